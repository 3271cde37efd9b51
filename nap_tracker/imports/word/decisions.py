"""Tracked changes: each as people see it, and the document once they are decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from nap_tracker.imports.word.tree import (
    Block,
    Cell,
    Document,
    Note,
    Paragraph,
    Picture,
    Piece,
    Row,
    Table,
    Text,
)

Decisions = Mapping[int, bool]
"""Number of a change -> whether it is accepted."""
AROUND: Final = 60
"""Characters shown before and behind a change."""
LONGEST: Final = 400

Keeps = Callable[[Sequence[int]], bool]


@dataclass(slots=True)
class Shown:
    """A change as people decide upon it."""

    number: int
    kind: str
    """'ins' or 'del'."""
    author: str
    date: str
    words: str = ""
    """'' where only the end of a paragraph, a row or a picture was changed."""
    before: str = ""
    after: str = ""


def listed(document: Document) -> tuple[Shown, ...]:
    """Every change with its words and the words around it."""
    shown = {change.number: Shown(*change) for change in document.changes}
    lines = (line for p in _every_paragraph(document.blocks) for line in _lines(p.pieces))
    for runs in lines:
        for place, run in enumerate(runs):
            for number in run.changes:
                change = shown[number]
                if not change.words and not change.before:
                    before = "".join(each.text for each in runs[:place])
                    change.before = before[-AROUND:]
                change.words = (change.words + run.text)[:LONGEST]
                behind = [each.text for each in runs[place + 1 :] if number not in each.changes]
                change.after = "".join(behind)[:AROUND]
    return tuple(shown.values())


def decided(document: Document, decisions: Decisions) -> Document:
    """The document as it reads then; what nobody has decided reads as accepted."""
    if not document.changes:
        return document
    kinds = {change.number: change.kind for change in document.changes}

    def keeps(changes: Sequence[int]) -> bool:
        return all((kinds[each] == "ins") == decisions.get(each, True) for each in changes)

    return document._replace(blocks=_blocks(document.blocks, keeps), changes=())


def with_pictures(document: Document, names: frozenset[str]) -> Document:
    """The document with only these pictures; nothing else changes."""
    return document._replace(blocks=_with_pictures(document.blocks, names))


def _with_pictures(blocks: Sequence[Block], names: frozenset[str]) -> tuple[Block, ...]:
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            pieces = tuple(p for p in block.pieces if not isinstance(p, Picture) or p.name in names)
            kept.append(block._replace(pieces=pieces))
        else:
            rows = tuple(
                row._replace(
                    cells=tuple(
                        cell._replace(blocks=_with_pictures(cell.blocks, names))
                        for cell in row.cells
                    )
                )
                for row in block.rows
            )
            kept.append(block._replace(rows=rows))
    return tuple(kept)


def _blocks(blocks: Sequence[Block], keeps: Keeps) -> tuple[Block, ...]:
    kept: list[Block] = []
    open_paragraph: Paragraph | None = None
    for block in blocks:
        if isinstance(block, Table):
            if open_paragraph is not None:
                kept.append(open_paragraph)
                open_paragraph = None
            kept += _table(block, keeps)
            continue
        pieces = tuple(_pieces(block.pieces, keeps))
        made = block._replace(pieces=pieces, mark=())
        if open_paragraph is not None:
            made = _run_on(open_paragraph, made)
        # An end that was put in and is refused, or taken out: the next paragraph goes on here.
        open_paragraph = None if keeps(block.mark) else made
        if open_paragraph is None:
            kept.append(made)
    if open_paragraph is not None and open_paragraph.pieces:
        kept.append(open_paragraph)
    return tuple(kept)


def _run_on(first: Paragraph, second: Paragraph) -> Paragraph:
    if not first.pieces:
        return second
    return first._replace(pieces=(*first.pieces, *second.pieces))


def _table(table: Table, keeps: Keeps) -> list[Table]:
    rows = tuple(
        row._replace(changes=(), cells=tuple(_cell(cell, keeps) for cell in row.cells))
        for row in table.rows
        if keeps(row.changes)
    )
    return [table._replace(rows=_whole(rows))] if rows else []


def _whole(rows: Sequence[Row]) -> tuple[Row, ...]:
    """A cell whose first row is gone begins in the next."""
    first = tuple(
        cell._replace(merge="start") if cell.merge == "goes on" else cell for cell in rows[0].cells
    )
    return (rows[0]._replace(cells=first), *rows[1:])


def _cell(cell: Cell, keeps: Keeps) -> Cell:
    return cell._replace(blocks=_blocks(cell.blocks, keeps))


def _pieces(pieces: Sequence[Piece], keeps: Keeps) -> Iterator[Piece]:
    for piece in pieces:
        if not keeps(piece.changes):
            continue
        if isinstance(piece, Note):
            texts = tuple(text._replace(changes=()) for text in piece.pieces if keeps(text.changes))
            if texts:
                yield Note(texts)
        else:
            yield piece._replace(changes=())


def _lines(pieces: Sequence[Piece]) -> Iterator[list[Text]]:
    """The words of a paragraph, then those of each of its notes."""
    yield [
        piece if isinstance(piece, Text) else Text(piece.alt, changes=piece.changes)
        for piece in pieces
        if not isinstance(piece, Note)
    ]
    for note in pieces:
        if isinstance(note, Note):
            yield [text._replace(changes=(*note.changes, *text.changes)) for text in note.pieces]


def _every_paragraph(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from _every_paragraph(cell.blocks)
