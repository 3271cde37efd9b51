"""Rows of a register as a table of Word."""

from __future__ import annotations

from collections.abc import Iterator

from nap_tracker.exports import document_tree as tree
from nap_tracker.exports.docx.desk import Desk
from nap_tracker.exports.docx.grid import Box, Line, one_line, table
from nap_tracker.exports.docx.inline import lines, mirrored, said
from nap_tracker.exports.docx.long_text import prose
from nap_tracker.exports.docx.markup import paragraph, run

TO_THE_END = '<w:jc w:val="end"/>'


def table_of(desk: Desk, block: tree.Table, room: int) -> str:
    """The table with its head; details of a row stand under it, over all columns."""
    head = Line(
        tuple(
            Box(one_line(said(desk, column.label), _aligned(desk, column)))
            for column in block.columns
        ),
        is_head=True,
    )
    rows = [_row(desk, block.columns, row) for row in block.rows]
    return table(
        [head, *rows],
        [column.width for column in block.columns],
        room=room,
        mirrored=desk.direction == "rtl",
        title=block.caption.text,
    )


def _row(desk: Desk, columns: tuple[tree.Column, ...], row: tree.Row) -> Line:
    if row.kind is tree.RowKind.DETAILS:
        return Line((Box("".join(_details(desk, row.facts)), len(columns)),), breaks=True)
    is_sum = row.kind in (tree.RowKind.SUBTOTAL, tree.RowKind.TOTAL)
    boxes: list[Box] = []
    place = 0
    for cell in row.cells:
        inside = lines(desk, cell.lines, strong=is_sum)
        made = desk.own(one_line(inside, _aligned(desk, columns[place])), cell.origin)
        boxes.append(Box(made, cell.span))
        place += cell.span
    return Line(tuple(boxes))


def _aligned(desk: Desk, column: tree.Column) -> str:
    return mirrored(desk.direction) + (TO_THE_END if column.figures else "")


def _details(desk: Desk, facts: tuple[tree.Fact, ...]) -> Iterator[str]:
    """What a row says beyond its columns: long answers first, then short ones a line each."""
    own = mirrored(desk.direction)
    for fact in facts:
        if fact.prose:
            yield paragraph(said(desk, fact.label, strong=True), "", own, "<w:keepNext/>")
            yield from (prose(desk, one.html, one.language, one.origin) for one in fact.prose)
    for fact in facts:
        if fact.lines:
            label = said(desk, fact.label, strong=True) + run("\u2002")
            made = paragraph(label + lines(desk, fact.lines, apart="; "), "", own)
            yield desk.own(made, fact.origin)
