"""The globe on a sheet: north up, west left, true at the middle, and whole across 180 degrees."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nap_tracker.errors import InvalidFile
from nap_tracker.imports.outlines import refusals
from nap_tracker.imports.outlines.sheet import FINE, Sheet

PLACES = st.tuples(st.floats(-80, 80), st.floats(-70, 70))
FRAME = [(-80.0, -70.0), (80.0, -70.0), (80.0, 70.0), (-80.0, 70.0)]


@given(PLACES, PLACES)
def test_west_stays_west_and_north_stays_north(
    one: tuple[float, float], other: tuple[float, float]
):
    sheet = Sheet.around([FRAME])
    (x1, y1), (x2, y2) = sheet.spot(*one), sheet.spot(*other)
    assert (x1 <= x2) if one[0] <= other[0] else (x1 >= x2)
    assert (y1 >= y2) if one[1] <= other[1] else (y1 <= y2)
    assert 0 <= x1 <= sheet.width
    assert 0 <= y1 <= sheet.height


def test_a_degree_is_as_long_both_ways_at_the_middle_latitude():
    """At 60 degrees a degree of longitude is half as long as one of latitude."""
    sheet = Sheet.around([[(0, 58), (8, 58), (8, 62), (0, 62)]])
    assert (sheet.width, sheet.height) == (FINE, FINE)


def test_the_longer_side_fills_the_sheet():
    sheet = Sheet.around([[(0, 0), (1, 0), (1, 3), (0, 3)]])
    assert sheet.height == FINE
    assert sheet.width == pytest.approx(FINE / 3, abs=2)


@pytest.mark.parametrize(
    "rings",
    [
        [[(177, -19), (180, -19), (180, -16), (177, -16)], [(-180, -19), (-179, -19), (-179, -16)]],
        [[(177, -19), (-179, -19), (-179, -16), (177, -16)]],
    ],
    ids=["cut there", "not cut"],
)
def test_a_country_across_the_antimeridian_is_put_together(rings: list[list[tuple[float, float]]]):
    sheet = Sheet.around(rings)
    assert sheet.is_turned
    assert sheet.spot(180, -17) == sheet.spot(-180, -17)
    assert sheet.spot(177, -17)[0] < sheet.spot(180, -17)[0] < sheet.spot(-179, -17)[0]
    assert sheet.width == pytest.approx(FINE, abs=2)


def test_more_than_half_of_the_earth_is_no_country():
    ring = [(-170.0, 0.0), (-60.0, 0.0), (60.0, 0.0), (150.0, 10.0)]
    with pytest.raises(InvalidFile) as refused:
        Sheet.around([ring])
    assert refused.value.message == refusals.TOO_WIDE


def test_a_ring_repeats_no_point_and_one_without_an_inside_is_none():
    sheet = Sheet.around([FRAME])
    assert sheet.spots([*FRAME, FRAME[0]]) == sheet.spots(FRAME)
    assert len(sheet.spots(FRAME)) == 4
    assert sheet.spots([(0, 0), (1e-9, 0), (0, 1e-9)]) == []
