"""A table of comments goes out, is worked on, and comes back."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from nap_tracker.content.matrix import SHOWN, Column, MatrixRow, Spot, beginning
from nap_tracker.content.places import Places
from nap_tracker.content.tree import PlanContent
from nap_tracker.errors import InvalidFile
from nap_tracker.i18n import use_locale
from nap_tracker.imports import comment_matrix, comment_rows
from nap_tracker.imports.brought import Bringing, Fate
from nap_tracker.imports.comment_rows import Setting
from tests.commented import (
    edited,
    in_an_office,
    places_of,
    rows_on,
    saved,
    saved_by_office,
    workbook_of,
)
from tests.factories import complete_plan, section_uid
from tests.remarked import small_plan

PLAN = complete_plan()
PLACES = places_of(PLAN)
ROWS = rows_on(PLACES, seed=7)
HEADS = ("Section", "Field", "Existing text", "Comment", "Proposed text", "Reviewer")
METHOD = ("The baseline", "How the baseline was made")


def setting(
    rows: tuple[MatrixRow, ...] = ROWS, plan: PlanContent = PLAN, language: str = "en", **more: Any
) -> Setting:
    ids = frozenset(row.id for row in rows)
    given_ = {"mine": ids, "answerable": ids, **more}
    places = PLACES if plan is PLAN and language == "en" else places_of(plan, language)
    return Setting(plan.uid, 2, places, rows, **given_)


def back(data: bytes, **more: Any) -> Bringing:
    return comment_matrix.read(data, setting(**more))


def own_table(*rows: tuple[str, ...], heads: tuple[str, ...] = HEADS) -> bytes:
    """A table somebody made themselves, without anything of ours."""
    book = Workbook()
    for row in (heads, *rows):
        book.worksheets[0].append(list(row))
    return saved(book)


def messages(found: Bringing) -> list[str]:
    return [fault.message for fault in found.faults]


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 10**9), st.sampled_from(("en", "fr")))
def test_a_table_that_only_went_round_changes_nothing(seed: int, language: str) -> None:
    plan = small_plan(language, seed % 7)
    rows = rows_on(places_of(plan, language), seed)
    data = workbook_of(rows, plan, language=language)
    found = back(data, rows=rows, plan=plan, language=language)
    assert found.changes_nothing
    assert (found.same, found.absent, found.faults) == (len(rows), (), ())


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 10**9))
def test_a_new_row_comes_back_at_the_field_of_whatever_plan(seed: int) -> None:
    plan, chance = small_plan(seed=seed % 7), random.Random(seed)
    places = places_of(plan)
    rows = rows_on(places, seed)
    line, spoken_of = len(rows) + 3, chance.choice(places.all)

    def edit(page: Worksheet, at: dict[Column, int]) -> None:
        page.cell(line, at[Column.PLACE]).value = spoken_of.spot.code
        page.cell(line, at[Column.SECTION]).value = spoken_of.section
        page.cell(line, at[Column.FIELD]).value = spoken_of.line or None
        page.cell(line, at[Column.COMMENT]).value = "Also this"

    found = back(edited(workbook_of(rows, plan), edit), rows=rows, plan=plan)
    assert [(i.fate, i.spot, i.body) for i in found.items] == [
        (Fate.NEW, spoken_of.spot, "Also this")
    ]
    assert found.same == len(rows)


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 10**9))
def test_three_changes_are_three_changes(seed: int) -> None:
    plan = small_plan(seed=seed % 7)
    rows = rows_on(places_of(plan), seed)
    chance = random.Random(seed)
    changed = chance.sample(range(len(rows)), 3)

    def edit(page: Worksheet, at: dict[Column, int]) -> None:
        for line in changed:
            page.cell(line + 3, at[Column.COMMENT]).value = f"New words {line}"

    found = back(edited(workbook_of(rows, plan), edit), rows=rows, plan=plan)
    assert {item.comment_id for item in found.items} == {rows[line].id for line in changed}
    assert {item.body for item in found.items} == {f"New words {line}" for line in changed}
    assert all(set(item.changes) == {Column.COMMENT} for item in found.items)
    assert found.same == len(rows) - 3


@in_an_office
def test_libreoffice_changes_nothing_by_saving(tmp_path: Path) -> None:
    found = back(saved_by_office(workbook_of(ROWS, PLAN), tmp_path, "xlsx"))
    assert found.changes_nothing
    assert (found.same, found.faults) == (len(ROWS), ())


@in_an_office
def test_changes_and_new_rows_survive_libreoffice(tmp_path: Path) -> None:
    place = next(p for p in PLACES.all if len(p.text) > 60)
    quote = place.text[10:40]

    def edit(page: Worksheet, at: dict[Column, int]) -> None:
        page.cell(4, at[Column.PROPOSED]).value = "=not a formula"
        page.cell(4, at[Column.PROPOSED]).data_type = "s"
        page.cell(5, at[Column.RESPONSE]).value = "Declined"
        page.cell(5, at[Column.REASON]).value = "The figure is in the census."
        new = len(ROWS) + 3
        for column, words in (
            (Column.SECTION, place.section),
            (Column.FIELD, place.line),
            (Column.TEXT, quote),
            (Column.COMMENT, "@everybody: is that so?"),
        ):
            page.cell(new, at[column]).value = words

    data = edited(workbook_of(ROWS, PLAN), edit)
    found = back(saved_by_office(data, tmp_path, "xlsx"))
    assert found.is_ready
    new = found.of(Fate.NEW)[0]
    assert (new.spot, new.quote, new.body) == (place.spot, quote, "@everybody: is that so?")
    by_number = {item.number: item for item in found.of(Fate.CHANGED)}
    assert by_number[2].proposed == "=not a formula"
    assert (by_number[3].response, by_number[3].reason) == (
        "declined",
        "The figure is in the census.",
    )


def test_columns_may_be_moved_and_their_headings_reworded() -> None:
    def edit(page: Worksheet, at: dict[Column, int]) -> None:
        page.insert_cols(at[Column.COMMENT])
        page.cell(2, at[Column.SECTION]).value = "Where"

    assert back(edited(workbook_of(ROWS, PLAN), edit)).same == len(ROWS)


def test_rows_are_known_by_their_number_where_the_hidden_columns_were_taken_out() -> None:
    def edit(page: Worksheet, at: dict[Column, int]) -> None:
        page.cell(3, at[Column.COMMENT]).value = "Changed"
        page.delete_rows(1)
        page.delete_cols(1, 3)

    found = back(edited(workbook_of(ROWS, PLAN), edit))
    assert [item.number for item in found.items] == [1]
    assert found.same == len(ROWS) - 1


def test_numbers_of_a_table_of_somebody_elses_are_not_ours() -> None:
    data = own_table(
        ("1", "Mercury trade", "A comment of theirs"), heads=("No.", "Section", "Comment")
    )
    assert [item.number for item in back(data).items] == [None]


def test_a_row_that_was_copied_is_a_new_comment_at_the_same_place() -> None:
    def edit(page: Worksheet, at: dict[Column, int]) -> None:
        for place in at.values():
            copied = page.cell(len(ROWS) + 3, place)
            copied.value = page.cell(3, place).value
            copied.data_type = "s"
        page.cell(len(ROWS) + 3, at[Column.COMMENT]).value = "Also this"

    found = back(edited(workbook_of(ROWS, PLAN), edit))
    assert found.same == len(ROWS)
    assert [(item.fate, item.spot, item.body) for item in found.items] == [
        (Fate.NEW, ROWS[0].spot, "Also this")
    ]


def test_the_beginning_of_a_long_field_stands_for_the_whole_of_it() -> None:
    text = "Mercury is burned in the open. " * SHOWN
    place = replace(PLACES.all[0], text=text.strip())
    shown = beginning(place.text)
    assert comment_rows.words_of(place, shown) == ("", True)
    assert place.text.startswith(shown.removesuffix("…") + " ")
    assert comment_rows.words_of(place, "Mercury is burned…") == ("Mercury is burned…", False)
    assert beginning("ລ" * (SHOWN + 1)) == "ລ" * SHOWN + "…"


def test_a_draft_of_a_response_is_the_same_response_when_it_comes_back() -> None:
    rows = tuple(replace(row, is_draft=bool(row.response)) for row in ROWS)
    for language in ("en", "fr"):
        found = back(workbook_of(rows, PLAN, language=language), rows=rows)
        assert (found.changes_nothing, found.same) == (True, len(rows))


def test_what_changed_here_meanwhile_is_not_overwritten() -> None:
    def edit(page: Worksheet, at: dict[Column, int]) -> None:
        page.cell(3, at[Column.COMMENT]).value = "Changed in the table"

    here = (ROWS[0].saying({Column.COMMENT: "Changed on its page"}), *ROWS[1:])
    found = back(edited(workbook_of(ROWS, PLAN), edit), rows=here)
    assert comment_rows.MEANWHILE in messages(found)
    assert not found.is_ready
    # The same file unedited does not set the newer words back.
    assert back(workbook_of(ROWS, PLAN), rows=here).changes_nothing


def test_somebody_elses_comment_and_the_response_stay_as_they_are() -> None:
    def edit(page: Worksheet, at: dict[Column, int]) -> None:
        page.cell(3, at[Column.COMMENT]).value = "Put into their mouth"
        page.cell(4, at[Column.RESPONSE]).value = "Accepted"

    data = edited(workbook_of(ROWS, PLAN), edit)
    found = back(data, mine=frozenset(), answerable=frozenset())
    assert not found.items
    assert set(messages(found)) <= {comment_rows.NOT_YOURS}
    assert comment_rows.NOT_YOURS in messages(found)


def test_a_comment_that_is_not_here_is_left_out_and_told() -> None:
    found = back(workbook_of(ROWS, PLAN), rows=ROWS[1:])
    assert messages(found) == [comment_rows.UNKNOWN_ID]
    assert found.same == len(ROWS) - 1
    assert not found.items


def test_a_comment_that_is_missing_in_the_table_stays() -> None:
    found = back(workbook_of(ROWS[:3], PLAN))
    assert found.changes_nothing
    assert found.absent == tuple(range(4, len(ROWS) + 1))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_table_of_somebody_elses_is_read_by_its_headings(language: str) -> None:
    place = next(p for p in places_of(PLAN, language).all if p.spot.field and p.text)
    heads = {
        "en": HEADS,
        "fr": ("Chapitre", "Ligne", "Texte actuel", "Commentaires", "Texte proposé", "Auteur"),
    }[language]
    words = " ".join(place.text.split()[:4])
    data = own_table((place.section.upper(), place.line, words, "Why?", "", "Ama"), heads=heads)
    found = back(data)
    assert [(i.fate, i.spot, i.body, i.reviewer) for i in found.items] == [
        (Fate.NEW, place.spot, "Why?", "Ama")
    ]


def test_places_are_known_by_the_codes_of_paper_forms() -> None:
    data = own_table(("", "trade.trade_strategy", "", "Too short", "", ""))
    found = back(data)
    field = [item.spot.field for item in found.items if item.spot]
    assert field == ["trade_strategy"] or comment_rows.NO_PLACE in messages(found)


def test_a_missing_column_is_asked_for_and_then_taken() -> None:
    data = own_table(("Trade", "Too short"), heads=("Whereabouts", "Comment"))
    asked = back(data)
    assert (asked.missing, asked.headings) == ((Column.SECTION,), ("Whereabouts", "Comment"))
    assert not asked.is_ready
    told = back(data, chosen={Column.SECTION: 0})
    assert told.is_ready
    assert told.items[0].section == "Trade"
    none = back(data, chosen={Column.SECTION: None})
    assert none.items[0].fate is Fate.TRAY


def test_a_row_without_a_place_goes_to_the_tray_with_what_it_says() -> None:
    found = back(own_table(("The moon", "Craters", "dust", "Nothing there", "", "Ama")))
    item = found.items[0]
    assert (item.fate, item.spot, item.section, item.place) == (
        Fate.TRAY, None, "The moon", "Craters")  # fmt: skip
    assert messages(found) == [comment_rows.NO_PLACE]
    assert found.is_ready


def test_words_that_are_not_there_once_are_kept_and_never_put_on_others() -> None:
    place = next(p for p in PLACES.all if p.text.count(" the ") > 1)
    found = back(own_table(
        (place.section, place.line, "words nobody wrote", "A", "", ""),
        (place.section, place.line, " the ", "B", "", ""),
    ))  # fmt: skip
    assert [(item.fate, item.spot, item.quote) for item in found.items] == [
        (Fate.TRAY, place.spot, "words nobody wrote"),
        (Fate.TRAY, place.spot, "the"),
    ]
    assert messages(found) == [comment_rows.NO_WORDS] * 2


@pytest.mark.parametrize(
    ("column", "words", "message"),
    [
        (Column.KIND, "Poem", comment_rows.KIND),
        (Column.RESPONSE, "Maybe", comment_rows.RESPONSE),
        (Column.COMMENT, None, comment_rows.EMPTIED),
        (Column.COMMENT, "x" * 10_001, comment_rows.TOO_LONG),
    ],
)
def test_a_faulty_row_stops_the_table_and_is_named(
    column: Column, words: str | None, message: str
) -> None:
    def edit(page: Worksheet, at: dict[Column, int]) -> None:
        page.cell(5, at[column]).value = words

    found = back(edited(workbook_of(ROWS, PLAN), edit))
    assert [(fault.line, fault.message) for fault in found.faults] == [(5, message)]
    assert not found.is_ready


def test_a_response_other_than_accepted_needs_a_reason() -> None:
    bare = (ROWS[0].saying({Column.RESPONSE: "", Column.REASON: ""}),)

    def edit(page: Worksheet, at: dict[Column, int]) -> None:
        page.cell(3, at[Column.RESPONSE]).value = "Noté"

    with use_locale("fr"):
        data = edited(workbook_of(bare, PLAN, language="fr"), edit)
    found = back(data, rows=bare)
    assert messages(found) in ([comment_rows.REASON], [comment_rows.RESPONSE])


def test_a_formula_in_a_cell_is_read_as_what_it_shows_or_told() -> None:
    def edit(page: Worksheet, at: dict[Column, int]) -> None:
        page.cell(3, at[Column.COMMENT]).value = "=1/0"
        page.cell(3, at[Column.COMMENT]).data_type = "e"

    assert comment_rows.FAULTY_CELL in messages(back(edited(workbook_of(ROWS, PLAN), edit)))


@pytest.mark.parametrize("other", ["another-plan", PLAN.uid])
def test_a_table_of_elsewhere_is_refused_whole(other: str) -> None:
    data = workbook_of(ROWS, PLAN, number=None if other == PLAN.uid else 2)
    own = Setting(other, 2, PLACES, ROWS)
    with pytest.raises(InvalidFile) as refused:
        comment_matrix.read(data, own)
    expected = comment_matrix.OTHER_ROUND if other == PLAN.uid else comment_matrix.OTHER_PLAN
    assert refused.value.message == expected


@pytest.mark.parametrize("data", [b"", b"no archive", b"%PDF-1.7", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidFile):
        back(data)


def test_a_workbook_without_comments_is_refused() -> None:
    with pytest.raises(InvalidFile) as refused:
        back(own_table(("a", "b"), heads=("Apples", "Pears")))
    assert refused.value.message == comment_matrix.NOT_COMMENTS


def test_places_have_a_name_in_every_language_and_one_code_each() -> None:
    codes = [place.spot.code for place in PLACES.all]
    assert len(codes) == len(set(codes))
    assert Spot.from_code(codes[-1]) == PLACES.all[-1].spot
    entry = section_uid("trade")
    assert any(place.spot.uid == entry for place in Places(PLAN, PLACES._schema).all)
