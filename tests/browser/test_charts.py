"""Pictures in a real browser: on a phone, from the right, with colours of the reader's own."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Stage, render
from tests.charts.pictures import every, outlined, regions, work_plan

PAGE = """{% extends "base.html" %}
{% from "macros/charts.html" import chart %}
{% block title %}Pictures{% endblock %}
{% block content %}{% for picture in pictures %}{{ chart(picture, id="p" ~ loop.index) }}
{% endfor %}{% endblock %}"""


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("width", [360, 1200])
def test_pictures_fit_and_axe_has_nothing_against_them(stage: Stage, direction: str, width: int):
    stage.page.set_viewport_size({"width": width, "height": 900})
    stage.show(render(PAGE, direction, pictures=every()))
    for one in stage.page.query_selector_all("details"):
        one.evaluate("details => { details.open = true }")
    assert stage.page.evaluate("document.documentElement.scrollWidth") <= width
    assert stage.violations() == []


def test_a_drawing_begins_at_the_right_where_the_page_does(stage: Stage):
    stage.page.set_viewport_size({"width": 1000, "height": 900})
    places = {}
    for direction in ("ltr", "rtl"):
        stage.show(render(PAGE, direction, pictures=[work_plan()]))
        lane = stage.page.locator("#p1 .app-chart__lane").nth(1)
        part = lane.locator("rect.app-chart__part").bounding_box()
        space = lane.bounding_box()
        assert part is not None
        assert space is not None
        begins = part["x"] - space["x"]
        ends = space["x"] + space["width"] - part["x"] - part["width"]
        places[direction] = (round(begins), round(ends))
    assert places["ltr"] == tuple(reversed(places["rtl"]))


def test_what_is_not_known_is_told_apart_without_colour(stage: Stage):
    stage.page.emulate_media(forced_colors="active")
    stage.show(render(PAGE, pictures=[regions()]))
    looks = stage.page.evaluate(
        "Array.from(document.querySelectorAll('#p1 .app-chart__lane rect.app-chart__part'),"
        " part => getComputedStyle(part).fill)"
    )
    assert len(set(looks[:3])) == 3


def test_the_west_of_a_map_is_on_the_left_of_every_page(stage: Stage):
    stage.page.set_viewport_size({"width": 1000, "height": 900})
    for direction in ("ltr", "rtl"):
        stage.show(render(PAGE, direction, pictures=[outlined()]))
        west, east = (
            stage.page.locator(f"#p1 .app-map use[href='#p1-{number}']").first.bounding_box()
            for number in (1, 2)
        )
        assert west is not None
        assert east is not None
        assert west["x"] < east["x"], direction


def test_marks_of_a_map_are_told_apart_with_colours_of_the_readers_own(stage: Stage):
    stage.page.emulate_media(forced_colors="active")
    stage.show(render(PAGE, pictures=[outlined()]))
    looks = stage.page.evaluate(
        "Array.from(document.querySelectorAll('#p1 .app-chart__legend .app-map__swatch rect'),"
        " one => getComputedStyle(one).fill + getComputedStyle(one).stroke)"
    )
    assert len(looks) > 6
    assert len(set(looks)) == len(looks)
