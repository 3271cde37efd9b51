"""Units a plan may speak in, and their exact size in base units (kg, kg/yr, people and so on)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

TROY_OUNCE_KG = Decimal("0.0311034768")
"""Exact by definition."""
FLASK_KG = Decimal("34.5")
"""The customary flask in which mercury is traded."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit by its code: one of it is `size` of `base`."""

    code: str
    base: str
    size: Decimal


_MASS = {
    "kg": Decimal(1),
    "t": Decimal(1000),
    "g": Decimal("0.001"),
    "oz_t": TROY_OUNCE_KG,
    "flask": FLASK_KG,
}
_OWN_BASE = ("%", "ratio", "people", "ha", "count", "day")

UNITS: Mapping[str, Unit] = MappingProxyType(
    {
        **{code: Unit(code, "kg", size) for code, size in _MASS.items()},
        **{f"{code}/yr": Unit(f"{code}/yr", "kg/yr", size) for code, size in _MASS.items()},
        **{code: Unit(code, code, Decimal(1)) for code in _OWN_BASE},
    }
)
"""A mass and a mass per year have different bases, so that a stock is never taken for a flow."""


def base_of(unit: str) -> str:
    """The base unit of a unit; KeyError for a unit that is not known."""
    return UNITS[unit].base


def are_comparable(unit: str, other: str) -> bool:
    """Whether figures in the two units measure the same sort of thing."""
    return base_of(unit) == base_of(other)


def to_base(value: Decimal, unit: str) -> Decimal:
    """The value in the unit's base unit; KeyError for a unit that is not known."""
    return value * UNITS[unit].size


def convert(value: Decimal, unit: str, to: str) -> Decimal:
    """The value in another unit; ValueError where the two measure different things."""
    if not are_comparable(unit, to):
        raise ValueError(f"{unit} cannot be given in {to}")
    return value if unit == to else to_base(value, unit) / UNITS[to].size
