"""Long text cut into what a document is made of: headings, tables, figures, and prose between them.

It relies on the one byte form of sanitised text (`text/html.py`): blocks stand side by side, and
attributes are quoted and in a fixed order. Anything else is left to that module.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from nap_tracker.exports.pictures import address

_BLOCK = re.compile(r'<(h[3-5]|table|figure)\b[^>]* data-block="[^>]*>.*?</\1>', re.DOTALL)
"""Only blocks of the text itself have an id; a table inside a list has none and stays there."""
_CAPTION = re.compile(r"<(caption|figcaption)\b[^>]*>(.*?)</\1>", re.DOTALL)
_IMAGE = re.compile(r"<img\b([^>]*)>")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")
_ROW = re.compile(r"<tr\b[^>]*>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<t[hd]\b([^>]*)>(.*?)</t[hd]>", re.DOTALL)
_NOTE = re.compile(r'<span class="fn"[^>]*>')
_SPAN = re.compile(r"<span\b|</span>")
_OUTER = re.compile(r"^<(\w+)\b([^>]*)>(.*)</\1>$", re.DOTALL)
_BLOCK_ID = re.compile(r' data-block="[^"]*"')


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a long text; `kind` is 'prose', 'heading', 'table' or 'figure'."""

    kind: str
    html: str
    """Prose and tables whole; of a heading, what stands inside."""
    level: int = 0
    """Of a heading: 3 to 5."""
    caption: str = ""
    file: str = ""
    """Of a figure: the uid of its file."""
    alt: str = ""
    language: str | None = None
    block: str | None = None
    """The permanent id of a heading, table or figure; prose has those of its blocks inside."""


def pieces(text: str) -> Iterator[Piece]:
    """The parts of a sanitised long text in order."""
    end = 0
    for found in _BLOCK.finditer(text):
        yield from _prose(text[end : found.start()])
        yield from _PIECES[found.group(1)[0]](found.group())
        end = found.end()
    yield from _prose(text[end:])


def words(text: str) -> str:
    """The text alone, without tags, entities and footnotes."""
    plain, _notes = without_notes(text)
    return html.unescape(_TAG.sub("", plain.replace("</p>", "\n"))).strip()


def without_notes(text: str) -> tuple[str, list[str]]:
    """The text without its footnotes, and what stands in each of them."""
    notes: list[str] = []
    while (start := _NOTE.search(text)) is not None:
        depth, end = 1, start.end()
        while depth:
            tag = _SPAN.search(text, end)
            if tag is None:  # Never in the form that `text/html.py` writes.
                raise ValueError("a footnote without an end")
            depth, end = depth + (1 if tag.group() == "<span" else -1), tag.end()
        notes.append(text[start.end() : end - len("</span>")])
        text = text[: start.start()] + text[end:]
    return text, notes


def printed(text: str) -> str:
    """HTML as it goes to the printer: pictures by their address, no ids of blocks."""
    return _IMAGE.sub(_picture, _BLOCK_ID.sub("", text))


def grid(table: str) -> list[list[str]]:
    """The words of a table by column; a cell over several columns counts in none of them."""
    columns: list[list[str]] = []
    for row in _ROW.findall(table):
        place = 0
        for attributes, inside in _CELL.findall(row):
            span = int(dict(_ATTRIBUTE.findall(attributes)).get("colspan", 1))
            while len(columns) < place + span:
                columns.append([])
            if span == 1:
                columns[place].append(words(inside))
            place += span
    return columns


def files(text: str) -> Iterator[str]:
    """Uids of the pictures in a long text."""
    for attributes in _IMAGE.findall(text):
        uid = dict(_ATTRIBUTE.findall(attributes)).get("data-file")
        if uid:
            yield uid


def _prose(text: str) -> Iterator[Piece]:
    if text.strip():
        yield Piece("prose", text)


def _heading(text: str) -> Iterator[Piece]:
    """Footnotes of a heading follow it as small print: the contents and bookmarks have none."""
    tag, attributes, inside = _outer(text)
    inside, notes = without_notes(inside)
    yield Piece(
        "heading",
        inside,
        level=int(tag[1]),
        language=attributes.get("lang"),
        block=attributes.get("data-block"),
    )
    for note in notes:
        yield Piece("prose", f"<p><small>{note}</small></p>")


def _table(text: str) -> Iterator[Piece]:
    _tag, attributes, inside = _outer(text)
    caption = _CAPTION.search(inside)
    rest = _CAPTION.sub("", inside, count=1)
    yield Piece(
        "table",
        rest,
        caption=caption.group(2) if caption else "",
        language=attributes.get("lang"),
        block=attributes.get("data-block"),
    )


def _figure(text: str) -> Iterator[Piece]:
    _tag, attributes, inside = _outer(text)
    caption, image = _CAPTION.search(inside), _IMAGE.search(inside)
    named = dict(_ATTRIBUTE.findall(image.group(1))) if image else {}
    if "data-file" not in named:
        yield from _prose(f"<p>{caption.group(2)}</p>" if caption else "")
        return
    yield Piece(
        "figure",
        "",
        caption=caption.group(2) if caption else "",
        file=named["data-file"],
        alt=html.unescape(named.get("alt", "")),
        language=attributes.get("lang"),
        block=attributes.get("data-block"),
    )


_PIECES: dict[str, Callable[[str], Iterator[Piece]]] = {"h": _heading, "t": _table, "f": _figure}


def _outer(text: str) -> tuple[str, dict[str, str], str]:
    found = _OUTER.match(text)
    if found is None:  # The block pattern that found it has the same shape.
        raise ValueError("not a block of sanitised text")
    return found.group(1), dict(_ATTRIBUTE.findall(found.group(2))), found.group(3)


def _picture(found: re.Match[str]) -> str:
    named = dict(_ATTRIBUTE.findall(found.group(1)))
    uid = html.unescape(named.get("data-file", ""))
    alt = named.get("alt") or "\u2013"
    return f'<img src="{html.escape(address(uid))}" alt="{alt}">'
