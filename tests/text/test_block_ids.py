"""Permanent ids of blocks: kept, given, and given back."""

from __future__ import annotations

import re

from nap_tracker.text.blocks import split
from nap_tracker.text.html import sanitise
from tests.text.strategies import canonical, counted


def test_a_good_id_stays_with_the_first_of_its_name() -> None:
    html = (
        '<p data-block="k3x9a0pq">a</p><p data-block="k3x9a0pq">b</p><p data-block="TOOLOUD1">c</p>'
        '<div data-block="unwanted"><p>d</p></div>'
    )
    assert [block.id for block in split(sanitise(html, new_id=counted()))] == [
        "k3x9a0pq",
        "b0000000",
        "b0000001",
        "b0000002",
    ]


def test_a_new_id_is_never_one_that_is_taken() -> None:
    given_ids = iter(["b0000001", "b0000001", "b0000002"])
    html = sanitise('<p data-block="b0000001">a</p><p>b</p>', new_id=lambda: next(given_ids))
    assert [block.id for block in split(html)] == ["b0000001", "b0000002"]


def test_the_first_part_of_a_block_cut_in_two_keeps_the_id() -> None:
    html = '<p data-block="k3x9a0pq">a<br>b</p><p data-block="k3x9a0pr"><img data-file="f1"></p>'
    assert [(one.id, one.tag) for one in split(sanitise(html, new_id=counted()))] == [
        ("k3x9a0pq", "p"),
        ("b0000000", "p"),
        ("k3x9a0pr", "figure"),
    ]


def test_ids_that_were_lost_come_back_from_the_earlier_text() -> None:
    earlier = canonical("<p>first of all</p><p>the second one</p><p>third</p><p>gone</p>")
    now = "<p>new</p><p>third</p><p>first of all</p><p>the second one, edited</p>"
    html = sanitise(now, keep_blocks_of=earlier, new_id=lambda: "newblock")
    assert [(block.id, block.text) for block in split(html)] == [
        ("newblock", "new"),
        ("b0000002", "third"),
        ("b0000000", "first of all"),
        ("b0000001", "the second one, edited"),
    ]


def test_an_id_that_is_still_there_is_not_given_away() -> None:
    earlier = canonical("<p>same words</p>")
    html = sanitise(
        earlier + "<p>same words</p>", keep_blocks_of=earlier, new_id=lambda: "newblock"
    )
    assert [block.id for block in split(html)] == ["b0000000", "newblock"]


def test_random_ids_differ() -> None:
    html = sanitise("<p>a</p><p>b</p>")
    assert len({block.id for block in split(html)}) == 2
    assert all(re.fullmatch("[a-z0-9]{8}", block.id) for block in split(html))
