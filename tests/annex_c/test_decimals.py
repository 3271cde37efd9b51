"""Decimal strings: one form for each number, and nothing people did not mean as one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nap_tracker.annex_c.decimals import canonical, decimal, digits, is_canonical


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ("100000.00", "100000.00"),
        ("007.50", "7.50"),
        (" 12 ", "12"),
        ("+5", "5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("-0", "0"),
        ("-0.00", "0.00"),
        (Decimal("1E+3"), "1000"),
        (3000000000, "3000000000"),
    ],
)
def test_a_number_keeps_its_decimals_and_loses_the_rest(given_: str, expected: str) -> None:
    assert canonical(given_) == expected
    assert is_canonical(expected)


@pytest.mark.parametrize("text", ["", ".", "1e3", "1_000", "12a", "NaN", "Infinity", "1,5", "--1"])
def test_what_is_not_plainly_a_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the text itself is the message
        canonical(text)
    assert decimal(text) is None


def test_a_number_without_end_is_refused() -> None:
    with pytest.raises(ValueError, match="Infinity"):
        canonical(Decimal("Infinity"))


@pytest.mark.parametrize("value", ["01", "1.", "1e3", "+1", "-0", "-0.0", "", 5, 5.0, None, "٣"])
def test_only_the_one_form_is_canonical(value: object) -> None:
    assert not is_canonical(value)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12))
def test_the_canonical_form_is_stable_and_keeps_the_value(number: Decimal) -> None:
    text = canonical(number)
    assert canonical(text) == text
    assert decimal(text) == number


def test_digits_are_counted_on_both_sides_of_the_point() -> None:
    assert digits(Decimal("-120.50")) == (3, 2)
    assert digits(Decimal("0.001")) == (1, 3)
    assert digits(Decimal("1000")) == (4, 0)
