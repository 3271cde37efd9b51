"""A document as plain JSON and back: between the process that reads it, storage, and the pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from nap_tracker.imports.word.tree import (
    Aside,
    Cell,
    Change,
    Document,
    Note,
    Paragraph,
    Picture,
    Row,
    Table,
    Text,
)


def dumps(document: Document) -> str:
    """As text; each block and piece begins with the letter of its kind."""
    said = {
        "blocks": [_block(block) for block in document.blocks],
        "changes": document.changes,
        "asides": document.asides,
        "language": document.language,
        "pictures": document.pictures,
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def loads(text: str) -> Document:
    """What `dumps` wrote. Raises ValueError, KeyError or TypeError for anything else."""
    said = json.loads(text)
    return Document(
        tuple(map(_read_block, said["blocks"])),
        tuple(Change(*each) for each in said["changes"]),
        tuple(Aside(*each) for each in said["asides"]),
        said["language"],
        tuple(said["pictures"]),
    )


def _block(block: Paragraph | Table) -> list[Any]:
    if isinstance(block, Paragraph):
        return ["p", *block._replace(pieces=tuple(map(_piece, block.pieces)))]  # type: ignore[arg-type]
    rows = [
        [[[list(map(_block, c.blocks)), c.colspan, c.merge] for c in row.cells], *row[1:]]
        for row in block.rows
    ]
    return ["t", block.place, rows, *block[2:]]


def _piece(piece: Text | Note | Picture) -> list[Any]:
    return [_LETTERS[type(piece)], *piece]


_PIECES = Paragraph._fields.index("pieces")
_LETTERS: dict[type, str] = {Text: "t", Note: "n", Picture: "i"}


def _read_block(said: list[Any]) -> Paragraph | Table:
    if said[0] == "p":
        read: list[Any] = list(said[1:])
        pieces = tuple(_READ[piece[0]](piece) for piece in read[_PIECES])
        paragraph = Paragraph(*read)
        return paragraph._replace(pieces=pieces, mark=tuple(paragraph.mark))
    rows = (Row(tuple(map(_cell, cells)), head, tuple(changes)) for cells, head, changes in said[2])
    return Table(said[1], tuple(rows), *said[3:])


def _cell(said: list[Any]) -> Cell:
    return Cell(tuple(map(_read_block, said[0])), *said[1:])


def _text(said: list[Any]) -> Text:
    """With the letter of its kind in front, or, in a note, without."""
    text, marks, href, lang, changes = said[-5:]
    return Text(text, marks, href, lang, tuple(changes))


_READ: dict[str, Callable[[list[Any]], Text | Note | Picture]] = {
    "t": _text,
    "n": lambda said: Note(tuple(map(_text, said[1])), tuple(said[2])),
    "i": lambda said: Picture(said[1], said[2], tuple(said[3])),
}
