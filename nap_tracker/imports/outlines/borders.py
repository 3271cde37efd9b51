"""Outlines cut where borders meet, so that a border of two regions is one line that both use.

What is done to that line is then done for both of them: no gap opens and nothing overlaps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nap_tracker.imports.outlines.sheet import Spot

Line = tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A line as one ring runs along it."""

    line: int
    is_backwards: bool


@dataclass(frozen=True, slots=True)
class Borders:
    """Every line once, and each ring as the lines it runs along."""

    lines: tuple[Line, ...]
    rings: tuple[tuple[Stretch, ...], ...]


def cut(rings: Sequence[Sequence[Spot]]) -> Borders:
    """Rings are not closed by repeating their first point, and have three points at least."""
    meetings = _meetings(rings)
    known: dict[Line, int] = {}
    made = []
    for ring in rings:
        stretches = []
        for line in _pieces(ring, meetings):
            backwards = line[::-1]
            one = min(line, backwards)
            stretches.append(Stretch(known.setdefault(one, len(known)), one is not line))
        made.append(tuple(stretches))
    return Borders(tuple(known), tuple(made))


def joined(stretches: Sequence[Stretch], lines: Sequence[Line]) -> list[Spot]:
    """The ring that runs along these lines, again without its first point at the end."""
    spots: list[Spot] = []
    for one in stretches:
        line = lines[one.line]
        spots.extend((line[::-1] if one.is_backwards else line)[:-1])
    return spots


def _meetings(rings: Sequence[Sequence[Spot]]) -> set[Spot]:
    """Points at which lines meet: seen again with other neighbours than before."""
    beside: dict[Spot, tuple[Spot, Spot]] = {}
    meetings = set()
    for ring in rings:
        last = len(ring) - 1
        for at, spot in enumerate(ring):
            before, after = ring[at - 1], ring[0 if at == last else at + 1]
            pair = (before, after) if before <= after else (after, before)
            if beside.setdefault(spot, pair) != pair:
                meetings.add(spot)
    return meetings


def _pieces(ring: Sequence[Spot], meetings: set[Spot]) -> Iterator[Line]:
    """The ring from meeting to meeting; where there is none, all of it from its first corner on,
    in the one direction that another ring along the same line would take too."""
    cuts = [at for at, spot in enumerate(ring) if spot in meetings]
    if not cuts:
        start = min(range(len(ring)), key=lambda at: ring[at])
        yield (*ring[start:], *ring[: start + 1])
        return
    turned = (*ring[cuts[0] :], *ring[: cuts[0] + 1])
    ends = [at - cuts[0] for at in cuts] + [len(ring)]
    for start, end in pairwise(ends):
        yield turned[start : end + 1]
