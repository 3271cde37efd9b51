"""Long text by its blocks: cut apart, put together, merged three ways."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from nap_tracker.text.order import merged_order
from nap_tracker.text.plain import to_text

_START = re.compile(r'<(p|h[3-5]|ul|ol|table|figure) data-block="([a-z0-9]{8})"')


@dataclass(frozen=True, slots=True)
class Block:
    """A block at the top of a canonical text: its permanent id and its HTML, id included."""

    id: str
    html: str

    @property
    def tag(self) -> str:
        """p, h3, h4, h5, ul, ol, table or figure."""
        return self.html[1 : self.html.index(" ")]

    @property
    def body(self) -> str:
        """The HTML without the id: equal for equal content."""
        return self.html.replace(f' data-block="{self.id}"', "", 1)

    @property
    def text(self) -> str:
        return to_text(self.html)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A block that both changed, or one changed and the other deleted ('' where it is absent)."""

    block_id: str
    base: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merge:
    """What holds for both; of a conflict `html` has `theirs`, which is what is stored."""

    html: str
    conflicts: tuple[Conflict, ...]


def split(html: str) -> list[Block]:
    """The blocks of canonical HTML in order.

    Raises ValueError for any other HTML, rather than lose a word of it.
    """
    starts = list(_START.finditer(html))
    edges = [*(found.start() for found in starts), len(html)]
    if edges[0] != 0:
        raise ValueError("long text whose blocks have no ids")
    return [
        Block(found[2], html[start:end])
        for found, (start, end) in zip(starts, pairwise(edges), strict=True)
    ]


def join(blocks: Iterable[Block]) -> str:
    """Canonical HTML of blocks with different ids."""
    return "".join(block.html for block in blocks)


def merge3(base: str, mine: str, theirs: str) -> Merge:
    """Merge what two people made of one canonical text, block by block.

    Edits, insertions, deletions and moves of either side hold; the same change on both sides is
    one change. Where both inserted at one place, both insertions follow each other, in an order
    that does not depend on who came first.
    """
    three = tuple({one.id: one.html for one in split(html)} for html in (base, mine, theirs))
    kept: dict[str, str] = {}
    conflicts: list[Conflict] = []
    for block_id in dict.fromkeys(key for side in three for key in side):
        conflict = Conflict(block_id, *(side.get(block_id, "") for side in three))
        html = _merged(conflict)
        if html is None:
            conflicts.append(conflict)
            html = conflict.theirs
        if html:
            kept[block_id] = html
    order = merged_order(list(three[0]), list(three[1]), list(three[2]), set(kept))
    return Merge("".join(kept[block_id] for block_id in order), tuple(conflicts))


def _merged(block: Conflict) -> str | None:
    """The block as both want it, '' for deleted, None where they disagree."""
    if block.mine in (block.base, block.theirs):
        return block.theirs
    return block.mine if block.theirs == block.base else None
