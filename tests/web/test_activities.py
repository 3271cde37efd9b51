"""The pages of the activities of a plan in force."""

from __future__ import annotations

import pytest

from nap_tracker.estimates.on_track import Direction
from nap_tracker.extensions import db
from nap_tracker.roles import OPERATOR
from nap_tracker.services import activities, indicators, registrations, tracking, versions
from nap_tracker.services.indicators import Settings
from nap_tracker.services.registrations import Original
from tests.browser_client import Browser, Page
from tests.cast import Cast
from tests.doors import QueryCount
from tests.factories import uid
from tests.services.test_tracking import endorsed

ACTIVITY = uid("activity", 1)


@pytest.fixture
def base(cast: Cast) -> str:
    """Where the activities of a plan in force are."""
    endorsed(cast)
    db.session.commit()
    return f"/plans/{cast.plan.id}/activities"


def send(browser: Browser, url: str, **typed: str) -> Page:
    """A form filled in and sent; where it leads, or the form again."""
    sent = browser.post(url, typed, token_from=url)
    return browser.get(sent.location) if sent.status == 302 else sent


def tabs(page: Page) -> list[str]:
    return [tab.text() for tab in page.select(".app-tabs > ul:first-child a")]


def test_a_plan_has_the_tab_once_a_version_is_in_force(browser: Browser, cast: Cast) -> None:
    home = f"/plans/{cast.plan.id}"
    assert "Implementation" not in tabs(browser.sign_in(cast.officer).get(home))
    version = endorsed(cast)
    versions.begin_next(OPERATOR, version)
    db.session.commit()
    assert "Implementation" in tabs(browser.get(home))
    assert "Implementation" in tabs(browser.sign_in(cast.viewer).get(home))
    assert "Implementation" not in tabs(browser.sign_in(cast.reviewer).get(home))


def test_the_list_shows_four_readings_of_each(browser: Browser, cast: Cast, base: str) -> None:
    cells = browser.sign_in(cast.viewer).get(base).select("#activities tbody tr:first-child td")
    said = [cell.attrib["data-label"] for cell in cells]
    assert said == ["Lead institution", "Phase", "Status", "Last heard", "Monitoring"]
    assert cells[1].text() == "Not known"
    assert cells[3].text() == "Nothing heard yet"


def test_what_nobody_reported_is_said_to_be_neither_late_nor_on_time(
    browser: Browser, cast: Cast, base: str
) -> None:
    page = browser.sign_in(cast.viewer).get(base)
    rows = page.select("#activities tbody tr td:nth-child(4)")
    assert rows
    for cell in rows:
        assert cell.text().startswith("Not known")
        assert "nobody has reported on it." in cell.text()
    (count,) = page.select(".app-counts li")
    assert count.text() == f"Not known {len(rows)}"


def test_pictures_show_what_the_list_says(browser: Browser, cast: Cast, base: str) -> None:
    page = browser.sign_in(cast.officer).get(base)
    drawn = page.select("#work-plan table tbody tr")
    assert len(drawn) == len(page.select("#activities tbody tr"))
    assert page.select("#items-by-status table tbody tr")
    assert "not known, of" in page.one("#items-by-status figcaption").text()


def test_before_anything_is_in_force_there_is_no_page(browser: Browser, cast: Cast) -> None:
    assert browser.sign_in(cast.officer).get(f"/plans/{cast.plan.id}/activities").status == 404


def test_an_officer_reports_and_reads_it_again(browser: Browser, cast: Cast, base: str) -> None:
    browser.sign_in(cast.officer)
    said = {"phase": "under_way", "text": "The first course was held.", "behalf": ""}
    shown = send(browser, f"{base}/{ACTIVITY}/report", **said)
    assert "The report is kept." in shown.text
    assert "The first course was held." in shown.text
    assert shown.one('[aria-current="step"]').text() == "Under way"


def test_what_is_refused_stands_at_its_field_and_stays_typed(
    browser: Browser, cast: Cast, base: str
) -> None:
    browser.sign_in(cast.officer)
    page = send(browser, f"{base}/{ACTIVITY}/report", phase="cancelled", behalf="")
    assert page.status == 200
    assert "Say why" in page.one("#text-error").text()
    page = send(browser, f"{base}/{ACTIVITY}/status", status="late", reason="")
    assert page.one('input[value="late"]').attrib.get("checked") is not None


def test_a_milestone_is_reached_and_moved_by_forms(browser: Browser, cast: Cast, base: str) -> None:
    browser.sign_in(cast.officer)
    version = versions.of_plan(OPERATOR, cast.plan.id)[0]
    _, one = activities.get(OPERATOR, version, ACTIVITY)
    point = f"{base}/{ACTIVITY}/milestones/{one.milestones[0].uid}"
    moved = send(browser, f"{point}/move", due="2031", reason="Elections")
    assert "Elections" in moved.text
    reached = send(browser, f"{point}/reached", reached_on="2026-01", text="")
    assert "Reached: January 2026" in reached.text


