"""Words of one language: a line, a paragraph, the name of a place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from nap_tracker.forms.kinds.base import KindField
from nap_tracker.forms.kinds.typed import Refusal, Refused, as_sent
from nap_tracker.text import normalise

_WORD_BREAKS = re.compile(r"[\x0b\x0c]")
"""Word's line and page breaks, which come along when text is pasted."""


def cleaned(text: str, clean: Callable[[str], str], part: str = "") -> str:
    """Text through the normaliser; Refused for characters that are never stored."""
    try:
        return clean(_WORD_BREAKS.sub("\n", as_sent(text)))
    except normalise.RefusedCharacter as refusal:
        raise Refused(Refusal(refusal.message, refusal.params, part)) from refusal


def with_text(words: Mapping[str, str] | None, language: str, text: str) -> dict[str, str] | None:
    """The words with one language replaced, the others as they were; None when nothing is left."""
    others = {tag: kept for tag, kept in (words or {}).items() if tag != language}
    return ({**others, language: text} if text else others) or None


class TextField(KindField):
    """One line."""

    kind = "text"
    worded = True

    def show(self, value: Any) -> str:
        return str((value or {}).get(self.setting.language, ""))

    def clean(self, text: str) -> str:
        """The one form of what looks the same; see `text.normalise`."""
        return normalise.line(text)

    def parse(self, typed: str) -> dict[str, str] | None:
        return with_text(self.start, self.setting.language, cleaned(typed, self.clean))

    @property
    def original(self) -> str:
        """The text in the binding language, where another one is edited."""
        if self.setting.language == self.setting.binding:
            return ""
        return str((self.start or {}).get(self.setting.binding, ""))


class PlaceField(TextField):
    """The name of a place."""

    kind = "place"


class ParagraphField(TextField):
    """Plain text with line breaks."""

    kind = "paragraph"

    def clean(self, text: str) -> str:
        return normalise.paragraph(text)
