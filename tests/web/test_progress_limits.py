"""A coordinator sets by which limits the progress of a plan is read."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from flask import Flask
from sqlalchemy import select

from nap_tracker.extensions import db
from nap_tracker.models.event import Event
from nap_tracker.models.plan import PlanVersion
from nap_tracker.services import activities, activity_reports, progress_limits
from nap_tracker.services.activity_reports import Report
from nap_tracker.workflow.implementation import Phase
from nap_tracker.workflow.progress import Freshness
from nap_tracker.workflow.progress_limits import defaults
from tests.browser_client import Browser
from tests.cast import Cast
from tests.doors import Clock
from tests.factories import uid
from tests.services.observed import in_force

pytestmark = pytest.mark.database
TOKEN = "/account/edit"
ACTIVITY = uid("activity", 1)


@pytest.fixture
def version(cast: Cast, clock: Clock) -> PlanVersion:
    """One activity was reported on today."""
    version, officer = in_force(cast), cast.actor("officer")
    one = activities.get(officer, version, ACTIVITY)[1]
    activity_reports.report(officer, version, one, Report(phase=Phase.UNDER_WAY))
    db.session.commit()
    return version


def months(**own: int) -> dict[str, str]:
    return {name: str(n) for name, n in {**asdict(defaults()), **own}.items()}


def freshness(cast: Cast, version: PlanVersion) -> Freshness:
    return activities.get(cast.actor("officer"), version, ACTIVITY)[1].freshness


def test_the_limits_of_a_plan_turn_its_readings(
    app: Flask, cast: Cast, version: PlanVersion, clock: Clock
):
    url = f"/plans/{version.plan_id}/activities"
    lead = Browser(app).sign_in(cast.coordinator)
    assert lead.get(url).select(f'a[href="{url}/limits"]')
    shown = lead.get(f"{url}/limits")
    assert shown.one('input[name="fresh"]').attrib["value"] == "3"
    sent = lead.post(f"{url}/limits", months(fresh=1, acceptable=2, late=3), token_from=TOKEN)
    assert sent.status == 302
    clock.pass_by(days=40)
    assert freshness(cast, version) is Freshness.ACCEPTABLE
    clock.pass_by(days=60)
    assert freshness(cast, version) is Freshness.STALE


def test_setting_them_is_written_down_with_what_held_before(
    app: Flask, cast: Cast, version: PlanVersion
):
    url = f"/plans/{version.plan_id}/activities/limits"
    lead = Browser(app).sign_in(cast.coordinator)
    lead.post(url, months(severe=9), token_from=TOKEN)
    lead.post(url, months(severe=9), token_from=TOKEN)
    (event,) = db.session.scalars(select(Event).filter_by(kind="plan:limits-set"))
    told = json.loads(event.details)
    assert (told["before"]["severe"], told["after"]["severe"]) == (defaults().severe, 9)
    db.session.refresh(version.plan)
    assert version.plan.progress_limits == {"severe": 9}
    lead.post(url, months(), token_from=TOKEN)
    db.session.refresh(version.plan)
    assert version.plan.progress_limits == {}
    assert progress_limits.of(version.plan) == defaults()


@pytest.mark.parametrize(
    ("typed", "about"),
    [
        (months(late=6), "late"),
        (months(value=0), "value"),
        ({**months(), "fresh": "soon"}, "fresh"),
        ({**months(), "ahead": ""}, "ahead"),
        ({**months(), "ahead": "1.5"}, "ahead"),
    ],
)
def test_a_limit_that_cannot_be_is_told_at_its_place(
    app: Flask, cast: Cast, version: PlanVersion, typed: dict[str, str], about: str
):
    lead = Browser(app).sign_in(cast.coordinator)
    page = lead.post(f"/plans/{version.plan_id}/activities/limits", typed, token_from=TOKEN)
    (link,) = page.select("[data-error-summary] a")
    assert link.attrib["href"] == f"#{about}"
    assert page.one(f'input[name="{about}"]').attrib["value"] == typed[about]
    db.session.refresh(version.plan)
    assert version.plan.progress_limits == {}


@pytest.mark.parametrize("who", ["officer", "viewer"])
def test_who_does_not_lead_sets_none(app: Flask, cast: Cast, version: PlanVersion, who: str):
    browser = Browser(app).sign_in(getattr(cast, who))
    url = f"/plans/{version.plan_id}/activities"
    assert not browser.get(url).select(f'a[href="{url}/limits"]')
    assert browser.get(f"{url}/limits").status in (403, 404)
