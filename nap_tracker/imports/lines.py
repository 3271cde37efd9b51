"""A row of the file seen through what its columns mean, and the book where problems are noted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nap_tracker.imports.columns import Column
from nap_tracker.imports.problems import Problem, Severity
from nap_tracker.imports.table import Row

Places = Mapping[Column, tuple[int, ...]]
"""Where in the file each meaning stands."""


def places_of(columns: Mapping[int, Column]) -> Places:
    """The places of each meaning, in file order."""
    found: dict[Column, tuple[int, ...]] = {}
    for place in sorted(columns):
        found[columns[place]] = (*found.get(columns[place], ()), place)
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file."""

    row: Row
    places: Places

    @property
    def number(self) -> int:
        """The row's number in the file."""
        return self.row.number

    def place(self, column: Column) -> int | None:
        """Where a meaning stands, or None where the file lacks it."""
        found = self.places.get(column)
        return found[0] if found else None

    def text(self, column: Column) -> str:
        """What is written there; empty where the file lacks the column."""
        place = self.place(column)
        return "" if place is None else self.row.cell(place)

    def continues(self, column: Column) -> bool:
        """Whether the cell is merged with the one above."""
        return self.place(column) in self.row.continued

    def says(self, *columns: Column) -> bool:
        """Whether any of these holds a text."""
        return any(self.row.cell(p) for column in columns for p in self.places.get(column, ()))


class Book:
    """Problems in the order they were met, and those that name many rows at once."""

    def __init__(self, headers: Sequence[str]) -> None:
        self._headers = headers
        self._found: list[Problem] = []
        self._rows: dict[tuple[str, int | None], list[int]] = {}

    def error(
        self, code: str, row: int | None = None, column: int | None = None, **params: Any
    ) -> None:
        """Note what stops the import."""
        self.note(Problem(code, Severity.ERROR, row, column, params=params))

    def warn(
        self, code: str, row: int | None = None, column: int | None = None, **params: Any
    ) -> None:
        """Note what somebody should look at."""
        self.note(Problem(code, Severity.WARNING, row, column, params=params))

    def note(self, problem: Problem) -> None:
        """Keep a problem, with the heading of its column."""
        self._found.append(_headed(problem, self._headers))

    def gather(self, code: str, row: int, column: int | None = None) -> None:
        """Note a row for a warning that is given once for all of them."""
        self._rows.setdefault((code, column), []).append(row)

    def problems(self) -> tuple[Problem, ...]:
        """Everything noted: first what concerns the whole file, then by row."""
        gathered = [
            _headed(
                Problem(code, Severity.WARNING, None, column, params={"rows": listed(rows)}),
                self._headers,
            )
            for (code, column), rows in self._rows.items()
        ]
        every = (*self._found, *gathered)
        return tuple(sorted(every, key=lambda problem: (problem.row or 0, problem.severity)))


def listed(rows: Iterable[int]) -> str:
    """Row numbers for a sentence, neighbours joined: '3, 5-8'."""
    spans: list[list[int]] = []
    for row in sorted(set(rows)):
        if spans and spans[-1][1] == row - 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    return ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in spans)


def _headed(problem: Problem, headers: Sequence[str]) -> Problem:
    place = problem.column
    heading = headers[place] if place is not None and place < len(headers) else ""
    return Problem(
        problem.code, problem.severity, problem.row, problem.column, heading, problem.params
    )
