"""Formatted text, sent as light markup (without scripts) or as HTML (with them).

The control holds both forms of one text; `<name>-format` says which of them was sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from nap_tracker.forms.kinds.base import KindField
from nap_tracker.forms.kinds.typed import Refusal, Refused, as_sent
from nap_tracker.forms.kinds.words import cleaned, with_text
from nap_tracker.text import normalise, plain
from nap_tracker.text.html import sanitise
from nap_tracker.text.identity import seeded
from nap_tracker.text.markup import from_markup, read_markup, to_markup

MARKUP, HTML = "markup", "html"
EXCERPT = 200
"""Characters of the last accepted text that stand beside a refused one."""

_UNSTORABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class LongTextField(KindField):
    """Headings, lists, tables, links, footnotes, figures."""

    kind = "longtext"
    worded = True

    def show(self, value: Any) -> dict[str, str]:
        return {"format": HTML, "text": str((value or {}).get(self.setting.language, ""))}

    def collect(self, formdata: Any) -> dict[str, str] | None:
        if self.name not in formdata:
            return None
        sent = HTML if formdata.get(f"{self.name}-format") == HTML else MARKUP
        return {"format": sent, "text": as_sent(formdata[self.name])}

    def is_as_shown(self, typed: Mapping[str, str]) -> bool:
        if typed["format"] == HTML:
            return bool(typed["text"] == self.html)
        return bool(typed["text"] == self.markup)

    def parse(self, typed: Mapping[str, str]) -> dict[str, str] | None:
        text = cleaned(typed["text"], normalise.clean)
        html = self._html(text) if typed["format"] == HTML else self._marked(text)
        kept = "" if plain.is_blank(html) else html
        return with_text(self.start, self.setting.language, kept)

    def _html(self, text: str) -> str:
        before = self._before
        return sanitise(text, keep_blocks_of=before or None, new_id=seeded(before + text))

    def _marked(self, text: str) -> str:
        """A placeholder that names nothing is asked back: what it stood for would be lost."""
        found = read_markup(text, self._before, new_id=seeded(self._before + text))
        if found.problems:
            raise Refused(*(Refusal(p.message, p.params) for p in found.problems))
        return found.html

    @property
    def _before(self) -> str:
        """What placeholders stand for and blocks are recognised by."""
        return str((self.start or {}).get(self.setting.language, ""))

    @property
    def html(self) -> str:
        """The text for the editor; where markup was refused, as far as it can be read."""
        text = self.typed["text"]
        if self.typed["format"] == HTML and not _UNSTORABLE.search(text):
            return str(text)
        safe = _UNSTORABLE.sub("\ufffd", text)
        return sanitise(safe) if self.typed["format"] == HTML else from_markup(safe, self._before)

    @property
    def markup(self) -> str:
        """The same text for people without scripts."""
        if self.typed["format"] == MARKUP:
            return _UNSTORABLE.sub("\ufffd", self.typed["text"])
        return _markup_of(self.html) if self.typed["text"] else ""

    def described(self, value: Any) -> str:
        text = plain.to_text(self.show(value)["text"])
        return text if len(text) <= EXCERPT else f"{text[:EXCERPT]}…"

    @property
    def figures(self) -> list[tuple[str, str, str, str]]:
        """Pictures of the plan that can be put into the text."""
        return self.setting.figures

    @property
    def original(self) -> str:
        """The text in the binding language, where another one is edited."""
        if self.setting.language == self.setting.binding:
            return ""
        return str((self.start or {}).get(self.setting.binding, ""))

    def _value(self) -> str:
        return self.markup


_markup_of = lru_cache(maxsize=128)(to_markup)
"""Long texts take milliseconds to write as markup, and the same ones are opened again and again."""
