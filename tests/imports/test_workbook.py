"""XLSX: what people see in the cells is what is read, and hostile files are refused."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time
from typing import Any

import pytest
from openpyxl import Workbook

from nap_tracker.errors import InvalidFile
from nap_tracker.imports import sheet, workbook
from nap_tracker.imports.columns import Column
from tests.imports.tables import as_csv, as_xlsx, saved

HEAD = ["Activity", "Cost"]


def cells(value: Any, form: str = "General") -> tuple[str, bool]:
    """How one value with a number format is read, and whether as a number."""
    table = sheet.read(as_xlsx([HEAD, ["a", value]], formats={"B2": form}), "plan.xlsx")
    return table.rows[0].cells[1], 1 in table.rows[0].typed


def altered(data: bytes, name: str, change: Any) -> bytes:
    """The same workbook with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, change(content) if part == name else content)
    return out.getvalue()


def shared(strings: bytes, rows: bytes) -> bytes:
    """A workbook with a table of shared strings, as Excel writes it (openpyxl writes none)."""
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    entry = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'"/></Types>'
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    data = altered(
        as_xlsx([HEAD]), "[Content_Types].xml", lambda xml: xml.replace(b"</Types>", entry)
    )
    start, end = b"<sheetData>", b"</sheetData>"
    data = altered(
        data,
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.split(start)[0] + start + rows + end + xml.split(end)[1],
    )
    with zipfile.ZipFile(file := io.BytesIO(data), "a", 8) as archive:
        archive.writestr("xl/sharedStrings.xml", b"<sst " + space + b">" + strings + b"</sst>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (12000, "General", "12000"),
        (0.1 + 0.2, "General", "0.3"),
        (1733.1, "General", "1733.1"),
        (3e9, "General", "3000000000"),
        (100000.0, "#,##0.00", "100000.00"),
        (2.1, "0.00", "2.10"),
        (1.239, "0.00", "1.239"),
        (0, "General", "0"),
        (12000, "[$₮-450]#,##0", "₮ 12000"),
        (12000, '#,##0 "FCFA"', "FCFA 12000"),
        (12000, "_-[$$-409]* #,##0.00", "$ 12000.00"),
    ],
)
def test_numbers_have_no_float_noise_and_show_their_currency(
    value: float, form: str, text: str
) -> None:
    assert cells(value, form) == (text, True)


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (0.5, "0%", "50%"),
        (12, '0 "kg"', "12 kg"),
        (date(2020, 5, 17), "yyyy-mm-dd", "2020-05-17"),
        (datetime.combine(date(2020, 5, 17), time()), "dd/mm/yyyy", "2020-05-17"),
        (datetime.combine(date(2020, 5, 17), time(9, 30)), "dd/mm/yyyy", "2020-05-17 09:30"),
        (date(2020, 5, 1), "mmm-yy", "2020-05"),
        (date(2020, 1, 1), "yyyy", "2020"),
        (date(2020, 5, 1), '[$-409]mmm" "yyyy', "2020-05"),
        (True, "General", "TRUE"),
        ("_x000D_\na", "General", "a"),
    ],
)
def test_everything_else_is_the_text_people_see(value: Any, form: str, text: str) -> None:
    assert cells(value, form) == (text, False)


def test_csv_and_xlsx_of_the_same_table_are_the_same() -> None:
    rows = [["Stratégie", "Activité"], ["Santé", "Former\nles agents"], ["Sante\u0301", "\uf020 x"]]
    one, other = sheet.read(as_csv(rows), "p.csv"), sheet.read(as_xlsx(rows), "p.xlsx")
    assert (one.headers, one.rows) == (other.headers, other.rows)


def test_a_formula_without_a_stored_result_is_a_problem_not_a_blank() -> None:
    table = sheet.read(as_xlsx([HEAD, ["a", "=SUM(1,2)"]]), "plan.xlsx")
    assert [(p.code, p.reference) for p in table.problems] == [("not_calculated", "B2")]


def test_a_stored_result_of_a_formula_is_read() -> None:
    data = as_xlsx([HEAD, ["a", "=SUM(1,2)"]])
    name = "xl/worksheets/sheet1.xml"
    data = altered(
        data,
        name,
        lambda xml: (
            xml.replace(b"<v></v>", b"<v>3</v>")
            .replace(b"<v/>", b"<v>3</v>")
            .replace(b"<v />", b"<v>3</v>")
        ),
    )
    table = sheet.read(data, "plan.xlsx")
    assert (table.rows[0].cells, table.problems) == (("a", "3"), ())


