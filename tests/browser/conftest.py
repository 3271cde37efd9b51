"""A real browser on pages that are made here: the built assets and a page a test wrote."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from nap_tracker.i18n import gettext, ngettext
from tests.conftest import REQUIRED

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "nap_tracker" / "static" / "dist"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
ORIGIN = "http://nap.test"
POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'"
TYPES = {".css": "text/css", ".js": "text/javascript"}


def _lacking(what: str) -> None:
    if "browser" in REQUIRED:
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, the browser NAP_BROWSER names, or Playwright's own."""
    if not (DIST / "manifest.json").exists():
        _lacking("the front-end files are not built: make setup")
    path = os.environ.get("NAP_BROWSER") or shutil.which("chromium")
    with sync_playwright() as playwright:
        if not path and not Path(playwright.chromium.executable_path).exists():
            _lacking("no browser: install chromium or set NAP_BROWSER")
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


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
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        options = "{ resultTypes: ['violations'] }"
        found = self.page.evaluate(f"axe.run(document, {options})")["violations"]
        return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]

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
    context.close()
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
        asset=lambda name: f"/dist/{manifest[name]}",
        csrf_token=lambda: "token",
        get_flashed_messages=lambda with_categories: [],
    )
    shell = SimpleNamespace(
        locale="ar" if direction == "rtl" else "en",
        direction=direction,
        languages=[],
        home_url="/",
        navigation=[],
        account=None,
        sign_in_url="",
        is_demonstration=False,
    )
    return environment.from_string(source).render(shell=shell, **values)
