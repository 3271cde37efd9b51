"""The activities of a plan in force with everything said of them: four readings each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, cached_property
from typing import NamedTuple

from sqlalchemy import Executable, and_, bindparam, or_, select
from sqlalchemy.orm import joinedload

from nap_tracker.clock import day_of, today
from nap_tracker.content.tracked import Tracked, TrackedActivity, TrackedMilestone
from nap_tracker.content.tree import Words
from nap_tracker.errors import Hidden
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.activity_track import (
    ActivityTrack,
    MilestoneMove,
    MilestoneTrack,
    ProgressNote,
)
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import Task, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import (
    activity_measures,
    activity_past,
    indicator_standings,
    progress_limits,
    tracking,
)
from nap_tracker.services.activity_links import Links, Other
from nap_tracker.services.activity_measures import Shown
from nap_tracker.services.activity_past import Past, Told
from nap_tracker.services.indicator_standings import AsOf, Line
from nap_tracker.workflow import progress
from nap_tracker.workflow.implementation import Phase
from nap_tracker.workflow.progress import (
    ActivityFacts,
    Freshness,
    Judgement,
    Monitoring,
    Point,
    Status,
)
from nap_tracker.workflow.progress_limits import Limits
from nap_tracker.workflow.spans import was_by

NO_ACTIVITY = N_("There is no such activity in the plan in force, or you may not see it.")


class Mark(NamedTuple):
    """What became of a milestone, as far as readings ask."""

    uid: str
    title: str
    due: str | None
    reached_on: str | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone of the text or one set since, as it stood on a day."""

    uid: str
    title: Words
    due: str | None
    reached_on: str | None
    is_own: bool
    is_overdue: bool
    reached_later: str | None = None
    """When it was reached, where that was after the day."""


@dataclass(frozen=True)
class Followed:
    """One activity and what follows from what was said of it, worked out when it is asked for."""

    activity: TrackedActivity
    track: ActivityTrack | None
    """What is said now, also where readings are of a day in the past."""
    marks: Sequence[Mark | MilestoneTrack]
    language: str
    """Of the plan."""
    day: date
    """As of which everything is worked out."""
    zone: str
    limits: Limits
    """Of the plan, by which everything is worked out."""
    measures: tuple[Shown, ...] = ()
    """The indicators that speak of it, with what they say."""
    past: Past | None = None
    """What had been said by the end of the day, where it is past."""
    into: Other | None = None
    """The activity that took it up, where it was merged."""
    took_up: tuple[Other, ...] = ()
    """Those that were merged into it."""

    @cached_property
    def told(self) -> Told:
        """What was said by the day of the readings."""
        if self.past:
            return self.past.told(self.track, self.activity.uid)
        return activity_past.said_now(self.track, self.zone)

    @cached_property
    def milestones(self) -> tuple[Milestone, ...]:
        """Those of the text in its order with what became of them, then those set by that day."""
        return tuple(_milestones(self))

    @cached_property
    def judgement(self) -> Judgement:
        return progress.status(self._facts, self.day, self.limits)

    @property
    def worked_out(self) -> Judgement:
        """What would follow if nobody had decided otherwise."""
        return progress.worked_out(self._facts, self.day, self.limits)

    @cached_property
    def freshness(self) -> Freshness:
        return progress.freshness(self._facts, self.day, self.limits)

    @property
    def monitoring(self) -> Monitoring:
        return progress.monitoring(self._facts, self.day, self.limits)

    @property
    def heard_on(self) -> date | None:
        return self.told.heard_on

    @cached_property
    def _facts(self) -> ActivityFacts:
        activity = self.activity
        return ActivityFacts(
            phase=self.phase,
            start=activity.start,
            end=activity.end,
            points=tuple(Point(one.uid, one.due, one.reached_on) for one in self.milestones),
            measures=tuple(one.measure for one in self.measures),
            heard_on=self.heard_on,
            override=self.told.override,
            is_described=bool(activity.statement),
            has_lead=bool(activity.lead_uid or activity.lead_words),
        )

    @property
    def phase(self) -> Phase:
        return self.told.phase

    @property
    def is_late(self) -> bool:
        return self.judgement.status in (Status.LATE, Status.SEVERELY_LATE)

    def milestone(self, uid: str | None) -> Milestone | None:
        return next((one for one in self.milestones if one.uid == uid), None)


