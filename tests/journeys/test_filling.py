"""An officer fills in a section: with the editor, without scripts, with the keyboard alone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Begin
from tests.journeys.site import PASSWORD, PEOPLE, Site, Visitors, sign_in
from tests.journeys.writing import Writer, answer, box, follow, headed, press, task, told

pytestmark = pytest.mark.browser

OBJECTIVES = "National objectives and reduction targets"


def exported(site: Site, plan: str) -> dict[str, Any]:
    """The plan in its JSON form, as the command line writes it."""
    made = site.run("plan", "export", plan.rpartition("/")[2], "--format", "json", "--out", "-")
    content: dict[str, Any] = json.loads(made)
    return content


def test_an_officer_fills_a_section_and_finds_it_on_the_task_list(
    visit: Visitors, begin: Begin
) -> None:
    begin("Filled with the editor")
    page = visit()
    sign_in(page, PEOPLE["officer"], PASSWORD)
    follow(page, "Filled with the editor")
    follow(page, "Set objectives and targets")
    headed(page, OBJECTIVES)

    problem = Writer(page, "Problem statement").begin()
    problem.style("Heading").type("Where the mercury goes").press("Enter")
    problem.type("Most of it is burned in the open").click("Footnote").type("Survey of 2024")
    problem.press("Enter").type(".").press("Enter")
    problem.type("- Whole ore").press("Enter").type("Concentrate").press("Enter", "Enter")
    problem.click("Table").fill("Rows", "2").fill("Columns", "2").click("Apply")
    for words in ("Sites", "Site", "Miners", "Kampti", "120"):
        problem.type(words).press("ArrowRight")
    box(page, "Goal").fill("No mercury in gold mining by 2035.")
    page.get_by_label("No, I will come back to it later").check()
    press(page, "Save and continue")

    headed(page, f"Check your answers: {OBJECTIVES}")
    told(page, "Saved.")
    shown = answer(page, "Problem statement")
    expect(shown.get_by_role("heading", name="Where the mercury goes")).to_be_visible()
    expect(shown.get_by_role("listitem").get_by_text("Concentrate")).to_be_visible()
    expect(shown.get_by_role("table", name="Sites").get_by_role("cell", name="120")).to_be_visible()
    expect(shown).to_contain_text("Survey of 2024")
    expect(answer(page, "Goal")).to_have_text("No mercury in gold mining by 2035.")
    expect(page.get_by_role("main")).to_contain_text("This section is not marked as completed.")

    follow(page, "Back to the plan")
    expect(task(page, "Set objectives and targets")).to_contain_text("In progress")
    expect(page.get_by_role("main")).to_contain_text("You have completed 0 of")


def test_without_scripts_saving_unchanged_leaves_the_same_bytes(
    visit: Visitors, sample: str, site: Site
) -> None:
    page = visit("officer", java_script_enabled=False)
    before = exported(site, sample)
    for section in ("introduction", "objectives", "baseline", "stakeholders"):
        page.goto(f"{sample}/sections/{section}")
        press(page, "Save and stay on this page")
        told(page, "Saved.")
    assert exported(site, sample) == before


def test_without_scripts_text_is_written_in_light_markup(visit: Visitors, begin: Begin) -> None:
    plan = begin("Written in light markup")
    page = visit("officer", java_script_enabled=False)
    page.goto(f"{plan}/sections/objectives")
    box(page, "Problem statement").fill(
        "### Where it goes\n\nMost of it is **burned**[[note: Survey of 2024]].\n\n- Whole ore\n"
    )
    page.get_by_label("Yes, I have completed this section").check()
    press(page, "Save and continue")

    headed(page, f"Check your answers: {OBJECTIVES}")
    shown = answer(page, "Problem statement")
    expect(shown.get_by_role("heading", name="Where it goes")).to_be_visible()
    expect(shown.locator("strong")).to_have_text("burned")
    expect(shown.get_by_role("listitem").get_by_text("Whole ore")).to_be_visible()
    follow(page, "Back to the plan")
    expect(task(page, "Set objectives and targets")).to_contain_text("Completed")


def test_without_scripts_a_row_is_added_moved_removed_and_put_back(
    visit: Visitors, begin: Begin
) -> None:
    plan = begin("Rows without scripts")
    page = visit("officer", java_script_enabled=False)
    page.goto(f"{plan}/sections/overview_places")
    follow(page, "Add the first Region")
    box(page, "Name of the region").fill("Highlands")
    press(page, "Save and add another")
    box(page, "Name of the region").fill("Coast")
    press(page, "Save")
    assert regions(page) == ["Highlands", "Coast"]

    press(page, "Move up Coast")
    assert regions(page) == ["Coast", "Highlands"]

    follow(page, "Remove Coast")
    headed(page, "Remove “Coast”?")
    press(page, "Remove Coast")
    expect(page.get_by_role("status").filter(has_text="Removed: Coast")).to_be_visible()
    assert regions(page) == ["Highlands"]

    press(page, "Put it back")
    told(page, "The row is back in its place.")
    assert regions(page) == ["Coast", "Highlands"]


def test_the_keyboard_alone_is_enough_to_save_a_section(visit: Visitors, begin: Begin) -> None:
    plan = begin("Saved with the keyboard")
    page = visit("officer")
    page.goto(f"{plan}/sections/gender")
    keys = page.keyboard
    keys.press("Tab")
    assert focused(page) == "Skip to main content"
    keys.press("Enter")
    tab_to(page, "Women and men in the sector")
    keys.type("Women crush and wash the ore.")
    tab_to(page, "Yes, I have completed this section")
    keys.press("Space")
    tab_to(page, "Save and continue")
    keys.press("Enter")

    headed(page, "Check your answers: Gender")
    shown = answer(page, "Women and men in the sector")
    expect(shown).to_have_text("Women crush and wash the ore.")
    expect(page.get_by_role("main")).to_contain_text("This section is marked as completed.")


def test_switching_to_french_keeps_the_page(visit: Visitors, sample: str) -> None:
    page = visit("officer")
    page.goto(f"{sample}/sections/gender")
    address = page.url
    page.get_by_role("link", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    assert page.url.partition("?")[0] == address
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Gender")
    page.goto(sample)
    expect(page.locator("html")).to_have_attribute("lang", "fr")


def regions(page: Page) -> list[str]:
    """The names in the table of regions, in its order."""
    table = page.get_by_role("table", name="Regions")
    table.wait_for()
    return [words.strip() for words in table.get_by_role("rowheader").all_inner_texts()]


FOCUSED = """() => {
    const at = document.activeElement;
    const named = at.getAttribute("aria-labelledby");
    const labels = named ? [document.getElementById(named)] : [...(at.labels || [])];
    return (labels.map((label) => label.textContent).join(" ") || at.textContent).trim();
}"""


def focused(page: Page) -> str:
    """The name of what has the focus."""
    return " ".join(str(page.evaluate(FOCUSED)).split())


def tab_to(page: Page, name: str) -> None:
    """Press Tab until something of this name has the focus; a group of options is one stop."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if name in focused(page):
            return
    pytest.fail(f"Tab never came to “{name}”")
