"""Answers: what counts as one, and what each kind refuses, problem by problem."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nap_tracker.annex_c.problems import MESSAGES
from nap_tracker.annex_c.schema import Empty, Field, Kind, treaty
from nap_tracker.annex_c.validity import CHECKS
from nap_tracker.annex_c.values import (
    amount_of,
    count_of,
    empty_of,
    is_answered,
    is_blank,
    is_empty_answer,
    is_given,
    is_not_costed,
    is_unknown,
    people_of,
    problems,
    range_of,
    reason_of,
)

SCHEMA = treaty()
UID = "0b9f6f0e-54a1-4a53-8a0e-1f2d7a6f3c11"
OTHER = "5d1c7f7a-0a5e-4a34-9a80-6d0ffb2b7d4e"

FIELDS: dict[str, Field] = {
    "text": SCHEMA.register("site").field("name"),
    "paragraph": SCHEMA.register("activity").field("statement"),
    "longtext": SCHEMA.section("health").field("miners"),
    "choice": SCHEMA.register("site").field("deposit"),
    "choices": SCHEMA.register("site").field("practices"),
    "yesno": SCHEMA.register("site").field("indigenous"),
    "number": SCHEMA.section("health").field("facilities"),
    "quantity": SCHEMA.section("baseline").field("mercury_used"),
    "share": SCHEMA.register("practice").field("share"),
    "people": SCHEMA.register("site").field("miners"),
    "money": SCHEMA.register("budget_line").field("cost"),
    "date": SCHEMA.register("activity").field("start"),
    "country": SCHEMA.section("overview_trade").field("mercury_origin"),
    "place": SCHEMA.register("site").field("place"),
    "coordinates": SCHEMA.register("site").field("coordinates"),
    "ref": SCHEMA.register("site").field("region"),
    "refs": SCHEMA.register("strategy").field("objectives"),
    "items": SCHEMA.register("strategy").field("items"),
    "evidence": SCHEMA.register("annex").field("document"),
    "rows": SCHEMA.section("annexes").field("annexes"),
}

GOOD: list[tuple[str, Any]] = [
    ("text", {"en": "Upper pit", "fr": "Puits du haut", "zh-Hant": "上坑", "pt-BR": "Mina"}),
    ("paragraph", {"mn": "Алт\nолборлох"}),
    ("longtext", {"en": '<p data-block="a1b2c3d4">Words</p>'}),
    ("choice", "hard_rock"),
    ("choices", ["b_i", "b_iv"]),
    ("yesno", False),
    ("number", {"value": "0"}),
    ("number", {"empty": "not_known", "reason": {"en": "Nobody has counted"}}),
    ("quantity", {"best": "77624", "unit": "kg/yr", "year": "2018"}),
    ("quantity", {"low": "18", "high": "53", "unit": "t/yr", "method": {"en": "Two routes"}}),
    ("quantity", {"low": "1", "best": "1", "high": "1.5", "unit": "t/yr", "source": {"en": "X"}}),
    ("quantity", {"empty": "does_not_apply"}),
    ("share", {"best": "100", "unit": "%"}),
    ("people", {"women": "12", "unknown": "3", "year": "2023", "source": {"en": "Census"}}),
    ("money", {"amount": "3000000000.00", "currency": "MNT"}),
    ("money", {"amount": "0", "currency": "USD"}),
    ("money", {"empty": "not_costed"}),
    ("date", "2024"),
    ("date", "2024-05"),
    ("date", "2024-02-29"),
    ("country", "MLI"),
    ("place", {"en": "Old Ford"}),
    ("coordinates", {"lat": "-12.5", "lon": "0.000001"}),
    ("ref", UID),
    ("refs", [UID, OTHER]),
    ("items", ["1b.i", "1c", "2"]),
    ("evidence", [{"id": UID, "file": OTHER, "title": {"en": "Survey"}}]),
    ("evidence", [{"id": UID, "link": "https://example.org/a?b=c"}]),
]

BAD: list[tuple[str, Any, str, str]] = [
    ("text", "Upper pit", "wrong_shape", ""),
    ("text", {"en": 5}, "wrong_shape", "en"),
    ("text", {"English": "Upper pit"}, "unknown_language", ""),
    ("text", {"en": "Upper pit", "fr": " "}, "empty_text", "fr"),
    ("text", {"en": "Upper\npit"}, "line_break", "en"),
    ("text", {"en": "Upper\x00pit"}, "control_character", "en"),
    ("text", {"en": "Upper\x85pit"}, "control_character", "en"),
    ("text", {"en": "x" * 301}, "too_long", "en"),
    ("paragraph", {"en": "x\u2028y"}, "control_character", "en"),
    ("longtext", {"en": "\x1b[0m"}, "control_character", "en"),
    ("choice", "sandy", "unknown_option", ""),
    ("choice", ["alluvial"], "wrong_shape", ""),
    ("choices", "b_i", "wrong_shape", ""),
    ("choices", ["b_v"], "unknown_option", ""),
    ("choices", ["b_i", "b_i"], "repeated", ""),
    ("choices", ["b_ii", "b_i"], "not_in_order", ""),
    ("yesno", "yes", "wrong_shape", ""),
    ("number", {"value": 12}, "not_a_number", "value"),
    ("number", {"value": "12.5"}, "not_whole", "value"),
    ("number", {"value": "-1"}, "negative", "value"),
    ("number", {"value": "1" * 13}, "too_large", "value"),
    ("number", "12", "wrong_shape", ""),
    ("number", {"empty": "not_costed"}, "unknown_answer", ""),
    ("number", {"empty": "not_known", "reason": "no"}, "wrong_shape", "reason"),
    ("number", {"empty": "not_known", "value": "3"}, "wrong_shape", ""),
    ("quantity", {"best": "5", "unit": "kg/yr", "kind": "x"}, "wrong_shape", ""),
    ("quantity", {"best": "letters", "unit": "kg/yr"}, "not_a_number", "best"),
    ("quantity", {"low": "1", "unit": "kg/yr"}, "no_amount", "best"),
    ("quantity", {"year": "2020", "unit": "kg/yr"}, "no_amount", "best"),
    ("quantity", {"low": "9", "best": "5", "unit": "kg/yr"}, "low_above_best", "low"),
    ("quantity", {"low": "9", "high": "5", "unit": "kg/yr"}, "low_above_high", "low"),
    ("quantity", {"best": "9", "high": "5", "unit": "kg/yr"}, "best_above_high", "high"),
    ("quantity", {"best": "5"}, "unit_missing", "unit"),
    ("quantity", {"best": "5", "unit": "kg"}, "unknown_unit", "unit"),
    ("quantity", {"best": "0.0000001", "unit": "kg/yr"}, "too_precise", "best"),
    ("quantity", {"best": "5", "unit": "kg/yr", "year": "last"}, "not_a_year", "year"),
    ("quantity", {"best": "5", "unit": "kg/yr", "year": "0220"}, "year_out_of_range", "year"),
    ("quantity", {"best": "5", "unit": "kg/yr", "method": {"en": "\x07"}}, "control_character", ""),
    ("share", {"best": "101", "unit": "%"}, "above_maximum", "best"),
    ("people", {"year": "2023"}, "no_people", ""),
    ("people", {"women": "1.5"}, "not_whole", "women"),
    ("people", {"elders": "3"}, "wrong_shape", ""),
    ("money", {"currency": "USD", "amount": "free"}, "not_a_number", "amount"),
    ("money", {"amount": "5"}, "currency_missing", "currency"),
    ("money", {"amount": "5", "currency": "ZZZ"}, "unknown_currency", "currency"),
    ("money", {"amount": "5", "currency": ["USD"]}, "unknown_currency", "currency"),
    ("money", {"amount": "-5", "currency": "USD"}, "negative", "amount"),
    ("money", {"amount": "5.00001", "currency": "USD"}, "too_precise", "amount"),
    ("money", "5 USD", "wrong_shape", ""),
    ("money", {"empty": ["not_costed"]}, "unknown_answer", ""),
    ("date", "May 2024", "not_a_date", ""),
    ("date", 2024, "not_a_date", ""),
    ("date", "2024-13", "impossible_date", ""),
    ("date", "2023-02-29", "impossible_date", ""),
    ("date", "0024-05-17", "year_out_of_range", ""),
    ("date", "0000-02-01", "year_out_of_range", ""),
    ("country", "ZZZ", "unknown_country", ""),
    ("country", ["MLI"], "wrong_shape", ""),
    ("coordinates", {"lat": "12"}, "coordinate_missing", "lon"),
    ("coordinates", {"lat": "91", "lon": "0"}, "latitude_out_of_range", "lat"),
    ("coordinates", {"lat": "0", "lon": "-181"}, "longitude_out_of_range", "lon"),
    ("coordinates", {"lat": "12N", "lon": "0"}, "not_a_number", "lat"),
    ("coordinates", {"lat": "1.1234567", "lon": "0"}, "too_precise", "lat"),
    ("coordinates", "12, -1", "wrong_shape", ""),
    ("ref", "../etc/passwd", "not_an_id", ""),
    ("ref", [UID], "wrong_shape", ""),
    ("refs", UID, "wrong_shape", ""),
    ("refs", [UID, UID], "repeated", ""),
    ("refs", [UID, "a b"], "not_an_id", ""),
    ("items", ["1z"], "unknown_option", ""),
    ("items", ["2", "1a"], "not_in_order", ""),
    ("evidence", {"id": UID}, "wrong_shape", ""),
    ("evidence", ["survey.pdf"], "wrong_shape", "0"),
    ("evidence", [{"id": UID, "title": {"en": "Survey"}}], "file_or_link", "0"),
    ("evidence", [{"id": UID, "file": OTHER, "link": "https://a.org"}], "file_or_link", "0"),
    ("evidence", [{"id": UID, "link": "javascript:alert(1)"}], "not_a_link", "0.link"),
    ("evidence", [{"id": UID, "link": "https://a.org/ b"}], "not_a_link", "0.link"),
    ("evidence", [{"file": OTHER}], "not_an_id", "0.id"),
    ("evidence", [{"id": UID, "file": 7}], "not_an_id", "0.file"),
    ("evidence", [{"id": UID, "file": OTHER, "title": "Survey"}], "wrong_shape", "0.title"),
    ("evidence", [{"id": UID, "file": OTHER}, {"id": UID, "file": OTHER}], "repeated", ""),
    ("rows", ["anything"], "no_value", ""),
]


@pytest.mark.parametrize(("kind", "value"), GOOD)
def test_a_canonical_answer_has_no_problem(kind: str, value: Any) -> None:
    assert problems(FIELDS[kind], value) == ()
    assert is_answered(value)


@pytest.mark.parametrize(("kind", "value", "code", "part"), BAD)
def test_a_fault_is_named_and_placed(kind: str, value: Any, code: str, part: str) -> None:
    found = problems(FIELDS[kind], value)
    assert code in {problem.code for problem in found}
    if part:
        assert (code, part) in {(problem.code, problem.part) for problem in found}
    for problem in found:
        assert "%(" not in problem.message % problem.params


def test_every_message_is_shown_by_some_fault() -> None:
    shown = {p.code for kind, value, _, _ in BAD for p in problems(FIELDS[kind], value)}
    assert shown == set(MESSAGES)


def test_every_kind_has_its_canonical_form() -> None:
    assert set(CHECKS) == set(Kind)


@given(
    st.sampled_from(sorted(FIELDS)),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["en", "empty", "best", "unit", "year", "amount", "lat", "id", "x"]
                ),
                inner,
                max_size=3,
            )
        ),
        max_leaves=6,
    ),
)
def test_no_value_however_odd_brings_the_fence_down(kind: str, value: Any) -> None:
    for problem in problems(FIELDS[kind], value):
        assert problem.message


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "  ",
        {},
        [],
        {"en": ""},
        {"en": '<p data-block="a1b2c3d4"></p>'},
        {"unit": "kg/yr"},
        {"currency": "USD", "amount": ""},
        {"women": "", "source": {"en": ""}},
        [{"en": " "}],
    ],
)
def test_a_blank_is_no_answer_and_no_problem(value: Any) -> None:
    assert is_blank(value)
    assert not is_given(value)
    assert problems(FIELDS["quantity"], value) == ()


@pytest.mark.parametrize(
    "value",
    [
        False,
        "0",
        {"value": "0"},
        {"amount": "0", "currency": "USD"},
        {"en": "<5 kg>"},
        {"en": '<figure data-block="a1b2c3d4"><img data-file="x"></figure>'},
    ],
)
def test_zero_no_and_a_picture_are_answers(value: Any) -> None:
    assert is_given(value)


def test_not_known_is_an_answer_that_gives_nothing() -> None:
    unknown = {"empty": "not_known", "reason": {"en": "Nobody has counted"}}
    assert is_answered(unknown)
    assert is_empty_answer(unknown)
    assert is_unknown(unknown)
    assert not is_given(unknown)
    assert reason_of(unknown) == {"en": "Nobody has counted"}


def test_not_costed_is_neither_blank_nor_zero_nor_not_known() -> None:
    line = {"empty": "not_costed"}
    assert is_not_costed(line)
    assert not is_blank(line)
    assert not is_unknown(line)
    assert amount_of(line) is None
    assert not is_not_costed({"amount": "0", "currency": "USD"})
    assert reason_of(line) == {}


@pytest.mark.parametrize("value", [None, "not_known", {"empty": "soon"}, {"empty": []}, ["empty"]])
def test_only_the_three_empty_answers_are_empty_answers(value: Any) -> None:
    assert empty_of(value) is None
    assert reason_of(value) == {}


def test_does_not_apply_is_not_the_same_as_not_known() -> None:
    assert empty_of({"empty": "does_not_apply"}) is Empty.DOES_NOT_APPLY
    assert not is_unknown({"empty": "does_not_apply"})


def test_unknown_figures_are_never_zero() -> None:
    unknown = {"empty": "not_known"}
    assert range_of(unknown) == (None, None, None)
    assert amount_of(unknown) is None
    assert count_of(unknown) is None
    assert people_of(unknown) is None
    for nothing in (None, "12"):
        assert range_of(nothing) == (None, None, None)
        assert amount_of(nothing) is None
        assert count_of(nothing) is None
        assert people_of(nothing) is None


def test_the_numbers_of_an_answer_are_exact() -> None:
    quantity = {"low": "0.10", "high": "53", "unit": "t/yr"}
    assert range_of(quantity) == (Decimal("0.10"), None, Decimal(53))
    assert str(amount_of({"amount": "100.00", "currency": "USD"})) == "100.00"
    assert count_of({"value": "12"}) == 12
    assert people_of({"women": "3", "girls": "0", "unknown": "2"}) == 5
