"""Bars that begin at one line and may be stacked: money by item, by source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from nap_tracker.charts.frame import Fill, Frame, Key, Part, Table
from nap_tracker.charts.scales import WHOLE, share
from nap_tracker.i18n import gettext

STUB = 40
"""How long an amount is drawn whose size nobody knows: the same for each, and hatched."""


@dataclass(frozen=True, slots=True)
class Series:
    """One thing that every bar has a piece of."""

    words: str
    fill: Fill


@dataclass(frozen=True, slots=True)
class Amount:
    """How much, and the same in words. None is not known (or not costed): it is never zero."""

    value: Decimal | None
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """What comes in: a name, an amount of each series in their order, and the whole in words."""

    label: str
    amounts: tuple[Amount, ...]
    words: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A bar where it stands."""

    label: str
    words: str
    url: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    kind: ClassVar[str] = "bars"
    frame: Frame
    rows: tuple[Drawn, ...]


def bars(
    title: str,
    *,
    of: str,
    series: Sequence[Series],
    rows: Sequence[Bar],
    source: str,
    as_of: str,
    empty: str = "",
    notes: Sequence[str] = (),
) -> Bars:
    """`of` is what a bar stands for (`Item of Annex C`), the heading of the table's first column.

    What is not known is a hatched piece of fixed length at the end: it adds to no sum.
    """
    some_unknown = any(amount.value is None for bar in rows for amount in bar.amounts)
    longest = max((_known(bar) for bar in rows), default=Decimal(0))
    stubs = max((sum(a.value is None for a in bar.amounts) for bar in rows), default=0)
    room = WHOLE - min(stubs * STUB, WHOLE // 2)
    drawn = tuple(
        Drawn(bar.label, bar.words, bar.url, _parts(bar, series, longest, room)) for bar in rows
    )
    legend = [Key(one.fill, one.words) for one in series] if len(series) > 1 else []
    if some_unknown and Fill.UNKNOWN not in [one.fill for one in series]:
        legend.append(Key(Fill.UNKNOWN, gettext("Not known: it has no length")))
    table = _table(of, series, rows)
    return Bars(Frame(title, source, as_of, table, tuple(legend), empty, tuple(notes)), drawn)


def _known(bar: Bar) -> Decimal:
    return sum((a.value for a in bar.amounts if a.value is not None and a.value > 0), Decimal(0))


def _parts(bar: Bar, series: Sequence[Series], longest: Decimal, room: int) -> tuple[Part, ...]:
    """Edges are rounded, not lengths, so that pieces touch and whole bars compare rightly."""
    found, sum_so_far, edge = [], Decimal(0), 0
    for one, amount in zip(series, bar.amounts, strict=True):
        if amount.value is not None and amount.value > 0:
            sum_so_far += amount.value
            end = share(sum_so_far, longest, room)
            found.append(Part(edge, end - edge, one.fill))
            edge = end
    for amount in bar.amounts:
        if amount.value is None:
            width = min(STUB, WHOLE - edge)
            found.append(Part(edge, width, Fill.UNKNOWN))
            edge += width
    return tuple(part for part in found if part.width)


def _table(of: str, series: Sequence[Series], rows: Sequence[Bar]) -> Table:
    urls = tuple(bar.url for bar in rows)
    if len(series) == 1:
        cells = tuple((bar.label, bar.words) for bar in rows)
        return Table((of, series[0].words), cells, frozenset({1}), urls)
    columns = (of, *(one.words for one in series), gettext("Total"))
    wide = tuple((bar.label, *(a.words for a in bar.amounts), bar.words) for bar in rows)
    return Table(columns, wide, frozenset(range(1, len(columns))), urls)
