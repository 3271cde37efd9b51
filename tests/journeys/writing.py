"""What people do on the pages of a plan: open a section, write in the editor, save."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

FRAMES = """new Promise((done) =>
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"""


class Writer:
    """A person at the editor of one long text."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        named = page.get_by_role("textbox", name=name, exact=True)
        self.text = page.locator("[contenteditable]").and_(named)
        self.frame = page.locator(".app-editor", has=self.text)

    def begin(self) -> Writer:
        """The cursor stands after the last word."""
        self.text.click()
        return self.press("Control+End")

    def press(self, *keys: str) -> Writer:
        """Keys at a person's pace: the browser tells of a moved cursor a frame later."""
        for key in keys:
            self.page.keyboard.press(key)
            self.page.evaluate(FRAMES)
        return self

    def type(self, words: str) -> Writer:
        self.page.keyboard.type(words)
        return self

    def style(self, name: str) -> Writer:
        self.frame.get_by_label("Paragraph style").select_option(name)
        return self

    def click(self, name: str) -> Writer:
        self.frame.get_by_role("button", name=name, exact=True).click()
        return self

    def fill(self, label: str, words: str) -> Writer:
        self.frame.get_by_label(label).fill(words)
        return self


def press(page: Page, name: str) -> None:
    """A button of the page itself, not of the frame around it."""
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name, exact=True).click()


def headed(page: Page, words: str) -> None:
    """Wait for the page with this heading."""
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def arrived(page: Page, words: str) -> None:
    """Wait for the whole of the page with this heading: who counts what is on it asks only once."""
    headed(page, words)
    page.wait_for_load_state()


def told(page: Page, words: str) -> None:
    """The sentence that says what came of it."""
    expect(page.locator(".app-flash", has_text=words)).to_be_visible()


def answer(page: Page, question: str) -> Locator:
    """The answer beside a question on a page that shows answers."""
    row = page.locator(".govuk-summary-list__row").filter(
        has=page.locator("dt").get_by_text(question, exact=True)
    )
    return row.locator("dd").first


def group(page: Page, question: str) -> Locator:
    """The controls of a question that has several, such as a figure."""
    return page.get_by_role("group", name=question)


def box(page: Page, question: str) -> Locator:
    """Where the answer to a question is typed; its label may say more than the question."""
    return page.get_by_role("textbox", name=question).first


def task(page: Page, name: str) -> Locator:
    """A line of the task list."""
    return page.locator(".govuk-task-list__item").filter(has_text=name)
