"""What stands on a page in a real browser: states, tables, the bar that tells of saving."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests.browser.conftest import Stage, render

TASKS = """{% extends "base.html" %}
{% from "macros/tasks.html" import task_group %}
{% block title %}Prepare the plan{% endblock %}
{% block content %}{{ task_group("Where we are", tasks) }}{% endblock %}"""
TABLE = """{% extends "base.html" %}
{% from "macros/table.html" import table %}
{% block title %}Activities{% endblock %}
{% block content %}{{ table("Activities", columns, rows, actions=false) }}{% endblock %}"""

CHOOSING = """{% extends "base.html" %}
{% from "macros/choosing.html" import candidates %}
{% block title %}Choose what to publish{% endblock %}
{% block content %}<form>{{ candidates(group, form) }}</form>
{% endblock %}"""
BUTTONS = """{% extends "base.html" %}
{% from "macros/buttons.html" import link_button, post_button %}
{% block title %}Indicator{% endblock %}
{% block content %}<div class="govuk-button-group">{{ link_button("/a", "Change it") }}
{{ post_button("/b", "Follow it no longer") }}</div>{% endblock %}"""
SAVING = """{% extends "base.html" %}
{% block title %}Baseline{% endblock %}
{% block content %}<div class="app-saving"><p class="app-saving__words" role="status"></p>
<div class="app-saving__notices"></div></div>{% endblock %}"""


def test_the_bar_that_tells_of_saving_covers_nothing_while_it_has_nothing_to_say(
    stage: Stage,
) -> None:
    stage.show(render(SAVING))
    background = "e => getComputedStyle(e).backgroundColor"
    assert stage.page.eval_on_selector(".app-saving", background) == "rgba(0, 0, 0, 0)"
    stage.page.eval_on_selector(".app-saving__words", "e => { e.textContent = 'Saved'; }")
    assert stage.page.eval_on_selector(".app-saving", background) == "rgb(255, 255, 255)"


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("status", ["not_started", "in_progress", "problem", "cannot_start"])
def test_a_state_stands_on_one_line_beside_or_below_the_whole_name(
    stage: Stage, width: int, status: str
) -> None:
    task = SimpleNamespace(
        id="trade", title="Plan the control of mercury trade", url="/trade", hint="", status=status
    )
    stage.page.set_viewport_size({"width": width, "height": 640})
    stage.show(render(TASKS, tasks=[task]))
    lengthen = "e => { e.textContent += ' quite long'; }"
    stage.page.eval_on_selector("#task-trade-status > *", lengthen)
    state = stage.page.locator("#task-trade-status > *").bounding_box()
    name = stage.page.locator(".govuk-task-list__link").bounding_box()
    assert state
    assert name
    assert state["height"] < 32
    assert stage.page.eval_on_selector(
        "#task-trade-status > *", "e => e.scrollWidth <= e.clientWidth"
    )
    assert name["height"] < 64, "the name is not squeezed into a narrow column"
    assert stage.page.evaluate("document.documentElement.scrollWidth") == width


def test_a_word_longer_than_its_column_does_not_push_the_others_out(stage: Stage) -> None:
    stage.page.set_viewport_size({"width": 1280, "height": 900})
    row = SimpleNamespace(id="1", url="/1", cells=["x" * 120, "Ministry", "2027"])
    columns = [("Activity", False), ("Lead", False), ("Start", False)]
    stage.show(render(TABLE, columns=columns, rows=[row]))
    region = ".app-table-scroll"
    hidden = stage.page.eval_on_selector(region, "e => e.scrollWidth - e.clientWidth")
    assert hidden == 0


def test_a_question_over_a_cell_of_a_card_is_not_followed_by_a_colon(stage: Stage) -> None:
    stage.page.set_viewport_size({"width": 360, "height": 640})
    row = SimpleNamespace(id="1", url="/1", cells=["Whole ore amalgamation", "Yes", "2030"])
    columns = [("Practice", False), ("Is it practised?", False), ("To be ended by", False)]
    stage.show(render(TABLE, columns=columns, rows=[row]))
    said = stage.page.eval_on_selector_all(
        "td", "cells => cells.map((cell) => getComputedStyle(cell, '::before').content)"
    )
    assert said == ['"Is it practised? "', '"To be ended by: "']


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_what_is_published_of_a_thing_stands_below_its_name(
    stage: Stage, width: int, direction: str
) -> None:
    readings = [SimpleNamespace(label="Target", value="2,000 people")]
    stand = SimpleNamespace(kind="indicator", uid="1", number="", title="Cards", readings=readings)
    one = SimpleNamespace(key="indicator:1", stand=stand, is_flagged=False, is_kept=False)
    form = SimpleNamespace(chosen=SimpleNamespace(data=[]), language=SimpleNamespace(data="en"))
    stage.page.set_viewport_size({"width": width, "height": 640})
    inside: dict[str, Any] = {"found": [one], "counts": "1 thing"}
    fold = SimpleNamespace(title="Annex C 1(c)", inside="A register of miners", **inside)
    group = SimpleNamespace(
        kind="indicator", title="Indicators", warning="", folds=[fold], **inside
    )
    stage.show(render(CHOOSING, direction, group=group, form=form))
    stage.page.locator("summary").click()
    name = stage.page.locator(".govuk-checkboxes__label").bounding_box()
    words = stage.page.locator(".govuk-checkboxes__hint").bounding_box()
    assert name
    assert words
    assert words["y"] > name["y"] + name["height"] / 2
    assert stage.page.evaluate("document.documentElement.scrollWidth") == width
    assert stage.violations() == []


def test_a_button_that_sends_stands_on_the_line_of_one_that_leads(stage: Stage) -> None:
    stage.page.set_viewport_size({"width": 1280, "height": 640})
    stage.show(render(BUTTONS))
    tops = "e => e.map((one) => Math.round(one.getBoundingClientRect().top))"
    first, second = stage.page.locator(".govuk-button-group .govuk-button").evaluate_all(tops)
    assert first == second
