"""Who does what, as pages for those who lead the drafting."""

import pytest

from nap_tracker.roles import OPERATOR
from nap_tracker.services import assignments, plans
from tests.browser_client import Browser
from tests.cast import Cast


def address(cast: Cast, section: str = "") -> str:
    return f"/plans/{cast.plan.id}/assignments{section and '/' + section}"


def test_a_coordinator_asks_somebody_and_sees_it_in_the_list(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.coordinator)
    url = address(cast, "trade")
    sent = {"person": cast.officer.id, "due_on": "May 2026"}
    assert browser.post(url, sent, token_from=url).status == 302
    page = browser.get(address(cast))
    assert page.one("#row-trade").text() == (
        "Managing mercury trade and preventing diversion Chen Li May 2026"
    )
    form = browser.get(url)
    assert form.one("#due_on").attrib["value"] == "2026-05"
    assert form.one("#person option[selected]").text() == "Chen Li"


def test_only_those_who_draft_are_offered(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.coordinator).get(address(cast, "trade"))
    offered = [option.text() for option in page.select("#person option")]
    assert offered == ["Nobody", "Amina Diallo", "Bruno Costa", "Chen Li", "Dina Petrova"]


def test_somebody_not_offered_is_refused(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.coordinator)
    url = address(cast, "trade")
    page = browser.post(url, {"person": cast.viewer.id, "due_on": ""}, token_from=url)
    assert "Select a person or nobody" in page.text


def test_a_wrong_date_is_told_and_stays(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.coordinator)
    url = address(cast, "trade")
    page = browser.post(url, {"person": cast.officer.id, "due_on": "soon"}, token_from=url)
    assert page.one("#due_on").attrib["value"] == "soon"
    assert "Enter a year, a month or a day" in page.one(".govuk-error-summary").text()


@pytest.mark.parametrize("typed", ["2026-02-31", "31 February 2026", "2026-13", "0026-05"])
def test_a_date_that_does_not_exist_is_told_and_stays(
    browser: Browser, cast: Cast, typed: str
) -> None:
    """Stored, it would stop every page on which what is due is counted."""
    browser.sign_in(cast.coordinator)
    url = address(cast, "trade")
    page = browser.post(url, {"person": cast.officer.id, "due_on": typed}, token_from=url)
    assert page.one("#due_on").attrib["value"] == typed
    told = page.one(".govuk-error-summary").text()
    assert "There is no such date" in told or "Enter a year from" in told
    assert browser.get("/").status == 200


def test_nobody_takes_the_person_away(browser: Browser, cast: Cast) -> None:
    version = plans.newest(OPERATOR, cast.plan.id)
    assignments.assign(OPERATOR, version, "trade", user_id=cast.officer.id)
    browser.sign_in(cast.coordinator)
    url = address(cast, "trade")
    browser.post(url, {"person": "", "due_on": ""}, token_from=url)
    assert "Nobody" in browser.get(address(cast)).one("#row-trade").text()


def test_an_unknown_section_is_not_found(browser: Browser, cast: Cast) -> None:
    assert browser.sign_in(cast.coordinator).get(address(cast, "nonsense")).status == 404


def test_others_do_not_come_here(browser: Browser, cast: Cast) -> None:
    for who, status in (("officer", 403), ("viewer", 403), ("reviewer", 403), ("stranger", 404)):
        assert browser.sign_in(getattr(cast, who)).get(address(cast)).status == status
