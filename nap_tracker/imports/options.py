"""What a person says about a file before it is read: columns, zero, currency, notation, filter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from nap_tracker.imports.columns import Column
from nap_tracker.imports.figures import Notation

Columns = Mapping[int, Column]
"""Meaning by place of the column in the file, from 0; columns not in it are not read."""


class Zero(StrEnum):
    """What a cost of 0 means in a file; nobody can tell from the file."""

    ASK = "ask"
    """Not said yet: rows with 0 are listed and nothing is applied."""
    FREE = "free"
    """It costs nothing."""
    NOT_COSTED = "not_costed"
    """Nobody has worked it out."""


@dataclass(frozen=True, slots=True)
class RowFilter:
    """Only rows with this text in this column; case and outer spaces do not count."""

    column: int
    value: str


@dataclass(frozen=True, slots=True)
class Options:
    """Answers that hold for the whole file."""

    language: str
    """Language of the texts."""
    zero: Zero = Zero.ASK
    currency: str | None = None
    """For amounts that name none, and for signs that several currencies share."""
    notation: Notation | None = None
    """None: found out column by column."""
    day_first: bool | None = None
    """None: found out from dates that leave no doubt."""
    scale: int | None = None
    """What to multiply costs by; None: 1, unless a heading speaks of thousands or millions."""
    item_map: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What the file calls an Annex C item -> item keys; wins over everything known."""
    default_items: tuple[str, ...] = ()
    """For rows that name no item."""
    only: RowFilter | None = None


def to_data(columns: Columns, options: Options) -> dict[str, Any]:
    """Both as plain JSON, to be kept with an upload."""
    return {
        "columns": {str(place): str(column) for place, column in sorted(columns.items())},
        "options": {
            **asdict(options),
            "item_map": {name: list(keys) for name, keys in options.item_map.items()},
            "default_items": list(options.default_items),
        },
    }


def from_data(data: Mapping[str, Any]) -> tuple[dict[int, Column], Options]:
    """What `to_data` made. Raises KeyError, TypeError or ValueError for anything else."""
    said = dict(data["options"])
    said["zero"] = Zero(said["zero"])
    said["notation"] = Notation(said["notation"]) if said["notation"] else None
    said["item_map"] = {name: tuple(keys) for name, keys in said["item_map"].items()}
    said["default_items"] = tuple(said["default_items"])
    said["only"] = RowFilter(**said["only"]) if said["only"] else None
    columns = {int(place): Column(column) for place, column in data["columns"].items()}
    return columns, Options(**said)
