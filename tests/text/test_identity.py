"""Blocks are found again by their words when their ids were lost."""

from __future__ import annotations

import time

from nap_tracker.text.identity import Known, matches, random_id


def known(*texts: str) -> list[Known]:
    return [Known(f"<p>{each}</p>", each) for each in texts]


def test_unchanged_blocks_match() -> None:
    assert matches(known("one", "two"), known("one", "two")) == {0: 0, 1: 1}


def test_a_moved_block_matches() -> None:
    assert matches(known("one", "two", "three"), known("three", "one", "two")) == {0: 2, 1: 0, 2: 1}


def test_an_edited_block_between_its_neighbours_matches() -> None:
    old = known("first", "mercury is burnt in the open", "last")
    new = known("first", "mercury is no longer burnt in the open", "last")
    assert matches(old, new) == {0: 0, 1: 1, 2: 2}


def test_an_edited_block_matches_past_a_new_one() -> None:
    old = known("first", "mercury is burnt in the open")
    new = known("first", "something else altogether", "mercury is burnt in the open air")
    assert matches(old, new) == {0: 0, 2: 1}


def test_a_block_with_other_words_is_another_block() -> None:
    assert matches(known("mercury is burnt"), known("children at work")) == {}


def test_blocks_without_words_are_alike() -> None:
    old, new = [Known("<table>1", "")], [Known("<table>2", "")]
    assert matches(old, new) == {0: 0}


def test_words_without_spaces_are_compared_too() -> None:
    assert matches(known("汞的使用情况"), known("汞的使用现状情况")) == {0: 0}


def test_equal_blocks_match_one_each() -> None:
    found = matches(known("x", "x", "y"), known("x", "y", "x", "x"))
    assert found[1] == 2
    assert sorted(found.values()) == [0, 1, 2]


def test_a_block_that_stands_thousands_of_times_takes_no_ages() -> None:
    began = time.process_time()
    many = known(*["the same"] * 3000)
    assert len(matches(many, many[:-1])) == 2999
    assert time.process_time() - began < 5


def test_random_ids_use_the_whole_alphabet() -> None:
    drawn = {random_id() for _ in range(200)}
    assert len(drawn) == 200
    assert len(set("".join(drawn))) == 36
