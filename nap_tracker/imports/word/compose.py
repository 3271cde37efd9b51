"""Paragraphs and tables of a decided document as blocks of HTML, for the one sanitiser to admit.

Lists are nested, captions go to their tables and figures, merged cells get their spans.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from nap_tracker.imports.word import languages
from nap_tracker.imports.word.nesting import nested
from nap_tracker.imports.word.reader import text_of
from nap_tracker.imports.word.tree import (
    Block,
    Cell,
    Document,
    Note,
    Paragraph,
    Picture,
    Piece,
    Table,
    Text,
)

_RTL: Final = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_COUNTED: Final = re.compile(r"\s*[.:–—\u2011-]?\s*")
_LABEL: Final = re.compile(
    r"\s*(?:table|tableau|tabla|quadro|tabela|figure|figura|fig\.|carte|map|graph\w*)\s+"
    r"\d+(?:[.-]\d+)*\s*[.:–—-]\s*",
    re.IGNORECASE,
)
"""What people type in front of a caption; print counts anew."""
_FIGURES = re.compile(r"fig|pic|image|photo|map|carte|chart|graph|illus|abb|draw", re.IGNORECASE)
_LONGEST_HEADING: Final = 120
_NUMBERED = re.compile(r"\s*(\d+(?:\.\d+)*)[.)]?\s+\S")


class Composed(NamedTuple):
    """One block at the top of the text."""

    place: int
    kind: str
    """'h', 'p', 'list', 'table' or 'figure'."""
    html: str
    text: str
    level: int = 0


class Composer:
    """Makes HTML of one document; `direction` is that of the plan's language."""

    def __init__(self, document: Document, *, rtl: bool = False) -> None:
        self._document = document
        self._rtl = rtl

    def blocks(self) -> list[Composed]:
        """The whole text in order."""
        blocks = list(_with_headings(self._document.blocks))
        return [each for each in self._flow(blocks) if each.html]

    def _flow(self, blocks: Sequence[Block]) -> Iterator[Composed]:
        place = 0
        while place < len(blocks):
            block = blocks[place]
            end = place + 1
            if isinstance(block, Table):
                caption, end = self._caption_behind(blocks, end, is_table=True)
                yield self._composed_table(block, caption)
            elif block.kind == "caption" and _is_of_table(block, blocks[place + 1 : place + 2]):
                table = blocks[place + 1]
                assert isinstance(table, Table)
                yield self._composed_table(table, block)
                end = place + 2
            elif block.listing:
                end = _end_of_list(blocks, place)
                yield self._list(blocks[place:end])  # type: ignore[arg-type]
            elif block.kind == "h":
                yield self._heading(block)
            else:
                caption, end = self._picture_caption(block, blocks, end)
                yield from self._paragraph(block, caption)
            place = end

    def _caption_behind(
        self, blocks: Sequence[Block], place: int, *, is_table: bool
    ) -> tuple[Paragraph | None, int]:
        """A caption that stands behind its table or figure, and where the text goes on."""
        found = blocks[place] if place < len(blocks) else None
        if not isinstance(found, Paragraph) or found.kind != "caption":
            return None, place
        next_block = blocks[place + 1] if place + 1 < len(blocks) else None
        if is_table:
            belongs = not _names_a_figure(found) and not isinstance(next_block, Table)
        else:
            belongs = _names_a_figure(found) or not isinstance(next_block, Table)
        return (found, place + 1) if belongs else (None, place)

    def _picture_caption(
        self, block: Paragraph, blocks: Sequence[Block], place: int
    ) -> tuple[Paragraph | None, int]:
        if any(isinstance(piece, Picture) for piece in block.pieces):
            return self._caption_behind(blocks, place, is_table=False)
        return None, place

    def _heading(self, block: Paragraph) -> Composed:
        text = _one_line(text_of(block))
        inside = self._inline(_plain(block.pieces)).replace("<br>", " ")
        level = min(block.level, 6)
        return Composed(
            block.place,
            "h" if text else "p",
            f"<h{level}{self._direction(block)}>{inside}</h{level}>" if text else "",
            text,
            block.level,
        )

    def _paragraph(self, block: Paragraph, caption: Paragraph | None) -> Iterator[Composed]:
        """A picture parts the paragraph it stands in."""
        words: list[Piece] = []
        for piece in block.pieces:
            if isinstance(piece, Picture):
                yield from self._words(block, words)
                words = []
                yield self._figure(block, piece, caption)
                caption = None
            else:
                words.append(piece)
        yield from self._words(block, words)

    def _words(self, block: Paragraph, pieces: Sequence[Piece]) -> Iterator[Composed]:
        text = _one_line(text_of(block._replace(pieces=tuple(pieces))))
        if text:
            inside = self._inline(_counted(block, pieces))
            yield Composed(block.place, "p", f"<p{self._direction(block)}>{inside}</p>", text)

    def _figure(self, block: Paragraph, picture: Picture, caption: Paragraph | None) -> Composed:
        inside, words = "", picture.alt
        if caption is not None:
            inside = f"<figcaption>{self._caption(caption)}</figcaption>"
            words = _caption_text(caption)
        return Composed(
            block.place,
            "figure",
            f"<figure{self._direction(block)}>{_image(picture)}{inside}</figure>",
            words,
        )

    def _list(self, items: Sequence[Paragraph]) -> Composed:
        made = nested(items, self._item)
        text = " ".join(_one_line(text_of(item)) for item in items)
        return Composed(items[0].place, "list", made, text)

    def _item(self, block: Paragraph) -> str:
        return f"<p{self._direction(block)}>{self._inline(block.pieces)}</p>"

    def _composed_table(self, table: Table, caption: Paragraph | None) -> Composed:
        """Merged cells with their spans, and the rows and cells that head the others."""
        head = _head_rows(table)
        spans = _rowspans(table)
        parts = [f"<caption>{self._caption(caption)}</caption>" if caption else ""]
        texts = [_caption_text(caption)] if caption else []
        for at, row in enumerate(table.rows):
            cells = []
            for place, cell in enumerate(row.cells):
                if cell.merge == "goes on" and (at, place) not in spans:
                    continue
                is_head = at < head or (table.heads_column and place == 0)
                cells.append(self._cell(cell, spans.get((at, place), 1), is_head, at < head))
                texts.append(_cell_text(cell))
            parts += ["<thead>" if at == 0 and head else "", f"<tr>{''.join(cells)}</tr>"]
            parts.append("</thead>" if at + 1 == head else "")
        text = _one_line(" ".join(texts))
        direction = ' dir="rtl"' if table.rtl and not self._rtl else ""
        return Composed(table.place, "table", f"<table{direction}>{''.join(parts)}</table>", text)

    def _cell(self, cell: Cell, rowspan: int, is_head: bool, is_column: bool) -> str:
        tag = "th" if is_head else "td"
        scope = f' scope="{"col" if is_column else "row"}"' if is_head else ""
        spans = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
        spans += f' rowspan="{rowspan}"' if rowspan > 1 else ""
        blocks = [
            block._replace(kind="p", pieces=_plain(block.pieces) if is_head else block.pieces)
            if isinstance(block, Paragraph) and block.kind in ("h", "p")
            else block
            for block in cell.blocks
        ]
        inside = "".join(each.html for each in self._flow(blocks))
        return f"<{tag}{spans}{scope}>{inside}</{tag}>"

    def _caption(self, caption: Paragraph) -> str:
        return self._inline(_counted(caption, _plain(caption.pieces))).replace("<br>", " ")

    def _inline(self, pieces: Sequence[Piece]) -> str:
        return "".join(self._piece(piece) for piece in pieces)

    def _piece(self, piece: Piece) -> str:
        if isinstance(piece, Text):
            return self._text(piece)
        if isinstance(piece, Note):
            return f'<span class="fn">{"".join(map(self._text, piece.pieces)).strip()}</span>'
        return _image(piece)

    def _text(self, text: Text) -> str:
        said = html.escape(text.text, quote=False).replace("\n", "<br>")
        for letter, tag in (("_", "sub"), ("^", "sup"), ("i", "em"), ("b", "strong")):
            if letter in text.marks:
                said = f"<{tag}>{said}</{tag}>"
        if text.lang and languages.is_meant(text.text, text.lang, self._document.language):
            said = f'<span lang="{languages.tag(text.lang)}">{said}</span>'
        if text.href:
            said = f'<a href="{html.escape(text.href)}">{said}</a>'
        return said

    def _direction(self, block: Paragraph) -> str:
        """Said where it differs from the plan's and there are letters to show it."""
        if block.rtl == self._rtl or bool(_RTL.search(text_of(block))) != block.rtl:
            return ""
        return ' dir="rtl"' if block.rtl else ' dir="ltr"'


