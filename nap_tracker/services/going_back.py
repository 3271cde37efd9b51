"""Bringing the whole draft back to a named point: by new revisions, so that nothing is erased."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.tree import SECTION, EntryContent
from nap_tracker.errors import Locked
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.base import new_uid
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.models.named_point import NamedPoint
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.section_lock import SectionLock
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import history, locks, moments, notices, plans, registers, uploads
from nap_tracker.services.revisions import Source, said, unaccepted, write

QUIET_MEANWHILE = N_(
    "%(name)s has just asked for quiet in a section. Nothing was brought back. Look at this page"
    " again, then decide."
)


class Fate(StrEnum):
    """What happens to a section or row that does not stay as it is."""

    CHANGES = "changes"
    """It says something else, or stands elsewhere in its table."""
    LEAVES = "leaves"
    """It was added since, and is taken out."""
    RETURNS = "returns"
    """It was removed since, and comes back."""


@dataclass(frozen=True, slots=True)
class Step:
    """One section or row on its way back."""

    entry: Entry
    fate: Fate
    now: EntryContent
    then: Revision | None = None
    wanted: EntryContent | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """Everything that going back to a point does; what is not named here stays as it is."""

    steps: tuple[Step, ...]
    files_back: Sequence[StoredFile]
    """Removed since."""
    files_since: Sequence[StoredFile]
    """Added since; they stay."""
    kept_audiences: int
    """Sections and rows that were for other readers then, and are for those of today after."""
    quiet: Sequence[SectionLock]
    """What others asked for; those who lead the drafting are not held back by it."""

    def count(self, fate: str) -> int:
        return sum(step.fate == fate for step in self.steps)

    def count_completed(self, *, then: bool) -> int:
        """Sections that are said to be completed after this and not before, or the reverse."""
        return sum(
            step.wanted.completed is then
            for step in self.steps
            if step.wanted is not None
            and step.now.kind == SECTION
            and step.wanted.completed != step.now.completed
        )


def outlook(actor: Actor, version: PlanVersion, point: NamedPoint) -> Outlook:
    """What would happen if somebody went back to this point now."""
    require(actor, Permission.PLAN_RESTORE, version)
    then = {row.Entry.uid: row.Revision for row in moments.revisions_at(version, point.at)}
    here = [(row.Entry, row.Revision) for row in moments.revisions_at(version, None)]
    steps = [_step(entry, head, then.get(entry.uid)) for entry, head in here]
    others = [lock for lock in locks.of_version(actor, version).values() if not _own(actor, lock)]
    return Outlook(
        tuple(step for step in steps if step is not None),
        uploads.removed_since(version, point.at),
        uploads.added_since(version, point.at),
        sum(_had_other_readers(entry, head, then.get(entry.uid)) for entry, head in here),
        others,
    )


def draft(
    actor: Actor, version: PlanVersion, point: NamedPoint, *, told: Collection[str] | None = None
) -> Outlook:
    """Bring every section and row back to a named point, and the files removed since.

    Rows that were removed since come back, rows that were added since are taken out and can be
    put back; files that were added since stay. Who may see what stays as it is now: going back
    must not show anybody more.

    `told` are the requests for quiet the actor was told of. Raises Locked at any other: it was
    made while they read what would happen.
    """
    require(actor, Permission.PLAN_RESTORE, version)
    plans.take_over(version)
    query = select(Entry).where(Entry.version_id == version.id).order_by(Entry.uid)
    db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).all()
    found = outlook(actor, version, point)
    for lock in found.quiet:
        if told is not None and lock.id not in told:
            raise Locked(QUIET_MEANWHILE, {"name": lock.holder.name})
    sitting = new_uid()
    for step in found.steps:
        _take(actor, version, step, sitting)
    for file in found.files_back:
        uploads.put_back(actor, version, file)
    for lock in found.quiet:
        notices.draft_brought_back(actor, lock, version, point)
    history.record(
        actor,
        "plan:restored",
        party_id=version.party_id,
        plan_id=version.plan_id,
        subject=f"point:{point.id}",
        details={"entries": str(len(found.steps)), "files": str(len(found.files_back))},
    )
    db.session.flush()
    return found


def _step(entry: Entry, head: Revision, then: Revision | None) -> Step | None:
    """What becomes of one section or row; None where it stays as it is."""
    is_out, present = entry.removed_at is not None, said(entry, head)
    if then is None or then.removed:
        return None if is_out else Step(entry, Fate.LEAVES, present)
    wanted = _wanted(present, said(entry, then))
    if is_out:
        return Step(entry, Fate.RETURNS, present, then, wanted)
    says_the_same = (wanted, unaccepted(then)) == (present, unaccepted(head))
    if says_the_same and entry.position == then.position:
        return None
    return Step(entry, Fate.CHANGES, present, then, wanted)


def _take(actor: Actor, version: PlanVersion, step: Step, sitting: str) -> None:
    entry = step.entry
    if step.then is None or step.wanted is None:
        registers.take_out(actor, version, entry, sitting=sitting)
        return
    entry.position, entry.removed_at = step.then.position, None
    source = Source("restored", sitting, restored_from=step.then.number)
    write(actor, entry, step.wanted, source, unaccepted=unaccepted(step.then))
    owner = treaty(version.schema_edition).owner(entry.kind, entry.section)
    registers.project(version, entry, owner, step.wanted.answers)


def _wanted(present: EntryContent, earlier: EntryContent) -> EntryContent:
    """The words of then in the audience of now."""
    settings: dict[str, Any] = {"audience": present.audience, "audiences": present.audiences}
    return replace(earlier, **settings)


def _had_other_readers(entry: Entry, head: Revision, then: Revision | None) -> bool:
    if then is None or then.removed:
        return False
    now, before = said(entry, head), said(entry, then)
    return (now.audience, now.audiences) != (before.audience, before.audiences)


def _own(actor: Actor, lock: SectionLock) -> bool:
    return lock.holder_id == actor.user_id
