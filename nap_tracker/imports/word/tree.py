"""What was read of a Word file: paragraphs, tables, tracked changes, and what stands beside them.

Lists are paragraphs with a depth here, as Word keeps them; `compose` nests them.
"""

from __future__ import annotations

from typing import NamedTuple


class Text(NamedTuple):
    """Characters of one style; a line break is '\\n'."""

    text: str
    marks: str = ""
    """Letters of 'b' (strong), 'i' (emphasis), '^' and '_' (raised, lowered)."""
    href: str = ""
    lang: str = ""
    changes: tuple[int, ...] = ()
    """Numbers of the tracked changes around it, the outermost first."""


class Note(NamedTuple):
    """A footnote or endnote where it is referred to."""

    pieces: tuple[Text, ...]
    changes: tuple[int, ...] = ()


class Picture(NamedTuple):
    """A picture of the file; `name` is empty for one that cannot be shown."""

    name: str
    alt: str
    changes: tuple[int, ...] = ()


Piece = Text | Note | Picture


class Paragraph(NamedTuple):
    """A paragraph where it stands; `place` counts paragraphs and tables through the file."""

    place: int
    kind: str
    """'p', 'h' (a heading of `level`), 'caption'."""
    pieces: tuple[Piece, ...] = ()
    level: int = 0
    listing: str = ""
    """'ul' or 'ol' for an item of a list."""
    list_id: str = ""
    depth: int = 0
    indent: int = 0
    """Twentieths of a point from the edge of the text."""
    rtl: bool = False
    mark: tuple[int, ...] = ()
    """Changes on the end of the paragraph: what is undone there runs on into the next one."""
    seq: str = ""
    """What a caption counts: 'Table', 'Figure'."""


class Cell(NamedTuple):
    """A cell; `merge` is 'start' or 'goes on' where it covers cells below."""

    blocks: tuple[Paragraph | Table, ...]
    colspan: int = 1
    merge: str = ""


class Row(NamedTuple):
    """A row of a table."""

    cells: tuple[Cell, ...]
    is_head: bool = False
    changes: tuple[int, ...] = ()


class Table(NamedTuple):
    """A table of the file."""

    place: int
    rows: tuple[Row, ...]
    heads_row: bool = False
    """Whether its style sets the first row apart."""
    heads_column: bool = False
    rtl: bool = False


Block = Paragraph | Table


class Change(NamedTuple):
    """A tracked change; `kind` is 'ins' or 'del'. A move is both."""

    number: int
    kind: str
    author: str
    date: str


class Aside(NamedTuple):
    """What is no part of the running text, or could not be taken; listed, never dropped.

    `kind` is one of KINDS; `text` are its words.
    """

    kind: str
    text: str
    place: int = 0
    author: str = ""
    date: str = ""
    about: str = ""
    """The words a comment is about."""


class Document(NamedTuple):
    """A whole file, read."""

    blocks: tuple[Block, ...] = ()
    changes: tuple[Change, ...] = ()
    asides: tuple[Aside, ...] = ()
    language: str = ""
    """Of most of its text."""
    pictures: tuple[str, ...] = ()


# Kinds of asides.
COMMENT = "comment"
HEADER = "header"
FOOTER = "footer"
HIDDEN = "hidden"
CONTENTS = "contents"
"""A table of contents: the plan makes its own."""
PICTURE = "picture"
"""A picture of a kind that cannot be shown, or a damaged one."""
LINKED = "linked"
"""A picture that is not in the file but somewhere else; it is never fetched."""
DRAWING = "drawing"
"""A chart, diagram or shape without words."""
EMBEDDED = "embedded"
"""A document or program inside the file."""
LINK = "link"
"""The address of a link that may not be followed from here."""
TEMPLATE = "template"
FORMULA = "formula"
