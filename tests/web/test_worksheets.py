"""The worksheet gathers; it works nothing out and decides nothing."""

from __future__ import annotations

from typing import Any

import pytest

from nap_tracker.errors import Hidden, Invalid
from nap_tracker.extensions import db
from nap_tracker.models.obligation import TreatyFact, Worksheet
from nap_tracker.roles import OPERATOR
from nap_tracker.services import entries, plans, worksheets
from nap_tracker.services.entries import Change
from tests.browser_client import Browser, Page
from tests.cast import Cast

USED = {"low": "900", "best": "1500", "high": "2600", "unit": "kg/yr", "year": "2023"}


def url(cast: Cast) -> str:
    return f"/parties/{cast.amberland.id}/article-7/worksheet"


def filled(**fields: Any) -> dict[str, Any]:
    return {f"mercury_used-{key}": value for key, value in USED.items()} | {"seen": "0", **fields}


def save(browser: Browser, cast: Cast, **fields: Any) -> Page:
    return browser.post(url(cast), filled(**fields), token_from=url(cast))


def estimate(cast: Cast, measure: str = "mercury_used", unit: str = "kg/yr") -> str:
    version = plans.newest(OPERATOR, cast.plan.id)
    row = entries.new_row(version, "baseline", {})
    amount = {**USED, "unit": unit, "source": {"en": "Field survey"}}
    answers = {"title": {"en": "Survey of 2023"}, "measure": measure, "amount": amount}
    return entries.save(OPERATOR, row, Change(seen=0, answers=answers)).uid


def test_ranges_are_kept_as_they_were_typed(cast: Cast, browser: Browser):
    browser.sign_in(cast.officer)
    assert save(browser, cast, whole_ore="present", share="").status == 302
    sheet = db.session.query(Worksheet).one()
    assert sheet.answers["mercury_used"] == USED
    assert sheet.answers["whole_ore"] == "present"
    page = browser.get(url(cast))
    assert page.one("#mercury_used-high").attrib["value"] == "2600"


def test_bad_figures_are_told_at_their_place_and_kept(cast: Cast, browser: Browser):
    browser.sign_in(cast.officer)
    page = save(browser, cast, **{"mercury_used-low": "a lot"})
    assert page.status == 200
    assert page.select('.govuk-error-summary__list a[href^="#mercury_used"]')
    assert page.one("#mercury_used-low").attrib["value"] == "a lot"
    assert db.session.query(Worksheet).count() == 0


def test_each_save_stays_and_the_determination_keeps_the_one_it_was_made_with(
    cast: Cast, browser: Browser
):
    browser.sign_in(cast.coordinator)
    save(browser, cast)
    record = f"/parties/{cast.amberland.id}/article-7/record/determination"
    fields = {"choice": "more_than_insignificant", "happened_on": "2024", "body": "Cabinet"}
    browser.post(record, fields, token_from=record)
    save(browser, cast, seen="1", other="Seizures at the border")
    fact = db.session.query(TreatyFact).one()
    page = browser.get(f"/parties/{cast.amberland.id}/article-7/facts/{fact.fact_id}")
    (then,) = [a.attrib["href"] for a in page.select("main a") if "worksheet" in a.attrib["href"]]
    assert then == f"{url(cast)}/1"
    assert "Seizures" not in browser.get(then).text
    assert "Seizures" in browser.get(f"{url(cast)}/2").text


def test_of_two_who_save_at_once_the_second_is_told_and_keeps_what_she_typed(
    cast: Cast, browser: Browser
):
    save(browser.sign_in(cast.officer), cast)
    second = Browser(browser.app).sign_in(cast.colleague)
    page = save(second, cast, other="Mine")
    assert "Somebody else changed this" in page.one(".govuk-error-summary").text()
    assert page.one("#other").text() == "Mine"
    assert db.session.query(Worksheet).count() == 1


def test_saving_the_same_again_makes_no_new_sheet(cast: Cast, browser: Browser):
    browser.sign_in(cast.officer)
    save(browser, cast)
    save(browser, cast, seen="1")
    assert db.session.query(Worksheet).count() == 1


def test_a_figure_of_a_plan_comes_with_its_source_only_when_somebody_chooses_it(
    cast: Cast, browser: Browser
):
    uid = estimate(cast)
    estimate(cast, "mercury_air")
    browser.sign_in(cast.officer)
    page = browser.get(url(cast))
    assert page.one("#mercury_used-best").attrib["value"] == ""
    assert len(page.select('input[name="uid"]')) == 1
    sent = {"plan": cast.plan.id, "uid": uid}
    browser.post(f"{url(cast)}/take-over", sent, token_from=url(cast))
    amount = worksheets.newest(cast.actor("officer"), cast.amberland).answers["mercury_used"]
    assert amount["high"] == "2600"
    assert amount["source"]["en"] == (
        "From the plan “Plan of Amberland”, estimate “Survey of 2023”. Field survey"
    )


def test_an_estimate_of_another_party_cannot_be_taken_over(cast: Cast):
    uid = estimate(cast)
    with pytest.raises(Hidden):
        worksheets.take_over(cast.actor("stranger"), cast.borealia, cast.plan.id, uid)


def test_what_is_no_question_is_not_stored(cast: Cast):
    sheet = worksheets.save(
        cast.actor("officer"), cast.amberland, {"verdict": "significant"}, seen=0
    )
    assert sheet.answers == {}
    with pytest.raises(Invalid):
        worksheets.save(cast.actor("officer"), cast.amberland, {}, seen=7)


def test_nothing_is_worked_out_from_it(cast: Cast, browser: Browser):
    """However much is typed, no duty follows until somebody records a decision."""
    browser.sign_in(cast.coordinator)
    before = browser.get(f"/parties/{cast.amberland.id}/article-7").one("main").text()
    save(browser, cast, whole_ore="present", open_burning="present")
    after = browser.get(f"/parties/{cast.amberland.id}/article-7")
    after.select(".app-flash")
    flash = after.one(".app-flash").text()
    assert after.one("main").text().replace(flash, "").strip() == before.strip()
