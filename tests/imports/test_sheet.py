"""CSV files of any program become the same table of texts."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nap_tracker.errors import InvalidFile
from nap_tracker.imports import sheet
from nap_tracker.imports.columns import Column
from nap_tracker.imports.problems import Severity
from nap_tracker.imports.table import MAX_BYTES, MAX_COLUMNS, MAX_ROWS
from tests.imports.tables import as_csv, few

ROWS = [
    ["Stratégie", "Activité", "Coût"],
    ["Santé", "Former les agents, puis\nles suivre", "12 000,50"],
    ["Santé", "Œuvre « sûre »", "1'000"],
]
CELLS = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), exclude_characters="\ufeff")
)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "windows-1252"])
def test_encodings_and_delimiters_give_the_same_table(encoding: str, delimiter: str) -> None:
    table = sheet.read(as_csv(ROWS, delimiter=delimiter, encoding=encoding), "plan.csv")
    assert [table.headers, *(row.cells for row in table.rows)] == [tuple(row) for row in ROWS]
    assert [row.number for row in table.rows] == [2, 3]
    assert table.delimiter == delimiter


@few
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1), st.sampled_from(",;\t"))
def test_what_was_written_is_read_whatever_the_cells_hold(
    rows: list[list[str]], delimiter: str
) -> None:
    data = as_csv([["Strategy", "Activity", "Cost"], *rows], delimiter=delimiter)
    table = sheet.read(data, "plan.csv", delimiter=delimiter)
    clean = [tuple(cell.strip() for cell in row) for row in rows]
    expected = [row for row in clean if any(row)]
    read = [tuple(row.cell(place) for place in range(3)) for row in table.rows]
    assert [[sheet_text.strip() for sheet_text in row] for row in read] == [
        [codecs.decode(codecs.encode(_nfc(cell))) for cell in row] for row in expected
    ]


def _nfc(text: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFC", text)


def test_a_guessed_encoding_is_said() -> None:
    table = sheet.read(as_csv(ROWS, encoding="windows-1252"), "plan.csv")
    assert [(p.code, p.severity) for p in table.problems] == [
        ("encoding_guessed", Severity.WARNING)
    ]
    assert sheet.read(as_csv(ROWS), "plan.csv").problems == ()


def test_a_person_can_name_the_encoding() -> None:
    data = as_csv([["Activity", "Cost"], ["Хавсралт", "1"]], encoding="windows-1251")
    assert sheet.read(data, "p.csv", encoding="windows-1251").rows[0].cells[0] == "Хавсралт"
    with pytest.raises(InvalidFile):
        sheet.read(data, "p.csv", encoding="utf-8")
    with pytest.raises(InvalidFile):
        sheet.read(data, "p.csv", encoding="rot13")


def test_decomposed_accents_become_composed_and_nothing_else_changes() -> None:
    text = "Sante\u0301 \uf020 ﬁn › \u200f1"
    table = sheet.read(as_csv([["Activity", "Cost"], [text, "1"]]), "plan.csv")
    assert table.rows[0].cells[0] == "Santé \uf020 ﬁn › \u200f1"


def test_line_breaks_of_every_kind_are_one_kind() -> None:
    table = sheet.read(as_csv([["Activity", "Cost"], ["a\r\nb\rc\vd", "1"]]), "plan.csv")
    assert table.rows[0].cells[0] == "a\nb\nc\nd"


def test_old_mac_lines_are_lines() -> None:
    assert len(sheet.read(b"Activity,Cost\ra,1\rb,2\r", "plan.csv").rows) == 2


def test_the_separator_line_of_excel_is_obeyed_and_is_no_row() -> None:
    table = sheet.read(b"sep=;\r\nActivity;Cost\r\na, b, c;1\r\n", "plan.csv")
    assert (table.headers, table.delimiter) == (("Activity", "Cost"), ";")


def test_a_control_character_is_a_problem_at_its_cell() -> None:
    table = sheet.read(as_csv([["Activity", "Cost"], ["good", "1"], ["be\x07ll", "2"]]), "p.csv")
    (problem,) = table.problems
    assert (problem.reference, problem.severity) == ("A3", Severity.ERROR)
    assert problem.message % problem.params == (
        "This cell holds a character that cannot be stored (U+0007)."
    )


def test_a_quotation_mark_that_never_closes_swallows_nothing() -> None:
    with pytest.raises(InvalidFile, match="row 3 is never closed"):
        sheet.read(b'Activity,Cost\nx,1\n"never closed,2\nz,3\n', "plan.csv")


def test_a_stray_quotation_mark_is_pointed_out() -> None:
    table = sheet.read(b'Activity,Cost\n"the "big" one",2\n', "plan.csv")
    assert [(p.code, p.row) for p in table.problems] == [("odd_quotes", 2)]


def test_headings_are_found_under_titles() -> None:
    rows = [["Plan d'action national"], [], ["", "2020-2029"], ["Activité", "Coût"], ["a", "1"]]
    table = sheet.read(as_csv(rows), "plan.csv")
    assert (table.headers, table.header_row) == (("Activité", "Coût"), 4)
    assert [row.number for row in table.rows] == [5]


def test_a_person_can_say_where_the_headings_are() -> None:
    rows = [["Activity", "Cost"], ["First", "Second"], ["a", "1"]]
    assert sheet.read(as_csv(rows), "plan.csv", header_row=2).headers == ("First", "Second")
    with pytest.raises(InvalidFile):
        sheet.read(as_csv(rows), "plan.csv", header_row=9)


def test_the_values_of_a_column_can_be_chosen_from() -> None:
    table = sheet.read(as_csv([["Country", "Activity"], ["B", "1"], ["A", "2"], ["A", "3"]]), "p")
    assert table.values(0) == ("A", "B")
    assert table.guess() == {1: Column.ACTIVITY}


@pytest.mark.parametrize("data", [b"", b"\n\n", b" , \n", codecs.BOM_UTF8])
def test_a_file_without_a_table_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidFile, match="no table"):
        sheet.read(data, "plan.csv")


@pytest.mark.parametrize("data", [b"\x00\x01\x02\x03" * 50, b"\x89PNG\r\n\x1a\n" + bytes(99)])
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(InvalidFile):
        sheet.read(data, "plan.csv")


def test_a_file_larger_than_any_plan_is_refused() -> None:
    for data in (
        b"a" * (MAX_BYTES + 1),
        b"a,b\n" * (MAX_ROWS + 2),
        b"Activity,Cost\n" + b"a," * MAX_COLUMNS + b"a\n",
        b"Activity,Cost\n" + b"a" * 200_000 + b",1\n",
    ):
        with pytest.raises(InvalidFile):
            sheet.read(data, "plan.csv")
