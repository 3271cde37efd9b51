"""What the indicators that are followed say of each activity. Approved values alone count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from nap_tracker.content.bearing import Bearing, Followed, bearings
from nap_tracker.content.tracked import Tracked
from nap_tracker.content.tree import Words
from nap_tracker.estimates.on_track import OnTrack, Verdict
from nap_tracker.services import indicator_standings
from nap_tracker.services.indicator_standings import AsOf, Line
from nap_tracker.workflow.observing import is_present
from nap_tracker.workflow.progress import Measure
from nap_tracker.workflow.progress_limits import Limits
from nap_tracker.workflow.spans import Span

ROW = "row:"
TOLD = {Verdict.REACHED: True, Verdict.ON_TRACK: True, Verdict.BEHIND: False}
"""The other verdicts tell nothing of how it goes."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One indicator that speaks of an activity."""

    track_id: str
    title: Words
    standing: OnTrack
    bearing: Bearing
    measure: Measure
    is_present: bool
    """It has a known value that is not too old."""


@dataclass(frozen=True)
class Measures:
    """What speaks of the activities of a plan on a day: two queries, once somebody asks."""

    plan_id: str
    whole: Tracked
    """What leads to one activity alone is not to depend on what its reader may see."""
    day: date
    limits: Limits
    as_of: AsOf | None = None
    """The same day, where it is past."""

    def of(self, activity_uid: str) -> tuple[Shown, ...]:
        """The indicators that speak of one activity."""
        return self._found.get(activity_uid, ())

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every indicator that is followed, in the order they were chosen."""
        return indicator_standings.of_plan(self.plan_id, until=self.as_of)

    @cached_property
    def _found(self) -> Mapping[str, tuple[Shown, ...]]:
        lines = {line.track.id: line for line in self.lines if line.track.shows_progress}
        found = bearings(self.whole, (_followed(line) for line in lines.values()))
        return {
            uid: tuple(_shown(lines[one.indicator], one, self.day, self.limits) for one in several)
            for uid, several in found.items()
        }


def _followed(line: Line) -> Followed:
    track = line.track
    row = track.source.removeprefix(ROW) if track.source.startswith(ROW) else None
    return Followed(track.id, row, track.activities)


def _shown(line: Line, bearing: Bearing, day: date, limits: Limits) -> Shown:
    speaks = _speaks_of(line, day, limits)
    tells = speaks and bearing.tells_progress
    on_track = TOLD.get(line.standing.verdict) if tells else None
    measure = Measure(on_track, is_current=speaks and _has_goal_ahead(line, day))
    return Shown(line.track.id, line.track.title, line.standing, bearing, measure, speaks)


def _speaks_of(line: Line, day: date, limits: Limits) -> bool:
    """Whether there is a known value, and it is not too old for what the indicator promises."""
    last = line.last
    if last is None or (last.best is None and last.low is None and last.high is None):
        return False
    of = Span.of(last.as_of).last
    return is_present(line.track.frequency, last=of, today=day, grace=limits.value)


def _has_goal_ahead(line: Line, day: date) -> bool:
    goal = line.target
    if goal is None or goal.on is None or goal.empty is not None:
        return False
    return Span.of(goal.on).last >= day
