"""What the parts of a document share while it is written: the voice, the options, the numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from html import escape

from nap_tracker.annex_c.schema import Field, Section
from nap_tracker.content.tree import EntryContent
from nap_tracker.errors import DomainError
from nap_tracker.exports import prose
from nap_tracker.exports.columns import LANDSCAPE, PORTRAIT, widths
from nap_tracker.exports.document_tree import (
    Block,
    Cell,
    Column,
    Fact,
    Figure,
    Heading,
    Lines,
    Mark,
    Options,
    Orientation,
    Origin,
    Picture,
    Prose,
    ProseTable,
    Row,
    RowKind,
    Sheet,
    Table,
    Text,
)
from nap_tracker.exports.document_values import Voice
from nap_tracker.i18n import N_
from nap_tracker.i18n import gettext as _

DEEPEST_NUMBER = 4
"""Headings below this level have no number."""
DEEPEST = 6
Placed = tuple[Orientation, Block]
PORTRAIT_PAGE, LANDSCAPE_PAGE = Orientation.PORTRAIT, Orientation.LANDSCAPE


class PictureMissing(DomainError):
    """A picture of the plan was not given to the document; it would have been left out."""


@dataclass
class Numbering:
    """Counts headings, tables and figures through the whole document."""

    headings: list[int] = field(default_factory=list)
    """Chapter, then each level below it."""
    parts: int = 0
    tables: int = 0
    figures: int = 0
    anchors: set[str] = field(default_factory=set)

    def heading(self, level: int) -> str:
        """The next number at a level: 2 is a chapter ('8'), 3 is '8.1'. '' below the deepest."""
        if level > DEEPEST_NUMBER:
            return ""
        depth = level - 1
        self.headings = [*self.headings, *[0] * depth][:depth]
        self.headings[-1] += 1
        return ".".join(map(str, self.headings))

    def part(self) -> str:
        """The next number of a part, in Roman figures, as books do."""
        self.parts += 1
        return _roman(self.parts)

    def table(self) -> int:
        """The next number of a table."""
        self.tables += 1
        return self.tables

    def figure(self) -> int:
        """The next number of a figure."""
        self.figures += 1
        return self.figures

    def anchor(self, wanted: str) -> str:
        """An anchor nothing else has."""
        anchor, again = wanted, 1
        while anchor in self.anchors:
            again += 1
            anchor = f"{wanted}-{again}"
        self.anchors.add(anchor)
        return anchor


@dataclass(frozen=True)
class Writer:
    """Makes blocks; everything but its numbering is frozen."""

    voice: Voice
    options: Options
    numbering: Numbering = field(default_factory=Numbering)

    @property
    def tells_gaps(self) -> bool:
        """Whether a blank is printed as 'Not answered': only in the drafting team's own draft.

        In any other copy a blank cannot be told from what the audience may not see; and chosen
        sections have the numbers they have on the screen, where a review reads them without gaps.
        """
        is_draft = self.options.mark is Mark.DRAFT and self.options.only is None
        return is_draft and self.voice.audience == "drafting_team"

    def heading(
        self,
        level: int,
        title: Text,
        anchor: str,
        *,
        reference: Text | None = None,
        items: Iterable[str | None] = (),
        numbered: bool = True,
        listed: bool = True,
        section: str = "",
        origin: Origin | None = None,
    ) -> Heading:
        """A heading with its number and anchor."""
        return Heading(
            anchor=self.numbering.anchor(anchor),
            level=level,
            title=title,
            number=self.numbering.heading(level) if numbered else "",
            reference=reference if reference and reference.text else None,
            items=tuple(key for key in items if key),
            listed=listed and level <= 3,
            section=section,
            origin=origin,
        )

    def origin(self, entry: EntryContent | None, field: Field | None = None) -> Origin | None:
        """Where an answer or a whole row stands in the plan; None where nobody asked."""
        if entry is None or not self.options.origins:
            return None
        if field is None:
            return Origin(entry.uid)
        shown = self.voice.words(entry.answers.get(field.id)) if field.is_worded else None
        language = (shown.language or self.voice.language) if shown else None
        return Origin(entry.uid, field.id, language)

    def field_heading(self, section: Section, field: Field, title: str | None = None) -> Heading:
        """The heading of one question, with the paragraph it answers."""
        return self.heading(
            3,
            self.voice.term(title or field.label),
            f"s-{section.id}-{field.id}",
            reference=self.voice.term(field.paragraph or section.paragraph),
            items=(field.item or section.item,),
            origin=self.origin(self.voice.plan.section(section.id), field),
        )

    def long_answer(
        self, entry: EntryContent | None, field: Field, host: Heading, *, numbered: bool = True
    ) -> Iterator[Block]:
        """What a section or row says at length in one of its fields."""
        text = self.voice.words(entry.answers.get(field.id)) if entry else None
        return self.long_text(text, host, numbered=numbered, origin=self.origin(entry, field))

    def long_text(
        self,
        text: Text | None,
        host: Heading,
        *,
        numbered: bool = True,
        origin: Origin | None = None,
    ) -> Iterator[Block]:
        """A long text as blocks; its headings stand one level below the host's."""
        if text is None:
            return
        above = host.level
        for piece in prose.pieces(text.text):
            language = piece.language or text.language
            stands = replace(origin, block=piece.block) if origin else None
            if piece.kind == "prose":
                yield Prose(piece.html, language, origin)
            elif piece.kind == "heading":
                above = min(host.level + piece.level - 2, above + 1, DEEPEST)
                made = self._text_heading(piece, above, host, language, numbered)
                yield replace(made, origin=stands)
            elif piece.kind == "table":
                yield replace(self._prose_table(piece, language), origin=stands)
            else:
                caption = Text(prose.words(piece.caption), language)
                made_of = self.figure(piece.file, caption, html=piece.caption, alt=piece.alt)
                yield replace(made_of, origin=stands)

    def _text_heading(
        self, piece: prose.Piece, level: int, host: Heading, language: str | None, numbered: bool
    ) -> Heading:
        carries = numbered and level <= DEEPEST_NUMBER
        return self.heading(
            level,
            Text(prose.words(piece.html), language),
            f"{host.anchor}-h",
            reference=host.reference if carries else None,
            numbered=numbered,
            listed=numbered,
        )

    def _prose_table(self, piece: prose.Piece, language: str | None) -> ProseTable:
        number = self.numbering.table() if piece.caption else None
        return ProseTable(
            anchor=f"table-{number}" if number else "",
            number=number,
            caption=piece.caption,
            html=piece.html,
            widths=widths(prose.grid(piece.html), room=PORTRAIT),
            language=language,
        )

    def figure(self, file: str, caption: Text, *, html: str = "", alt: str = "") -> Figure:
        """A numbered picture; what it shows is told by its `alt`, else by its caption."""
        number = self.numbering.figure()
        told = alt or caption.text or _("Figure %(number)s", number=number)
        return Figure(
            anchor=f"figure-{number}",
            number=number,
            caption=html or escape(caption.text),
            picture=self.picture(file, told),
            language=caption.language,
        )

    def picture(self, name: str, alt: str) -> Picture:
        """A picture of the plan; raises PictureMissing rather than leave it out."""
        data = self.options.pictures.get(name)
        if data is None:
            file = self.voice.plan.file(name)
            raise PictureMissing(
                N_("The picture %(name)s is missing from storage."),
                {"name": file.name if file else name},
            )
        return Picture(name, alt, data.width, data.height)

    def table(
        self,
        caption: Text,
        columns: list[Column],
        rows: list[Row],
        *,
        orientation: Orientation = PORTRAIT_PAGE,
        notes: Lines = (),
    ) -> Table:
        """A numbered table; columns that are blank in every row are left out."""
        used = [place for place in range(len(columns)) if _is_used(place, columns, rows)]
        kept = [columns[place] for place in used]
        rows = [_without(row, used, len(columns)) for row in rows]
        number = self.numbering.table()
        shares = widths(
            [_column_texts(place, column, rows) for place, column in enumerate(kept)],
            room=LANDSCAPE if orientation is LANDSCAPE_PAGE else PORTRAIT,
            whole=[column.figures for column in kept],
        )
        return Table(
            anchor=f"table-{number}",
            number=number,
            caption=caption,
            columns=tuple(
                Column(column.label, share, column.figures, column.names_row)
                for column, share in zip(kept, shares, strict=True)
            ),
            rows=tuple(rows),
            notes=notes,
        )

    def fact(self, field: Field, entry: EntryContent | None) -> Fact | None:
        """A short answer of a section or row with its label; None for a blank."""
        lines = self.voice.lines(field, entry.answers.get(field.id)) if entry else ()
        if not lines:
            return None
        return Fact(self.voice.term(field.label), lines, origin=self.origin(entry, field))

    def cell(self, field: Field, entry: EntryContent) -> Cell:
        """What a row says in one of its fields."""
        lines = self.voice.lines(field, entry.answers.get(field.id))
        return Cell(lines, origin=self.origin(entry, field) if lines else None)


