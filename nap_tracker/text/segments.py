"""The parts of items, cells and lists in their one form: language is said once, highest up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from nap_tracker.text.tree import Block, Cell, Figure, Item, Listing, Segment, Style, Table

_Holder = TypeVar("_Holder", Item, Cell)


def inside(blocks: Iterable[Block], style: Style) -> tuple[Segment, ...]:
    """Blocks as parts of an item or cell: no ids, neighbouring lists of one kind joined.

    `style` is the item's or cell's own.
    """
    segments: list[Segment] = []
    for block in (each for each in blocks if not isinstance(each, Table)):
        last = segments[-1] if segments else None
        if isinstance(block, Listing) and isinstance(last, Listing) and last.kind == block.kind:
            segments[-1] = listing(last.kind, last.items + block.items, style)
        else:
            segments.append(block._replace(id=None) if block.id else block)
    return tuple(segments)


def item(blocks: Iterable[Block], style: Style) -> Item | None:
    """A list item of blocks, None where there are none; it holds no figures."""
    points = tuple(each for each in inside(blocks, style) if not isinstance(each, Figure))
    return holder(Item(points, style.lang, style.dir)) if points else None


def holder(made: _Holder) -> _Holder:
    """An item or cell says the language of what is in it where that is one and the same."""
    said = _shared(made.segments)
    if said is None or said == (made.lang, made.dir):
        return made
    return made._replace(lang=said[0], dir=said[1])


def listing(kind: str, items: Sequence[Item], style: Style) -> Listing:
    """A list says the language of its items where that is one and the same."""
    lang, direction = _shared(items) or (style.lang, style.dir)
    return Listing(kind, tuple(items), lang, direction)


def _shared(parts: Sequence[Segment] | Sequence[Item]) -> tuple[str | None, str | None] | None:
    """Language and direction of all parts; None where they differ or there are none."""
    said = {(part.lang, part.dir) for part in parts}
    return said.pop() if len(said) == 1 else None
