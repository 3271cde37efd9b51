"""Running the installation: Parties and accounts, and nothing of what anybody writes."""

import pytest

from nap_tracker.clock import now
from nap_tracker.extensions import db
from nap_tracker.models.account import Membership, Party, User
from nap_tracker.models.message import Message
from nap_tracker.models.plan import Plan
from nap_tracker.roles import OPERATOR, Role
from nap_tracker.services import accounts, locks, outbox, plans
from tests.browser_client import Browser
from tests.cast import Cast, give, make_party, make_user
from tests.doors import Clock, QueryCount

PAGES = ("/administration", "/administration/accounts", "/administration/undelivered")


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize("who", ["focal_point", "coordinator", "officer", "reviewer", "stranger"])
def test_nobody_else_sees_it(browser: Browser, cast: Cast, url: str, who: str) -> None:
    assert browser.sign_in(getattr(cast, who)).get(url).status == 403


@pytest.mark.parametrize("url", PAGES)
def test_it_shows_no_content(browser: Browser, cast: Cast, url: str) -> None:
    page = browser.sign_in(cast.administrator).get(url)
    assert page.status == 200
    assert "Plan of" not in page.text


def test_it_lists_parties_with_numbers_of_people(browser: Browser, cast: Cast) -> None:
    make_party("XCC", "Cobaltia")
    db.session.commit()
    page = browser.sign_in(cast.administrator).get("/administration")
    rows = [row.text() for row in page.select("tbody tr")]
    assert rows[:3] == ["Amberland XAA 6 1", "Borealia XBB 1 1", "Cobaltia XCC 0 None yet"]


def test_an_account_is_stopped_and_allowed_again(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.administrator)
    base = f"/administration/accounts/{cast.officer.id}"
    browser.post(f"{base}/disable", token_from="/account")
    assert not cast.officer.is_active
    assert "Stopped" in browser.get("/administration/accounts?search=chen").one("tbody").text()
    browser.post(f"{base}/enable", token_from="/account")
    assert cast.officer.is_active


def test_who_leads_a_party_alone_is_stopped_only_when_it_is_said_twice(
    browser: Browser, cast: Cast
) -> None:
    browser.sign_in(cast.administrator)
    url = f"/administration/accounts/{cast.focal_point.id}/disable"
    page = browser.post(url, token_from="/account")
    assert page.one("h1").text() == "Stop the account of Amina Diallo?"
    assert "Amberland: Focal point" in page.one("main").text()
    assert "Plan of" not in page.text
    assert cast.focal_point.is_active
    assert browser.post(url, {"knows": "y"}, token_from="/account").status == 302
    assert not cast.focal_point.is_active


def test_where_another_one_leads_nothing_is_asked(browser: Browser, cast: Cast) -> None:
    give(cast.officer, Role.FOCAL_POINT, cast.amberland)
    db.session.commit()
    url = f"/administration/accounts/{cast.focal_point.id}/disable"
    assert browser.sign_in(cast.administrator).post(url, token_from="/account").status == 302
    assert not cast.focal_point.is_active


def test_whose_role_has_ended_leads_nothing(browser: Browser, cast: Cast) -> None:
    db.session.query(Membership).filter_by(user_id=cast.coordinator.id).one().ends_at = now()
    db.session.commit()
    url = f"/administration/accounts/{cast.coordinator.id}/disable"
    assert browser.sign_in(cast.administrator).post(url, token_from="/account").status == 302


@pytest.mark.parametrize("act", ["disable", "enable"])
@pytest.mark.parametrize("who", ["focal_point", "stranger"])
def test_nobody_else_stops_or_allows(browser: Browser, cast: Cast, act: str, who: str) -> None:
    browser.sign_in(getattr(cast, who))
    url = f"/administration/accounts/{cast.viewer.id}/{act}"
    assert browser.post(url, token_from="/account").status == 403
    assert cast.viewer.is_active


def test_an_administrator_cannot_stop_themselves(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.administrator)
    url = f"/administration/accounts/{cast.administrator.id}/disable"
    assert browser.post(url, token_from="/account").status == 403
    assert not any(
        url in form.attrib["action"]
        for form in browser.get("/administration/accounts").select("form")
    )


def test_acts_of_the_installation_are_listed_in_words(browser: Browser, cast: Cast) -> None:
    accounts.disable(cast.actor("administrator"), cast.officer)
    db.session.commit()
    page = browser.sign_in(cast.administrator).get("/administration")
    assert "Gus Admin stopped the account of Chen Li." in page.one("main").text()


def test_sample_data_goes_in_one_act(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.administrator)
    assert "sample data" not in browser.get("/administration").one("main").text().lower()
    cast.amberland.sample = cast.plan.sample = cast.officer.sample = True
    db.session.commit()
    other_plan_id = cast.other_plan.id
    assert browser.get("/administration").select('form[action$="/sample-data/remove"]')
    page = browser.post("/administration/sample-data/remove", token_from="/account")
    assert page.location == "/administration"
    assert [p.code for p in db.session.query(Party)] == ["XBB"]
    assert [p.id for p in db.session.query(Plan)] == [other_plan_id]
    assert db.session.query(User).filter_by(sample=True).count() == 0


@pytest.mark.parametrize("who", ["focal_point", "stranger"])
def test_nobody_else_removes_sample_data(browser: Browser, cast: Cast, who: str) -> None:
    cast.amberland.sample = True
    db.session.commit()
    browser.sign_in(getattr(cast, who))
    page = browser.post("/administration/sample-data/remove", token_from="/account")
    assert page.status == 403
    assert db.session.query(Party).count() == 2


@pytest.mark.parametrize("url", PAGES)
def test_a_large_installation_costs_no_more_queries(
    browser: Browser, cast: Cast, queries: QueryCount, url: str
) -> None:
    def cost() -> int:
        with queries as count:
            assert browser.get(url).status == 200
        return count.count

    browser.sign_in(cast.administrator)
    accounts.disable(cast.actor("administrator"), cast.viewer)
    db.session.commit()
    few = cost()
    for number in range(60):
        person = make_user(f"Person{number} Extra")
        letters = chr(67 + number // 26) + chr(65 + number % 26)
        give(person, Role.OFFICER, make_party(f"X{letters}", f"Land {number}"))
        accounts.disable(cast.actor("administrator"), person)
    db.session.commit()
    assert cost() == few
    assert few <= 12


def test_mail_that_was_not_delivered_is_shown_by_account_and_time_only(
    browser: Browser, cast: Cast, clock: Clock
) -> None:
    browser.sign_in(cast.administrator)
    assert "No mail was given up." in browser.get("/administration/undelivered").text
    version = plans.newest(OPERATOR, cast.plan.id)
    lock = locks.take(cast.actor("officer"), version, "objectives", reason="Quiet", hours=2)
    locks.ask(cast.actor("colleague"), version, lock)
    (message,) = db.session.query(Message)
    outbox.refused(message, now())
    db.session.commit()
    page = browser.get("/administration/undelivered")
    (row,) = page.select("tbody tr")
    assert row.text() == "Chen Li chen@example.org 10 Mar 2026, 12:00:00"
    assert "bjectives" not in page.text
    assert "Dina" not in page.text