def sheets(placed: Iterable[Placed]) -> tuple[Sheet, ...]:
    """Blocks gathered onto paper; a heading lies as what follows it does."""
    blocks = list(placed)
    turned: list[Placed] = []
    following: Orientation | None = None
    for orientation, block in reversed(blocks):
        if isinstance(block, Heading) and following is not None:
            orientation = following
        following = orientation
        turned.append((orientation, block))
    gathered: list[tuple[Orientation, list[Block]]] = []
    for orientation, block in reversed(turned):
        if not gathered or gathered[-1][0] is not orientation:
            gathered.append((orientation, []))
        gathered[-1][1].append(block)
    return tuple(Sheet(tuple(found), orientation) for orientation, found in gathered)


def _is_used(place: int, columns: list[Column], rows: list[Row]) -> bool:
    if columns[place].names_row or columns[place].figures:
        return True
    return any(
        _cell_at(row, place) is not None and _cell_at(row, place) != Cell()
        for row in rows
        if row.kind is RowKind.ENTRY
    )


def _cell_at(row: Row, place: int) -> Cell | None:
    """The cell that begins in a column."""
    at = 0
    for cell in row.cells:
        if at == place:
            return cell
        at += cell.span
    return None


def _without(row: Row, used: list[int], count: int) -> Row:
    """The row with only the used columns; cells over several columns shrink with them."""
    if not row.cells or len(used) == count:
        return row
    kept: list[Cell] = []
    at = 0
    for cell in row.cells:
        span = sum(at <= place < at + cell.span for place in used)
        if span:
            kept.append(replace(cell, span=span))
        at += cell.span
    return replace(row, cells=tuple(kept))


def _column_texts(place: int, column: Column, rows: list[Row]) -> list[str]:
    texts = [column.label.text]
    for row in rows:
        cell = _cell_at(row, place)
        if cell is not None and cell.span == 1:
            lines = [line for line in cell.lines if not (column.figures and line.is_note)]
            texts.append("\n".join(line.text for line in lines))
    return texts


def _roman(number: int) -> str:
    figures = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text = ""
    for value, sign in figures:
        while number >= value:
            text, number = text + sign, number - value
    return text
