"""Cells of workbooks that people fill in: text stays text, and lists are offered."""

from __future__ import annotations

import re
from collections.abc import Sequence

from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from nap_tracker.i18n import gettext as _

FACE = "Calibri"
TOP = Alignment(wrap_text=True, vertical="top")
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_GREY = PatternFill("solid", fgColor="E7ECEF")


def put(page: Worksheet, line: int, at: int, text: str) -> Cell:
    """A text that no spreadsheet program takes for a formula, a number or a date."""
    cell = page.cell(line, at)
    assert isinstance(cell, Cell)  # nothing is merged in a new sheet
    cell.alignment, cell.number_format = TOP, "@"
    if text:
        # What looks like a character of XML written out is one when it is read again.
        cell.value = _ESCAPE.sub("_x005F_", ILLEGAL_CHARACTERS_RE.sub("", text))
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(STARTS_A_FORMULA)
    return cell


def head(page: Worksheet, line: int, at: int, words: str) -> None:
    cell = put(page, line, at, words)
    cell.font, cell.fill = Font(FACE, bold=True), _GREY


def offer(page: Worksheet, at: int, lines: tuple[int, int], words: Sequence[str]) -> None:
    """A list to choose from; what is not in it is told when the file comes back."""
    listed = ",".join(one.replace(",", " ").replace('"', "") for one in words)
    offered = DataValidation("list", formula1=f'"{listed}"', allow_blank=True)
    offered.showErrorMessage = False
    letter = get_column_letter(at)
    offered.add(f"{letter}{lines[0]}:{letter}{lines[1]}")
    page.add_data_validation(offered)


def sheet_name(name: str) -> str:
    """Spreadsheet programs allow 31 characters and not these."""
    return _(name).translate(str.maketrans("[]:*?/\\", "       ")).strip()[:31]
