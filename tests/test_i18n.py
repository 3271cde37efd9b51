"""Figures and days in words: as exact as they were given, in the language that is asked for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from nap_tracker.i18n import day, gettext, labelled, ngettext, number, use_locale


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


def test_the_word_before_a_date_fits_how_much_of_it_is_known() -> None:
    message = "Endorsed on %(date)s"
    dates = [day(one) for one in ("2024-05-07", "2024-05", "2024")]
    assert [gettext(message, date=one) for one in dates] == [
        "Endorsed on 7 May 2024",
        "Endorsed in May 2024",
        "Endorsed in 2024",
    ]
    with use_locale("fr"):
        assert gettext(message, date=day("2024-05-07")) == "Approuvé le 7 mai 2024"
        assert gettext(message, date=day("2024-05")) == "Approuvé en mai 2024"
        assert gettext("until %(day)s", day=day("2024")) == "jusqu’en 2024"
        assert gettext("since %(day)s", day=day("2024-08")) == "depuis août 2024"
        assert (
            gettext("It covers %(first)s to %(last)s.", first=day("2024-03"), last=day("2030"))
            == "Il couvre la période allant de mars 2024 à 2030."
        )
        words = ngettext("%(n)s section, due %(date)s", "", 1, date=day("2026-11"))
        assert words == "1 section, à rendre pour novembre 2026"


def test_words_that_are_no_date_keep_what_stands_before_them() -> None:
    assert gettext("the day on %(place)s", place="Mayflower 2024") == "the day on Mayflower 2024"
    with use_locale("fr"):
        assert gettext("Opened on %(day)s", day="1234 567").endswith("1234 567")


def test_a_question_is_answered_without_a_second_mark() -> None:
    assert [labelled(one) for one in ("Status", "On track?")] == ["Status:", "On track?"]
    with use_locale("fr"):
        assert labelled("En bonne voie\u00a0?") == "En bonne voie\u00a0?"
        assert labelled("État") == "État\u00a0:"
