"""Outlines of regions as they are drawn: path data made of our own figures, and nothing else.

No name, no coordinate of the earth and no word of a file is here: only where lines run on a sheet.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

LONGEST = 1000
"""Units of the longer side of the sheet."""
RINGS = re.compile(r"(?:M\d{1,4} \d{1,4}l[\d -]{3,}z)+", re.ASCII)
STROKES = re.compile(r"[Mclz\d -]*", re.ASCII)

Point = tuple[int, int]
"""From the upper left corner: to the east, to the south."""


@dataclass(frozen=True, slots=True)
class Outline:
    """One outline: all its islands, without its holes."""

    path: str
    """SVG path data, filled by the non-zero rule."""
    at: Point
    """Where a number stands best: inside, and far from every border."""


@dataclass(frozen=True, slots=True)
class Outlines:
    """All outlines of one file on one sheet."""

    width: int
    height: int
    shapes: tuple[Outline, ...]


def path_of(rings: Sequence[Sequence[Point]]) -> str:
    """Closed lines as path data, as short as it can be said."""
    return "".join(_ring(ring) for ring in rings)


def _ring(ring: Sequence[Point]) -> str:
    steps = [figure for (x, y), (to_x, to_y) in pairwise(ring) for figure in (to_x - x, to_y - y)]
    return f"M{ring[0][0]} {ring[0][1]}l{joined(steps)}z"


def joined(figures: Sequence[int]) -> str:
    """Figures one after the other; a minus sign parts them as well as a space does."""
    return " ".join(map(str, figures)).replace(" -", "-")


def to_data(outlines: Outlines) -> dict[str, Any]:
    """As it is stored."""
    shapes = [[one.path, *one.at] for one in outlines.shapes]
    return {"width": outlines.width, "height": outlines.height, "shapes": shapes}


def from_data(data: Mapping[str, Any]) -> Outlines:
    """The same outlines. Raises ValueError for anything that is not what this program stores."""
    try:
        shapes = tuple(Outline(path, (x, y)) for path, x, y in data["shapes"])
        found = Outlines(data["width"], data["height"], shapes)
        sides = [found.width, found.height, *(side for one in shapes for side in one.at)]
    except (KeyError, TypeError, ValueError):
        raise ValueError("these are no outlines") from None
    if not all(type(side) is int and 0 <= side <= LONGEST for side in sides):
        raise ValueError("a side of the sheet is no whole number on it")
    for one in shapes:
        refuse_other(RINGS, one.path)
    return found


def refuse_other(form: re.Pattern[str], path: object) -> None:
    """Raises ValueError for path data that this program never writes."""
    if not isinstance(path, str) or not form.fullmatch(path):
        raise ValueError("a line is not path data as this program writes it")
