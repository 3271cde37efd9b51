"""Amounts of money as people write them: "100'000.00" or '86,6 milliards' become a Decimal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

from nap_tracker.annex_c.definitions import Empty

LIMIT = Decimal(10) ** 14
"""Amounts stay below this; money is kept as a 64-bit integer of ten-thousandths."""
PLACES = 4
CENTS = Decimal("0.01")


class Unreadable(ValueError):
    """A cell that cannot be read; `code` says why, and is a key of `messages.MESSAGES`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Notation(StrEnum):
    """Which mark starts the decimals, in the two notations where '1,234' means different things."""

    COMMA = "comma"
    """1.234,50"""
    POINT = "point"
    """1,234.50"""


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount and what was written beside it."""

    amount: Decimal
    currency: str = ""
    """As written: a code, a name or a sign; empty where nothing was."""
    scaled: bool = False
    """Whether a word such as 'milliards' multiplied it."""
    rounded: bool = False
    """Whether decimals beyond the fourth, which only calculated cells have, were rounded off."""


@dataclass(frozen=True, slots=True)
class Decision:
    """How '1,234' is read in one column, and the cell that shows it."""

    notation: Notation | None = None
    """None where the file does not tell, or tells both."""
    evidence: str = ""
    ambiguous: tuple[str, ...] = ()
    """The cells that can be read in two ways."""

    @property
    def is_open(self) -> bool:
        """Whether the person has to say how the ambiguous cells are meant."""
        return bool(self.ambiguous) and self.notation is None


_SPACES = "\\s\u00a0\u2007\u2009\u202f"
_APOSTROPHES = "'’‘ʼ´`′"
_NUMBER = re.compile(rf"\d(?:[\d.,{_SPACES}{_APOSTROPHES}]*\d)?")
_NO_CENTS = re.compile(r"(?<=\d)\s*(?:[.,]\s*[-–—]+|/[-=])(?=\s|$)")
"""12'000.– and 12,000/= end in a mark that stands for no cents."""
_SCALE = re.compile(
    r"\b(?:(milliers?|thousands?)|(millions?))\b|(?<!\d)['’]?000s?\b", re.IGNORECASE
)
_DASHES = re.compile(r"[^\W\d_]{0,4}[\W_]*[-–—−‒][\W_]*[^\W\d_]{0,4}|[\W_]*")
"""Nothing, or a dash alone or beside a currency, as spreadsheets show it."""
_EMPTY_WORDS: Mapping[Empty, str] = {
    Empty.DOES_NOT_APPLY: "n/a; na; n.a; not applicable; does not apply; s.o; s/o; sans objet",
    Empty.NOT_COSTED: "not costed; non chiffré; non chiffre; non budgétisé; non budgetise",
    Empty.NOT_KNOWN: "not known; unknown; tbd; to be determined; inconnu; nd; n/d; à déterminer",
}
_EMPTY: Mapping[str, Empty] = {
    word: empty for empty, words in _EMPTY_WORDS.items() for word in words.split("; ")
}
_FACTORS: Mapping[str, int] = {
    **dict.fromkeys(("mille", "millier", "milliers", "thousand", "thousands"), 10**3),
    **dict.fromkeys(("million", "millions"), 10**6),
    **dict.fromkeys(("milliard", "milliards"), 10**9),
}
_UNSAFE_FACTORS = frozenset(
    ("billion", "billions", "bn", "k", "m", "md", "mds", "mio", "mln", "mn", "mrd")
)
"""A French billion is a thousand English ones, and a letter is easily a misprint."""
_LINKS = frozenset({"de", "d'", "d’", "of", "en", "in"})


def read(
    text: str, notation: Notation | None = None, *, typed: bool = False
) -> Figure | Empty | None:
    """What a cost cell says, or None where it says nothing; blank is never zero.

    `typed` marks a number of a spreadsheet, whose text is always in machine notation. Raises
    Unreadable where the text is no single positive amount, or can be read in two ways and
    `notation` does not settle it.
    """
    text = text.strip()
    if _DASHES.fullmatch(text):
        return None
    empty = _empty(text)
    if empty:
        return empty
    number, words, factor = _split(text)
    amount = _typed(number) if typed else _settled(number, notation)
    return _checked(amount * factor, words, typed=typed, scaled=factor > 1)


