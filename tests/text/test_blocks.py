"""Long text cut into blocks and merged three ways."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nap_tracker.text.blocks import Block, Conflict, join, merge3, split
from tests.text.strategies import texts


def text(*blocks: tuple[str, str]) -> str:
    """A canonical text of paragraphs: id (its first letters), words."""
    return "".join(f'<p data-block="{short:x<8}">{words}</p>' for short, words in blocks)


def ids(html: str) -> list[str]:
    return [block.id.rstrip("x") for block in split(html)]


BASE = text(("a", "A"), ("b", "B"), ("c", "C"))


def test_a_text_is_cut_at_its_blocks() -> None:
    html = '<h3 data-block="k3x9a0pq">a</h3><ul data-block="k3x9a0pr" lang="fr"><li>b</li></ul>'
    heading, points = split(html)
    assert heading == Block("k3x9a0pq", '<h3 data-block="k3x9a0pq">a</h3>')
    assert (heading.tag, heading.body, heading.text) == ("h3", "<h3>a</h3>", "a")
    assert (points.tag, points.body) == ("ul", '<ul lang="fr"><li>b</li></ul>')
    assert join([heading, points]) == html


def test_text_without_block_ids_is_refused_rather_than_lost() -> None:
    with pytest.raises(ValueError, match="no ids"):
        split("<p>a</p>")


def test_an_empty_text_has_no_blocks() -> None:
    assert split("") == []
    assert merge3("", "", "").html == ""


def test_changes_of_different_blocks_both_hold() -> None:
    mine = text(("a", "A1"), ("b", "B"), ("c", "C"))
    theirs = text(("a", "A"), ("b", "B"), ("c", "C2"))
    merged = merge3(BASE, mine, theirs)
    assert merged.html == text(("a", "A1"), ("b", "B"), ("c", "C2"))
    assert merged.conflicts == ()


def test_the_same_change_on_both_sides_is_no_conflict() -> None:
    same = text(("a", "A1"), ("b", "B"), ("n", "N"))
    assert merge3(BASE, same, same) == merge3(BASE, same, BASE)
    assert merge3(BASE, same, same).html == same


def test_a_block_changed_on_both_sides_is_a_conflict_and_keeps_what_is_stored() -> None:
    mine = text(("a", "A1"), ("b", "B1"), ("c", "C"))
    theirs = text(("a", "A"), ("b", "B2"), ("c", "C"))
    merged = merge3(BASE, mine, theirs)
    assert merged.html == text(("a", "A1"), ("b", "B2"), ("c", "C"))
    assert merged.conflicts == (
        Conflict("bxxxxxxx", text(("b", "B")), text(("b", "B1")), text(("b", "B2"))),
    )


def test_deleting_an_untouched_block_holds() -> None:
    shorter = text(("a", "A"), ("c", "C"))
    edited = text(("a", "A1"), ("b", "B"), ("c", "C"))
    assert merge3(BASE, shorter, edited).html == text(("a", "A1"), ("c", "C"))
    assert merge3(BASE, edited, shorter).html == text(("a", "A1"), ("c", "C"))


def test_deleting_what_the_other_changed_is_a_conflict() -> None:
    shorter = text(("a", "A"), ("c", "C"))
    edited = text(("a", "A"), ("b", "B1"), ("c", "C"))
    mine_deletes = merge3(BASE, shorter, edited)
    assert mine_deletes.html == edited
    assert mine_deletes.conflicts == (
        Conflict("bxxxxxxx", text(("b", "B")), "", text(("b", "B1"))),
    )
    they_delete = merge3(BASE, edited, shorter)
    assert they_delete.html == shorter
    assert they_delete.conflicts == (Conflict("bxxxxxxx", text(("b", "B")), text(("b", "B1")), ""),)


def test_what_both_inserted_at_one_place_is_all_there() -> None:
    mine = text(("a", "A"), ("m", "M"), ("n", "N"), ("b", "B"), ("c", "C"))
    theirs = text(("a", "A"), ("t", "T"), ("b", "B"), ("c", "C"))
    merged = merge3(BASE, mine, theirs)
    assert sorted(ids(merged.html)) == ["a", "b", "c", "m", "n", "t"]
    assert ids(merged.html).index("n") == ids(merged.html).index("m") + 1
    assert merged.html == merge3(BASE, theirs, mine).html


def test_a_block_inserted_behind_a_deleted_one_stays_at_its_place() -> None:
    mine = text(("a", "A"), ("b", "B"), ("n", "N"), ("c", "C"))
    theirs = text(("a", "A"), ("c", "C"))
    assert ids(merge3(BASE, mine, theirs).html) == ["a", "n", "c"]


def test_a_move_and_an_edit_both_hold() -> None:
    moved = text(("c", "C"), ("a", "A"), ("b", "B"))
    edited = text(("a", "A"), ("b", "B"), ("c", "C1"))
    expected = text(("c", "C1"), ("a", "A"), ("b", "B"))
    assert merge3(BASE, moved, edited).html == expected
    assert merge3(BASE, edited, moved).html == expected


def test_two_moves_both_hold() -> None:
    base = text(*((each, each) for each in "abcdef"))
    mine = text(*((each, each) for each in "bcadef"))
    theirs = text(*((each, each) for each in "abcfde"))
    after = "".join(ids(merge3(base, mine, theirs).html))
    assert after in ("bcafde", "bcfade")


def test_a_block_moved_by_both_stands_once() -> None:
    mine = text(("c", "C"), ("a", "A"), ("b", "B"))
    theirs = text(("a", "A"), ("c", "C"), ("b", "B"))
    merged = merge3(BASE, mine, theirs)
    assert sorted(ids(merged.html)) == ["a", "b", "c"]
    assert merged.html == merge3(BASE, theirs, mine).html


def test_what_both_inserted_under_one_name_but_differently_is_a_conflict() -> None:
    merged = merge3("", text(("n", "mine")), text(("n", "theirs")))
    assert merged.html == text(("n", "theirs"))
    assert merged.conflicts == (
        Conflict("nxxxxxxx", "", text(("n", "mine")), text(("n", "theirs"))),
    )


VERSIONS = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 2)),
    unique_by=lambda block: block[0],
    max_size=8,
)


def version(blocks: Sequence[tuple[str, int]], own: str = "") -> str:
    """A text; blocks g and h are this side's own."""
    return text(*((each + own if each in "gh" else each, f"{each}{n}") for each, n in blocks))


