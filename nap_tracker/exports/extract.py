"""Tables that are taken out of a plan: a workbook with a cover, comma-separated values, JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from nap_tracker import i18n
from nap_tracker.content.canonical import pretty
from nap_tracker.content.extract import Cell, Extract, Table
from nap_tracker.content.matrix import LONGEST_CELL
from nap_tracker.exports.comment_matrix import PROGRAM
from nap_tracker.exports.sheets import FACE, STARTS_A_FORMULA, TOP, head, put, sheet_name
from nap_tracker.i18n import N_

ABOUT = N_("About this file")
BOM = "\ufeff"
"""Without it spreadsheet programs take UTF-8 for something older."""
_DAY, _COUNT, _WHOLE, _PARTS = "yyyy-mm-dd", "0", "#,##0", "#,##0.00####"


def to_xlsx(extract: Extract, *, language: str, made_at: datetime) -> bytes:
    """A cover, then a sheet for each table. Figures are figures and days are days."""
    with i18n.use_locale(language):
        book = Workbook()
        _write_about(book.worksheets[0], extract)
        book.worksheets[0].title = sheet_name(ABOUT)
        for table in extract.tables:
            page = book.create_sheet(sheet_name(table.title))
            _write(page, table)
        for page in book.worksheets:
            page.sheet_view.rightToLeft = i18n.direction(language) == "rtl"
            page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
            page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        book.properties.creator, book.properties.lastModifiedBy = PROGRAM, None
        book.properties.title = extract.title
        book.properties.created = made_at.replace(tzinfo=None)
        data = io.BytesIO()
        book.save(data)
    return data.getvalue()


def to_csv(table: Table) -> bytes:
    """One table with its headings, in UTF-8. A text that a program would work out as a formula
    has an apostrophe in front; figures have a point and no separators, days are ISO dates."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_text(column.label) for column in table.columns])
    writer.writerows([_text(cell) for cell in row] for row in table.rows)
    return (BOM + out.getvalue()).encode()


def to_json(extract: Extract) -> bytes:
    return pretty(dict(extract.data)).encode()


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, date):
        return cell.isoformat()
    text = str(cell)
    is_a_formula = isinstance(cell, str) and text.startswith(STARTS_A_FORMULA)
    return f"'{text}" if is_a_formula else text


def _write_about(page: Worksheet, extract: Extract) -> None:
    cell = put(page, 1, 1, extract.title)
    cell.font, cell.alignment = Font(FACE, bold=True, size=14), Alignment(wrap_text=False)
    line = 3
    for label, words in extract.facts:
        put(page, line, 1, label).font = Font(FACE, bold=True)
        put(page, line, 2, words)
        line += 1
    for words in extract.notes:
        line += 1
        put(page, line, 2, words)
    page.column_dimensions["A"].width = 28
    page.column_dimensions["B"].width = 90


def _write(page: Worksheet, table: Table) -> None:
    for at, column in enumerate(table.columns, 1):
        head(page, 1, at, column.label)
        page.column_dimensions[get_column_letter(at)].width = column.width
    for line, row in enumerate(table.rows, 2):
        _write_row(page, line, row)
    page.freeze_panes = "B2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table.rows) + 1}"
    page.print_title_rows = "1:1"


def _write_row(page: Worksheet, line: int, row: Sequence[Cell]) -> None:
    for at, value in enumerate(row, 1):
        if isinstance(value, str):
            put(page, line, at, _cut(value))
        elif value is not None:
            cell = page.cell(line, at)
            assert isinstance(cell, SheetCell)  # nothing is merged in a new sheet
            cell.value, cell.number_format, cell.alignment = value, _look(value), TOP


def _look(value: Decimal | int | date) -> str:
    if isinstance(value, date):
        return _DAY
    if isinstance(value, int):
        return _COUNT
    return _WHOLE if value == int(value) else _PARTS


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"
