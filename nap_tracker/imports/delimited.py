"""CSV as it comes: any usual encoding and delimiter, with line breaks inside quotation marks."""

from __future__ import annotations

import csv
import io
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter

from nap_tracker.i18n import N_
from nap_tracker.imports.problems import Problem, Severity
from nap_tracker.imports.table import (
    MAX_COLUMNS,
    MAX_ROWS,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
    Row,
    Table,
    refuse,
    texts_of,
)

DELIMITERS = (",", ";", "\t", "|")
FALLBACK = "windows-1252"
ENCODINGS = (
    "utf-8",
    "utf-16",
    FALLBACK,
    "windows-1250",
    "windows-1251",
    "windows-1254",
    "windows-1256",
    "mac-roman",
    "gb18030",
)
"""What a person may choose where the accents come out wrong."""

_LAST = "last line"
NOT_TEXT = N_("The file is neither a spreadsheet (XLSX) nor text (CSV).")
NOT_ENCODED = N_("The file cannot be read as text in %(encoding)s.")
OPEN_QUOTE = N_("A quotation mark that opens in row %(row)s is never closed.")
LONG_CELL = N_("A cell in row %(row)s is too long; perhaps a quotation mark is missing.")


def read(data: bytes, *, encoding: str = "", delimiter: str = "") -> Table:
    """The table of a CSV file; what is not given is found out.

    Raises InvalidFile where it is not text, or a quotation mark is never closed.
    """
    text, encoding, problems = _decoded(data, encoding)
    text, delimiter = _delimited(text, delimiter)
    rows = []
    for number, cells in enumerate(_records(text, delimiter, problems), 1):
        if number > MAX_ROWS:
            raise refuse(TOO_MANY_ROWS, limit=MAX_ROWS)
        if len(cells) > MAX_COLUMNS and any(cells[MAX_COLUMNS:]):
            raise refuse(TOO_MANY_COLUMNS, limit=MAX_COLUMNS)
        texts, faults = texts_of(cells, number)
        rows.append(Row(number, texts))
        problems.extend(faults)
    return Table(tuple(rows), encoding=encoding, delimiter=delimiter, problems=tuple(problems))


def _decoded(data: bytes, encoding: str) -> tuple[str, str, list[Problem]]:
    if encoding:
        return _decode(data, encoding), encoding, []
    for mark, name in ((BOM_UTF8, "utf-8"), (BOM_UTF16_LE, "utf-16"), (BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return _decode(data, name), name, []
    if b"\0" in data:
        return _decode(data, _utf_16_order(data)), "utf-16", []
    try:
        return data.decode(), "utf-8", []
    except UnicodeDecodeError:
        return _decode(data, FALLBACK), FALLBACK, [Problem("encoding_guessed", Severity.WARNING)]


def _decode(data: bytes, encoding: str) -> str:
    if encoding not in (*ENCODINGS, "utf-16-le", "utf-16-be"):
        raise refuse(NOT_ENCODED, encoding=encoding)
    try:
        return data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        raise refuse(NOT_ENCODED, encoding=encoding) from error


def _utf_16_order(data: bytes) -> str:
    """UTF-16 without a mark: in any text with a little Latin most zeros fall on one side."""
    high, low = data[::2].count(0), data[1::2].count(0)
    if len(data) % 2 or max(high, low) < 10 * min(high, low) or max(high, low) * 10 < len(data):
        raise refuse(NOT_TEXT)
    return "utf-16-be" if high > low else "utf-16-le"


def _delimited(text: str, delimiter: str) -> tuple[str, str]:
    """The text without Excel's 'sep=' line, and the delimiter."""
    if "\n" not in text:
        text = text.replace("\r", "\n")
    first, _, rest = text.partition("\n")
    said = first.rstrip("\r")
    if said[:4].lower() == "sep=" and len(said) == 5:
        return rest, delimiter or said[4]
    return text, delimiter or max(DELIMITERS, key=lambda sign: _evenness(text, sign))


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    """How much the first rows agree on their number of cells; a single column does not count."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    widths: list[int] = []
    try:
        for cells in reader:
            if any(cells):
                widths.append(len(cells))
            if len(widths) == 200:
                break
    except csv.Error:
        return (0.0, 0)
    if not widths:
        return (0.0, 0)
    width, times = Counter(widths).most_common(1)[0]
    return (times / len(widths), width) if width > 1 else (0.0, 0)


def _records(text: str, delimiter: str, problems: list[Problem]) -> list[list[str]]:
    """Every record. A mark that is never closed would swallow the rest of the file in silence."""
    records: list[list[str]] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            records.append(cells)
    except csv.Error:
        problems.append(Problem("odd_quotes", Severity.WARNING, row=len(records) + 1))
        return _lenient(text, delimiter)
    return records


def _lenient(text: str, delimiter: str) -> list[list[str]]:
    """As spreadsheet programs read it; a last line of ours shows whether all marks are closed."""
    records: list[list[str]] = []
    lines = io.StringIO(f"{text}\n{_LAST}", newline="")
    try:
        for cells in csv.reader(lines, delimiter=delimiter):
            records.append(cells)
    except csv.Error as error:
        raise refuse(LONG_CELL, row=len(records) + 1) from error
    if records[-1] != [_LAST]:
        raise refuse(OPEN_QUOTE, row=len(records))
    return records[:-1]
