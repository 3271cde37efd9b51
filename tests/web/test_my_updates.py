"""The page of what is due from one person: from each line to the form, and back to the list."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from nap_tracker.extensions import db
from nap_tracker.models.account import User
from nap_tracker.models.activity_track import ActivityTrack, MilestoneTrack
from nap_tracker.models.indicator_track import Observation
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import Role
from nap_tracker.services import accounts, activities, activity_reports, observations
from nap_tracker.services.activity_reports import Report
from nap_tracker.workflow.implementation import Phase
from tests.browser_client import Browser, Page
from tests.cast import Cast, give
from tests.doors import Clock, QueryCount
from tests.services.observed import value
from tests.services.test_my_updates import LED_BY_MINES, MINES, measured, officer_of
from tests.services.test_tracking import endorsed

TOKEN = "/account/edit"


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    made = endorsed(cast)
    db.session.commit()
    return made


@pytest.fixture
def mona(cast: Cast, version: PlanVersion) -> User:
    return officer_of(cast, "Mona Mines", MINES)


def lines(page: Page) -> list[str]:
    return [one.text() for one in page.select(".app-updates__one > a:first-child")]


def submit(browser: Browser, page: Page, **typed: str) -> Page:
    """The form of the page, sent with what is in it and typed; where it leads."""
    form = page.select("main form")[-1]
    fields = {
        one.attrib["name"]: one.attrib.get("value", "")
        for one in page.select("main form input[type=hidden]")
    }
    sent = browser.post(form.attrib["action"], fields | typed, token_from=TOKEN)
    assert sent.status == 302, sent.text
    return browser.get(sent.location)


def test_the_navigation_leads_there_for_who_may_be_asked(
    browser: Browser, cast: Cast, mona: User
) -> None:
    for user, is_asked in (
        (mona, True),
        (cast.coordinator, True),
        (cast.officer, True),
        (cast.viewer, False),
        (cast.reviewer, False),
    ):
        home = browser.sign_in(user).get("/")
        assert bool(home.select('.app-navigation a[href="/updates"]')) == is_asked
        assert bool(home.select('.app-work a[href="/updates"]')) == is_asked


def test_where_nothing_is_due_the_page_says_so(browser: Browser, cast: Cast) -> None:
    db.session.commit()
    page = browser.sign_in(cast.coordinator).get("/updates")
    assert "Nothing is due from you now." in page.text
    page = browser.sign_in(cast.reviewer).get("/updates")
    assert "You report on no plan" in page.text


def test_a_report_leads_back_to_the_list_without_its_line(
    browser: Browser, cast: Cast, mona: User
) -> None:
    page = browser.sign_in(mona).get("/updates")
    before = lines(page)
    form = browser.get(page.select(".app-updates__one > a:first-child")[0].attrib["href"])
    (back,) = form.select(".govuk-back-link")
    assert back.attrib["href"] == "/updates"
    after = submit(browser, form, phase="under_way", text="It began.")
    assert after.select("h1")[0].text() == "My updates"
    assert lines(after) == before[1:]


def test_a_refused_report_still_leads_back_in_the_end(
    browser: Browser, cast: Cast, mona: User
) -> None:
    page = browser.sign_in(mona).get("/updates")
    url = page.select(".app-updates__one > a:first-child")[0].attrib["href"]
    refused = browser.post(url, {"text": " "}, token_from=TOKEN)
    assert refused.status == 200
    assert refused.select(".govuk-error-summary")
    after = submit(browser, refused, text="It began.")
    assert after.select("h1")[0].text() == "My updates"


def test_one_click_says_that_nothing_has_changed(
    browser: Browser, cast: Cast, version: PlanVersion, mona: User, clock: Clock
) -> None:
    actor = accounts.actor_of(mona)
    followed = activities.get(actor, version, LED_BY_MINES)[1]
    activity_reports.report(actor, version, followed, Report(phase=Phase.UNDER_WAY))
    db.session.commit()
    clock.pass_by(days=93)
    page = browser.sign_in(mona).get("/updates")
    (button,) = page.select('form[action*="/confirm"]')
    sent = browser.post(button.attrib["action"], {}, token_from=TOKEN)
    assert sent.location == "/updates"
    assert "It is kept that nothing has changed." in browser.get("/updates").text
    track = db.session.scalars(select(ActivityTrack)).one()
    assert track.phase == Phase.UNDER_WAY
    assert browser.get("/updates").select('form[action*="/confirm"]') == []


def test_what_nobody_spoke_of_cannot_be_confirmed(browser: Browser, cast: Cast, mona: User) -> None:
    page = browser.sign_in(mona).get("/updates")
    assert page.select('form[action*="/confirm"]') == []
    url = f"/plans/{cast.plan.id}/activities/{LED_BY_MINES}/confirm"
    assert browser.post(url, {}, token_from=TOKEN).status == 409
    assert db.session.scalars(select(ActivityTrack)).all() == []


def test_a_milestone_is_marked_and_leads_back(
    browser: Browser, cast: Cast, mona: User, clock: Clock
) -> None:
    clock.pass_by(days=400)
    page = browser.sign_in(mona).get("/updates")
    first = page.select(".app-updates__one > a:first-child")[0]
    assert "/milestones/" in first.attrib["href"]
    after = submit(browser, browser.get(first.attrib["href"]), reached_on="2026", text="Held")
    assert after.select("h1")[0].text() == "My updates"
    assert db.session.scalars(select(MilestoneTrack)).one().reached_on == "2026"


def test_a_value_is_entered_sent_and_approved_from_the_lists(
    browser: Browser, cast: Cast, version: PlanVersion, mona: User, clock: Clock
) -> None:
    measured(cast, version, MINES)
    db.session.commit()
    clock.pass_by(days=93)
    page = browser.sign_in(mona).get("/updates")
    (link,) = page.select('.app-updates__one a[href*="/values/new"]')
    after = submit(browser, browser.get(link.attrib["href"]), as_of="2026", best="3")
    (button,) = after.select('form[action*="/send"]')
    sent = browser.post(button.attrib["action"], {}, token_from=TOKEN)
    assert sent.location == "/updates"
    assert db.session.scalars(select(Observation)).one().state == "waiting"
    page = browser.sign_in(cast.coordinator).get("/updates")
    (link,) = page.select('.app-updates__one > a[href*="/approve"]')
    after = submit(browser, browser.get(link.attrib["href"]))
    assert after.select("h1")[0].text() == "My updates"
    assert db.session.scalars(select(Observation)).one().state == "approved"


@pytest.mark.parametrize("size", ["small", "large"])
def test_the_page_costs_the_same_queries(
    browser: Browser,
    cast: Cast,
    version: PlanVersion,
    mona: User,
    queries: QueryCount,
    size: str,
) -> None:
    track = measured(cast, version, MINES)
    actor = cast.actor("officer")
    for number in range(1 if size == "small" else 9):
        one = observations.add(actor, version, track, value(number, "2025"))
        observations.advance(actor, version, track, one, "send")
    if size == "large":
        for number in range(5):
            officer_of(cast, f"Person{number} Mines", MINES)
    give(mona, Role.COORDINATOR, cast.amberland)
    db.session.commit()
    browser.sign_in(mona).get("/updates")
    with queries as count:
        assert browser.get("/updates").status == 200
    assert count.count <= 10
