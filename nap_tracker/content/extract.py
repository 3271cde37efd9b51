"""What is followed of a plan, as tables that leave it: named columns, typed cells, a cover.

A cell is a text, a figure, a day, or empty. Empty says that there is nothing to tell; what is not
known and what is not costed stand there in words, so that no program takes them for zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

FORMAT, VERSION = "nap-tracker-extract", 1
Cell = str | Decimal | int | date | None
Row = tuple[Cell, ...]


class What(StrEnum):
    """What can be taken out."""

    ACTIVITIES = "activities"
    BUDGET = "budget"
    INDICATORS = "indicators"


@dataclass(frozen=True, slots=True)
class Column:
    """`key` is the same in every language: by it a program finds the column again."""

    key: str
    label: str
    width: int = 16


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of a workbook, or one file of comma-separated values."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("every row has a cell for every column")


@dataclass(frozen=True, slots=True)
class Extract:
    """Everything of one file, in words of one language."""

    what: What
    title: str
    facts: tuple[tuple[str, str], ...]
    """Label and words of the cover: of what, by whom, when, for whom, what was asked for."""
    notes: tuple[str, ...]
    """What "not known" and "not costed" mean, and what counts."""
    tables: tuple[Table, ...]
    """The first is what a file of comma-separated values holds."""
    data: Mapping[str, Any] = field(default_factory=dict)
    """The same for programs, in canonical values: `extract_schema`."""


def day_or_words(partial: str | None) -> Cell:
    """A day that is known is a day; of which only the month or year is known, a text like 2027-05:
    no day is ever made up."""
    if partial and len(partial) == len("2027-05-17"):
        return date.fromisoformat(partial)
    return partial or None


def year_of(partial: str | None) -> Cell:
    """As a figure, to be sorted and grouped by."""
    return int(partial[:4]) if partial else None


def plain(value: Decimal) -> Decimal:
    """Without the zeros that only storage added, and never with an exponent."""
    short = value.normalize()
    whole = short.to_integral_value()
    return whole.quantize(Decimal(1)) if short == whole else short


def canonical(value: Decimal | None) -> str | None:
    """A figure as the JSON form writes it."""
    return None if value is None else f"{plain(value):f}"
