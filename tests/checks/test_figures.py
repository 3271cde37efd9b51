"""Quantities in base units, as the rules compare them."""

from decimal import Decimal
from typing import Any

import pytest

from nap_tracker.checks.figures import comparable, differ, doubt, has_range, level
from nap_tracker.estimates.uncertainty import Range

NOT_KNOWN = {"empty": "not_known"}


def test_a_level_is_in_base_units() -> None:
    assert level({"best": "77.6", "unit": "t/yr"}) == Decimal("77600.0")


def test_the_middle_stands_for_a_best_value_that_is_not_given() -> None:
    assert level({"low": "18", "high": "53", "unit": "t/yr"}) == Decimal("35500.0")


@pytest.mark.parametrize("value", [None, NOT_KNOWN, {"best": "3", "unit": "cubits"}, {"best": "3"}])
def test_what_is_no_figure_has_neither_level_nor_doubt(value: Any) -> None:
    assert level(value) is None
    assert doubt(value) is None


def test_doubt_is_the_range_in_base_units() -> None:
    figure = {"low": "1", "best": "2", "high": "4", "unit": "t"}
    assert doubt(figure) == Range(Decimal(1000), Decimal(2000), Decimal(4000))


def test_a_range_turned_round_is_no_doubt() -> None:
    assert doubt({"low": "5", "best": "2", "high": "4", "unit": "t"}) is None


def test_a_figure_without_ends_has_no_range() -> None:
    assert not has_range({"best": "2", "unit": "t"})
    assert doubt({"best": "2", "unit": "t"}) is None


def test_a_stock_is_not_compared_with_a_flow() -> None:
    assert comparable({"best": "1", "unit": "t/yr"}, {"best": "1", "unit": "kg/yr"})
    assert not comparable({"best": "1", "unit": "t"}, {"best": "1", "unit": "kg/yr"})
    assert not comparable(NOT_KNOWN, {"best": "1", "unit": "kg/yr"})


def test_rounding_is_no_difference() -> None:
    """F1: 77,624 kg published as 77.6 t."""
    assert not differ(Decimal(77624), Decimal(77600))
    assert differ(Decimal(77624), Decimal(77000))
