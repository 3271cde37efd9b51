"""Claims about how much of a page goes over a slow line (design: budgets)."""

from __future__ import annotations

import re

import brotli
import pytest

from nap_tracker.annex_c.schema import treaty
from nap_tracker.extensions import db
from nap_tracker.roles import OPERATOR
from nap_tracker.services import samples
from nap_tracker.services.accounts import by_email
from nap_tracker.services.plans import visible_to
from nap_tracker.web.assets import DIST
from tests.browser_client import Browser, Page

FIRST, LATER = 150_000, 40_000
"""Bytes over the line: of the first visit to a section, and of every later page."""

pytestmark = pytest.mark.skipif(
    not (DIST / "manifest.json").exists(), reason="the front-end files are not built: make setup"
)


@pytest.fixture
def officer(browser: Browser) -> Browser:
    samples.load(OPERATOR, mode="testing")
    db.session.commit()
    user = by_email("officer@sample.example")
    assert user is not None
    return browser.sign_in(user)


def weight_of_page(page: Page) -> int:
    """As the server compresses it: Brotli at the quality of Flask-Compress."""
    return len(brotli.compress(page.text.encode(), quality=4))


def weight_of_files(page: Page) -> int:
    """Style, scripts and what scripts import, as they lie there compressed."""
    names = {
        element.attrib.get("href") or element.attrib.get("src")
        for element in page.select('link[rel="stylesheet"], script[src]')
    }
    waiting, seen = [str(name).rpartition("/")[2] for name in names], set()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            text = (DIST / name).read_text("utf-8") if name.endswith(".js") else ""
            waiting += re.findall(r'"\./([\w.-]+\.js)"', text)
    return sum((DIST / f"{name}.br").stat().st_size for name in seen)


def test_every_section_of_a_whole_plan_keeps_to_its_weight(officer: Browser) -> None:
    plan = next(p for p in visible_to(OPERATOR) if p.party.code == "XAA")
    found = {}
    for section in treaty().sections:
        page = officer.get(f"/plans/{plan.id}/sections/{section.id}")
        assert page.status == 200
        later = weight_of_page(page)
        found[section.id] = (later + weight_of_files(page), later)
    too_heavy = {id: w for id, w in found.items() if w[0] > FIRST or w[1] > LATER}
    assert too_heavy == {}, found
    assert min(first for first, _ in found.values()) > 10_000, "nothing was weighed"
