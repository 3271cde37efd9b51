"""The table of comments as a workbook."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import load_workbook

from nap_tracker.content.matrix import Column
from tests.commented import places_of, rows_on, workbook_of
from tests.factories import complete_plan

PLAN = complete_plan()
ROWS = rows_on(places_of(PLAN), seed=3)


def test_there_is_a_cover_a_table_and_the_places() -> None:
    book = load_workbook(io.BytesIO(workbook_of(ROWS, PLAN)))
    assert book.sheetnames == ["About this table", "Comments", "Places in the plan"]
    table = book["Comments"]
    assert table.freeze_panes == "E3"
    assert table.row_dimensions[1].hidden
    assert [letter for letter in "ABCDE" if table.column_dimensions[letter].hidden] == list("ABC")
    assert [cell.value for cell in table[2]][3:6] == ["No.", "Section", "Field or row"]
    assert table["H3"].alignment.wrap_text


@pytest.mark.parametrize("start", ["=1+1", "+5", "-5", "@x", "=HYPERLINK(A1)"])
def test_no_cell_is_a_formula(start: str) -> None:
    rows = (ROWS[0].saying({Column.COMMENT: start, Column.REVIEWER: start}),)
    table = load_workbook(io.BytesIO(workbook_of(rows, PLAN)))["Comments"]
    found = [cell for cell in table[3] if cell.value == start]
    assert len(found) == 2
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in found)


def test_who_may_see_no_response_gets_no_column_for_it() -> None:
    table = load_workbook(io.BytesIO(workbook_of(ROWS, PLAN, answers=False)))["Comments"]
    assert "Response" not in [cell.value for cell in table[2]]
    assert "nap:reason" not in [cell.value for cell in table[1]]


def test_french_is_whole_and_arabic_runs_from_the_right() -> None:
    book = load_workbook(io.BytesIO(workbook_of(ROWS, PLAN, language="fr")))
    assert book.worksheets[1].title == "Commentaires"
    assert "Texte existant" in [cell.value for cell in book.worksheets[1][2]]
    mirrored = load_workbook(io.BytesIO(workbook_of(ROWS, PLAN, language="ar")))
    assert all(page.sheet_view.rightToLeft for page in mirrored.worksheets)


def test_nobody_is_named_in_the_properties_of_the_file() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook_of(ROWS, PLAN))) as packed:
        core = packed.read("docProps/core.xml").decode()
        assert ">NAP Tracker</dc:creator>" in core
        assert "lastModifiedBy" not in core
        assert not any("comments" in name or "person" in name for name in packed.namelist())


def test_the_longest_comment_is_cut_and_says_so() -> None:
    rows = (ROWS[0].saying({Column.COMMENT: "x" * 40_000}),)
    table = load_workbook(io.BytesIO(workbook_of(rows, PLAN)))["Comments"]
    assert table["H3"].value.endswith("x…")
    assert len(table["H3"].value) == 32_000