@dataclass(frozen=True, slots=True)
class Following:
    """Every activity of the plan in force, in the order of the plan."""

    tracked: Tracked
    activities: tuple[Followed, ...]
    indicators: tuple[Line, ...] = ()
    """Those that are followed, in the order they were chosen."""

    def one(self, uid: str) -> Followed:
        """Raises Hidden."""
        for one in self.activities:
            if one.activity.uid == uid:
                return one
        raise Hidden(NO_ACTIVITY)


def of_version(actor: Actor, version: PlanVersion) -> Following:
    """All activities of the version in force that are the actor's to see, with their readings
    today. Three queries.
    """
    require(actor, Permission.ACTIVITY_SHOW, tracking.part_of(actor, version))
    return on_day(actor, version, today(version.plan.party.time_zone))


def on_day(actor: Actor, version: PlanVersion, day: date, *, uid: str = "") -> Following:
    """The same, with the readings as they stood at the end of a day, by what was said by then.

    One more query for a day in the past. `uid`: of one activity alone.
    """
    tracks, kept = _kept(version.plan_id, uid)
    own = _own_of(version, tracks.values())
    tracked = tracking.of_version(actor, version, activities=own)
    zone = version.plan.party.time_zone
    limits = progress_limits.of(version.plan)
    is_past = day < today(zone)
    past = activity_past.by(version.plan_id, day, zone) if is_past else None
    as_of = AsOf(day, zone) if is_past else None
    lines = indicator_standings.of_plan(version.plan_id, until=as_of)
    whole = tracking.whole(version).with_own(own, ())
    measures = activity_measures.of_tracked(whole, lines, day, limits)
    merged = activity_past.merged(tracks.values(), past)
    links = Links(merged, tracked, tracking.numbered(actor, version), whole)
    followed = (
        Followed(
            one,
            tracks.get(one.uid),
            kept.get(one.uid, ()),
            tracked.language,
            day,
            zone,
            limits,
            measures.get(one.uid, ()),
            past,
            *links.of(one.uid),
        )
        for one in tracked.activities
        if not uid or one.uid == uid
    )
    return Following(tracked, tuple(followed), lines)


def tracked_of(actor: Actor, version: PlanVersion) -> Tracked:
    """What is tracked of the version in force, with activities noted beside it. One query."""
    own = _own_of(version, _kept(version.plan_id)[0].values())
    return tracking.of_version(actor, version, activities=own)


def get(actor: Actor, version: PlanVersion, uid: str) -> tuple[Tracked, Followed]:
    """One activity of the version in force. Raises Hidden."""
    require(actor, Permission.ACTIVITY_SHOW, tracking.part_of(actor, version))
    following = on_day(actor, version, today(version.plan.party.time_zone), uid=uid)
    return following.tracked, following.one(uid)


def task_of(version: PlanVersion, followed: Followed) -> Task:
    """An activity as the subject of a question: its institutions report on it too."""
    return Task(version, followed.activity.institutions)


def notes_of(actor: Actor, version: PlanVersion, followed: Followed) -> Sequence[ProgressNote]:
    """What was reported of an activity, withdrawn reports among it, the newest first."""
    require(actor, Permission.ACTIVITY_SHOW, task_of(version, followed))
    query = (
        select(ProgressNote)
        .filter_by(plan_id=version.plan_id, activity_uid=followed.activity.uid)
        .options(joinedload(ProgressNote.said_by), joinedload(ProgressNote.file))
        .order_by(ProgressNote.created_at.desc(), ProgressNote.id)
    )
    return db.session.scalars(query).all()


