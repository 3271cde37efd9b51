"""Numbers as the plan keeps them: decimal strings in one canonical form, never floats."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

INTEGER_DIGITS = 12
"""Most digits before the point of a figure; money may have two more."""
DECIMALS = 6
"""Most digits after the point of a figure; money may have four."""
MONEY_INTEGER_DIGITS = 14
MONEY_DECIMALS = 4

_CANONICAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")


def is_canonical(text: Any) -> bool:
    """Whether it is a string such as '0.50' or '-12': no exponent, no leading zeros, no '-0'."""
    if not isinstance(text, str) or not _CANONICAL.fullmatch(text):
        return False
    return not (text.startswith("-") and Decimal(text) == 0)


def canonical(number: Decimal | int | str) -> str:
    """The canonical string of a number; decimals stay as given ('100.00' is not '100').

    Raises ValueError for what is not a finite number, and for notations people do not mean as one
    (exponents, underscores).
    """
    if isinstance(number, str) and not re.fullmatch(r"[+-]?[0-9]*\.?[0-9]*", number.strip()):
        raise ValueError(number)
    try:
        value = Decimal(number)
    except InvalidOperation as error:
        raise ValueError(number) from error
    if not value.is_finite():
        raise ValueError(number)
    text = f"{value:f}"
    return text.removeprefix("-") if value == 0 else text


def decimal(text: Any) -> Decimal | None:
    """The number of a canonical string, or None for anything else."""
    return Decimal(text) if is_canonical(text) else None


def digits(value: Decimal) -> tuple[int, int]:
    """How many digits stand before and after the point."""
    whole, _, fraction = f"{abs(value):f}".partition(".")
    return len(whole), len(fraction)
