"""Headings in Word's own styles, numbered by Word, each with its bookmark."""

from __future__ import annotations

import re

from nap_tracker.exports import document_tree as tree
from nap_tracker.exports.docx.desk import Desk
from nap_tracker.exports.docx.inline import mirrored, said
from nap_tracker.exports.docx.markup import bookmarked, paragraph, run

CHAPTERS, ANNEXES, PARTS = 1, 3, 4
"""Numbers of the lists that count chapters and what is below them, annexes, and parts: chapters
go on counting where a new part begins."""
NOT_COUNTED = 0
_FIGURES = re.compile(r"[0-9]+(\.[0-9]+)*")


def heading(desk: Desk, block: tree.Heading) -> str:
    """The heading, and below it on a line of its own the paragraph of the treaty it answers."""
    own = mirrored(desk.direction)
    is_other = desk.is_typed or desk.direction == "rtl" or not _as_in_a_plan(block)
    typed = bool(block.number) and is_other
    number = run(f"{block.number}\u2003") if typed else ""
    named = bookmarked(said(desk, block.title), desk.bookmark(block.anchor), desk.number())
    above = paragraph(number + named, f"Heading{block.level}", own, _counted(block, typed=typed))
    above = desk.over(above, block)
    if block.reference is None:
        return above
    return above + paragraph(said(desk, block.reference), "AnnexCReference", own)


def counted(level: int) -> tuple[int, int]:
    """The list that counts headings of a level, and the level they have in it."""
    return (PARTS, 0) if level == 1 else (CHAPTERS, level - 2)


def _as_in_a_plan(block: tree.Heading) -> bool:
    """Whether Word's own count gives its number: `Part I`, `12`, `12.1`, or an annex.

    A review pack numbers its parts 1, 1.1: such numbers are typed.
    """
    figures = block.number.split(".") if _FIGURES.fullmatch(block.number) else ()
    return not figures or len(figures) == block.level - 1


def _counted(block: tree.Heading, *, typed: bool) -> str:
    """Word counts along, so that a chapter somebody adds moves the numbers of the others.

    Not where lines run from the right: there LibreOffice sets the number outside the margin.
    """
    number, level = counted(block.level)
    if typed or not block.number:
        number = NOT_COUNTED
    elif block.level > 1 and not _FIGURES.fullmatch(block.number):
        number, level = ANNEXES, 0
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
