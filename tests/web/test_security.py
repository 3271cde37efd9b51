"""Headers that hold for every answer, and whom we believe about where a request came from."""

from __future__ import annotations

import pytest
from flask import Flask, request

from nap_tracker.web import security
from tests.browser_client import Browser
from tests.cast import Cast

TOLD = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}


def behind(proxies: int) -> Flask:
    """An application that says who asked."""
    app = Flask("behind")
    app.config["PROXIES"] = proxies
    security.init_app(app)
    app.add_url_rule("/", view_func=lambda: str(request.remote_addr))
    return app


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("path", ["/", "/plans/{}", "/plans/{}/exports", "/nowhere", "/health"])
def test_every_answer_is_hardened_and_kept_by_nobody(
    browser: Browser, cast: Cast, method: str, path: str
) -> None:
    browser.sign_in(cast.officer)
    url = path.format(cast.plan.id)
    asked = browser.get(url) if method == "get" else browser.post(url, {"csrf_token": ""})
    response = asked.response
    assert security.HEADERS.items() <= dict(response.headers).items()
    assert response.headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in response.headers, "not over plain HTTP"


def test_nothing_but_our_own_files_runs_and_nobody_frames_us() -> None:
    rules = dict(rule.split(" ", 1) for rule in security.POLICY.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["form-action"] == "'self'"
    assert rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert "unsafe" not in security.POLICY


def test_a_visitor_cannot_say_where_they_come_from() -> None:
    answer = behind(0).test_client().get("/", headers=TOLD)
    assert answer.text == "127.0.0.1", "else signing in would be counted under any address"
    assert "Strict-Transport-Security" not in answer.headers


def test_a_proxy_that_the_installation_names_is_believed() -> None:
    answer = behind(1).test_client().get("/", headers=TOLD)
    assert answer.text == "203.0.113.9"
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    spoofed = TOLD | {"X-Forwarded-For": "198.51.100.7, 203.0.113.9"}
    assert behind(1).test_client().get("/", headers=spoofed).text == "203.0.113.9"
