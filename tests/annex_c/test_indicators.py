"""The library of indicators: forty-four, four of planetGOLD, the same in every language."""

from __future__ import annotations

import pytest

from nap_tracker.annex_c.indicators import QUANTITY, SHARE, library
from nap_tracker.annex_c.loader import words_beside
from nap_tracker.annex_c.schema import treaty
from nap_tracker.estimates.on_track import Direction
from nap_tracker.estimates.units import UNITS

ALL = list(library().values())
FIGURES = [(one, measure) for one in ALL for measure in one.measures]


def test_there_are_forty_four_and_four_of_them_are_planetgolds():
    assert [one.number for one in ALL] == list(range(1, 45))
    assert {one.planetgold: one.id for one in ALL if one.planetgold} == {
        1: "mercury_avoided",
        2: "miners_supported",
        3: "finance",
        4: "responsible_gold",
    }


def test_every_item_of_annex_c_is_followed_by_one():
    followed = {item for one in ALL for item in one.items}
    known = {item.key for item in treaty(1).items}
    assert followed <= known
    assert known - followed == set(), "an item that no indicator follows"


@pytest.mark.parametrize(("one", "measure"), FIGURES, ids=lambda x: getattr(x, "id", ""))
def test_a_figure_has_a_known_unit_and_way(one, measure):
    assert measure.unit in {*UNITS, "USD"}
    assert measure.direction in list(Direction)
    assert measure.kind in (QUANTITY, SHARE)
    assert (measure.kind == SHARE) == bool(measure.part and measure.whole)
    assert bool(measure.name) == (len(one.measures) > 1)
    assert one.called(measure).startswith(one.title)


def test_ids_fit_where_they_are_stored():
    assert max(len(f"library:{one.id}:{measure.id}") for one, measure in FIGURES) <= 64


def test_french_says_all_of_it_and_nothing_else():
    english, french = words_beside("indicators"), words_beside("indicators", "fr")
    assert list(french) == list(english)
    for id, standard in library("fr").items():
        words = {"title", "definition"} | {measure.id for measure in standard.measures}
        assert set(french[id]) <= words
        assert standard.title != library()[id].title
        assert standard.definition != library()[id].definition
        for measure, same in zip(standard.measures, library()[id].measures, strict=True):
            assert measure.unit == same.unit
            for name in ("name", "part", "whole"):
                assert bool(getattr(measure, name)) == bool(getattr(same, name))
                assert not getattr(same, name) or name in french[id][measure.id]


def test_a_language_that_is_not_there_reads_english():
    assert library("lo") == library()


def test_a_figure_that_is_not_there_is_none():
    assert library()["seizures"].measure("weight") is None
