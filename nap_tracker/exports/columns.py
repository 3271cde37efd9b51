"""How wide the columns of a table should be, from what stands in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from math import sqrt

PORTRAIT = 100
"""Characters of table text side by side on portrait paper."""
LANDSCAPE = 154
GAP = 3
"""Characters of room that the padding of a cell takes."""
LONGEST_WORD = 16
"""Longer words may break; shorter ones should not."""

_BREAKS = re.compile(r"[\s\u200b/\u2066\u2069-]+")


def breadth(text: str) -> int:
    """Width in average Latin characters: wide scripts count double, marks nothing."""
    return sum(_breadth(char) for char in text)


def _breadth(char: str) -> int:
    if char < "\u0300":
        return 1
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def widths(
    columns: Sequence[Sequence[str]], *, room: int, whole: Sequence[bool] = ()
) -> tuple[float, ...]:
    """Per cent for each column, adding up to 100.

    Every column first gets its longest word (or, where `whole`, its longest line, which must not
    break), then what is left is shared by the square root of how much text there is, which keeps
    the table short; no column gets more than its longest line.
    """
    flags = [*whole, *[False] * (len(columns) - len(whole))]
    needs = [_need(texts, flag) for texts, flag in zip(columns, flags, strict=True)]
    wants = [
        max([need, *(breadth(line) + GAP for t in texts for line in t.split("\n"))])
        for need, texts in zip(needs, columns, strict=True)
    ]
    volumes = [sqrt(sum(map(breadth, texts)) + 1) for texts in columns]
    shares = _shared(needs, wants, volumes, room)
    total = sum(shares)
    return tuple(round(share * 100 / total, 2) for share in shares)


def _need(texts: Sequence[str], whole: bool) -> float:
    if whole:
        return max([GAP + 1, *(breadth(line) + GAP for t in texts for line in t.split("\n"))])
    words = (breadth(word) for text in texts for word in _BREAKS.split(text))
    return min(max(words, default=1), LONGEST_WORD) + GAP


def _shared(
    needs: Sequence[float], wants: Sequence[float], volumes: Sequence[float], room: int
) -> list[float]:
    """Fill up from the needs; what a satisfied column does not take goes to the others."""
    shares = list(needs)
    hungry = set(range(len(shares)))
    left = room - sum(shares)
    while left > 0.5 and hungry:
        weight = sum(volumes[place] for place in hungry)
        for place in sorted(hungry):
            shares[place] += left * volumes[place] / weight
        hungry -= {place for place in hungry if shares[place] >= wants[place]}
        shares = [min(share, want) for share, want in zip(shares, wants, strict=True)]
        left = room - sum(shares)
    return shares
