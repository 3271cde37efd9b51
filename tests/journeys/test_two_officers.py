"""Two officers at the same section at the same time: nothing that either wrote is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Begin
from tests.journeys.site import Visitors
from tests.journeys.writing import Writer, answer, box, headed, press, told

pytestmark = pytest.mark.browser

PROBLEM = "Problem statement"


def test_what_only_one_of_them_changed_is_merged_by_itself(visit: Visitors, begin: Begin) -> None:
    plan = begin("Merged by itself")
    first, second = both_open(visit, plan)
    box(first, "Goal").fill("No mercury by 2035.")
    save(first)
    Writer(second, PROBLEM).begin().type("Mercury is burned in the open.")
    hears(second, "Efua Mensima changed “Goal” meanwhile.")
    expect(box(second, "Goal")).to_have_value("No mercury by 2035.")
    save(second)

    told(second, "Saved.")
    second.goto(f"{plan}/sections/objectives/answers")
    expect(answer(second, "Goal")).to_have_text("No mercury by 2035.")
    expect(answer(second, PROBLEM)).to_have_text("Mercury is burned in the open.")


def test_paragraphs_of_one_text_are_merged_too(visit: Visitors, begin: Begin) -> None:
    plan = begin("Merged by paragraph")
    write(visit, plan, "First.", "Second.")
    first, second = both_open(visit, plan)
    Writer(first, PROBLEM).begin().type(" And last.")
    save(first)
    writer = Writer(second, PROBLEM).begin().press("Control+Home").type("The very ")
    hears(second, f"Efua Mensima changed “{PROBLEM}” meanwhile.")
    writer.type("best ")  # the cursor has stayed
    save(second)
    told(second, "Saved.")
    second.goto(f"{plan}/sections/objectives/answers")
    paragraphs = answer(second, PROBLEM).locator("p")
    expect(paragraphs).to_have_text(["The very best First.", "Second. And last."])


@pytest.mark.parametrize(
    ("choice", "stays"), [("theirs", "Mercury is hers."), ("mine", "Mercury is his.")]
)
def test_where_both_changed_a_paragraph_the_second_sees_both_and_chooses(
    visit: Visitors, begin: Begin, choice: str, stays: str
) -> None:
    plan = begin(f"Both changed, {choice} is kept")
    write(visit, plan, "Mercury is")
    first, second = both_open(visit, plan)
    Writer(first, PROBLEM).begin().type(" hers.")
    save(first)
    Writer(second, PROBLEM).begin().type(" his.")
    box(second, "Goal").fill("Written by him alone.")
    save(second)

    headed(second, "Somebody else changed the same answer")
    main = second.get_by_role("main")
    expect(main).to_contain_text("Efua Mensima saved another text on")
    expect(version(second, "Theirs")).to_contain_text("Mercury is hers.")
    expect(version(second, "Mine")).to_contain_text("Mercury is his.")
    second.get_by_label(f"Keep {choice}").check()
    press(second, "Save what I chose")

    told(second, "Saved")
    second.goto(f"{plan}/sections/objectives/answers")
    expect(answer(second, PROBLEM)).to_have_text(stays)
    expect(answer(second, "Goal")).to_have_text("Written by him alone.")


def write(visit: Visitors, plan: str, *paragraphs: str) -> None:
    """What stands there before the two begin."""
    page = visit("officer")
    page.goto(f"{plan}/sections/objectives")
    writer = Writer(page, PROBLEM).begin()
    for words in paragraphs:
        writer.type(words).press(*["Enter"] * (words != paragraphs[-1]))
    save(page)
    told(page, "Saved.")


def both_open(visit: Visitors, plan: str) -> tuple[Page, Page]:
    """Both have the section in front of them before either saves."""
    pages = visit("officer"), visit("colleague")
    for page in pages:
        page.goto(f"{plan}/sections/objectives")
        Writer(page, PROBLEM).text.wait_for()
    return pages


def hears(page: Page, words: str) -> None:
    """What the page says by itself, while it saves by itself."""
    expect(page.locator("[data-autosave-notices]")).to_have_text(words)


def save(page: Page) -> None:
    with page.expect_navigation():
        press(page, "Save and stay on this page")


def version(page: Page, title: str) -> Locator:
    return page.locator(".app-version").filter(has=page.get_by_role("heading", name=title))
