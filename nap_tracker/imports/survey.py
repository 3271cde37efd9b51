"""What openpyxl's fast reader does not tell of a sheet: true size, merged cells, hidden rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import IO
from xml.etree.ElementTree import Element, iterparse

from openpyxl.utils.cell import coordinate_to_tuple

from nap_tracker.imports.problems import Problem, Severity
from nap_tracker.imports.table import (
    MAX_COLUMNS,
    MAX_ROWS,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
    refuse,
)

MAX_MERGED = 200_000
"""Cells inside merged ranges that are worth following."""
_BAND = 3
"""A text merged over as many columns is a heading across the table."""
_NAMED_ROWS = 20


@dataclass(slots=True)
class Survey:
    """One sheet, measured by the cells that hold something."""

    rows: int = 0
    columns: int = 0
    hidden: list[int] = field(default_factory=list)
    uncalculated: list[tuple[int, int]] = field(default_factory=list)
    """Row and column (from 0) of formulas without a stored result."""
    downward: dict[int, set[int]] = field(default_factory=dict)
    """Row -> columns (from 0) that a merged cell covers from above."""
    across: dict[int, int] = field(default_factory=dict)
    """Row -> the first column (from 0) of its widest merged cell."""

    def continued(self, row: int) -> frozenset[int]:
        """Columns of a row that a merged cell covers from above."""
        return frozenset(self.downward.get(row, ()))

    def is_band(self, row: int, texts: Sequence[str]) -> bool:
        """Whether the only text of a row runs across the table."""
        said = [place for place, text in enumerate(texts) if text]
        return row in self.across and said == [self.across[row]]

    def problems(self) -> list[Problem]:
        """Formulas without a result, and rows nobody sees."""
        found = [
            Problem("not_calculated", row=row, column=column) for row, column in self.uncalculated
        ]
        if self.hidden:
            rows = ", ".join(map(str, self.hidden[:_NAMED_ROWS]))
            more = " …" if len(self.hidden) > _NAMED_ROWS else ""
            found.append(Problem("hidden_rows", Severity.WARNING, params={"rows": rows + more}))
        return found


def survey(part: IO[bytes]) -> Survey:
    """Measure one worksheet part. Raises InvalidFile where it is larger than a plan can be."""
    found = Survey()
    row = 0
    merged: list[str] = []
    for _, element in iterparse(part):
        name = element.tag.rpartition("}")[2]
        if name == "row":
            row = int(float(element.get("r") or row + 1))
            _measure(found, row, element)
            element.clear()
        elif name == "mergeCell":
            merged.append(element.get("ref") or "")
    _merge(found, merged)
    if found.rows > MAX_ROWS:
        raise refuse(TOO_MANY_ROWS, limit=MAX_ROWS)
    if found.columns > MAX_COLUMNS:
        raise refuse(TOO_MANY_COLUMNS, limit=MAX_COLUMNS)
    return found


def _measure(found: Survey, row: int, element: Element) -> None:
    column = 0
    is_said = False
    for cell in element:
        reference = cell.get("r")
        column = coordinate_to_tuple(reference)[1] if reference else column + 1
        parts = {part.tag.rpartition("}")[2]: part for part in cell}
        said = "is" in parts or ("v" in parts and bool(parts["v"].text))
        if said or "f" in parts:
            found.rows, found.columns = max(found.rows, row), max(found.columns, column)
            is_said = True
        if "f" in parts and not said:
            found.uncalculated.append((row, column - 1))
    if is_said and element.get("hidden") in ("1", "true"):
        found.hidden.append(row)


def _merge(found: Survey, references: Sequence[str]) -> None:
    """Follow merged cells downwards in their first column; across, a text stands only once."""
    followed = 0
    for reference in references:
        first, _, last = reference.partition(":")
        top, left = coordinate_to_tuple(first)
        bottom, right = coordinate_to_tuple(last or first)
        bottom = min(bottom, found.rows)
        followed += max(0, bottom - top) + 1
        if followed > MAX_MERGED:
            raise refuse(TOO_MANY_ROWS, limit=MAX_ROWS)
        if right - left + 1 >= _BAND and top == bottom:
            found.across[top] = left - 1
        if left <= found.columns:
            for row in range(top + 1, bottom + 1):
                found.downward.setdefault(row, set()).add(left - 1)
