"""Some sections of a document, numbered as among all of them: what a review round asks about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import islice

from nap_tracker.exports.document_tree import Block, Document, Heading, Sheet


def by_section(blocks: Iterable[Block]) -> Iterator[tuple[str | None, Block]]:
    """Each block with the section it stands in: '' before the first, None for the heading of a part
    of the plan, which is of all its sections."""
    section = ""
    for block in blocks:
        if isinstance(block, Heading) and block.level <= 2:
            if block.section:
                section = block.section
            elif block.anchor.startswith("part-"):
                yield None, block
                continue
        yield section, block


def of_sections(document: Document, sections: Collection[str]) -> Document:
    """Nothing but these sections, each part of the plan with its heading where it has one of them.

    The table of Annex C is of a whole plan: it would say of what was not asked that it is missing.
    """
    found = _Cut(by_section(document.blocks()), sections)
    return replace(
        document,
        front=found.of(document.front),
        lists=found.of(document.lists),
        body=found.of(document.body),
        addressed=(),
    )


class _Cut:
    """Goes through the sheets in the order of print, which is that of the blocks."""

    def __init__(
        self, blocks: Iterator[tuple[str | None, Block]], sections: Collection[str]
    ) -> None:
        self._blocks, self._sections = blocks, sections
        self._part: list[Block] = []
        """The heading of the part we are in, until something of it is kept."""

    def of(self, sheets: Iterable[Sheet]) -> tuple[Sheet, ...]:
        """The sheets with what is kept of them; none that would be empty."""
        cut = [replace(sheet, blocks=tuple(self._kept(len(sheet.blocks)))) for sheet in sheets]
        return tuple(sheet for sheet in cut if sheet.blocks)

    def _kept(self, count: int) -> Iterator[Block]:
        for section, block in islice(self._blocks, count):
            if section is None:
                self._part = [block]
            elif section in self._sections:
                yield from self._part
                yield block
                self._part = []
