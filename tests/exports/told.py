"""What a document says, in the order of its Word file: words, tables and footnotes as bare text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from nap_tracker.exports import document_tree as tree
from nap_tracker.exports.prose import without_notes
from nap_tracker.text.plain import to_text
from nap_tracker.text.read import read
from nap_tracker.text.tree import Cell, Note, Table

_MARKS = re.compile("[\\s\u00ad\u200b\u200e\u200f\u2022\u2060\u2066-\u2069\ue000-\uf8ff]+")
"""Spaces, marks without a shape, and bullets, which have a shape in Word's own way."""


def squeezed(text: str) -> str:
    """Only what is read."""
    return _MARKS.sub("", text)


def words(document: tree.Document) -> str:
    """Everything the plan itself says, without spaces: cover, contents and the table of Annex C
    aside, and without the numbers that Word counts."""
    return squeezed("".join(piece for block in document.blocks() for piece in _said(block)))


def notes(document: tree.Document) -> list[str]:
    """The words of each footnote in order."""
    found: list[str] = []
    for html in _long(document):
        found += [squeezed(to_text(f"<p>{note}</p>")) for note in without_notes(html)[1]]
    return found


def tables(document: tree.Document) -> list[list[list[str]]]:
    """Rows and cells of every table in order; lists of short answers are tables too."""
    return [
        [[squeezed(cell) for cell in row] for row in _grid(block)]
        for block in document.blocks()
        if isinstance(block, tree.Facts | tree.Table | tree.ProseTable)
    ]


def _long(document: tree.Document) -> Iterator[str]:
    """Long texts in order, captions ahead of tables and behind figures."""
    for block in document.blocks():
        if isinstance(block, tree.Prose):
            yield block.html
        elif isinstance(block, tree.ProseTable):
            yield from (block.caption, block.html)
        elif isinstance(block, tree.Figure):
            yield block.caption
        elif isinstance(block, tree.Table):
            for row in block.rows:
                yield from (one.html for fact in row.facts for one in fact.prose)


def _grid(block: tree.Facts | tree.Table | tree.ProseTable) -> Iterator[list[str]]:
    if isinstance(block, tree.Facts):
        yield from ([fact.label.text, _lines(fact.lines)] for fact in block.facts)
    elif isinstance(block, tree.Table):
        yield [column.label.text for column in block.columns]
        for row in block.rows:
            yield ["".join(_details(row))] if row.facts else [_lines(c.lines) for c in row.cells]
    else:
        (made,) = (one for one in read(f"<table>{block.html}</table>") if isinstance(one, Table))
        yield from ([_cell(cell) for cell in row] for row in (*made.head, *made.body))


def _cell(cell: Cell) -> str:
    return "".join(_text_of(segment) for segment in cell.segments)


def _text_of(segment: Any) -> str:
    """Words of a paragraph or list, notes in brackets as in bare text."""
    if hasattr(segment, "items"):
        return "".join(_text_of(one) for item in segment.items for one in item.segments)
    parts = []
    for one in getattr(segment, "inlines", ()):
        inside = "".join(run.text for run in one.runs) if isinstance(one, Note) else one.text
        parts.append(f"({inside})" if isinstance(one, Note) else inside)
    return "".join(parts)


def _details(row: tree.Row) -> Iterator[str]:
    for fact in row.facts:
        if fact.prose:
            yield fact.label.text + "".join(to_text(one.html) for one in fact.prose)
    for fact in row.facts:
        if fact.lines:
            yield fact.label.text + ";".join(line.text for line in fact.lines)


def _said(block: tree.Block) -> Iterator[str]:
    yield from _SAYS.get(type(block), _nothing)(block)


def _nothing(block: Any) -> Iterator[str]:
    yield from ()


def _lines(several: tree.Lines) -> str:
    return "".join(line.text for line in several)


def _heading(block: tree.Heading) -> Iterator[str]:
    yield block.title.text


def _prose(block: tree.Prose) -> Iterator[str]:
    yield to_text(block.html)


def _paragraph(block: tree.Paragraph) -> Iterator[str]:
    yield _lines(block.lines)


def _facts(block: tree.Facts) -> Iterator[str]:
    yield from (cell for row in _grid(block) for cell in row)


def _table(block: tree.Table) -> Iterator[str]:
    yield block.caption.text
    yield from (cell for row in _grid(block) for cell in row)
    yield _lines(block.notes)


def _prose_table(block: tree.ProseTable) -> Iterator[str]:
    yield to_text(block.caption)
    yield from (cell for row in _grid(block) for cell in row)


def _figure(block: tree.Figure) -> Iterator[str]:
    yield to_text(block.caption)


def _chart(block: tree.Chart) -> Iterator[str]:
    yield block.caption.text
    for panel in block.panels:
        yield panel.title.text
        yield from (bar.label.text + bar.value for bar in panel.bars)
    yield _lines(block.notes)


def _signature(block: tree.Signature) -> Iterator[str]:
    yield _lines(block.name) + _lines(block.office) + _lines(block.place_and_date)


_SAYS: dict[type, Callable[[Any], Iterator[str]]] = {
    tree.Chart: _chart,
    tree.Facts: _facts,
    tree.Figure: _figure,
    tree.Heading: _heading,
    tree.Paragraph: _paragraph,
    tree.Prose: _prose,
    tree.ProseTable: _prose_table,
    tree.Signature: _signature,
    tree.Table: _table,
}
