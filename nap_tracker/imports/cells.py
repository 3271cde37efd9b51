"""One cell of a workbook as the text people see: no float noise, dates as far as they are shown."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from nap_tracker.imports import currencies

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LITERALS = re.compile(r"\"[^\"]*\"|\\.|\[[^\]]*\]|_.|\*.")
_UNIT = re.compile(r"\[\$([^\]-]+)(?:-[^\]]*)?\]|\"([^\"]*\w[^\"]*)\"|([$€£¥₮₦₱₭])")
_DIGITS = 15
"""Significant digits a spreadsheet keeps; what a float has beyond them is noise."""
_WHOLE = Decimal(10) ** _DIGITS


def shown(value: Any, form: str) -> tuple[str, bool]:
    """The text of a cell with this number format, and whether it is a number.

    A number stays in machine notation, with the currency its format shows in front of it.
    """
    if value is None:
        return "", False
    if isinstance(value, bool):
        return str(value).upper(), False
    if isinstance(value, int | float):
        return _number(value, form)
    if isinstance(value, date | time | timedelta):
        return _date(value, form), False
    return _ESCAPED.sub(_character, str(value)), False


def _number(value: float, form: str) -> tuple[str, bool]:
    number = Decimal(value) if isinstance(value, int) else Decimal(format(value, f".{_DIGITS}g"))
    pattern = _LITERALS.sub("", form.partition(";")[0])
    if "%" in pattern:
        return f"{_plain(number * 100, pattern)}%", False
    digits = _plain(number, pattern)
    unit, is_in_front = _unit(form)
    if unit and not currencies.is_known(unit):
        return f"{unit} {digits}" if is_in_front else f"{digits} {unit}", False
    return f"{unit} {digits}".strip(), True


def _plain(number: Decimal, pattern: str) -> str:
    """Digits without an exponent, with the decimals the format shows unless some would be lost."""
    decimals = re.search(r"\.(0+)", pattern)
    if decimals and abs(number) < _WHOLE:
        fixed = round(number, len(decimals[1]))
        if fixed == number:
            return f"{fixed:f}"
    return f"{number.normalize():f}"


def _unit(form: str) -> tuple[str, bool]:
    """The word or sign a number format writes beside the digits, and whether it stands before."""
    pattern = form.partition(";")[0]
    found = _UNIT.search(pattern)
    if not found:
        return "", False
    return (found[1] or found[2] or found[3]).strip(), not re.search(
        "[0#?]", pattern[: found.start()]
    )


def _date(value: date | time | timedelta, form: str) -> str:
    if not isinstance(value, date):
        return str(value)
    pattern = _LITERALS.sub("", form).lower()
    day = value.strftime("%Y-%m-%d")
    if isinstance(value, datetime) and (value.hour or value.minute):
        return f"{day} {value:%H:%M}"
    if "d" in pattern or "y" not in pattern:
        return day
    return day[:7] if "m" in pattern else day[:4]


def _character(match: re.Match[str]) -> str:
    """A character that XML cannot hold; a carriage return before a line feed says nothing."""
    character = chr(int(match[1], 16))
    return "" if character == "\r" else character
