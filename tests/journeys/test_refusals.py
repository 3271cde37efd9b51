"""An officer types what cannot be: she is told at the field, and nothing she typed is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Begin
from tests.journeys.site import Visitors
from tests.journeys.writing import answer, box, follow, group, headed, press, task, told

pytestmark = pytest.mark.browser

USED = "Mercury used in a year"
GOLD = "Gold produced with it in a year"
AIR = "Mercury emitted to air in a year"
LETTERS = f"{USED}: Enter a year with four figures, for example 2024"
ABOVE = f"{GOLD}: The lowest value cannot be above the best value"


def test_a_wrong_figure_is_told_of_kept_beside_and_put_right(visit: Visitors, begin: Begin) -> None:
    plan = begin("Wrong figures")
    page = visit("officer")
    page.goto(f"{plan}/sections/baseline")
    figure(page, USED, Best="14200", Year="last year")
    figure(page, GOLD, Lowest="30000", Best="9500")
    figure(page, AIR, Best="8100", Year="2024")
    press(page, "Save and continue")

    told(page, "Saved, except for what is marked below.")
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    assert links(page) == [LETTERS, ABOVE]
    assert page.title().startswith("Error: ")
    summary.get_by_role("link", name=LETTERS).click()
    expect(part(page, USED, "Year")).to_be_focused()
    expect(part(page, USED, "Year")).to_have_value("last year")
    expect(part(page, USED, "Best")).to_have_value("14200")
    summary.get_by_role("link", name=ABOVE).click()
    expect(part(page, GOLD, "Lowest")).to_be_focused()
    expect(part(page, GOLD, "Lowest")).to_have_value("30000")

    page.goto(f"{plan}/sections/baseline/answers")
    expect(answer(page, AIR)).to_contain_text("8,100")
    expect(answer(page, GOLD)).not_to_contain_text("30")
    page.goto(plan)
    expect(task(page, "Give the baseline estimates")).to_contain_text("There is a problem")

    follow(page, "Give the baseline estimates")
    assert links(page) == [LETTERS, ABOVE]
    part(page, USED, "Year").fill("2024")
    part(page, GOLD, "Lowest").fill("9000")
    page.get_by_label("No, I will come back to it later").check()
    press(page, "Save and continue")
    headed(page, "Check your answers: Baseline estimates of mercury use and practices")
    expect(answer(page, USED)).to_contain_text("14,200")
    follow(page, "Back to the plan")
    expect(task(page, "Give the baseline estimates")).to_contain_text("In progress")


def test_an_activity_that_ends_before_it_begins_is_saved_without_its_end(
    visit: Visitors, begin: Begin
) -> None:
    plan = begin("Ends before it begins")
    page = visit("officer")
    page.goto(f"{plan}/rows/activity/new")
    box(page, "Activity").fill("Open an office in every district")
    box(page, "Start").fill("2028")
    box(page, "End").fill("2026")
    press(page, "Save")

    told(page, "Saved, except for what is marked below.")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    assert links(page) == ["End: The end cannot be before the start. Correct one of the two"]
    expect(box(page, "Activity")).to_have_value("Open an office in every district")
    expect(box(page, "Start")).to_have_value("2028")
    expect(box(page, "End")).to_have_value("2026")

    box(page, "End").fill("2029")
    press(page, "Save and stay on this page")
    told(page, "Saved.")
    expect(page.locator("[data-error-summary]")).to_have_count(0)
    expect(box(page, "End")).to_have_value("2029")


def figure(page: Page, question: str, **parts: str) -> None:
    """Fill in parts of a figure; mercury and gold are weighed in kilograms a year."""
    for name, words in parts.items():
        part(page, question, name).fill(words)
    group(page, question).get_by_label("Unit").select_option("kg/yr")


def part(page: Page, question: str, name: str) -> Locator:
    return group(page, question).get_by_label(name, exact=True)


def links(page: Page) -> list[str]:
    return page.locator("[data-error-summary]").get_by_role("link").all_inner_texts()
