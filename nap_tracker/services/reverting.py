"""Bringing words back from history: by new revisions, so that nothing is ever erased."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from nap_tracker.annex_c.definitions import Register
from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.difference import changed_fields
from nap_tracker.content.tree import EntryContent
from nap_tracker.errors import Hidden, Locked, StaleEdit
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.base import new_uid
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.models.named_point import NamedPoint
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import entries, history, locks, moments, plans, registers
from nap_tracker.services.bases import of_kept
from nap_tracker.services.revisions import Source, numbered, said, unaccepted, write

CHANGED_MEANWHILE = N_(
    "Somebody changed this meanwhile. Nothing was brought back. Look at the comparison again."
)


@dataclass(frozen=True, slots=True)
class Offer:
    """What bringing a revision back would change now."""

    entry: Entry
    revision: Revision
    now: EntryContent
    then: EntryContent
    fields: tuple[str, ...]


def offer(actor: Actor, version: PlanVersion, revision_id: str, field: str | None = None) -> Offer:
    """Compare a revision with what the entry says now; one field, or all that differ.

    Of a text that was kept beside only what its author had changed is offered. Raises Hidden.
    """
    require(actor, Permission.SECTION_EDIT, version)
    revision = moments.find(actor, version, revision_id)
    entry = moments.entry_of(actor, version, revision.uid)
    owner = treaty(version.schema_edition).owner(entry.kind, entry.section)
    then, present = said(entry, revision), said(entry, numbered(entry, entry.counter))
    fields = changed_fields(owner, present, then)
    if revision.number is None:
        base = of_kept(entry, numbered(entry, entry.counter), revision).content
        own = changed_fields(owner, base, then)
        fields = tuple(id for id in fields if id in own)
    if field is not None:
        if field not in {f.id for f in owner.fields}:
            raise Hidden(moments.NOTHING_HERE)
        fields = tuple(id for id in fields if id == field)
    return Offer(entry, revision, present, then, fields)


def entry(actor: Actor, version: PlanVersion, offered: Offer, *, seen: int) -> entries.Saved:
    """Let a section or row say again what was offered; a removed row comes back with it.

    Who may see it stays as it is now. Raises StaleEdit where somebody changed it since `seen`.
    """
    require(actor, Permission.SECTION_EDIT, version)
    at = offered.entry
    owner = treaty(version.schema_edition).owner(at.kind, at.section)
    if at.counter != seen:
        raise StaleEdit(CHANGED_MEANWHILE)
    lock = locks.of_another(actor, version, at)
    if lock is not None:
        raise Locked(locks.IN_THE_WAY, locks.told(lock, version))
    if at.removed_at is not None and isinstance(owner, Register):
        registers.restore(actor, version, owner, at.uid)
    opened = entries.OpenEntry(version, owner, offered.now, at.counter)
    change = entries.Change(
        seen=at.counter,
        answers={id: offered.then.answers.get(id) for id in offered.fields},
        origin="restored",
        restored_from=offered.revision.number,
    )
    saved = entries.save(actor, opened, change)
    if saved.conflicts:
        raise StaleEdit(CHANGED_MEANWHILE)
    return saved


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
