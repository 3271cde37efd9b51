"""Where parts of a file are proposed to go, and what choices make of the proposal."""

from __future__ import annotations

import re

import pytest

from nap_tracker.annex_c.schema import treaty
from nap_tracker.imports.word import leftovers, placement
from nap_tracker.imports.word.bundle import Bundle, pack, unpack
from nap_tracker.imports.word.choices import ABOVE, LEAVE, UNPLACED, Choices, TableChoice
from nap_tracker.imports.word.placement import Placement
from nap_tracker.imports.word.placing import Target
from nap_tracker.text.html import sanitise
from tests.imports.word.making import PNG, bundle, h, p, picture, tbl, tr

FOREWORD = Target("foreword", "text")


def placed(read: Bundle, **said: object) -> Placement:
    choices = Choices("en", **said)  # type: ignore[arg-type]
    return placement.place(read, choices, treaty(), rtl=False, seed="s")


def where(found: Placement) -> dict[str, str]:
    return {each.part.title: each.target.name if each.target else "" for each in found.parts}


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("Foreword", "foreword.text"),
        ("1. EXECUTIVE SUMMARY", "summary.executive_summary"),
        ("Résumé exécutif", "summary.executive_summary"),
        ("Chapter 2: Legal and regulatory framework", "overview_law.legal_status"),
        ("Cadre juridique et institutionnel", "overview_law.legal_status"),
        ("Steps to facilitate the formalization of the sector", "formalization.steps"),
        ("Stratégie de santé publique", "health.miners"),
        ("4.2 Training of health workers", "health.health_workers"),
        ("What we do about it (Annex C, 1(f))", "trade"),
        ("Actions under 1(b)", "worst_practices"),
        ("Suivi et évaluation", "monitoring"),
        ("List of participants of the workshop in Bamako", ""),
    ],
)
def test_a_heading_leads_to_its_place(heading: str, target: str):
    found = where(placed(bundle(h(heading), "Words")))[heading]
    assert found == target or (target and found.partition(".")[0] == target)


def test_a_heading_below_one_that_leads_somewhere_prefers_that_section():
    read = bundle(h("Gender"), "a", h("Public health strategy"), "b", h("Training", 2), "c")
    assert where(placed(read))["Training"] == "health.health_workers"


def test_a_part_that_nothing_fits_goes_with_the_part_above():
    read = bundle(h("Foreword"), "a", h("Zebras", 2), "b")
    found = placed(read)
    assert [each.choice for each in found.parts] == ["foreword.text", ABOVE]
    assert found.html(FOREWORD).count("<h3") == 1


def test_a_part_at_the_top_that_nothing_fits_is_unplaced():
    found = placed(bundle(h("Foreword"), "a", h("Zebras"), "b"))
    assert [each.part.title for each in found.unplaced] == ["Zebras"]


def test_what_stands_before_the_first_heading_is_a_part_of_its_own():
    found = placed(bundle("Republic of X", h("Foreword"), "a"))
    assert [(each.part.title, each.part.beginning) for each in found.unplaced] == [
        ("", "Republic of X")
    ]


def test_a_heading_that_names_the_place_is_not_repeated_in_it():
    found = placed(bundle(h("Foreword"), "a"))
    assert "<h3" not in found.html(FOREWORD)
    assert "<h3" in placed(bundle(h("Message of the minister"), "a")).html(FOREWORD)


def test_headings_below_the_third_level_stay_in_their_part():
    read = bundle(h("Foreword"), h("b", 2), h("c", 3), h("d", 4), "words")
    assert [each.part.title for each in placed(read).parts] == ["Foreword", "b", "c"]


def test_a_person_can_send_a_part_elsewhere_leave_it_out_or_keep_it_aside():
    read = bundle(h("Foreword"), "a", h("Gender"), "b", h("Zebras"), "c")
    first, second, third = (each.part.place for each in placed(read).parts)
    found = placed(read, parts={first: "gender.analysis", second: LEAVE, third: "foreword.text"})
    assert where(found) == {"Foreword": "gender.analysis", "Gender": "", "Zebras": "foreword.text"}
    assert [each.part.title for each in found.left_out] == ["Gender"]
    assert not found.unplaced
    assert "<h3" in found.html(Target("gender", "analysis")), "its heading names another place"
    assert placed(read, parts={first: UNPLACED}).unplaced[0].part.title == "Foreword"


def test_what_stands_under_a_part_that_is_left_out_is_left_out_too():
    read = bundle(h("Foreword"), "a", h("Zebras", 2), "b")
    first = placed(read).parts[0].part.place
    assert len(placed(read, parts={first: LEAVE}).left_out) == 2


def test_a_place_that_does_not_exist_leaves_the_part_unplaced():
    read = bundle(h("Foreword"), "a")
    assert placed(read, parts={1: "foreword.nonsense"}).unplaced


def test_two_parts_of_one_field_follow_each_other():
    read = bundle(h("Foreword"), "a", h("Zebras"), "b")
    second = placed(read).parts[1].part.place
    said = placed(read, parts={second: "foreword.text"}).html(FOREWORD)
    assert said.index(">a<") < said.index("Zebras") < said.index(">b<")


def test_a_table_that_becomes_rows_is_no_text():
    read = bundle(h("Foreword"), "a", tbl(tr("Name", "Role"), tr("Ministry", "leads")))
    table = placed(read).parts[0].part.tables[0].place
    found = placed(read, tables={table: TableChoice("institution")})
    assert "<table" in placed(read).html(FOREWORD)
    assert "<table" not in found.html(FOREWORD)


def test_the_same_file_and_choices_give_the_same_blocks():
    read = bundle(h("Foreword"), "a", "a", "b")
    assert placed(read).html(FOREWORD) == placed(read).html(FOREWORD)


def test_text_that_was_pasted_takes_the_same_way():
    pasted = Bundle(pasted=sanitise("<h1>Foreword</h1><p>a</p><h1>Zebras</h1><p>b</p>"))
    found = placed(pasted)
    assert where(found) == {"Foreword": "foreword.text", "Zebras": ""}


def test_what_is_unplaced_is_told_as_plain_text():
    read = bundle(h("Zebras"), "Stripes.")
    assert leftovers.told(placed(read), ()) == "Zebras\nStripes.\n"


def test_a_bundle_keeps_words_and_pictures():
    read = bundle(
        h("Foreword"),
        p(picture(alt="x")),
        parts={"word/media/a.png": PNG},
        relations=[("rId9", "image", "media/a.png", False)],
    )
    assert unpack(pack(read)) == read
    assert pack(read) == pack(unpack(pack(read)))


def test_choices_are_kept_as_json():
    said = Choices(
        "fr",
        accept_all=True,
        changes={2: False},
        parts={3: LEAVE},
        replaces=frozenset({"foreword.text"}),
        tables={4: TableChoice("institution", {0: "name"}), 9: TableChoice("work_plan")},
        keeps_unplaced=False,
    )
    assert Choices.from_data(said.to_data()) == said
    assert said.decided(1) is True
    assert said.decided(2) is False


def test_the_plans_own_name_of_a_place_comes_before_another_name_of_another_place():
    read = bundle(h("Managing mercury trade"), "a", h("Preventing diversion", 2), "b")
    assert where(placed(read))["Preventing diversion"] == "trade.diversion"


def test_headings_inside_a_text_begin_at_the_first_level():
    read = bundle(h("Foreword"), h("Beasts", 3), "a", h("Zebras", 4), "b")
    found = placed(read).html(FOREWORD)
    assert re.findall(r"<(h\d)[^>]*>(\w+)", found) == [("h3", "Beasts"), ("h4", "Zebras")]
