"""The tabs of a plan: one line for the tabs on a small desk, the pages of one tab below it."""

from __future__ import annotations

import pytest

from nap_tracker.i18n import gettext, use_locale
from nap_tracker.web.plan_pages import BENEATH, IMPLEMENTATION, PAGES, Tab
from tests.browser.conftest import Stage, render

PAGE = """{% extends "base.html" %}
{% from "macros/nav.html" import plan_tabs %}
{% block title %}History{% endblock %}
{% block content %}{{ plan_tabs(tabs) }}{% endblock %}"""


def every_tab(here: str) -> list[Tab]:
    """All there are and all their pages, whoever may open them; a tab without any gets one."""
    return [
        Tab(
            gettext(words),
            tuple(
                (gettext(title), f"/{title}", title == here)
                for title, _, _ in pages or ((words, "", None),)
            ),
        )
        for words, pages in PAGES
    ]


def lines(stage: Stage, selector: str) -> int:
    """On how many lines the links stand."""
    tops = "links => new Set(links.map(a => Math.round(a.getBoundingClientRect().top))).size"
    return int(stage.page.locator(selector).evaluate_all(tops))


@pytest.mark.parametrize("tab", ["Review", IMPLEMENTATION])
def test_every_page_of_a_tab_lies_beneath_it(tab: str) -> None:
    (pages,) = (pages for words, pages in PAGES if words == tab)
    own = {
        endpoint.partition(".")[0]: endpoint for _, endpoint, _ in pages if endpoint != "read.show"
    }
    assert {name: BENEATH.get(name) for name in own} == own


def test_there_are_at_most_six_tabs_and_none_is_a_sentence() -> None:
    assert len(PAGES) <= 6
    assert all(len(words.split()) == 1 for words, _ in PAGES)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_the_tabs_stand_in_one_line_on_a_small_desk(
    stage: Stage, language: str, direction: str
) -> None:
    stage.page.set_viewport_size({"width": 1024, "height": 700})
    with use_locale(language):
        for _, pages in PAGES:
            for title, _, _ in pages:
                stage.show(render(PAGE, direction, tabs=every_tab(title)))
                assert lines(stage, ".app-tabs > ul:first-child a") == 1
                assert lines(stage, ".app-tabs__within a") <= 1
    assert stage.violations() == []


def test_on_a_phone_they_wrap_and_nothing_is_cut_off(stage: Stage) -> None:
    stage.page.set_viewport_size({"width": 320, "height": 700})
    stage.show(render(PAGE, tabs=every_tab("Task list")))
    assert stage.page.evaluate("document.documentElement.scrollWidth") <= 320
    assert lines(stage, ".app-tabs > ul:first-child a") == 2
    assert stage.page.locator(".app-tabs a:visible").count() == len(PAGES) + 6


def test_one_page_is_marked_as_the_one_that_is_open(stage: Stage) -> None:
    stage.show(render(PAGE, tabs=every_tab("Coverage")))
    page = stage.page
    assert page.locator('[aria-current="page"]').all_inner_texts() == ["Coverage"]
    assert page.locator('[aria-current="true"]').all_inner_texts() == ["Sections"]
    alone = Tab("Review", (("Read the plan", "/read", True),))
    stage.show(render(PAGE, tabs=[alone]))
    assert page.locator("[aria-current]").all_inner_texts() == ["Review"]
    assert page.locator(".app-tabs__within").count() == 0
