"""Ranges: the published fixtures of the domain (country list, calculator) as claims."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nap_tracker.estimates.uncertainty import Range, detectable, detection, product, total

COUNTRIES = [
    (210, 630),
    (90, 270),
    (73, 218),
    (84, 156),
    (25, 175),
    (43, 128),
    (63, 103),
    (35, 105),
    (35, 105),
    (44, 82),
    (23, 68),
    (18, 53),
    (20, 50),
    (13, 38),
    (10, 30),
]
"""Published ranges of mercury use in fifteen countries, tonnes a year."""

figures = st.decimals(min_value=0, max_value=10**9, places=3)


def stated(low: object, best: object, high: object) -> Range | None:
    return Range.stated(*(None if v is None else Decimal(str(v)) for v in (low, best, high)))


def exactly(low: str, best: str, high: str) -> Range:
    return Range(Decimal(low), Decimal(best), Decimal(high))


def countries() -> list[Range]:
    ranges = [stated(low, None, high) for low, high in COUNTRIES]
    return [r for r in ranges if r is not None]


def test_a_range_out_of_order_is_refused() -> None:
    with pytest.raises(ValueError, match="does not hold"):
        exactly("3", "2", "4")


def test_a_figure_without_a_range_has_an_unknown_doubt_and_not_none() -> None:
    assert stated(None, 5, None) is None
    assert stated(1, 5, None) is None


def test_the_middle_stands_in_for_a_best_value_that_is_not_given() -> None:
    assert stated(210, None, 630) == exactly("210", "420", "630")


def test_ranges_of_one_method_add_up_in_full() -> None:
    everywhere = total(countries(), correlated=True)
    assert (everywhere.low, everywhere.high) == (Decimal(786), Decimal(2211))
    assert everywhere.best == Decimal("1498.5")


def test_independent_ranges_add_in_quadrature() -> None:
    assert round(total(countries()).above, 1) == Decimal("265.9")


def test_relative_errors_of_a_product_add_in_quadrature() -> None:
    gold = Range.around(Decimal(1120), Decimal("0.3"))
    ratio = Range.around(Decimal("2.32"), Decimal("0.4"))
    mercury = product(gold, ratio)
    assert mercury.best == Decimal("2598.40")
    assert round(mercury.low, 1) == Decimal("1299.2")
    assert round(mercury.high, 1) == Decimal("3897.6")


def test_a_product_with_nothing_is_nothing_with_its_doubt() -> None:
    nothing = exactly("0", "0", "2")
    assert product(nothing, Range.around(Decimal(10), Decimal("0.1"))) == Range(
        Decimal(0), Decimal(0), Decimal(20)
    )


def test_a_reduction_smaller_than_the_doubt_is_not_detectable() -> None:
    baseline = Range.around(Decimal("2598.4"), Decimal("0.5"))
    seen = detection(baseline, Decimal("1818.88"))
    assert round(seen.change, 1) == Decimal("779.5")
    assert round(seen.error, 1) == Decimal("1585.9")
    assert not detectable(baseline, Decimal("1818.88"))


def test_the_same_reduction_is_detectable_on_a_good_baseline() -> None:
    assert detectable(Range.around(Decimal("2598.4"), Decimal("0.1")), Decimal("1818.88"))


def test_a_rise_is_judged_by_the_sides_that_face_each_other() -> None:
    baseline = exactly("50", "100", "110")
    assert detection(baseline, Decimal(200)).error == (Decimal(10) ** 2 + Decimal(100) ** 2).sqrt()


def test_a_baseline_of_zero_can_still_be_compared() -> None:
    assert detectable(exactly("0", "0", "5"), Decimal(6))


def test_scaling_keeps_the_shape() -> None:
    assert exactly("1", "2", "4").scaled(Decimal("0.5")) == Range(
        Decimal("0.5"), Decimal(1), Decimal(2)
    )


@given(st.lists(figures, min_size=3, max_size=3).map(sorted), figures)
def test_a_total_never_loses_a_range(ends: list[Decimal], other: Decimal) -> None:
    wide = Range(*ends)
    both = total([wide, Range(other, other, other)])
    assert (both.below, both.above) == pytest.approx((wide.below, wide.above))
