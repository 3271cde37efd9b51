"""Rates are stated, dated and never made up."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nap_tracker.content.exchange import Rate, Rates, added, less

D = Decimal
CFA = Rate("USD", "XAF", D("600"), "2026-03-01", "Central bank")


def test_what_has_no_rate_is_left_out_and_told() -> None:
    done = Rates([CFA]).convert({"MNT": D(5), "XAF": D(1200), "USD": D(3)}, "USD")
    assert done.amount == D(5)
    assert done.left_out == {"MNT": D(5)}
    assert not done.is_whole
    assert done.used == (CFA,)


def test_a_rate_is_read_both_ways() -> None:
    rates = Rates([CFA])
    assert rates.convert({"USD": D("1.5")}, "XAF").amount == D(900)
    assert rates.convert({"XAF": D(900)}, "USD").amount == D("1.5")


def test_no_sum_goes_by_way_of_a_third_currency() -> None:
    rates = Rates([CFA, Rate("EUR", "USD", D("1.1"), "2026-03-01")])
    assert rates.convert({"EUR": D(1)}, "XAF").left_out == {"EUR": D(1)}


@pytest.mark.parametrize(
    ("until", "expected"),
    [("2026-02-28", None), ("2026-03-01", D(600)), ("2026-06-01", D(610)), (None, D(620))],
)
def test_the_newest_rate_up_to_the_day_holds(until: str | None, expected: Decimal | None) -> None:
    later = Rate("USD", "XAF", D(610), "2026-06-01")
    latest = Rate("USD", "XAF", D(620), "2026-07-01")
    rate = Rates([latest, CFA, later], until=until).between("XAF", "USD")
    assert (rate.rate if rate else None) == expected


def test_of_two_rates_of_one_day_the_later_recorded_holds() -> None:
    again = Rate("USD", "XAF", D("601.5"), "2026-03-01")
    assert Rates([CFA, again]).between("USD", "XAF") is again


def test_nothing_is_a_rate_of_zero_or_of_a_currency_to_itself() -> None:
    for base, rate in (("USD", D(1)), ("XAF", D(0)), ("XAF", D(-1))):
        with pytest.raises(ValueError, match="a rate is above zero"):
            Rate(base, "USD", rate, "2026-01-01")


def test_the_currency_most_rates_lead_to_comes_first() -> None:
    rates = Rates([CFA, Rate("MNT", "USD", D("0.0003"), "2026-01-01")])
    assert rates.quotes == ("USD", "XAF")
    assert Rates([CFA, Rate("EUR", "XAF", D(656), "2026-01-01")]).quotes == ("XAF",)


def test_sums_are_kept_apart_by_currency() -> None:
    assert added({"XAF": D(1)}, {"USD": D(2)}, {"XAF": D(3)}) == {"USD": D(2), "XAF": D(4)}
    assert less({"USD": D(2)}, {"XAF": D(1), "USD": D(5)}) == {"USD": D(-3), "XAF": D(-1)}
