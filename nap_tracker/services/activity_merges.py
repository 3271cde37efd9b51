"""That one activity of a plan took up another: which may be named, and by whom."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from nap_tracker.content.tracked import TrackedActivity
from nap_tracker.errors import Invalid
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.activity_track import ActivityTrack
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.roles import Actor
from nap_tracker.services import activities
from nap_tracker.services.activities import Followed, Following
from nap_tracker.workflow.implementation import Phase

NO_OTHER = N_("Choose the activity that took it up")
ENDED = N_("This one was merged or cancelled itself: choose the activity that goes on")
GIVEN_UP = (Phase.MERGED, Phase.CANCELLED)


def offered(following: Following, one: Followed) -> Sequence[TrackedActivity]:
    """What the reader may say took it up: others they see, that were not given up themselves."""
    return [
        other.activity
        for other in following.activities
        if other.activity.uid != one.activity.uid and other.phase not in GIVEN_UP
    ]


def named(actor: Actor, version: PlanVersion, one: Followed, into_uid: str | None) -> str | None:
    """The activity that took it up: another of the plan that the actor sees and that goes on.

    Where nothing is named, what was said before stays. Raises Invalid.
    """
    if one.phase is Phase.MERGED and not into_uid:
        return one.track.merged_into_uid if one.track else None
    if not into_uid or into_uid == one.activity.uid:
        raise Invalid(NO_OTHER, about="into")
    if activities.tracked_of(actor, version).activity(into_uid) is None:
        raise Invalid(NO_OTHER, about="into")
    # Two people who merge two activities into each other at once would leave neither.
    db.session.execute(select(Plan.id).filter_by(id=version.plan_id).with_for_update())
    query = select(ActivityTrack).filter_by(plan_id=version.plan_id, uid=into_uid)
    track = db.session.scalar(query.execution_options(populate_existing=True))
    if track is not None and track.phase in GIVEN_UP:
        raise Invalid(ENDED, about="into")
    return into_uid
