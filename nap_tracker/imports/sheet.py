"""The door for spreadsheets: bytes of any program become headings and rows of text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from nap_tracker.imports import columns, delimited, workbook
from nap_tracker.imports.problems import Problem
from nap_tracker.imports.table import EMPTY, MAX_BYTES, TOO_LARGE, Row, Table, refuse

__all__ = ["Row", "Sheet", "read"]

_TOP = 30
"""Headings are looked for in so many rows; titles and logos may stand above them."""
_SAMPLE = 50


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file: its headings, and the rows under them that say anything."""

    filename: str
    name: str
    """The worksheet's name; empty for CSV."""
    names: tuple[str, ...]
    """All worksheets of the file, for a person to choose another."""
    headers: tuple[str, ...]
    header_row: int
    """The number of the row the headings stand in."""
    rows: tuple[Row, ...]
    encoding: str = ""
    delimiter: str = ""
    problems: tuple[Problem, ...] = ()
    """What was found while reading; errors count only in columns that are used."""

    @property
    def sample(self) -> tuple[tuple[str, ...], ...]:
        """The first rows as texts, enough to guess from and to show."""
        return tuple(row.cells for row in self.rows[:_SAMPLE])

    def guess(self) -> dict[int, columns.Column]:
        """What each column seems to hold."""
        return columns.guess(self.headers, self.sample)

    def values(self, column: int) -> tuple[str, ...]:
        """The different texts of a column, most frequent first: what a row filter can ask for."""
        counted = Counter(text for row in self.rows if (text := row.cell(column)))
        return tuple(text for text, _ in counted.most_common())


def read(
    data: bytes,
    filename: str,
    *,
    sheet: str = "",
    header_row: int = 0,
    encoding: str = "",
    delimiter: str = "",
) -> Sheet:
    """The table in a CSV or XLSX file, told apart by content; what is not given is found out.

    Raises InvalidFile for anything that is not an honest table of a plan's size.
    """
    if len(data) > MAX_BYTES:
        raise refuse(TOO_LARGE, limit=MAX_BYTES // 2**20)
    if workbook.looks_like(data):
        table = workbook.read(data, _score, sheet)
    else:
        table = delimited.read(data, encoding=encoding, delimiter=delimiter)
    rows = [row for row in table.rows if any(row.cells)]
    if not rows:
        raise refuse(EMPTY)
    head = _headings(rows) if not header_row else _numbered(rows, header_row)
    return _under(head, rows, table, filename)


def _under(head: Row, rows: Sequence[Row], table: Table, filename: str) -> Sheet:
    below = tuple(row for row in rows if row.number > head.number)
    heads = _storeys(head, below)
    below = below[len(heads) - 1 :]
    width = max(len(row.cells) for row in (*heads, *below))
    return Sheet(
        filename=filename,
        name=table.name,
        names=table.names,
        headers=tuple(_heading(heads, place) for place in range(width)),
        header_row=head.number,
        rows=below,
        encoding=table.encoding,
        delimiter=table.delimiter,
        problems=tuple(p for p in table.problems if p.row is None or p.row > heads[-1].number),
    )


def _storeys(head: Row, below: Sequence[Row]) -> list[Row]:
    """The rows the headings take: in a workbook, cells merged with the first row lead on."""
    heads = [head]
    for row in below:
        led = [place for place in row.continued if row.cell(place)]
        if not led or any(row.cell(place) != head.cell(place) for place in led):
            break
        heads.append(row)
    return heads


def _heading(heads: Sequence[Row], place: int) -> str:
    """What stands over a column, from top to bottom: 'Budget 2021'."""
    own = [row.cell(place) for row in heads if place not in row.continued]
    return " ".join(" ".join(own).split())


def _headings(rows: Sequence[Row]) -> Row:
    """The row most of whose cells are names of columns, else the first with several cells."""
    top = rows[:_TOP]
    best = max(top, key=lambda row: columns.recognised(row.cells))
    if columns.recognised(best.cells) > 1:
        return best
    return next((row for row in top if sum(map(bool, row.cells)) > 1), top[0])


def _numbered(rows: Sequence[Row], number: int) -> Row:
    for row in rows:
        if row.number == number:
            return row
    raise refuse(EMPTY)


def _score(table: Table) -> int:
    """How much a worksheet looks like a work plan; between equals, one with rows does more."""
    rows = [row for row in table.rows if any(row.cells)][:_TOP]
    names = max((columns.recognised(row.cells) for row in rows), default=0)
    return 2 * names + (len(rows) > 1)
