"""A coordinator brings in a work plan from a spreadsheet: tried first, then all or nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Begin
from tests.journeys.site import Visitors
from tests.journeys.writing import follow, headed, press, told

pytestmark = pytest.mark.browser

BOM = "\ufeff"
HEADS = "Strategy;Annex C;Activity;Start;End;Cost;Currency"
ROWS = (
    "Formalise mining;1(c);Open an office;2026;2027;100'000.50;USD",
    "Formalise mining;1(c);Register miners;2026;2027;1'250'000;XOF",
    "Control trade;1(f);Watch the borders;2027;2026;{cost};USD",
)


def test_a_faulty_file_is_refused_by_row_and_column_and_the_corrected_one_comes_in(
    visit: Visitors, begin: Begin
) -> None:
    plan = begin("From a spreadsheet")
    page = visit("coordinator")
    upload(page, plan, "plan.csv", cost="5'000 or 6'000", end="2026")
    press(page, "See what would be brought in")

    headed(page, "The file cannot be brought in yet")
    errors = page.get_by_role("table", name="2 errors to put right")
    expect(errors.get_by_role("row", name="F4")).to_contain_text(
        "“5'000 or 6'000” is not a single amount."
    )
    expect(errors.get_by_role("row", name="4 The end")).to_contain_text("before the start")
    expect(page.get_by_role("button", name="Bring in the whole file")).to_have_count(0)
    page.goto(f"{plan}/sections/work_plan/answers")
    expect(page.get_by_role("main")).not_to_contain_text("Open an office")

    upload(page, plan, "corrected.csv", cost="5'000", end="2029")
    press(page, "See what would be brought in")
    headed(page, "What would be brought in")
    sums = page.get_by_role("table", name="Sum per currency")
    expect(sums.get_by_role("row", name="USD")).to_contain_text("105,000.50")
    expect(sums.get_by_role("row", name="XOF")).to_contain_text("1,250,000")
    press(page, "Bring in the whole file")

    told(page, "Activities: 3. Strategies: 2. Budget lines: 3.")
    page.goto(f"{plan}/sections/work_plan")
    expect(page.get_by_role("table", name="Activities")).to_contain_text("Watch the borders")
    follow(page, "Check the answers of this section")
    page.goto(f"{plan}/coverage")
    whole = page.get_by_role("row", name="The whole budget")
    expect(whole).to_contain_text("USD 105,000.50")
    expect(whole).to_contain_text("XOF 1,250,000")


def upload(page: Page, plan: str, name: str, *, cost: str, end: str) -> None:
    """The table as a spreadsheet program writes it, with a byte-order mark."""
    last = ROWS[-1].replace("2026", end).format(cost=cost)
    table = "\r\n".join((HEADS, *ROWS[:-1], last, ""))
    page.goto(f"{plan}/work-plan-imports")
    page.get_by_label("Spreadsheet of the work plan").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": (BOM + table).encode()}
    )
    press(page, "Upload and go on")
    headed(page, "What do the columns hold?")
