"""Which files an entry speaks of: its pieces of evidence and the pictures in its texts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from nap_tracker.text.files import files_in


def files_cited(said: str) -> frozenset[str]:
    """The ids of files that the canonical JSON of an entry names."""
    return frozenset(_found(json.loads(said)["answers"]))


def _found(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from files_in(value) if "data-file" in value else ()
    elif isinstance(value, list):
        for one in value:
            yield from _found(one)
    elif isinstance(value, dict):
        if isinstance(value.get("file"), str):
            yield value["file"]
        for one in value.values():
            yield from _found(one)
