"""Milestones of an activity in force: reached on a day, moved for a reason, or set since."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from nap_tracker.clock import now, today
from nap_tracker.errors import Hidden, Invalid
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.activity_track import MilestoneMove, MilestoneTrack
from nap_tracker.models.base import new_uid
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import activity_reports
from nap_tracker.services.activities import Followed, Milestone, task_of
from nap_tracker.services.activity_reports import Report
from nap_tracker.workflow.spans import Span

NOTHING_HERE = N_("There is nothing at this address, or you may not see it.")
FUTURE = N_("This day has not come yet")


def get(followed: Followed, uid: str) -> Milestone:
    """A milestone of this activity. Raises Hidden."""
    found = followed.milestone(uid)
    if found is None:
        raise Hidden(NOTHING_HERE)
    return found


def reach(
    actor: Actor,
    version: PlanVersion,
    followed: Followed,
    milestone: Milestone,
    *,
    on: str,
    said: Report,
) -> MilestoneTrack:
    """Say when it was reached, with what shows it. Saying another day corrects the first."""
    require(actor, Permission.ACTIVITY_REPORT, task_of(version, followed))
    if not on:
        raise Invalid(N_("Enter when it was reached; a year is enough"), about="reached_on")
    if Span.of(on).first > today(version.plan.party.time_zone):
        raise Invalid(FUTURE, about="reached_on")
    mark = _mark(version, followed, milestone.uid)
    mark.reached_on = on
    if said.text.strip() or said.evidence:
        activity_reports.add_note(actor, version, followed.activity.uid, said, milestone.uid)
    _heard(actor, version, followed, "milestone:reached", said.text)
    return mark


def move(
    actor: Actor,
    version: PlanVersion,
    followed: Followed,
    milestone: Milestone,
    *,
    to: str,
    reason: str,
) -> MilestoneTrack:
    """Give it another due date; the one before stays in the record, with the reason.

    For who follows the whole plan: nobody makes their own work punctual.
    """
    require(actor, Permission.ACTIVITY_REPORT, version)
    if not to:
        raise Invalid(N_("Enter the new date; a year is enough"), about="due")
    if not reason.strip():
        raise Invalid(N_("Enter why the date is moved"), about="reason")
    mark = _mark(version, followed, milestone.uid)
    if to == milestone.due:
        return mark
    db.session.add(
        MilestoneMove(
            party_id=version.party_id,
            plan_id=version.plan_id,
            milestone_uid=milestone.uid,
            before=milestone.due,
            after=to,
            reason=reason,
            moved_at=now(),
            moved_by_id=actor.user_id,
        )
    )
    mark.due = to
    _heard(actor, version, followed, "milestone:moved", reason)
    return mark


def add(
    actor: Actor,
    version: PlanVersion,
    followed: Followed,
    *,
    title: str,
    due: str,
    once: str = "",
) -> MilestoneTrack:
    """A milestone that the text does not have, set while the activity goes on."""
    require(actor, Permission.ACTIVITY_REPORT, version)
    if not title.strip():
        raise Invalid(N_("Enter what can be checked"), about="title")
    if not due:
        raise Invalid(N_("Enter by when; a year is enough"), about="due")
    already = db.session.get(MilestoneTrack, once) if once else None
    if already is not None and already.activity_uid == followed.activity.uid:
        return already
    mark = MilestoneTrack(
        id=once or new_uid(),
        party_id=version.party_id,
        plan_id=version.plan_id,
        activity_uid=followed.activity.uid,
        uid=new_uid(),
        title=title,
        due=due,
    )
    db.session.add(mark)
    _heard(actor, version, followed, "milestone:set", title)
    return mark


def _mark(version: PlanVersion, followed: Followed, uid: str) -> MilestoneTrack:
    """Its row, made where nothing was said yet; two at once share it."""
    key = {"plan_id": version.plan_id, "uid": uid}
    found = db.session.scalar(select(MilestoneTrack).filter_by(**key))
    if found is not None:
        return found
    mark = MilestoneTrack(party_id=version.party_id, activity_uid=followed.activity.uid, **key)
    try:
        with db.session.begin_nested():
            db.session.add(mark)
    except IntegrityError:
        return db.session.scalars(select(MilestoneTrack).filter_by(**key)).one()
    return mark


def _heard(actor: Actor, version: PlanVersion, followed: Followed, kind: str, content: str) -> None:
    activity_reports.heard(activity_reports.track_of(version, followed))
    activity_reports.record(actor, version, kind, followed.activity.uid, content=content)
    db.session.flush()
