"""A person's calendar, read back with another parser: what is due, whose it is, when it dies."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
import vobject

from nap_tracker import links
from nap_tracker.clock import now
from nap_tracker.errors import Hidden
from nap_tracker.extensions import db
from nap_tracker.models.account import Membership
from nap_tracker.models.calendar_feed import CalendarFeed
from nap_tracker.models.obligation import FactKind
from nap_tracker.roles import OPERATOR
from nap_tracker.services import accounts, agenda, assignments, calendars, obligations, plans
from nap_tracker.services.treaty_facts import Statement
from tests.browser_client import Browser
from tests.cast import Cast, make_plan
from tests.doors import Clock, QueryCount
from tests.services.moving import move
from tests.services.test_tracking import endorsed


@pytest.fixture(autouse=True)
def _today(clock: Clock) -> None:
    """10 March 2026."""


def owing(cast: Cast, sent: str = "2024-05-06") -> None:
    for kind, said in (
        (FactKind.DEPOSIT, Statement(choice="accession", happened_on="2020-01-10")),
        (
            FactKind.DETERMINATION,
            Statement(choice="more_than_insignificant", happened_on="2024", body="Cabinet"),
        ),
        (FactKind.NOTIFICATION, Statement(happened_on=sent)),
    ):
        obligations.record(cast.actor("coordinator"), cast.amberland, kind, said)


def token_of(cast: Cast, who: str) -> str:
    feed = calendars.open_(cast.actor(who))
    return links.token("calendar", feed.id)


def read(token: str) -> Any:
    return vobject.readOne(calendars.read(token).decode())


def events(token: str) -> dict[str, Any]:
    return {event.summary.value: event for event in read(token).contents.get("vevent", [])}


PLAN = "Submit the national action plan to the Secretariat"


def test_a_duty_is_a_whole_day_with_its_alarms_and_its_page(cast: Cast):
    owing(cast)
    found = events(token_of(cast, "focal_point"))[PLAN]
    assert found.dtstart.value == date(2027, 5, 6)
    assert found.dtend.value == date(2027, 5, 7)
    assert found.url.value == f"http://127.0.0.1:5000/parties/{cast.amberland.id}/article-7"
    rings = [alarm.trigger.value for alarm in found.contents["valarm"]]
    assert rings == [timedelta(days=-n, hours=9) for n in (30, 7, 1)]
    assert found.description.value == "Amberland"


def test_a_month_lasts_a_month(cast: Cast):
    owing(cast, sent="2024-05")
    found = events(token_of(cast, "focal_point"))[PLAN]
    assert (found.dtstart.value, found.dtend.value) == (date(2027, 5, 1), date(2027, 6, 1))


def test_a_date_that_changes_moves_the_same_event(cast: Cast):
    owing(cast)
    token = token_of(cast, "focal_point")
    before = events(token)[PLAN]
    record = obligations.of_party(cast.actor("coordinator"), cast.amberland).record
    letter = record.of(FactKind.NOTIFICATION)[0]
    obligations.correct(
        cast.actor("coordinator"),
        cast.amberland,
        letter,
        Statement(happened_on="2024-06-01"),
        seen=1,
        reason="The stamp",
    )
    after = events(token)[PLAN]
    assert after.uid.value == before.uid.value
    assert after.dtstart.value == date(2027, 6, 1)


def test_a_section_one_drafts_is_in_ones_own_calendar_only(cast: Cast):
    version = plans.newest(cast.actor("coordinator"), cast.plan.id)
    assignments.assign(
        cast.actor("coordinator"), version, "trade", user_id=cast.officer.id, due_on="2026-04-20"
    )
    mine = [title for title in events(token_of(cast, "officer")) if "Complete" in title]
    assert len(mine) == 1
    others = events(token_of(cast, "colleague"))
    assert not [title for title in others if "Complete" in title]


def test_nothing_of_another_party_is_in_it(cast: Cast):
    owing(cast)
    assert PLAN not in events(token_of(cast, "stranger"))


def test_a_reviewer_sees_no_duty_of_the_state(cast: Cast):
    owing(cast)
    assert events(token_of(cast, "reviewer")) == {}


def test_it_speaks_the_language_of_its_person(cast: Cast):
    owing(cast)
    cast.focal_point.locale = "fr"
    found = events(token_of(cast, "focal_point"))
    assert "Soumettre le plan d’action national au Secrétariat" in found


def test_it_holds_titles_and_no_word_of_a_plan_or_a_reasoning(cast: Cast):
    owing(cast)
    written = calendars.read(token_of(cast, "focal_point")).decode()
    allowed = {"SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME"}
    worded = set(re.findall(r"^([A-Z-]+)[;:].*[A-Za-z]{4,} [a-z]{4,}", written, re.MULTILINE))
    assert worded <= allowed | {"PRODID"}
    assert "Cabinet" not in written


def test_a_new_address_ends_the_old_one(cast: Cast):
    old = token_of(cast, "focal_point")
    new = token_of(cast, "focal_point")
    assert new != old
    read(new)
    with pytest.raises(Hidden):
        calendars.read(old)


def test_a_closed_calendar_is_read_by_nobody(cast: Cast):
    token = token_of(cast, "focal_point")
    calendars.close(cast.actor("focal_point"))
    with pytest.raises(Hidden):
        calendars.read(token)
    assert calendars.address_of(cast.focal_point) == ""


def test_it_dies_with_the_account(cast: Cast):
    token = token_of(cast, "officer")
    accounts.disable(cast.actor("administrator"), cast.officer)
    with pytest.raises(Hidden):
        calendars.read(token)


def test_it_dies_with_the_last_role_at_that_moment(cast: Cast, clock: Clock):
    owing(cast)
    token = token_of(cast, "focal_point")
    held = db.session.query(Membership).filter_by(user_id=cast.focal_point.id).one()
    held.ends_at = now() + timedelta(hours=1)
    db.session.flush()
    assert PLAN in events(token)
    clock.pass_by(hours=1)
    with pytest.raises(Hidden):
        calendars.read(token)


@pytest.mark.parametrize("token", ["", "x", "ü" * 20, "0" * 500])
def test_a_guess_finds_nothing(cast: Cast, token: str):
    token_of(cast, "officer")
    with pytest.raises(Hidden):
        calendars.read(token)


def test_the_database_knows_no_address(cast: Cast):
    token = token_of(cast, "officer")
    stored = db.session.query(CalendarFeed).one()
    values = [getattr(stored, column.name) for column in CalendarFeed.__table__.columns]
    assert token not in values


def test_what_was_done_is_gone(cast: Cast):
    owing(cast)
    token = token_of(cast, "focal_point")
    assert any("Short national report" in title for title in events(token))
    obligations.record(
        cast.actor("coordinator"),
        cast.amberland,
        FactKind.FILING,
        Statement(about="full_report-2025", happened_on="2025-12-01"),
    )
    assert not any("2025" in title for title in events(token))


def test_the_address_is_made_shown_renewed_and_closed_on_the_account_page(
    cast: Cast, browser: Browser
):
    browser.sign_in(cast.officer)
    assert browser.get("/account").select("code.app-address") == []
    browser.post("/account/calendar/open")
    first = browser.get("/account").one("code.app-address").text()
    path = first.removeprefix("http://127.0.0.1:5000")
    answer = Browser(browser.app).get(path)
    assert answer.response.mimetype == "text/calendar"
    assert answer.response.headers["Cache-Control"] == "no-store"
    assert vobject.readOne(answer.text).prodid.value
    browser.post("/account/calendar/open")
    assert Browser(browser.app).get(path).status == 404
    second = browser.get("/account").one("code.app-address").text()
    assert second != first
    browser.post("/account/calendar/close")
    assert Browser(browser.app).get(second.removeprefix("http://127.0.0.1:5000")).status == 404


def test_nudges_have_no_day_and_are_in_no_calendar(cast: Cast, clock: Clock):
    token = token_of(cast, "coordinator")
    owing(cast)
    endorsed(cast)
    asked = plans.newest(OPERATOR, make_plan(cast.amberland, "With the ministries").id)
    lead = cast.actor("coordinator")
    move(lead, asked, "open_internal_review", bodies=["Ministry of Health"], due_on=None)
    db.session.commit()
    clock.pass_by(days=60)
    nudges = [due for due in agenda.gather().dues if due.is_nudge]
    assert {due.kind for due in nudges} == {"quiet", "updates"}
    assert events(token)
    assert not events(token).keys() & {due.sentence() for due in nudges}


def test_as_many_queries_with_much_due_as_with_little(cast: Cast, queries: QueryCount):
    token = token_of(cast, "focal_point")
    db.session.commit()
    with queries as count:
        calendars.read(token)
    little = count.count
    owing(cast)
    endorsed(cast)
    db.session.commit()
    with queries as count:
        calendars.read(token)
    assert count.count == little <= 12
