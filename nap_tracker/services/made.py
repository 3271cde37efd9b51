"""A document between the printer and the store."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Made:
    """Finished, not stored yet."""

    data: bytes
    name: str
    pages: int | None
