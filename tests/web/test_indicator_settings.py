"""The pages of how an indicator is followed: settings, own ones, closing, groups by region."""

from __future__ import annotations

from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select

from nap_tracker.estimates.on_track import Direction
from nap_tracker.extensions import db
from nap_tracker.models.account import User
from nap_tracker.models.indicator_track import IndicatorTrack, Observation
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import OPERATOR
from nap_tracker.services import activities, indicators
from nap_tracker.services.indicators import Settings
from tests.browser_client import Browser
from tests.cast import Cast
from tests.doors import Clock
from tests.factories import uid
from tests.services.observed import approved, enter, follow, in_force, value

pytestmark = pytest.mark.database
TOKEN = "/my-work"


@pytest.fixture(autouse=True)
def _in_march_2026(clock: Clock) -> None:
    """Every test: values are of the time before it."""


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    version = in_force(cast)
    db.session.commit()
    return version


def base(version: PlanVersion) -> str:
    return f"/plans/{version.plan_id}/indicators"


OWN = {
    "title": "Kilns that use no mercury",
    "kind": "quantity",
    "unit": "other",
    "unit_words": "kilns",
    "direction": "up",
    "margin": "12.5",
    "shows_progress": "y",
    "frequency": "yearly",
    "split": "region",
    "responsible": "",
}


def test_the_team_notes_an_indicator_of_its_own(app: Flask, cast: Cast, version: PlanVersion):
    browser = Browser(app).sign_in(cast.officer)
    assert browser.get(f"{base(version)}/add").select('a[href$="/indicators/new"]')
    activity = uid("activity", 1)
    sent = browser.post(f"{base(version)}/new", {**OWN, "activities": activity}, token_from=TOKEN)
    assert sent.status == 302
    track = db.session.scalars(select(IndicatorTrack)).one()
    assert (track.title["en"], track.unit_words["en"]) == ("Kilns that use no mercury", "kilns")
    assert (track.margin, track.frequency, track.split) == (Decimal("12.5"), "yearly", ["region"])
    assert track.activities == [activity]
    shown = browser.get(sent.location).text
    assert "It should rise" in shown
    assert "Every year" in shown
    assert (
        "Kilns that use no mercury"
        in browser.get(f"/plans/{version.plan_id}/activities/{activity}").text
    )


@pytest.mark.parametrize(
    ("wrong", "about", "said"),
    [
        ({"title": ""}, "title", "Enter a name of at most 300 characters"),
        ({"unit_words": ""}, "unit_words", "Say what is counted"),
        ({"kind": "scale", "steps": "One"}, "steps", "Describe two to nine steps"),
        ({"margin": "101"}, "margin", "Enter a margin from 0 to 100 per cent"),
        ({"margin": "some"}, "margin", ""),
        ({"direction": "sideways"}, "direction", "Select one of the answers offered"),
        ({"responsible": "nobody"}, "responsible", "Select one of the answers offered"),
    ],
)
def test_what_an_own_indicator_lacks_is_said_at_its_place_and_what_was_typed_stays(
    app: Flask,
    cast: Cast,
    version: PlanVersion,
    wrong: dict[str, str],
    about: str,
    said: str,
):
    browser = Browser(app).sign_in(cast.officer)
    page = browser.post(f"{base(version)}/new", {**OWN, **wrong}, token_from=TOKEN)
    assert page.status == 200
    (link,) = page.select("[data-error-summary] a")
    assert link.attrib["href"] == f"#{about}"
    assert said in page.text
    assert page.one('[name="definition"]') is not None
    assert db.session.scalars(select(IndicatorTrack)).all() == []


def test_how_it_is_followed_is_changed_on_its_page(app: Flask, cast: Cast, version: PlanVersion):
    track = follow(cast, version)
    db.session.commit()
    browser = Browser(app).sign_in(cast.officer)
    url = f"{base(version)}/{track.id}/settings"
    assert browser.get(url).one('input[name="margin"]').attrib["value"] == "10"
    body = activities.of_version(OPERATOR, version).tracked.institutions[0]
    typed = {
        "direction": "steady",
        "margin": "5",
        "limits": "Two regions are missing.",
        "frequency": "",
        "responsible": body.uid,
    }
    assert browser.post(url, typed, token_from=TOKEN).status == 302
    db.session.refresh(track)
    assert (track.direction, track.margin, track.shows_progress) == ("steady", 5, False)
    shown = browser.get(f"{base(version)}/{track.id}").text
    for words in ("It should stay as it is", "Two regions are missing.", body.name["en"]):
        assert words in shown


def test_it_is_followed_no_longer_and_its_values_stay(app: Flask, cast: Cast, version: PlanVersion):
    track = follow(cast, version)
    approved(cast, version, track, value(300))
    db.session.commit()
    browser = Browser(app).sign_in(cast.officer)
    browser.post(f"{base(version)}/{track.id}/end", {}, token_from=TOKEN)
    assert "No indicator is followed yet" in browser.get(base(version)).text
    page = browser.get(f"{base(version)}/{track.id}").text
    assert "It is followed no longer" in page
    assert "300" in page


