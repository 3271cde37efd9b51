"""A file becomes a drawing or a refusal, whatever is in it; and a drawing is small and whole."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nap_tracker.charts.outlines import LONGEST, from_data, to_data
from nap_tracker.errors import InvalidFile
from nap_tracker.imports.outlines import desk, reader, refusals
from nap_tracker.imports.outlines.proposal import Proposal
from nap_tracker.imports.process import Limits
from tests.imports.outlines.countries import (
    collection,
    document,
    feature,
    jagged,
    named,
    polygon,
    square,
)
from tests.imports.outlines.test_borders import points


def test_twenty_regions_are_a_few_kilobytes():
    found = reader.read(jagged(5, 4, depth=8))
    assert sum(len(shape.path) for shape in found.outlines.shapes) <= 8_000
    assert found.outlines.width == LONGEST
    assert found.properties["name"][0] == "Region 0-0"


def test_regions_stand_as_they_lie_and_their_numbers_within_them():
    outlines = reader.read(named("West", "Middle", "East")).outlines
    assert [shape.at[0] for shape in outlines.shapes] == pytest.approx([167, 500, 833], abs=2)
    assert all(0 < shape.at[1] < outlines.height for shape in outlines.shapes)


def test_a_number_stands_inside_of_a_region_that_is_bent():
    bent = [[0, 0], [9, 0], [9, 9], [8, 9], [8, 1], [0, 1], [0, 0]]
    (shape,) = reader.read(collection(feature(polygon(bent)))).outlines.shapes
    x, y = shape.at
    assert y > 880 or x > 880


def test_a_hole_is_not_filled_and_islands_stay():
    geometry = {
        "type": "MultiPolygon",
        "coordinates": [[square(0, 8, 4), square(1, 9)], [square(6, 8)]],
    }
    (shape,) = reader.read(collection(feature(geometry))).outlines.shapes
    assert shape.path.count("z") == 3
    areas = [turned(ring) for ring in shape.path.split("z")[:-1]]
    assert [area > 0 for area in areas] == [True, False, True]


def turned(ring: str) -> int:
    corners = list(points(ring + "z"))
    return sum(
        x * to_y - to_x * y
        for (x, y), (to_x, to_y) in zip(corners, corners[1:] + corners[:1], strict=True)
    )


def test_which_way_a_ring_runs_does_not_matter():
    forth = reader.read(collection(feature(polygon(square(0, 8, 4), square(1, 9)))))
    back = reader.read(collection(feature(polygon(square(0, 8, 4)[::-1], square(1, 9)[::-1]))))
    one, other = (found.outlines.shapes[0].path for found in (forth, back))
    assert [turned(ring) > 0 for ring in other.split("z")[:-1]] == [True, False]
    assert set(points(one)) == set(points(other))


def test_a_region_too_small_to_see_is_a_speck_at_its_place():
    tiny = feature(polygon(square(50, 10, 1e-7)), name="Capital")
    found = reader.read(collection(feature(polygon(square(0, 0, 60)), name="All"), tiny))
    x, y = found.outlines.shapes[1].at
    assert x == pytest.approx(found.outlines.width * 50 / 60, abs=3)
    assert y == pytest.approx(found.outlines.height * 50 / 60, abs=3)
    assert found.outlines.shapes[1].path.count("z") == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "geometry", "coordinates", "x"]), inner, max_size=3
        )
    ),
    max_leaves=12,
)
DEGREES = st.floats(-200, 200) | st.integers(-200, 200) | st.sampled_from([1e-320, -180, 180, 90])
RING = st.lists(st.tuples(DEGREES, DEGREES).map(list) | JSON, max_size=6)
GEOMETRY = st.one_of(
    st.fixed_dictionaries({"type": st.just("Polygon"), "coordinates": st.lists(RING, max_size=3)}),
    st.fixed_dictionaries({
        "type": st.just("MultiPolygon"),
        "coordinates": st.lists(st.lists(RING, max_size=2), max_size=3),
    }),
    JSON,
)  # fmt: skip
FEATURE = st.fixed_dictionaries(
    {"type": st.just("Feature"), "geometry": GEOMETRY, "properties": JSON}
)
PLACE = st.tuples(st.floats(-180, 180), st.floats(-90, 90)).map(list)


def drawn(data: bytes) -> Proposal | None:
    """What the file holds, which can be stored and is the same again; None where it is refused."""
    try:
        found = reader.read(data)
    except InvalidFile:
        return None
    assert from_data(json.loads(json.dumps(to_data(found.outlines)))) == found.outlines
    assert all(len(texts) == len(found.outlines.shapes) for texts in found.properties.values())
    return found


@settings(max_examples=300)
@given(st.lists(FEATURE | JSON, min_size=1, max_size=4))
def test_whatever_is_in_a_collection_it_is_drawn_or_refused(features: list[Any]):
    drawn(collection(*features))


@settings(max_examples=300)
@given(st.lists(st.lists(PLACE, min_size=3, max_size=8), min_size=1, max_size=5))
def test_rings_of_any_places_are_drawn_or_refused(rings: list[list[Any]]):
    drawn(collection(*(feature(polygon(ring), name="x") for ring in rings)))


@settings(max_examples=200)
@given(st.data())
def test_no_change_to_a_file_brings_the_reader_down(data: st.DataObject):
    content = bytearray(named("Kesh", "Tomo"))
    for _ in range(data.draw(st.integers(1, 4))):
        at, cut = data.draw(st.integers(0, len(content))), data.draw(st.integers(0, 6))
        put = [b"[", b"]", b"{", b"null", b"1e999", b"\x00", b'"', b"-9", b"\xff", b"Point"]
        content[at : at + cut] = data.draw(st.sampled_from(put))
    drawn(bytes(content))


class TestTheDesk:
    def test_a_file_is_read_in_a_process_of_its_own(self):
        assert desk.read(named("Kesh", "Tomo")) == reader.read(named("Kesh", "Tomo"))

    def test_what_the_process_refuses_comes_back_with_every_place(self):
        with pytest.raises(InvalidFile) as refused:
            desk.read(collection(feature(None, name="Kesh"), feature({"type": "Point"})))
        assert refused.value.message == refusals.PROBLEMS
        assert [one.path for one in refused.value.problems] == ["1", "2"]
        assert refused.value.problems[0].params == {"name": "Kesh"}

    @pytest.mark.parametrize(
        "limits", [Limits(memory=120 * 2**20), Limits(cpu=1)], ids=["memory", "time"]
    )
    def test_a_file_that_takes_too_much_is_given_up(self, limits: Limits):
        features = document(jagged(9, 9, depth=10))["features"]
        with pytest.raises(InvalidFile) as refused:
            desk.read(collection(*features), limits)
        assert refused.value.message == refusals.GAVE_UP

    def test_one_that_is_too_large_starts_no_process(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(desk, "MEGABYTES", 0)
        monkeypatch.setattr(desk.process, "read", None)
        with pytest.raises(InvalidFile):
            desk.read(named("Kesh"))
