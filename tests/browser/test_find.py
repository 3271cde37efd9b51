"""Finding words on the page of a section: marked where they stand, by keyboard, said in words."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Stage, render
from tests.text.test_folding import FOUND, NOT_FOUND

PAGE = """{% extends "base.html" %}
{% from "macros/searches.html" import find_here %}
{% block title %}Mercury trade{% endblock %}
{% block content %}{{ find_here("/search?section=trade") }}
<form id="entry-form" method="post" action="/page">{{ body|safe }}</form>{% endblock %}"""

BODY = """
<div data-field="goal"><label for="goal">Goal</label>
<input class="govuk-input" id="goal" value="No mercury after 2030"></div>
<div data-field="text"><label for="text">Problem</label>
<div id="text" role="textbox" aria-label="Problem" contenteditable="true"><p>All
mer<strong>cury</strong> is brought in.</p><p>Gold is not.</p></div></div>
<div data-field="note"><label for="note">Note</label><textarea id="note">Mercury is sold
in the market.</textarea></div>
<div data-field="kind"><label for="kind">Kind</label>
<select id="kind"><option>Mercury in flasks</option><option selected>Other</option></select></div>
<details><summary>More</summary><p>Mercury that is folded away</p></details>
<p hidden>Mercury that nobody sees</p>
<button class="govuk-button">Save the mercury</button>
"""


def show(stage: Stage, body: str = BODY, direction: str = "ltr") -> Any:
    page = render(PAGE, direction, body=body)
    stage.show(page)
    return stage.page


def find(page: Any, words: str) -> None:
    page.get_by_role("button", name="Find in this section").click()
    page.get_by_label("Words to look for").fill(words)


def marked(page: Any, name: str = "app-find") -> list[str]:
    found = page.evaluate(
        "name => [...CSS.highlights.get(name)].map(range => range.toString())", name
    )
    return [str(text) for text in found]


def told(page: Any) -> Any:
    return page.locator("[data-find-told]")


def test_words_are_found_in_texts_and_in_fields_and_nowhere_else(stage: Stage) -> None:
    page = show(stage)
    before = page.locator("#entry-form").inner_html()
    find(page, "MERCURY")
    expect(told(page)).to_have_text("3 places are found. Press Enter to go from one to the next.")
    assert marked(page) == ["mercury"]
    assert page.locator("#entry-form").inner_html() == before
    assert stage.violations() == []


def test_one_goes_from_place_to_place_by_keyboard_and_around(stage: Stage) -> None:
    page = show(stage)
    find(page, "mercury")
    expect(told(page)).to_contain_text("3 places")
    for key, where in (
        ("Enter", "Place 1 of 3: Goal"),
        ("Enter", "Place 2 of 3: Problem"),
        ("Enter", "Place 3 of 3: Note"),
        ("Enter", "Place 1 of 3: Goal"),
        ("Shift+Enter", "Place 3 of 3: Note"),
    ):
        page.keyboard.press(key)
        expect(told(page)).to_have_text(where)
    expect(page.locator("#note")).to_have_class("app-find__here")
    page.keyboard.press("Shift+Enter")
    assert marked(page, "app-find-here") == ["mercury"]
    expect(page.get_by_label("Words to look for")).to_be_focused()


def test_escape_closes_and_gives_the_focus_back(stage: Stage) -> None:
    page = show(stage)
    link = page.get_by_role("button", name="Find in this section")
    find(page, "mercury")
    expect(link).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#find-here")).to_be_hidden()
    expect(link).to_be_focused()
    assert marked(page) == []
    page.keyboard.press("Space")
    expect(page.get_by_label("Words to look for")).to_be_focused()
    expect(page.get_by_label("Words to look for")).to_have_value("mercury")


def test_one_can_go_into_a_place_and_write_there(stage: Stage) -> None:
    page = show(stage)
    find(page, "mercury")
    into = page.get_by_role("button", name="Go into this place")
    expect(into).to_be_disabled()
    page.keyboard.press("Enter")
    into.click()
    expect(page.locator("#goal")).to_be_focused()
    page.keyboard.type("silver")
    expect(page.locator("#goal")).to_have_value("No silver after 2030")
    expect(told(page)).to_have_text("Place 1 of 2: Problem")
    into.click()
    page.keyboard.type("Silver")
    expect(page.locator("#text")).to_contain_text("All Silver is")


def test_words_that_stand_nowhere_together_are_found_apart(stage: Stage) -> None:
    page = show(stage)
    find(page, "gold mercury")
    expect(told(page)).to_contain_text("4 places")
    page.keyboard.press("Shift+Enter")
    expect(told(page)).to_have_text("Place 4 of 4: Note")
    page.get_by_label("Words to look for").fill("silver")
    expect(told(page)).to_have_text("Nothing is found on this page.")
    page.get_by_label("Words to look for").fill("market")
    expect(told(page)).to_have_text("1 place is found. Press Enter to go there.")


def test_the_whole_section_is_one_link_away_with_the_same_words(stage: Stage) -> None:
    page = show(stage)
    find(page, "mercury & gold")
    whole = page.get_by_role("link", name="Look through every row of this section")
    expect(whole).to_have_attribute(
        "href", "http://nap.test/search?section=trade&q=mercury+%26+gold"
    )


def test_it_fits_a_phone_and_lines_from_the_right(stage: Stage) -> None:
    stage.page.set_viewport_size({"width": 320, "height": 640})
    page = show(stage, direction="rtl")
    find(page, "mercury")
    expect(told(page)).to_contain_text("3 places")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert stage.violations() == []


def test_every_script_is_found_as_the_server_finds_it(stage: Stage) -> None:
    page = show(stage, "".join(f"<p>{text}</p>" for _, text in (*FOUND, *NOT_FOUND)))
    page.get_by_role("button", name="Find in this section").click()
    for query, text in FOUND:
        page.get_by_label("Words to look for").fill("")
        expect(told(page)).to_have_text("")
        page.get_by_label("Words to look for").fill(query)
        expect(told(page)).to_contain_text("found.")
        place = page.locator("#entry-form p").filter(has_text=text)
        assert page.evaluate(
            "p => [...CSS.highlights.get('app-find')].some(r => p.contains(r.startContainer))",
            place.first.element_handle(),
        ), (query, text)


@pytest.mark.parametrize(("query", "text"), NOT_FOUND)
def test_what_the_server_does_not_find_is_not_marked(stage: Stage, query: str, text: str) -> None:
    page = show(stage, f"<p>{text}</p>")
    find(page, query)
    expect(told(page)).to_have_text("Nothing is found on this page.")