def test_the_list_can_be_narrowed(browser: Browser, cast: Cast, base: str) -> None:
    browser.sign_in(cast.viewer)
    every = browser.get(base).select("#activities tbody tr")
    assert every
    assert browser.get(f"{base}?show=late").select("#activities tbody tr") == []
    assert len(browser.get(f"{base}?show=quiet").select("#activities tbody tr")) == len(every)
    whose = uid("institution", 1)
    assert browser.get(f"{base}?whose={whose}&item=&show=").status == 200
    assert browser.get(f"{base}?page=900").select("#activities tbody tr") == []


def test_a_registered_plan_without_rows_says_so_and_takes_notes(
    browser: Browser, cast: Cast
) -> None:
    plan = registrations.register(
        cast.actor("coordinator"),
        cast.amberland,
        details={"title": {"en": "Plan of 2020"}, "language": "en", "languages": ["en"]},
        original=Original("plan.txt", b"The plan"),
    )
    db.session.commit()
    browser.sign_in(cast.officer)
    assert "registered with its file" in browser.get(f"/plans/{plan.id}/activities").text
    said = {"statement": "Train miners", "lead": "Ministry of mines"}
    shown = send(browser, f"/plans/{plan.id}/activities/new", **said)
    assert "Noted from the registered text" in shown.text
    assert "Ministry of mines" in shown.text


def test_a_merged_activity_leads_to_the_one_that_took_it_up_and_back(
    browser: Browser, cast: Cast, base: str
) -> None:
    other = uid("activity", 2)
    browser.sign_in(cast.officer)
    said = {"phase": "merged", "text": "One course for both.", "behalf": "", "into": ""}
    refused = send(browser, f"{base}/{ACTIVITY}/report", **said)
    (link,) = refused.select("[data-error-summary] a")
    assert link.attrib["href"] == "#into"
    assert "One course for both." in refused.text
    shown = send(browser, f"{base}/{ACTIVITY}/report", **{**said, "into": other})
    assert "Taken up by:" in shown.text
    assert shown.select(f'main a[href="{base}/{other}"]')
    back = browser.get(f"{base}/{other}")
    assert "It took up:" in back.text
    assert back.select(f'main a[href="{base}/{ACTIVITY}"]')
    assert "Taken up by:" in browser.get(base).one("#activities tbody tr:first-child").text()
    form = browser.get(f"{base}/{other}/report")
    assert form.select(f'#into option[value="{ACTIVITY}"]') == []


def test_an_activity_chosen_as_what_took_it_up_is_never_lost(
    browser: Browser, cast: Cast, base: str
) -> None:
    other = uid("activity", 2)
    browser.sign_in(cast.officer)
    said = {"phase": "under_way", "text": "One course for both.", "behalf": "", "into": other}
    refused = send(browser, f"{base}/{ACTIVITY}/report", **said)
    (link,) = refused.select("[data-error-summary] a")
    assert link.attrib["href"] == "#into"
    assert refused.select(f'#into option[value="{other}"][selected]')
    assert refused.select('[name="phase"][value="under_way"][checked]')
    assert "One course for both." in refused.text
    shown = send(browser, f"{base}/{ACTIVITY}/report", **{**said, "into": ""})
    assert "The report is kept." in shown.text
    assert shown.select(f'main a[href="{base}/{other}"]') == []


def test_the_phase_is_called_optional_until_one_is_said(
    browser: Browser, cast: Cast, base: str
) -> None:
    page = f"{base}/{ACTIVITY}/report"
    assert "(optional)" in browser.sign_in(cast.officer).get(page).one("fieldset legend").text()
    send(browser, page, phase="under_way", text="It began.", behalf="", into="")
    assert "(optional)" not in browser.get(page).one("fieldset legend").text()


def test_the_page_names_the_indicators_that_speak_of_an_activity(
    browser: Browser, cast: Cast, base: str
) -> None:
    version = tracking.version_in_force(cast.plan)
    assert version is not None
    track = indicators.follow_standard(OPERATOR, version, "mercury_used", "amount")
    indicators.change(OPERATOR, version, track, Settings(Direction.DOWN, activities=[ACTIVITY]))
    (row,) = activities.of_version(OPERATOR, version).tracked.indicators
    indicators.follow_row(OPERATOR, version, row.uid)
    db.session.commit()
    browser.sign_in(cast.viewer)
    page = browser.get(f"{base}/{ACTIVITY}")
    assert "Indicators that speak of it" in page.text
    (link,) = page.select(f'a[href$="/indicators/{track.id}"]')
    assert link.text().rstrip(":") == track.title["en"]
    assert "has no value of the present" in page.text
    assert "Indicators that speak of it" not in browser.get(f"{base}/{uid('activity', 2)}").text


@pytest.mark.parametrize("where", ["", f"/{ACTIVITY}"])
def test_a_page_asks_few_things_of_the_database(
    browser: Browser, cast: Cast, base: str, queries: QueryCount, where: str
) -> None:
    browser.sign_in(cast.officer)
    browser.get(base + where)
    with queries as count:
        browser.get(base + where)
    assert count.count <= 12
