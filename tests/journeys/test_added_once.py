"""Back after adding a row, then Save again: one row, changed, and never a second one unnoticed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Begin
from tests.journeys.site import Visitors
from tests.journeys.writing import box, press

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_back_after_adding_leads_to_the_row_that_was_added(
    visit: Visitors, begin: Begin, *, scripts: bool
) -> None:
    plan = begin(f"Added once {scripts}")
    page = visit("officer", java_script_enabled=scripts)
    page.goto(f"{plan}/rows/institution/new")
    box(page, "Name of the institution").fill("Ministry of Mines")
    press(page, "Save")
    page.get_by_role("heading", level=1).wait_for()
    page.wait_for_url("**/sections/**")
    page.go_back()
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_visible()
    name = box(page, "Name of the institution")
    expect(name).to_have_value("Ministry of Mines")
    name.fill("Ministry of Mines and Gold")
    press(page, "Save")
    page.wait_for_url("**/sections/**")
    rows = page.locator("tr[id^=row-]")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Ministry of Mines and Gold")
