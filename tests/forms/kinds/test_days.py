"""Claims about dates as people type them."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nap_tracker.forms.kinds.days import TWO_READINGS, parse
from nap_tracker.forms.kinds.typed import Refused


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("2024", "2024"),
        (" 2024 ", "2024"),
        ("2024-05", "2024-05"),
        ("2024-5", "2024-05"),
        ("5/2024", "2024-05"),
        ("05.2024", "2024-05"),
        ("2024-05-17", "2024-05-17"),
        ("2024/5/7", "2024-05-07"),
        ("17/05/2024", "2024-05-17"),
        ("17.5.2024", "2024-05-17"),
        ("05/17/2024", "2024-05-17"),
        ("05/05/2024", "2024-05-05"),
        ("May 2024", "2024-05"),
        ("17 may 2024", "2024-05-17"),
        ("17th May 2024", "2024-05-17"),
        ("mai 2024", "2024-05"),
        ("1er août 2024", "2024-08-01"),
        ("août 2024", "2024-08"),
        ("Aug. 2024", "2024-08"),
        ("٢٠٢٤", "2024"),
    ],
)
def test_a_date_is_understood_in_many_forms(typed: str, date: str) -> None:
    assert parse(typed, ("fr", "en")) == date


@pytest.mark.parametrize(
    ("typed", "language", "date"),
    [("17 de mayo de 2024", "es", "2024-05-17"), ("май 2024", "ru", "2024-05"),
     ("17 мая 2024", "ru", "2024-05-17"), ("maio de 2024", "pt", "2024-05")],
)  # fmt: skip
def test_months_are_known_in_the_language_of_the_plan(typed: str, language: str, date: str) -> None:
    assert parse(typed, (language, "en")) == date


def test_a_day_with_two_readings_is_asked_back() -> None:
    with pytest.raises(Refused) as caught:
        parse("03/04/2024", ("en",))
    (refusal,) = caught.value.refusals
    assert refusal.message == TWO_READINGS
    assert parse(refusal.params["example"], ("en",)) == "2024-04-03"


@pytest.mark.parametrize("typed", ["soon", "20x4", "24", "2024-", "Q1 2024", "2024-2026", "mai"])
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        parse(typed, ("fr", "en"))


@given(st.dates())
def test_an_iso_date_is_itself(date: object) -> None:
    assert parse(str(date), ("en",)) == str(date)


@given(st.text(max_size=40))
def test_no_text_brings_the_parser_down(typed: str) -> None:
    with contextlib.suppress(Refused):
        assert parse(typed, ("en", "fr"))[:4].isdigit()
