"""Claims about numbers as people type them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nap_tracker.forms.kinds.numerals import AMBIGUOUS, notation, parse, shown
from nap_tracker.forms.kinds.typed import Refused

EN, FR, DE, AR = ("en",), ("fr",), ("de",), ("ar",)
LANGUAGES = ("en", "fr", "de", "es", "pt", "ru", "ar", "zh", "lo", "mn", "sw", "qps")


@pytest.mark.parametrize(
    "typed",
    [
        "1234.5",
        "1234,5",
        "1 234,5",
        "1 234.5",
        "1\u00a0234,5",
        "1\u202f234,5",
        "1'234.5",
        "1’234,5",
        "1,234.5",
        "1.234,5",
        "+1234.5",
        "  1234.5 ",
        "١٢٣٤٫٥",
        "１２３４.５",
        "\u200e1234.5\u200e",
    ],
)
@pytest.mark.parametrize("languages", [EN, FR, ("fr", "en"), DE])
def test_one_number_in_every_notation(typed: str, languages: tuple[str, ...]) -> None:
    assert parse(typed, languages) == "1234.5"


@pytest.mark.parametrize(
    ("typed", "languages", "number"),
    [
        ("1,234", EN, "1234"),
        ("1.234", EN, "1.234"),
        ("1,234", FR, "1.234"),
        ("1.234", DE, "1234"),
        ("1,234", ("fr", "de"), "1.234"),
        ("0,234", EN, "0.234"),
        ("1234,567", EN, "1234.567"),
        ("1,2345", EN, "1.2345"),
        ("1,23", EN, "1.23"),
        (",5", EN, "0.5"),
        ("1,234,567", FR, "1234567"),
        ("1.234.567", EN, "1234567"),
        ("12,34,567", EN, "1234567"),
        ("12,34,567.50", EN, "1234567.50"),
        ("-1 234", EN, "-1234"),
        ("− 5", EN, "-5"),
        ("0012", EN, "12"),
        ("100.00", EN, "100.00"),
        ("1 234 567", FR, "1234567"),
    ],
)
def test_a_number_is_read_as_its_notation_says(
    typed: str, languages: tuple[str, ...], number: str
) -> None:
    assert parse(typed, languages) == number


@pytest.mark.parametrize(
    ("typed", "languages"),
    [("1,234", ("fr", "en")), ("1.234", ("en", "de")), ("1.234", FR), ("12,345", ("en", "fr"))],
)
def test_a_number_with_two_readings_is_asked_back(typed: str, languages: tuple[str, ...]) -> None:
    with pytest.raises(Refused) as caught:
        parse(typed, languages)
    (refusal,) = caught.value.refusals
    assert refusal.message == AMBIGUOUS
    for example in (refusal.params["large"], refusal.params["longer"]):
        assert parse(example, languages)


def test_counts_have_no_decimals_so_one_reading_is_left() -> None:
    assert parse("1,234", ("fr", "en"), places=0) == "1234"
    assert parse("1.234", ("fr", "en"), places=0) == "1234"


def test_three_decimals_of_money_are_asked_back_even_where_the_mark_is_for_decimals() -> None:
    assert parse("1,234", EN, places=2) == "1234"
    for languages in (FR, ("fr", "en")):
        with pytest.raises(Refused):
            parse("1,234", languages, places=2)
    assert parse("1,234", FR, places=3) == "1.234"


@pytest.mark.parametrize(
    "typed",
    ["", " ", "abc", "12 kg", "1e5", "1_000", "--5", "5-", "1.2.3,4", "1,23,4", "1 23", "NaN",
     "Infinity", ".", "-", "1 234 56", "1,234,56", "9" * 41, "½", "1/2", "12:30", "1 2345"],
)  # fmt: skip
def test_what_is_no_number_is_refused(typed: str) -> None:
    for languages in (EN, FR, ("fr", "en")):
        with pytest.raises(Refused):
            parse(typed, languages)


def test_notations_come_from_the_language() -> None:
    assert (notation("en").decimal, notation("en").group) == (".", ",")
    assert (notation("fr").decimal, notation("fr").group) == (",", " ")
    assert (notation("de").decimal, notation("de").group) == (",", ".")


@given(
    number=st.decimals(min_value=0, max_value=10**12, places=6).map(lambda d: f"{d:f}")
    | st.integers(0, 10**12).map(str)
    | st.decimals(min_value=0, max_value=999, places=2).map(lambda d: f"{d:f}"),
    language=st.sampled_from(LANGUAGES),
)
def test_what_is_shown_is_read_back_as_the_same_number(number: str, language: str) -> None:
    assert parse(shown(number, language), (language,)) == number


@given(
    number=st.integers(1000, 10**12),
    decimals=st.integers(0, 99),
    language=st.sampled_from(LANGUAGES),
)
def test_a_number_with_all_its_marks_is_read_in_its_own_language(
    number: int, decimals: int, language: str
) -> None:
    marks = notation(language)
    digits = str(number)
    groups = [digits[max(0, end - 3) : end] for end in range(len(digits), 0, -3)][::-1]
    typed = marks.group.join(groups) + f"{marks.decimal}{decimals:02}"
    assert Decimal(parse(typed, (language,))) == Decimal(f"{number}.{decimals:02}")


@given(st.text(max_size=50))
def test_no_text_brings_the_parser_down(typed: str) -> None:
    try:
        number = parse(typed, ("fr", "en"))
    except Refused:
        return
    assert Decimal(number).is_finite()
