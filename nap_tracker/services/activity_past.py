"""What had been said of the activities of a plan by the end of a day, from the record of acts.

The rows of today know only the last word. Which phase and status were said before, and when, is in
the log; where the date of a milestone was before it was moved is in the record of moves.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Integer, Row, Select, and_, func, null, select, type_coerce

from nap_tracker.clock import day_of, end_of
from nap_tracker.extensions import db
from nap_tracker.models.activity_track import ActivityTrack, MilestoneMove
from nap_tracker.models.event import Event
from nap_tracker.services.activity_tracks import Said
from nap_tracker.workflow.implementation import Phase
from nap_tracker.workflow.progress import Status

REPORTED, DECIDED = "activity:reported", "activity:status-decided"
ENDED = ("activity:status-freed", "activity:status-lapsed")
OF_MILESTONES = ("milestone:moved", "milestone:reached", "milestone:set")
KINDS = (REPORTED, DECIDED, *ENDED, *OF_MILESTONES)
SUBJECT = "activity:"
Act = tuple[str, str, datetime, Any, Any]
"""Subject, kind, moment, details, number. Of a move: milestone, id, moment, date before, None."""


class Told(NamedTuple):
    """What somebody had said of an activity, as far as readings follow from it."""

    phase: Phase = Phase.NOT_KNOWN
    into: str | None = None
    """The activity that took it up."""
    heard_on: date | None = None
    override: Status | None = None
    """A status that somebody decided and that ruled then."""
    reason: str = ""
    """Why; "" where a later decision took the place of these words."""


NOTHING = Told()


@dataclass(frozen=True, slots=True)
class Past:
    """Everything said by the end of one day."""

    ends_at: datetime
    said: Mapping[str, Told]
    moved: Mapping[str, str | None]
    """Milestone -> its due date before the first move that came later."""

    def told(self, track: ActivityTrack | Said | None, uid: str) -> Told:
        """What had been said of one activity."""
        told = self.said.get(uid, NOTHING)
        if told.override and track and track.override_at and track.override_at < self.ends_at:
            return told._replace(reason=track.override_reason)
        return told

    def due(self, uid: str, due: str | None) -> str | None:
        """When a milestone was due, of one that is due on a day now."""
        return self.moved.get(uid, due)


def said_now(track: ActivityTrack | Said | None, zone: str) -> Told:
    """The last word on an activity."""
    if track is None:
        return NOTHING
    return Told(
        Phase(track.phase),
        track.merged_into_uid,
        day_of(track.heard_at, zone) if track.heard_at else None,
        Status(track.override) if track.override else None,
        track.override_reason if track.override else "",
    )


def merged(tracks: Iterable[ActivityTrack | Said], past: Past | None) -> Mapping[str, str]:
    """Each activity that was merged -> the one that took it up, by the day of the readings."""
    if past is not None:
        return {uid: told.into for uid, told in past.said.items() if told.into}
    return {one.uid: one.merged_into_uid for one in tracks if one.merged_into_uid}


def by(plan_id: str, day: date, zone: str) -> Past:
    """What had been said of a plan by the end of a day in its Party. One query."""
    ends_at = end_of(day, zone)
    rows = db.session.execute(_last_acts(plan_id, ends_at).union_all(_moves(plan_id, ends_at)))
    acts: list[Row[*Act]] = []
    moves: list[Row[*Act]] = []
    for row in rows:
        (moves if row.number is None else acts).append(row)
    acts.sort(key=lambda act: act.number)
    moves.sort(key=lambda move: (move.recorded_at, move.kind), reverse=True)
    return Past(ends_at, _said(acts, zone), {move.subject: move.details for move in moves})


def _said(acts: Iterable[Row[*Act]], zone: str) -> dict[str, Told]:
    said: dict[str, Told] = {}
    for subject, kind, recorded_at, details, _ in acts:
        uid = subject.removeprefix(SUBJECT)
        told = said.get(uid, NOTHING)
        if kind == DECIDED:
            told = told._replace(override=Status(json.loads(details)["status"]))
        elif kind in ENDED:
            told = told._replace(override=None)
        else:
            told = told._replace(heard_on=day_of(recorded_at, zone))
        if kind == REPORTED:
            found = json.loads(details)
            told = told._replace(phase=Phase(found["phase"]), into=found.get("into"))
        said[uid] = told
    return said


def _last_acts(plan_id: str, ends_at: datetime) -> Select[*Act]:
    """Of each kind the last on each activity, in their order: nothing else is left of them."""
    last = (
        select(Event.chain, func.max(Event.number).label("number"))
        .where(Event.plan_id == plan_id, Event.kind.in_(KINDS), Event.recorded_at < ends_at)
        .group_by(Event.chain, Event.subject, Event.kind)
        .subquery()
    )
    return select(Event.subject, Event.kind, Event.recorded_at, Event.details, Event.number).join(
        last, and_(Event.chain == last.c.chain, Event.number == last.c.number)
    )


def _moves(plan_id: str, ends_at: datetime) -> Select[*Act]:
    """Milestones whose dates were moved later, with the date before, in the columns of acts.

    A move goes by its id where a kind stands: that of two at one moment the same comes first.
    """
    move = MilestoneMove
    no_number = type_coerce(null(), Integer)
    return select(move.milestone_uid, move.id, move.moved_at, move.before, no_number).where(
        move.plan_id == plan_id, move.moved_at >= ends_at
    )
