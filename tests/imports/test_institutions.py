"""Institutions named in a work plan meet those the plan has."""

from __future__ import annotations

from itertools import count

from nap_tracker.content.tree import EntryContent
from nap_tracker.imports.institutions import Directory

PLAN = (
    EntryContent(
        "environment",
        "institution",
        answers={"name": {"fr": "Ministère de l’Environnement"}, "acronym": {"fr": "ME"}},
    ),
)


def directory(*rows: EntryContent) -> Directory:
    numbers = count(1)
    return Directory(rows, "fr", lambda: f"new{next(numbers)}")


def test_a_name_or_an_acronym_means_the_institution_the_plan_has() -> None:
    known = directory(*PLAN)
    for text in ("ME", "Ministère de l'environnement", "Ministere de l’Environnement (ME)"):
        assert known.uids(text) == ("environment",)
    assert known.new() == []


def test_a_new_name_is_one_institution_however_often_it_is_named() -> None:
    known = directory()
    assert known.uids("Police des mines") == known.uids("police  des mines") == ("new1",)


def test_an_acronym_gets_its_name_when_it_is_given_later() -> None:
    known = directory()
    assert known.uids("DEEC") == ("new1",)
    assert known.uids("Direction de l’Environnement (DEEC)") == ("new1",)
    assert known.new() == [
        ("new1", {"name": {"fr": "Direction de l’Environnement"}, "acronym": {"fr": "DEEC"}})
    ]


def test_semicolons_and_lines_part_institutions() -> None:
    assert len(directory().uids("Ministère des Mines;\nMinistère de la Santé")) == 2


def test_commas_and_the_word_and_part_acronyms_but_not_names() -> None:
    known = directory(*PLAN)
    assert known.uids("DEEC, DCSOM / ACT") == ("new1", "new2", "new3")
    assert known.uids("ME et DEEC") == ("environment", "new1")
    assert len(known.uids("Ministère des Mines et de l’Énergie")) == 1
    assert len(known.uids("Ministry of Water (MoW), Ministry of Roads (MoR)")) == 2


def test_a_list_that_nothing_parts_is_pointed_out() -> None:
    known = directory()
    assert known.joined("Police, Gendarmerie") == ("Police, Gendarmerie",)
    assert known.joined("DEEC, DCSOM") == ()
