"""What a workbook of an institution says: proposals by id, and what is wrong, by sheet and row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class ActivityReport:
    """Of one activity: a phase that changes, what happened, or both."""

    uid: str
    row: int
    label: str
    phase: str = ""
    """A code; '' where it stays."""
    words: str = ""


@dataclass(frozen=True, slots=True)
class MilestoneReport:
    """A milestone that was reached, and when: an ISO prefix."""

    uid: str
    row: int
    label: str
    reached: str


@dataclass(frozen=True, slots=True)
class IndicatorReport:
    """A new value, in the unit of the indicator; of a share the two numbers."""

    uid: str
    row: int
    label: str
    as_of: str
    best: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    part: Decimal | None = None
    whole: Decimal | None = None
    source: str = ""
    comment: str = ""
    groups: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)
    """Split -> group -> how many of it."""
    groups_row: int | None = None
    """Where they begin, on the sheet of groups."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something to put right, or to know, and where it stands in the file."""

    message: str
    sheet: str = ""
    """Marked for translation; '' for the whole file."""
    row: int | None = None
    column: str = ""
    """Heading of the column, marked for translation."""
    params: Mapping[str, Any] = field(default_factory=dict)
    stops: bool = True


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a file says. Nothing of it is stored."""

    activities: tuple[ActivityReport, ...] = ()
    milestones: tuple[MilestoneReport, ...] = ()
    indicators: tuple[IndicatorReport, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        """Whether the file only went round."""
        return not (self.activities or self.milestones or self.indicators)

    @property
    def is_ready(self) -> bool:
        """Whether it can be brought in: it says something, and nothing has to be put right."""
        return not self.changes_nothing and not any(fault.stops for fault in self.faults)
