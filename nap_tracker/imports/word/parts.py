"""A text cut at its headings into parts, each of which goes to one place of the plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from nap_tracker.imports.word.compose import Composed
from nap_tracker.text.blocks import split

DEEPEST: Final = 3
"""Headings below the third level stay in the part they stand in."""
BEGINNING: Final = 280


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what stands under it, up to the next heading."""

    place: int
    """Where its first block stands in the file: its name in every choice."""
    level: int
    """From 1; 0 for what stands before the first heading."""
    title: str
    heading: str
    """HTML of the heading."""
    blocks: tuple[Composed, ...]
    above: tuple[int, ...] = field(default=())
    """Places of the parts whose headings it stands under, the outermost first."""

    @property
    def beginning(self) -> str:
        """The first words under the heading."""
        said = ""
        for block in self.blocks:
            said = f"{said} {block.text}".strip()
            if len(said) > BEGINNING:
                return f"{said[:BEGINNING].rsplit(' ', 1)[0]} …"
        return said

    @property
    def words(self) -> int:
        """How long it is; a script without spaces counts by the character."""
        return sum(_length(block.text) for block in self.blocks)

    @property
    def tables(self) -> tuple[Composed, ...]:
        return tuple(block for block in self.blocks if block.kind == "table")

    @property
    def says_nothing(self) -> bool:
        """Whether there is a heading and nothing under it."""
        return not self.blocks


def parts_of(blocks: Sequence[Composed]) -> tuple[Part, ...]:
    """The parts in the order of the file."""
    levels = sorted({block.level for block in blocks if block.kind == "h"})
    depth = {level: place for place, level in enumerate(levels, 1)}
    found: list[Part] = []
    begun: list[Composed] = []
    head: Composed | None = None
    for block in blocks:
        if block.kind == "h" and depth[block.level] <= DEEPEST:
            found += _part(head, begun, depth, found)
            head, begun = block, []
        else:
            begun.append(block)
    return (*found, *_part(head, begun, depth, found))


def of_html(canonical: str) -> list[Composed]:
    """The blocks of a text that was pasted, already in its canonical form."""
    found = []
    for place, block in enumerate(split(canonical), 1):
        is_heading = block.tag in ("h3", "h4", "h5")
        kind = "h" if is_heading else _KINDS.get(block.tag, "p")
        level = int(block.tag[1]) if is_heading else 0
        found.append(Composed(place, kind, block.body, " ".join(block.text.split()), level))
    return found


_KINDS = {"ul": "list", "ol": "list", "table": "table", "figure": "figure"}


def _part(
    head: Composed | None, blocks: Sequence[Composed], depth: dict[int, int], before: Sequence[Part]
) -> list[Part]:
    if head is None:
        return [Part(blocks[0].place, 0, "", "", tuple(blocks))] if blocks else []
    level = depth[head.level]
    above: tuple[int, ...] = ()
    for part in reversed(before):
        if 0 < part.level < level:
            above = (*part.above, part.place)
            break
    return [Part(head.place, level, head.text, head.html, tuple(blocks), above)]


def _length(text: str) -> int:
    words = text.split()
    return max(len(words), sum(len(word) for word in words if not word.isascii()) // 12)
