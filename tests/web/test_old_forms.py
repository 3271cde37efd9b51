"""A form opened before a removal for protection: its words are not shown again, to nobody."""

from __future__ import annotations

from contextvars import Context
from typing import Any

import pytest
from flask import Flask

from nap_tracker import passwords
from nap_tracker.content import serial
from nap_tracker.extensions import db
from nap_tracker.models.account import Membership
from nap_tracker.models.held_form import HeldForm
from nap_tracker.services import contents, locks, plans, registers, removals
from nap_tracker.text.redaction import Needle
from tests.browser_client import Browser, Page
from tests.cast import Cast
from tests.services.saving import add_row, save, section, version_of
from tests.web.filling import controls, fill, follow, send
from tests.web.open_form import opened

NAME = "Vuqxo Marabel"
PASSWORD = "seven herons over wet slate"


@pytest.fixture(autouse=True)
def written(cast: Cast) -> None:
    """The name stands in a section; the officer can sign in."""
    save(cast.actor("officer"), section(cast), answers={"goal": {"en": f"Ask {NAME}"}})
    cast.officer.password_hash = passwords.hash_password(PASSWORD)
    db.session.commit()


def url(cast: Cast, tail: str = "sections/objectives") -> str:
    return f"/plans/{cast.plan.id}/{tail}"


def removed(cast: Cast) -> None:
    """The focal point removes the name from everywhere."""
    actor, needle = cast.actor("focal_point"), Needle(NAME)
    found = removals.look(actor, cast.amberland, needle)
    keys = [place.key for place in found.places]
    removals.remove_words(actor, cast.amberland, needle, places=keys, files=[], reason="A threat")
    db.session.commit()


def says_nothing_of_it(page: Page) -> bool:
    return NAME not in page.response.get_data(as_text=True)


def typed(page: Page) -> dict[str, Any]:
    """What the officer goes on to write beside the name."""
    return fill(page, goal=f"Ask {NAME} again", _completed="no")


def test_a_form_that_is_sent_is_refused_without_its_words(cast: Cast, browser: Browser):
    page = browser.sign_in(cast.officer).get(url(cast))
    assert not says_nothing_of_it(page)
    removed(cast)
    answer = send(browser, page, typed(page))
    assert answer.status == 409
    assert answer.one("h1").text() == "Words were removed here to protect people"
    assert says_nothing_of_it(answer)
    again = answer.one("main a[href^='/plans']").attrib["href"]
    assert "[removed for protection]" in browser.get(again).text


def test_a_choice_between_two_texts_is_not_asked_again(app: Flask, cast: Cast, browser: Browser):
    here = browser.sign_in(cast.officer).get(url(cast))
    other = Browser(app).sign_in(cast.colleague)
    send(other, there := other.get(url(cast)), fill(there, goal="Theirs", _completed="no"))
    choice = send(browser, here, typed(here))
    assert choice.status == 409
    assert not says_nothing_of_it(choice)
    removed(cast)
    answer = send(browser, choice, fill(choice, goal=f"Ask {NAME} twice"))
    assert answer.one("h1").text() == "Words were removed here to protect people"
    assert says_nothing_of_it(answer)


def test_where_the_version_is_frozen_since_nothing_is_shown_either(cast: Cast, browser: Browser):
    page = browser.sign_in(cast.officer).get(url(cast))
    version = version_of(cast)
    plans.freeze(version, serial.to_text(contents.load(version)))
    db.session.commit()
    removed(cast)
    answer = send(browser, page, typed(page))
    assert answer.one("h1").text() == "This version is frozen"
    assert says_nothing_of_it(answer)


def test_a_form_that_is_opened_after_it_is_shown_when_frozen(cast: Cast, browser: Browser):
    removed(cast)
    page = browser.sign_in(cast.officer).get(url(cast))
    version = version_of(cast)
    plans.freeze(version, serial.to_text(contents.load(version)))
    db.session.commit()
    answer = send(browser, page, fill(page, goal="New words", _completed="no"))
    assert answer.one("#typed-goal").text() == "New words"


def test_who_may_not_write_any_more_gets_nothing_to_copy(cast: Cast, browser: Browser):
    page = browser.sign_in(cast.officer).get(url(cast))
    removed(cast)
    db.session.query(Membership).filter_by(user_id=cast.officer.id).delete()
    db.session.commit()
    answer = send(browser, page, typed(page))
    assert answer.status in (403, 404)
    assert says_nothing_of_it(answer)


