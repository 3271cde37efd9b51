"""What a form for paper is made of: frozen data, in the order of print, with its words chosen."""

from __future__ import annotations

from dataclasses import dataclass

from nap_tracker.exports.document_tree import Lines, Prose, Text


@dataclass(frozen=True, slots=True)
class Ruled:
    """Lines to write on, below what is written already."""

    lines: int
    written: Lines = ()
    prose: tuple[Prose, ...] = ()


@dataclass(frozen=True, slots=True)
class Blank:
    """A short gap with a label over it, or what was filled in there."""

    label: Text
    width: int
    """In millimetres."""
    written: Text | None = None


@dataclass(frozen=True, slots=True)
class Blanks:
    """Gaps side by side."""

    blanks: tuple[Blank, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A box with what ticking it says."""

    label: Text
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Ticks:
    """Boxes, one or several of which may be ticked."""

    ticks: tuple[Tick, ...]
    only_one: bool = True


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with room for more rows."""

    columns: tuple[Text, ...]
    shares: tuple[float, ...]
    rows: tuple[tuple[Lines, ...], ...]
    empty: int


Space = Ruled | Blanks | Ticks | Grid


@dataclass(frozen=True, slots=True)
class Question:
    """One question, its code, and room for the answer."""

    code: str
    """'trade.dealers': the permanent ids, by which an answer finds its field again."""
    label: Text
    hint: Text | None
    reference: Text | None
    """The paragraph it answers, as cited."""
    is_required: bool
    spaces: tuple[Space, ...]

    @property
    def may_break(self) -> bool:
        """Whether it may run over the end of a page: a table, or a long text that is there."""
        return any(
            isinstance(space, Grid) or (isinstance(space, Ruled) and bool(space.prose))
            for space in self.spaces
        )


@dataclass(frozen=True, slots=True)
class Part:
    """A section, or one row of a table, with its questions."""

    code: str
    title: Text
    questions: tuple[Question, ...]
    caption: Text | None = None
    """The group of the section, or the table the row belongs to."""
    guidance: Text | None = None
    reference: Text | None = None
    is_row: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A form for paper: a whole plan, or one section."""

    language: str
    direction: str
    spoken: str
    """The language of its fixed words."""
    title: Text
    subtitle: Text
    """Whose plan it is for."""
    face: Lines
    """For whom this copy is, which version, of when."""
    notes: Lines
    """How to fill it in."""
    running: str
    foot: str
    parts: tuple[Part, ...]
    filled: bool
