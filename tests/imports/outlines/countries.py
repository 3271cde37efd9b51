"""Made-up countries as GeoJSON: squares, jagged regions that share their borders, and odd ones."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

Pair = tuple[float, float]


def square(west: float, south: float, side: float = 1) -> list[list[float]]:
    """A closed ring, against the clock as RFC 7946 asks of outer rings."""
    east, north = west + side, south + side
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def polygon(*rings: Sequence[Any]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features: Any, **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


def named(*names: str) -> bytes:
    """Squares side by side, from west to east."""
    return collection(*(feature(polygon(square(n, 8)), name=name) for n, name in enumerate(names)))


def jagged(across: int, down: int, depth: int = 6, seed: int = 1) -> bytes:
    """Regions in rows whose borders are as ragged as rivers, each named by its place."""
    chance = random.Random(seed)
    corners: dict[Pair, Pair] = {
        (i, j): (i + chance.uniform(-0.25, 0.25), 8 + j + chance.uniform(-0.25, 0.25))
        for i in range(across + 1)
        for j in range(down + 1)
    }
    borders: dict[tuple[Pair, Pair], list[Pair]] = {}

    def border(one: Pair, other: Pair) -> list[Pair]:
        if (one, other) not in borders:
            line = _ragged(corners[one], corners[other], depth, chance)
            borders[one, other], borders[other, one] = line, line[::-1]
        return borders[one, other]

    features = []
    for i in range(across):
        for j in range(down):
            around = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1), (i, j)]
            ring = [
                list(spot) for one, other in pairwise(around) for spot in border(one, other)[:-1]
            ]
            features.append(feature(polygon([*ring, ring[0]]), name=f"Region {i}-{j}"))
    return collection(*features)


def _ragged(one: Pair, other: Pair, depth: int, chance: random.Random) -> list[Pair]:
    line = [one, other]
    for _ in range(depth):
        finer = [line[0]]
        for p, q in pairwise(line):
            far = math.dist(p, q)
            x, y = (
                (a + b) / 2 + chance.uniform(-0.18, 0.18) * far for a, b in zip(p, q, strict=True)
            )
            finer += [(x, y), q]
        line = finer
    return line


def document(data: bytes) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(data)
    return found
