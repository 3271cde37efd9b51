"""A real browser on pages that are made here: the built assets and a page a test wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import jinja2
import pytest
from playwright.sync_api import Browser, Page, Route

from nap_tracker.i18n import gettext, labelled, ngettext
from nap_tracker.web.security import POLICY
from tests.chromium import DIST, ROOT, leave, violations

ORIGIN = "http://nap.test"
TYPES = {".css": "text/css", ".js": "text/javascript"}


class Stage:
    """One browser tab that is served `html` and built assets under our content policy."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.html = ""
        self.sent: list[str] = []
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.route("**/*", self._serve)

    def show(self, html: str) -> None:
        self.html = html
        self.page.goto(f"{ORIGIN}/page")

    def violations(self) -> list[str]:
        """What axe has against the page: rule and element."""
        return violations(self.page)

    def _serve(self, route: Route) -> None:
        name = route.request.url.removeprefix(f"{ORIGIN}/dist/")
        headers = {"Content-Security-Policy": POLICY}
        if name != route.request.url:
            path = DIST / name
            kind = TYPES.get(path.suffix, "application/octet-stream")
            route.fulfill(body=path.read_bytes(), content_type=kind, headers=headers)
            return
        if route.request.method == "POST":
            self.sent.append(route.request.post_data or "")
        route.fulfill(body=self.html, content_type="text/html; charset=utf-8", headers=headers)


@pytest.fixture
def stage(chromium: Browser) -> Iterator[Stage]:
    """A fresh tab; whatever it complained about on its console is an error."""
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    stage = Stage(context.new_page())
    yield stage
    leave(context)
    assert stage.complaints == []


def render(source: str, direction: str = "ltr", **values: Any) -> str:
    """A page over base.html, outside the application: only templates, words and assets."""
    manifest = json.loads((DIST / "manifest.json").read_text(encoding="utf-8"))
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.globals.update(
        _=gettext,
        ngettext=ngettext,
        chart_style="",
        asset=lambda name: f"/dist/{manifest[name]}",
        csrf_token=lambda: "token",
        get_flashed_messages=lambda with_categories: [],
    )
    environment.filters["labelled"] = labelled
    shell = SimpleNamespace(
        locale="ar" if direction == "rtl" else "en",
        direction=direction,
        languages=[],
        home_url="/",
        navigation=[],
        account=None,
        reader="",
        sign_in_url="",
        is_demonstration=False,
        person="",
        session_url="/session",
        keeps_copies=False,
    )
    return environment.from_string(source).render(shell=shell, **values)
