"""Paragraphs, lists and pictures while they are being gathered into a text, an item or a cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from nap_tracker.text.inline import settle
from nap_tracker.text.source import Node
from nap_tracker.text.tree import Block, Figure, Inline, Listing, Note, Para, Run, Style, Table

DEEPEST_LIST: Final = 8


class Flow:
    """What stands in a table cell. It takes what a reader meets, in order, and makes blocks of it.

    Text that stands in no paragraph becomes one. `hoisted` holds what may not stand here; it goes
    behind the block around this one.
    """

    headings = False
    refused: tuple[type[Table | Figure], ...] = (Table,)

    def __init__(self, style: Style, depth: int = 0) -> None:
        self.blocks: list[Block] = []
        self.hoisted: list[Table | Figure] = []
        self.base = style
        self.depth = depth
        """Lists around this place."""
        self._pieces: list[Inline] = []
        self._kind, self._style = "p", style
        self._id: str | None = None

    @property
    def takes_lists(self) -> bool:
        return self.depth < DEEPEST_LIST

    def text(self, text: str, style: Style) -> None:
        self._pieces.append(Run(text, style))

    def note(self, note: Note) -> None:
        self._pieces.append(note)

    def begin(self, kind: str, style: Style, block_id: str | None = None) -> None:
        """A paragraph or heading starts; `end` ends it."""
        self.end()
        self._kind = kind if self.headings else "p"
        self._style, self._id = style, block_id

    def end(self) -> None:
        self._flush()
        self._kind, self._style, self._id = "p", self.base, None

    def break_line(self) -> None:
        """A line break makes two paragraphs, in a heading it is a space."""
        if self._kind == "p":
            self._flush()
        else:
            self._pieces.append(Run(" ", self._style))

    def add(self, block: Listing | Table | Figure) -> None:
        """The paragraph around a block ends before it and goes on behind it."""
        if isinstance(block, self.refused):
            self.hoisted.append(block)
        else:
            self._flush()
            self.blocks.append(block._replace(id=self._id) if self._id and not block.id else block)
            self._id = None

    def add_all(self, blocks: Iterable[Table | Figure]) -> None:
        """What an inner flow hoisted."""
        for block in blocks:
            self.add(block)

    def _flush(self) -> None:
        if not self._pieces:
            return
        here = Style(lang=self._style.lang, dir=self._style.dir)
        inlines = settle(self._pieces, here)
        self._pieces = []
        if inlines:
            self.blocks.append(Para(self._kind, inlines, here.lang, here.dir, self._id))
            self._id = None


class TopFlow(Flow):
    """What stands at the top of a text."""

    headings = True
    refused = ()


class ItemFlow(Flow):
    """What stands in a list item."""

    refused = (Table, Figure)


class LineFlow(Flow):
    """A caption: one line, every break in it a space."""

    refused = (Table, Figure)

    @property
    def takes_lists(self) -> bool:
        return False

    def begin(self, kind: str, style: Style, block_id: str | None = None) -> None:
        self.break_line()

    def end(self) -> None:
        self.break_line()

    def break_line(self) -> None:
        self._pieces.append(Run(" ", self.base))

    def line(self) -> tuple[Inline, ...]:
        return settle(self._pieces, Style(lang=self.base.lang, dir=self.base.dir))


class NoteFlow(LineFlow):
    """The words of a footnote: a footnote in it becomes part of them."""

    def note(self, note: Note) -> None:
        self._pieces.extend(note.runs)

    def runs(self) -> tuple[Run, ...]:
        return tuple(one for one in self.line() if isinstance(one, Run))


Fill = Callable[[Node | str, Style, Flow], None]
"""Reads a part of the source into a flow."""
