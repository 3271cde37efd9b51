"""What a printed plan is made of: frozen data, in the order of print, with its words chosen.

No HTML but the long texts, which are already sanitised. Figures and codes stand between U+2066 and
U+2069 (left-to-right isolate), so that every form can keep them together in right-to-left text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from nap_tracker.exports.drawing import Drawing
from nap_tracker.exports.pictures import Pictures

LEFT_TO_RIGHT, END = "\u2066", "\u2069"


def isolated(text: str) -> str:
    """A figure with its unit, a code or an amount: reads from left to right wherever it stands."""
    return f"{LEFT_TO_RIGHT}{text}{END}" if text else text


class Mark(StrEnum):
    """What is printed across every page."""

    DRAFT = "draft"
    FOR_VALIDATION = "for_validation"
    FOR_ENDORSEMENT = "for_endorsement"
    NONE = "none"
    """A clean copy, for the body that endorses."""


class Style(StrEnum):
    """How a line differs from its neighbours."""

    PLAIN = ""
    NOTE = "note"
    """Where a figure comes from, a reason, an explanation."""
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Text:
    """Words in one language on one line or in one paragraph."""

    text: str
    language: str | None = None
    """None where it is the language of the document."""
    style: Style = Style.PLAIN
    link: str | None = None
    """An address outside the document (https or mailto)."""

    @property
    def is_note(self) -> bool:
        """Whether it only explains the line above."""
        return self.style is Style.NOTE


Lines = tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture by its name, with the words that stand for it."""

    name: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Where in the plan something printed comes from; only told where `Options.origins` asks."""

    uid: str
    """Of the entry: a section's answers, or a row."""
    field: str | None = None
    """None for the whole of a row."""
    language: str | None = None
    """The one it is shown in, of what can be translated; None for figures, dates and choices."""
    block: str | None = None
    """The block of a long text; prose has many and keeps their ids in its HTML."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, which is also a bookmark and (to level 3) a line of the contents."""

    anchor: str
    level: int
    title: Text
    number: str = ""
    reference: Text | None = None
    """The paragraph it answers, as cited: 'Annex C 1(d)'."""
    items: tuple[str, ...] = ()
    """Keys of the Annex C items addressed under it."""
    listed: bool = True
    """Whether it is a line of the contents."""
    section: str = ""
    """The section that begins under it, or goes on: headings of the first levels alone say so."""
    origin: Origin | None = None

    @property
    def label(self) -> str:
        """Number and title, as in the bookmarks."""
        return f"{self.number} {self.title.text}".strip()


@dataclass(frozen=True, slots=True)
class Prose:
    """Long text between two headings, tables or figures: sanitised HTML."""

    html: str
    language: str | None = None
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Fixed words of a document, or a plain paragraph of the plan."""

    lines: Lines
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A label with what was answered: short lines, or long text."""

    label: Text
    lines: Lines = ()
    prose: tuple[Prose, ...] = ()
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Short answers of a section as a compact list."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; widths of a table add up to 100."""

    label: Text
    width: float = 0.0
    figures: bool = False
    """Amounts: aligned to the end, never broken."""
    names_row: bool = False
    """Its cells are the headers of their rows."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one column (or several) of a row."""

    lines: Lines = ()
    span: int = 1
    origin: Origin | None = None


class RowKind(StrEnum):
    """What a row of a table is for."""

    ENTRY = "entry"
    DETAILS = "details"
    """The rest of the entry above, across the whole table."""
    SUBTOTAL = "subtotal"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Row:
    """A row; one of kind DETAILS has facts in place of cells."""

    cells: tuple[Cell, ...] = ()
    kind: RowKind = RowKind.ENTRY
    facts: tuple[Fact, ...] = ()
    origin: Origin | None = None
    """Of the entry it tells of; None for sums."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a register, or figures worked out from them."""

    anchor: str
    number: int
    caption: Text
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: Lines = ()


