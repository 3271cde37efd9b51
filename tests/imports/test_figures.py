"""Amounts: every usual notation gives the same Decimal, and nothing is guessed."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nap_tracker.annex_c.definitions import Empty
from nap_tracker.imports import figures
from nap_tracker.imports.figures import Figure, Notation, Unreadable
from tests.imports.tables import patient

AMOUNTS = st.decimals(0, 10**12, places=2, allow_nan=False, allow_infinity=False)
SPACES = ["", " ", "\u00a0", "\u202f", "\u2009", "'", "’"]
BESIDE = ["{}", " {} ", "USD {}", "{} USD", "{}\u00a0FCFA", "$ {}", "US${}"]


def written(amount: Decimal, group: str, decimal: str) -> str:
    return f"{amount:,.2f}".replace(",", "\0").replace(".", decimal).replace("\0", group)


def amount_of(text: str, notation: Notation | None = None, *, typed: bool = False) -> Decimal:
    figure = figures.read(text, notation, typed=typed)
    assert isinstance(figure, Figure)
    return figure.amount


def refusal_of(text: str, notation: Notation | None = None) -> str:
    with pytest.raises(Unreadable) as refusal:
        figures.read(text, notation)
    return refusal.value.code


@patient
@given(AMOUNTS, st.sampled_from(SPACES), st.sampled_from([".", ","]), st.sampled_from(BESIDE))
def test_spaces_and_apostrophes_group_thousands(
    amount: Decimal, group: str, decimal: str, beside: str
) -> None:
    assert amount_of(beside.format(written(amount, group, decimal))) == amount


@patient
@given(AMOUNTS, st.sampled_from(BESIDE))
def test_a_comma_or_a_point_groups_thousands_in_its_notation(amount: Decimal, beside: str) -> None:
    english, french = written(amount, ",", "."), written(amount, ".", ",")
    assert amount_of(beside.format(english), Notation.POINT) == amount
    assert amount_of(beside.format(french), Notation.COMMA) == amount


@patient
@given(AMOUNTS)
def test_what_is_read_comes_back_from_its_canonical_text(amount: Decimal) -> None:
    assert Decimal(figures.plain(amount)) == amount
    assert amount_of(figures.plain(amount), typed=True) == amount


@patient
@given(st.lists(AMOUNTS, min_size=1), st.sampled_from(list(Notation)))
def test_a_column_is_read_in_the_notation_it_was_written_in(
    amounts: list[Decimal], notation: Notation
) -> None:
    group, decimal = (",", ".") if notation is Notation.POINT else (".", ",")
    texts = [written(amount, group, decimal) for amount in amounts]
    decision = figures.decide(texts)
    assert not decision.is_open
    assert [amount_of(text, decision.notation) for text in texts] == amounts


@patient
@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_a_refusal_never_a_crash(text: str) -> None:
    with suppress(Unreadable):
        said = figures.read(text)
        assert said is None or isinstance(said, Empty) or 0 <= said.amount < figures.LIMIT


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("100'000.00", "100000"),
        ("77 624", "77624"),
        ("86,6 milliards", "86600000000"),
        ("2.5 million USD", "2500000"),
        ("1 234,5 milliers", "1234500"),
        ("12'000.–", "12000"),
        ("12 000/=", "12000"),
        ("0", "0"),
        ("3'000'000'000.00", "3000000000"),
        ("1,234.5", "1234.5"),
        ("1.234.567", "1234567"),
        ("0,500", "0.5"),
    ],
)
def test_amounts_of_real_plans_are_read(text: str, amount: str) -> None:
    assert amount_of(text) == Decimal(amount)


def test_the_currency_stays_as_it_was_written() -> None:
    figure = figures.read("12 000 F CFA")
    assert isinstance(figure, Figure)
    assert figure.currency == "F CFA"


@pytest.mark.parametrize("text", ["1,234", "1.234", "12,000 USD", "100.000"])
def test_what_can_be_read_in_two_ways_is_not_read(text: str) -> None:
    assert refusal_of(text) == "ambiguous_amount"


def test_one_clear_cell_decides_for_its_column_and_is_named() -> None:
    decision = figures.decide(["1,234", "5,000", "1,234.50", "12"])
    assert decision.notation is Notation.POINT
    assert decision.evidence == "1,234.50"
    assert decision.ambiguous == ("1,234", "5,000")


def test_cells_that_contradict_each_other_decide_nothing() -> None:
    decision = figures.decide(["1,234", "1,234.50", "1.234,50"])
    assert decision.is_open
    assert amount_of("1,234.50", decision.notation) == Decimal("1234.5")


def test_a_cell_in_the_other_notation_than_the_person_chose_is_refused() -> None:
    assert refusal_of("1,234.50", Notation.COMMA) == "other_notation"


@pytest.mark.parametrize("text", ["", "  ", "-", "–", "$ -", "USD –"])
def test_a_blank_or_a_dash_is_no_amount_and_not_zero(text: str) -> None:
    assert figures.read(text) is None


@pytest.mark.parametrize(
    ("text", "empty"),
    [
        ("not costed", Empty.NOT_COSTED),
        ("Non chiffré", Empty.NOT_COSTED),
        ("n/a", Empty.DOES_NOT_APPLY),
        ("S.O.", Empty.DOES_NOT_APPLY),
        ("à déterminer", Empty.NOT_KNOWN),
        ("TBD", Empty.NOT_KNOWN),
    ],
)
def test_words_that_stand_for_no_amount_keep_their_meaning(text: str, empty: Empty) -> None:
    assert figures.read(text) is empty


@pytest.mark.parametrize("text", ["-5", "−5", "5-", "(500)", "USD (500)", "(USD 500)", "- 12 000"])
def test_a_negative_cost_is_refused(text: str) -> None:
    assert refusal_of(text) == "negative_cost"


@pytest.mark.parametrize(
    "text", ["12 000 - 15 000", "about", "1 2345", "10 x 500", "12,34,5", "1e6"]
)
def test_what_is_no_single_amount_is_refused(text: str) -> None:
    assert refusal_of(text) == "amount"


@pytest.mark.parametrize("text", ["2 billion", "3 Mrd", "500 k", "1,5 M"])
def test_words_that_mean_different_multipliers_must_be_written_out(text: str) -> None:
    assert refusal_of(text) == "multiplier"


def test_money_has_limits() -> None:
    assert refusal_of("1 000 000 000 000 000") == "huge_cost"
    assert refusal_of("9" * 60) == "huge_cost"
    assert refusal_of("1.23456") == "too_fine"


def test_a_calculated_number_is_rounded_to_cents_and_says_so() -> None:
    figure = figures.read("1733.33333333333", typed=True)
    assert figure == Figure(Decimal("1733.33"), rounded=True)


def test_a_number_of_the_file_is_never_ambiguous() -> None:
    assert amount_of("1.234", typed=True) == Decimal("1.234")


@pytest.mark.parametrize(
    ("header", "scale"),
    [
        ("Coût (en milliers de FCFA)", 1000),
        ("Budget ('000 USD)", 1000),
        ("Budget in millions", 10**6),
        ("Budget 2000", None),
        ("Cost (USD)", None),
    ],
)
def test_a_heading_that_counts_in_thousands_is_noticed(header: str, scale: int | None) -> None:
    assert figures.scale_named(header) == scale