def moves_of(
    actor: Actor, version: PlanVersion, followed: Followed
) -> Mapping[str, Sequence[MilestoneMove]]:
    """Milestone -> where its date was before, the newest first."""
    require(actor, Permission.ACTIVITY_SHOW, task_of(version, followed))
    query = (
        select(MilestoneMove)
        .where(
            MilestoneMove.plan_id == version.plan_id,
            MilestoneMove.milestone_uid.in_([one.uid for one in followed.milestones]),
        )
        .options(joinedload(MilestoneMove.moved_by))
        .order_by(MilestoneMove.moved_at.desc(), MilestoneMove.id)
    )
    found: dict[str, list[MilestoneMove]] = {}
    for move in db.session.scalars(query):
        found.setdefault(move.milestone_uid, []).append(move)
    return found


def _kept(
    plan_id: str, uid: str = ""
) -> tuple[Mapping[str, ActivityTrack], Mapping[str, Sequence[Mark]]]:
    """What is kept of each activity and its milestones; of a milestone alone nothing is.

    Of one activity alone: also of those it took up, and of those noted beside the text, which no
    other place names.
    """
    tracks: dict[str, ActivityTrack] = {}
    marks: dict[str, list[Mark]] = {}
    for track, *mark in db.session.execute(_told(bool(uid)), {"plan": plan_id, "uid": uid}):
        tracks[track.uid] = track
        if mark[0] is not None:
            marks.setdefault(track.uid, []).append(Mark(*mark))
    return tracks, marks


@cache
def _told(of_one: bool) -> Executable:
    """Put together once: every page of an activity asks it."""
    query = (
        select(ActivityTrack, *(getattr(MilestoneTrack, name) for name in Mark._fields))
        .outerjoin(
            MilestoneTrack,
            and_(
                MilestoneTrack.plan_id == ActivityTrack.plan_id,
                MilestoneTrack.activity_uid == ActivityTrack.uid,
            ),
        )
        .where(ActivityTrack.plan_id == bindparam("plan"))
        .order_by(
            ActivityTrack.created_at,
            ActivityTrack.id,
            MilestoneTrack.created_at,
            MilestoneTrack.id,
        )
    )
    if of_one:
        named = (ActivityTrack.uid, ActivityTrack.merged_into_uid)
        is_asked = or_(*(column == bindparam("uid") for column in named))
        query = query.where(or_(is_asked, ActivityTrack.own))
        # Who decided its status is told on its own page.
        query = query.options(joinedload(ActivityTrack.override_by))
    return query


def _own_of(version: PlanVersion, tracks: Iterable[ActivityTrack]) -> list[TrackedActivity]:
    return [own_activity(one, version.plan.language) for one in tracks if one.own]


def own_activity(track: ActivityTrack, language: str) -> TrackedActivity:
    return TrackedActivity(
        uid=track.uid,
        statement=track.statement or {},
        items=tuple(track.items),
        start=track.start,
        end=track.end,
        is_own=True,
        lead_words=track.lead,
    )


def _milestones(one: Followed) -> Iterator[Milestone]:
    kept = {mark.uid: mark for mark in one.marks}
    named = {stone.uid for stone in one.activity.milestones}
    for stone in one.activity.milestones:
        yield _milestone(one, stone, kept.get(stone.uid))
    for mark in one.marks:
        is_set = one.past is None or mark.created_at < one.past.ends_at
        if mark.uid not in named and mark.title and is_set:
            own = TrackedMilestone(mark.uid, {one.language: mark.title}, mark.due)
            yield replace(_milestone(one, own, mark), is_own=True)


def _milestone(
    one: Followed, stone: TrackedMilestone, mark: Mark | MilestoneTrack | None
) -> Milestone:
    due, reached = stone.due, None
    if mark is not None:
        due, reached = mark.due or stone.due, mark.reached_on
    if one.past is None:
        reached_on, later = reached, None
    else:
        due = one.past.due(stone.uid, due)
        was = mark and reached and was_by(reached, one.day, day_of(mark.updated_at, one.zone))
        reached_on, later = (reached, None) if was else (None, reached)
    is_overdue = progress.is_overdue(Point(stone.uid, due, reached_on), one.day)
    return Milestone(stone.uid, stone.title, due, reached_on, False, is_overdue, later)
