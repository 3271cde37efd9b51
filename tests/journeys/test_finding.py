"""A word is looked for in a plan, and found again on the page where it stands."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.chromium import violations
from tests.journeys.site import Visitors

pytestmark = pytest.mark.browser


def test_what_was_found_in_the_plan_is_marked_on_the_page(visit: Visitors, sample: str) -> None:
    page = visit("officer", viewport={"width": 360, "height": 740})
    page.goto(f"{sample}/sections/trade")
    page.get_by_role("button", name="Find in this section").click()
    told = page.locator("[data-find-told]")
    page.get_by_label("Words to look for").fill("mercury")
    expect(told).to_contain_text("places are found")
    page.keyboard.press("Enter")
    expect(told).to_contain_text("Place 1 of")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("link", name="Look through every row of this section").click()
    expect(page.get_by_role("status")).to_contain_text("found")
    page.locator(".app-hits a").first.click()
    expect(page.locator("#find-here")).to_be_visible()
    assert page.evaluate("CSS.highlights.get('app-find').size") > 0
    page.get_by_label("Words to look for").press("Escape")
    expect(page.get_by_role("button", name="Find in this section")).to_be_focused()
    page.goto(sample)  # nothing was changed, so nothing asks
    expect(page.get_by_role("heading", level=1)).to_be_visible()
