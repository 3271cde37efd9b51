"""Counts by row and column: items of Annex C by status. It is drawn as the table it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import ClassVar

from nap_tracker import i18n
from nap_tracker.charts.frame import Fill, Frame, Table

LEVELS = 4


@dataclass(frozen=True, slots=True)
class Column:
    words: str
    fill: Fill


@dataclass(frozen=True, slots=True)
class Row:
    """What comes in: a count for each column, in their order."""

    label: str
    counts: tuple[int, ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    words: str
    level: int
    """0 for none at all, 1 to 4 by the share of the largest count anywhere."""
    fill: Fill


@dataclass(frozen=True, slots=True)
class Drawn:
    label: str
    url: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Heat:
    kind: ClassVar[str] = "heat"
    frame: Frame
    rows: tuple[Drawn, ...]


def heat(
    title: str,
    *,
    of: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    source: str,
    as_of: str,
    empty: str = "",
    notes: Sequence[str] = (),
) -> Heat:
    """`of` heads the rows (`Item of Annex C`). Counts are whole things: activities, indicators."""
    most = max((count for row in rows for count in row.counts), default=0)
    drawn = tuple(
        Drawn(
            row.label,
            row.url,
            tuple(
                Cell(i18n.number(count), level(count, most), column.fill)
                for column, count in zip(columns, row.counts, strict=True)
            ),
        )
        for row in rows
    )
    table = Table(
        (of, *(column.words for column in columns)),
        tuple((row.label, *(cell.words for cell in row.cells)) for row in drawn),
        frozenset(range(1, len(columns) + 1)),
    )
    return Heat(Frame(title, source, as_of, table, (), empty, tuple(notes)), drawn)


def level(count: int, most: int) -> int:
    """How strongly a count is drawn: any at all is drawn, and only none is 0."""
    if count <= 0 or most <= 0:
        return 0
    return min(LEVELS, ceil(LEVELS * count / most))
