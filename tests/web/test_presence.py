"""Claims about what open pages tell the server and hear of each other."""

from __future__ import annotations

import re
from contextvars import Context
from typing import Any

import pytest
from flask import Flask

from nap_tracker.extensions import db
from nap_tracker.models.open_page import OpenPage
from nap_tracker.services import consents
from tests.browser_client import Browser
from tests.cast import Cast
from tests.services.saving import save, section
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


def test_what_somebody_saved_since_is_told_at_the_top_with_the_difference(
    cast: Cast, officer: Browser, colleague: Browser
) -> None:
    """Also when they have closed the page since."""
    before = section(cast)
    save(cast.actor("colleague"), before, answers={"goal": {"en": "To end the burning."}})
    db.session.commit()
    html = ping(officer, cast, _seen=str(before.counter))["html"]
    assert "Dina Petrova saved a new version at" in html
    (address,) = re.findall('href="([^"]+)"', html)
    difference = officer.get(address.replace("&amp;", "&"))
    assert difference.status == 200
    assert "To end the burning." in difference.one("ins").text()


def test_nothing_is_told_of_what_the_page_shows_already(cast: Cast, officer: Browser) -> None:
    save(cast.actor("colleague"), section(cast), answers={"goal": {"en": "To end the burning."}})
    for seen in (str(section(cast).counter), "", "no number"):
        assert "saved a new version" not in ping(officer, cast, _seen=seen)["html"]


def test_another_window_of_the_same_person_is_called_that(cast: Cast, officer: Browser) -> None:
    before = section(cast)
    answers = {"goal": {"en": "To end the burning."}}
    save(cast.actor("officer"), before, answers=answers, window="one")
    seen = str(before.counter)
    html = ping(officer, cast, _seen=seen, _window="other")["html"]
    assert "You saved a new version in another window at" in html
    assert ping(officer, cast, _seen=seen, _window="one")["html"].strip() == ""


def test_a_reader_without_a_form_is_seen_viewing_and_told(
    cast: Cast, officer: Browser, colleague: Browser
) -> None:
    page = colleague.get(f"/plans/{cast.plan.id}/sections/objectives/answers")
    place = page.one("[data-presence]").attrib
    entry = section(cast)
    assert (place["data-entry"], place["data-seen"]) == (entry.content.uid, str(entry.counter))
    ping(colleague, cast, _page="read", _says="active", _seen=place["data-seen"])
    assert "Dina Petrova is viewing this page" in ping(officer, cast)["html"]


@pytest.mark.parametrize("who", ["viewer", "reviewer"])
def test_who_is_told_of_nobody_has_a_page_that_says_nothing(
    app: Flask, cast: Cast, who: str
) -> None:
    browser = Browser(app).sign_in(getattr(cast, who))
    page = browser.get(f"/plans/{cast.plan.id}/sections/objectives/answers")
    assert page.status == 200
    assert page.select("[data-presence]") == []


def test_an_administrator_with_consent_reads_and_is_told_without_the_history(
    app: Flask, cast: Cast
) -> None:
    details = {"administrator_id": cast.administrator.id, "reason": "A fault", "days": 3}
    consents.give(cast.actor("focal_point"), cast.amberland, **details)
    administrator = Browser(app).sign_in(cast.administrator)
    page = administrator.get(f"/plans/{cast.plan.id}/sections/objectives")
    assert page.one("[data-presence]").attrib["data-entry"] == section(cast).content.uid
    save(cast.actor("colleague"), section(cast), answers={"goal": {"en": "To end the burning."}})
    html = ping(administrator, cast, _seen="0")["html"]
    assert "Dina Petrova saved a new version at" in html
    assert "<a" not in html


def test_an_open_form_says_what_it_was_opened_with(cast: Cast, officer: Browser) -> None:
    ping(officer, cast, _bases="3,1,x,,-2,3")
    page = db.session.query(OpenPage).one()
    assert page.shown == "1,3"
    ping(officer, cast, _says="released", _bases="")
    db.session.refresh(page)
    assert (page.shown, page.released_at is None) == ("", False)


def test_who_only_reads_names_no_ground(app: Flask, cast: Cast) -> None:
    details = {"administrator_id": cast.administrator.id, "reason": "A fault", "days": 3}
    consents.give(cast.actor("focal_point"), cast.amberland, **details)
    ping(Browser(app).sign_in(cast.administrator), cast, _bases="1")
    assert db.session.query(OpenPage).one().shown == ""
