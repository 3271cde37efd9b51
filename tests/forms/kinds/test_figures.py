"""Claims about numbers, quantities, people and money in a form."""

from __future__ import annotations

from typing import Any

import pytest

from nap_tracker.annex_c.definitions import Kind
from nap_tracker.forms.kinds.numerals import AMBIGUOUS
from tests.forms.asking import ask, controls, question, send, setting, told

QUANTITY = question(Kind.QUANTITY)
GOOD = {"low": "8000", "best": "12500", "high": "17000", "unit": "kg/yr", "year": "2023"}


def typed(**parts: str) -> dict[str, str]:
    """A quantity as a browser sends it."""
    blank = dict.fromkeys(("low", "best", "high", "unit", "year", "method", "source", "reason"), "")
    return {f"q-{k}": v for k, v in {**blank, "empty": "answered", **parts}.items()}


def test_a_quantity_is_read_in_the_readers_notation() -> None:
    at = setting(reader="fr", binding="fr", language="fr")
    sent = typed(low="8 000,5", best="12 500", high="17 000", unit="kg/yr", year="2023")
    form = send(QUANTITY, {**sent, "q-source": "Enquête"}, None, at)
    assert form.answers["q"] == {
        "low": "8000.5",
        "best": "12500",
        "high": "17000",
        "unit": "kg/yr",
        "year": "2023",
        "source": {"fr": "Enquête"},
    }


@pytest.mark.parametrize(
    ("parts", "message", "anchor"),
    [
        ({"low": "30", "best": "20"}, "The lowest value cannot be above the best value", "q-low"),
        ({"best": "3", "high": "2"}, "The best value cannot be above the highest value", "q-high"),
        ({"best": "many"}, "Enter a number in figures, for example 1200 or 0.5", "q-best"),
        ({"best": "-1"}, "Enter a number that is not below zero", "q-best"),
        ({"low": "3"}, "Enter the best value, or both the lowest and the highest", "q-best"),
        (
            {"best": "3", "year": "20x4"},
            "Enter a year with four figures, for example 2024",
            "q-year",
        ),
    ],
)
def test_a_wrong_quantity_keeps_the_last_one_and_says_how_to_put_it_right(
    parts: dict[str, str], message: str, anchor: str
) -> None:
    form = send(QUANTITY, typed(unit="kg/yr", **parts), GOOD)
    assert form.answers == {}
    assert form.unaccepted["q"]["typed"]["best"] == parts.get("best", "")
    assert told(form) == [(anchor, message)]
    field = form["q"]
    part: Any = getattr(field, anchor.removeprefix("q-"))
    assert part.errors == [f"Question: {message}"]
    assert field.accepted == GOOD
    assert ("Best", "12500") in field.unaccepted.kept  # type: ignore[union-attr]


def test_every_fault_of_a_quantity_is_told_at_once() -> None:
    form = send(QUANTITY, typed(low="x", high="y", unit="kg/yr"))
    assert [anchor for anchor, _ in told(form)] == ["q-low", "q-high"]
    assert len(form.unaccepted["q"]["problems"]) == 2
    mixed = send(QUANTITY, typed(low="9", best="8", high="12,5.3", year="two thousand"))
    assert told(mixed) == [
        ("q-low", "The lowest value cannot be above the best value"),
        ("q-high", "Enter a number in figures, for example 1200 or 0.5"),
        ("q-unit", "Choose the unit"),
        ("q-year", "Enter a year with four figures, for example 2024"),
    ]


def test_what_could_not_be_read_is_not_also_said_to_be_missing() -> None:
    for kind, part in ((Kind.QUANTITY, "best"), (Kind.PEOPLE, "men"), (Kind.MONEY, "amount")):
        sent = {"q-empty": "answered", "q-unit": "kg/yr", "q-currency": "USD", f"q-{part}": "x"}
        assert [anchor for anchor, _ in told(send(question(kind), sent))] == [f"q-{part}"]


def test_the_same_fault_twice_says_in_which_part() -> None:
    form = send(QUANTITY, typed(low="x", best="y", unit="kg/yr"))
    number = "Enter a number in figures, for example 1200 or 0.5"
    assert form.errors_in_order == [
        ("q-low", f"Question (Lowest): {number}"),
        ("q-best", f"Question (Best): {number}"),
    ]
    assert form["q"].low.errors == [f"Question (Lowest): {number}"]  # type: ignore[attr-defined]


def test_a_unit_must_go_with_a_quantity_but_is_no_answer_alone() -> None:
    assert told(send(QUANTITY, typed(best="3"))) == [("q-unit", "Choose the unit")]
    assert send(QUANTITY, typed(unit="kg/yr")).answers == {"q": None}


