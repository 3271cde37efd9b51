"""The one normaliser at the door: every text that comes in passes here before it is looked at.

What only print needs (zero-width spaces of Lao) is never stored; see `scripts.py`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from nap_tracker.i18n import N_

NORMALISER: Final = 1
"""Recorded with every revision; it changes when the same input would give other bytes."""

_REFUSED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAK = re.compile(r"\r\n?|[\u2028\u2029]")
_SPACES = re.compile(r"[ \t\n]+")
_TABS = re.compile(r"\t+")
_BLANK_LINES = re.compile(r"\n{3,}")


class RefusedCharacter(ValueError):
    """A control character, half a surrogate pair or a noncharacter: never stored, never guessed.

    `position` counts code points from 0 in the text that was given; `message` is marked with N_
    and `params` fill it.
    """

    message: Final = N_(
        "This text has a character that cannot be stored (%(code)s, at place %(place)d). "
        "Remove it and save again."
    )

    def __init__(self, character: str, position: int) -> None:
        self.character = character
        self.position = position
        self.params = {"code": f"U+{ord(character):04X}", "place": position + 1}
        super().__init__(self.message % self.params)


def clean(text: str) -> str:
    """NFC with LF line ends; tabs, private-use characters and bidi marks stay, never NFKC.

    Raises RefusedCharacter.
    """
    refuse_controls(text)
    return composed(_BREAK.sub("\n", text))


def refuse_controls(text: str) -> None:
    """Raise RefusedCharacter for the first character that may not be stored."""
    found = _REFUSED.search(text)
    if found:
        raise RefusedCharacter(found.group(), found.start())


def is_refused(character: str) -> bool:
    """Whether a character may not be stored."""
    return _REFUSED.match(character) is not None


def composed(text: str) -> str:
    """NFC: one byte form for what looks the same, and nothing that looks different folded."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def line(text: str) -> str:
    """Text of one line: line breaks, tabs and runs of spaces become one space."""
    return _SPACES.sub(" ", clean(text)).strip(" ")


def paragraph(text: str) -> str:
    """Plain text with line breaks: no blanks at line ends, one empty line between paragraphs."""
    lines = _TABS.sub(" ", clean(text)).split("\n")
    joined = "\n".join(each.rstrip(" ") for each in lines)
    return _BLANK_LINES.sub("\n\n", joined).strip("\n")
