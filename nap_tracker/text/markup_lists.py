"""A list of light markup while its lines are being read; depth is told by indentation."""

from __future__ import annotations

from dataclasses import dataclass, field

from nap_tracker.text.flow import DEEPEST_LIST
from nap_tracker.text.markup_parse import LineReader
from nap_tracker.text.segments import item, listing
from nap_tracker.text.tree import Block, Listing, Style

_STEP = 2
"""So many spaces make an item part of the one above."""


@dataclass(slots=True)
class _Entry:
    """An item: paragraphs as lists of lines, and lists."""

    parts: list[list[str] | _Level] = field(default_factory=list)


@dataclass(slots=True)
class _Level:
    """A list at its indentation."""

    kind: str
    indent: int
    entries: list[_Entry] = field(default_factory=list)


class Outline:
    """A whole list."""

    def __init__(self, kind: str, indent: int) -> None:
        self._open = [_Level(kind, indent)]

    def takes(self, kind: str, indent: int, blanks: int) -> bool:
        """Whether an item belongs to this list; two blank lines or another kind begin a new one."""
        top = self._open[0]
        return indent >= top.indent + _STEP or (kind == top.kind and blanks < 2)

    def item(self, kind: str, indent: int, words: str) -> None:
        while len(self._open) > 1 and indent < self._open[-1].indent:
            self._open.pop()
        level = self._open[-1]
        is_deeper = level.entries and indent >= level.indent + _STEP
        if is_deeper and len(self._open) < DEEPEST_LIST:
            level = self._enter(level.entries[-1], kind, indent)
        elif level.kind != kind and len(self._open) > 1:
            self._open.pop()
            level = self._enter(self._open[-1].entries[-1], kind, indent)
        level.entries.append(_Entry([[words]] if words else []))

    def _enter(self, entry: _Entry, kind: str, indent: int) -> _Level:
        last = entry.parts[-1] if entry.parts else None
        if isinstance(last, _Level) and last.kind == kind:
            last.indent = indent
        else:
            last = _Level(kind, indent)
            entry.parts.append(last)
        self._open.append(last)
        return last

    def text(self, words: str, indent: int, *, is_new: bool) -> bool:
        """Put an indented line into the item it stands under; whether there is one."""
        while self._open[-1].indent >= indent:
            if len(self._open) == 1:
                return False
            self._open.pop()
        parts = self._open[-1].entries[-1].parts
        last = parts[-1] if parts else None
        if isinstance(last, list) and not is_new:
            last.append(words)
        else:
            parts.append([words])
        return True

    def listing(self, reader: LineReader) -> Listing | None:
        """The list that was written, None where there is nothing to see in it."""
        return _listing(self._open[0], reader)


def _listing(level: _Level, reader: LineReader) -> Listing | None:
    items = []
    for entry in level.entries:
        read = (
            _listing(part, reader) if isinstance(part, _Level) else reader.paragraph(" ".join(part))
            for part in entry.parts
        )
        blocks: list[Block] = [block for block in read if block is not None]
        point = item(blocks, Style())
        if point is not None:
            items.append(point)
    return listing(level.kind, items, Style()) if items else None
