"""Figures drawn as lines, to number the regions of a map: no text stands in a drawing of ours.

They are the figures 0 to 9 in every language, as in the list of names beside the map.
"""

from __future__ import annotations

from nap_tracker.charts.outlines import Point, joined

BROAD, HIGH, APART = 18, 30, 9
"""Of one figure, and between two of them, in units of the drawing."""

Step = tuple[str, tuple[int, ...]]
"""A command of path data, in relative figures, and what it takes."""

FIGURES: tuple[tuple[Point, tuple[Step, ...]], ...] = (
    ((9, 0), (("c", (-13, 0, -13, 30, 0, 30)), ("c", (13, 0, 13, -30, 0, -30)))),
    ((3, 6), (("l", (7, -6, 0, 30)),)),
    ((1, 7), (("c", (1, -11, 17, -9, 16, 1)), ("c", (-1, 8, -12, 12, -17, 22)), ("l", (18, 0)))),
    ((1, 4), (("c", (5, -7, 16, -5, 15, 3)), ("c", (0, 6, -5, 7, -9, 7)),
              ("c", (6, 0, 11, 2, 11, 8)), ("c", (0, 10, -14, 10, -18, 4)))),
    ((14, 30), (("l", (0, -30, -14, 21, 18, 0)),)),
    ((16, 0), (("l", (-13, 0, -2, 13)), ("c", (7, -5, 17, -3, 17, 7)),
               ("c", (0, 11, -12, 12, -18, 6)))),
    ((15, 1), (("c", (-10, 1, -15, 12, -14, 20)), ("c", (1, 12, 17, 12, 17, 0)),
               ("c", (0, -10, -15, -11, -17, 0)))),
    ((0, 0), (("l", (18, 0, -11, 30)),)),
    ((9, 14), (("c", (-10, 0, -10, -14, 0, -14)), ("c", (10, 0, 10, 14, 0, 14)),
               ("c", (-12, 0, -12, 16, 0, 16)), ("c", (12, 0, 12, -16, 0, -16)))),
    ((3, 29), (("c", (10, -1, 15, -12, 14, -20)), ("c", (-1, -12, -17, -12, -17, 0)),
               ("c", (0, 10, 15, 11, 17, 0)))),
)  # fmt: skip


def number(value: int, at: Point) -> str:
    """Path data of a number whose middle stands there; to be stroked, not filled."""
    digits = str(value)
    width = len(digits) * (BROAD + APART) - APART
    left, top = at[0] - width // 2, at[1] - HIGH // 2
    return "".join(
        _figure(int(digit), left + place * (BROAD + APART), top)
        for place, digit in enumerate(digits)
    )


def _figure(digit: int, left: int, top: int) -> str:
    (x, y), steps = FIGURES[digit]
    lines = "".join(f"{command}{joined(figures)}" for command, figures in steps)
    return f"M{left + x} {top + y}{lines}"
