"""On track or not: direction × margin × range, and everything that keeps it from being told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from nap_tracker.estimates.on_track import (
    DIRECTION_NAMES,
    LACKING_WORDS,
    VERDICT_NAMES,
    Direction,
    Figure,
    Lacking,
    OnTrack,
    Verdict,
    expected_by,
    on_track,
)

START, HALF, END = date(2024, 1, 1), date(2025, 1, 1), date(2026, 1, 2)
UP, DOWN, STEADY = Direction
REACHED, ON, BEHIND, CANNOT, _ = Verdict


def figure(best=None, low=None, high=None, on=HALF) -> Figure:
    best, low, high = (None if n is None else Decimal(n) for n in (best, low, high))
    return Figure(best, low, high, on)


def asked(direction, margin, start, goal, last) -> OnTrack:
    """Half way between start and goal it should stand at their middle."""
    return on_track(
        direction,
        margin=Decimal(margin),
        baseline=figure(start, on=START),
        target=figure(goal, on=END),
        last=figure(*last),
    )


TABLE = [
    # It should rise from 0 to 100, so 50 is expected; a margin of 10 % lets it be 40.
    (UP, 0, 0, 100, (50,), ON),
    (UP, 0, 0, 100, ("49.9",), BEHIND),
    (UP, 10, 0, 100, (40,), ON),
    (UP, 10, 0, 100, ("39.9",), BEHIND),
    (UP, 0, 0, 100, (60, 50, 70), ON),
    (UP, 0, 0, 100, (60, 49, 70), CANNOT),
    (UP, 10, 0, 100, (60, 40, 70), ON),
    (UP, 10, 0, 100, (60, 39, 70), CANNOT),
    (UP, 10, 0, 100, (30, 20, 39), BEHIND),
    (UP, 10, 0, 100, (30, 20, 40), CANNOT),
    (UP, 0, 0, 100, (None, 55, 65), ON),
    (UP, 0, 0, 100, (100,), REACHED),
    (UP, 0, 0, 100, (110, 99, 120), ON),
    (UP, 0, 0, 100, (110, 100, 120), REACHED),
    # It should fall from 100 to 20: 60 is expected, 68 with a margin of 10 % of the way.
    (DOWN, 0, 100, 20, (60,), ON),
    (DOWN, 0, 100, 20, ("60.1",), BEHIND),
    (DOWN, 10, 100, 20, (68,), ON),
    (DOWN, 10, 100, 20, ("68.1",), BEHIND),
    (DOWN, 0, 100, 20, (55, 40, 60), ON),
    (DOWN, 0, 100, 20, (55, 40, 61), CANNOT),
    (DOWN, 10, 100, 20, (55, 40, 68), ON),
    (DOWN, 10, 100, 20, (80, 68, 90), CANNOT),
    (DOWN, 10, 100, 20, (80, 69, 90), BEHIND),
    (DOWN, 0, 100, 20, (20,), REACHED),
    (DOWN, 0, 100, 20, (15, 10, 20), REACHED),
    (DOWN, 0, 100, 20, (15, 10, 21), ON),
    # It should stay at 50: with a margin of 10 % from 45 to 55.
    (STEADY, 0, 50, 50, (50,), ON),
    (STEADY, 0, 50, 50, (51,), BEHIND),
    (STEADY, 10, 50, 50, (45,), ON),
    (STEADY, 10, 50, 50, (55,), ON),
    (STEADY, 10, 50, 50, (44,), BEHIND),
    (STEADY, 10, 50, 50, (56, 52, 60), CANNOT),
    (STEADY, 10, 50, 50, (50, 40, 60), CANNOT),
    (STEADY, 10, 50, 50, (60, 56, 70), BEHIND),
    (STEADY, 10, 50, 50, (50, 45, 55), ON),
]


@pytest.mark.parametrize(("direction", "margin", "start", "goal", "last", "verdict"), TABLE)
def test_direction_margin_and_range_decide(direction, margin, start, goal, last, verdict):
    assert asked(direction, margin, start, goal, last).verdict is verdict


def test_each_direction_is_tried_with_and_without_a_margin_and_a_range():
    tried = {(row[0], row[1] > 0, len(row[4]) > 1) for row in TABLE}
    assert tried >= {(d, m, r) for d in Direction for m in (True, False) for r in (True, False)} - {
        (STEADY, False, True)
    }


@pytest.mark.parametrize(
    ("baseline", "target", "last", "lacking"),
    [
        (figure(0, on=START), figure(9, on=END), None, Lacking.VALUE),
        (figure(0, on=START), figure(9, on=END), figure(), Lacking.VALUE),
        (figure(0, on=START), None, figure(5), Lacking.TARGET),
        (figure(0, on=START), figure(on=END), figure(5), Lacking.TARGET),
        (None, figure(9, on=END), figure(5), Lacking.BASELINE),
        (figure(on=START), figure(9, on=END), figure(5), Lacking.BASELINE),
        (figure(0, on=START), figure(9, on=None), figure(5), Lacking.DAY),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_guessed(baseline, target, last, lacking):
    said = on_track(UP, margin=Decimal(0), baseline=baseline, target=target, last=last)
    assert (said.verdict, said.lacking, said.expected) == (Verdict.NOT_KNOWN, lacking, None)
    assert said.why == LACKING_WORDS[lacking]


def test_without_a_start_it_can_be_told_once_the_target_is_due():
    target = figure(9, on=END)
    late = on_track(UP, margin=Decimal(0), baseline=None, target=target, last=figure(5, on=END))
    assert late.verdict is BEHIND
    met = on_track(UP, margin=Decimal(0), baseline=None, target=target, last=figure(9))
    assert met.verdict is REACHED


def test_a_zero_is_a_value():
    assert asked(DOWN, 0, 10, 0, (0,)).verdict is REACHED


@pytest.mark.parametrize(
    ("on", "expected"),
    [(START, 0), (date(2020, 1, 1), 0), (HALF, 50), (END, 100), (date(2030, 1, 1), 100)],
)
def test_what_is_expected_lies_on_the_line_from_start_to_target(on, expected):
    assert expected_by(figure(0, on=START), figure(100, on=END), on) == expected


def test_everything_has_words():
    assert set(VERDICT_NAMES) == set(Verdict)
    assert set(DIRECTION_NAMES) == set(Direction)
    assert set(LACKING_WORDS) == set(Lacking)
    assert OnTrack(Verdict.REACHED).why == ""
    assert OnTrack(Verdict.REACHED).words == VERDICT_NAMES[Verdict.REACHED]
