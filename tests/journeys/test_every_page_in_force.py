"""Every page of implementation, followed from the tab: it fits, is accessible and speaks French."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.site import Visitors
from tests.journeys.test_every_page import PHONE, WIDER, faults_of
from tests.journeys.test_progress_review import registered
from tests.journeys.writing import follow, headed, press

pytestmark = pytest.mark.browser

TAB = (
    *("activities", "indicators", "money", "practices", "progress-reviews", "reports"),
    "progress-publications",
)
"""Pages of the tab; everything else is found by following links from them."""
OUTSIDE = ("/updates", "/progress")
"""Pages of implementation that belong to no single plan."""
FILE = re.compile(r"\.(csv|docx|ics|json|pdf|xlsx)\b|/extracts/|/files/")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/questions/)\w+")
LABEL = re.compile(r"\b(Activity|Amount|Indicator|Save|Seen|Show|Until|Value|Withdraw)\b")
"""Words of the interface that no French page says."""
SAID = """() => {
  const main = document.querySelector("main").cloneNode(true);
  main.querySelectorAll("[lang]").forEach((one) => one.remove());
  return main.textContent;
}"""
"""What stands on a page in its own language; what a review tells or the public reads is in theirs,
and marked so."""


def test_the_pages_of_a_plan_in_force_fit_are_accessible_and_speak_french(
    visit: Visitors, tmp_path: Path
) -> None:
    plan = f"/plans/{registered(visit('coordinator'), tmp_path).rpartition('/')[2]}"
    page = visit("focal point")
    carried_out(page, plan)
    found, seen = [], [*OUTSIDE, *addresses(page, plan)]
    assert len(seen) > 20, seen
    for address in seen:
        page.goto(f"{address}{'&' if '?' in address else '?'}lang=en")
        found += [f"{address}: {fault}" for fault in faults_of(page)]
    page.set_viewport_size(PHONE)
    for address in seen:
        page.goto(f"{address}{'&' if '?' in address else '?'}lang=fr")
        found += [f"{address}: says {words}" for words in LABEL.findall(page.evaluate(SAID))]
        found += [f"{address}: {element}" for element in page.evaluate(WIDER)]
    page.goto("/?lang=en")
    assert found == []


def carried_out(page: Page, plan: str) -> None:
    """A review is open, and there is one of each thing that is followed."""
    page.goto(f"{plan}/activities/new")
    page.locator("[name=statement]").fill("Retours des cornues")
    press(page, "Save")
    page.goto(f"{plan}/indicators/add")
    page.get_by_role("button", name="Follow it").first.click()
    page.goto(f"{plan}/practices/sites/new")
    page.locator("[name=name]").fill("Kessar")
    press(page, "Add the site")
    page.goto(f"{plan}/money/record")
    page.get_by_label("Secured").check()
    page.locator("[name=amount]").fill("120000")
    page.locator("[name=currency]").select_option("USD")
    page.locator("[name=happened_on]").fill("2025")
    press(page, "Record it")
    page.goto(f"{plan}/progress-reviews")
    follow(page, "Open a review of another period")
    page.get_by_label("First day under review").fill("2023-05-01")
    page.get_by_label("Last day under review").fill("2026-04-30")
    press(page, "Open the review")
    headed(page, "Review of progress 1")


def addresses(page: Page, plan: str) -> list[str]:
    """One page of each kind, in the order in which links lead to them."""
    found: dict[str, str] = {}
    waiting = [f"{plan}/{name}" for name in TAB]
    while waiting:
        address = waiting.pop(0)
        kind = ID.sub("*", address.partition("?")[0])
        if kind in found:
            continue
        found[kind] = address
        page.goto(address)
        links = page.locator("main a").evaluate_all("e => e.map((a) => a.getAttribute('href'))")
        inside = (link for link in links if link.startswith(tuple(f"{plan}/{n}" for n in TAB)))
        waiting += [link for link in inside if not FILE.search(link) and "#" not in link]
    return list(found.values())
