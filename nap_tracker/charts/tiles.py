"""Regions as tiles that stand roughly as they lie: sites of each by practice and its state.

No boundaries are drawn, and no place of a site can be read off a tile.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, isqrt
from typing import ClassVar

from nap_tracker import i18n
from nap_tracker.charts.frame import Fill, Frame, Key, Part, Table
from nap_tracker.charts.scales import share
from nap_tracker.i18n import gettext

MOST_ACROSS = 4


@dataclass(frozen=True, slots=True)
class State:
    words: str
    fill: Fill


@dataclass(frozen=True, slots=True)
class Practice:
    """What comes in of one practice in one region: sites in each state, in the states' order."""

    label: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """`at` is (latitude, longitude) of the region, only to put north above south."""

    label: str
    practices: tuple[Practice, ...]
    at: tuple[Decimal, Decimal] | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Strip:
    label: str
    words: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    label: str
    url: str
    strips: tuple[Strip, ...]


@dataclass(frozen=True, slots=True)
class Tiles:
    kind: ClassVar[str] = "tiles"
    frame: Frame
    bands: tuple[tuple[Tile, ...], ...]
    """From north to south, each from west to east; by name where places are not known."""


def tiles(
    title: str,
    *,
    states: Sequence[State],
    regions: Sequence[Region],
    source: str,
    as_of: str,
    empty: str = "",
    notes: Sequence[str] = (),
) -> Tiles:
    """Counts are sites. A state that is not known has the fill UNKNOWN: hatched, a piece apart."""
    bands = tuple(
        tuple(Tile(r.label, r.url, tuple(_strips(r, states))) for r in band)
        for band in _bands(regions)
    )
    said = list(notes)
    if regions and all(region.at for region in regions):
        words = gettext("The tiles stand roughly as the regions lie. They show no boundaries.")
        said.append(words)
    legend = tuple(Key(state.fill, state.words) for state in states)
    frame = Frame(title, source, as_of, table_of(states, regions), legend, empty, tuple(said))
    return Tiles(frame, bands)


def _bands(regions: Sequence[Region]) -> Iterator[Sequence[Region]]:
    across = min(MOST_ACROSS, isqrt(max(len(regions) - 1, 0)) + 1)
    ordered = list(regions)
    placed = all(region.at for region in regions)
    if placed:
        ordered.sort(key=lambda region: -_at(region)[0])
    for band in range(ceil(len(ordered) / across)):
        chosen = ordered[band * across : (band + 1) * across]
        yield sorted(chosen, key=lambda region: _at(region)[1]) if placed else chosen


def _at(region: Region) -> tuple[Decimal, Decimal]:
    return region.at or (Decimal(0), Decimal(0))


def _strips(region: Region, states: Sequence[State]) -> Iterator[Strip]:
    for practice in region.practices:
        total, so_far, edge, parts = sum(practice.counts), 0, 0, []
        for state, count in zip(states, practice.counts, strict=True):
            so_far += count
            end = share(Decimal(so_far), Decimal(total))
            if end > edge:
                parts.append(Part(edge, end - edge, state.fill))
            edge = end
        counted = [
            gettext("%(state)s: %(count)s", state=state.words, count=i18n.number(count))
            for state, count in zip(states, practice.counts, strict=True)
            if count
        ]
        yield Strip(practice.label, i18n.listing(counted), tuple(parts))


def table_of(states: Sequence[State], regions: Sequence[Region]) -> Table:
    """A row for each practice in each region, with its count of sites in every state."""
    columns = (gettext("Region"), gettext("Practice"), *(state.words for state in states))
    rows = tuple(
        (region.label, practice.label, *(i18n.number(count) for count in practice.counts))
        for region in regions
        for practice in region.practices
    )
    return Table(columns, rows, frozenset(range(2, len(columns))))
