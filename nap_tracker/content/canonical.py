"""One byte form for content: what revisions, hashes and interchange files are made of."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def dumps(value: Any) -> str:
    """Canonical JSON: keys sorted, UTF-8 as it is, no spaces; numbers must already be strings.

    Raises TypeError for a float, which would lose money and mercury silently.
    """
    _refuse_floats(value)
    return written(value)


def written(value: Any) -> str:
    """The same form of what is stored already, and so was looked at when it was written."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def pretty(value: Any) -> str:
    """The same order, indented by one, ending in a line feed: for files people open."""
    _refuse_floats(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=False, indent=1) + "\n"


def digest(text: str) -> str:
    """SHA-256 of a canonical text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("floats have no place in a plan: give a string")
    if isinstance(value, dict):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)
