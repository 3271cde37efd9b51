"""What is missing and the coverage of Annex C, as pages."""

import re
from dataclasses import replace

import pytest

from nap_tracker.annex_c.schema import treaty
from nap_tracker.services import checks
from tests.browser_client import Browser, Page
from tests.cast import Cast
from tests.checks.gaps import opened
from tests.checks.steps import both, no_rows, row, rows, section
from tests.factories import complete_plan, section_uid, uid
from tests.services.stored import store

WARNING = "recommended:foreword:signatory"


def address(cast: Cast, page: str = "check") -> str:
    return f"/plans/{cast.plan.id}/{page}".rstrip("/")


def lines(page: Page) -> list[str]:
    return [line.text() for line in page.select(".app-findings__words")]


def test_a_complete_plan_has_nothing_in_its_lists(browser: Browser, cast: Cast) -> None:
    store(cast.plan, complete_plan())
    page = browser.sign_in(cast.officer).get(address(cast))
    assert page.status == 200
    assert lines(page) == []
    assert "0 blockers" in page.text
    assert "complies" not in page.text.lower()


def test_each_finding_leads_to_its_field(browser: Browser, cast: Cast) -> None:
    gaps = both(
        section("trade", foreign_sources=None),
        no_rows("target"),
        row("activity", 3, lead=None),
        section("foreword", signatory=None),
    )
    store(cast.plan, gaps(complete_plan()))
    page = browser.sign_in(cast.officer).get(address(cast))
    links = [a.attrib["href"] for a in page.select(".app-findings__words a")]
    plan = f"/plans/{cast.plan.id}"
    assert f"{plan}/sections/trade#foreign_sources" in links
    assert f"{plan}/sections/objectives#table-target" in links
    assert f"{plan}/rows/activity/{uid('activity', 3)}#lead" in links
    for link in links:
        url, _, anchor = link.partition("#")
        there = browser.get(url)
        assert there.status == 200
        assert there.select(f"#{anchor}"), link


def test_a_reader_is_led_to_the_answer(browser: Browser, cast: Cast) -> None:
    store(cast.plan, opened("a required field"))
    page = browser.sign_in(cast.reviewer).get(address(cast))
    (link,) = [a.attrib["href"] for a in page.select(".app-findings__words a")]
    url, _, anchor = link.partition("#")
    there = browser.get(url)
    assert there.status == 200
    assert there.select(f"#{anchor}")


def test_the_counts_equal_the_lists(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.officer).get(address(cast))
    told = {
        heading.attrib["id"]: int(re.match(r"\d+", heading.text()).group())  # type: ignore[union-attr]
        for heading in page.select("h2[id]")
    }
    assert told["blockers"] > 20
    assert sum(told.values()) == len(lines(page))


def test_many_rows_make_one_line_that_names_the_first_of_them(browser: Browser, cast: Cast) -> None:
    store(cast.plan, rows("activity", output=None)(complete_plan()))
    page = browser.sign_in(cast.officer).get(address(cast))
    (line,) = lines(page)
    assert "in 9 of 9 rows" in line
    assert len(page.select(".app-findings__rows a")) == 5
    assert "and 4 more" in page.text


def test_a_warning_is_answered_and_the_reason_withdrawn(browser: Browser, cast: Cast) -> None:
    store(cast.plan, opened("a recommended field"))
    page = browser.sign_in(cast.officer).get(address(cast))
    (form_url,) = [a.attrib["href"] for a in page.select(".app-findings .app-actions a")]
    sent = {"reason": "  Elections are\r\nunder way. ", "seen": ""}
    assert browser.post(form_url, sent, token_from=form_url).status == 302
    page = browser.get(address(cast))
    assert "Elections are" in page.one(".app-findings__reason q").text()
    assert "Chen Li" in page.one(".app-findings__reason").text()
    assert "0 warnings" in page.text
    assert "1 answered warning" in page.text
    withdrawn = browser.post(address(cast, "check/withdraw"), {"key": WARNING}, token_from=form_url)
    assert withdrawn.status == 302
    assert browser.get(address(cast)).one("#warnings").text() == "1 warning"


def test_an_empty_reason_is_asked_for(browser: Browser, cast: Cast) -> None:
    store(cast.plan, opened("a recommended field"))
    browser.sign_in(cast.officer)
    url = address(cast, f"check/answer?key={WARNING}")
    page = browser.post(url, {"reason": " ", "seen": ""}, token_from=url)
    assert "Enter the reason" in page.one(".govuk-error-summary").text()


