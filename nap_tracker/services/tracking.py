"""The plan in force, as the frozen rows that tracking of implementation hangs on."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import contains_eager, defer
from sqlalchemy.orm.attributes import set_committed_value

from nap_tracker.content.audience import Audience
from nap_tracker.content.tracked import Tracked, TrackedActivity, TrackedIndicator
from nap_tracker.errors import Hidden
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.account import Party
from nap_tracker.models.endorsement import Endorsement
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.permissions import Task, can, reads_as, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import tracked_texts
from nap_tracker.services.versions import Purpose

NOT_IN_FORCE = N_(
    "No version of this plan is in force: none was endorsed or registered. Its implementation is"
    " followed from then on."
)


def version_in_force(plan: Plan) -> PlanVersion | None:
    """The newest version that was endorsed, or registered as made elsewhere."""
    return _in_force(plan.id)


def is_in_force(version: PlanVersion) -> bool:
    """Whether any version of its plan is: for the pages of a plan, which ask at most one query."""
    if version.plan_is_in_force is not None:
        return version.plan_is_in_force
    if version.number == 1 and version.frozen_at is None:
        return False
    return version.purpose == Purpose.REGISTERED or _in_force(version.plan_id) is not None


def in_force(
    actor: Actor, plan_id: str, permission: Permission = Permission.ACTIVITY_SHOW
) -> PlanVersion:
    """The version in force, for a page of the implementation; its plan and Party with it.

    Raises Hidden where there is none, or behind a wall.
    """
    version = _in_force(plan_id)
    if version is None:
        raise Hidden(NOT_IN_FORCE)
    require(actor, permission, version)
    return version


def own_in_force(
    actor: Actor, plan_id: str, permission: Permission = Permission.ACTIVITY_SHOW
) -> PlanVersion:
    """The same for the few pages that officers of institutions open too, each with their own work
    alone: services narrow what they show there. Raises Hidden.
    """
    version = _in_force(plan_id)
    if version is None:
        raise Hidden(NOT_IN_FORCE)
    require(actor, permission, part_of(actor, version))
    return version


def part_of(actor: Actor, version: PlanVersion) -> Task:
    """What of a plan is the business of the institutions an actor reports for; in all else it is
    the version."""
    return Task(version, actor.institutions_in(version.plan_id))


def of_plan(actor: Actor, plan: Plan) -> Tracked:
    """What is tracked of a plan. Raises Hidden where no version of it is in force."""
    return of_version(actor, in_force(actor, plan.id))


def of_version(
    actor: Actor,
    version: PlanVersion,
    activities: Iterable[TrackedActivity] = (),
    indicators: Iterable[TrackedIndicator] = (),
) -> Tracked:
    """What is tracked of the version in force, in the audience of the actor; of their institutions
    alone, where the whole is not theirs to see. No query.

    `activities` and `indicators` are what was noted beside the frozen text.
    """
    part = part_of(actor, version)
    require(actor, Permission.ACTIVITY_SHOW, part)
    found = numbered(actor, version).with_own(activities, indicators)
    if can(actor, Permission.ACTIVITY_SHOW, version):
        return found
    return found.of_institutions(part.institutions)


def numbered(actor: Actor, version: PlanVersion) -> Tracked:
    """What the audience of an actor may know of the whole plan. Of what is not their task officers
    of institutions read no more than numbers: who asks sees to that.
    """
    audience = min((reads_as(actor, version), Audience.REVIEWERS), key=lambda a: a.openness)
    return tracked_texts.read(version, audience)


def of_reporters(version: PlanVersion) -> Tracked:
    """What officers of institutions may read, each of the part that is theirs: who asks sees to
    that.
    """
    return tracked_texts.read(version, Audience.REVIEWERS)


def whole(version: PlanVersion) -> Tracked:
    """Everything that is tracked of a version, unfiltered: who asks has asked for leave."""
    return tracked_texts.read(version, Audience.DRAFTING_TEAM)


def may_report(actor: Actor, version: PlanVersion) -> bool:
    """Whether somebody reports on the whole of the plan."""
    return can(actor, Permission.ACTIVITY_REPORT, version)


def counts_as_in_force() -> ColumnElement[bool]:
    """The condition that a version was endorsed or registered; the newest such is in force."""
    endorsed = exists().where(
        Endorsement.version_id == PlanVersion.id, Endorsement.replaced_at.is_(None)
    )
    is_registered = PlanVersion.purpose == Purpose.REGISTERED.value
    return and_(PlanVersion.frozen_at.is_not(None), or_(is_registered, endorsed))


def _in_force(plan_id: str) -> PlanVersion | None:
    found = db.session.scalar(_query(), {"plan": plan_id})
    if found is not None:
        # The tabs of its page would ask once more whether it is.
        set_committed_value(found, "plan_is_in_force", True)
    return found


@cache
def _query() -> Select[PlanVersion]:
    """Put together once: every page of a plan may ask it."""
    return (
        select(PlanVersion)
        .join(Plan, Plan.id == PlanVersion.plan_id)
        .join(Party, Party.id == Plan.party_id)
        .options(
            contains_eager(PlanVersion.plan).contains_eager(Plan.party),
            # The text is long, and most pages show what was made of it before (tracked_texts).
            defer(PlanVersion.snapshot),
            tracked_texts.with_redactions(),
        )
        .where(PlanVersion.plan_id == bindparam("plan"), counts_as_in_force())
        .order_by(PlanVersion.number.desc())
        .limit(1)
        # What the session holds of its text may be older than the count of its redactions.
        .execution_options(populate_existing=True)
    )
