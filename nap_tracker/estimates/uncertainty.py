"""Ranges and how their doubts combine; whether a promised change could ever be seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Range:
    """A figure with its doubt, in base units; low <= best <= high, or ValueError."""

    low: Decimal
    best: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        if not self.low <= self.best <= self.high:
            raise ValueError(f"{self.low} <= {self.best} <= {self.high} does not hold")

    @classmethod
    def around(cls, best: Decimal, share: Decimal) -> Range:
        """Best give or take a share of it: 0.3 for plus or minus 30 %."""
        return cls(best * (1 - share), best, best * (1 + share))

    @classmethod
    def stated(
        cls, low: Decimal | None, best: Decimal | None, high: Decimal | None
    ) -> Range | None:
        """The range somebody gave, its middle as best where only the ends are known.

        None where an end is missing: a figure without a range has an unknown doubt, not none.
        """
        if low is None or high is None:
            return None
        return cls(low, (low + high) / 2 if best is None else best, high)

    @property
    def below(self) -> Decimal:
        """How far the figure may lie under its best value."""
        return self.best - self.low

    @property
    def above(self) -> Decimal:
        """How far the figure may lie over its best value."""
        return self.high - self.best

    def scaled(self, factor: Decimal) -> Range:
        """The range times an exact, non-negative factor."""
        return Range(self.low * factor, self.best * factor, self.high * factor)


@dataclass(frozen=True, slots=True)
class Detection:
    """A promised change beside the doubt of the two surveys that would have to show it."""

    change: Decimal
    error: Decimal

    @property
    def is_detectable(self) -> bool:
        """Whether the change is larger than the doubt."""
        return self.change > self.error


def product(first: Range, second: Range) -> Range:
    """Two independent figures multiplied: their relative errors add in quadrature."""
    best = first.best * second.best
    below = _quadrature((first.below * second.best, second.below * first.best))
    above = _quadrature((first.above * second.best, second.above * first.best))
    return Range(max(best - below, min(best, ZERO)), best, best + above)


def total(ranges: Sequence[Range], *, correlated: bool = False) -> Range:
    """Figures added: independent errors in quadrature, those of one method everywhere in full."""
    best = sum((r.best for r in ranges), ZERO)
    combine = _plain_sum if correlated else _quadrature
    below = combine(r.below for r in ranges)
    above = combine(r.above for r in ranges)
    return Range(best - below, best, best + above)


def detection(baseline: Range, target: Decimal) -> Detection:
    """The change from the baseline to the target, beside the error of measuring both.

    A later survey is taken to be as doubtful, relative to its figure, as the baseline was.
    """
    falling = target <= baseline.best
    at_baseline = baseline.below if falling else baseline.above
    later = baseline.above if falling else baseline.below
    share = later / baseline.best if baseline.best else ZERO
    return Detection(abs(baseline.best - target), _quadrature((at_baseline, share * target)))


def detectable(baseline: Range, target: Decimal) -> bool:
    """Whether a later survey could show that the target was met."""
    return detection(baseline, target).is_detectable


def _quadrature(errors: Iterable[Decimal]) -> Decimal:
    return sum((error * error for error in errors), ZERO).sqrt()


def _plain_sum(errors: Iterable[Decimal]) -> Decimal:
    return sum(errors, ZERO)
