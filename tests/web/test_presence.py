"""Claims about what open pages tell the server and hear of each other."""

from __future__ import annotations

from contextvars import Context
from typing import Any

import pytest
from flask import Flask

from nap_tracker.extensions import db
from tests.browser_client import Browser
from tests.cast import Cast
from tests.services.saving import section
from tests.web.open_form import JSON


def ping(browser: Browser, cast: Cast, **sent: Any) -> dict[str, Any]:
    url = f"/plans/{cast.plan.id}"
    body = {
        "csrf_token": browser.token("/account/edit"),
        "_page": "a page",
        "_entry": section(cast).content.uid,
        **sent,
    }
    db.session.commit()
    response = Context().run(browser.client.post, f"{url}/presence", data=body, headers=JSON)
    answer = response.get_json()
    assert isinstance(answer, dict)
    return answer


@pytest.fixture
def officer(app: Flask, cast: Cast) -> Browser:
    return Browser(app).sign_in(cast.officer)


@pytest.fixture
def colleague(app: Flask, cast: Cast) -> Browser:
    return Browser(app).sign_in(cast.colleague)


def test_initials_for_the_eye_and_a_sentence_for_everybody(
    cast: Cast, officer: Browser, colleague: Browser
) -> None:
    ping(colleague, cast, _says="unsaved")
    html = ping(officer, cast)["html"]
    assert "DP" in html
    assert "Dina Petrova has text here that is not saved yet" in html


def test_who_has_saved_since_is_said_with_the_time(
    cast: Cast, officer: Browser, colleague: Browser
) -> None:
    ping(colleague, cast, _says="saved")
    assert "saved a new version at" in ping(officer, cast, _shown_at="1000")["html"]
    assert "saved a new version" not in ping(officer, cast, _shown_at="x")["html"]


def test_a_page_that_is_left_is_told_nothing_and_seen_no_more(
    cast: Cast, officer: Browser, colleague: Browser
) -> None:
    ping(colleague, cast)
    assert "html" not in ping(colleague, cast, _says="released")
    assert ping(officer, cast)["people"] == 0


@pytest.mark.parametrize("broken", [{"_page": ""}, {"_page": "x" * 99}, {"_entry": "no id"}])
def test_what_no_page_of_ours_says_is_refused(
    cast: Cast, officer: Browser, broken: dict[str, str]
) -> None:
    assert ping(officer, cast, **broken)["code"] == "invalid"


def test_an_open_page_does_not_keep_a_session_alive(cast: Cast, officer: Browser) -> None:
    token = officer.token("/account/edit")
    body = {"csrf_token": token, "_page": "a page", "_entry": section(cast).content.uid}
    url = f"/plans/{cast.plan.id}/presence"
    db.session.commit()
    response = Context().run(officer.client.post, url, data=body, headers=JSON)
    assert response.get_json()["code"] == "ok"
    assert "Set-Cookie" not in response.headers
