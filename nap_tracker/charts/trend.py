"""One indicator in time: what was observed with its range, the baseline, the way to the target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import ClassVar

from nap_tracker import i18n
from nap_tracker.charts.frame import Frame, Key, Table
from nap_tracker.charts.scales import Values, Years
from nap_tracker.charts.timeline import When
from nap_tracker.i18n import gettext
from nap_tracker.workflow.spans import Span


@dataclass(frozen=True, slots=True)
class Point:
    """A figure at a date. Without `best` nothing is drawn: it stands in the table as not known."""

    on: When
    best: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    words: str = ""
    """The figure with its range and unit; made from the figures where it is left out."""


@dataclass(frozen=True, slots=True)
class Dot:
    """Where a figure stands: from the start, and from the bottom; its range, where it has one."""

    x: int
    y: int
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line between two figures."""

    x1: int
    y1: int
    x2: int
    y2: int


@dataclass(frozen=True, slots=True)
class Trend:
    kind: ClassVar[str] = "trend"
    frame: Frame
    observed: tuple[Dot, ...]
    path: tuple[Stroke, ...]
    """From each figure to the next."""
    baseline: Dot | None
    target: Dot | None
    way: Stroke | None
    """From the baseline to the target: not a forecast, only the straight line."""
    years: tuple[str, ...]
    lines: tuple[int, ...]
    ticks: tuple[str, ...]
    """Figures beside the drawing at equal distances, the highest first."""
    today: int | None


def trend(
    title: str,
    *,
    unit: str,
    observations: Sequence[Point],
    baseline: Point | None,
    target: Point | None,
    today: date,
    source: str,
    as_of: str,
    empty: str = "",
    notes: Sequence[str] = (),
) -> Trend:
    """Observations in any order; only approved ones should come in. `unit` heads the figures."""
    seen = sorted((p for p in observations if p.on), key=lambda point: _middle(point.on))
    every = [point for point in (baseline, *seen, target) if point is not None]
    days = [_middle(point.on) for point in every if point.on]
    years = Years.over(days or [today])
    values = Values.over(_figures(every))

    def dot(point: Point | None) -> Dot | None:
        if point is None or point.best is None or not point.on:
            return None
        low = values.at(point.low) if point.low is not None else None
        high = values.at(point.high) if point.high is not None else None
        return Dot(years.at(_middle(point.on)), values.at(point.best), low, high)

    observed = tuple(found for point in seen if (found := dot(point)))
    start, end = dot(baseline), dot(target)
    way = Stroke(start.x, start.y, end.x, end.y) if start and end else None
    path = tuple(Stroke(a.x, a.y, b.x, b.y) for a, b in pairwise(observed))
    place = years.place(today)
    table = _table(unit, seen, baseline, target)
    legend = tuple(_legend(observed, start, end, today if place is not None else None))
    return Trend(
        Frame(title, source, as_of, table, legend, empty, tuple(notes)),
        observed,
        path,
        start,
        end,
        way,
        years.labels,
        years.lines,
        tuple(i18n.number(tick) for tick in reversed(values.ticks)),
        place,
    )


def _middle(when: When) -> date:
    """The day a partial date is drawn at: halfway between the first and the last it may be."""
    span = Span.on(when) if isinstance(when, date) else Span.of(str(when))
    return span.first + (span.last - span.first) / 2


def _figures(points: Sequence[Point]) -> Iterator[Decimal]:
    for point in points:
        yield from (v for v in (point.low, point.best, point.high) if v is not None)


def _legend(
    observed: Sequence[Dot], baseline: Dot | None, target: Dot | None, today: date | None
) -> Iterator[Key]:
    if observed:
        yield Key("observed", gettext("Observed"))
    if any(dot.low is not None or dot.high is not None for dot in observed):
        yield Key("range", gettext("From the lowest to the highest estimate"))
    if baseline:
        yield Key("baseline", gettext("Baseline"))
    if target:
        yield Key("target", gettext("Target"))
    if today:
        yield Key("today", gettext("As of %(day)s", day=i18n.day(today)))


def _table(unit: str, seen: Sequence[Point], baseline: Point | None, target: Point | None) -> Table:
    named = [(gettext("Baseline"), baseline)] if baseline else []
    named += [(gettext("Observed"), point) for point in seen]
    named += [(gettext("Target"), target)] if target else []
    rows = tuple((name, _day(point.on), _words(point)) for name, point in named if point)
    return Table((gettext("Figure"), gettext("Date"), unit), rows, frozenset({2}))


def _day(when: When) -> str:
    if not when:
        return gettext("Not known")
    return i18n.day(when)


def _words(point: Point) -> str:
    if point.words:
        return point.words
    if point.best is None:
        return gettext("Not known")
    best = i18n.number(point.best)
    if point.low is None or point.high is None:
        return best
    low, high = i18n.number(point.low), i18n.number(point.high)
    return gettext("%(best)s (%(low)s to %(high)s)", best=best, low=low, high=high)
