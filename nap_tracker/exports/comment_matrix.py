"""Comments as a workbook: a cover, the table, and the places that can be commented on.

Nobody's name gets into the file but what the rows and the cover say: in an anonymous round there
is none in its properties either.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from nap_tracker import i18n
from nap_tracker.content.matrix import (
    HIDDEN,
    KINDS,
    LABELS,
    RESPONSES,
    Column,
    MatrixRow,
    Sheet,
    shortened,
    sums_of,
)
from nap_tracker.content.places import Place
from nap_tracker.exports.sheets import FACE, TOP, head, offer, put, sheet_name
from nap_tracker.i18n import N_
from nap_tracker.i18n import gettext as _

PROGRAM = "NAP Tracker"
CODE = "nap:"
"""Before the code of a column in the hidden first row."""
HEAD, FIRST = 2, 3
"""The row of the headings, and the first one under it."""
READY = 100
"""Empty rows with the look of the others."""
_ABOUT, _TABLE, _PLACES = N_("About this table"), N_("Comments"), N_("Places in the plan")
_WIDTHS: Mapping[Column, int] = {
    Column.NUMBER: 8,
    Column.SECTION: 26,
    Column.FIELD: 30,
    Column.TEXT: 48,
    Column.COMMENT: 54,
    Column.KIND: 18,
    Column.PROPOSED: 48,
    Column.FILES: 24,
    Column.REVIEWER: 24,
    Column.RESPONSE: 18,
    Column.REASON: 44,
}
_HOW = (
    N_("Write new comments in new rows: give the section and, where you can, the field or row."),
    N_("Copy the words you speak of into “Existing text”, exactly as they stand in the plan."),
    N_("Change what you wrote in its own row. Rows that are left as they are change nothing."),
    N_("The next sheet but one lists the sections and fields by their names."),
)


def to_xlsx(
    rows: Iterable[MatrixRow],
    sheet: Sheet,
    places: Sequence[Place],
    *,
    language: str,
    made_at: datetime,
    answers: bool = True,
) -> bytes:
    """The workbook. `answers` is whether its reader may see responses; without, no columns."""
    with i18n.use_locale(language):
        book = Workbook()
        about, table, named = book.worksheets[0], book.create_sheet(), book.create_sheet()
        for page, title in ((about, _ABOUT), (table, _TABLE), (named, _PLACES)):
            page.title = sheet_name(title)
            page.sheet_view.rightToLeft = i18n.direction(language) == "rtl"
            page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
            page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        _write_about(about, sheet)
        _write_table(table, [shortened(row) for row in rows], _columns(answers))
        _write_places(named, places)
        book.active = 1
        about.sheet_view.tabSelected = False
        _sign(book, sheet, made_at)
        data = io.BytesIO()
        book.save(data)
    return data.getvalue()


def _columns(answers: bool) -> tuple[Column, ...]:
    left_out = () if answers else (Column.RESPONSE, Column.REASON)
    return tuple(column for column in Column if column not in left_out)


def _cells(row: MatrixRow) -> Mapping[Column, str]:
    return {
        Column.ID: row.id,
        Column.PLACE: row.spot.code,
        Column.SUMS: sums_of(row),
        Column.NUMBER: str(row.number),
        Column.SECTION: row.section,
        Column.FIELD: row.field,
        Column.TEXT: row.text,
        Column.COMMENT: row.comment,
        Column.KIND: _(KINDS[row.kind]) if row.kind else "",
        Column.PROPOSED: row.proposed,
        Column.FILES: row.files,
        Column.REVIEWER: row.reviewer,
        Column.RESPONSE: _(row.answer) if row.answer else "",
        Column.REASON: row.reason,
    }


def _write_about(page: Worksheet, sheet: Sheet) -> None:
    title = put(page, 1, 1, sheet.title)
    title.font, title.alignment = Font(FACE, bold=True, size=14), Alignment(wrap_text=False)
    line = 3
    for label, words in sheet.facts:
        put(page, line, 1, label).font = Font(FACE, bold=True)
        put(page, line, 2, words)
        line += 1
    for words in _HOW:
        line += 1
        put(page, line, 2, _(words))
    put(page, line + 2, 1, _("Code of this table")).font = Font(FACE, color="56616B")
    put(page, line + 2, 2, sheet.stamp).font = Font(FACE, color="56616B")
    page.column_dimensions["A"].width = 28
    page.column_dimensions["B"].width = 90


def _write_table(page: Worksheet, rows: Sequence[MatrixRow], columns: Sequence[Column]) -> None:
    _write_heads(page, columns)
    for line, row in enumerate(rows, FIRST):
        cells = _cells(row)
        for at, column in enumerate(columns, 1):
            put(page, line, at, cells[column])
    last = FIRST + len(rows) + READY
    for line in range(FIRST + len(rows), last):
        for at in range(len(HIDDEN) + 1, len(columns) + 1):
            put(page, line, at, "")
    for column, named in ((Column.KIND, KINDS), (Column.RESPONSE, RESPONSES)):
        if column in columns:
            at, words = columns.index(column) + 1, [_(one) for one in named.values()]
            offer(page, at, (FIRST, last - 1), words)
    page.auto_filter.ref = (
        f"{get_column_letter(len(HIDDEN) + 1)}{HEAD}:{get_column_letter(len(columns))}{last - 1}"
    )


def _write_heads(page: Worksheet, columns: Sequence[Column]) -> None:
    """Codes for the program in a hidden row, words for people below; both stay in sight."""
    for at, column in enumerate(columns, 1):
        put(page, 1, at, CODE + column)
        if column not in HIDDEN:
            head(page, HEAD, at, _(LABELS[column]))
        dimension = page.column_dimensions[get_column_letter(at)]
        dimension.hidden = column in HIDDEN
        dimension.width = _WIDTHS.get(column, 10)
        dimension.alignment = TOP
        dimension.number_format = "@"
    page.row_dimensions[1].hidden = True
    page.freeze_panes = f"{get_column_letter(len(HIDDEN) + 2)}{FIRST}"


def _write_places(page: Worksheet, places: Sequence[Place]) -> None:
    for at, words in enumerate((N_("Section"), N_("Field or row"), N_("Code")), 1):
        head(page, 1, at, _(words))
    page.freeze_panes = "A2"
    for line, place in enumerate(places, 2):
        for at, words in enumerate((place.section, place.line, place.code), 1):
            put(page, line, at, words)
    for letter, width in (("A", 40), ("B", 80), ("C", 36)):
        page.column_dimensions[letter].width = width


def _sign(book: Workbook, sheet: Sheet, made_at: datetime) -> None:
    """The program alone: whoever asked for the file is told on its cover, or by nothing."""
    book.properties.creator = PROGRAM
    book.properties.lastModifiedBy = None
    book.properties.title = sheet.title
    book.properties.created = made_at.replace(tzinfo=None)