def test_the_second_person_sees_the_first_ones_reason_and_decides(
    browser: Browser, cast: Cast
) -> None:
    version = store(cast.plan, opened("a recommended field"))
    url = address(cast, f"check/answer?key={WARNING}")
    browser.sign_in(cast.colleague).get(url)
    checks.answer(cast.actor("officer"), version, WARNING, reason="Elections.", seen="")
    page = browser.post(url, {"reason": "Illness.", "seen": ""}, token_from=url)
    assert page.status == 200
    assert "Elections." in page.one(".app-notice").text()
    assert page.one("#reason").text() == "Illness."
    seen = page.one("#seen").attrib["value"]
    assert browser.post(url, {"reason": "Illness.", "seen": seen}, token_from=url).status == 302
    assert "Illness." in browser.get(address(cast)).text


def test_a_reader_sees_the_reason_but_not_who_gave_it(browser: Browser, cast: Cast) -> None:
    version = store(cast.plan, opened("a recommended field"))
    checks.answer(cast.actor("officer"), version, WARNING, reason="Elections.", seen="")
    page = browser.sign_in(cast.reviewer).get(address(cast))
    assert "Elections." in page.text
    assert "Chen Li" not in page.text
    assert not page.select(".app-findings .app-actions")
    assert browser.get(address(cast, f"check/answer?key={WARNING}")).status == 403


def test_an_answer_to_nothing_is_not_found(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.officer)
    assert browser.get(address(cast, "check/answer")).status == 404
    assert browser.get(address(cast, "check/answer?key=required:trade:routes")).status == 404


@pytest.mark.parametrize("page", ["check", "coverage", ""])
def test_nothing_held_back_reaches_a_reviewer(browser: Browser, cast: Cast, page: str) -> None:
    secret = "Zirconia"
    plan = both(
        row("institution", 1, name={"en": f"{secret} office"}),
        row("activity", 1, number={"en": secret}, statement={"en": f"{secret} raid"}, output=None),
        row("activity", 2, output=None),
        row("site", 1, name={"en": f"{secret} pit"}, region=None, miners=None),
        section("trade", routes=None),
    )(complete_plan())
    held = {uid("institution", 1), uid("activity", 1), section_uid("vulnerable")}
    entries = tuple(
        replace(e, audience="drafting_team") if e.uid in held else e for e in plan.entries
    )
    store(cast.plan, replace(plan, entries=entries))
    team = browser.sign_in(cast.officer).get(address(cast, page))
    assert (secret in team.text) is (page != "")
    seen = browser.sign_in(cast.reviewer).get(address(cast, page))
    assert seen.status == 200
    assert secret not in seen.text
    assert uid("activity", 1) not in seen.text
    assert uid("site", 1) not in seen.text


def test_the_matrix_links_each_item_to_its_rows(browser: Browser, cast: Cast) -> None:
    store(cast.plan, complete_plan())
    page = browser.sign_in(cast.officer).get(address(cast, "coverage"))
    assert len(page.select("tbody tr")) == 16
    cells = page.select("tbody tr")[2]
    assert "Annex C 1(b)(i)" in cells.text()
    assert f"/plans/{cast.plan.id}/rows/activity/{uid('activity', 1)}" in page.text
    assert "USD 450,000.00" in page.one("tfoot").text()
    assert "counts under each of them" in page.text


def test_currencies_are_never_added_on_the_page(browser: Browser, cast: Cast) -> None:
    plan = row("budget_line", 1, cost={"amount": "3000000000", "currency": "MNT"})(complete_plan())
    store(cast.plan, plan)
    page = browser.sign_in(cast.officer).get(address(cast, "coverage"))
    assert "MNT 3,000,000,000" in page.one("tfoot").text()
    assert "USD 440,000.00" in page.one("tfoot").text()


def test_the_page_speaks_the_readers_language(browser: Browser, cast: Cast) -> None:
    store(cast.plan, opened("a required field"))
    cast.officer.locale = "fr"
    page = browser.sign_in(cast.officer).get(address(cast))
    french = treaty(language="fr")
    (line,) = lines(page)
    assert french.item("1f").citation in line
    assert french.section("trade").field("foreign_sources").label in line
