"""Paragraphs, tables, content controls and text boxes of one part of a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from nap_tracker.imports.word import citations
from nap_tracker.imports.word.names import is_on, local, number, val, w
from nap_tracker.imports.word.runs import Fields, Line, who
from nap_tracker.imports.word.shelf import Shelf
from nap_tracker.imports.word.styles import Style, indent_of
from nap_tracker.imports.word.tree import (
    CONTENTS,
    EMBEDDED,
    Block,
    Cell,
    Note,
    Paragraph,
    Picture,
    Row,
    Table,
    Text,
)

DEEPEST: Final = 12
"""Text boxes and tables inside each other; what is deeper is no document."""
MAX_COLUMNS: Final = 100
_TYPED = re.compile("[^\u2003]{1,24}\u2003")
_AROUND = frozenset({"smartTag", "customXml", "sdtContent", "ins", "del", "moveFrom", "moveTo"})


class Body:
    """Reads what stands in a part; notes are asked from a reader of theirs."""

    def __init__(self, shelf: Shelf, part: str, notes: Any) -> None:
        self.shelf, self.part, self.notes = shelf, part, notes
        self._fields = Fields()
        self._depth = 0
        self._readers: dict[str, Callable[[Any], Iterator[Block]]] = {
            "p": self._paragraph,
            "tbl": self._table,
            "sdt": self._control,
            **dict.fromkeys(_AROUND, self._blocks),
        }

    def blocks(self, element: Any) -> list[Block]:
        """Everything in a body, a cell, a text box or a content control."""
        return list(self._blocks(element))

    def _blocks(self, element: Any) -> Iterator[Block]:
        if self._depth > DEEPEST:
            return
        self._depth += 1
        for child in element:
            name = local(child)
            if name in self._readers:
                yield from self._readers[name](child)
            elif name in ("altChunk", "subDoc"):
                self.shelf.aside(EMBEDDED, "")
            elif name in ("commentRangeStart", "commentRangeEnd"):
                self.shelf.comment(child.get(w("id"), ""), begins=name == "commentRangeStart")
        self._depth -= 1

    def _control(self, element: Any) -> Iterator[Block]:
        properties = element.find(w("sdtPr"))
        gallery = (
            ""
            if properties is None
            else "".join(part.get(w("val"), "") for part in properties.iter(w("docPartGallery")))
        )
        content = element.find(w("sdtContent"))
        if content is None or is_on(properties, "showingPlcHdr"):
            return
        if gallery == "Table of Contents":
            words = (t.text or "" for t in content.iter(w("t")))
            self.shelf.aside(CONTENTS, " ".join(words))
            return
        yield from self._blocks(content)

    def _paragraph(self, element: Any) -> Iterator[Block]:
        properties = element.find(w("pPr"))
        style = self.shelf.styles.of(val(properties, "pStyle"))
        place = self.shelf.next_place()
        line = Line(self.shelf, self.part, self._fields, self.notes)
        line.read(element)
        if style.is_contents:
            words = words_of(line)
            if words.strip():
                self.shelf.aside(CONTENTS, words)
        elif not (style.is_citation and citations.is_one(words_of(line))):
            yield self._made(properties, style, place, line)
        for box in line.boxes:
            yield from self._blocks(box)

    def _made(self, properties: Any, style: Style, place: int, line: Line) -> Paragraph:
        indent = indent_of(properties)
        rtl = is_on(properties, "bidi")
        made = Paragraph(
            place,
            "p",
            tuple(line.pieces),
            indent=style.indent if indent is None else indent,
            rtl=style.rtl if rtl is None else rtl,
            mark=self._mark(properties),
        )
        outline = number(val(properties, "outlineLvl", "-1"), -1)
        level = outline + 1 if 0 <= outline <= 8 else 0 if outline == 9 else style.heading
        if style.is_caption or (line.seq and not any(isinstance(x, Picture) for x in line.pieces)):
            return made._replace(kind="caption", seq=line.seq)
        if level or style.is_title:
            return made._replace(kind="h", level=level or 1, pieces=_without_number(made.pieces))
        return self._listed(made, properties, style)

    def _listed(self, made: Paragraph, properties: Any, style: Style) -> Paragraph:
        own = None if properties is None else properties.find(w("numPr"))
        list_id = val(own, "numId", style.list_id)
        depth = number(val(own, "ilvl"), style.depth) or style.depth
        listing = self.shelf.numbering.listing(list_id, depth) if list_id not in ("", "0") else ""
        if listing:
            return made._replace(listing=listing, list_id=list_id, depth=min(max(depth, 0), 8))
        return made._replace(list_id="goes on") if style.continues else made

    def _mark(self, properties: Any) -> tuple[int, ...]:
        marks = None if properties is None else properties.find(w("rPr"))
        if marks is None:
            return ()
        kinds = {"ins": "ins", "moveTo": "ins", "del": "del", "moveFrom": "del"}
        return tuple(
            self.shelf.change(kinds[local(each)], *who(each))
            for each in marks
            if local(each) in kinds
        )

    def _table(self, element: Any) -> Iterator[Block]:
        properties = element.find(w("tblPr"))
        place = self.shelf.next_place()
        look = None if properties is None else properties.find(w("tblLook"))
        style = val(properties, "tblStyle")
        heads = _looks(look, "firstRow", 0x20) and self.shelf.styles.table_heads(style, "firstRow")
        first = _looks(look, "firstColumn", 0x80) and self.shelf.styles.table_heads(
            style, "firstCol"
        )
        rows = tuple(self._row(row) for row in _inside(element, "tr"))
        if not any(row.cells for row in rows):
            return
        if len(rows) == 1 and len(rows[0].cells) == 1:
            yield from rows[0].cells[0].blocks  # a frame drawn around some text
            return
        rtl = bool(is_on(properties, "bidiVisual"))
        yield Table(place, rows, heads, first, rtl)

    def _row(self, element: Any) -> Row:
        properties = element.find(w("trPr"))
        changes: tuple[int, ...] = ()
        for each in () if properties is None else properties:
            if local(each) in ("ins", "del"):
                changes = (*changes, self.shelf.change(local(each), *who(each)))
        cells = [self._cell(cell) for cell in _inside(element, "tc")][:MAX_COLUMNS]
        before = number(val(properties, "gridBefore"))
        if before > 0:
            cells.insert(0, Cell((), min(before, MAX_COLUMNS)))
        return Row(tuple(cells), bool(is_on(properties, "tblHeader")), changes)

    def _cell(self, element: Any) -> Cell:
        properties = element.find(w("tcPr"))
        span = number(val(properties, "gridSpan"), 1)
        merged = None if properties is None else properties.find(w("vMerge"))
        merge = ""
        if merged is not None:
            merge = "start" if merged.get(w("val")) == "restart" else "goes on"
        return Cell(tuple(self._blocks(element)), min(max(span, 1), MAX_COLUMNS), merge)


def words_of(line: Line) -> str:
    """The bare words of a line."""
    return "".join(piece.text for piece in line.pieces if isinstance(piece, Text))


def _without_number(pieces: tuple[Text | Note | Picture, ...]) -> tuple[Text | Note | Picture, ...]:
    """A heading without a number that our own files type before it, an em space behind: lines
    that run from the right have no number that Word counts, and the plan counts anew."""
    first = pieces[0] if pieces else None
    found = _TYPED.match(first.text) if isinstance(first, Text) else None
    if found is None or not isinstance(first, Text):
        return pieces
    rest = first.text[found.end() :]
    return ((first._replace(text=rest),) if rest else ()) + pieces[1:]


def _inside(element: Any, name: str) -> Iterator[Any]:
    """Rows or cells, those in content controls too."""
    for child in element:
        if local(child) == name:
            yield child
        elif local(child) == "sdt":
            content = child.find(w("sdtContent"))
            yield from () if content is None else _inside(content, name)
        elif local(child) in _AROUND:
            yield from _inside(child, name)


def _looks(look: Any, name: str, bit: int) -> bool:
    """Whether a table asks for a look, in either of the two ways to say so."""
    if look is None:
        return False
    if look.get(w(name)) is not None:
        return look.get(w(name)) in ("1", "true", "on")
    try:
        return bool(int(look.get(w("val"), "0"), 16) & bit)
    except ValueError:
        return False