def _image(picture: Picture) -> str:
    return f'<img data-file="{picture.name}" alt="{html.escape(picture.alt)}">'


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _plain(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """A heading is strong by itself: where all of it is, the mark says nothing."""
    texts = [piece for piece in pieces if isinstance(piece, Text) and piece.text.strip()]
    if not texts or any("b" not in text.marks for text in texts):
        return tuple(pieces)
    return tuple(
        piece._replace(marks=piece.marks.replace("b", "")) if isinstance(piece, Text) else piece
        for piece in pieces
    )


def _counted(block: Paragraph, pieces: Sequence[Piece]) -> Sequence[Piece]:
    """A caption without what parted it from its number."""
    first = pieces[0] if pieces else None
    if block.kind != "caption" or not isinstance(first, Text):
        return pieces
    found = (_COUNTED if block.seq else _LABEL).match(first.text)
    return (first._replace(text=first.text[found.end() if found else 0 :]), *pieces[1:])


def _caption_text(caption: Paragraph) -> str:
    return _one_line(text_of(caption._replace(pieces=tuple(_counted(caption, caption.pieces)))))


def _names_a_figure(caption: Paragraph) -> bool:
    return bool(_FIGURES.match(caption.seq or text_of(caption).strip()))


def _is_of_table(caption: Paragraph, behind: Sequence[Block]) -> bool:
    return bool(behind) and isinstance(behind[0], Table) and not _names_a_figure(caption)


def _end_of_list(blocks: Sequence[Block], start: int) -> int:
    """Behind the last item; paragraphs that go on with an item are part of it."""
    end = start
    for place in range(start, len(blocks)):
        block = blocks[place]
        if not isinstance(block, Paragraph) or block.kind != "p":
            break
        if block.listing or block.list_id == "goes on":
            end = place + 1
        elif block.pieces and text_of(block).strip():
            break
    return end


def _with_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """Files without styles have headings all the same: short paragraphs, strong throughout."""
    has_headings = any(isinstance(block, Paragraph) and block.kind == "h" for block in blocks)
    for block in blocks:
        if has_headings or isinstance(block, Table) or not _stands_out(block):
            yield block
        else:
            numbered = _NUMBERED.match(text_of(block))
            level = numbered[1].count(".") + 1 if numbered else 1
            yield block._replace(kind="h", level=level, listing="")


def _stands_out(block: Paragraph) -> bool:
    text = text_of(block).strip()
    pieces = [piece for piece in block.pieces if isinstance(piece, Text) and piece.text.strip()]
    return (
        block.kind == "p"
        and 2 < len(text) <= _LONGEST_HEADING
        and not text.endswith((".", ";", ",", ":"))
        and not any(isinstance(piece, Picture) for piece in block.pieces)
        and all("b" in piece.marks for piece in pieces)
    )


def _head_rows(table: Table) -> int:
    """Rows that head the others: said so, or the first where it stands out."""
    count = 0
    while count < len(table.rows) and table.rows[count].is_head:
        count += 1
    if count or len(table.rows) < 2:
        return count if count < len(table.rows) else 1
    first = table.rows[0].cells
    says = all(_cell_text(cell) for cell in first)
    strong = all(_is_strong(cell) for cell in first)
    return 1 if says and (table.heads_row or strong) else 0


def _is_strong(cell: Cell) -> bool:
    texts = [
        piece
        for block in cell.blocks
        if isinstance(block, Paragraph)
        for piece in block.pieces
        if isinstance(piece, Text) and piece.text.strip()
    ]
    return bool(texts) and all("b" in text.marks for text in texts)


def _cell_text(cell: Cell) -> str:
    said = []
    for block in cell.blocks:
        if isinstance(block, Paragraph):
            said.append(text_of(block))
        else:
            said += [_cell_text(inner) for row in block.rows for inner in row.cells]
    return _one_line(" ".join(said))


def _rowspans(table: Table) -> dict[tuple[int, int], int]:
    """(row, place of the cell) -> how many rows a cell covers."""
    spans: dict[tuple[int, int], int] = {}
    above: dict[int, tuple[int, int]] = {}
    for at, row in enumerate(table.rows):
        column = 0
        covered: dict[int, tuple[int, int]] = {}
        for place, cell in enumerate(row.cells):
            key = above.get(column)
            if cell.merge == "goes on" and key is not None:
                spans[key] += 1
                covered[column] = key
            elif cell.merge:
                spans[(at, place)] = 1
                covered[column] = (at, place)
            column += cell.colspan
        above = covered
    return spans
