"""Points that nobody would see are left out (Visvalingam and Whyatt 1993), line by line.

Each point weighs as much as the triangle it makes with its neighbours; the lightest goes first, and
its neighbours are weighed again. The ends of a line stay: there other lines meet it.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heappop, heappush
from math import inf

from nap_tracker.charts.outlines import LONGEST
from nap_tracker.imports.outlines.borders import Borders, Line
from nap_tracker.imports.outlines.sheet import FINE, Spot

SMALLEST = (FINE / LONGEST) ** 2
"""Twice the area of a triangle that moves a line by less than what is drawn can show."""
MOST_POINTS = 1200
"""In all rings together: about six kilobytes of lines."""


def thinned(borders: Borders, room: int = MOST_POINTS) -> tuple[Line, ...]:
    """Every line with its weightiest points alone: `room` of them in all rings together, or a few
    more where a ring would be nothing without."""
    spare = _spare(borders)
    weights = [_weights(line, keep) for line, keep in zip(borders.lines, spare, strict=True)]
    uses = [0] * len(borders.lines)
    for ring in borders.rings:
        for stretch in ring:
            uses[stretch.line] += 1
    least = _least(weights, uses, room)
    return tuple(
        tuple(spot for spot, weight in zip(line, weighed, strict=True) if weight >= least)
        for line, weighed in zip(borders.lines, weights, strict=True)
    )


def _spare(borders: Borders) -> list[int]:
    """How many points between its ends each line keeps, whatever they weigh: a ring made of one
    line needs two, a ring of two lines one in each, or nothing would be left between them."""
    spare = [0] * len(borders.lines)
    for ring in borders.rings:
        for stretch in ring:
            spare[stretch.line] = max(spare[stretch.line], 3 - min(len(ring), 3))
    return spare


def _least(weights: Sequence[Sequence[float]], uses: Sequence[int], room: int) -> float:
    """The weight from which on points stay."""
    ranked = sorted(
        (
            (weight, used)
            for weighed, used in zip(weights, uses, strict=True)
            for weight in weighed
        ),
        reverse=True,
    )  # fmt: skip
    for weight, used in ranked:
        room -= used
        if room < 0 and weight != inf:
            return max(weight + 1, SMALLEST)
    return SMALLEST


def _weights(line: Line, keep: int) -> list[float]:
    """What each point weighs when its turn comes; never less than one that went before it."""
    last = len(line) - 1
    weights = [inf] * len(line)
    before, after = list(range(-1, last)), list(range(1, last + 2))
    fresh = {at: _twice_the_area(line[at - 1], line[at], line[at + 1]) for at in range(1, last)}
    heap = [(area, at) for at, area in fresh.items()]
    heapify(heap)
    heaviest = 0
    while heap and len(fresh) > keep:
        area, at = heappop(heap)
        if fresh.get(at) != area:
            continue  # it was weighed again since
        del fresh[at]
        heaviest = max(heaviest, area)
        weights[at] = heaviest
        west, east = before[at], after[at]
        after[west], before[east] = east, west
        for one in (west, east):
            if one in fresh:
                fresh[one] = _twice_the_area(line[before[one]], line[one], line[after[one]])
                heappush(heap, (fresh[one], one))
    return weights


def _twice_the_area(one: Spot, two: Spot, three: Spot) -> int:
    return abs((two[0] - one[0]) * (three[1] - one[1]) - (three[0] - one[0]) * (two[1] - one[1]))