@given(VERSIONS, VERSIONS)
def test_with_one_side_unchanged_the_other_side_holds(
    base: list[tuple[str, int]], other: list[tuple[str, int]]
) -> None:
    unchanged, changed = version(base), version(other)
    assert merge3(unchanged, changed, unchanged).html == changed
    assert merge3(unchanged, unchanged, changed).html == changed
    assert merge3(unchanged, changed, changed).html == changed
    assert merge3(unchanged, changed, unchanged).conflicts == ()


@given(VERSIONS, VERSIONS, VERSIONS)
def test_nothing_that_was_inserted_is_lost_and_nothing_stands_twice(
    base: list[tuple[str, int]], mine: list[tuple[str, int]], theirs: list[tuple[str, int]]
) -> None:
    three = [version(base), version(mine, "m"), version(theirs, "t")]
    known, first, second = ({block.id: block for block in split(each)} for each in three)
    merged = merge3(*three)
    after = ids(merged.html)
    assert len(set(after)) == len(after)
    in_conflict = {each.block_id for each in merged.conflicts}
    stored = {block.html for block in split(merged.html)}
    for side in (first, second):
        inserted = {
            block.html for key, block in side.items() if key not in known | {}.fromkeys(in_conflict)
        }
        assert inserted <= stored
    for each in merged.conflicts:
        assert each.theirs in (*stored, "")
        assert (each.mine, each.theirs) == (
            first[each.block_id].html if each.block_id in first else "",
            second[each.block_id].html if each.block_id in second else "",
        )


@given(VERSIONS, VERSIONS, VERSIONS)
def test_the_sides_may_be_swapped_where_nothing_is_in_conflict(
    base: list[tuple[str, int]], mine: list[tuple[str, int]], theirs: list[tuple[str, int]]
) -> None:
    three = version(base), version(mine, "m"), version(theirs, "t")
    one, other = merge3(*three), merge3(three[0], three[2], three[1])
    assert {each.block_id for each in one.conflicts} == {each.block_id for each in other.conflicts}
    if not one.conflicts:
        assert one.html == other.html


@settings(max_examples=30, deadline=None)
@given(texts, texts)
def test_real_texts_merge_to_the_side_that_changed(base: str, other: str) -> None:
    assert merge3(base, other, base).html == other
    assert merge3(base, base, other).html == other
