"""Units: exact, and the same codes as the treaty files."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nap_tracker.annex_c.schema import treaty
from nap_tracker.estimates.units import UNITS, are_comparable, base_of, convert, to_base


@pytest.mark.parametrize(
    ("value", "unit", "kg"),
    [
        ("2", "t", "2000"),
        ("1500", "g", "1.5"),
        ("1", "oz_t", "0.0311034768"),
        ("3", "flask", "103.5"),
        ("0.1", "kg", "0.1"),
    ],
)
def test_masses_become_kilograms_exactly(value: str, unit: str, kg: str) -> None:
    assert to_base(Decimal(value), unit) == Decimal(kg)


def test_a_troy_ounce_is_the_published_31_1035_grams() -> None:
    grams = convert(Decimal(1), "oz_t", "g")
    assert round(grams, 4) == Decimal("31.1035")


def test_a_flow_has_the_size_of_its_stock_but_is_not_comparable_with_it() -> None:
    assert to_base(Decimal(2), "flask/yr") == Decimal(69)
    assert base_of("t/yr") == "kg/yr"
    assert not are_comparable("t", "t/yr")
    with pytest.raises(ValueError, match="cannot be given in"):
        convert(Decimal(1), "t", "kg/yr")


def test_converting_to_the_same_unit_changes_nothing() -> None:
    assert str(convert(Decimal("7.50"), "%", "%")) == "7.50"


def test_converting_there_and_back_gives_the_figure_again() -> None:
    there = convert(Decimal("77624"), "kg/yr", "t/yr")
    assert there == Decimal("77.624")
    assert convert(there, "t/yr", "kg/yr") == Decimal("77624")


def test_an_unknown_unit_is_an_error_and_not_a_factor_of_one() -> None:
    with pytest.raises(KeyError):
        to_base(Decimal(1), "stone")


def test_the_treaty_prints_every_unit_that_can_be_converted_and_no_other() -> None:
    assert {unit.code for unit in treaty().units} == set(UNITS)
