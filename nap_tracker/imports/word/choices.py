"""What a person says about a file: tracked changes, where parts go, what becomes of tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

ABOVE: Final = "above"
"""It goes where the part above goes."""
LEAVE: Final = "leave"
"""It is left out: somebody has seen it and does not want it."""
UNPLACED: Final = "unplaced"
"""Nobody knows where it belongs yet; it is listed, and kept as a file."""
ELSEWHERE: Final = "elsewhere"
"""It belongs to a section that whoever brings the file does not draft, and never comes in."""
WORK_PLAN: Final = "work_plan"
"""A table that becomes activities, strategies and budget lines."""


@dataclass(frozen=True, slots=True)
class TableChoice:
    """Rows that a table becomes: in one register by columns, or of a work plan."""

    register: str
    columns: Mapping[int, str] = field(default_factory=dict)
    """Place of a column -> field of the register; the others are not read."""
    work_plan: Mapping[str, Any] = field(default_factory=dict)
    """Columns and options of a work plan, as `imports.options.to_data` writes them."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything said so far; what is not said follows the proposal."""

    language: str
    accept_all: bool | None = None
    """For tracked changes that are not decided one by one."""
    changes: Mapping[int, bool] = field(default_factory=dict)
    parts: Mapping[int, str] = field(default_factory=dict)
    """Place of a part -> 'section.field', ABOVE, LEAVE or UNPLACED."""
    replaces: frozenset[str] = frozenset()
    """Fields ('section.field') whose text is replaced; others are added to."""
    tables: Mapping[int, TableChoice] = field(default_factory=dict)
    keeps_unplaced: bool = True
    """Whether what is unplaced becomes a file of the plan."""
    keeps_original: bool = False

    def decided(self, number: int) -> bool | None:
        """Whether a change is accepted; None while nobody has said."""
        return self.changes.get(number, self.accept_all)

    def with_table(self, place: int, choice: TableChoice | None) -> Choices:
        """The same with another fate of a table; None keeps it a table."""
        tables = {at: each for at, each in self.tables.items() if at != place}
        return replace(self, tables=tables if choice is None else {**tables, place: choice})

    def to_data(self) -> dict[str, Any]:
        """As plain JSON."""
        return {
            "language": self.language,
            "accept_all": self.accept_all,
            "changes": {str(number): value for number, value in sorted(self.changes.items())},
            "parts": {str(place): target for place, target in sorted(self.parts.items())},
            "replaces": sorted(self.replaces),
            "tables": {
                str(place): {
                    "register": table.register,
                    "columns": {str(at): name for at, name in sorted(table.columns.items())},
                    "work_plan": dict(table.work_plan),
                }
                for place, table in sorted(self.tables.items())
            },
            "keeps_unplaced": self.keeps_unplaced,
            "keeps_original": self.keeps_original,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Choices:
        """What `to_data` made."""
        return cls(
            data["language"],
            data["accept_all"],
            _numbered(data["changes"]),
            _numbered(data["parts"]),
            frozenset(data["replaces"]),
            {
                int(place): TableChoice(
                    table["register"], _numbered(table["columns"]), table["work_plan"]
                )
                for place, table in data["tables"].items()
            },
            data["keeps_unplaced"],
            data["keeps_original"],
        )


def _numbered(data: Mapping[str, Any]) -> dict[int, Any]:
    return {int(key): value for key, value in data.items()}
