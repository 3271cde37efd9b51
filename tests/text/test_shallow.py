"""HTML made to exhaust a parser is read in reasonable depth, with its words."""

from __future__ import annotations

import time

import pytest

from nap_tracker.text.html import sanitise
from nap_tracker.text.shallow import shallow
from nap_tracker.text.source import MAX_DEPTH, foreign

MANY = 2000
NASTY = {
    "blocks": "<div>" * MANY + "x",
    "lists": "<ul><li>" * MANY + "x",
    "emphasis": "<b><i><font color=red>" * MANY + "x",
    "distinct emphasis": "".join(f"<font color=#{n}>" for n in range(MANY)) + "<p>x" * 50,
    "list items and definitions": "<li><dd>" * MANY + "x",
    "foreign cells": "<svg>" + "<td>" * MANY + "x",
    "tables": "<table><tr><td>" * MANY + "x",
    "ends hidden in comments": "<div><!--</div>-->" * MANY + "x",
    "ends hidden in values": "<div a=b\"c d=\"x></div><p t=\"\">" * MANY + "x",
    "open quotes": "<a x='" * MANY + "x",
    "half tags": "<div " * MANY + "x",
    "signs": "<" * MANY + "x",
    "declarations": "<![if !x]><?y?></>" * MANY + "x",
}  # fmt: skip


@pytest.mark.parametrize("name", NASTY)
def test_nesting_is_limited(name: str) -> None:
    root = foreign(NASTY[name])
    depth, level = 0, [root]
    while level:
        level = [child for node in level for child in node.nodes()]
        depth += 1
    assert depth <= MAX_DEPTH + 1


@pytest.mark.parametrize("name", sorted(set(NASTY) - {"open quotes"}))
def test_the_words_inside_are_kept(name: str) -> None:
    assert "x" in sanitise(NASTY[name])


def test_the_time_grows_with_the_length_only() -> None:
    """Unlimited, the parser needs twenty seconds for a hundred thousand open elements."""
    began = time.process_time()
    sanitise("<div>" * 100_000)
    assert time.process_time() - began < 5


def test_short_html_is_left_alone() -> None:
    html = "<div>" * 50
    assert shallow(html) is html


def test_long_html_keeps_its_meaning() -> None:
    html = (
        "<DIV><p class=\"a\" title='b>c' hidden data-x=1/2>x<br/>y<p>z</DIV></span><b>q</i></b>"
        '<img alt="d"><script>if (a < b) {}</script><xml:x>w</xml:x><a href=x y\'z>link</a> 1 < 2'
        "</p><i><u>v</i>"
    )
    long = html + "<p>." * 2000
    assert shallow(long).startswith(
        "<div><p class=\"a\" title='b>c' hidden data-x=1/2>x<br>y<p>z</div><b>q</b>"
        '<img alt="d"><xml:x>w</xml:x><a>link</a> 1 &lt; 2'
        "</p><i><u>v</u></i>"
    )
    assert sanitise(long, new_id=iter(f"{n:08d}" for n in range(9999)).__next__).startswith(
        sanitise(html + "<p>.", new_id=iter(f"{n:08d}" for n in range(9999)).__next__)
    )


def test_a_table_too_deep_for_its_cells_leaves_its_words() -> None:
    html = "<div>" * (MAX_DEPTH - 3) + "<table><tr><td>x</td></tr></table>"
    assert "<table" not in sanitise(html)
    assert ">x<" in sanitise(html)
