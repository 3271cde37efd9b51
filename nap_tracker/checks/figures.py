"""Quantities as the rules compare them: in base units, with the doubt they were given."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from nap_tracker.annex_c.values import is_given, range_of
from nap_tracker.estimates.uncertainty import Range
from nap_tracker.estimates.units import UNITS, are_comparable, to_base

ROUNDING = Decimal("0.003")
"""Two ways to write one figure may differ this much: 77,624 kg is published as 77.6 t."""


def unit_of(quantity: Any) -> str | None:
    """The unit, where it is one the program knows."""
    unit = quantity.get("unit") if is_given(quantity) else None
    return unit if unit in UNITS else None


def level(quantity: Any) -> Decimal | None:
    """The best value in base units, or the middle of the range where only its ends are given."""
    unit = unit_of(quantity)
    if unit is None:
        return None
    low, best, high = range_of(quantity)
    if best is None and low is not None and high is not None:
        best = (low + high) / 2
    return None if best is None else to_base(best, unit)


def doubt(quantity: Any) -> Range | None:
    """The figure with its range in base units; None where no range was given."""
    unit = unit_of(quantity)
    if unit is None:
        return None
    low, best, high = range_of(quantity)
    ends = [end for end in (low, best, high) if end is not None]
    if ends != sorted(ends):
        return None
    stated = Range.stated(low, best, high)
    return stated and Range(*(to_base(end, unit) for end in (stated.low, stated.best, stated.high)))


def has_range(quantity: Any) -> bool:
    """Whether a lowest and a highest value were given."""
    low, _, high = range_of(quantity)
    return low is not None and high is not None


def comparable(one: Any, other: Any) -> bool:
    """Whether two quantities measure the same sort of thing."""
    unit, other_unit = unit_of(one), unit_of(other)
    return unit is not None and other_unit is not None and are_comparable(unit, other_unit)


def differ(one: Decimal, other: Decimal, tolerance: Decimal = ROUNDING) -> bool:
    """Whether two figures are further apart than rounding explains."""
    return abs(one - other) > tolerance * max(abs(one), abs(other))
