"""What a canonical long text is made of: paragraphs, lists, tables, figures, runs, footnotes.

`lang` and `dir` are always the ones in force at that place, said there or around it; the writer
says them only where they change. Only blocks at the top have an id.
"""

from __future__ import annotations

from typing import NamedTuple


class Style(NamedTuple):
    """What is true of a run of characters; the order is the order of nesting."""

    href: str | None = None
    lang: str | None = None
    dir: str | None = None
    strong: bool = False
    em: bool = False
    shift: str = ""
    """'sub', 'sup' or nothing."""


class Run(NamedTuple):
    """Characters that share a style."""

    text: str
    style: Style


class Note(NamedTuple):
    """A footnote at its place in the text. It stands outside links and emphasis."""

    runs: tuple[Run, ...]
    lang: str | None
    dir: str | None


Inline = Run | Note


class Para(NamedTuple):
    """A paragraph or heading; `kind` is p, h3, h4 or h5. Inside items and cells only p."""

    kind: str
    inlines: tuple[Inline, ...]
    lang: str | None = None
    dir: str | None = None
    id: str | None = None


class Item(NamedTuple):
    """One point of a list: paragraphs and further lists."""

    segments: tuple[Point, ...]
    lang: str | None = None
    dir: str | None = None


class Listing(NamedTuple):
    """A list; `kind` is ul or ol."""

    kind: str
    items: tuple[Item, ...]
    lang: str | None = None
    dir: str | None = None
    id: str | None = None


class Caption(NamedTuple):
    """The words over a table or under a picture."""

    inlines: tuple[Inline, ...]
    lang: str | None = None
    dir: str | None = None


class Figure(NamedTuple):
    """A picture from our own uploads; `file` is its uid."""

    file: str
    alt: str
    caption: Caption | None = None
    lang: str | None = None
    dir: str | None = None
    id: str | None = None


class Cell(NamedTuple):
    """A cell of a table; `kind` is td or th, and every th has a scope."""

    kind: str
    segments: tuple[Segment, ...]
    lang: str | None = None
    dir: str | None = None
    scope: str = ""
    colspan: int = 1
    rowspan: int = 1


Row = tuple[Cell, ...]


class Table(NamedTuple):
    """A table; `head` are the rows that repeat at the top of each printed page."""

    caption: Caption | None
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    lang: str | None = None
    dir: str | None = None
    id: str | None = None


Point = Para | Listing
"""What stands inside a list item."""

Segment = Para | Listing | Figure
"""What stands inside a cell."""

Block = Para | Listing | Table | Figure
"""What stands at the top of a text."""
