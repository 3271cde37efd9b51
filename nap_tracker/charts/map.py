"""Regions in their outlines, one small map for each practice; what is not known is hatched.

Four maps and never one: there is no colour for how a region stands altogether.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from nap_tracker.charts.frame import Fill, Frame, Key
from nap_tracker.charts.numerals import number
from nap_tracker.charts.outlines import LONGEST, RINGS, STROKES, Outline, Outlines, refuse_other
from nap_tracker.charts.tiles import Region, State, table_of
from nap_tracker.i18n import gettext

GROUND = "ground"
"""How an outline is marked that is no region of the plan."""
PARTLY = "-partly"


def mark(fill: Fill, *, is_partly: bool) -> str:
    """How a region is drawn; `is_partly`: some of it is not known, and lines run over the fill."""
    return f"{fill}{PARTLY}" if is_partly and fill is not Fill.UNKNOWN else fill.value


@dataclass(frozen=True, slots=True)
class Area:
    """A region with its counts of sites, how each practice is marked there, and its outlines."""

    region: Region
    marks: tuple[str, ...]
    """One for each map, in their order."""
    outlines: tuple[Outline, ...] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """One map: its name, what it shows in words, and how each region that is drawn is marked."""

    label: str
    words: str
    marks: tuple[str, ...]
    beside: tuple[Key, ...]
    """Regions without an outline."""


@dataclass(frozen=True, slots=True)
class Map:
    kind: ClassVar[str] = "map"
    frame: Frame
    width: int
    height: int
    ground: str
    """Path data of all outlines that are no region of the plan."""
    areas: tuple[str, ...]
    """Path data of each region, in the order of their numbers from 1."""
    numbers: str
    """Path data of these numbers, each within its region."""
    names: tuple[str, ...]
    panels: tuple[Panel, ...]

    def __post_init__(self) -> None:
        """Raises ValueError for what this program never draws: pictures also come in archives."""
        for path in (*self.areas, *filter(None, [self.ground])):
            refuse_other(RINGS, path)
        refuse_other(STROKES, self.numbers)
        if not all(type(n) is int and 0 < n <= LONGEST for n in (self.width, self.height)):
            raise ValueError("a map has no such size")
        drawn = len(self.areas)
        if len(self.names) != drawn or any(len(one.marks) != drawn for one in self.panels):
            raise ValueError("a map has a name and a mark for each region it draws")

    @property
    def marks(self) -> tuple[str, ...]:
        """All that some map has, each once."""
        return tuple(dict.fromkeys(one for panel in self.panels for one in panel.marks))


def regions_map(
    title: str,
    *,
    outlines: Outlines,
    context: Sequence[Outline],
    panels: Sequence[tuple[str, str]],
    areas: Sequence[Area],
    states: Sequence[State],
    legend: Sequence[Key],
    source: str,
    as_of: str,
    empty: str = "",
    notes: Sequence[str] = (),
) -> Map:
    """`panels` is the name and the words of each map; of `legend` stays what is drawn."""
    drawn = [area for area in areas if area.outlines]
    made = tuple(
        Panel(
            label,
            words,
            tuple(area.marks[place] for area in drawn),
            tuple(Key(area.marks[place], area.region.label) for area in areas if not area.outlines),
        )
        for place, (label, words) in enumerate(panels)
    )
    seen = {one for area in areas for one in area.marks} | ({GROUND} if context else set())
    frame = Frame(
        title,
        source,
        as_of,
        table_of(states, [area.region for area in areas]),
        tuple(key for key in legend if key.mark in seen),
        empty,
        (*notes, disclaimer()),
    )
    return Map(
        frame,
        outlines.width,
        outlines.height,
        "".join(one.path for one in context),
        tuple("".join(one.path for one in area.outlines) for area in drawn),
        "".join(number(n, _place(area)) for n, area in enumerate(drawn, start=1)),
        tuple(area.region.label for area in drawn),
        made,
    )


def disclaimer() -> str:
    """Under every map."""
    return gettext(
        "The boundaries and names on this map are for orientation only. They express no opinion on"
        " the status of any country or area, or on its frontiers."
    )


def _place(area: Area) -> tuple[int, int]:
    """In the outline with the longest path: the main part of a region with islands."""
    return max(area.outlines, key=lambda one: len(one.path)).at
