"""What every picture has: the finding as its title, where it is from, a legend, and its table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Fill(StrEnum):
    """How a shape is filled. Style sheets give each a colour and a pattern of its own."""

    BAD = "bad"
    GOOD = "good"
    NEUTRAL = "neutral"
    UNKNOWN = "unknown"
    """Hatched, always, and used for nothing else."""
    SHADE_1 = "shade-1"
    """Shades tell series apart that are neither good nor bad, such as sources of money."""
    SHADE_2 = "shade-2"
    SHADE_3 = "shade-3"
    SHADE_4 = "shade-4"
    SHADE_5 = "shade-5"
    SHADE_6 = "shade-6"


SHADES = (
    Fill.SHADE_1,
    Fill.SHADE_2,
    Fill.SHADE_3,
    Fill.SHADE_4,
    Fill.SHADE_5,
    Fill.SHADE_6,
)


@dataclass(frozen=True, slots=True)
class Key:
    """A line of the legend."""

    mark: str
    """A fill, or the name of a shape that only one kind of picture has, such as `today`."""
    words: str


@dataclass(frozen=True, slots=True)
class Table:
    """What the picture shows, as figures and words: the same facts for who cannot see it."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """The first cell names its row."""
    figures: frozenset[int] = frozenset()
    """Columns that hold figures, counted from 0."""
    urls: tuple[str, ...] = ()
    """Where each row leads, '' for nowhere; empty where none does."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Around the drawing. Without rows in its table there is nothing to draw, and it says so."""

    title: str
    """What one finds, as a sentence: `Two of nine activities are late`."""
    source: str
    """Where the figures come from."""
    as_of: str
    """The day they are of, in words."""
    table: Table
    legend: tuple[Key, ...] = ()
    empty: str = ""
    """What to say instead of the usual sentence where there is nothing."""
    notes: tuple[str, ...] = ()
    """Sentences under the drawing."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar, in thousandths of the drawing's width."""

    start: int
    width: int
    fill: Fill

    @property
    def end(self) -> int:
        """Where the next piece may begin."""
        return self.start + self.width