def test_merged_cells_hold_for_every_row_they_cover() -> None:
    rows = [["Strategy", "Activity", "Cost"], ["Health", "a", 1], [None, "b", None], ["X", "c", 2]]
    table = sheet.read(as_xlsx(rows, "A2:A3", "C2:C3"), "plan.xlsx")
    assert [row.cells for row in table.rows] == [
        ("Health", "a", "1"),
        ("Health", "b", "1"),
        ("X", "c", "2"),
    ]
    assert [row.continued for row in table.rows] == [frozenset(), frozenset({0, 2}), frozenset()]
    assert table.rows[1].typed == {2}


def test_a_text_across_the_table_is_a_band_and_not_repeated() -> None:
    rows = [["Strategy", "Activity", "Cost"], ["1. Health"], [None, "a", 1]]
    table = sheet.read(as_xlsx(rows, "A2:C2"), "plan.xlsx")
    assert [(row.cells, row.is_band) for row in table.rows] == [
        (("1. Health",), True),
        (("", "a", "1"), False),
    ]


def test_headings_on_two_storeys_are_read_together() -> None:
    rows = [
        ["Strategy", "Activity", "Budget", None],
        [None, None, 2021, 2022],
        ["Health", "a", 1, 2],
        [None, "b", 3, None],
    ]
    data = as_xlsx(rows, "A1:A2", "B1:B2", "C1:D1", "A3:A4")
    table = sheet.read(data, "plan.xlsx")
    assert table.headers == ("Strategy", "Activity", "Budget 2021", "2022")
    assert [row.cells for row in table.rows] == [("Health", "a", "1", "2"), ("Health", "b", "3")]
    assert list(table.guess().values()) == [
        Column.STRATEGY,
        Column.ACTIVITY,
        Column.COST,
        Column.COST,
    ]


def test_hidden_rows_are_read_and_said() -> None:
    book = Workbook()
    for row in (HEAD, ["a", 1], ["b", 2]):
        book.worksheets[0].append(row)
    book.worksheets[0].row_dimensions[3].hidden = True
    table = sheet.read(saved(book), "plan.xlsx")
    assert len(table.rows) == 2
    assert [(p.code, p.params) for p in table.problems] == [("hidden_rows", {"rows": "3"})]


def test_the_sheet_that_looks_like_a_work_plan_is_read_and_others_can_be_chosen() -> None:
    book = Workbook()
    notes, plan, hidden = book.worksheets[0], book.create_sheet("Plan"), book.create_sheet("Old")
    notes.append(["Read me"])
    for page in (plan, hidden):
        page.append([*HEAD, "Lead institution", "Start"][: 2 if page is plan else 4])
        page.append(["a", 1])
    hidden.sheet_state = "hidden"
    data = saved(book)
    table = sheet.read(data, "plan.xlsx")
    assert (table.name, table.names) == ("Plan", ("Sheet", "Plan", "Old"))
    assert sheet.read(data, "plan.xlsx", sheet="Old").name == "Old"
    with pytest.raises(InvalidFile, match="no sheet"):
        sheet.read(data, "plan.xlsx", sheet="None")


def test_a_workbook_that_shows_no_sheet_is_refused() -> None:
    data = altered(
        as_xlsx([HEAD, ["a", 1]]),
        "xl/workbook.xml",
        lambda xml: xml.replace(b'state="visible"', b'state="hidden"'),
    )
    with pytest.raises(InvalidFile, match="visible"):
        sheet.read(data, "plan.xlsx")


def test_more_merged_ranges_than_a_plan_can_have_are_refused() -> None:
    rows = b'<row r="9000"><c r="A9000"><v>1</v></c></row></sheetData><mergeCells>'
    merged = b'<mergeCell ref="A1:A9000"/>' * 50 + b"</mergeCells><sheetData>"
    with pytest.raises(InvalidFile):
        sheet.read(shared(b"<si/>", rows + merged), "plan.xlsx")


def test_a_false_size_is_not_believed() -> None:
    data = altered(
        as_xlsx([HEAD, ["a", 1]]),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"'),
    )
    assert b"XFD1048576" in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    assert [row.cells for row in sheet.read(data, "plan.xlsx").rows] == [("a", "1")]


