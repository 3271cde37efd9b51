"""Figures and days in words: as exact as they were given, in the language that is asked for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from nap_tracker.i18n import day, number, use_locale


def test_a_number_keeps_the_decimals_it_was_given_with() -> None:
    given = ("1", "1.0", "1.00", "1.0")
    assert [number(Decimal(one)) for one in given] == ["1", "1.0", "1.00", "1.0"]
    assert number("1234.50") == "1,234.50"
    assert number(1234) == "1,234"


def test_each_language_writes_it_its_own_way() -> None:
    assert number("1234.5", "en") == "1,234.5"
    assert number("1234.5", "fr") == "1\u202f234,5"
    assert day("2026-05-17", "en") == "17 May 2026"
    assert day("2026-05-17", "fr") == "17 mai 2026"
    with use_locale("fr"):
        assert day(date(2026, 5, 17)) == "17 mai 2026"
        assert number("0.5") == "0,5"


def test_a_partial_date_says_no_more_than_is_known() -> None:
    assert (day("2024"), day("2024-05"), day("2024-05-07", form="short")) == (
        "2024",
        "May 2024",
        "07/05/2024",
    )
