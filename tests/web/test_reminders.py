"""The page of what is due from me, and the page of what was sent."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from nap_tracker import jobs
from nap_tracker.extensions import db
from nap_tracker.models.reminder import ReminderAnswer
from nap_tracker.roles import OPERATOR
from nap_tracker.services import assignments, plans
from nap_tracker.web.reminders import rule_in_words
from tests.browser_client import Browser
from tests.cast import Cast
from tests.doors import Clock, QueryCount


@pytest.fixture
def key(cast: Cast, clock: Clock) -> str:
    """Of a section that the officer was asked to draft by Monday week."""
    clock.moment = datetime(2026, 6, 8, 9, 5, tzinfo=UTC)
    version = plans.newest(OPERATOR, cast.plan.id)
    assignments.assign(OPERATOR, version, "trade", user_id=cast.officer.id, due_on="2026-06-15")
    db.session.commit()
    return f"section:{version.id}:trade"


def answer(browser: Browser, **fields: str) -> str:
    page = browser.post("/reminders", fields, token_from="/account")
    assert page.location.endswith("/reminders")
    return str(browser.get("/reminders").text)


def test_one_reads_what_is_due_from_oneself(browser: Browser, cast: Cast, key: str) -> None:
    page = browser.sign_in(cast.officer).get("/reminders")
    (row,) = page.select("tbody tr")
    assert "15 Jun 2026" in row.text()
    assert "Plan of Amberland" in row.text()
    assert "Bruno Costa" in row.text()
    (link,) = page.select("tbody th a")
    assert browser.get(link.attrib["href"]).status == 200
    for who in (cast.colleague, cast.coordinator, cast.reviewer, cast.stranger):
        assert "Nothing with a date" in browser.sign_in(who).get("/reminders").text


def test_the_page_is_found_from_ones_account(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.viewer).get("/account")
    assert "/reminders" in [a.attrib.get("href") for a in page.select("main a")]


def test_not_me_and_mine_after_all(browser: Browser, cast: Cast, key: str) -> None:
    browser.sign_in(cast.officer)
    text = answer(browser, key=key, answer="not_me")
    assert "It is with the others now." in text
    assert "Mine after all" in text
    assert "It is with you again." in answer(browser, key=key, answer="take_back")
    assert db.session.query(ReminderAnswer).count() == 0


def test_later_keeps_the_date(browser: Browser, cast: Cast, key: str) -> None:
    browser.sign_in(cast.officer)
    text = answer(browser, key=key, answer="later", days="7")
    assert "You are asked again in 7 days." in text
    assert "15 Jun 2026; asked again 15 Jun 2026" in text


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"answer": "later", "days": "400"}, "Choose when to be asked again."),
        ({"answer": "later", "days": "soon"}, "Choose when to be asked again."),
        ({}, "Choose when to be asked again."),
        ({"key": "section:no:such", "answer": "not_me"}, "This is not due from you any more."),
    ],
)
def test_a_wrong_answer_is_told_and_changes_nothing(
    browser: Browser, cast: Cast, key: str, fields: dict[str, str], message: str
) -> None:
    browser.sign_in(cast.officer)
    assert message in answer(browser, **({"key": key} | fields))
    assert db.session.query(ReminderAnswer).count() == 0


def test_the_coordinator_reads_what_was_sent_to_whom_and_why(
    browser: Browser, cast: Cast, key: str, clock: Clock
) -> None:
    assert jobs.remind() == 1
    browser.sign_in(cast.coordinator)
    url = f"/parties/{cast.amberland.id}/reminders"
    (row,) = browser.get(url).select("tbody tr")
    assert row.text().startswith("Chen Li Complete the section")
    assert row.text().endswith("15 Jun 2026 8 Jun 2026 7 days before Waits to be sent")
    links = [a.attrib.get("href") for a in browser.get(f"/parties/{cast.amberland.id}").select("a")]
    assert url in links
    links = [a.attrib.get("href") for a in browser.sign_in(cast.officer).get(url[:-10]).select("a")]
    assert url not in links


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("before-1", "1 day before"),
        ("before-30", "30 days before"),
        ("after-1", "1 day after"),
        ("after-90", "90 days after"),
        ("again-2026-06-15", "Put off until then"),
        ("nudge-30", "Quiet for a while"),
    ],
)
def test_every_rule_has_words(app: object, rule: str, words: str) -> None:
    assert rule_in_words(rule) == words


def test_many_things_cost_no_more_queries(
    browser: Browser, cast: Cast, key: str, queries: QueryCount
) -> None:
    def cost(url: str) -> int:
        with queries as count:
            browser.get(url)
        return count.count

    sent = f"/parties/{cast.amberland.id}/reminders"
    jobs.remind()
    few: dict[str, int] = {}
    for url, who in (("/reminders", cast.officer), (sent, cast.coordinator)):
        browser.sign_in(who)
        few[url] = cost(url)
    version = plans.newest(OPERATOR, cast.plan.id)
    for section in ("budget", "summary", "foreword", "health"):
        assignments.assign(OPERATOR, version, section, user_id=cast.officer.id, due_on="2026-06-16")
    db.session.commit()
    for url, who in (("/reminders", cast.officer), (sent, cast.coordinator)):
        browser.sign_in(who)
        assert cost(url) == few[url] <= 12
