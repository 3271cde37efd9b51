"""Built files: served packed, for ever, and alone."""

from __future__ import annotations

from contextvars import Context

import brotli
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from nap_tracker.web.assets import DIST, FOR_EVER
from nap_tracker.web.shell import asset
from tests.browser_client import Browser

pytestmark = pytest.mark.skipif(
    not (DIST / "manifest.json").exists(), reason="the front-end files are not built: make setup"
)


def visit(app: Flask, url: str, encoding: str) -> TestResponse:
    headers = {"Accept-Encoding": encoding}
    return Context().run(app.test_client().get, url, headers=headers, buffered=True)


def test_a_built_file_is_kept_for_ever_and_comes_packed(app: Flask):
    with app.test_request_context():
        url = asset("app.css")
    packed = visit(app, url, "br")
    plain = visit(app, url, "identity")
    assert packed.headers["Content-Encoding"] == "br"
    assert packed.headers["Cache-Control"] == FOR_EVER
    assert packed.mimetype == plain.mimetype == "text/css"
    assert brotli.decompress(packed.data) == plain.data


@pytest.mark.parametrize(
    "path", ["../fonts/fonts.conf", "..%2ffonts%2ffonts.conf", "../../../config.py", "nothing.css"]
)
def test_nothing_else_is_served(app: Flask, path: str):
    assert Browser(app).get(f"/assets/{path}").status == 404


def test_the_first_visit_weighs_at_most_150_kb(app: Flask):
    with app.test_request_context():
        urls = [asset("app.css"), asset("app.js")]
    answers = [visit(app, url, "br") for url in [*urls, "/sign-in"]]
    assert sum(len(answer.data) for answer in answers) <= 150_000


def test_pages_are_never_kept_on_a_shared_computer(app: Flask):
    response = visit(app, "/sign-in", "br")
    assert response.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
