"""Hostile and unlucky files: each refused with its place and what to do, never with a crash."""

from __future__ import annotations

import json
from codecs import BOM_UTF16_BE
from pathlib import Path
from typing import Any

import pytest

from nap_tracker.charts.outlines import from_data, to_data
from nap_tracker.errors import InvalidFile
from nap_tracker.imports import process
from nap_tracker.imports.outlines import desk, geojson, reader, refusals
from tests.imports.outlines.countries import collection, feature, named, polygon, square

GOOD = feature(polygon(square(0, 8)), name="Kesh")


def second(geometry: Any, **properties: Any) -> bytes:
    """A file whose second feature is the odd one."""
    return collection(GOOD, feature(geometry, **(properties or {"name": "Tomo"})))


def raw(text: str) -> bytes:
    """The ring of the second feature, as it is written."""
    head = json.dumps({"type": "FeatureCollection", "features": [GOOD]})[:-2]
    odd = '{"type":"Feature","properties":{"name":"Tomo"},"geometry":{"type":"Polygon",'
    return f'{head}, {odd}"coordinates":{text}}}}}]}}'.encode()


def box(broad: float, high: float) -> list[list[float]]:
    """At the equator; in degrees."""
    return [[0, 0], [broad, 0], [broad, high], [0, high], [0, 0]]


def lines_of(ring: list[Any]) -> Any:
    return {"type": "Polygon", "coordinates": [ring]}


WHOLE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", refusals.NOT_JSON),
    "cut off": (named("A", "B")[:-30], refusals.NOT_JSON),
    "latin-1": ("é".encode("latin-1") + named("A"), refusals.NOT_UTF8),
    "utf-16": (named("A").decode().encode("utf-16"), refusals.NOT_UTF8),
    "utf-16, the other way round": (
        BOM_UTF16_BE + named("A").decode().encode("utf-16-be"),
        refusals.NOT_UTF8,
    ),
    "a zip": (b"PK\x03\x04 and more", refusals.ZIPPED),
    "a shapefile": (b"\x00\x00\x27\x0a" + bytes(100), refusals.BINARY),
    "geopackage": (b"SQLite format 3\x00" + bytes(100), refusals.BINARY),
    "kml": (b"\xef\xbb\xbf<?xml version='1.0'?><kml/>", refusals.MARKUP),
    "nested": (b"[" * 100_000, refusals.TOO_DEEP),
    "deep geometry": (
        b'{"type":"FeatureCollection","features":' + b"[" * 5000 + b"]" * 5000 + b"}",
        refusals.TOO_DEEP,
    ),
    "a number of 5000 digits": (b'{"a":' + b"9" * 5000 + b"}", refusals.LONG_NUMBER),
    "topojson": (b'{"type":"Topology","arcs":[]}', refusals.TOPOLOGY),
    "a list": (b"[]", refusals.NOT_A_COLLECTION),
    "one feature": (json.dumps(GOOD).encode(), refusals.NOT_A_COLLECTION),
    "features no list": (b'{"type":"FeatureCollection","features":{}}', refusals.NOT_A_COLLECTION),
    "no features": (collection(), refusals.NO_FEATURES),
    "too many": (collection(*[GOOD] * 201), refusals.TOO_MANY_FEATURES),
    "too large": (b" " * (20 * 1024 * 1024 + 1), refusals.TOO_LARGE),
    "all around": (
        collection(*(feature(polygon(square(x, 0))) for x in (-170, -80, 0, 90))),
        refusals.TOO_WIDE,
    ),
    "a needle": (
        collection(feature(polygon([[0, 0], [90, 1e-9], [90, 0], [0, 0]]))),
        refusals.NO_AREA,
    ),
    "lower than a line": (collection(feature(polygon(box(1, 0.0003)))), refusals.NO_AREA),
    "lower than a speck": (
        collection(feature(polygon(box(1, 0.004))), feature(polygon(box(0.001, 0.001)))),
        refusals.NO_AREA,
    ),
    "narrower than a speck": (
        collection(feature(polygon(box(0.004, 1))), feature(polygon(box(0.001, 0.001)))),
        refusals.NO_AREA,
    ),
}

