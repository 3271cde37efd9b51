"""Claims about sessions that end under an open page, and about computers that are shared."""

from __future__ import annotations

from contextvars import Context
from typing import Any

import pytest
from flask import Flask

from nap_tracker import keys, passwords
from nap_tracker.extensions import db
from tests.browser_client import Browser
from tests.cast import Cast
from tests.doors import Clock
from tests.web.open_form import JSON

PASSWORD = "seven herons over wet slate"


@pytest.fixture(autouse=True)
def with_passwords(cast: Cast) -> None:
    for user in (cast.officer, cast.colleague):
        user.password_hash = passwords.hash_password(PASSWORD)
    db.session.commit()


def ask(browser: Browser, url: str, data: dict[str, Any] | None = None) -> dict[str, Any]:
    db.session.commit()
    method = browser.client.post if data is not None else browser.client.get
    answer = Context().run(method, url, data=data, headers=JSON).get_json()
    assert isinstance(answer, dict)
    return answer


def again(
    browser: Browser, cast: Cast, email: str = "chen@example.org", **more: str
) -> dict[str, Any]:
    """What the dialog of the officer's page sends."""
    sent = {"again-email": email, "again-password": PASSWORD, "_person": name(cast), **more}
    token = ask(browser, "/session")["token"]
    return ask(browser, "/sign-in", {**sent, "csrf_token": token})


def name(cast: Cast) -> str:
    return keys.name_of(cast.officer.id)


def sign_in(browser: Browser, **more: str) -> None:
    sent = {"email": "chen@example.org", "password": PASSWORD, **more}
    assert browser.post("/sign-in", sent, token_from="/sign-in").status == 302


def test_the_same_person_signs_in_in_place_and_gets_a_token_and_the_key(
    cast: Cast, browser: Browser
) -> None:
    answer = again(browser, cast)
    assert answer["code"] == "ok"
    assert answer["person"] == name(cast)
    assert answer["key"] == keys.of_devices(cast.officer.id)
    sent = {"csrf_token": answer["token"], "name": "Chen Li", "locale": "fr"}
    assert browser.post("/account/edit", sent).status == 302


def test_another_person_is_not_signed_in_under_somebody_elses_text(
    cast: Cast, browser: Browser
) -> None:
    answer = again(browser, cast, "dina@example.org")
    assert answer["code"] == "forbidden"
    assert "somebody else" in answer["message"]
    assert ask(browser, "/session")["person"] == ""


@pytest.mark.parametrize(
    "wrong", [{"again-password": "not this one"}, {"again-password": ""}, {"again-email": ""}]
)
def test_a_wrong_password_is_said_in_place(
    cast: Cast, browser: Browser, wrong: dict[str, str]
) -> None:
    answer = again(browser, cast, **wrong)
    assert answer["code"] == "invalid"
    assert answer["message"]


def test_tries_in_place_are_counted_as_all_others(cast: Cast, browser: Browser) -> None:
    for _ in range(5):
        again(browser, cast, **{"again-password": "not this one"})
    assert "Too many attempts" in again(browser, cast)["message"]


def test_a_visitor_and_a_shared_computer_get_no_key(cast: Cast, browser: Browser) -> None:
    assert ask(browser, "/session")["key"] == ""
    sign_in(browser, shared="y")
    answer = ask(browser, "/session")
    assert (answer["person"], answer["key"]) == (name(cast), "")
    page = browser.get(f"/plans/{cast.plan.id}/sections/objectives")
    assert page.one("[data-autosave]").attrib["data-copies"] == "off"


def test_each_person_has_a_key_of_their_own_and_always_the_same(cast: Cast) -> None:
    assert keys.of_devices(cast.officer.id) == keys.of_devices(cast.officer.id)
    assert keys.of_devices(cast.officer.id) != keys.of_devices(cast.colleague.id)
    assert keys.named(name(cast)) == cast.officer.id
    assert keys.named(cast.colleague.id + "." + name(cast).partition(".")[2]) is None
    assert keys.named("") is None


def test_a_session_at_a_shared_computer_ends_with_the_browser_and_after_an_hour_without_work(
    cast: Cast, browser: Browser, clock: Clock
) -> None:
    sign_in(browser, shared="y")
    cookie = browser.client.get_cookie("nap_session")
    assert cookie is not None
    assert cookie.expires is None
    clock.pass_by(minutes=59)
    assert browser.get("/account").status == 200
    clock.pass_by(minutes=59)
    assert browser.get("/account").status == 200
    clock.pass_by(minutes=61)
    assert browser.get("/account").status == 302


def test_a_page_left_open_at_a_shared_computer_does_not_hold_the_session(
    cast: Cast, browser: Browser, clock: Clock
) -> None:
    sign_in(browser, shared="y")
    sent = {
        "csrf_token": browser.token("/account/edit"),
        "_page": "a page",
        "_entry": "00000000-0000-4000-8000-000000000000",
    }
    for _ in range(7):
        clock.pass_by(minutes=10)
        ask(browser, f"/plans/{cast.plan.id}/presence", sent)
    assert browser.get("/account").status == 302


def test_signing_out_tells_the_browser_to_forget(cast: Cast, browser: Browser) -> None:
    sign_in(browser)
    page = browser.post("/sign-out", token_from="/account/edit")
    assert page.response.headers["Clear-Site-Data"] == '"cache", "storage"'
    sign_in(browser)
    page = browser.post("/account/sign-out-everywhere", token_from="/account/edit")
    assert "storage" in page.response.headers["Clear-Site-Data"]


def test_pages_are_never_kept_by_the_browser(cast: Cast, app: Flask, browser: Browser) -> None:
    browser.sign_in(cast.officer)
    page = browser.get(f"/plans/{cast.plan.id}/sections/objectives")
    assert page.response.headers["Cache-Control"] == "no-store"
    assert page.one("body").attrib["data-person"] == name(cast)
