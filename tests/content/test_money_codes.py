"""Sums as pictures read them: what goes in comes out, and what is not known is never zero."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nap_tracker.content.finances import Standing
from nap_tracker.content.money import Tally
from nap_tracker.content.money_codes import Known, of_gap, of_sums, read


@pytest.mark.parametrize(
    "sums",
    [
        {},
        {"USD": Decimal(2500)},
        {"EUR": Decimal("0.005"), "USD": Decimal(10) ** 15},
        {"USD": Decimal("1E+3")},
    ],
)
def test_sums_come_back(sums: dict[str, Decimal]):
    assert read(of_sums(sums)) == Known(sums)


def test_more_than_enough_is_nothing_to_be_found():
    assert of_sums({"USD": Decimal(-3)}) == "USD 0"


def test_a_gap_says_whether_it_is_at_least_so_much():
    some = Tally({"USD": Decimal(9)}, lines=2, not_costed=1)
    whole = Tally({"USD": Decimal(9)}, lines=1)
    assert read(of_gap(Standing(some))) == Known({"USD": Decimal(9)}, is_at_least=True)
    assert read(of_gap(Standing(whole))) == Known({"USD": Decimal(9)})


def test_what_nobody_can_tell_has_no_code():
    assert of_gap(Standing()) == ""
    assert of_gap(Standing(Tally(), secured={"USD": Decimal(1)})) == ""


@pytest.mark.parametrize("code", ["", ">= ", "USD", "USD 1,", "usd 1", "USD -1", "USD 1 EUR 2"])
def test_what_is_no_sum_says_nothing(code: str):
    assert read(code) is None
