"""Thinned rings as lines of a drawing, and where in each outline a number can stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import hypot

from nap_tracker.charts.outlines import LONGEST, Outline, Point, path_of
from nap_tracker.imports.outlines.sheet import FINE, Spot

TINY = 4
"""Twice the area, in square units of the drawing, below which an island or a hole is not drawn."""
SPECK = ((0, -3), (3, 0), (0, 3), (-3, 0))
"""What stands for an outline that would vanish: about two pixels wide."""
LEVELS = 15
"""Heights of an outline at which a place for its number is looked for."""

Polygon = Sequence[Sequence[Spot]]
"""The outer ring, and its holes."""


def outline(polygons: Sequence[Polygon], somewhere: Spot, size: Point) -> Outline:
    """One outline on a sheet of this size; never nothing: what is too small is a speck, there."""
    drawn = [_drawn(polygon) for polygon in polygons]
    rings = [ring for polygon in drawn for ring in polygon]
    if not rings:
        x, y = to_drawing(somewhere)
        at = min(max(x, 3), size[0] - 3), min(max(y, 3), size[1] - 3)
        return Outline(path_of([[(at[0] + right, at[1] + down) for right, down in SPECK]]), at)
    largest = max((polygon for polygon in drawn if polygon), key=lambda p: abs(twice_area(p[0])))
    return Outline(path_of(rings), _middle(largest))


def to_drawing(spot: Spot) -> Point:
    """The same place in units of the drawing: one place for everybody who meets there."""
    return (spot[0] * LONGEST + FINE // 2) // FINE, (spot[1] * LONGEST + FINE // 2) // FINE


def twice_area(ring: Sequence[Point]) -> int:
    """Positive where the ring runs clockwise on the screen."""
    return sum(
        x * to_y - to_x * y for (x, y), (to_x, to_y) in zip(ring, [*ring[1:], ring[0]], strict=True)
    )


def _drawn(polygon: Polygon) -> list[list[Point]]:
    """Outer rings run one way and holes the other, so that what is filled is never in doubt."""
    found = []
    for place, ring in enumerate(polygon):
        points = _without_repeats([to_drawing(spot) for spot in ring])
        area = twice_area(points) if len(points) > 2 else 0
        if abs(area) >= TINY:
            found.append(points if (area > 0) == (place == 0) else points[::-1])
        elif place == 0:
            return []
    return found


def _without_repeats(points: Sequence[Point]) -> list[Point]:
    kept = [one for one, before in zip(points, [None, *points], strict=False) if one != before]
    while len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    return kept


def _middle(polygon: Sequence[Sequence[Point]]) -> Point:
    """A point inside that is about as far from every border as one can be."""
    edges = [
        edge for ring in polygon for edge in zip(ring, [*ring[1:], ring[0]], strict=True)
    ]  # fmt: skip
    spots = list(_candidates(polygon[0], edges)) or [polygon[0][0]]
    return max(spots, key=lambda spot: min(_distance(spot, *edge) for edge in edges))


def _candidates(outer: Sequence[Point], edges: Sequence[tuple[Point, Point]]) -> Iterator[Point]:
    """The middle of the broadest stretch inside, at some heights between two whole units."""
    top, bottom = min(y for _, y in outer), max(y for _, y in outer)
    for level in range(LEVELS):
        y = top + int((bottom - top) * (level + 0.5) / LEVELS)
        half = y + 0.5  # no corner stands there
        crossings = sorted(
            x1 + (half - y1) * (x2 - x1) / (y2 - y1)
            for (x1, y1), (x2, y2) in edges
            if min(y1, y2) < half < max(y1, y2)
        )
        stretches = list(zip(crossings[::2], crossings[1::2], strict=False))
        if stretches:
            start, end = max(stretches, key=lambda one: one[1] - one[0])
            yield round((start + end) / 2), y


def _distance(spot: Point, one: Point, other: Point) -> float:
    """From a point to a piece of a border."""
    (x, y), (x1, y1), (x2, y2) = spot, one, other
    across, down = x2 - x1, y2 - y1
    length = across * across + down * down
    part = ((x - x1) * across + (y - y1) * down) / length if length else 0.0
    part = min(1.0, max(0.0, part))
    return hypot(x - x1 - part * across, y - y1 - part * down)
