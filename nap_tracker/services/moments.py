"""A version as it was at a moment: every entry by its newest revision up to then."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Row, func, select, tuple_

from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.audience import Audience, for_reader
from nap_tracker.content.tree import EntryContent, PlanContent
from nap_tracker.errors import Hidden
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import reach_of, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import contents
from nap_tracker.services.bases import of_kept
from nap_tracker.services.contents import entry_content
from nap_tracker.services.places import require_at
from nap_tracker.services.revisions import numbered

NOTHING_HERE = N_("There is nothing at this address, or you may not see it.")


@dataclass(frozen=True, slots=True)
class State:
    """A plan at a moment; `everything` also holds rows that were out then, for their names."""

    plan: PlanContent
    everything: PlanContent


def at(
    actor: Actor,
    version: PlanVersion,
    moment: datetime | None,
    facts: PlanContent | None = None,
) -> State:
    """The whole draft as it was then, unfiltered: history is for the drafting team.

    `facts` spares asking for the plan's own again when two moments are compared.
    """
    require(actor, Permission.HISTORY_SHOW, version)
    rows = revisions_at(version, moment)
    whole = [(_content(row), row.Revision.removed) for row in rows]
    plan = facts or contents.with_files(version)
    present = tuple(entry for entry, is_removed in whole if not is_removed)
    every = tuple(entry for entry, _ in whole)
    return State(replace(plan, entries=present), replace(plan, entries=every))


def names(
    actor: Actor,
    version: PlanVersion,
    registers: Collection[str],
    also: Sequence[EntryContent] = (),
) -> PlanContent:
    """The rows of some registers as they are now, removed ones too, to name what points at them."""
    reach = reach_of(actor, version)
    if not reach.sections:
        require(actor, Permission.HISTORY_SHOW, version)
    rows = _heads(version, Entry.kind.in_(sorted(registers)))
    entries = (*(_content(row) for row in rows), *also)
    plan = replace(contents.with_files(version), entries=entries)
    if reach.audience is Audience.DRAFTING_TEAM:
        return plan
    reach = contents.with_own_files(actor, version, reach)
    return for_reader(plan, treaty(version.schema_edition), reach)


def revisions_at(
    version: PlanVersion, moment: datetime | None
) -> list[Row[tuple[Entry, Revision]]]:
    """(entry, its newest revision up to the moment), removed ones too."""
    newest = select(Revision.uid, func.max(Revision.number)).where(
        Revision.version_id == version.id, Revision.number.is_not(None)
    )
    if moment is not None:
        newest = newest.where(Revision.created_at <= moment)
    newest = newest.group_by(Revision.uid)
    return _joined(version, tuple_(Revision.uid, Revision.number).in_(newest))


def find(actor: Actor, version: PlanVersion, revision_id: str) -> Revision:
    """A revision of this version. Raises Hidden for any other id somebody may have guessed."""
    query = select(Revision).filter_by(id=revision_id, version_id=version.id)
    revision = db.session.scalar(query)
    require_at(actor, Permission.HISTORY_SHOW, version, revision.uid if revision else "")
    if revision is None:
        raise Hidden(NOTHING_HERE)
    return revision


def entry_of(actor: Actor, version: PlanVersion, uid: str) -> Entry:
    """An entry of this version, removed or not."""
    require_at(actor, Permission.HISTORY_SHOW, version, uid)
    entry = db.session.get(Entry, (version.id, uid))
    if entry is None:
        raise Hidden(NOTHING_HERE)
    return entry


def content_of(entry: Entry, revision: Revision) -> EntryContent:
    """What a revision of an entry says, where the entry stood then."""
    return entry_content(entry.uid, entry.kind, entry.section, revision.position, revision.content)


def before(entry: Entry, earlier: Revision | None, later: Revision) -> EntryContent | None:
    """What a revision is compared with; of a text kept beside, what its author had before them."""
    if later.number is None and earlier is not None and earlier.number == later.based_on:
        return of_kept(entry, numbered(entry, entry.counter), later).content
    return content_of(entry, earlier) if earlier is not None else None


def _heads(version: PlanVersion, wanted: ColumnElement[bool]) -> list[Row[tuple[Entry, Revision]]]:
    return _joined(version, (Revision.number == Entry.counter) & wanted)


def _joined(version: PlanVersion, wanted: ColumnElement[bool]) -> list[Row[tuple[Entry, Revision]]]:
    query = (
        select(Entry, Revision)
        .join(Revision, (Revision.version_id == Entry.version_id) & (Revision.uid == Entry.uid))
        .where(Entry.version_id == version.id, wanted)
        .order_by(Entry.kind, Revision.position, Entry.uid)
    )
    return list(db.session.execute(query))


def _content(row: Row[tuple[Entry, Revision]]) -> EntryContent:
    return content_of(row.Entry, row.Revision)


def registers_named(fields: Iterable[object]) -> set[str]:
    """Registers some fields choose from."""
    return {register for f in fields if (register := getattr(f, "register", None))}
