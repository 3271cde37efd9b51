"""A plan's content as plain data and back, for snapshots and documents that wait."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from nap_tracker.content.canonical import dumps
from nap_tracker.content.tree import EntryContent, FileContent, PartyContent, PlanContent


def to_data(plan: PlanContent) -> dict[str, Any]:
    """Every field of the tree under its own name; blanks are left out."""
    return {
        **_given(plan, leave=("party", "entries", "files")),
        "party": _given(plan.party),
        "entries": [_given(entry) for entry in plan.entries],
        "files": [_given(file) for file in plan.files],
    }


def from_data(data: Mapping[str, Any]) -> PlanContent:
    """The tree again. The data is ours: it was checked when it came in."""
    rest = {k: v for k, v in data.items() if k not in ("party", "entries", "files")}
    rest["languages"] = tuple(rest.get("languages", ()))
    return PlanContent(
        **{"period_start": None, "period_end": None, **rest},
        party=PartyContent(**data["party"]),
        entries=tuple(EntryContent(**entry) for entry in data["entries"]),
        files=tuple(FileContent(**file) for file in data["files"]),
    )


def to_text(plan: PlanContent) -> str:
    """The canonical JSON of a plan's content."""
    return dumps(to_data(plan))


def from_text(text: str) -> PlanContent:
    """The content kept as canonical JSON."""
    return from_data(json.loads(text))


def _given(thing: Any, leave: tuple[str, ...] = ()) -> dict[str, Any]:
    values = {f.name: getattr(thing, f.name) for f in fields(thing) if f.name not in leave}
    return {
        name: _plain(value)
        for name, value in values.items()
        if value not in (None, "", (), False) and value != {}
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value
