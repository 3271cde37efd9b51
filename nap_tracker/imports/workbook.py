"""XLSX workbooks: cached values as people see them, merged cells, hostile files refused."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.workbook import Workbook
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from nap_tracker.errors import DomainError
from nap_tracker.i18n import N_
from nap_tracker.imports.cells import shown
from nap_tracker.imports.problems import Problem
from nap_tracker.imports.survey import Survey, survey
from nap_tracker.imports.table import Row, Table, refuse, texts_of

MAX_UNPACKED = 60 * 2**20
MAX_PARTS = 2_000
MAX_TAGS = 1_000_000
"""Parsing costs some microseconds a tag; more than this is no plan."""

NOT_A_WORKBOOK = N_("The file is not an XLSX workbook, or it is damaged.")
OLD_OR_LOCKED = N_(
    "The file is an old Excel file (XLS) or is locked with a password. Save it as XLSX without a "
    "password."
)
OPEN_DOCUMENT = N_("The file is an OpenDocument sheet or another kind of archive. Save it as XLSX.")
UNPACKS_TOO_LARGE = N_(
    "The workbook is too large when unpacked. Remove what is not the work plan, and empty "
    "formatted rows."
)
HOSTILE = N_("The workbook holds declarations that no spreadsheet program writes.")
NO_SUCH_SHEET = N_("The workbook has no sheet “%(name)s”.")
NO_SHEET = N_("The workbook has no visible sheet.")


def looks_like(data: bytes) -> bool:
    """Whether the bytes are an archive or an old Office file, and so no text."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0"))


def read(data: bytes, choose: Callable[[Table], int], sheet: str = "") -> Table:
    """The table of one sheet; without a name, the visible one that `choose` scores highest.

    Raises InvalidFile for what is no workbook, or no honest one.
    """
    archive = _checked(data)
    with warnings.catch_warnings():
        # Openpyxl warns of what it leaves out (drawings, validation); none of it is content.
        warnings.simplefilter("ignore")
        book = _opened(data)
        names = tuple(page.title for page in book.worksheets)
        if sheet:
            if sheet not in names:
                raise refuse(NO_SUCH_SHEET, name=sheet)
            return _table(archive, book, sheet, names)
        return _best(archive, book, names, choose)


def _best(
    archive: zipfile.ZipFile,
    book: Workbook,
    names: tuple[str, ...],
    choose: Callable[[Table], int],
) -> Table:
    visible = [page.title for page in book.worksheets if page.sheet_state == "visible"]
    if not visible:
        raise refuse(NO_SHEET)
    tables = (_table(archive, book, name, names) for name in visible)
    return max(tables, key=choose)


def _checked(data: bytes) -> zipfile.ZipFile:
    """The archive, once its declared sizes and every XML part have been looked at.

    A part is never unpacked beyond its declared size, so the sum of those is a true limit.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise refuse(OLD_OR_LOCKED)
    with _whole():
        archive = zipfile.ZipFile(io.BytesIO(data))
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise refuse(UNPACKS_TOO_LARGE)
    if "[Content_Types].xml" not in archive.namelist():
        raise refuse(OPEN_DOCUMENT)
    tags = 0
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            tags += _inspected(archive, part)
    if tags > MAX_TAGS:
        raise refuse(UNPACKS_TOO_LARGE)
    return archive


def _inspected(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """How many tags an XML part has; one with a document type can grow without end, or call out."""
    with _whole():
        content = archive.read(part)
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        if "<!DOCTYPE".encode(encoding) in content or "<!ENTITY".encode(encoding) in content:
            raise refuse(HOSTILE)
    return content.count(b"<")


@contextmanager
def _whole() -> Iterator[None]:
    """Openpyxl, zipfile and zlib raise whatever a malformed part makes them trip over."""
    try:
        yield
    except DomainError:
        raise
    except Exception as error:
        raise refuse(NOT_A_WORKBOOK) from error


class _Reader(ExcelReader):
    """Leaves the escapes in shared texts whole, as they are in the cells: `cells.shown` reads them.

    Openpyxl undoes half of one, and _x0041_ as somebody typed it would be read as A.
    """

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)
        if part is None:
            return
        with self.archive.open(part.PartName[1:]) as file:
            for _, element in iterparse(file):
                if element.tag == f"{{{SHEET_MAIN_NS}}}si":
                    text = Text.from_tree(element)
                    self.shared_strings.append(text.content if text else "")
                    element.clear()


def _opened(data: bytes) -> Workbook:
    with _whole():
        reader = _Reader(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        reader.read()
        book: Workbook = reader.wb
        pages: list[Any] = book.worksheets
        if len({page._worksheet_path for page in pages}) < len(pages):
            raise refuse(HOSTILE)  # One part shown as a thousand sheets is read a thousand times.
        return book


def _table(archive: zipfile.ZipFile, book: Workbook, name: str, names: tuple[str, ...]) -> Table:
    page: Any = book[name]
    with _whole():
        seen = survey(io.BytesIO(archive.read(page._worksheet_path)))
        page.reset_dimensions()  # what the file claims of its size is not to be believed
        rows = list(_rows(page, seen)) if seen.rows else []
    problems = [problem for _, faults in rows for problem in faults]
    problems.extend(seen.problems())
    return Table(tuple(row for row, _ in rows), name, names, problems=tuple(problems))


def _rows(page: Any, seen: Survey) -> Iterator[tuple[Row, list[Problem]]]:
    """Rows with merged cells filled downwards: a heading merged over its rows holds for each."""
    above: dict[int, tuple[str, bool]] = {}
    lines = page.iter_rows(min_row=1, max_row=seen.rows, min_col=1, max_col=seen.columns)
    for number, line in enumerate(lines, 1):
        cells = [_shown(cell) for cell in line]
        texts, problems = texts_of([text for text, _ in cells], number)
        problems.extend(_errors(line, number))
        typed = {place for place, (_, is_number) in enumerate(cells) if is_number}
        filled = list(texts)
        continued = seen.continued(number)
        for column in continued:
            text, is_number = above.get(column, ("", False))
            filled.extend([""] * (column + 1 - len(filled)))
            filled[column] = text
            typed = typed | {column} if is_number else typed - {column}
        above = {place: (text, place in typed) for place, text in enumerate(filled)}
        is_band = seen.is_band(number, texts)
        yield Row(number, tuple(filled), frozenset(typed), continued, is_band), problems


def _shown(cell: Any) -> tuple[str, bool]:
    """The text of a cell; what a broken formula shows is no text of the plan."""
    if cell.data_type == "e":
        return "", False
    return shown(cell.value, cell.number_format or "General")


def _errors(line: Sequence[Any], number: int) -> Iterator[Problem]:
    for column, cell in enumerate(line):
        if cell.data_type == "e":
            value = {"value": str(cell.value)}
            yield Problem("formula_error", row=number, column=column, params=value)