def test_values_are_closed_and_opened_again_with_a_reason(
    app: Flask, cast: Cast, version: PlanVersion
):
    track = follow(cast, version)
    db.session.commit()
    lead, url = Browser(app).sign_in(cast.coordinator), f"{base(version)}/{track.id}/period"
    assert lead.post(url, {"until": "2025"}, token_from=TOKEN).status == 302
    assert "Values are closed up to" in lead.get(f"{base(version)}/{track.id}").text
    late = {"as_of": "2025-06", "best": "300"}
    refused = lead.post(f"{base(version)}/{track.id}/values/new", late, token_from=TOKEN)
    assert "Values up to then are closed" in refused.text
    for less in ("2025-06", ""):
        asked = lead.post(url, {"until": less}, token_from=TOKEN)
        assert "Say why values that were closed are opened again" in asked.text
    why = {"until": "2025-06", "reason": "A region reported late"}
    assert lead.post(url, why, token_from=TOKEN).status == 302
    db.session.refresh(track)
    assert track.closed_until == "2025-06"
    officer = Browser(app).sign_in(cast.officer)
    assert officer.get(url).status in (403, 404)


def test_a_year_closes_more_than_a_month_of_it_and_asks_no_reason(
    app: Flask, cast: Cast, version: PlanVersion
):
    track = follow(cast, version)
    indicators.close(cast.actor("coordinator"), version, track, "2025-06")
    db.session.commit()
    lead = Browser(app).sign_in(cast.coordinator)
    sent = lead.post(f"{base(version)}/{track.id}/period", {"until": "2025"}, token_from=TOKEN)
    assert sent.status == 302


def by_region(cast: Cast, version: PlanVersion) -> tuple[IndicatorTrack, list[str]]:
    track = follow(cast, version, "miners_supported", "people")
    indicators.change(
        cast.actor("officer"), version, track, Settings(Direction.UP, split=["sex", "region"])
    )
    db.session.commit()
    regions = activities.of_version(OPERATOR, version).tracked.regions
    return track, [one.uid for one in regions]


def test_a_value_is_split_by_region_and_few_people_are_never_a_number(
    app: Flask, cast: Cast, version: PlanVersion
):
    track, regions = by_region(cast, version)
    browser = Browser(app).sign_in(cast.officer)
    url = f"{base(version)}/{track.id}/values/new"
    few, many = regions[0], regions[1]
    typed = {"as_of": "2025", "best": "40", f"region_{few}": "3", f"region_{many}": "37"}
    assert browser.post(url, typed, token_from=TOKEN).status == 302
    one = db.session.scalars(select(Observation)).one()
    assert one.groups == {"region": {few: "3", many: "37"}}
    shown = browser.get(f"{base(version)}/{track.id}").text
    names = {r.uid: r.name["en"] for r in activities.of_version(OPERATOR, version).tracked.regions}
    assert f"{names[few]}: fewer than 5" in shown
    assert f"{names[many]}: not shown, to protect a small group" in shown
    edit = browser.get(f"{base(version)}/values/{one.id}")
    assert edit.one(f'[name="region_{many}"]').attrib["value"] == "37"


@pytest.mark.parametrize("people", ["1.5", "-1", "99"])
def test_groups_that_cannot_be_are_told_at_the_first_of_them(
    app: Flask, cast: Cast, version: PlanVersion, people: str
):
    track, regions = by_region(cast, version)
    browser = Browser(app).sign_in(cast.officer)
    typed = {"as_of": "2025", "best": "40", f"region_{regions[0]}": people}
    page = browser.post(f"{base(version)}/{track.id}/values/new", typed, token_from=TOKEN)
    assert page.status == 200
    (link,) = page.select("[data-error-summary] a")
    assert link.attrib["href"] in ("#women", f"#region_{regions[0]}")
    assert page.one(f'[name="region_{regions[0]}"]').attrib["value"] == people


def test_whoever_is_alone_is_told_before_approving_their_own(
    app: Flask, cast: Cast, version: PlanVersion
):
    track = follow(cast, version)
    one = enter(cast, version, track, value(300), "coordinator")
    browser = Browser(app).sign_in(cast.coordinator)
    send = f"{base(version)}/values/{one.id}"
    db.session.commit()
    browser.post(f"{send}/send", {}, token_from=TOKEN)
    assert "Somebody else who may approve" in browser.get(f"{send}/approve").text
    db.session.get_one(User, cast.focal_point.id).disabled_at = one.created_at
    db.session.commit()
    assert "you approved your own" in browser.get(f"{send}/approve").text
    browser.post(f"{send}/approve", {}, token_from=TOKEN)
    shown = browser.get(f"{base(version)}/{track.id}").text
    assert "Approved by who entered it, since nobody else could." in shown