OF_A_FEATURE: dict[str, tuple[bytes, str, dict[str, Any]]] = {
    "no geometry": (second(None), refusals.NO_GEOMETRY, {}),
    "a point": (
        second({"type": "Point", "coordinates": [1, 2]}),
        refusals.WRONG_KIND,
        {"kind": "Point"},
    ),
    "a line": (
        second({"type": "LineString", "coordinates": [[1, 2], [3, 4]]}),
        refusals.WRONG_KIND,
        {"kind": "LineString"},
    ),
    "a site in a collection": (
        second({
            "type": "GeometryCollection",
            "geometries": [polygon(square(1, 8)), {"type": "Point", "coordinates": [1, 8]}],
        }),
        refusals.WRONG_KIND,
        {"kind": "Point"},
    ),
    "a circle": (second({"type": "Circle"}), refusals.UNKNOWN_KIND, {}),
    "a kind that is a list": (second({"type": []}), refusals.UNKNOWN_KIND, {}),
    "a geometry that is text": (second("POLYGON"), refusals.UNKNOWN_KIND, {}),
    "no coordinates": (second({"type": "Polygon"}), refusals.UNKNOWN_KIND, {}),
    "no rings": (second(polygon()), refusals.FLAT, {}),
    "a ring that is a number": (second(polygon(5)), refusals.NOT_A_RING, {"ring": 1}),  # type: ignore[arg-type]
    "a hole that is text": (second(polygon(square(1, 8), "x")), refusals.NOT_A_RING, {"ring": 2}),
    "points that are text": (
        second(lines_of([[1, 8], ["2", "8"], [2, 9]])),
        refusals.NOT_A_POINT,
        {"ring": 1, "point": 2},
    ),
    "a point of one number": (
        second(lines_of([[1, 8], [2], [2, 9]])), refusals.NOT_A_POINT, {"ring": 1, "point": 2},
    ),
    "a point that is true": (
        second(lines_of([[True, False], [2, 8], [2, 9]])),
        refusals.NOT_A_POINT,
        {"ring": 1, "point": 1},
    ),
    "a point that is an object": (
        second(lines_of([{"0": 1, "1": 8}])), refusals.NOT_A_POINT, {"ring": 1, "point": 1},
    ),
    "not a number": (
        raw("[[[1,8],[NaN,8],[2,9]]]"), refusals.NOT_FINITE, {"ring": 1, "point": 2},
    ),
    "infinity": (
        raw("[[[1,8],[2,-Infinity],[2,9]]]"), refusals.NOT_FINITE, {"ring": 1, "point": 2},
    ),
    "too large for a float": (
        raw("[[[1,8],[1e999,8],[2,9]]]"), refusals.NOT_FINITE, {"ring": 1, "point": 2},
    ),
    "metres": (
        second(lines_of([[712345.5, 1204567], [712346, 1204567], [712346, 1204568]])),
        refusals.PROJECTED,
        {"x": "712345.5", "y": "1204567", "system": ""},
    ),
    "a whole number of many digits": (
        raw(f"[[[1,8],[{'9' * 400},8],[2,9]]]"), refusals.PROJECTED, {"x": "9" * 20 + "…"},
    ),
    "two points": (second(lines_of([[1, 8], [2, 9], [1, 8]])), refusals.FLAT, {}),
    "a line there and back": (
        second(lines_of([[1, 8], [2, 9], [3, 10], [1, 8]])), refusals.FLAT, {},
    ),
    "one point again and again": (second(lines_of([[1, 8]] * 50)), refusals.FLAT, {}),
}  # fmt: skip


@pytest.mark.parametrize(("data", "message"), WHOLE.values(), ids=WHOLE)
def test_a_file_that_is_no_map_is_refused_with_what_to_do(data: bytes, message: str):
    with pytest.raises(InvalidFile) as refused:
        reader.read(data)
    assert refused.value.message == message
    assert str(refused.value)


@pytest.mark.parametrize(("data", "message", "params"), OF_A_FEATURE.values(), ids=OF_A_FEATURE)
def test_a_fault_is_told_at_its_feature(data: bytes, message: str, params: dict[str, Any]):
    with pytest.raises(InvalidFile) as refused:
        reader.read(data)
    (problem,) = refused.value.problems
    assert (problem.path, problem.params["name"]) == ("2", "Tomo")
    assert problem.message == message
    assert params.items() <= problem.params.items()
    assert problem.message % problem.params


