"""A role that ends takes with it, at that moment, every way by which its holder could read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nap_tracker import links, passwords
from nap_tracker.clock import now
from nap_tracker.extensions import db
from nap_tracker.models.account import Membership
from nap_tracker.models.calendar_feed import CalendarFeed
from nap_tracker.models.event import Event
from nap_tracker.models.message import Message
from nap_tracker.roles import Role
from nap_tracker.services import (
    accounts,
    assignments,
    calendars,
    consents,
    history,
    invitations,
    password_resets,
    plans,
)
from tests.browser_client import Browser
from tests.cast import Cast, give
from tests.doors import Clock

PASSWORD = "seven herons over wet slate"
NEW = "nine otters under dry leaves"


@pytest.fixture(autouse=True)
def an_hour_left(cast: Cast, clock: Clock) -> None:
    """The officer's role ends in an hour."""
    cast.officer.password_hash = passwords.hash_password(PASSWORD)
    held = db.session.query(Membership).filter_by(user_id=cast.officer.id).one()
    held.ends_at = now() + timedelta(hours=1)
    db.session.commit()


def feed(cast: Cast) -> str:
    token = links.token("calendar", calendars.open_(cast.actor("officer")).id)
    db.session.commit()
    return f"/calendar/{token}.ics"


def test_the_feed_and_the_pages_die_in_the_same_second(
    cast: Cast, browser: Browser, clock: Clock
) -> None:
    address = feed(cast)
    plan = f"/plans/{cast.plan.id}"
    browser.sign_in(cast.officer)
    clock.pass_by(seconds=3599)
    assert (Browser(browser.app).get(address).status, browser.get(plan).status) == (200, 200)
    clock.pass_by(seconds=1)
    assert (Browser(browser.app).get(address).status, browser.get(plan).status) == (404, 404)


def test_a_feed_shows_nothing_of_the_party_that_was_left(
    cast: Cast, browser: Browser, clock: Clock
) -> None:
    give(cast.officer, Role.OFFICER, cast.borealia)
    version = plans.newest(cast.actor("coordinator"), cast.plan.id)
    assignments.assign(
        cast.actor("coordinator"), version, "trade", user_id=cast.officer.id, due_on="2026-04-01"
    )
    address = feed(cast)
    visitor = Browser(browser.app)
    assert "Amberland" in visitor.get(address).text
    clock.pass_by(hours=1)
    page = visitor.get(address)
    assert page.status == 200
    assert "Amberland" not in page.text


def test_a_link_to_set_a_password_opens_nothing_of_the_party_any_more(
    cast: Cast, browser: Browser, clock: Clock
) -> None:
    """The account stays its person's own, as does what they wrote; no role comes back with it."""
    password_resets.request("chen@example.org", lifetime=timedelta(hours=5))
    (mail,) = db.session.query(Message).filter_by(template="password_reset")
    token = links.token("password", mail.context["id"])
    db.session.commit()
    clock.pass_by(hours=1)
    sent = {"password": NEW}
    assert browser.post(f"/passwords/{token}", sent, token_from=f"/passwords/{token}").status == 302
    sent = {"email": "chen@example.org", "password": NEW}
    assert browser.post("/sign-in", sent, token_from="/sign-in").status == 302
    assert browser.get("/account").status == 200
    for path in (f"/plans/{cast.plan.id}", f"/parties/{cast.amberland.id}"):
        assert browser.get(path).status == 404
    assert cast.actor("officer").grants == ()


def test_an_invitation_cannot_be_taken_once_the_role_it_promises_is_over(
    cast: Cast, browser: Browser, clock: Clock
) -> None:
    invitation = invitations.invite(
        cast.actor("coordinator"),
        cast.amberland,
        email="nia@example.org",
        role=Role.OFFICER,
        locale="en",
        lifetime=timedelta(days=7),
        last_day=now().date(),
    )
    address = f"/invitations/{links.token('invitation', invitation.id)}"
    assert browser.get(address).status == 200
    clock.pass_by(days=1)
    assert browser.get(address).status == 404


def test_an_invitation_ends_with_the_role_of_who_gave_it(
    cast: Cast, browser: Browser, clock: Clock
) -> None:
    held = db.session.query(Membership).filter_by(user_id=cast.coordinator.id).one()
    held.ends_at = now() + timedelta(hours=1)
    invitation = invitations.invite(
        cast.actor("coordinator"),
        cast.amberland,
        email="nia@example.org",
        role=Role.VIEWER,
        locale="en",
        lifetime=timedelta(days=7),
    )
    address = f"/invitations/{links.token('invitation', invitation.id)}"
    assert browser.get(address).status == 200
    clock.pass_by(hours=1)
    assert browser.get(address).status == 404


def test_the_focal_point_sees_how_many_calendars_are_open_and_closes_one(
    cast: Cast, browser: Browser
) -> None:
    address, people = feed(cast), f"/parties/{cast.amberland.id}/people"
    page = browser.sign_in(cast.focal_point).get(people)
    assert "1 calendar that can be read at a secret address" in page.one("main").text()
    assert "/calendar/" not in page.text
    close = f"/parties/{cast.amberland.id}/calendars/{cast.officer.id}/close"
    assert browser.post(close, token_from=people).location == people
    assert Browser(browser.app).get(address).status == 404
    assert "secret address" not in browser.get(people).one("main").text()
    assert db.session.query(Message).filter_by(template="calendar_closed").one().to == (
        cast.officer.email
    )
    event = db.session.query(Event).filter_by(kind="calendar:closed-for").one()
    assert (event.chain, event.actor_id) == (cast.amberland.id, cast.focal_point.id)
    assert history.broken_links(cast.amberland.id) == []


def test_closing_twice_is_written_down_once(cast: Cast) -> None:
    feed(cast)
    for _ in range(2):
        calendars.close_for(cast.actor("focal_point"), cast.amberland, cast.officer.id)
    assert db.session.query(Event).filter_by(kind="calendar:closed-for").count() == 1


@pytest.mark.parametrize("who", ["coordinator", "officer", "viewer", "administrator", "stranger"])
def test_nobody_else_closes_somebodys_calendar(cast: Cast, browser: Browser, who: str) -> None:
    address = feed(cast)
    close = f"/parties/{cast.amberland.id}/calendars/{cast.officer.id}/close"
    page = browser.sign_in(getattr(cast, who)).post(close, token_from="/account")
    assert page.status in (403, 404)
    assert Browser(browser.app).get(address).status == 200


def test_a_focal_point_closes_no_calendar_of_another_party(cast: Cast, browser: Browser) -> None:
    calendars.open_(cast.actor("stranger"))
    db.session.commit()
    close = f"/parties/{cast.amberland.id}/calendars/{cast.stranger.id}/close"
    page = browser.sign_in(cast.focal_point).post(close, token_from="/account")
    assert page.status == 404
    assert db.session.query(CalendarFeed).one().revoked_at is None


def test_the_people_of_the_party_see_who_was_let_in_and_until_when(
    cast: Cast, browser: Browser, clock: Clock
) -> None:
    consents.give(
        cast.actor("focal_point"),
        cast.amberland,
        administrator_id=cast.administrator.id,
        reason="A fault",
        days=2,
    )
    db.session.commit()
    people = f"/parties/{cast.amberland.id}/people"
    text = browser.sign_in(cast.viewer).get(people).one("main").text()
    assert "Gus Admin Amina Diallo 12 March 2026 (ends soon)" in text
    clock.pass_by(days=2)
    assert "Gus Admin" not in browser.get(people).one("main").text()
    assert accounts.actor_of(cast.administrator).consents == frozenset()