def test_a_table_larger_than_any_plan_is_refused() -> None:
    book = Workbook()
    book.worksheets[0].append(HEAD)
    book.worksheets[0]["A1048576"] = "far"
    with pytest.raises(InvalidFile, match="rows"):
        sheet.read(saved(book), "plan.xlsx")
    book = Workbook()
    book.worksheets[0]["XFD1"] = "far"
    with pytest.raises(InvalidFile, match="columns"):
        sheet.read(saved(book), "plan.xlsx")


def test_a_merged_range_over_everything_is_no_trap() -> None:
    data = altered(
        as_xlsx([HEAD, ["a", 1]], "A2:A3"),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'"A2:A3"', b'"A2:XFD1048576"'),
    )
    assert [row.cells for row in sheet.read(data, "plan.xlsx").rows] == [("a", "1")]


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (workbook.MAX_UNPACKED + 1))
    assert len(out.getvalue()) < 100_000
    with pytest.raises(InvalidFile, match="unpacked"):
        sheet.read(out.getvalue(), "bomb.xlsx")


def test_a_flood_of_tags_is_refused_before_it_is_parsed() -> None:
    data = shared(b"<si/>" * (workbook.MAX_TAGS + 1), b"")
    assert len(data) < 100_000
    with pytest.raises(InvalidFile, match="unpacked"):
        sheet.read(data, "bomb.xlsx")


def test_shared_strings_keep_runs_and_escapes_and_lose_their_pronunciation() -> None:
    strings = (
        b"<si><t>Activity</t></si><si><t>Cost</t></si>"
        b"<si><r><t>Form</t></r><r><t xml:space='preserve'>er \n</t></r>"
        b"<rPh sb='0' eb='1'><t>x</t></rPh></si>"
        b"<si><t>tab_x0009__x000D_\nline _x005F_x0041_</t></si>"
    )
    rows = (
        b'<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
        b'<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><f>1+1</f><v>2</v></c></row>'
        b'<row r="4"><c r="A4" t="s"><v>3</v></c><c r="B4" t="e"><v>#REF!</v></c></row>'
    )
    table = sheet.read(shared(strings, rows), "plan.xlsx")
    assert [(row.number, row.cells) for row in table.rows] == [
        (2, ("Former", "2")),
        (4, ("tab\t\nline _x0041_",)),
    ]
    assert [(p.reference, p.params) for p in table.problems] == [("B4", {"value": "#REF!"})]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(encoding: str) -> None:
    declared = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode(encoding)
    data = altered(as_xlsx([HEAD]), "xl/workbook.xml", lambda xml: declared)
    with pytest.raises(InvalidFile, match="declarations"):
        sheet.read(data, "plan.xlsx")


def test_one_part_that_poses_as_many_sheets_is_refused() -> None:
    def repeat(xml: bytes) -> bytes:
        start, end = xml.index(b"<sheet "), xml.index(b"</sheets>")
        return xml[:end] + xml[start:end].replace(b'"Sheet"', b'"Copy"') + xml[end:]

    data = altered(as_xlsx([HEAD, ["a", 1]]), "xl/workbook.xml", repeat)
    with pytest.raises(InvalidFile, match="declarations"):
        sheet.read(data, "plan.xlsx")


def test_links_to_other_files_are_not_followed() -> None:
    data = as_xlsx([HEAD, ["a", "='file:///etc/[passwd]x'!A1"]])
    assert sheet.read(data, "plan.xlsx").rows[0].cells == ("a",)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
        (b"PK\x03\x04 nothing", "damaged"),
        (as_xlsx([HEAD, ["a", 1]])[:-200], "damaged"),
    ],
)
def test_what_is_no_workbook_says_what_to_do(data: bytes, said: str) -> None:
    with pytest.raises(InvalidFile, match=said):
        sheet.read(data, "plan.xlsx")


def test_other_archives_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(InvalidFile, match="OpenDocument"):
        sheet.read(out.getvalue(), "plan.ods")


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"])
def test_a_damaged_part_is_a_refusal_not_a_crash(part: str) -> None:
    for change in (
        lambda xml: xml[: len(xml) // 2],
        lambda xml: b"",
        lambda xml: xml.replace(b'r="A1"', b'r="??"').replace(b"<font>", b"<fnt>"),
    ):
        data = altered(as_xlsx([HEAD, ["a", 1]]), part, change)
        try:
            table = sheet.read(data, "plan.xlsx")
        except InvalidFile:
            continue
        assert table.headers == tuple(HEAD)
