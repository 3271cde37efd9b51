"""The pages of the worst practices: a visit on one form, and the unknown in every picture."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from sqlalchemy import select

from nap_tracker.extensions import db
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.site_visit import OwnSite, SiteVisit
from nap_tracker.services import practices
from tests.browser_client import Browser
from tests.cast import Cast
from tests.doors import QueryCount
from tests.factories import uid
from tests.services.outlined import LINES, outlined
from tests.services.test_practices import narrowed
from tests.services.test_site_visits import a_site, visit
from tests.services.test_tracking import endorsed


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    version = endorsed(cast)
    db.session.commit()
    return version


@pytest.fixture
def browser(app: Flask, cast: Cast, version: PlanVersion) -> Browser:
    return Browser(app).sign_in(cast.officer)


def home(version: PlanVersion) -> str:
    return f"/plans/{version.plan_id}/practices"


def site_page(version: PlanVersion) -> tuple[str, str]:
    site = a_site(version)
    db.session.commit()
    return site, f"{home(version)}/sites/{site}"


def test_the_page_is_reached_from_the_tab_and_names_the_unknown(
    browser: Browser, version: PlanVersion
):
    page = browser.get(f"/plans/{version.plan_id}/activities")
    assert home(version) in page.text
    page = browser.get(home(version))
    assert page.status == 200
    assert "Not known" in page.text
    assert "Nobody can say how it stands in" in page.text


def test_a_visit_is_recorded_with_all_four_practices_on_one_form(
    browser: Browser, cast: Cast, version: PlanVersion
):
    _, url = site_page(version)
    page = browser.post(
        url,
        {
            "visited_on": "2026-03",
            "b_i": "present",
            "b_ii": "not_practised",
            "b_iii": "not_known",
            "b_iv": "",
            "seen_by": "Our inspector",
            "files": (io.BytesIO(b"We went there."), "report.txt"),
        },
        token_from=url,
    )
    assert page.status == 302, page.text
    kept = db.session.scalars(select(SiteVisit)).one()
    assert {one.practice: one.finding for one in kept.findings} == {
        "b_i": "present",
        "b_ii": "not_practised",
        "b_iii": "not_known",
    }
    shown = browser.get(url)
    assert "Our inspector" in shown.text
    assert "report.txt" in shown.text


def test_what_was_typed_is_kept_and_the_fault_stands_at_its_place(
    browser: Browser, version: PlanVersion
):
    _, url = site_page(version)
    sent = {"visited_on": "2026-03", "b_ii": "eliminated", "note": "Keep these words"}
    page = browser.post(url, sent, token_from=url)
    assert page.status == 200
    assert "Keep these words" in page.text
    assert "cannot be reduced or eliminated" in page.text
    assert page.select('.govuk-error-summary a[href^="#b_ii"]')
    assert db.session.scalar(select(SiteVisit)) is None


def test_a_finding_that_is_none_is_refused(browser: Browser, version: PlanVersion):
    _, url = site_page(version)
    page = browser.post(url, {"visited_on": "2026", "b_i": "clean"}, token_from=url)
    assert page.status == 200
    assert "Select what was found" in page.text


def test_the_date_is_asked_for_and_not_called_optional(browser: Browser, version: PlanVersion):
    _, url = site_page(version)
    assert "(optional)" not in browser.get(url).one('label[for="visited_on"]').text()
    page = browser.post(url, {"visited_on": "", "b_i": "present"}, token_from=url)
    assert page.select('.govuk-error-summary a[href="#visited_on"]')


def test_a_visit_is_withdrawn_with_its_reason(browser: Browser, cast: Cast, version: PlanVersion):
    site, url = site_page(version)
    one = visit(cast, version, site, "2026", b_i="present")
    db.session.commit()
    act = f"{url}/visits/{one.id}/withdraw"
    assert "Enter why" in browser.post(act, {"because": ""}, token_from=act).text
    assert browser.post(act, {"because": "Another river"}, token_from=act).status == 302
    assert "Another river" in browser.get(url).text


def test_a_site_is_added_and_taken_back(browser: Browser, version: PlanVersion):
    region = next(iter(practices.regions_of(version)))
    new = f"{home(version)}/sites/new"
    page = browser.post(new, {"name": "Lower ford", "region": "nowhere"}, token_from=new)
    assert page.status == 200
    assert "Lower ford" in page.text
    page = browser.post(new, {"name": "Lower ford", "region": region}, token_from=new)
    site = db.session.scalars(select(OwnSite)).one()
    assert page.location.endswith(site.id)
    assert "Lower ford" in browser.get(home(version)).text
    act = f"{home(version)}/sites/{site.id}/withdraw"
    assert browser.post(act, {"because": "Listed already"}, token_from=act).status == 302
    assert "Lower ford" not in browser.get(home(version)).text


def test_the_time_until_a_new_visit_is_set_for_the_plan(browser: Browser, version: PlanVersion):
    url = f"{home(version)}/age"
    for wrong in ("", "two", "1"):
        page = browser.post(url, {"months": wrong}, token_from=url)
        assert "Enter a whole number of months" in page.text
    assert browser.post(url, {"months": "12"}, token_from=url).status == 302
    assert "12 months" in browser.get(home(version)).text


def test_a_viewer_sees_counts_and_no_site(app: Flask, cast: Cast, version: PlanVersion):
    site_page(version)
    page = Browser(app).sign_in(cast.viewer).get(home(version))
    assert page.status == 200
    assert "Upper ford" not in page.text
    assert "drafting team only" in page.text


def test_the_regions_are_drawn_for_a_viewer_too_with_what_is_not_known(
    app: Flask, cast: Cast, version: PlanVersion
):
    site, _ = site_page(version)
    visit(cast, version, site, "2026", b_i="present")
    db.session.commit()
    board = practices.of_version(cast.actor("viewer"), version)
    page = Browser(app).sign_in(cast.viewer).get(home(version))
    finding = page.one(".app-chart--tiles figcaption").text()
    goes_on = sum(
        any(one.sites["present"] or one.sites["reduced"] for one in counts.values())
        for uid, counts in board.by_region.items()
        if uid is not None
    )
    number = len(board.regions)
    assert f"known to go on in {goes_on} of {number} region" in finding
    assert "not fully known" in finding
    assert "sites whose region is not known: 1 (such a practice goes on there)" in finding
    tiles = [tile.text() for tile in page.select(".app-tiles__name")]
    assert tiles == [board.region_name(uid) for uid in board.by_region]
    assert "Neither boundaries nor the place of a site" in page.one(".app-chart--tiles").text()


def test_a_plan_that_is_not_in_force_has_no_such_page(app: Flask, cast: Cast):
    browser = Browser(app).sign_in(cast.officer)
    assert browser.get(f"/plans/{cast.plan.id}/practices").status == 404


def test_the_page_costs_the_same_for_many_sites(
    browser: Browser, cast: Cast, version: PlanVersion, queries: QueryCount
):
    def cost() -> int:
        db.session.commit()
        with queries:
            assert browser.get(home(version)).status == 200
        return queries.count

    visit(cast, version, a_site(version), "2026", b_i="present")
    cost()
    few = cost()
    for _ in range(25):
        visit(cast, version, a_site(version), "2026", b_i="present")
    assert cost() == few <= 12


@pytest.mark.parametrize("is_drawn", [False, True], ids=["tiles", "map"])
def test_a_viewer_reads_no_name_and_no_outline_of_a_region_kept_from_viewers(
    app: Flask, cast: Cast, is_drawn: bool
):
    hidden = uid("region")
    version = narrowed(cast, hidden)
    name = practices.regions_of(version)[hidden].name["en"]
    if is_drawn:
        outlined(version, name, hidden)
    db.session.commit()
    for one, reads in ((cast.officer, True), (cast.viewer, False)):
        page = Browser(app).sign_in(one).get(home(version))
        assert page.status == 200
        assert (name in page.text) is reads
        assert (LINES in page.text) is (reads and is_drawn)
        assert ("Regions that you may not see" in page.text) is not reads
        assert "Not a region of the plan" not in page.text
