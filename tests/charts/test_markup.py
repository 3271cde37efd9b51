"""What the macro writes, on a page and in print: a table behind each, no colour, nothing inline."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import cssselect2
import pytest
import tinyhtml5
from flask import Flask, render_template_string
from jinja2 import Environment

from nap_tracker.charts.bars import Amount, Bar, Series, bars
from nap_tracker.charts.frame import Fill
from nap_tracker.charts.timeline import Line, timeline
from nap_tracker.exports.html import environment
from nap_tracker.i18n import use_locale
from tests.charts.pictures import FROM, TODAY, every, items, outlined, work_plan

ROOT = Path(__file__).resolve().parents[2]
CALL = '{% from "macros/charts.html" import chart %}{{ chart(picture, id=id) }}'
COLOURS = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsl|style=")
PICTURES = pytest.mark.parametrize("picture", every(), ids=lambda picture: picture.kind)


def parsed(markup: str) -> Any:
    tree = tinyhtml5.parse(f"<!doctype html>{markup}", namespace_html_elements=False)
    return cssselect2.ElementWrapper.from_html_root(tree)


def words(element: Any) -> str:
    return " ".join("".join(element.etree_element.itertext()).split())


@pytest.fixture
def page(app: Flask):
    def draw(picture: Any, id: str = "one") -> str:
        with app.test_request_context():
            return render_template_string(CALL, picture=picture, id=id)

    return draw


def printed(picture: Any, id: str = "one") -> str:
    env: Environment = environment()
    return env.from_string(CALL).render(picture=picture, id=id)


@PICTURES
def test_a_picture_is_a_figure_with_its_finding_source_and_date(page: Any, picture: Any):
    root = parsed(page(picture))
    assert words(root.query("figure > figcaption")) == picture.frame.title
    assert words(root.query(".app-chart__source")) == (
        "Source: Ministry of Mines. As of 27 November 2026."
    )


@PICTURES
def test_every_fact_stands_in_a_table(page: Any, picture: Any):
    root = parsed(page(picture))
    rows = [
        tuple(words(cell) for cell in row.query_all("th, td"))
        for row in root.query_all("table tbody tr")
    ]
    assert rows == list(picture.frame.table.rows)
    heads = [words(cell) for cell in root.query_all("thead th")]
    assert heads == list(picture.frame.table.columns)


@PICTURES
def test_a_drawing_is_hidden_from_screen_readers_and_its_table_is_not(page: Any, picture: Any):
    root = parsed(page(picture))
    assert list(root.query_all('[aria-hidden="true"] table')) == []
    svgs = len(list(root.query_all("svg")))
    assert len(list(root.query_all('[aria-hidden="true"] svg'))) == svgs
    for link in root.query_all('[aria-hidden="true"] a'):
        assert link.etree_element.attrib["tabindex"] == "-1"
        url = link.etree_element.attrib["href"]
        assert root.query(f'table a[href="{url}"]')


@PICTURES
def test_a_drawing_holds_no_text_in_svg_and_no_style_of_its_own(page: Any, picture: Any):
    markup = page(picture)
    assert list(parsed(markup).query_all("svg text, svg style, [style]")) == []


@PICTURES
def test_ids_are_unique_and_each_pattern_that_is_used_is_there(page: Any, picture: Any):
    markup = page(picture, "a") + page(picture, "b")
    ids = re.findall(r' id="([^"]+)"', markup)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", markup)) <= set(ids)


@PICTURES
def test_ids_are_unique_in_print_too_and_each_drawing_has_its_own_patterns(picture: Any):
    """A printer refuses an anchor that is there twice, and sees no pattern of another drawing."""
    markup = printed(picture)
    ids = re.findall(r' id="([^"]+)"', markup)
    assert len(ids) == len(set(ids))
    for svg in re.findall(r"<svg.*?</svg>", markup, re.DOTALL):
        assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(re.findall(r' id="([^"]+)"', svg))


def test_each_outline_is_written_once_on_a_page_and_used_by_every_map(page: Any):
    picture = outlined()
    markup = page(picture)
    root = parsed(markup)
    for path in (*picture.areas, picture.ground, picture.numbers):
        assert markup.count(f'd="{path}"') == 1
    for svg in root.query_all("svg.app-map"):
        used = [one.etree_element.attrib["href"] for one in svg.query_all("g.app-map__areas use")]
        assert sorted(used) == ["#one-1", "#one-2", "#one-g"]


def test_what_is_not_fully_known_has_lines_over_its_own_fill(page: Any):
    root = parsed(page(outlined()))
    pattern = root.query('pattern[id="one-bad-partly"]')
    assert pattern.query("rect.app-chart__ground--bad")
    assert pattern.query("path.app-map__veil--bad")
    assert not root.query('pattern[id="one-good"]'), "what is known is of one colour"


def test_a_map_names_its_regions_and_what_is_not_on_it(page: Any):
    root = parsed(page(outlined()))
    assert [words(one) for one in root.query_all(".app-maps__names li")] == ["West", "<East>"]
    assert [words(one) for one in root.query_all(".app-maps__one li")] == ["Highland"] * 2


@pytest.mark.parametrize("name", ["charts", "maps", "patterns"])
def test_no_template_of_pictures_knows_a_colour(name: str):
    template = ROOT / f"templates/macros/{name}.html"
    assert COLOURS.findall(template.read_text("utf-8")) == []


def test_what_is_not_known_is_hatched(page: Any):
    rows = parsed(page(work_plan())).query_all(".app-chart__row:not(.app-chart__row--head)")
    markup = list(rows)[2]
    fills = [one.etree_element.attrib.get("fill", "") for one in markup.query_all("rect")]
    assert "url(#one-3-unknown)" in fills


@pytest.mark.parametrize("fill", list(Fill))
def test_every_fill_has_a_look_on_pages_and_in_print(fill: Fill):
    sheets = (
        ROOT / "nap_tracker/assets/scss/_charts.scss",
        ROOT / "templates/documents/charts_shapes.css",
    )
    for sheet in sheets:
        text = sheet.read_text("utf-8")
        assert re.search(rf"app-chart__(part|ground|hatch)--{fill}\b", text) or fill == Fill.UNKNOWN
        assert ".app-chart__hatch {" in text


def test_nothing_to_draw_says_so(page: Any):
    series = [Series("Money", Fill.GOOD)]
    usual = bars("Money by item", of="Item", series=series, rows=[], **FROM)
    own = bars("Money", of="Item", series=series, rows=[], empty="No budget yet.", **FROM)
    assert "There is nothing to draw yet." in page(usual)
    assert "No budget yet." in page(own)
    assert "<svg" not in page(usual)


def test_words_are_escaped(page: Any):
    series = [Series("<b>", Fill.GOOD)]
    row = Bar("<script>", (Amount(None, "<i>"),), "<u>")
    markup = page(bars("<h1>", of="<p>", series=series, rows=[row], **FROM))
    assert not re.search(r"<(script|b|i|u|h1)>", markup)


def test_a_heat_map_shows_its_counts(page: Any):
    root = parsed(page(items()))
    cells = {words(c): c.etree_element.attrib["class"] for c in root.query_all("td")}
    assert cells["8"].split()[1:] == ["app-heat__cell--good", "app-heat__cell--4"]
    assert cells["6"].split()[1:] == ["app-heat__cell--unknown", "app-heat__cell--3"]


@PICTURES
def test_the_same_call_draws_in_print_with_a_style_for_every_svg(picture: Any):
    root = parsed(printed(picture))
    assert words(root.query("figcaption")) == picture.frame.title
    svgs = list(root.query_all("svg"))
    assert all(list(svg.query_all("style")) for svg in svgs)


def test_a_picture_speaks_french(page: Any):
    with use_locale("fr"):
        picture = work_plan()
        root = parsed(printed(picture))
    assert "Début" in [words(cell) for cell in root.query_all("thead th")]


def test_a_long_work_plan_names_its_years_again_and_again(page: Any):
    lines = [Line(f"Activity {n}", "2025", "2027", Fill.GOOD, "On time") for n in range(30)]
    long = timeline("None is late", of="Activity", rows=lines, states=[], today=TODAY, **FROM)
    assert len(list(parsed(page(long)).query_all(".app-chart__years"))) == 3
    assert len(list(parsed(page(work_plan())).query_all(".app-chart__years"))) == 1