def test_a_single_unit_needs_no_choosing() -> None:
    share = question(Kind.QUANTITY, units=("%",))
    sent = controls(ask(share))
    assert sent["q-unit"] == "%"
    assert send(share, {**sent, "q-best": "40"}).answers["q"] == {"best": "40", "unit": "%"}
    assert send(share, sent).answers == {"q": None}


@pytest.mark.parametrize("kind", [Kind.NUMBER, Kind.QUANTITY, Kind.PEOPLE, Kind.MONEY])
@pytest.mark.parametrize("empty", ["not_known", "does_not_apply"])
def test_every_figure_can_be_not_known_or_not_apply_with_a_reason(kind: Kind, empty: str) -> None:
    spec = question(kind)
    sent = {**controls(ask(spec)), "q-empty": empty, "q-reason": "Nobody has counted."}
    assert send(spec, sent).answers["q"] == {
        "empty": empty,
        "reason": {"en": "Nobody has counted."},
    }


def test_only_money_can_be_not_costed() -> None:
    for kind in (Kind.NUMBER, Kind.QUANTITY, Kind.PEOPLE, Kind.MONEY):
        spec = question(kind)
        form = send(spec, {**controls(ask(spec)), "q-empty": "not_costed"})
        assert (form.answers == {"q": {"empty": "not_costed"}}) is (kind is Kind.MONEY)


def test_a_reason_keeps_its_other_languages() -> None:
    value = {"empty": "not_known", "reason": {"en": "Not counted.", "fr": "Pas compté."}}
    spec = question(Kind.NUMBER)
    sent = {**controls(ask(spec, value)), "q-reason": "Never counted."}
    assert send(spec, sent, value).answers["q"]["reason"] == {
        "en": "Never counted.",
        "fr": "Pas compté.",
    }


def test_people_are_counted_whole_and_zero_is_a_count() -> None:
    spec = question(Kind.PEOPLE)
    blank = controls(ask(spec))
    assert send(spec, {**blank, "q-women": "1,234", "q-boys": "0"}).answers["q"] == {
        "women": "1234",
        "boys": "0",
    }
    half = send(spec, {**blank, "q-women": "1.5"})
    assert told(half) == [("q-women", "Enter a whole number, for example 12")]


def test_zero_is_free_and_blank_money_is_no_answer() -> None:
    spec = question(Kind.MONEY)
    blank = controls(ask(spec))
    zero = send(spec, {**blank, "q-amount": "0", "q-currency": "USD"})
    assert zero.answers["q"] == {"amount": "0", "currency": "USD"}
    assert send(spec, {**blank, "q-currency": "USD"}).answers == {"q": None}
    lone = send(spec, {**blank, "q-amount": "5"})
    assert told(lone) == [("q-currency", "Choose the currency")]


def test_money_in_two_readings_is_asked_back_and_typed_again_plainly() -> None:
    spec, at = question(Kind.MONEY), setting(reader="fr")
    blank = controls(ask(spec, None, at))
    unclear = send(spec, {**blank, "q-amount": "250,000", "q-currency": "USD"}, None, at)
    assert unclear.unaccepted["q"]["message"] == AMBIGUOUS
    plain = send(spec, {**blank, "q-amount": "250000", "q-currency": "USD"}, None, at)
    assert plain.answers["q"]["amount"] == "250000"


def test_billions_pass_whole() -> None:
    spec, at = question(Kind.MONEY), setting(reader="fr", binding="mn", language="mn")
    sent = {"q-empty": "answered", "q-amount": "12 345 678 901,25", "q-currency": "MNT"}
    assert send(spec, sent, None, at).answers["q"] == {
        "amount": "12345678901.25",
        "currency": "MNT",
    }


def test_the_plans_own_currencies_are_offered_first() -> None:
    field = ask(question(Kind.MONEY), None, setting(currencies=["MNT", "USD"]))
    groups = list(field.currency.iter_groups())  # type: ignore[attr-defined]
    assert [option.value for option in groups[0][1]] == ["", "MNT", "USD"]
    assert "USD" not in [option.value for option in groups[1][1]]


def test_a_source_of_several_lines_keeps_them() -> None:
    """A one-line control would lose them without anybody having touched it."""
    sent = {**typed(best="3", unit="kg/yr"), "q-source": "Survey of 2023\r\nReport of 2024"}
    assert send(QUANTITY, sent).answers["q"]["source"] == {"en": "Survey of 2023\nReport of 2024"}