def readings(number: str) -> Mapping[Notation, Decimal]:
    """Every value a bare number can have, by notation; nothing where it is no number."""
    plain = re.sub(f"[{_APOSTROPHES}]", "'", re.sub(f"[{_SPACES}]+", " ", number))
    found = {notation: _in(plain, notation) for notation in Notation}
    return {notation: value for notation, value in found.items() if value is not None}


def decide(texts: Iterable[str]) -> Decision:
    """How the cells of one column are meant, by those that can be read in one way only."""
    evidence: dict[Notation, str] = {}
    ambiguous = []
    for text in texts:
        values = _readings_of(text)
        if len(values) == 1:
            evidence.setdefault(next(iter(values)), text)
        elif len(set(values.values())) == 2:
            ambiguous.append(text)
    if len(evidence) == 1:
        ((notation, cell),) = evidence.items()
        return Decision(notation, cell, tuple(ambiguous))
    return Decision(ambiguous=tuple(ambiguous))


def scale_named(header: str) -> int | None:
    """What a heading says its figures are counted in: 1000 for 'in thousands', or None."""
    found = _SCALE.search(header)
    if not found:
        return None
    return 10**6 if found[2] else 10**3


def plain(amount: Decimal) -> str:
    """The canonical text of an amount: digits, at least two decimals, never an exponent."""
    places = max(2, -int(amount.normalize().as_tuple().exponent))
    return f"{amount:.{places}f}"


def _empty(text: str) -> Empty | None:
    return _EMPTY.get(" ".join(text.casefold().split()).strip("."))


def _readings_of(text: str) -> Mapping[Notation, Decimal]:
    try:
        number, _, _ = _split(text.strip())
    except Unreadable:
        return {}
    return readings(number)


def _split(text: str) -> tuple[str, str, int]:
    """The digits, the words that are no multiplier, and the multiplier."""
    text = _NO_CENTS.sub("", text)
    found = list(_NUMBER.finditer(text))
    if len(found) != 1:
        raise Unreadable("amount")
    before, after = text[: found[0].start()].strip(), text[found[0].end() :].strip()
    if _is_negative(before, after):
        raise Unreadable("negative_cost")
    words, factor = _multiplied(f"{before} {after}".split())
    return found[0].group(), words, factor


def _is_negative(before: str, after: str) -> bool:
    """Whether a minus stands on either side, or brackets around it all, as accountants write it."""
    minus = ("-", "−", "–")
    bracketed = before.startswith("(") and ")" not in before
    if bracketed and after.endswith(")") and "(" not in after:
        return True
    return before.endswith((*minus, "(")) or before.startswith(minus) or after.startswith(minus)


def _multiplied(words: list[str]) -> tuple[str, int]:
    factor, others = 1, []
    for word in words:
        key = word.casefold().strip(".")
        if key in _UNSAFE_FACTORS:
            raise Unreadable("multiplier")
        if key in _FACTORS:
            factor *= _FACTORS[key]
        else:
            others.append(word)
    if factor > 1:
        others = [word for word in others if word.casefold() not in _LINKS]
    return " ".join(others), factor


def _in(number: str, notation: Notation) -> Decimal | None:
    decimal, group = (",", ".") if notation is Notation.COMMA else (".", ",")
    form = rf"(?:\d+|[1-9]\d{{0,2}}([ '{group}])\d{{3}}(?:\1\d{{3}})*)(?:\{decimal}\d+)?"
    if not re.fullmatch(form, number):
        return None
    return Decimal(re.sub(rf"[ '{group}]", "", number).replace(",", "."))


def _settled(number: str, notation: Notation | None) -> Decimal:
    values = readings(number)
    if not values:
        raise Unreadable("amount")
    if len(set(values.values())) == 1 and (len(values) == 2 or notation is None):
        return next(iter(values.values()))
    if notation is None:
        raise Unreadable("ambiguous_amount")
    if notation not in values:
        raise Unreadable("other_notation")
    return values[notation]


def _typed(number: str) -> Decimal:
    if not re.fullmatch(r"\d+(?:\.\d+)?", number):
        raise Unreadable("amount")
    return Decimal(number)


def _checked(amount: Decimal, words: str, *, typed: bool, scaled: bool) -> Figure:
    if amount >= LIMIT:
        raise Unreadable("huge_cost")
    fine = amount != round(amount, PLACES)
    if fine and not typed:
        raise Unreadable("too_fine")
    if fine:
        amount = amount.quantize(CENTS, ROUND_HALF_EVEN)
    return Figure(amount, words, scaled, rounded=fine)
