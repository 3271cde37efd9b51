"""Versions of a plan: all of them, one of them, and beginning the next as a copy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from nap_tracker.annex_c.schema import LATEST, treaty
from nap_tracker.content import difference
from nap_tracker.content.difference import EntryChange
from nap_tracker.content.tree import SECTION, EntryContent, PlanContent
from nap_tracker.errors import Hidden, InvalidTransition
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.models.plan import Assignment, PlanVersion, WarningAnswer
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import contents, entries, history, plans
from nap_tracker.services.revisions import unaccepted


class Purpose(StrEnum):
    """Why a version was begun."""

    AMENDMENT = "amendment"
    """To change a plan that was submitted; it has its own review."""
    AS_ENDORSED = "as_endorsed"
    """To enter what the endorsing body changed."""
    DRAFT = "draft"
    """To draft, or to go on drafting after the text was frozen."""
    IMPORT = "import"
    """From a plan's JSON file, brought in beside what was there."""
    REGISTERED = "registered"
    """For a plan made elsewhere: its original file is the authoritative text."""


PURPOSE_NAMES: Mapping[str, str] = {
    Purpose.AMENDMENT: N_("Amendment"),
    Purpose.AS_ENDORSED: N_("As endorsed"),
    Purpose.DRAFT: N_("Draft"),
    Purpose.IMPORT: N_("Brought in from a file"),
    Purpose.REGISTERED: N_("Registered with its original file"),
}
STILL_OPEN = N_(
    "The newest version of this plan is still being drafted. Freeze it first, or go on in it."
)
NOT_THE_NEWEST = N_("Somebody has begun the next version already.")


@dataclass(frozen=True, slots=True)
class Changes:
    """How one version differs from another, as the actor may read both."""

    before: PlanContent
    after: PlanContent
    entries: list[EntryChange]
    facts: tuple[str, ...]
    """Of the plan itself: title, short_title, period_start, period_end, languages."""


def of_plan(actor: Actor, plan_id: str) -> Sequence[PlanVersion]:
    """Every version the actor may read, the newest first."""
    query = plans.with_plan().where(PlanVersion.plan_id == plan_id)
    found = db.session.scalars(query.order_by(PlanVersion.number.desc())).all()
    if not found:
        raise Hidden(N_("There is no such plan, or you may not see it."))
    require(actor, Permission.PLAN_SHOW, found[0])
    return found


def get(
    actor: Actor, plan_id: str, number: int, permission: Permission = Permission.PLAN_SHOW
) -> PlanVersion:
    """One version of a plan by its number."""
    query = plans.with_plan().where(PlanVersion.plan_id == plan_id, PlanVersion.number == number)
    version = db.session.scalar(query)
    if version is None:
        raise Hidden(N_("There is no such plan, or you may not see it."))
    require(actor, permission, version)
    return version


def begin_next(actor: Actor, version: PlanVersion, purpose: Purpose = Purpose.DRAFT) -> PlanVersion:
    """The next version: a copy of a frozen one, with the same uids, places and audiences.

    The history of every entry begins anew with a revision that names the version it came from.
    Raises InvalidTransition where the version is still open, or is not the newest any more.
    """
    require(actor, Permission.VERSION_BEGIN, version)
    if version.frozen_at is None:
        raise InvalidTransition(STILL_OPEN)
    begun = _begin(version, purpose)
    _copy_entries(actor, version, begun)
    plans.complete_sections(actor, begun)
    _copy_warnings(version, begun)
    _copy_assignments(version, begun)
    history.record(
        actor,
        "version:begun",
        party_id=begun.party_id,
        plan_id=begun.plan_id,
        subject=f"version:{begun.id}",
        details={"number": str(begun.number), "purpose": purpose.value},
    )
    db.session.flush()
    return begun


def changes(actor: Actor, before: PlanVersion, after: PlanVersion) -> Changes:
    """What differs between two versions, by field, in the audience of the actor."""
    was, now = contents.read(actor, before), contents.read(actor, after)
    schema = treaty(max(before.schema_edition, after.schema_edition))
    named = ("title", "short_title", "period_start", "period_end", "languages")
    return Changes(
        was,
        now,
        difference.of_plans(schema, was, now),
        tuple(name for name in named if getattr(was, name) != getattr(now, name)),
    )


def _begin(version: PlanVersion, purpose: Purpose) -> PlanVersion:
    """Two who begin it at once: the number is given once, the other is told."""
    begun = PlanVersion(
        party_id=version.party_id,
        plan_id=version.plan_id,
        number=version.number + 1,
        schema_edition=LATEST,
        purpose=purpose.value,
        based_on=version.number,
    )
    try:
        with db.session.begin_nested():
            db.session.add(begun)
    except IntegrityError:
        raise InvalidTransition(NOT_THE_NEWEST) from None
    return begun


def _copy_entries(actor: Actor, version: PlanVersion, begun: PlanVersion) -> None:
    """Typed rows and links with them; what was typed and not accepted stays beside its field."""
    beside, found = _beside(version), contents.load(version).entries
    copied = [entry for entry in found if entry.uid in beside or not _is_untouched(entry)]
    entries.write_many(actor, begun, copied, origin=f"version:{version.number}", beside=beside)


def _is_untouched(entry: EntryContent) -> bool:
    """A section nobody has written in begins empty again."""
    return entry.kind == SECTION and entry == replace(
        entry, answers={}, audience=None, audiences={}, completed=False
    )


def _beside(version: PlanVersion) -> dict[str, dict[str, Any]]:
    query = (
        select(Revision)
        .join(
            Entry,
            (Revision.version_id == Entry.version_id)
            & (Revision.uid == Entry.uid)
            & (Revision.number == Entry.counter),
        )
        .where(Revision.version_id == version.id, Revision.unaccepted != "{}")
    )
    return {one.uid: unaccepted(one) for one in db.session.scalars(query)}


def _copy_warnings(version: PlanVersion, begun: PlanVersion) -> None:
    for answer in db.session.scalars(select(WarningAnswer).filter_by(version_id=version.id)):
        db.session.add(
            WarningAnswer(
                party_id=begun.party_id,
                version_id=begun.id,
                key=answer.key,
                reason=dict(answer.reason),
                author_id=answer.author_id,
            )
        )


def _copy_assignments(version: PlanVersion, begun: PlanVersion) -> None:
    """Who drafts what stays; by when was said of the version before."""
    for one in db.session.scalars(select(Assignment).filter_by(version_id=version.id)):
        db.session.add(
            Assignment(
                party_id=begun.party_id,
                version_id=begun.id,
                section=one.section,
                user_id=one.user_id,
            )
        )
