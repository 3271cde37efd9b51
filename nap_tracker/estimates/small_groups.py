"""Figures about so few people that somebody could be told from them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

FEW = 5
"""Groups smaller than this are never shown as a number."""


class Hidden(StrEnum):
    """What stands where a number would tell too much."""

    FEW = "few"
    """Fewer than five."""
    KEPT = "kept"
    """Enough people, and yet hidden: beside the total it would give the small group away."""


def is_few(people: Decimal) -> bool:
    """Nobody is no group: a zero may be shown."""
    return 0 < people < FEW


def shielded(groups: Mapping[str, Decimal]) -> dict[str, Decimal | Hidden]:
    """The groups of one split as they may be shown beside their total.

    Where one alone is small, the next smallest is hidden with it: it could be subtracted else.
    """
    few = {key for key, people in groups.items() if is_few(people)}
    others = sorted((people, key) for key, people in groups.items() if people >= FEW)
    kept = {others[0][1]} if len(few) == 1 and others else set()
    marks = {**dict.fromkeys(few, Hidden.FEW), **dict.fromkeys(kept, Hidden.KEPT)}
    return {key: marks.get(key, people) for key, people in groups.items()}
