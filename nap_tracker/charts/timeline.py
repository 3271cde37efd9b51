"""A work plan in time: each activity from its start to its end, milestones, and today's line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from nap_tracker import i18n
from nap_tracker.charts.frame import Fill, Frame, Key, Part, Table
from nap_tracker.charts.scales import WHOLE, Years
from nap_tracker.i18n import gettext
from nap_tracker.workflow.spans import Span

When = date | str | None
"""A day, or a partial date as `2027`, `2027-05`, `2027-05-17`; None where there is none."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """What is to be reached, by when, and whether it was."""

    title: str
    due: When
    reached: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """What comes in: one activity. `group` is a heading over the lines that share it."""

    label: str
    start: When
    end: When
    fill: Fill
    status: str
    """The word for the fill; it stands beside the bar."""
    milestones: tuple[Milestone, ...] = ()
    group: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A milestone where it stands: `reached`, `open` or `overdue`."""

    at: int
    state: str


@dataclass(frozen=True, slots=True)
class Drawn:
    label: str
    status: str
    url: str
    heading: str
    """Of the group that begins here; '' within one."""
    parts: tuple[Part, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    kind: ClassVar[str] = "timeline"
    frame: Frame
    rows: tuple[Drawn, ...]
    years: tuple[str, ...]
    """Names of cells that are equally wide."""
    lines: tuple[int, ...]
    today: int | None
    """None where today lies outside what is drawn."""


def timeline(
    title: str,
    *,
    of: str,
    rows: Sequence[Line],
    states: Sequence[tuple[Fill, str]],
    today: date,
    source: str,
    as_of: str,
    empty: str = "",
    notes: Sequence[str] = (),
) -> Timeline:
    """`of` heads the first column (`Activity`); `states` says in the legend what each fill means.

    An activity without a start or end is hatched from or to the edge, all along without either.
    """
    years = Years.over(list(_days(rows)) or [today])
    drawn = []
    for before, line in zip(("", *(one.group for one in rows)), rows, strict=False):
        heading = line.group if line.group != before else ""
        marks = tuple(_marks(line, years, today))
        drawn.append(
            Drawn(line.label, line.status, line.url, heading, tuple(_parts(line, years)), marks)
        )
    place = years.place(today)
    legend = tuple(_legend(drawn, states, today if place is not None else None))
    frame = Frame(title, source, as_of, _table(of, rows), legend, empty, tuple(notes))
    return Timeline(frame, tuple(drawn), years.labels, years.lines, place)


def _span(when: When) -> Span | None:
    if not when:
        return None
    return Span.on(when) if isinstance(when, date) else Span.of(when)


def _days(rows: Sequence[Line]) -> Iterator[date]:
    for line in rows:
        for when in (line.start, line.end, *(one.due for one in line.milestones)):
            if span := _span(when):
                yield from (span.first, span.last)


def _parts(line: Line, years: Years) -> Iterator[Part]:
    start, end = _span(line.start), _span(line.end)
    if start is None or end is None:
        left = years.at(start.first) if start else 0
        right = years.at(end.last, over=True) if end else WHOLE
        yield Part(left, max(right - left, 4), Fill.UNKNOWN)
        return
    left, right = years.at(start.first), years.at(end.last, over=True)
    # One day of ten years must still be seen, also at the very end.
    width = max(right - left, 4)
    yield Part(min(left, WHOLE - width), width, line.fill)


def _marks(line: Line, years: Years, today: date) -> Iterator[Mark]:
    for one in line.milestones:
        if due := _span(one.due):
            late = "overdue" if due.last < today else "open"
            yield Mark(years.at(due.last, over=True), "reached" if one.reached else late)


def _legend(
    drawn: Sequence[Drawn], states: Sequence[tuple[Fill, str]], today: date | None
) -> Iterator[Key]:
    fills = {part.fill for row in drawn for part in row.parts}
    yield from (Key(fill, words) for fill, words in states if fill in fills)
    if Fill.UNKNOWN in fills - {fill for fill, _ in states}:
        yield Key(Fill.UNKNOWN, gettext("Start or end not known"))
    marks = {mark.state for row in drawn for mark in row.marks}
    words = {
        "reached": gettext("Milestone reached"),
        "open": gettext("Milestone still to come"),
        "overdue": gettext("Milestone overdue"),
    }
    yield from (Key(state, words[state]) for state in words if state in marks)
    if today:
        yield Key("today", gettext("As of %(day)s", day=i18n.day(today)))


def _said(when: When) -> str:
    return i18n.day(when) if when else gettext("Not known")


def _table(of: str, rows: Sequence[Line]) -> Table:
    columns = (of, gettext("Start"), gettext("End"), gettext("Status"), gettext("Milestones"))
    return Table(
        columns,
        tuple(
            (line.label, _said(line.start), _said(line.end), line.status, _reached(line))
            for line in rows
        ),
        urls=tuple(line.url for line in rows),
    )


def _reached(line: Line) -> str:
    """Each milestone with its date and whether it was reached."""
    return i18n.listing(
        [
            gettext("%(milestone)s (%(date)s, reached)", milestone=one.title, date=_said(one.due))
            if one.reached
            else gettext("%(milestone)s (%(date)s)", milestone=one.title, date=_said(one.due))
            for one in line.milestones
        ]
    )
