"""From figures and days to thousandths of a drawing."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil

WHOLE = 1000
MOST_CELLS = 8
"""Years named under a drawing: more do not fit on a phone."""
STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


def share(value: Decimal, whole: Decimal, room: int = WHOLE) -> int:
    """A part of the room, rounded, never outside it; nothing of nothing."""
    if whole <= 0 or value <= 0:
        return 0
    return min(room, int((value / whole * room).quantize(Decimal(1))))


@dataclass(frozen=True, slots=True)
class Values:
    """An axis of figures with marks at equal distances; 0 is always on it."""

    ticks: tuple[Decimal, ...]
    """From the lowest to the highest."""

    @classmethod
    def over(cls, values: Iterable[Decimal], marks: int = 4) -> Values:
        """An axis that holds all of them, its marks at round figures."""
        known = [Decimal(0), *values]
        low, high = min(known), max(known)
        step = _round_step((high - low) / marks or Decimal(1))
        first = (low / step).to_integral_value("ROUND_FLOOR")
        last = max((high / step).to_integral_value("ROUND_CEILING"), first + 1)
        return cls(tuple(_plain(step * n) for n in range(int(first), int(last) + 1)))

    def at(self, value: Decimal) -> int:
        """From the lowest mark upwards."""
        low, high = self.ticks[0], self.ticks[-1]
        return share(value - low, high - low)


def _round_step(rough: Decimal) -> Decimal:
    """The next 1, 2, 2.5, 5 or 10 of the same size."""
    size = Decimal(1).scaleb(rough.adjusted())
    return next(size * step for step in STEPS if size * step >= rough)


def _plain(value: Decimal) -> Decimal:
    """Without an exponent or zeros at the end: 20, not 2E+1."""
    value = value.normalize()
    exponent = value.as_tuple().exponent
    return value.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else value


@dataclass(frozen=True, slots=True)
class Years:
    """An axis of time in whole years, every month equally wide, so that its cells are too."""

    first: int
    step: int
    """Years to a cell."""
    cells: int

    @classmethod
    def over(cls, days: Iterable[date]) -> Years:
        """An axis that holds all of these days; at least one is needed."""
        years = [day.year for day in days]
        first, count = min(years), max(years) - min(years) + 1
        step = ceil(count / MOST_CELLS)
        return cls(first, step, ceil(count / step))

    @property
    def labels(self) -> tuple[str, ...]:
        """The year in which each cell begins."""
        return tuple(str(self.first + n * self.step) for n in range(self.cells))

    @property
    def lines(self) -> tuple[int, ...]:
        """Where each cell but the first begins."""
        return tuple(round(WHOLE * n / self.cells) for n in range(1, self.cells))

    def place(self, day: date) -> int | None:
        """Where a day begins; None where it lies outside."""
        inside = self.first <= day.year < self.first + self.cells * self.step
        return self.at(day) if inside else None

    def at(self, day: date, *, over: bool = False) -> int:
        """Where a day begins, or where it is over; days outside stand at the edge."""
        months = (day.year - self.first) * 12 + day.month - 1
        gone = (day.day - (0 if over else 1)) / monthrange(day.year, day.month)[1]
        place = round(WHOLE * (months + gone) / (self.cells * self.step * 12))
        return min(WHOLE, max(0, place))