def test_what_is_no_feature_is_told_by_its_number():
    with pytest.raises(InvalidFile) as refused:
        reader.read(collection(GOOD, 7, {"type": "Feature"}))
    assert [(one.path, one.message) for one in refused.value.problems] == [
        ("2", refusals.NOT_A_FEATURE),
        ("3", refusals.NO_GEOMETRY),
    ]


def test_not_more_faults_are_listed_than_anybody_reads():
    with pytest.raises(InvalidFile) as refused:
        reader.read(collection(*[feature(None)] * 100))
    assert len(refused.value.problems) == refusals.MOST_PROBLEMS


def test_the_projection_that_a_file_names_is_told():
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32629"}}
    with pytest.raises(InvalidFile) as refused:
        reader.read(collection(feature(polygon(square(700_000, 9e5, 5000))), crs=crs))
    (problem,) = refused.value.problems
    assert "(EPSG:32629)" in problem.message % problem.params


@pytest.mark.parametrize("depth", [3, 10])
def test_collections_within_collections_have_an_end(depth: int):
    geometry: dict[str, Any] = polygon(square(1, 8))
    for _ in range(depth):
        geometry = {"type": "GeometryCollection", "geometries": [geometry]}
    if depth <= geojson.DEEPEST:
        assert len(reader.read(second(geometry)).outlines.shapes) == 2
        return
    with pytest.raises(InvalidFile) as refused:
        reader.read(second(geometry))
    assert refused.value.problems[0].message == refusals.NESTED


def test_points_and_rings_are_counted(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(geojson, "MOST_POINTS", 9)
    with pytest.raises(InvalidFile) as refused:
        reader.read(named("A", "B"))
    assert refused.value.message == refusals.TOO_MANY_POINTS
    monkeypatch.setattr(geojson, "MOST_POINTS", 10)
    monkeypatch.setattr(geojson, "MOST_RINGS", 1)
    with pytest.raises(InvalidFile) as refused:
        reader.read(named("A", "B"))
    assert refused.value.message == refusals.TOO_MANY_RINGS


def test_markup_and_marks_in_names_are_only_text():
    name = "<script>alert(1)</script>\u202e\x00\x1b\ud800  Nord\n"
    found = reader.read(collection(feature(polygon(square(0, 8)), name=name)))
    assert found.properties == {"name": ("<script>alert(1)</script> Nord",)}
    assert "<" not in found.outlines.shapes[0].path


def test_long_texts_many_properties_and_other_values_are_cut():
    says = {f"key{n}": "x" * 5000 for n in range(100)} | {"list": [1], "none": None, "yes": True}
    found = reader.read(collection(feature(polygon(square(0, 8)), **says)))
    assert len(found.properties) == geojson.MOST_PROPERTIES
    assert {len(text) for texts in found.properties.values() for text in texts} == {200}


def test_a_byte_order_mark_and_heights_do_no_harm():
    ring = [[x, y, 431.5] for x, y in square(0, 8)]
    assert reader.read(b"\xef\xbb\xbf" + collection(feature(polygon(ring), name="A")))


def test_a_ring_that_is_not_closed_or_crosses_itself_is_drawn():
    bow = [[0, 8], [1, 9], [1, 8], [0, 9]]
    found = reader.read(collection(GOOD, feature(polygon(bow), name="Bow")))
    assert found.outlines.shapes[1].path.endswith("z")


@pytest.mark.parametrize("high", [0.006, 0.0065, 0.02])
def test_on_the_narrowest_sheet_there_is_room_for_a_speck(high: float):
    found = reader.read(
        collection(feature(polygon(box(1, high))), feature(polygon(square(0, 0, 1e-5))))
    )
    assert from_data(to_data(found.outlines)) == found.outlines
    assert found.outlines.shapes[1].path


def test_what_turns_out_to_be_no_outlines_is_refused_and_no_crash(monkeypatch: pytest.MonkeyPatch):
    def odd(reader: str, folder: Path, *args: Any, **more: Any) -> None:
        outlines = {"width": 9, "height": 9, "shapes": [["M1 -2l0 0z", 1, 1]]}
        said = json.dumps({"outlines": outlines, "properties": {}})
        (folder / "outlines.json").write_text(said, "utf-8")

    monkeypatch.setattr(process, "read", odd)
    with pytest.raises(InvalidFile) as refused:
        desk.read(named("A"))
    assert refused.value.message == refusals.NOT_DRAWN