@dataclass(frozen=True, slots=True)
class ProseTable:
    """A table out of a long text: its `html` is what stood inside, without the caption."""

    anchor: str
    number: int | None
    """None without a caption: it is not in the list of tables."""
    caption: str
    """Sanitised HTML."""
    html: str
    widths: tuple[float, ...]
    language: str | None = None
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its caption."""

    anchor: str
    number: int
    caption: str
    """Sanitised HTML."""
    picture: Picture
    language: str | None = None
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart."""

    label: Text
    value: str
    share: float
    """Its length in per cent of the longest one."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Bars that may be compared with one another: one currency."""

    title: Text
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars, panel by panel; the table beside it has the same figures."""

    anchor: str
    number: int
    caption: Text
    panels: tuple[Panel, ...]
    notes: Lines = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Room for a signature, with who signs."""

    name: Lines
    office: Lines
    place_and_date: Lines
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Scan:
    """One page of an annexed document, as a picture that fills the page."""

    picture: Picture


Shown = Figure | Chart | Drawing | Signature | Scan
Block = Heading | Prose | Paragraph | Facts | Table | ProseTable | Shown


class Orientation(StrEnum):
    """Which way the paper lies."""

    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Blocks that follow one another on pages of the same orientation; begins a new page."""

    blocks: tuple[Block, ...]
    orientation: Orientation = Orientation.PORTRAIT


@dataclass(frozen=True, slots=True)
class Addressed:
    """One item of Annex C and where the plan addresses it."""

    citation: Text
    title: Text
    words: Text
    """Our paraphrase, or the authentic text where the Party loaded it."""
    authentic: bool
    places: tuple[Heading, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page."""

    party: Text
    kind: Text
    title: Text
    subtitle: Text | None
    period: Text | None
    version: Text
    made_on: Text
    audience: Text
    sample: Text | None
    """Says that the plan is made up; None for a real one."""
    emblem: Picture | None = None
    logos: tuple[Picture, ...] = ()
    reader: Text | None = None
    """Whose own copy it is; None for one that is nobody's."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a document is made for. The plan given with it is already filtered by `audience`."""

    audience: str
    mark: Mark
    made_on: date
    language: str | None = None
    """None for the plan's binding language."""
    pictures: Pictures = field(default_factory=dict)
    """Every picture the plan shows, by file uid; and pages of annexes by their own names."""
    section: str | None = None
    """Only this section of the plan; None for all of it."""
    only: frozenset[str] | None = None
    """Only these, with cover and contents, numbered as among all; None for all."""
    annexes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """File uid -> names of its pages among `pictures`, for documents printed with the plan."""
    origins: bool = False
    """Whether everything says where in the plan it comes from; no word of it changes."""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole printed plan."""

    language: str
    direction: str
    spoken: str
    """The language of its fixed words: its own, or English where no catalogue speaks it."""
    title: str
    author: str
    made_on: date
    mark: str
    """In words, across every page; empty for a clean copy."""
    running: str
    """What stands at the head of every page: Party and short title."""
    foot: str
    """What stands at the foot of every page: audience, version, date."""
    cover: Cover
    front: tuple[Sheet, ...]
    """Foreword, acknowledgements, disclaimer: before the contents."""
    lists: tuple[Sheet, ...]
    """Acronyms, terms, summary: after the contents."""
    body: tuple[Sheet, ...]
    addressed: tuple[Addressed, ...]
    whole: bool = True
    """False for one section alone: no cover page, no contents."""

    @property
    def paraphrased(self) -> bool:
        """Whether any item of Annex C stands here in our words."""
        return any(not item.authentic for item in self.addressed)

    def blocks(self) -> Iterator[Block]:
        """Every block in the order of print."""
        for sheet in (*self.front, *self.lists, *self.body):
            yield from sheet.blocks

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Every heading of the plan's own text in order."""
        return tuple(block for block in self.blocks() if isinstance(block, Heading))

    @property
    def tables(self) -> tuple[Table | ProseTable, ...]:
        """Every numbered table in order."""
        return tuple(
            block
            for block in self.blocks()
            if isinstance(block, Table | ProseTable) and block.number is not None
        )

    @property
    def figures(self) -> tuple[Figure | Chart, ...]:
        """Every figure and chart in order."""
        return tuple(block for block in self.blocks() if isinstance(block, Figure | Chart))
