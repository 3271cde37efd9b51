"""Figures and days in words: as exact as they were given, in the language that is asked for."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from markupsafe import Markup

from nap_tracker.content.exchange import Rate
from nap_tracker.content.money_words import rate
from nap_tracker.i18n import day, gettext, labelled, moment, ngettext, number, span, use_locale


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


def test_the_first_of_a_month_is_an_ordinal_in_french_alone() -> None:
    first = "2026-05-01"
    assert (day(first, "fr"), day("2026-05-11", "fr")) == ("1er mai 2026", "11 mai 2026")
    assert day(first, "fr", form="medium") == "1er mai 2026"
    assert day(first, "fr", form="short") == "01/05/2026"
    assert day(first, "en") == "1 May 2026"
    here = datetime(2026, 4, 1, 14, 2, tzinfo=UTC)
    assert moment(here, language="fr").startswith("1er avr. 2026")
    assert moment(here, language="en").startswith("1 Apr 2026")
    day_later = here + timedelta(days=30)
    assert span(here, day_later, language="fr") == "1er avr. 2026, 14:02 – 1er mai 2026, 14:02"
    assert span(here, here + timedelta(days=1), language="fr").endswith(" – 2 avr. 2026, 14:02")


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


@pytest.mark.parametrize(
    ("given", "of", "since_or_in"),
    [
        ("2026-04", "d’avril 2026", "avril 2026"),
        ("2026-08", "d’août 2026", "août 2026"),
        ("2026-10", "d’octobre 2026", "octobre 2026"),
        ("2026-05", "de mai 2026", "mai 2026"),
        ("2026", "de 2026", "2026"),
    ],
)
def test_french_elides_before_a_vowel_and_says_en_of_a_month(
    given: str, of: str, since_or_in: str
) -> None:
    when = day(given, "fr")
    with use_locale("fr"):
        assert gettext("%(phase)s, heard on %(day)s", phase="Fini", day=when) == (
            f"Fini, nouvelles {of}"
        )
        assert gettext("Withdraw the visit of %(date)s", date=when) == f"Retirer la visite {of}"
        period = gettext("It covers %(first)s to %(last)s.", first=when, last=day("2030-10"))
        assert period == f"Il couvre la période allant {of} à octobre 2030."
        until = gettext("It covers %(first)s to %(last)s.", first=day("2024-05-07"), last=when)
        assert until == f"Il couvre la période allant du 7 mai 2024 à {since_or_in}."
        assert gettext("As of %(day)s.", day=when) == f"Situation en {since_or_in}."
        stated = rate(Rate("USD", "XOF", Decimal(5), given, "la BCEAO"))
        assert stated.endswith(f" en {since_or_in}, selon la BCEAO")
        assert gettext("As of %(day)s", day=when) == f"À la date {of}"


def test_a_date_that_begins_a_sentence_keeps_its_capital() -> None:
    with use_locale("fr"):
        said = gettext(
            "From %(first)s to %(last)s. It ends by itself.",
            first=day("2026-04"),
            last=day("2026-05-03"),
        )
        assert said.startswith("D’avril 2026 au 3 mai 2026.")


def test_words_that_are_no_date_keep_what_stands_before_them() -> None:
    assert gettext("the day on %(place)s", place="Mayflower 2024") == "the day on Mayflower 2024"
    assert gettext("Report on %(name)s", name="2027") == "Report on 2027"
    assert gettext("Report on %(name)s", name="May 2027") == "Report on May 2027"
    with use_locale("fr"):
        assert gettext("Opened on %(day)s", day="1234 567").endswith("1234 567")
        assert gettext("%(name)s, of %(when)s", name="2026", when="2027") == "2026, du 2027"


def test_a_month_is_a_string_like_any_other() -> None:
    month = day("2026-04")
    assert f"{month}, {month.lower()}" == "April 2026, april 2026"
    assert json.dumps({"on": month}) == '{"on": "April 2026"}'
    assert Markup("<b>%s</b>") % month == "<b>April 2026</b>"
    assert gettext("Endorsed on %(date)s", date=day(date(2026, 4, 1))) == "Endorsed on 1 April 2026"
    assert day("2026-04") is month, "it stays what it is out of the cache"


def test_a_question_is_answered_without_a_second_mark() -> None:
    assert [labelled(one) for one in ("Status", "On track?")] == ["Status:", "On track?"]
    with use_locale("fr"):
        assert labelled("En bonne voie\u00a0?") == "En bonne voie\u00a0?"
        assert labelled("État") == "État\u00a0:"
