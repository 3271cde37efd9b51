"""What a person is told when something is refused, and that nothing told in an address breaks."""

from __future__ import annotations

import pytest
from flask import Flask

from nap_tracker import errors
from nap_tracker.models.base import new_uid
from nap_tracker.web import failures
from tests.browser_client import Browser
from tests.cast import Cast

REFUSED = "Sorry: %(what)s"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.Forbidden, 403),
        (errors.Invalid, 400),
        (errors.InvalidFile, 400),
        (errors.InvalidTransition, 409),
        (errors.NotFound, 404),
        (errors.NotReady, 409),
        (errors.StaleEdit, 409),
        (errors.TooMany, 429),
    ],
)
def test_a_page_says_what_the_refusal_says_and_escapes_it(
    app: Flask, error: type[errors.DomainError], status: int
) -> None:
    class Special(error):  # type: ignore[misc, valid-type]
        """A refusal of one service alone."""

    # A context of its own: whoever an earlier test signed in must not be remembered in it.
    with app.app_context(), app.test_request_context("/"):
        told, code = failures._domain(Special(REFUSED, {"what": "<b>100 %</b>"}))  # type: ignore[misc]
    assert code == status
    assert "Sorry: &lt;b&gt;100 %&lt;/b&gt;" in str(told)


def test_a_form_of_another_session_is_told_why(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.officer)
    page = browser.post("/account/edit", {"csrf_token": "of yesterday", "name": "Chen"})
    assert page.status == 400
    assert "open for too long" in page.text


def test_somebody_elses_invitation_is_refused_with_the_reason(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.viewer).get(f"/plans/{cast.plan.id}/settings")
    assert page.status == 403
    assert "Ask your coordinator or focal point" in page.text


@pytest.mark.parametrize("who", ["reviewer", "officer", "administrator"])
def test_what_is_hidden_and_what_is_not_there_look_the_same(
    browser: Browser, cast: Cast, who: str
) -> None:
    browser.sign_in(getattr(cast, who))
    for page in ("/plans/{}", "/plans/{}/exports", "/plans/{}/settings"):
        hidden = browser.get(page.format(cast.other_plan.id))
        absent = browser.get(page.format(new_uid()))
        assert (hidden.status, absent.status) == (404, 404)
        assert words(hidden) == words(absent)


def words(page: object) -> list[str]:
    return [found.text() for found in page.select("main p")]  # type: ignore[attr-defined]


@pytest.mark.parametrize("query", ["endpoint=x", "_method=FOO", "_scheme=javascript", "_anchor=a"])
@pytest.mark.parametrize("path", ["", "/sections/objectives", "/rows/site/new", "/files"])
def test_no_argument_of_an_address_is_taken_for_one_of_our_own(
    browser: Browser, cast: Cast, query: str, path: str
) -> None:
    page = browser.sign_in(cast.officer).get(f"/plans/{cast.plan.id}{path}?{query}")
    assert page.status == 200
    assert query not in page.text
    assert "javascript:" not in page.text


def test_an_argument_of_an_address_does_not_stand_in_for_its_path(
    browser: Browser, cast: Cast
) -> None:
    url = f"/plans/{cast.plan.id}/sections/objectives"
    page = browser.sign_in(cast.officer).get(f"{url}?plan_id={cast.other_plan.id}")
    assert page.one("#entry-form").attrib.get("action", url).startswith(url)
    assert cast.other_plan.id not in page.text


@pytest.mark.parametrize("wanted", ["http://[", "https://[::1", "//[", "/[x"])
def test_a_broken_address_to_come_back_to_is_left_out(
    browser: Browser, cast: Cast, wanted: str
) -> None:
    assert browser.get("/sign-in", query_string={"next": wanted}).status == 200
