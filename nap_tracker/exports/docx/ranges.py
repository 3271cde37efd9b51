"""Ranges of comments put around words of a paragraph that is written already: runs are split."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from nap_tracker.exports.docx.markup import escaped

_TOKEN = re.compile(r"<w:r>(<w:rPr>.*?</w:rPr>)?(.*?)</w:r>|<[^>]+>", re.DOTALL)
_INSIDE = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:(?:br|tab)/>|<[^>]+>")


@dataclass(frozen=True, slots=True)
class Range:
    """Characters of a paragraph, with what is written before the first and behind the last."""

    start: int
    end: int
    opens: str
    closes: str


def with_ranges(inside: str, ranges: Sequence[Range]) -> str:
    """The runs of a paragraph with the ranges in it; offsets count characters, breaks and tabs."""
    return "".join(_Splitter(ranges).all(inside))


class _Splitter:
    """Goes through runs and lets out what opens or closes at each place."""

    def __init__(self, ranges: Sequence[Range]) -> None:
        opens = [(one.start, 1, place, one.opens) for place, one in enumerate(ranges)]
        closes = [
            (one.end, 2 if one.end == one.start else 0, -place, one.closes)
            for place, one in enumerate(ranges)
        ]
        self._events = sorted((*opens, *closes))
        self._at = 0

    def all(self, inside: str) -> Iterator[str]:
        end = 0
        for found in _TOKEN.finditer(inside):
            yield inside[end : found.start()]
            end = found.end()
            if found[0].startswith("<w:r>"):
                yield from self._run(found[1] or "", found[2])
            else:
                yield found[0]
        yield inside[end:]
        yield from self._due(None)

    def _run(self, properties: str, inside: str) -> Iterator[str]:
        """A run, in as many as there are places in it where something begins or ends."""
        if not self._events:
            yield f"<w:r>{properties}{inside}</w:r>"
            return
        held: list[str] = []
        for piece in self._pieces(inside):
            if piece.startswith("<"):
                held.append(piece)
                continue
            for due, words in self._cut(piece):
                if due and held:
                    yield f"<w:r>{properties}{''.join(held)}</w:r>"
                    held = []
                yield due
                if words:
                    held.append(words)
        if held:
            yield f"<w:r>{properties}{''.join(held)}</w:r>"

    def _pieces(self, inside: str) -> Iterator[str]:
        """Tags that say nothing as they are; words, breaks and tabs as characters."""
        for found in _INSIDE.finditer(inside):
            if found[0].startswith("<w:t>") or found[0].startswith("<w:t "):
                yield from filter(None, (unescape(found[1]),))
            elif found[0] == "<w:br/>":
                yield "\n"
            elif found[0] == "<w:tab/>":
                yield "\t"
            else:
                yield found[0]

    def _cut(self, text: str) -> Iterator[tuple[str, str]]:
        """What is due at each place in a text, and the words up to the next one."""
        start = 0
        while start < len(text):
            due = "".join(self._due(self._at))
            places = [at for at, *_ in self._events if at > self._at]
            length = min([len(text) - start, *(at - self._at for at in places[:1])])
            yield due, _said(text[start : start + length])
            start += length
            self._at += length
        closing = "".join(self._due(self._at, closes_only=True))
        if closing:
            yield closing, ""

    def _due(self, at: int | None, *, closes_only: bool = False) -> Iterator[str]:
        while self._events and (at is None or self._events[0][0] <= at):
            if closes_only and self._events[0][1] == 1:
                return
            yield self._events.pop(0)[3]


def _said(text: str) -> str:
    if text in ("\n", "\t"):
        return "<w:br/>" if text == "\n" else "<w:tab/>"
    return f'<w:t xml:space="preserve">{escaped(text)}</w:t>'
