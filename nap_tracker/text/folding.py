"""Text as it is searched: without case, accents and what the eye does not see, in every script.

Marks are dropped where they are written or left out at will (accents of Latin, Greek and Cyrillic,
vowel signs of Arabic and Hebrew), never where they are letters of their own (Lao, Thai, Indic).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

LONGEST = 200
MOST_TERMS = 8
AROUND = 70
"""Characters shown before the first word found, and after it."""

_DROPPED = (
    (0x00AD, 0x00AD),  # soft hyphen
    (0x0300, 0x036F),  # accents
    (0x0591, 0x05BD),  # Hebrew accents and vowels
    (0x05BF, 0x05C7),
    (0x0610, 0x061A),  # Arabic signs
    (0x0640, 0x0640),  # tatweel
    (0x064B, 0x065F),  # harakat
    (0x0670, 0x0670),
    (0x06D6, 0x06DC),
    (0x06DF, 0x06E8),
    (0x06EA, 0x06ED),
    (0x08D3, 0x08FF),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x200B, 0x200F),  # zero-width space and joiners, marks of direction
    (0x202A, 0x202E),
    (0x2060, 0x2069),
    (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F),  # variation selectors
    (0xFE20, 0xFE2F),
    (0xFEFF, 0xFEFF),
)
_ALIKE = {
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ł": "l",
    "ı": "i",
    "þ": "th",
    "ى": "ي",
    "ة": "ه",
    "ک": "ك",
    "ی": "ي",
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "‐": "-",
    "‑": "-",
    "–": "-",
    "—": "-",
}
"""What has no decomposition, and is written one way or the other."""


class _Table(dict[int, str]):
    """Code point -> what is searched in its place, worked out when first met."""

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFKD", chr(code)).casefold()
        bare = "".join(c for c in decomposed if not _is_dropped(ord(c)))
        alike = "".join(_ALIKE.get(c, c) for c in bare)
        self[code] = " " if alike.isspace() else alike
        return self[code]


def _is_dropped(code: int) -> bool:
    return any(first <= code <= last for first, last in _DROPPED)


_TABLE = _Table()


def as_folded(character: str) -> str:
    """One character as it is searched; '' for what is dropped."""
    return _TABLE[ord(character)]


def is_unseen(character: str) -> bool:
    """Whether it is only a mark for the computer: no width, no ink, no accent."""
    return unicodedata.category(character) == "Cf" or 0xFE00 <= ord(character) <= 0xFE0F


def fold(text: str) -> str:
    """The text as it is searched, one space between words."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_TABLE).split())


def terms(query: str) -> tuple[str, ...]:
    """What is asked for: every one of these must stand in the text."""
    found = (term for term in fold(query[:LONGEST]).split(" ") if term)
    return tuple(dict.fromkeys(found))[:MOST_TERMS]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an excerpt."""

    text: str
    is_found: bool


def excerpt(text: str, wanted: tuple[str, ...]) -> tuple[Piece, ...]:
    """The words around the first of these in a text, each of them marked."""
    text = unicodedata.normalize("NFC", text)
    folded, places = _mapped(text)
    spans = sorted(_spans(folded, places, wanted, len(text)))
    if not spans:
        return (Piece(_line(text[: 2 * AROUND]), is_found=False),)
    first = _start_of_word(text, spans[0][0] - AROUND)
    last = _end_of_word(text, spans[0][1] + AROUND)
    pieces = [Piece("… ", is_found=False)] if first else []
    at = first
    for start, end in spans:
        if start < at or end > last:
            continue
        pieces += [Piece(_line(text[at:start]), is_found=False), Piece(text[start:end], True)]
        at = end
    pieces.append(Piece(_line(text[at:last]) + (" …" if last < len(text) else ""), is_found=False))
    return tuple(piece for piece in pieces if piece.text)


def _mapped(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters where it comes from."""
    parts, places = [], []
    for place, character in enumerate(text):
        part = _TABLE[ord(character)]
        parts.append(part)
        places += [place] * len(part)
    return "".join(parts), places


def _spans(
    folded: str, places: list[int], wanted: tuple[str, ...], length: int
) -> list[tuple[int, int]]:
    spans = []
    for term in wanted:
        start = folded.find(term)
        while start >= 0:
            end = start + len(term)
            after = places[end] if end < len(places) else length
            spans.append((places[start], max(after, places[end - 1] + 1)))
            start = folded.find(term, end)
    return spans


def _start_of_word(text: str, place: int) -> int:
    """A little earlier or later, so that no word is cut where there are spaces."""
    if place <= 0:
        return 0
    space = text.find(" ", place, place + 20)
    return space + 1 if space >= 0 else place


def _end_of_word(text: str, place: int) -> int:
    if place >= len(text):
        return len(text)
    space = text.rfind(" ", place - 20, place)
    return space if space >= 0 else place


def _line(text: str) -> str:
    return text.replace("\n", " ").replace("\t", " ")
