"""The syllables of Lao, which writes no spaces between words; lines may break between them."""

from __future__ import annotations

import re

# Names of the parts, in the order in which they are typed.
_C = "[\u0e81-\u0eae\u0edc-\u0edf]"
_TONE = "[\u0ec8-\u0ecb]?"
_SIGN = "[\u0eb0-\u0eb9\u0ebb\u0ebd\u0ecd]"
"""Vowel signs that follow their consonant."""
_ENDING = "[ກງຍດນບມວ]"

_ONSET = f"(?:ຫ(?=[ງຍນມຣລວ]))?{_C}\u0ebc?(?:[ວຣລ](?={_TONE}{_SIGN}))?"
_O = f"ອ(?!{_TONE}{_SIGN})"
"""The letter O as a vowel; before a sign it is a consonant."""
_UA = f"ວ(?!{_TONE}{_SIGN})"

_FINAL = f"(?:{_ENDING}(?!\u0ebc?{_TONE}{_SIGN})(?!{_TONE}(?:{_O}|{_UA}))(?<!ກ(?=ວ)))?"
"""A consonant ends an open syllable unless it begins the next one."""

_SHAPES = (
    f"[ເແ]{_ONSET}(?:ົ{_TONE}າ|{_TONE}າ?ະ|[ຶື]{_TONE}{_O}{_FINAL}|ັ{_TONE}{_ENDING}"
    f"|[ິີ]{_TONE}{_FINAL}|{_TONE}{_FINAL})",
    f"ໂ{_ONSET}(?:{_TONE}ະ|ັ{_TONE}{_ENDING}|{_TONE}{_FINAL})",
    f"[ໃໄ]{_ONSET}{_TONE}",
    f"{_ONSET}(?:[ັົ]{_TONE}(?:ວະ|{_ENDING})|ັ{_TONE}ຽ|[\u0eb4-\u0eb9]{_TONE}{_FINAL}|{_TONE}[ະຳ]"
    f"|{_TONE}[າຽ]{_FINAL}|ໍ{_TONE}າ?|{_TONE}{_O}{_FINAL}|{_TONE}{_UA}{_ENDING})",
)
_SYLLABLE = f"(?:{'|'.join(_SHAPES)})(?:{_C}\u0ecc)*"
_ONE = re.compile(_SYLLABLE)
_BEFORE_ANOTHER = re.compile(f"{_SYLLABLE}(?={_SYLLABLE})")
_AM = re.compile("([\u0ec8-\u0ecb]?)\u0eb3")


def syllables(text: str) -> list[str]:
    """The Lao syllables of a text; lone consonants, as in abbreviations, are none."""
    return _ONE.findall(text)


def spans(text: str) -> list[tuple[int, int]]:
    """Where the syllables stand: start and end of each, in order."""
    return [found.span() for found in _ONE.finditer(text)]


def with_breaks(text: str) -> str:
    """A zero-width space between syllables, never before a mark or a full stop."""
    return _BEFORE_ANOTHER.sub("\\g<0>\u200b", text)


def without_am(text: str) -> str:
    """U+0EB3 taken apart: drawn the same, but extracted from a PDF as itself."""
    return _AM.sub("\u0ecd\\1\u0eb2", text)
