"""An empty work plan to fill in: a workbook with an explanation, or the headings as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from nap_tracker import i18n
from nap_tracker.annex_c.definitions import Field
from nap_tracker.annex_c.schema import treaty
from nap_tracker.i18n import N_
from nap_tracker.imports.columns import LABELS, Column

MEDIA_TYPES: Mapping[str, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
COLUMNS = tuple(column for column in Column if column is not Column.TIME)
"""Start and end are asked apart; a single period is only understood."""

PLAN = N_("Work plan")
GUIDE = N_("How to fill it in")
_GUIDE_HEADINGS = (N_("Column"), N_("What to write"))
_FIELDS: Mapping[Column, tuple[str, str]] = {
    Column.STRATEGY_NUMBER: ("strategy", "number"),
    Column.STRATEGY: ("strategy", "heading"),
    Column.NUMBER: ("activity", "number"),
    Column.ACTIVITY: ("activity", "statement"),
    Column.LEAD: ("activity", "lead"),
    Column.START: ("activity", "start"),
    Column.END: ("activity", "end"),
    Column.PLACE: ("activity", "place"),
    Column.OUTPUT: ("activity", "output"),
    Column.INDICATOR: ("activity", "indicator"),
    Column.VERIFICATION: ("activity", "verification"),
    Column.ASSUMPTIONS: ("activity", "assumptions"),
    Column.MILESTONE: ("milestone", "title"),
    Column.MILESTONE_DUE: ("milestone", "due"),
    Column.YEAR: ("budget_line", "year"),
    Column.BUDGET_DESCRIPTION: ("budget_line", "description"),
    Column.FUNDING_STATUS: ("budget_line", "funding_status"),
    Column.SOURCE_TYPE: ("budget_line", "source_type"),
    Column.SOURCE: ("budget_line", "source"),
    Column.NOTES: ("budget_line", "notes"),
}
_GUIDES: Mapping[Column, str] = {
    Column.ITEMS: N_("For example 1(c), or 1(b)/1(e) where one activity answers several items."),
    Column.LEAD: N_("One institution, by its name or acronym."),
    Column.SUPPORTING: N_("Names or acronyms, parted by semicolons."),
    Column.COST: N_(
        "One amount in figures. Leave it blank where there is nothing to pay for, and write “not "
        "costed” where nobody has worked it out yet."
    ),
    Column.CURRENCY: N_("The code of the currency, for example USD."),
}
"""Where a cell is written otherwise than the field on the page."""
_AS_TEXT = frozenset(
    {Column.STRATEGY_NUMBER, Column.ITEMS, Column.NUMBER, Column.START, Column.END, Column.YEAR}
)
"""A spreadsheet program would turn '2.10' or '05/2021' into something else."""
_WIDE = frozenset({Column.STRATEGY, Column.ACTIVITY, Column.OUTPUT, Column.INDICATOR})
_READY_ROWS = 500
_FORMULA_STARTS = ("=", "+", "-", "@", "\t")


def template(language: str, form: str = "xlsx") -> bytes:
    """An empty work plan in a language; `form` is 'xlsx' or 'csv'. KeyError for another form."""
    write = {"xlsx": _workbook, "csv": _csv}[form]
    with i18n.use_locale(language):
        return write(language)


def put_text(cell: Cell, text: str) -> None:
    """Write a text that no spreadsheet program takes for a formula."""
    cell.value = text
    cell.data_type = "s"
    if text.startswith(_FORMULA_STARTS):
        cell.quotePrefix = True


def _workbook(language: str) -> bytes:
    book = Workbook()
    plan, guide = book.worksheets[0], book.create_sheet()
    plan.title, guide.title = _sheet_name(PLAN), _sheet_name(GUIDE)
    for sheet in (plan, guide):
        sheet.sheet_view.rightToLeft = i18n.direction(language) == "rtl"
        sheet.freeze_panes = "A2"
    _write_guide(guide, language)
    _write_headings(plan, [i18n.gettext(LABELS[column]) for column in COLUMNS])
    for place, column in enumerate(COLUMNS, 1):
        _prepare(plan, place, column)
    _offer(plan, guide, language)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _csv(language: str) -> bytes:
    """With a byte-order mark, and with semicolons where the comma starts the decimals."""
    delimiter = ";" if "," in i18n.number(Decimal("0.5"), language) else ","
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerow(
        i18n.gettext(LABELS[column]) for column in COLUMNS
    )
    return text.getvalue().encode("utf-8-sig")


def _sheet_name(name: str) -> str:
    """Spreadsheet programs allow 31 characters and not these."""
    return i18n.gettext(name).translate(str.maketrans("[]:*?/\\", "       ")).strip()[:31]


def _write_headings(sheet: Worksheet, names: Sequence[str]) -> None:
    for place, name in enumerate(names, 1):
        cell = _cell(sheet, 1, place)
        put_text(cell, name)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E7ECEF")
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _write_guide(sheet: Worksheet, language: str) -> None:
    _write_headings(sheet, [i18n.gettext(heading) for heading in _GUIDE_HEADINGS])
    for row, column in enumerate(COLUMNS, 2):
        put_text(_cell(sheet, row, 1), i18n.gettext(LABELS[column]))
        put_text(_cell(sheet, row, 2), _guide(column, language))
        for place in (1, 2):
            _cell(sheet, row, place).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width = 28
    sheet.column_dimensions["B"].width = 80


def _guide(column: Column, language: str) -> str:
    if column in _GUIDES:
        return i18n.gettext(_GUIDES[column])
    return _field(column, language).hint


def _field(column: Column, language: str) -> Field:
    register, field_id = _FIELDS[column]
    return treaty(language=language).register(register).field(field_id)


def _prepare(sheet: Worksheet, place: int, column: Column) -> None:
    dimension = sheet.column_dimensions[get_column_letter(place)]
    dimension.width = 50 if column in _WIDE else 20
    dimension.alignment = Alignment(wrap_text=True, vertical="top")
    dimension.number_format = "@" if column in _AS_TEXT else "General"


def _offer(sheet: Worksheet, guide: Worksheet, language: str) -> None:
    """Lists to choose from; the options stand beside the explanation, where they can be read."""
    columns = [column for column in COLUMNS if column in _FIELDS and _field(column, "en").options]
    for place, column in enumerate(columns, 4):
        letter = get_column_letter(place)
        options = _field(column, language).options
        _write_headings_at(guide, place, i18n.gettext(LABELS[column]))
        for row, option in enumerate(options, 2):
            put_text(_cell(guide, row, place), option.label)
        name = guide.title.replace("'", "''")
        offered = DataValidation(
            "list", formula1=f"'{name}'!${letter}$2:${letter}${len(options) + 1}", allow_blank=True
        )
        target = get_column_letter(COLUMNS.index(column) + 1)
        offered.add(f"{target}2:{target}{_READY_ROWS + 1}")
        sheet.add_data_validation(offered)
        guide.column_dimensions[letter].width = 32


def _write_headings_at(sheet: Worksheet, place: int, name: str) -> None:
    cell = _cell(sheet, 1, place)
    put_text(cell, name)
    cell.font = Font(bold=True)


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # nothing is merged in a new sheet
    return cell
