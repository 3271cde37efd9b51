"""What an officer of an institution finds: a way in, two pages of a plan, and closed doors."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from nap_tracker.estimates.on_track import Direction
from nap_tracker.extensions import db
from nap_tracker.models.account import Invitation, User
from nap_tracker.models.activity_track import ProgressNote
from nap_tracker.models.indicator_track import Observation
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import Role
from nap_tracker.services import indicators
from tests.browser_client import Browser, Page
from tests.cast import Cast, give, make_user
from tests.doors import QueryCount
from tests.factories import uid
from tests.services.observed import follow
from tests.services.test_tracking import endorsed

HEALTH, MINES = uid("institution", 2), uid("institution", 1)
THEIRS, OTHERS = uid("activity", 1), uid("activity", 3)
TOKEN = "/account/edit"


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    made = endorsed(cast)
    db.session.commit()
    return made


@pytest.fixture
def lina(cast: Cast, version: PlanVersion) -> User:
    user = make_user("Lina Health")
    give(user, Role.INSTITUTION, cast.amberland, cast.plan, institution_uid=HEALTH)
    db.session.commit()
    return user


def links_of(page: Page, selector: str) -> list[str]:
    return [link.text() for link in page.select(selector)]


def test_the_home_page_leads_to_their_activities(browser: Browser, cast: Cast, lina: User) -> None:
    home = browser.sign_in(lina).get("/")
    (link,) = home.select("#reported + ul a")
    assert link.attrib["href"] == f"/plans/{cast.plan.id}/activities"
    assert home.select("#plans") == []
    page = browser.get(link.attrib["href"])
    assert len(page.select("#activities tbody tr")) == 5


def test_of_the_plan_they_have_one_tab_with_two_pages(
    browser: Browser, cast: Cast, lina: User
) -> None:
    page = browser.sign_in(lina).get(f"/plans/{cast.plan.id}/activities")
    assert links_of(page, ".app-tabs > ul:first-child a") == ["Implementation"]
    assert links_of(page, ".app-tabs__within a") == ["Activities", "Indicators"]
    for link in page.select("main a, .govuk-back-link, .app-tabs a"):
        assert browser.get(link.attrib["href"]).status == 200, link.attrib["href"]


def test_they_report_with_evidence(browser: Browser, cast: Cast, lina: User) -> None:
    url = f"/plans/{cast.plan.id}/activities/{THEIRS}/report"
    form = browser.sign_in(lina).get(url)
    assert form.select("#behalf") == []
    sent = browser.post(url, {"phase": "under_way", "text": "The course began."}, token_from=url)
    assert sent.status == 302
    page = browser.get(sent.location)
    assert "The course began." in page.text
    assert "Decide the status" not in page.text
    assert "Move the date" not in page.text
    note = db.session.scalars(select(ProgressNote)).one()
    withdrawal = f"/plans/{cast.plan.id}/activities/{THEIRS}/reports/{note.id}/withdraw"
    assert browser.get(withdrawal).status == 200


@pytest.mark.parametrize("act", ["", "/report", "/status", "/milestones/new"])
def test_an_activity_of_others_is_not_there(
    browser: Browser, cast: Cast, lina: User, act: str
) -> None:
    url = f"/plans/{cast.plan.id}/activities/{OTHERS}{act}"
    assert browser.sign_in(lina).get(url).status == 404
    if act:
        assert browser.post(url, {"text": "No"}, token_from=TOKEN).status == 404


def test_they_enter_a_value_of_their_indicator_and_of_no_other(
    browser: Browser, cast: Cast, version: PlanVersion, lina: User
) -> None:
    own, other = follow(cast, version), follow(cast, version, "seizures")
    for track, body in ((own, HEALTH), (other, MINES)):
        how = indicators.Settings(Direction.DOWN, responsible_uid=body)
        indicators.change(cast.actor("officer"), version, track, how)
    db.session.commit()
    base = f"/plans/{cast.plan.id}/indicators"
    listed = browser.sign_in(lina).get(base)
    assert len(listed.select("tbody tr")) == 1
    url = f"{base}/{own.id}/values/new"
    assert browser.get(url).select("#behalf") == []
    sent = browser.post(url, {"as_of": "2025", "best": "3"}, token_from=url)
    assert sent.status == 302
    one = db.session.scalars(select(Observation)).one()
    assert browser.get(f"{base}/values/{one.id}").status == 200
    url = f"{base}/{other.id}/values/new"
    assert browser.get(url).status == 404
    assert browser.post(url, {"as_of": "2025", "best": "3"}, token_from=TOKEN).status == 404


@pytest.mark.parametrize("size", ["small", "large"])
def test_their_pages_cost_the_same_queries_whatever_there_is(
    browser: Browser,
    cast: Cast,
    version: PlanVersion,
    lina: User,
    queries: QueryCount,
    size: str,
) -> None:
    if size == "large":
        for number in range(1, 4):
            give(lina, Role.INSTITUTION, cast.amberland, cast.plan, None, uid("other", number))
        for standard in ("mercury_used", "seizures"):
            track = follow(cast, version, standard)
            how = indicators.Settings(Direction.DOWN, responsible_uid=HEALTH)
            indicators.change(cast.actor("officer"), version, track, how)
        db.session.commit()
    browser.sign_in(lina)
    for page, most in (("activities", 10), (f"activities/{THEIRS}", 12), ("indicators", 10)):
        browser.get(f"/plans/{cast.plan.id}/{page}")
        with queries as count:
            assert browser.get(f"/plans/{cast.plan.id}/{page}").status == 200
        assert count.count <= most, (page, count.count)


def test_a_coordinator_invites_them_from_the_people(
    browser: Browser, cast: Cast, version: PlanVersion
) -> None:
    page = browser.sign_in(cast.coordinator).get(f"/parties/{cast.amberland.id}/people")
    assert "Invite an officer of an institution" in page.text
    url = f"/parties/{cast.amberland.id}/institution-officers/new"
    offered = [box.attrib["value"] for box in browser.get(url).select('[name="institution"]')]
    assert f"{cast.plan.id}:{HEALTH}" in offered
    typed = {"email": "health@example.org", "institution": offered[1], "locale": "en"}
    sent = browser.post(url, typed, token_from=url)
    assert sent.status == 302
    shown = browser.get(sent.location)
    assert "Officer of Ministry of Health (National action plan of Amberland)" in shown.text
    invitation = db.session.scalars(select(Invitation)).one()
    assert (invitation.plan_id, invitation.institution_uid) == (cast.plan.id, HEALTH)


@pytest.mark.parametrize("chosen", ["", "no-such", "plan:no-such"])
def test_an_institution_that_is_not_offered_is_refused_at_its_place(
    browser: Browser, cast: Cast, version: PlanVersion, chosen: str
) -> None:
    url = f"/parties/{cast.amberland.id}/institution-officers/new"
    typed = {"email": "health@example.org", "institution": chosen, "locale": "en"}
    page = browser.sign_in(cast.coordinator).post(url, typed, token_from=url)
    assert page.status == 200
    assert "Select an institution" in page.text
    assert page.select('#email[value="health@example.org"]')
    assert db.session.scalars(select(Invitation)).all() == []


def test_where_no_plan_is_in_force_the_page_says_so(browser: Browser, cast: Cast) -> None:
    db.session.commit()
    people = browser.sign_in(cast.coordinator).get(f"/parties/{cast.amberland.id}/people")
    assert "Invite an officer of an institution" not in people.text
    page = browser.get(f"/parties/{cast.amberland.id}/institution-officers/new")
    assert "No plan of this Party is in force" in page.text
    assert page.select("main form") == []


@pytest.mark.parametrize(
    ("who", "named"),
    [("coordinator", "Officer of Ministry of Health"), ("viewer", "Officer of an")],
)
def test_only_who_drafts_reads_for_which_institution_somebody_reports(
    browser: Browser, cast: Cast, lina: User, who: str, named: str
) -> None:
    page = browser.sign_in(getattr(cast, who)).get(f"/parties/{cast.amberland.id}/people")
    assert named in page.text


def test_what_they_can_do_is_explained_for_their_institution(
    browser: Browser, cast: Cast, lina: User
) -> None:
    for who in (lina, cast.coordinator):
        url = f"/parties/{cast.amberland.id}/rights/{lina.id}"
        page = browser.sign_in(who).get(url)
        parts = page.select("[data-part]")
        last = parts[-1]
        assert "Officer of Ministry of Health (National action plan of Amberland)" in last.text()
        rows = page.select(f'[data-part="{len(parts) - 1}"] [data-permission]')
        assert {row.attrib["data-permission"]: row.attrib["data-verdict"] for row in rows} == {
            "activity:report": "yes",
            "activity:show": "yes",
            "indicator:report": "yes",
            "indicator:show": "yes",
        }


def test_the_role_can_be_handed_on_by_its_name(browser: Browser, cast: Cast, lina: User) -> None:
    page = browser.sign_in(lina).get(f"/parties/{cast.amberland.id}/delegations/new")
    assert "Officer of Ministry of Health (National action plan of Amberland)" in page.text
    page = browser.get(f"/parties/{cast.amberland.id}/handovers/new")
    assert "Officer of Ministry of Health (National action plan of Amberland)" in page.text


def test_they_take_out_what_the_two_pages_show(
    browser: Browser, cast: Cast, version: PlanVersion, lina: User
) -> None:
    track = follow(cast, version)
    how = indicators.Settings(Direction.DOWN, responsible_uid=HEALTH)
    indicators.change(cast.actor("officer"), version, track, how)
    db.session.commit()
    browser.sign_in(lina)
    for what in ("activities", "indicators"):
        page = browser.get(f"/plans/{cast.plan.id}/{what}")
        form = page.one(".app-take-out")
        taken = browser.post(form.attrib["action"], {"format": "csv"}, token_from=TOKEN)
        assert taken.response.mimetype == "text/csv"
    budget = f"/plans/{cast.plan.id}/extracts/budget"
    assert browser.post(budget, {"format": "csv"}, token_from=TOKEN).status == 404
