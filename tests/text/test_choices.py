"""Claims about choosing block by block between two texts."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given

from nap_tracker.text.blocks import split
from nap_tracker.text.choices import BOTH, MINE, THEIRS, compose, differing
from tests.text.strategies import counted
from tests.text.test_blocks import VERSIONS, text, version

THEIR_TEXT = text(("a", "A"), ("b", "theirs"), ("c", "theirs"), ("t", "only theirs"))
MY_TEXT = text(("a", "A"), ("b", "mine"), ("m", "only mine"), ("c", "mine"))


def chosen(picks: Mapping[str, str]) -> list[str]:
    full = {f"{id:x<8}": pick for id, pick in picks.items()}
    return [block.text for block in split(compose(THEIR_TEXT, MY_TEXT, full, counted()))]


def test_the_blocks_that_differ_are_told_in_their_order() -> None:
    ids = [conflict.block_id[0] for conflict in differing(THEIR_TEXT, MY_TEXT)]
    assert sorted(ids) == ["b", "c", "m", "t"]
    assert ids.index("b") < ids.index("c")


def test_each_block_is_chosen_for_itself() -> None:
    picks = {"b": THEIRS, "c": MINE, "m": MINE, "t": THEIRS}
    assert chosen(picks) == ["A", "theirs", "only mine", "mine", "only theirs"]
    assert chosen({"b": MINE, "c": THEIRS, "m": THEIRS, "t": MINE}) == ["A", "mine", "theirs"]


def test_both_stand_one_behind_the_other_under_two_names() -> None:
    picks = {"bxxxxxxx": BOTH, "cxxxxxxx": THEIRS, "mxxxxxxx": BOTH, "txxxxxxx": BOTH}
    blocks = split(compose(THEIR_TEXT, MY_TEXT, picks, counted()))
    assert [b.text for b in blocks] == [
        "A", "theirs", "mine", "only mine", "theirs", "only theirs",
    ]  # fmt: skip
    assert len({block.id for block in blocks}) == 6


@given(VERSIONS, VERSIONS)
def test_all_of_one_side_is_that_side(
    one: list[tuple[str, int]], other: list[tuple[str, int]]
) -> None:
    theirs, mine = version(one), version(other)
    ids = [conflict.block_id for conflict in differing(theirs, mine)]
    assert compose(theirs, mine, dict.fromkeys(ids, MINE), counted()) == mine
    all_theirs = compose(theirs, mine, dict.fromkeys(ids, THEIRS), counted())
    assert {b.html for b in split(all_theirs)} == {b.html for b in split(theirs)}


@given(VERSIONS, VERSIONS)
def test_with_both_no_words_of_either_are_lost(
    one: list[tuple[str, int]], other: list[tuple[str, int]]
) -> None:
    theirs, mine = version(one), version(other)
    ids = [conflict.block_id for conflict in differing(theirs, mine)]
    said = {b.body for b in split(compose(theirs, mine, dict.fromkeys(ids, BOTH), counted()))}
    assert {b.body for b in (*split(theirs), *split(mine))} == said
