"""Dates and periods of a work plan: one date or one span, else nothing."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nap_tracker.imports import periods
from nap_tracker.imports.figures import Unreadable
from nap_tracker.imports.periods import Period
from tests.imports.tables import patient


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2020", "2020", "2020"),
        ("2020-05", "2020-05", "2020-05"),
        ("05/2020", "2020-05", "2020-05"),
        ("2020-05-17", "2020-05-17", "2020-05-17"),
        ("17/05/2020", "2020-05-17", "2020-05-17"),
        ("05/17/2020", "2020-05-17", "2020-05-17"),
        ("17 mai 2020", "2020-05-17", "2020-05-17"),
        ("1er mars 2021", "2021-03-01", "2021-03-01"),
        ("May 17, 2020", "2020-05-17", "2020-05-17"),
        ("déc. 2020", "2020-12", "2020-12"),
        ("Q2 2021", "2021-04", "2021-06"),
        ("2021 Q2", "2021-04", "2021-06"),
        ("2e trimestre 2021", "2021-04", "2021-06"),
        ("1er semestre 2022", "2022-01", "2022-06"),
        ("H2 2022", "2022-07", "2022-12"),
        ("2020-2023", "2020", "2023"),
        ("2020 – 2023", "2020", "2023"),
        ("2020-23", "2020", "2023"),
        ("de 2020 à 2023", "2020", "2023"),
        ("from 2020 to 2023", "2020", "2023"),
        ("Jan-Mar 2021", "2021-01", "2021-03"),
        ("janvier à mars 2021", "2021-01", "2021-03"),
        ("Q1 2021 - Q3 2022", "2021-01", "2022-09"),
        ("du 1er janvier 2020 au 31 décembre 2021", "2020-01-01", "2021-12-31"),
        ("01/2020-12/2021", "2020-01", "2021-12"),
    ],
)
def test_one_date_or_one_span_is_read(text: str, start: str, end: str) -> None:
    assert periods.read(text) == Period(start, end)


@pytest.mark.parametrize(
    "text",
    [
        "en 2023, 2026 et 2029",
        "ongoing",
        "Year 1",
        "court terme",
        "2019-2020-2021",
        "31/02/2020",
        "43831",
        "S3 2021",
    ],
)
def test_anything_else_is_not_squeezed_into_dates(text: str) -> None:
    with pytest.raises(Unreadable, match="date"):
        periods.read(text)


def test_a_span_that_runs_backwards_is_refused() -> None:
    with pytest.raises(Unreadable, match="reversed"):
        periods.read("2022-2020")


def test_the_order_of_day_and_month_is_not_guessed() -> None:
    with pytest.raises(Unreadable, match="ambiguous_date"):
        periods.read("03/04/2020")
    assert periods.read("03/04/2020", day_first=True) == Period("2020-04-03", "2020-04-03")
    assert periods.read("03/04/2020", day_first=False) == Period("2020-03-04", "2020-03-04")


def test_one_clear_date_decides_the_order_for_the_file() -> None:
    order = periods.decide(["03/04/2020", "17/05/2020", "2020"])
    assert order.day_first is True
    assert (order.evidence, order.ambiguous) == ("17/05/2020", ("03/04/2020",))


def test_dates_that_contradict_each_other_decide_nothing() -> None:
    assert periods.decide(["03/04/2020", "17/05/2020", "05/17/2020"]).is_open


@patient
@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.booleans())
def test_a_date_is_the_same_in_every_notation(day: date, day_first: bool) -> None:
    slashed = day.strftime("%d/%m/%Y" if day_first else "%m/%d/%Y")
    for text in (day.isoformat(), slashed, day.strftime("%d %B %Y"), day.strftime("%b %d, %Y")):
        assert periods.read(text, day_first).start == day.isoformat()


@patient
@given(st.text(max_size=30))
def test_any_text_is_a_period_or_a_refusal(text: str) -> None:
    with suppress(Unreadable):
        period = periods.read(text)
        assert not periods.is_before(period.end, period.start)
