"""The little word before a date, where the date is not known to the day.

Messages are written for a whole day: 'on 3 May 2024', 'le 3 mai 2024'. Of a month or a year one
says 'in May 2024', 'en mai 2024', and who writes or translates a message does not see which comes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

INSTEAD: Mapping[str, Mapping[str, str]] = {
    "en": {"on": "in"},
    "fr": {
        "depuis le": "depuis",
        "jusqu’au": "jusqu’en",
        "pour le": "pour",
        "après le": "après",
        "avant le": "avant",
        "entre le": "entre",
        "et le": "et",
        "le": "en",
        "du": "de",
        "au": "en",
    },
}
"""Language -> words before a day -> words before a month or a year; the longest first."""
PERIODS: Mapping[str, tuple[str, str, str]] = {"fr": ("du", "au", "à")}
"""Words before the first and the last day of a period; what the last becomes behind the first."""
ELIDED: Mapping[str, Mapping[str, str]] = {"fr": {"de": "d’"}}
"""Words that lose a letter before a vowel: `d’avril 2026`."""
VOWELS = tuple("aeiouéAEIOUÉ")


class Partial(str):
    """A month or a year in words, known as such to the message that is filled with it."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """A placeholder with the word of a day before it, and what stands there instead."""

    name: str
    said: str
    instead: str
    before_vowel: str


def fitted(text: str, params: Mapping[str, Any], language: str) -> str:
    """The message with the words that go before the dates it is filled with."""
    for place in _places(text, language):
        date = params.get(place.name)
        if isinstance(date, Partial):
            is_vowel = date.startswith(VOWELS)
            text = text.replace(place.said, place.before_vowel if is_vowel else place.instead)
    return text


@lru_cache(maxsize=8192)
def _places(text: str, language: str) -> tuple[_Place, ...]:
    tag = language.partition("-")[0]
    words = INSTEAD.get(tag, {})
    if not words or "%(" not in text:
        return ()
    pattern = rf"\b({'|'.join(words)}) (%\((\w+)\)s)"
    found = re.finditer(pattern, text, flags=re.IGNORECASE)
    return tuple(_place(one, tag) for one in found)


def _place(found: re.Match[str], tag: str) -> _Place:
    before, held, name = found.groups()
    instead = INSTEAD[tag][before.lower()]
    first, last, other = PERIODS.get(tag, ("", "", ""))
    if before == last and re.search(rf"\b{first} %\(\w+\)s $", found.string[: found.start()], re.I):
        instead = other
    elided = ELIDED.get(tag, {}).get(instead)
    words = f"{_cased(instead, before)} {held}"
    before_vowel = f"{_cased(elided, before)}{held}" if elided else words
    return _Place(name, found[0], words, before_vowel)


def _cased(words: str, like: str) -> str:
    return words[0].upper() + words[1:] if like[0].isupper() else words
