"""Bringing the whole draft back to a named point: by new revisions, so that nothing is erased."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.tree import EntryContent
from nap_tracker.extensions import db
from nap_tracker.models.base import new_uid
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.models.named_point import NamedPoint
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import history, moments, plans, registers
from nap_tracker.services.revisions import Source, numbered, said, unaccepted, write


def draft(actor: Actor, version: PlanVersion, point: NamedPoint) -> int:
    """Bring every section and row back to a named point; how many changed.

    Rows that were removed since come back, rows that were added since are taken out and can be
    put back. Who may see what stays as it is now: going back must not show anybody more.
    """
    require(actor, Permission.PLAN_RESTORE, version)
    plans.take_over(version)
    then = {row.Entry.uid: row.Revision for row in moments.revisions_at(version, point.at)}
    query = select(Entry).where(Entry.version_id == version.id).order_by(Entry.uid)
    sitting, changed = new_uid(), 0
    for here in db.session.scalars(query.with_for_update()).all():
        changed += _bring_back(actor, version, here, then.get(here.uid), sitting)
    history.record(
        actor,
        "plan:restored",
        party_id=version.party_id,
        plan_id=version.plan_id,
        subject=f"point:{point.id}",
        details={"entries": str(changed)},
    )
    db.session.flush()
    return changed


def _bring_back(
    actor: Actor, version: PlanVersion, entry: Entry, then: Revision | None, sitting: str
) -> bool:
    """One entry of a draft; whether it changed."""
    is_out = entry.removed_at is not None
    if then is None or then.removed:
        if not is_out:
            registers.take_out(actor, version, entry, sitting=sitting)
        return not is_out
    head = numbered(entry, entry.counter)
    wanted, typed = _wanted(entry, head, then), unaccepted(then)
    says_the_same = (wanted, typed) == (said(entry, head), unaccepted(head))
    if says_the_same and not is_out and entry.position == then.position:
        return False
    entry.position, entry.removed_at = then.position, None
    source = Source("restored", sitting, restored_from=then.number)
    write(actor, entry, wanted, source, unaccepted=typed)
    owner = treaty(version.schema_edition).owner(entry.kind, entry.section)
    registers.project(version, entry, owner, wanted.answers)
    return True


def _wanted(entry: Entry, head: Revision | None, then: Revision) -> EntryContent:
    """The words of then in the audience of now."""
    present = said(entry, head)
    earlier = said(entry, then)
    settings: dict[str, Any] = {"audience": present.audience, "audiences": present.audiences}
    return replace(earlier, **settings)
