"""Characters of a text in the order in which they are read, each with where it is written."""

from __future__ import annotations

import html as entities
import re
from typing import NamedTuple

from nap_tracker.text.folding import is_unseen

_TOKEN = re.compile(r"<[a-zA-Z/!][^>]*>|&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z]\w*);")
_INLINE = re.compile(r"</?(?:a|b|em|i|span|strong|sub|sup|u)\b", re.IGNORECASE)
BLOCK = re.compile(r'data-block="([a-z0-9]{8})"')
_READ = r"[\w!-~\u00a1-\u00ac\u00ae-\u00bf\u2010-\u2027]+"
_SEEN = re.compile(f"{_READ}(?: {_READ})*")
"""Letters, digits, quotes and dashes, with single spaces between them: each is read as it stands,
so they are taken many at a time."""
APART = "\x1e"
"""Parts the text from its footnotes: no quote reaches over it."""


class Run(NamedTuple):
    """Characters that are read as they are written, or one that is written in some other way."""

    at: int
    """Where the first of them is read."""
    length: int
    start: int
    """Where they are written."""
    end: int


class Reader:
    """The characters of a text, one space at most between words; footnotes after all the rest."""

    def __init__(self, text: str) -> None:
        self.said: list[str] = []
        self.runs: list[Run] = []
        self.blocks: list[tuple[int, str]] = []
        self.marks: list[int] = []
        self._notes: list[list[tuple[str, int, int]]] = []
        self._open: list[bool] = []
        self._length = 0
        at = 0
        for token in _TOKEN.finditer(text):
            self._plain(text, at, token.start())
            at = token.end()
            self._token(token.group(), token.start(), token.end())
        self._plain(text, at, len(text))
        for note in self._notes:
            self._add(APART, len(text), len(text))
            for said, start, end in note:
                self._add(said, start, end)

    def _plain(self, text: str, start: int, end: int) -> None:
        for words in _SEEN.finditer(text, start, end) if not any(self._open) else ():
            first, last = words.span()
            self._each(text, start, first)
            self._take(words.group(), first, last)
            start = last
        self._each(text, start, end)

    def _each(self, text: str, start: int, end: int) -> None:
        for place in range(start, end):
            self._hear(text[place], place, place + 1)

    def _token(self, tag: str, start: int, end: int) -> None:
        if tag.startswith("&"):
            self._hear(entities.unescape(tag), start, end)
        elif tag.startswith("<span") or tag.startswith("</span"):
            self._span(tag)
        elif not _INLINE.match(tag):
            self._hear(" ", start, start)
            block = BLOCK.search(tag)
            if block:
                self.blocks.append((self._length, block[1]))

    def _span(self, tag: str) -> None:
        if not tag.startswith("</"):
            self._open.append('class="fn"' in tag)
            if self._open[-1]:
                self._notes.append([])
                self.marks.append(self._length)
        elif self._open:
            self._open.pop()

    def _hear(self, said: str, start: int, end: int) -> None:
        if any(self._open):
            self._notes[-1].append((said, start, end))
        else:
            self._add(said, start, end)

    def _add(self, said: str, start: int, end: int) -> None:
        for character in said:
            if is_unseen(character):
                continue
            if character.isspace() and character != APART:
                if not self.said or self.said[-1] in (" ", APART):
                    continue
                character = " "
            self._take(character, start, end)

    def _take(self, said: str, start: int, end: int) -> None:
        self.said.append(said)
        self.runs.append(Run(self._length, len(said), start, end))
        self._length += len(said)
