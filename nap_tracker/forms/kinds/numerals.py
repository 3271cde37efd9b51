"""Numbers as people type them, in the reader's or the plan's notation, to canonical decimals.

"1 234,5", "1,234.5" and "1'234.5" are one number. "1,234" is one or the other by notation: where
the reader and the plan agree, that is what it means; where they do not, the person is asked, since
a guess would be wrong by a factor of a thousand.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from nap_tracker import i18n
from nap_tracker.annex_c.decimals import canonical
from nap_tracker.annex_c.problems import MESSAGES
from nap_tracker.forms.kinds.typed import Refusal, Refused
from nap_tracker.i18n import N_

AMBIGUOUS = N_(
    "“%(typed)s” can be read as %(large)s or as %(small)s. Enter it without a separator for"
    " thousands, for example %(large)s, or with a decimal point or comma and other than three"
    " figures after it, for example %(longer)s"
)
LONGEST = 40
"""More characters than any number of a plan has."""

_SPACES = re.compile(r"[\s'’ʼ`´٬]")
_GROUPED = re.compile(r"[+-]?\d{1,3}( \d{3})+([.,]\d*)?|[+-]?\d*([.,]\d*)*")
_SIGNS = {"−": "-", "﹣": "-", "－": "-", "＋": "+", "٫": ",", "،": ","}
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Notation:
    """How one language writes numbers."""

    decimal: str
    group: str


@cache
def notation(language: str) -> Notation:
    """The decimal mark and the thousands mark of a language; a kind of space counts as ' '."""
    decimal = _mark(i18n.number("0.5", language))
    group = _mark(i18n.number(1234567, language))
    return Notation(decimal, " " if group.isspace() or group in "'’" else group)


def _mark(number: str) -> str:
    return next((c for c in number if not c.isdigit()), " ")


def parse(text: str, languages: tuple[str, ...], *, places: int | None = None) -> str:
    """The canonical decimal string of what was typed; Refused when it is none, or two.

    `languages` are the reader's and the plan's. `places` is the most decimals such a figure has:
    with 0 a single mark before three figures can only stand for thousands, with 2 (money) it is
    never taken for decimals without asking.
    """
    plain = _plain(text)
    if not _GROUPED.fullmatch(plain) or not any(c.isdigit() for c in plain):
        raise Refused(Refusal(MESSAGES["not_a_number"]))
    number = _decimal(plain.replace(" ", ""), text.strip(), languages, places)
    try:
        return canonical(number)
    except ValueError as error:
        raise Refused(Refusal(MESSAGES["not_a_number"])) from error


def shown(number: str, language: str) -> str:
    """A canonical number for a control: the reader's decimal mark and no thousands marks."""
    mark = notation(language).decimal
    return number.replace(".", mark) if mark in ".," else number


def ascii_digits(text: str) -> str:
    """Digits of any script as 0 to 9, without marks of direction."""
    digits = (str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    return _INVISIBLE.sub("", "".join(digits)).strip()


def _plain(text: str) -> str:
    if len(text) > LONGEST:
        raise Refused(Refusal(MESSAGES["not_a_number"]))
    signed = "".join(_SIGNS.get(c, c) for c in ascii_digits(text))
    spaced = _SPACES.sub(" ", signed).strip()
    return re.sub(r"^([+-]) ", r"\1", spaced)


def _decimal(plain: str, typed: str, languages: tuple[str, ...], places: int | None) -> str:
    """The number with a point for the decimals and nothing for the thousands."""
    marks = [c for c in plain if c in ".,"]
    if not marks:
        return plain
    if len(set(marks)) == 2:
        return _both(plain, marks[-1])
    if len(marks) > 1:
        return _thousands(plain, marks[0])
    return _one(plain, marks[0], typed, languages, places)


def _both(plain: str, decimal: str) -> str:
    """'1,234.5' and '1.234,5': the last mark is for the decimals and stands once."""
    whole, _, fraction = plain.rpartition(decimal)
    if decimal in whole:
        raise Refused(Refusal(MESSAGES["not_a_number"]))
    return f"{_thousands(whole, ',' if decimal == '.' else '.')}.{fraction}"


def _thousands(plain: str, group: str) -> str:
    """'1.234.567'; also '12,34,567' as written in India."""
    first, *others = plain.lstrip("+-").split(group)
    middle, last = others[:-1], others[-1]
    even = all(len(part) == 3 for part in middle) or all(len(part) == 2 for part in middle)
    if len(last) != 3 or not even or not 1 <= len(first) <= 3:
        raise Refused(Refusal(MESSAGES["not_a_number"]))
    return plain.replace(group, "")


def _one(plain: str, mark: str, typed: str, languages: tuple[str, ...], places: int | None) -> str:
    """One mark: decimals, unless exactly three figures follow and it may mean thousands."""
    left, right = plain.lstrip("+-").split(mark)
    as_decimal = plain.replace(mark, ".")
    if len(right) != 3 or not 1 <= len(left) <= 3 or left.startswith("0"):
        return as_decimal
    as_thousands = plain.replace(mark, "")
    meanings = {_meaning(mark, notation(language)) for language in languages}
    if places == 0 or meanings == {"group"}:
        return as_thousands
    if meanings == {"decimal"} and (places is None or places > 2):
        return as_decimal
    small = as_decimal.replace(".", mark)
    params = {"typed": typed, "large": as_thousands, "small": small, "longer": f"{small}0"}
    raise Refused(Refusal(AMBIGUOUS, params))


def _meaning(mark: str, notation: Notation) -> str:
    if mark == notation.decimal:
        return "decimal"
    return "group" if mark == notation.group else "unknown"
