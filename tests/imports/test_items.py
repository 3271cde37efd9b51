"""Annex C items as people cite them."""

from __future__ import annotations

import pytest

from nap_tracker.annex_c.schema import treaty
from nap_tracker.imports import items


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("1(b)/1(d)/1(e)", ("1b", "1d", "1e")),
        ("1e, 1(b)", ("1b", "1e")),
        ("1b", ("1b",)),
        ("b)", ("1b",)),
        ("(b)", ("1b",)),
        ("B", ("1b",)),
        ("Annex C 1(h)", ("1h",)),
        ("Annexe C, 1(h)", ("1h",)),
        ("1 (b) (ii)", ("1b.ii",)),
        ("1b.ii", ("1b.ii",)),
        ("b-iv", ("1b.iv",)),
        ("(b)(i)", ("1b.i",)),
        ("1(b)(i)-(iv)", ("1b.i", "1b.ii", "1b.iii", "1b.iv")),
        ("2", ("2",)),
        ("paragraph 2", ("2",)),
        ("§2", ("2",)),
        ("point 1(j)", ("1j",)),
        ("1(c) Formalization, regulation and permits", ("1c",)),
        ("1(b) et (d)", ("1b", "1d")),
        ("1(b)\n1(c)", ("1b", "1c")),
        ("i", ("1i",)),
        ("Formalization or regulation", ("1c",)),
        ("Public Health", ("1h",)),
    ],
)
def test_citations_are_understood(text: str, keys: tuple[str, ...]) -> None:
    assert items.read(text) == items.Cited(keys)


@pytest.mark.parametrize("text", ["1", "1(l)", "ii", "xyz", "2.1", "a strategy", "1c.ii"])
def test_what_cites_nothing_is_reported_as_written(text: str) -> None:
    assert items.read(text).unknown == (text,)


def test_a_citation_among_unknown_words_keeps_both() -> None:
    assert items.read("1(b), mining") == items.Cited(("1b",), ("mining",))


def test_a_blank_cites_nothing_and_is_not_wrong() -> None:
    assert items.read("  ") == items.Cited()


def test_a_theme_that_covers_several_items_is_pointed_out() -> None:
    assert items.read("Mining Practice Reform") == items.Cited(
        ("1b", "1d", "1e"), broad=("Mining Practice Reform",)
    )


def test_the_person_decides_what_a_name_stands_for() -> None:
    names = {"mining practice  reform": ("1b",), "Axe 1": ("1c", "1f")}
    assert items.read("Mining Practice Reform", names) == items.Cited(("1b",))
    assert items.read("axe 1", names) == items.Cited(("1c", "1f"))


def test_every_item_is_understood_by_key_citation_and_title_in_every_language() -> None:
    for language in ("en", "fr"):
        for item in treaty(language=language).items:
            for text in (item.key, item.citation, item.title):
                assert items.read(text).keys == (item.key,), text


def test_every_theme_of_the_data_set_names_items_that_exist() -> None:
    known = {item.key for item in treaty().items}
    assert {key for keys in items.DATASET_ITEMS.values() for key in keys} <= known


def test_a_heading_can_cite_its_items() -> None:
    heading = "11.1 Information (as required by point 1(j) of Annex C, and 1 (c)); see 2.1(b)"
    assert items.in_text(heading) == ("1c", "1j")
