"""Whether an indicator is where it should be: direction, margin, and the doubt of the figure.

Reads nothing into what is not there: without a figure, a start or a target it says so, and where
the range of a figure lies on both sides of the line it says that it cannot be told yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from nap_tracker.i18n import N_

ZERO = Decimal(0)
HUNDRED = Decimal(100)


class Direction(StrEnum):
    """Which way is good."""

    UP = "up"
    DOWN = "down"
    STEADY = "steady"


class Verdict(StrEnum):
    """What the figures say."""

    REACHED = "reached"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    CANNOT_TELL = "cannot_tell"
    """The range lies on both sides of the line."""
    NOT_KNOWN = "not_known"
    """Something the answer needs is missing."""


class Lacking(StrEnum):
    """What is missing where nothing is known."""

    VALUE = "value"
    TARGET = "target"
    BASELINE = "baseline"
    DAY = "day"


DIRECTION_NAMES = {
    Direction.UP: N_("It should rise"),
    Direction.DOWN: N_("It should fall"),
    Direction.STEADY: N_("It should stay as it is"),
}
VERDICT_NAMES = {
    Verdict.REACHED: N_("Target reached"),
    Verdict.ON_TRACK: N_("On track"),
    Verdict.BEHIND: N_("Not on track"),
    Verdict.CANNOT_TELL: N_("Cannot be told yet"),
    Verdict.NOT_KNOWN: N_("Not known"),
}
LACKING_WORDS = {
    Lacking.VALUE: N_("There is no approved value yet."),
    Lacking.TARGET: N_("There is no target value."),
    Lacking.BASELINE: N_("There is no value at the start to go by before the target is due."),
    Lacking.DAY: N_("The target does not say by when it is to be reached."),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its doubt, in one unit; without an end it is as sure as somebody typed it."""

    best: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    on: date | None = None
    """The day it speaks of: of a year or month its last."""

    @property
    def value(self) -> Decimal | None:
        """The best value, or the middle where only the ends are known."""
        if self.best is not None:
            return self.best
        if self.low is not None and self.high is not None:
            return (self.low + self.high) / 2
        return None

    @property
    def lowest(self) -> Decimal | None:
        return self.value if self.low is None else self.low

    @property
    def highest(self) -> Decimal | None:
        return self.value if self.high is None else self.high


@dataclass(frozen=True, slots=True)
class OnTrack:
    """What the figures say, and the value that was expected by the day of the last one."""

    verdict: Verdict
    expected: Decimal | None = None
    lacking: Lacking | None = None

    @property
    def words(self) -> str:
        """Marked with N_."""
        return VERDICT_NAMES[self.verdict]

    @property
    def why(self) -> str:
        """Marked with N_; nothing where there is nothing to explain."""
        return LACKING_WORDS[self.lacking] if self.lacking else ""


def on_track(
    direction: Direction,
    *,
    margin: Decimal,
    baseline: Figure | None,
    target: Figure | None,
    last: Figure | None,
) -> OnTrack:
    """Where the last figure stands between start and target.

    `margin` is in per cent: of the way from start to target, or, for what should stay as it is, of
    the target itself.
    """
    if last is None or last.value is None:
        return OnTrack(Verdict.NOT_KNOWN, lacking=Lacking.VALUE)
    if target is None or target.value is None:
        return OnTrack(Verdict.NOT_KNOWN, lacking=Lacking.TARGET)
    if direction is Direction.STEADY:
        return _steady(target.value, abs(target.value) * margin / HUNDRED, last)
    sign = 1 if direction is Direction.UP else -1
    least, most = _facing(sign, last)
    if least >= sign * target.value:
        return OnTrack(Verdict.REACHED, expected_by(baseline, target, last.on))
    expected, lacking = expected_by(baseline, target, last.on), _lacking(baseline, target, last)
    if expected is None:
        return OnTrack(Verdict.NOT_KNOWN, lacking=lacking)
    start = baseline.value if baseline else None
    way = ZERO if start is None else abs(target.value - start)
    line = sign * expected - way * margin / HUNDRED
    return OnTrack(_beside(line, least, most), expected)


def expected_by(baseline: Figure | None, target: Figure, on: date | None) -> Decimal | None:
    """On the straight line from start to target: the start before it begins, the target after."""
    if target.value is None or target.on is None or on is None:
        return None
    if on >= target.on:
        return target.value
    if baseline is None or baseline.value is None or baseline.on is None:
        return None
    if on <= baseline.on:
        return baseline.value
    gone = Decimal((on - baseline.on).days) / Decimal((target.on - baseline.on).days)
    return baseline.value + (target.value - baseline.value) * gone


def _lacking(baseline: Figure | None, target: Figure, last: Figure) -> Lacking:
    return Lacking.DAY if target.on is None or last.on is None else Lacking.BASELINE


def _facing(sign: int, last: Figure) -> tuple[Decimal, Decimal]:
    """The ends of the figure's range, turned so that more is better."""
    ends = [sign * end for end in (last.lowest, last.highest) if end is not None]
    return min(ends), max(ends)


def _beside(line: Decimal, least: Decimal, most: Decimal) -> Verdict:
    if least >= line:
        return Verdict.ON_TRACK
    return Verdict.BEHIND if most < line else Verdict.CANNOT_TELL


def _steady(target: Decimal, around: Decimal, last: Figure) -> OnTrack:
    low, high = _facing(1, last)
    if low >= target - around and high <= target + around:
        return OnTrack(Verdict.ON_TRACK, target)
    apart = high < target - around or low > target + around
    return OnTrack(Verdict.BEHIND if apart else Verdict.CANNOT_TELL, target)
