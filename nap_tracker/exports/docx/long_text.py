"""Long text as Word knows it: paragraphs, real lists, tables, pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nap_tracker.exports.document_tree import Origin
from nap_tracker.exports.docx.desk import Desk
from nap_tracker.exports.docx.grid import DATA, PORTRAIT, Box, Line, table
from nap_tracker.exports.docx.inline import base_of, long, mirrored
from nap_tracker.exports.docx.markup import paragraph
from nap_tracker.exports.docx.pictures import drawing
from nap_tracker.text.read import read
from nap_tracker.text.tree import Block, Caption, Cell, Figure, Listing, Para, Table

BULLETS = 2
"""Number of the list of bullets, which never counts."""
DEEPEST_LIST = 8
INDENT = 425
"""Twentieths of a point by which each level of a list stands in."""


def prose(desk: Desk, html: str, language: str | None, origin: Origin | None = None) -> str:
    """The blocks of sanitised HTML; `language` is the one around them."""
    return "".join(
        desk.own(_block(desk, block, language), origin, block.id) for block in read(html)
    )


def own_table(
    desk: Desk,
    html: str,
    language: str | None,
    widths: Sequence[float],
    *,
    room: int = PORTRAIT,
    title: str = "",
) -> str:
    """A table out of a long text; `html` is what stood inside it."""
    made = [block for block in read(f"<table>{html}</table>") if isinstance(block, Table)]
    return "".join(_table(desk, one, language, widths, room=room, title=title) for one in made)


def caption(desk: Desk, html: str, language: str | None) -> str:
    """The runs of a caption, which is one line of long text."""
    parts = [
        long(desk, block.inlines, language, base_of(desk, language))
        for block in read(html)
        if isinstance(block, Para)
    ]
    return "".join(parts)


def _block(desk: Desk, block: Block, language: str | None) -> str:
    own = block.lang or language
    if isinstance(block, Para):
        return _paragraph(desk, block, own)
    if isinstance(block, Listing):
        return "".join(_list(desk, block, own, 0))
    if isinstance(block, Table):
        return _captioned(desk, block, own)
    return _figure(desk, block, own)


def _paragraph(desk: Desk, block: Para, language: str | None, style: str = "") -> str:
    base = base_of(desk, language, block.dir)
    inside = long(desk, block.inlines, language, base)
    return paragraph(inside, style, mirrored(base))


def _list(desk: Desk, block: Listing, language: str | None, depth: int) -> Iterable[str]:
    """A list: the first paragraph of each item has the mark, the others stand below it."""
    ordered = block.kind == "ol"
    number = desk.ordered_list() if ordered else BULLETS
    depth = min(depth, DEEPEST_LIST)
    marked = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    for item in block.items:
        own = item.lang or language
        is_first = True
        for segment in item.segments:
            if isinstance(segment, Listing):
                yield from _list(desk, segment, segment.lang or own, depth + 1)
                is_first = False
                continue
            inner = segment.lang or own
            base = base_of(desk, inner, segment.dir or item.dir or block.dir)
            inside = long(desk, segment.inlines, inner, base)
            if is_first:
                style = "ListNumber" if ordered else "ListBullet"
                yield paragraph(inside, style, mirrored(base), marked)
            else:
                indent = f'<w:ind w:left="{INDENT * (depth + 1)}"/>'
                yield paragraph(inside, "ListContinue", mirrored(base) + indent)
            is_first = False


def _captioned(desk: Desk, block: Table, language: str | None) -> str:
    """A table that stands inside another text: its caption is a line above it."""
    above = ""
    if block.caption:
        above = _caption_line(desk, block.caption, language, keeps="<w:keepNext/>")
    count = max([1, *(sum(cell.colspan for cell in row) for row in (*block.head, *block.body))])
    return above + _table(desk, block, language, [1.0] * count)


def _caption_line(desk: Desk, words: Caption, language: str | None, keeps: str = "") -> str:
    own = words.lang or language
    base = base_of(desk, own, words.dir)
    return paragraph(long(desk, words.inlines, own, base), "Caption", mirrored(base), keeps)


def _figure(desk: Desk, block: Figure, language: str | None) -> str:
    """A picture inside a list or a cell, where it has no number."""
    if block.file not in desk.pictures:
        return _caption_line(desk, block.caption, language) if block.caption else ""
    size = desk.pictures[block.file]
    shown = paragraph(drawing(desk, block.file, block.alt, size.width, size.height))
    return shown + (_caption_line(desk, block.caption, language) if block.caption else "")


def _table(
    desk: Desk,
    block: Table,
    language: str | None,
    widths: Sequence[float],
    *,
    room: int = PORTRAIT,
    title: str = "",
) -> str:
    own = block.lang or language
    lines = [
        Line(tuple(_box(desk, cell, own) for cell in row), is_head=is_head)
        for is_head, rows in ((True, block.head), (False, block.body))
        for row in rows
    ]
    heads = [row[0].kind == "th" for row in block.body if row]
    return table(
        lines,
        widths,
        style=DATA,
        room=room,
        mirrored=base_of(desk, own, block.dir) == "rtl",
        head_column=bool(heads) and all(heads),
        title=title,
    )


def _box(desk: Desk, cell: Cell, language: str | None) -> Box:
    own = cell.lang or language
    inside = "".join(_block(desk, segment, own) for segment in cell.segments)
    return Box(inside, cell.colspan, cell.rowspan)
