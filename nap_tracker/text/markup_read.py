"""Light markup cut into blocks: paragraphs, headings, lists, placeholders of tables and figures."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nap_tracker.text.markup_lists import Outline
from nap_tracker.text.markup_parse import LineReader
from nap_tracker.text.tree import Listing, Para

_PLACEHOLDER = re.compile(r"(?<!\\)(\[\[(?:table|figure) [a-z0-9]{8}(?::[^\[\]]*)?\]\])")
_HEADING = re.compile(r" {0,3}(#{1,6}) +(.*)")
_MARKER = re.compile(r"( *)(?:[-*•]|(\d{1,9}[.)]))(?: +(.*)|$)")
_LEVELS = {1: "h3", 2: "h3", 3: "h3", 4: "h4", 5: "h5", 6: "h5"}


@dataclass(frozen=True, slots=True)
class Chunk:
    """A block as it was written, and what it says; a placeholder names a block instead."""

    raw: str
    block: Para | Listing | None = None
    placeholder: str = ""
    """The id it names."""


def chunks(markup: str, reader: LineReader) -> list[Chunk]:
    """The blocks of markup in order."""
    cutter = _Cutter(reader)
    for line in markup.split("\n"):
        for number, part in enumerate(_PLACEHOLDER.split(line.expandtabs(4))):
            if number % 2:
                cutter.placeholder(part)
            elif part.strip(" ") or part == line:
                cutter.line(part.rstrip(" "))
    cutter.close()
    return cutter.found


class _Cutter:
    """Gathers lines until a block is whole."""

    def __init__(self, reader: LineReader) -> None:
        self.found: list[Chunk] = []
        self._reader = reader
        self._lines: list[str] = []
        self._outline: Outline | None = None
        self._blanks = 0

    def line(self, line: str) -> None:
        heading, marker = _HEADING.match(line), _MARKER.match(line)
        if not line:
            self._blanks += 1
        elif heading:
            self.close()
            self._keep(line, self._reader.paragraph(heading[2], _LEVELS[len(heading[1])]))
        elif marker:
            self._item(line, marker)
        else:
            self._text(line)

    def placeholder(self, words: str) -> None:
        self.close()
        self.found.append(Chunk(words, placeholder=words.split()[1][:8]))

    def close(self) -> None:
        """The block that was being gathered is whole."""
        raw = "\n".join(self._lines)
        if self._outline is not None:
            self._keep(raw, self._outline.listing(self._reader))
        elif self._lines:
            words = " ".join(line.strip(" ") for line in self._lines)
            self._keep(raw, self._reader.paragraph(words))
        self._lines, self._outline, self._blanks = [], None, 0

    def _keep(self, raw: str, block: Para | Listing | None) -> None:
        if block is not None:
            self.found.append(Chunk(raw, block))

    def _item(self, line: str, marker: re.Match[str]) -> None:
        kind = "ol" if marker[2] else "ul"
        indent = len(marker[1])
        if self._outline is None or not self._outline.takes(kind, indent, self._blanks):
            self.close()
            self._outline = Outline(kind, indent)
        self._outline.item(kind, indent, marker[3] or "")
        self._gather(line)

    def _text(self, line: str) -> None:
        indent = len(line) - len(line.lstrip(" "))
        if self._outline is not None:
            if not self._outline.text(line.strip(" "), indent, is_new=self._blanks > 0):
                self.close()
        elif self._blanks:
            self.close()
        self._gather(line)

    def _gather(self, line: str) -> None:
        self._lines += [""] * (self._blanks if self._lines else 0) + [line]
        self._blanks = 0
