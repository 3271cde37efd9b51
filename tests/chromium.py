"""The real browser: found, started once a process, and asked what axe has against a page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
DIST = ROOT / "nap_tracker" / "static" / "dist"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
REQUIRED = frozenset(filter(None, os.environ.get("NAP_TEST_REQUIRE", "").split(",")))
"""What may not be skipped for want of it (continuous integration): browser, postgresql, naps."""


def _lacking(what: str) -> None:
    if "browser" in REQUIRED:
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, the browser NAP_BROWSER names, or Playwright's own.

    One a process, since a second Playwright does not start beside the first.
    """
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


def leave(context: BrowserContext) -> None:
    """Close it once its pages are at rest.

    Chromium now and then never answers when asked to drop a context whose page is just on its
    way to another, and nothing bounds that wait.
    """
    for page in context.pages:
        try:
            page.goto("about:blank")
        except Error:  # interrupted by the page it was on its way to; that one has come now
            page.goto("about:blank")
    context.close()


def violations(page: Page) -> list[str]:
    """What axe has against the page: rule and element."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]
