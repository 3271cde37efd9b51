"""The activities of a plan in force with everything said of them: four readings each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import select
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
    activity_past,
    activity_tracks,
    progress_limits,
    tracking,
)
from nap_tracker.services.activity_links import Links, Other
from nap_tracker.services.activity_measures import Measures, Shown
from nap_tracker.services.activity_past import Past, Told
from nap_tracker.services.activity_tracks import Mark, Marks, Said, Tracks
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


class Milestone(NamedTuple):
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
    track: ActivityTrack | Said | None
    """What is said now, also where readings are of a day in the past."""
    marks: Sequence[Mark | MilestoneTrack]
    language: str
    """Of the plan."""
    day: date
    """As of which everything is worked out."""
    zone: str
    limits: Limits
    """Of the plan, by which everything is worked out."""
    measured: Measures | None = None
    """What speaks of it; None where nobody asks."""
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
            points=self.milestones,
            measures=tuple(one.measure for one in self.measures),
            heard_on=self.heard_on,
            override=self.told.override,
            is_described=bool(activity.statement),
            has_lead=bool(activity.lead_uid or activity.lead_words),
        )

    @cached_property
    def measures(self) -> tuple[Shown, ...]:
        """The indicators that speak of it, with what they say."""
        return self.measured.of(self.activity.uid) if self.measured else ()

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
    measured: Measures
    lists_indicators: bool = True
    """False for readers who see what indicators say of activities, and no list of them."""

    @property
    def indicators(self) -> tuple[Line, ...]:
        """Those that are followed, in the order they were chosen."""
        return self.measured.lines if self.lists_indicators else ()

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
    zone = version.plan.party.time_zone
    is_past = day < today(zone)
    tracks, marks = _kept(version.plan_id, uid, looks_back=is_past)
    own = _own_of(version, tracks.values())
    tracked = tracking.of_version(actor, version, activities=own)
    limits = progress_limits.of(version.plan)
    past = activity_past.by(version.plan_id, day, zone) if is_past else None
    whole = tracking.whole(version).with_own(own, ())
    as_of = AsOf(day, zone) if is_past else None
    measured = Measures(version.plan_id, whole, day, limits, as_of)
    merged = activity_past.merged(tracks.values(), past)
    links = Links(merged, tracked, tracking.numbered(actor, version), whole)
    followed = (
        Followed(
            one,
            tracks.get(one.uid),
            marks.get(one.uid, ()),
            tracked.language,
            day,
            zone,
            limits,
            measured,
            past,
            *links.of(one.uid),
        )
        for one in tracked.activities
        if not uid or one.uid == uid
    )
    return Following(tracked, tuple(followed), measured)


def tracked_of(actor: Actor, version: PlanVersion) -> Tracked:
    """What is tracked of the version in force, with activities noted beside it. One query."""
    own = _own_of(version, activity_tracks.of_plan(version.plan_id)[0].values())
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


def _kept(plan_id: str, uid: str, *, looks_back: bool) -> tuple[Tracks, Marks]:
    if uid:
        return activity_tracks.of_activity(plan_id, uid, looks_back=looks_back)
    return activity_tracks.of_plan(plan_id, looks_back=looks_back)


def _own_of(version: PlanVersion, tracks: Iterable[ActivityTrack | Said]) -> list[TrackedActivity]:
    return [own_activity(one, version.plan.language) for one in tracks if one.own]


def own_activity(track: ActivityTrack | Said, language: str) -> TrackedActivity:
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
    for stone in one.activity.milestones:
        yield _milestone(one, stone, kept.pop(stone.uid, None))
    for mark in kept.values():
        if mark.title and (one.past is None or _was_set(mark, one.past)):
            own = TrackedMilestone(mark.uid, {one.language: mark.title}, mark.due)
            yield _milestone(one, own, mark)._replace(is_own=True)


def _was_set(mark: Mark | MilestoneTrack, past: Past) -> bool:
    return mark.created_at is not None and mark.created_at < past.ends_at


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
        reached_on, later = (reached, None) if _was_reached(one, mark) else (None, reached)
    is_overdue = progress.is_overdue(Point(stone.uid, due, reached_on), one.day)
    return Milestone(stone.uid, stone.title, due, reached_on, False, is_overdue, later)


def _was_reached(one: Followed, mark: Mark | MilestoneTrack | None) -> bool:
    if mark is None or mark.reached_on is None or mark.updated_at is None:
        return False
    return was_by(mark.reached_on, one.day, day_of(mark.updated_at, one.zone))
