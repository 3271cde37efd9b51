"""Claims about dates and coordinates in a form."""

from __future__ import annotations

import pytest

from nap_tracker.annex_c.definitions import Kind
from tests.forms.asking import ask, controls, question, send, setting, told

DATE, POINT = question(Kind.DATE), question(Kind.COORDINATES)


def test_letters_in_a_year_keep_the_last_good_date() -> None:
    form = send(DATE, {"q": "20x4"}, "2023")
    assert form.answers == {}
    assert form["q"]._value() == "20x4"
    assert form["q"].unaccepted.kept == "2023"  # type: ignore[union-attr]
    assert told(form) == [
        ("q", "Enter a year, a month or a day, for example 2024, 2024-05 or 2024-05-17")
    ]


def test_a_day_that_does_not_exist_is_refused() -> None:
    ((field, words),) = told(send(DATE, {"q": "30/02/2024"}))
    assert field == "q"
    assert words.startswith("There is no")
    assert "2024-02-29" in words, "it says how to mend it"


@pytest.mark.parametrize(
    ("lat", "lon", "stored"),
    [
        ("12.5", "-1.5", {"lat": "12.5", "lon": "-1.5"}),
        ("12,5", "-1,5", {"lat": "12.5", "lon": "-1.5"}),
        ("12.5° N", "1.5 W", {"lat": "12.5", "lon": "-1.5"}),
        ("3.125 s", "0 w", {"lat": "-3.125", "lon": "0"}),
        ("3,125", "40", {"lat": "3.125", "lon": "40"}),
    ],
)
def test_coordinates_are_read_with_signs_or_letters(
    lat: str, lon: str, stored: dict[str, str]
) -> None:
    at = setting(reader="fr")
    assert send(POINT, {"q-lat": lat, "q-lon": lon}, None, at).answers == {"q": stored}


def test_half_a_point_is_told_at_the_other_half() -> None:
    form = send(POINT, {"q-lat": "12.5", "q-lon": ""})
    assert told(form) == [("q-lon", "Enter both the latitude and the longitude")]


def test_a_point_off_the_earth_is_told_where() -> None:
    form = send(POINT, {"q-lat": "91", "q-lon": "181"})
    assert [anchor for anchor, _ in told(form)] == ["q-lat", "q-lon"]
    assert send(POINT, {"q-lat": "5 E", "q-lon": "5"}).answers == {}


def test_a_point_is_shown_as_it_is_read() -> None:
    at = setting(reader="fr")
    assert controls(ask(POINT, {"lat": "12.5", "lon": "-1.25"}, at)) == {
        "q-lat": "12,5",
        "q-lon": "-1,25",
    }
