"""What people said of the activities of a plan and what became of their milestones, as it is kept.

Nothing is filtered for a reader here: who asks sees to that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Executable, Select, and_, bindparam, or_, select
from sqlalchemy.orm import joinedload

from nap_tracker.extensions import db
from nap_tracker.models.activity_track import ActivityTrack, MilestoneTrack


class Said(NamedTuple):
    """What is said now of one activity, as far as lists of them ask: read, never written."""

    uid: str
    phase: str
    merged_into_uid: str | None
    heard_at: datetime | None
    override: str | None
    override_reason: str
    override_at: datetime | None
    own: bool
    statement: dict[str, str] | None
    items: list[str]
    lead: str
    start: str | None
    end: str | None


class Mark(NamedTuple):
    """What became of a milestone, as far as readings ask."""

    uid: str
    title: str
    due: str | None
    reached_on: str | None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    """Both only where a day is looked back at: of hundreds they take long to read."""


Tracks = Mapping[str, ActivityTrack | Said]
"""By activity."""
Marks = Mapping[str, Sequence[Mark]]
"""By activity; of a milestone alone nothing is kept."""


def of_plan(plan_id: str, *, looks_back: bool = False) -> tuple[Tracks, Marks]:
    """Of every activity of which anything was said. One query."""
    told = db.session.execute(_all(looks_back), {"plan": plan_id})
    width = len(Said._fields)
    return _sorted((Said(*row[:width]), row[width:]) for row in told)


def of_activity(plan_id: str, uid: str, *, looks_back: bool = False) -> tuple[Tracks, Marks]:
    """Of one activity, also of those it took up and of those noted beside the text, which no
    other place names. One query.
    """
    told = db.session.execute(_one(looks_back), {"plan": plan_id, "uid": uid})
    return _sorted((track, mark) for track, *mark in told)


def _sorted(rows: Iterator[tuple[Any, Sequence[Any]]]) -> tuple[Tracks, Marks]:
    tracks: dict[str, Any] = {}
    marks: dict[str, list[Mark]] = {}
    for track, mark in rows:
        tracks[track.uid] = track
        if mark[0] is not None:
            marks.setdefault(track.uid, []).append(Mark(*mark))
    return tracks, marks


@cache
def _all(looks_back: bool) -> Executable:
    """Put together once: every list of activities asks it."""
    said = select(*(getattr(ActivityTrack, name) for name in Said._fields))
    return _with_marks(said, looks_back)


@cache
def _one(looks_back: bool) -> Executable:
    named = (ActivityTrack.uid, ActivityTrack.merged_into_uid)
    is_asked = or_(*(column == bindparam("uid") for column in named))
    # Who decided its status is told on its own page.
    query = select(ActivityTrack).options(joinedload(ActivityTrack.override_by))
    return _with_marks(query.where(or_(is_asked, ActivityTrack.own)), looks_back)


def _with_marks(query: Select[Any], looks_back: bool) -> Executable:
    asked = [name for name in Mark._fields if looks_back or name not in Mark._field_defaults]
    return (
        query.add_columns(*(getattr(MilestoneTrack, name) for name in asked))
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
