"""The little word before a date, where the date is not known to the day.

Messages are written for a whole day: 'on 3 May 2024', 'le 3 mai 2024'. Of a month or a year one
says 'in May 2024', 'en mai 2024', and who writes or translates a message does not see which comes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
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
        "au": "à",
    },
}
"""Language -> words before a day -> words before a month or a year; the longest first."""
Place = tuple[str, str, str]
"""A placeholder, the same behind its word, and what stands there instead."""
Partial = Callable[[str], bool]


def fitted(text: str, params: Mapping[str, Any], language: str, is_partial: Partial) -> str:
    """The message with the words that go before the dates it is filled with."""
    for name, said, instead in _places(text, language):
        if is_partial(str(params.get(name, ""))):
            text = text.replace(said, instead)
    return text


@lru_cache(maxsize=8192)
def _places(text: str, language: str) -> tuple[Place, ...]:
    words = INSTEAD.get(language.partition("-")[0], {})
    if not words or "%(" not in text:
        return ()
    pattern = rf"\b({'|'.join(words)}) (%\((\w+)\)s)"
    return tuple(
        (name, f"{before} {held}", f"{_cased(words[before.lower()], before)} {held}")
        for before, held, name in re.findall(pattern, text, flags=re.IGNORECASE)
    )


def _cased(words: str, like: str) -> str:
    return words[0].upper() + words[1:] if like[0].isupper() else words
