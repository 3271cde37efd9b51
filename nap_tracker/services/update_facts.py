"""What is kept of activities and indicators of several plans, to tell what is due of them.

Whoever asks has decided which plans; nothing here is filtered for a reader.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, select

from nap_tracker.clock import day_of
from nap_tracker.extensions import db
from nap_tracker.models.activity_track import ActivityTrack, MilestoneTrack
from nap_tracker.models.indicator_track import IndicatorFigure, IndicatorTrack, Observation
from nap_tracker.services.indicator_figures import TARGET
from nap_tracker.workflow.observing import DRAFT, SENT_BACK, WAITING, due_on
from nap_tracker.workflow.spans import Span


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of the activities of one plan."""

    track: ActivityTrack
    marks: list[MilestoneTrack]


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator that is followed, with what decides when its next value is due."""

    track: IndicatorTrack
    goal_on: str | None
    last: date | None
    """Of its newest value, approved or on its way."""

    def due(self, zone: str) -> date:
        goal = Span.of(self.goal_on).last if self.goal_on else None
        since = day_of(self.track.created_at, zone)
        return due_on(self.track.frequency, since=since, last=self.last, end=goal)


def reported(plans: Collection[str]) -> Mapping[str, Mapping[str, Kept]]:
    """Plan -> activity -> what is kept of it, in one query."""
    query = (
        select(ActivityTrack, MilestoneTrack)
        .outerjoin(
            MilestoneTrack,
            and_(
                MilestoneTrack.plan_id == ActivityTrack.plan_id,
                MilestoneTrack.activity_uid == ActivityTrack.uid,
            ),
        )
        .where(ActivityTrack.plan_id.in_(plans))
        .order_by(ActivityTrack.created_at, ActivityTrack.id, MilestoneTrack.created_at)
    )
    found: dict[str, dict[str, Kept]] = {}
    for track, mark in db.session.execute(query):
        kept = found.setdefault(track.plan_id, {}).setdefault(track.uid, Kept(track, []))
        if mark is not None:
            kept.marks.append(mark)
    return found


def measured(plans: Collection[str]) -> Mapping[str, Sequence[Measured]]:
    """Plan -> indicators that are followed, with their target and newest value. Two queries."""
    given = select(Observation.track_id, Observation.as_of).where(
        Observation.plan_id.in_(plans), Observation.state != SENT_BACK.value
    )
    last: dict[str, date] = {}
    for track_id, as_of in db.session.execute(given.distinct()):
        last[track_id] = max(last.get(track_id, date.min), Span.of(as_of).last)
    query = (
        select(IndicatorTrack, IndicatorFigure.on)
        .outerjoin(
            IndicatorFigure,
            and_(
                IndicatorFigure.track_id == IndicatorTrack.id,
                IndicatorFigure.kind == TARGET,
                IndicatorFigure.replaced_at.is_(None),
            ),
        )
        .where(IndicatorTrack.plan_id.in_(plans), IndicatorTrack.ended_at.is_(None))
        .order_by(IndicatorTrack.created_at, IndicatorTrack.id)
    )
    found: dict[str, list[Measured]] = {}
    for track, goal_on in db.session.execute(query):
        one = Measured(track, goal_on, last.get(track.id))
        found.setdefault(track.plan_id, []).append(one)
    return found


def said(plans: Collection[str]) -> Mapping[str, Sequence[Observation]]:
    """Indicator -> values that are not decided, or were sent back."""
    states = [state.value for state in (DRAFT, SENT_BACK, WAITING)]
    query = select(Observation).where(Observation.plan_id.in_(plans), Observation.state.in_(states))
    found: dict[str, list[Observation]] = {}
    for one in db.session.scalars(query.order_by(Observation.as_of, Observation.id)):
        found.setdefault(one.track_id, []).append(one)
    return found
