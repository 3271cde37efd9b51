"""Claims about forms sent after a session has ended: held for their writer, and for nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from nap_tracker import passwords
from nap_tracker.clock import now
from nap_tracker.extensions import db
from nap_tracker.models.held_form import HeldForm
from nap_tracker.services import held_forms
from tests.browser_client import Browser, Page
from tests.cast import Cast
from tests.doors import Clock
from tests.services.saving import add_row, row, section
from tests.web.filling import fill, follow, send

PASSWORD = "seven herons over wet slate"


@pytest.fixture(autouse=True)
def with_passwords(cast: Cast) -> None:
    for user in (cast.officer, cast.colleague):
        user.password_hash = passwords.hash_password(PASSWORD)
    db.session.commit()


def url(cast: Cast, tail: str = "sections/objectives") -> str:
    return f"/plans/{cast.plan.id}/{tail}"


def lost(browser: Browser, address: str, **changes: Any) -> Page:
    """Somebody writes in a page, and sends it after the session has ended."""
    page = browser.get(address)
    sent = fill(page, **changes)
    browser.client.delete_cookie("nap_session")
    return browser.post(page.one("#entry-form").attrib["action"], sent)


def signed_in(browser: Browser, told: Page, email: str = "chen@example.org") -> Page:
    """Where one lands who signs in on the page one was sent to."""
    assert told.location.startswith("/sign-in?next=")
    sent = {"email": email, "password": PASSWORD}
    return follow(browser, browser.post(told.location, sent, token_from=told.location))


def test_the_form_comes_back_filled_and_is_saved_when_it_is_sent(
    cast: Cast, browser: Browser
) -> None:
    told = lost(browser.sign_in(cast.officer), url(cast), goal="Written at length", _completed="no")
    assert section(cast).content.answers == {}
    page = signed_in(browser, told)
    assert page.one("#goal").text() == "Written at length"
    assert page.one('input[name="_completed"][checked]').attrib["value"] == "no"
    assert follow(browser, send(browser, page, fill(page))).status == 200
    assert section(cast).content.answers["goal"] == {"en": "Written at length"}
    assert db.session.query(HeldForm).count() == 0


def test_what_others_saved_meanwhile_is_merged_as_ever(
    app: Flask, cast: Cast, browser: Browser
) -> None:
    told = lost(browser.sign_in(cast.officer), url(cast), problem="Mine")
    other = Browser(app).sign_in(cast.colleague)
    theirs = other.get(url(cast))
    send(other, theirs, fill(theirs, goal="Theirs"))
    page = signed_in(browser, told)
    send(browser, page, fill(page))
    answers = section(cast).content.answers
    assert answers["goal"] == {"en": "Theirs"}
    assert "Mine" in answers["problem"]["en"]


def test_rows_come_back_too_and_a_new_one_under_its_own_id(cast: Cast, browser: Browser) -> None:
    uid = add_row(cast, "institution", {"name": {"en": "Ministry"}})
    db.session.commit()
    there = url(cast, f"rows/institution/{uid}")
    page = signed_in(browser, lost(browser.sign_in(cast.officer), there, name="Renamed"))
    assert page.one("#name").attrib["value"] == "Renamed"
    told = lost(browser, url(cast, "rows/institution/new"), name="Born")
    page = signed_in(browser, told)
    send(browser, page, fill(page))
    born = page.one('input[name="_uid"]').attrib["value"]
    assert row(cast, "institution", born).content.answers["name"] == {"en": "Born"}


def test_who_signed_in_again_in_another_window_gets_the_form_back_at_once(
    cast: Cast, browser: Browser
) -> None:
    page = browser.sign_in(cast.officer).get(url(cast))
    browser.client.delete_cookie("nap_session")
    signed_in(browser, browser.get(url(cast)))
    told = browser.post(page.one("#entry-form").attrib["action"], fill(page, goal="At length"))
    again = follow(browser, told)
    assert again.one("#goal").text() == "At length"
    send(browser, again, fill(again, _completed="no"))
    assert section(cast).content.answers["goal"] == {"en": "At length"}


def test_the_page_of_one_person_is_not_held_while_another_is_signed_in(
    app: Flask, cast: Cast, browser: Browser
) -> None:
    page = Browser(app).sign_in(cast.colleague).get(url(cast))
    browser.sign_in(cast.officer)
    told = browser.post(page.one("#entry-form").attrib["action"], fill(page, goal="At length"))
    assert told.status == 400
    assert db.session.query(HeldForm).count() == 0


def test_a_page_with_too_long_an_address_is_not_said_to_come_back(
    cast: Cast, browser: Browser
) -> None:
    address = url(cast) + "?back=/plans&filler=" + "x" * 2000
    told = lost(browser.sign_in(cast.officer), address, goal="At length")
    assert db.session.query(HeldForm).count() == 0
    assert "too much to keep" in browser.get(told.location).text


def test_another_person_who_signs_in_sees_nothing_of_it(cast: Cast, browser: Browser) -> None:
    told = lost(browser.sign_in(cast.officer), url(cast), goal="Written by the officer")
    page = signed_in(browser, told, "dina@example.org")
    assert page.status == 200
    assert "Written by the officer" not in page.text


def test_nothing_is_held_without_the_proof_of_whose_page_it_was(
    cast: Cast, browser: Browser
) -> None:
    forged = f"{cast.officer.id}.AAAAAAAAAAAAAAAAAAAAAA"
    told = lost(browser.sign_in(cast.officer), url(cast), goal="Planted", _person=forged)
    assert told.status == 400
    assert db.session.query(HeldForm).count() == 0


def test_what_is_too_long_is_said_not_to_be_kept(
    cast: Cast, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_forms, "MOST_CHARACTERS", 100)
    told = lost(browser.sign_in(cast.officer), url(cast), goal="x" * 200)
    assert "too much to keep" in browser.get(told.location).text


def test_it_is_kept_for_an_hour_and_of_one_person_five_at_most(
    cast: Cast, browser: Browser, clock: Clock
) -> None:
    for number in range(6):
        told = lost(browser.sign_in(cast.officer), url(cast), goal=f"Heron {number}")
        clock.pass_by(seconds=1)
    assert db.session.query(HeldForm).count() == 5
    clock.pass_by(hours=1)
    assert "Heron" not in signed_in(browser, told).text
    assert held_forms.prune(now()) == 5


def test_the_address_of_what_is_held_opens_no_other_page(cast: Cast, browser: Browser) -> None:
    told = lost(browser.sign_in(cast.officer), url(cast), goal="Written here")
    signed_in(browser, told)
    held = db.session.query(HeldForm).one().id
    page = browser.get(url(cast, f"sections/summary?held={held}"))
    assert "Written here" not in page.text
