"""Borders of neighbours stay one line: no gap opens, nothing overlaps, nothing vanishes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from nap_tracker.imports.outlines import borders, reader, thinning
from nap_tracker.imports.outlines.drawing import to_drawing
from nap_tracker.imports.outlines.sheet import Spot
from tests.imports.outlines.countries import jagged

SIDE = 9
CELLS = st.lists(
    st.lists(st.integers(0, 3), min_size=SIDE, max_size=SIDE), min_size=SIDE, max_size=SIDE
)
"""Which of four regions each field of a square country belongs to: also in parts and enclaves."""


def rings_of(cells: Sequence[Sequence[int]], steps: int) -> list[list[Spot]]:
    """All around each region, with the region to the right; and around what is outside of all."""
    owners = [*sorted({one for row in cells for one in row}), -1]
    return [ring for owner in owners for ring in _around(cells, owner, steps)]


def _around(cells: Sequence[Sequence[int]], owner: int, steps: int) -> Iterator[list[Spot]]:
    onward: dict[Spot, list[Spot]] = {}
    for one, other in _sides(cells, owner):
        onward.setdefault(one, []).append(other)
    while onward:
        spot = start = next(iter(onward))
        ring: list[Spot] = []
        while not ring or spot != start:
            ring.append((spot[0] * steps, spot[1] * steps))
            ways = onward[spot]
            following = ways.pop()
            if not ways:
                del onward[spot]
            spot = following
        yield ring


def _sides(cells: Sequence[Sequence[int]], owner: int) -> Iterator[tuple[Spot, Spot]]:
    """The sides of fields of an owner on whose other side is somebody else."""
    whose = {(x, y): cells[y][x] for x in range(SIDE) for y in range(SIDE)}
    rim = range(-1, SIDE + 1)
    for x, y in ((x, y) for x in rim for y in rim if whose.get((x, y), -1) == owner):
        corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]
        beside = [(x, y - 1), (x + 1, y), (x, y + 1), (x - 1, y)]
        for side, there in zip(pairwise(corners), beside, strict=True):
            if whose.get(there, -1) != owner:
                yield side


def edges(rings: Sequence[Sequence[Spot]]) -> Counter[tuple[Spot, Spot]]:
    """Every step of every ring."""
    return Counter(step for ring in rings for step in pairwise([*ring, ring[0]]))


def is_closed(rings: Sequence[Sequence[Spot]]) -> bool:
    """Whether somebody goes back along every step that somebody goes: there is no gap, and no
    sliver between two."""
    found = edges(rings)
    return all(found[other, one] == times for (one, other), times in found.items() if one != other)


def thin(rings: Sequence[Sequence[Spot]], room: int) -> list[list[Spot]]:
    found = borders.cut(rings)
    lines = thinning.thinned(found, room)
    return [borders.joined(stretches, lines) for stretches in found.rings]


@given(CELLS)
def test_cutting_and_joining_gives_the_same_rings(cells: list[list[int]]):
    rings = rings_of(cells, 1)
    found = borders.cut(rings)
    again = [borders.joined(stretches, found.lines) for stretches in found.rings]
    assert edges(again) == edges(rings)
    assert len(set(found.lines)) == len(found.lines)


@given(CELLS, st.integers(0, 200))
@example([[0] * SIDE] * SIDE, 0)
def test_neighbours_keep_the_very_same_border(cells: list[list[int]], room: int):
    rings = rings_of(cells, 137)
    assert is_closed(rings)
    made = thin(rings, room)
    assert is_closed(made)
    assert all(len(set(ring)) > 2 for ring in made), "nothing vanishes"


@given(CELLS, st.integers(1, 40))
def test_what_is_drawn_has_no_gap_at_any_size(cells: list[list[int]], steps: int):
    made = thin(rings_of(cells, steps), 60)
    assert is_closed([[to_drawing(spot) for spot in ring] for ring in made])


def test_points_that_nobody_would_see_are_left_out_and_corners_stay():
    wavy = [(x, 2 * (x % 2)) for x in range(0, 1000)]
    ring = [*wavy, (1000, 1000), (0, 1000)]
    (thinned,) = thin([ring], 1200)
    assert len(thinned) < 8
    assert {(1000, 1000), (0, 1000)} <= set(thinned)


def test_an_enclave_and_the_hole_around_it_are_one_line():
    hole = [(20, 20), (40, 20), (40, 40), (20, 40)]
    around = [(0, 0), (100, 0), (100, 100), (0, 100)]
    found = borders.cut([around, hole[::-1], hole[2:] + hole[:2]])
    assert len(found.lines) == 2


def test_neighbours_of_a_ragged_country_share_the_points_of_their_border():
    """From the file to the drawing: every point of the inside is drawn by two regions at least."""
    found = reader.read(jagged(5, 4)).outlines
    drawn = [set(points(shape.path)) for shape in found.shapes]
    often = Counter(spot for one in drawn for spot in one)
    middle = drawn[9]  # it has neighbours all around
    assert len(middle) > 20
    assert all(often[spot] > 1 for spot in middle)


def points(path: str) -> Iterator[tuple[int, int]]:
    """The corners of path data as we write it."""
    for ring in path.split("z")[:-1]:
        start, steps = ring.removeprefix("M").split("l")
        x, y = map(int, start.split())
        yield x, y
        figures = [int(one) for one in re.findall(r"-?\d+", steps)]
        for right, down in zip(figures[::2], figures[1::2], strict=True):
            x, y = x + right, y + down
            yield x, y
