"""The sum of what was sealed, worked out once for a text: a pack is long, and seldom changes."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Text, cast, select
from sqlalchemy.orm import InstrumentedAttribute

from nap_tracker.content.canonical import digest, written
from nap_tracker.extensions import db

MOST = 1000
"""Sums kept in each process."""
_sums: dict[str, str] = {}
"""Sum of a text as it is stored -> sum of its canonical form."""


def of_column(column: InstrumentedAttribute[Any], id: str) -> str:
    """SHA-256 of the canonical JSON that one row holds in a column. One query."""
    text = db.session.scalar(select(cast(column, Text)).where(column.class_.id == id))
    stored = digest(text or "null")
    found = _sums.get(stored)
    if found is None:
        if len(_sums) >= MOST:
            _sums.clear()
        found = _sums[stored] = digest(written(json.loads(text or "null")))
    return found
