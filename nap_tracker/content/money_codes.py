"""Sums as a picture reads them: each currency by itself, and whether it is at least so much.

`USD 2500, EUR 30`, `>= USD 2500`, `-` for none; whatever else is not known, and never zero.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from nap_tracker.content.exchange import Sums
from nap_tracker.content.finances import Standing

NONE = "-"
AT_LEAST = ">= "
_SUM = re.compile(r"([A-Z]{3}) ([0-9]{1,18}(?:\.[0-9]{1,9})?)")


@dataclass(frozen=True, slots=True)
class Known:
    """What a code says."""

    sums: Sums
    is_at_least: bool = False


def of_sums(sums: Sums) -> str:
    """Of what was recorded, or costed."""
    told = [f"{code} {max(value, Decimal(0)):f}" for code, value in sums.items()]
    return ", ".join(told) or NONE


def of_gap(standing: Standing) -> str:
    """Of what is still to be found; "" where nobody can tell."""
    if standing.gap is None or (standing.is_at_least and not standing.budgeted.sums):
        return ""
    return (AT_LEAST if standing.is_at_least else "") + of_sums(standing.gap)


def read(code: str) -> Known | None:
    """What it says; None where that is nothing, as of a code that removal went through."""
    if code == NONE:
        return Known({})
    told = code.removeprefix(AT_LEAST)
    found = [_SUM.fullmatch(part) for part in told.split(", ")]
    sums: Mapping[str, Decimal] = {one[1]: Decimal(one[2]) for one in found if one}
    return Known(sums, told != code) if len(sums) == len(found) else None
