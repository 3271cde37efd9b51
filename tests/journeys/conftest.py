"""The stage of the journeys: the real program, real browsers, plans that are begun for a story."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.chromium import ROOT
from tests.journeys.site import SECONDS, Site, Visitors

Begin = Callable[[str], str]

expect.set_options(timeout=SECONDS * 1000)


@pytest.fixture(scope="session")
def site(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One installation a test process, with the sample data; it ends with the tests."""
    site = Site(tmp_path_factory.mktemp("site"))
    site.run("db", "upgrade")
    with site.running():
        yield site


@pytest.fixture(scope="session")
def signed_in() -> dict[str, Any]:
    """Cookies of those who signed in before, by who they are."""
    return {}


@pytest.fixture
def visit(chromium: Browser, site: Site, signed_in: dict[str, Any]) -> Iterator[Visitors]:
    """`visit("officer")` is a page of hers; what a browser complains of fails the story."""
    visitors = Visitors(chromium, site, signed_in)
    yield visitors
    visitors.leave()
    assert visitors.complaints == []


@pytest.fixture(scope="session")
def sample(site: Site) -> str:
    """Address of the complete sample plan, which no story changes."""
    content = json.loads((ROOT / "nap_tracker" / "samples" / "xaa.json").read_bytes())
    return f"/plans/{content['plan']['id']}"


@pytest.fixture
def begin(visit: Visitors) -> Begin:
    """The coordinator begins a plan of this title; its address."""

    def begin(title: str) -> str:
        page = visit("coordinator")
        page.goto("/plans/new")
        page.get_by_label("Title", exact=True).fill(title)
        page.get_by_label("Binding language").select_option("en")
        page.get_by_role("button", name="Begin the plan").click()
        page.get_by_role("heading", level=1, name="Prepare your national action plan").wait_for()
        return page.url.removeprefix(visit.site.url)

    return begin
