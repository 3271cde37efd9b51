"""Which outline is which region, by names in any language, with or without accents."""

from __future__ import annotations

import pytest

from nap_tracker.imports.outlines.matching import best_property, matched

REGIONS = {
    "n": ("North Kesh", "Kesh du Nord"),
    "c": ("Coast", "Côte"),
    "i": ("The Isles", "Îles", "ເກາະ"),
}


@pytest.mark.parametrize(
    ("text", "uid"),
    [
        ("north kesh", "n"),
        ("KESH DU NORD", "n"),
        ("Cote", "c"),
        ("CÔTE", "c"),
        ("iles", "i"),
        ("ເກາະ", "i"),
        ("North-Kesh", "n"),
        ("Région de Côte", "c"),
        ("Coastal plain", None),
        ("Plain", None),
        ("", None),
        ("%(n)s", None),
    ],
)
def test_names_are_found_whatever_their_accents(text: str, uid: str | None):
    assert matched([text], REGIONS) == [uid]


def test_part_of_a_name_gives_way_to_the_whole_name_elsewhere():
    assert matched(["Coast District", "Coast"], REGIONS) == [None, "c"]


def test_part_of_two_names_is_neither():
    assert matched(["Kesh"], {"a": ("North Kesh",), "b": ("South Kesh",)}) == [None]


def test_two_outlines_of_one_name_are_parts_of_one_region():
    assert matched(["Coast", "coast"], REGIONS) == ["c", "c"]


def test_regions_of_one_name_are_told_apart_by_hand():
    assert matched(["Coast"], {"a": ("Coast",), "b": ("COAST",)}) == [None]


def test_the_property_that_names_most_regions_is_taken():
    properties = {
        "id": ("1", "2", "3"),
        "type": ("Coast", "Coast", "Coast"),
        "nom": ("Kesh du nord", "Cote", "Archipel"),
    }
    assert best_property(properties, REGIONS) == "nom"


def test_where_nothing_matches_the_most_telling_property_is_taken():
    assert best_property({"type": ("a", "a"), "label": ("x", "y")}, REGIONS) == "label"
    assert best_property({}, REGIONS) == ""
