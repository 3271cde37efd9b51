"""Where an entry stands: the section it belongs to, as what permissions are asked about."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, or_, select

from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.tree import SECTION
from nap_tracker.extensions import db
from nap_tracker.models.entry import Entry
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import Place, can, require
from nap_tracker.roles import Actor, Permission


def section_of(version: PlanVersion, kind: str, section: str | None) -> str:
    """The section an entry belongs to: rows to the one their register stands in."""
    if kind == SECTION:
        return section or ""
    return treaty(version.schema_edition).home(kind).id


def place_of(version: PlanVersion, kind: str, section: str | None = None) -> Place:
    """The place of a section's own answers or of a row."""
    return Place(version, section_of(version, kind, section))


def require_at(actor: Actor, permission: Permission, version: PlanVersion, uid: str) -> Place:
    """Where an entry stands, if the actor is permitted there; one query for who drafts a part."""
    place = Place(version)
    if not can(actor, permission, version) and actor.sections_in(version.plan_id):
        query = select(Entry.kind, Entry.section).filter_by(version_id=version.id, uid=uid)
        found = db.session.execute(query).one_or_none()
        place = place_of(version, found.kind, found.section) if found else place
    require(actor, permission, place)
    return place


def entries_in(version: PlanVersion, sections: Collection[str]) -> ColumnElement[bool]:
    """The condition that an Entry belongs to one of some sections."""
    schema = treaty(version.schema_edition)
    registers = {r for s in schema.sections if s.id in sections for r in s.registers}
    return or_(Entry.section.in_(sorted(sections)), Entry.kind.in_(sorted(registers)))
