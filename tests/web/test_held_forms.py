"""Claims about forms sent after a session has ended: held for their writer, and for nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from nap_tracker import passwords
from nap_tracker.clock import now
from nap_tracker.extensions import db
from nap_tracker.models.account import Membership
from nap_tracker.models.entry import Entry
from nap_tracker.models.held_form import HeldForm
from nap_tracker.services import held_forms
from tests.browser_client import Browser, Page
from tests.cast import Cast
from tests.doors import Clock
from tests.services.saving import add_row, row, section, version_of
from tests.web.filling import controls, fill, follow, send

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
    assert told.one("#typed-goal").text() == "At length"
    assert db.session.query(HeldForm).count() == 0


def test_a_page_with_too_long_an_address_is_not_said_to_come_back(
    cast: Cast, browser: Browser
) -> None:
    address = url(cast) + "?back=/plans&filler=" + "x" * 2000
    told = lost(browser.sign_in(cast.officer), address, goal="At length")
    assert db.session.query(HeldForm).count() == 0
    assert told.status == 401
    assert told.one("#typed-goal").text() == "At length"


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
    assert told.status == 401
    assert db.session.query(HeldForm).count() == 0


def test_a_proof_is_of_no_use_in_another_browser(app: Flask, cast: Cast, browser: Browser) -> None:
    page = browser.sign_in(cast.officer).get(url(cast))
    thief = Browser(app)
    told = thief.post(url(cast), fill(page, goal="Planted"))
    assert told.status == 401
    assert db.session.query(HeldForm).count() == 0


def test_whoever_sits_there_after_sign_out_or_another_sign_in_can_have_nothing_held(
    cast: Cast, browser: Browser
) -> None:
    page = browser.sign_in(cast.officer).get(url(cast))
    browser.post("/sign-out", token_from=url(cast))
    assert browser.post(url(cast), fill(page, goal="Planted")).status == 401
    page = browser.sign_in(cast.officer).get(url(cast))
    browser.client.delete_cookie("nap_session")
    signed_in(browser, browser.get(url(cast)), "dina@example.org")
    assert browser.post(url(cast), fill(page, goal="Planted")).status == 400
    browser.client.delete_cookie("nap_session")
    assert browser.post(url(cast), fill(page, goal="Planted")).status == 401
    assert db.session.query(HeldForm).count() == 0


def test_signing_out_everywhere_ends_every_proof(app: Flask, cast: Cast, browser: Browser) -> None:
    page = browser.sign_in(cast.officer).get(url(cast))
    elsewhere = Browser(app).sign_in(cast.officer)
    elsewhere.post("/account/sign-out-everywhere", token_from="/account")
    told = browser.post(url(cast), fill(page, goal="Planted"))
    assert told.status == 401
    assert told.one("#typed-goal").text() == "Planted"
    assert db.session.query(HeldForm).count() == 0


def test_a_page_opened_before_ones_own_new_password_comes_back_in_that_browser(
    cast: Cast, browser: Browser
) -> None:
    page = browser.sign_in(cast.officer).get(url(cast))
    new = "eight quiet otters downstream"
    sent = {"current": PASSWORD, "password": new}
    told = browser.post("/account/password", sent, token_from="/account/password")
    assert told.location == "/account"
    again = follow(browser, browser.post(url(cast), fill(page, goal="At length")))
    assert again.one("#goal").text() == "At length"


def test_a_proof_lasts_a_week_after_the_last_page(
    cast: Cast, browser: Browser, clock: Clock
) -> None:
    page = browser.sign_in(cast.officer).get(url(cast))
    browser.client.delete_cookie("nap_session")
    clock.pass_by(days=7, seconds=1)
    assert browser.post(url(cast), fill(page, goal="At length")).status == 401


def collided(app: Flask, cast: Cast, browser: Browser) -> Page:
    """The officer is asked to choose: a colleague was quicker."""
    here = browser.sign_in(cast.officer).get(url(cast))
    other = Browser(app).sign_in(cast.colleague)
    send(other, there := other.get(url(cast)), fill(there, goal="Theirs", rationale="Kept"))
    return send(browser, here, fill(here, goal="Mine"))


def test_a_choice_between_two_texts_comes_back_as_far_as_it_was_made(
    app: Flask, cast: Cast, browser: Browser
) -> None:
    page = collided(app, cast, browser)
    browser.client.delete_cookie("nap_session")
    sent = fill(page, goal="Ours", **{"_choose-goal": "mine"})
    page = signed_in(browser, browser.post(page.one("#entry-form").attrib["action"], sent))
    assert page.status == 200
    assert page.one("h1").text() == "Somebody else changed the same answer"
    assert page.one("#goal").text() == "Ours"
    assert page.one('[name="_choose-goal"][checked]').attrib["value"] == "mine"
    assert follow(browser, send(browser, page, fill(page))).status == 200
    answers = section(cast).content.answers
    assert answers["goal"] == {"en": "Ours"}
    assert "Kept" in answers["rationale"]["en"]
    assert db.session.query(HeldForm).count() == 0


def test_a_choice_that_is_not_made_comes_back_unmade_and_asks(
    app: Flask, cast: Cast, browser: Browser
) -> None:
    page = collided(app, cast, browser)
    browser.client.delete_cookie("nap_session")
    sent = fill(page, goal="Ours")
    page = signed_in(browser, browser.post(page.one("#entry-form").attrib["action"], sent))
    assert not page.select('input[type="radio"][checked]')
    again = send(browser, page, fill(page))
    assert again.status == 409
    assert again.one("#goal").text() == "Ours"


def test_a_choice_in_a_row_comes_back_too(app: Flask, cast: Cast, browser: Browser) -> None:
    uid = add_row(cast, "activity", {"statement": {"en": "Train"}, "start": "2024"})
    db.session.commit()
    there = url(cast, f"rows/activity/{uid}")
    here = browser.sign_in(cast.officer).get(there)
    other = Browser(app).sign_in(cast.colleague)
    send(other, theirs := other.get(there), fill(theirs, statement="Train miners"))
    page = send(browser, here, fill(here, statement="Train women"))
    browser.client.delete_cookie("nap_session")
    sent = fill(page, statement="Train all", **{"_choose-statement": "mine"})
    page = signed_in(browser, browser.post(page.one("#entry-form").attrib["action"], sent))
    follow(browser, send(browser, page, fill(page)))
    assert row(cast, "activity", uid).content.answers == {
        "start": "2024",
        "statement": {"en": "Train all"},
    }


def removed_meanwhile(app: Flask, cast: Cast, browser: Browser) -> tuple[str, Page]:
    """The form of a row comes back after a colleague took the row out."""
    uid = add_row(cast, "institution", {"name": {"en": "Ministry"}})
    db.session.commit()
    there = url(cast, f"rows/institution/{uid}")
    told = lost(browser.sign_in(cast.officer), there, name="Renamed")
    other = Browser(app).sign_in(cast.colleague)
    other.post(f"{there}/remove", token_from=f"{there}/remove")
    return uid, signed_in(browser, told)


def test_a_row_removed_meanwhile_shows_the_words_and_can_be_put_back_with_them(
    app: Flask, cast: Cast, browser: Browser
) -> None:
    uid, page = removed_meanwhile(app, cast, browser)
    assert page.status == 409
    assert "Renamed" in page.one("main").text()
    assert page.one("#typed-name").text() == "Renamed"
    sent = {**controls(page, "main form"), "_restore": "y"}
    send(browser, page, sent, "main form")
    assert row(cast, "institution", uid).content.answers["name"] == {"en": "Renamed"}
    assert db.session.query(HeldForm).count() == 0


def test_a_row_removed_meanwhile_can_stay_out_and_its_words_in_the_history(
    app: Flask, cast: Cast, browser: Browser
) -> None:
    uid, page = removed_meanwhile(app, cast, browser)
    sent = {**controls(page, "main form"), "_leave": "y"}
    told = follow(browser, send(browser, page, sent, "main form"))
    assert told.status == 200
    assert "Renamed" in told.one("main").text()
    assert db.session.get_one(Entry, (version_of(cast).id, uid)).removed_at is not None
    assert db.session.query(HeldForm).count() == 0


def test_who_may_not_write_any_more_still_gets_the_words_to_copy(
    cast: Cast, browser: Browser
) -> None:
    told = lost(browser.sign_in(cast.officer), url(cast), goal="Written at length")
    db.session.query(Membership).filter_by(user_id=cast.officer.id).delete()
    page = signed_in(browser, told)
    assert page.status in (403, 404)
    assert page.one("#typed-goal").text() == "Written at length"


def test_what_is_sent_where_nobody_may_write_any_more_is_shown_to_be_copied(
    cast: Cast, browser: Browser
) -> None:
    page = browser.sign_in(cast.officer).get(url(cast))
    sent = fill(page, goal="Written at length", problem="In the mill")
    version_of(cast).frozen_at = now()
    told = send(browser, page, sent)
    assert told.status in (403, 409)
    assert told.one("#typed-goal").text() == "Written at length"
    assert told.one("#typed-problem").text() == "In the mill"


def test_another_site_puts_no_words_in_anybodys_mouth(cast: Cast, browser: Browser) -> None:
    headers = {"Origin": "https://elsewhere.example"}
    told = browser.post(url(cast), {"goal": "Planted"}, token_from="/sign-in", headers=headers)
    assert told.location == "/sign-in"
    assert "Planted" not in told.text


def test_what_is_too_long_is_said_not_to_be_kept(
    cast: Cast, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_forms, "MOST_CHARACTERS", 100)
    told = lost(browser.sign_in(cast.officer), url(cast), goal="x" * 200)
    assert "could not be kept for you" in told.text
    assert told.one("#typed-goal").text() == "x" * 200


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
