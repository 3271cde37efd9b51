"""Every kind of block of a document as Word knows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from nap_tracker.exports import document_tree as tree
from nap_tracker.exports.docx import captions, registers
from nap_tracker.exports.docx.desk import Desk
from nap_tracker.exports.docx.grid import FACTS, LANDSCAPE, PORTRAIT, Box, Line, one_line, table
from nap_tracker.exports.docx.headings import heading
from nap_tracker.exports.docx.inline import lines, mirrored, said
from nap_tracker.exports.docx.long_text import own_table, prose
from nap_tracker.exports.docx.markup import paragraph, run
from nap_tracker.exports.docx.pictures import bar, drawing
from nap_tracker.exports.drawing import Drawing

AFTER_A_TABLE = (
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="120" '
    'w:lineRule="exact"/></w:pPr></w:p>'
)
"""Word needs a paragraph between a table and what follows; two tables would become one."""
BEFORE_A_PAGE = "<w:pageBreakBefore/>"


@dataclass(frozen=True, slots=True)
class Paper:
    """What a sheet offers: room from margin to margin, and the largest picture in mm."""

    room: int
    widest: float
    highest: float


PAPERS = {
    tree.Orientation.PORTRAIT: Paper(PORTRAIT, 170, 105),
    tree.Orientation.LANDSCAPE: Paper(LANDSCAPE, 257, 95),
}


def sheet(desk: Desk, one: tree.Sheet) -> list[str]:
    """The blocks of a sheet in order, each as text."""
    paper = PAPERS[one.orientation]
    written: list[str] = []
    before: tree.Block | None = None
    for block in one.blocks:
        if isinstance(block, tree.Scan):
            written.append(_scan(desk, block, follows=isinstance(before, tree.Heading)))
        else:
            written.append(_BLOCKS[type(block)](desk, block, paper))
        before = block
    return written


def notes(desk: Desk, told: Iterable[tree.Text]) -> str:
    """Small print under a table or chart."""
    return "".join(
        paragraph(said(desk, line), "TableNote", mirrored(desk.direction)) for line in told
    )


def _heading(desk: Desk, block: tree.Heading, paper: Paper) -> str:
    return heading(desk, block)


def _prose(desk: Desk, block: tree.Prose, paper: Paper) -> str:
    return prose(desk, block.html, block.language, block.origin)


def _paragraph(desk: Desk, block: tree.Paragraph, paper: Paper) -> str:
    made = paragraph(lines(desk, block.lines), properties=mirrored(desk.direction))
    return desk.own(made, block.origin)


def _facts(desk: Desk, block: tree.Facts, paper: Paper) -> str:
    own = mirrored(desk.direction)
    rows = [
        Line(
            (
                Box(one_line(said(desk, fact.label), own)),
                Box(desk.own(one_line(lines(desk, fact.lines), own), fact.origin)),
            ),
            breaks=True,
        )
        for fact in block.facts
    ]
    made = table(
        rows,
        (32, 68),
        style=FACTS,
        room=PORTRAIT,
        mirrored=desk.direction == "rtl",
        head_column=True,
    )
    return made + AFTER_A_TABLE


def _table(desk: Desk, block: tree.Table, paper: Paper) -> str:
    made = registers.table_of(desk, block, paper.room)
    return f"{captions.above(desk, block)}{made}{notes(desk, block.notes) or AFTER_A_TABLE}"


def _prose_table(desk: Desk, block: tree.ProseTable, paper: Paper) -> str:
    made = own_table(desk, block.html, block.language, block.widths, room=paper.room)
    made = desk.own(made, block.origin)
    above = captions.above(desk, block) if block.number else ""
    return f"{above}{made}{AFTER_A_TABLE}"


def _figure(desk: Desk, block: tree.Figure, paper: Paper) -> str:
    shown = drawing(
        desk,
        block.picture.name,
        block.picture.alt,
        block.picture.width,
        block.picture.height,
        widest=paper.widest,
        highest=paper.highest,
    )
    return paragraph(
        shown, properties=mirrored(desk.direction), before="<w:keepNext/>"
    ) + captions.below(desk, block)


def _chart(desk: Desk, block: tree.Chart, paper: Paper) -> str:
    """Bars beside their figures, in a table: every figure is there as text."""
    own = mirrored(desk.direction)
    parts = [captions.above(desk, block)]
    for panel in block.panels:
        rows = [
            Line(
                (
                    Box(one_line(said(desk, one.label), own)),
                    Box(one_line(bar(desk, one.share, longest=70), own)),
                    Box(one_line(said(desk, tree.Text(one.value)), own + '<w:jc w:val="end"/>')),
                )
            )
            for one in panel.bars
        ]
        parts.append(paragraph(said(desk, panel.title), "", own, "<w:keepNext/>"))
        parts.append(
            table(
                rows,
                (34, 46, 20),
                style=FACTS,
                mirrored=desk.direction == "rtl",
                title=panel.title.text,
            )
        )
        parts.append(AFTER_A_TABLE)
    return "".join(parts) + notes(desk, block.notes)


def _drawing(desk: Desk, block: Drawing, paper: Paper) -> str:
    """Word draws no picture of ours: it gets the finding, the table behind it, and the foot."""
    frame, own = block.picture.frame, mirrored(desk.direction)
    finding = tree.Text(frame.title, style=tree.Style.STRONG)
    title = paragraph(said(desk, finding), "", own, "<w:keepNext/>")
    if not frame.table.rows:
        return title + notes(desk, [tree.Text(frame.empty)] if frame.empty else [])
    rows = [
        Line(
            tuple(Box(one_line(said(desk, tree.Text(words)), own)) for words in row),
            is_head=place == 0,
        )
        for place, row in enumerate((frame.table.columns, *frame.table.rows))
    ]
    made = table(
        rows,
        (2.5, *(1.0 for _ in frame.table.columns[1:])),
        room=paper.room,
        mirrored=desk.direction == "rtl",
        head_column=True,
        title=frame.title,
    )
    told = [tree.Text(words) for words in (*frame.notes, frame.source, frame.as_of) if words]
    return title + made + (notes(desk, told) or AFTER_A_TABLE)


def _signature(desk: Desk, block: tree.Signature, paper: Paper) -> str:
    own = mirrored(desk.direction)
    if block.picture:
        one = block.picture
        shown = drawing(desk, one.name, one.alt, one.width, one.height, widest=80, highest=22)
        above = paragraph(shown, "Signature", own, "<w:keepNext/>")
    else:
        rule = '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>'
        above = paragraph(run("\u00a0"), "Signature", own, "<w:keepNext/>" + rule)
    told = [
        lines(desk, block.name, strong=True),
        lines(desk, block.office),
        lines(desk, block.place_and_date),
    ]
    inside = run("\n").join(part for part in told if part)
    return above + (paragraph(inside, "Signature", own) if inside else "")


def _scan(desk: Desk, block: tree.Scan, *, follows: bool) -> str:
    """A page of an annexed document; the first one shares its page with the heading above it."""
    one = block.picture
    shown = drawing(desk, one.name, one.alt, one.width, one.height, highest=215 if follows else 236)
    before = "" if follows else BEFORE_A_PAGE
    return paragraph(shown, properties='<w:jc w:val="center"/>', before=before)


Write = Callable[[Desk, Any, Paper], str]
_BLOCKS: dict[type, Write] = {
    tree.Chart: _chart,
    Drawing: _drawing,
    tree.Facts: _facts,
    tree.Figure: _figure,
    tree.Heading: _heading,
    tree.Paragraph: _paragraph,
    tree.Prose: _prose,
    tree.ProseTable: _prose_table,
    tree.Signature: _signature,
    tree.Table: _table,
}