def test_a_token_that_has_expired_shows_nothing(cast: Cast, browser: Browser):
    page = browser.sign_in(cast.officer).get(url(cast))
    removed(cast)
    sent = typed(page) | {"csrf_token": ["another"]}
    answer = send(browser, page, sent)
    assert answer.status == 400
    assert says_nothing_of_it(answer)
    assert db.session.query(HeldForm).count() == 0


def test_nothing_is_held_where_the_session_has_ended(cast: Cast, browser: Browser):
    page = browser.sign_in(cast.officer).get(url(cast))
    removed(cast)
    browser.client.delete_cookie("nap_session")
    answer = send(browser, page, typed(page))
    assert db.session.query(HeldForm).count() == 0
    assert says_nothing_of_it(answer)


def held_before(cast: Cast, browser: Browser, words: str) -> Page:
    """A form is held, then the name is removed, then its writer signs in again."""
    page = browser.sign_in(cast.officer).get(url(cast))
    browser.client.delete_cookie("nap_session")
    told = send(browser, page, fill(page, goal=words, _completed="no"))
    assert told.location.startswith("/sign-in?next=")
    assert db.session.query(HeldForm).count() == 1
    removed(cast)
    sent = {"email": cast.officer.email, "password": PASSWORD}
    return follow(browser, browser.post(told.location, sent, token_from=told.location))


def test_a_held_form_with_the_words_is_gone(cast: Cast, browser: Browser):
    page = held_before(cast, browser, f"Ask {NAME} again")
    assert db.session.query(HeldForm).count() == 0
    assert says_nothing_of_it(page)
    assert page.status == 200


def test_a_held_form_that_says_it_otherwise_does_not_come_back(cast: Cast, browser: Browser):
    page = held_before(cast, browser, "Ask V. M. again")
    assert page.status == 409
    assert page.one("h1").text() == "Words were removed here to protect people"
    assert "V. M." not in page.text


def test_held_forms_go_whoever_wrote_them(app: Flask, cast: Cast, browser: Browser):
    """Also of somebody who has no role in the Party any more."""
    page = browser.sign_in(cast.officer).get(url(cast))
    browser.client.delete_cookie("nap_session")
    send(browser, page, typed(page))
    db.session.query(Membership).filter_by(user_id=cast.officer.id).delete()
    db.session.commit()
    removed(cast)
    assert db.session.query(HeldForm).count() == 0


def test_a_row_that_was_taken_out_shows_nothing(cast: Cast, browser: Browser):
    uid = add_row(cast, "institution", {"name": {"en": f"Office of {NAME}"}})
    db.session.commit()
    page = browser.sign_in(cast.officer).get(url(cast, f"rows/institution/{uid}"))
    registers.remove(cast.actor("colleague"), version_of(cast), "institution", uid)
    db.session.commit()
    removed(cast)
    answer = send(browser, page, fill(page))
    assert answer.status == 409
    assert says_nothing_of_it(answer)
    assert "_restore" not in controls(answer, "main form")


def test_a_section_that_somebody_holds_keeps_nothing_beside(cast: Cast, browser: Browser):
    page = browser.sign_in(cast.officer).get(url(cast))
    locks.take(
        cast.actor("coordinator"), version_of(cast), "objectives", reason="Rewriting", hours=1
    )
    db.session.commit()
    removed(cast)
    answer = send(browser, page, typed(page))
    assert answer.status == 409
    assert says_nothing_of_it(answer)


def test_a_page_that_saves_by_itself_is_told_and_learns_which_copies_are_old(
    cast: Cast, browser: Browser
):
    form = opened(browser.sign_in(cast.officer), url(cast))
    removed(cast)
    answer = form.save(goal=f"Ask {NAME} again")
    assert (form.status, answer["code"]) == (409, "redacted")
    assert NAME not in str(answer)
    uid = section(cast).content.uid
    own = (
        Context()
        .run(
            browser.client.get,
            url(cast, f"entries/{uid}/own-saves?since=0"),
            headers={"Accept": "application/json"},
        )
        .get_json()
    )
    assert own["protected"] == section(cast).counter
