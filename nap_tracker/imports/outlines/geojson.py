"""GeoJSON (RFC 7946) of areas: features with rings of longitude and latitude, and what they say.

The file may be anything: every place is looked at before it is believed.
"""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from nap_tracker.imports.outlines import refusals
from nap_tracker.imports.outlines.refusals import Fault, refuse
from nap_tracker.text.folding import is_unseen
from nap_tracker.text.normalise import is_refused

MEGABYTES = 20
MOST_FEATURES = 200
MOST_RINGS = 20_000
MOST_POINTS = 500_000
DEEPEST = 4
"""Collections of geometries within each other."""
MOST_PROPERTIES = 30
LONGEST_TEXT = 200
BROADEST, STEEPEST = 180.000001, 90.000001
"""Degrees, with room for what rounding leaves over."""
LINES = frozenset({"Point", "MultiPoint", "LineString", "MultiLineString"})
AREAS = frozenset({"Polygon", "MultiPolygon", "GeometryCollection"})
NUMBERS = (int, float)
"""By their exact type: true and false are whole numbers to Python."""
SYSTEM = re.compile(r"EPSG:{1,2}(\d{4,6})$", re.ASCII)
NAMING = ("name", "nom", "nombre", "shapename")
"""Properties that often tell what an area is called; only to say in a refusal which one it is."""

Place = tuple[float, float]
"""Longitude and latitude in degrees."""
Ring = list[Place]


@dataclass(frozen=True, slots=True)
class Feature:
    """One area: its polygons, each with its outer ring first and its holes after it."""

    polygons: list[list[Ring]]
    says: Mapping[str, str]
    """Its properties that are words or figures."""


def read(data: bytes) -> list[Feature]:
    """The areas of a file. Raises InvalidFile with what to do, by feature where it is one's."""
    document = _collection(_parsed(data))
    features = document["features"]
    if not features:
        raise refuse(refusals.NO_FEATURES)
    if len(features) > MOST_FEATURES:
        raise refuse(
            refusals.TOO_MANY_FEATURES, found=len(features), limit=MOST_FEATURES
        )  # fmt: skip
    reading, found, problems = _Reading(_system(document)), [], []
    for number, feature in enumerate(features, start=1):
        try:
            found.append(reading.feature(feature))
        except Fault as fault:
            problems.append(refusals.problem(number, _called(feature), fault))
            if len(problems) == refusals.MOST_PROBLEMS or fault.message == refusals.PROJECTED:
                break
    if problems:
        error = refuse(refusals.PROBLEMS)
        error.problems = tuple(problems)
        raise error
    return found


def _parsed(data: bytes) -> Any:
    if len(data) > MEGABYTES * 1024 * 1024:
        raise refuse(refusals.TOO_LARGE, limit=MEGABYTES)
    if other := _other_form(data):
        raise refuse(other)
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise refuse(refusals.NOT_UTF8) from None
    except RecursionError:
        raise refuse(refusals.TOO_DEEP) from None
    except json.JSONDecodeError as error:
        raise refuse(refusals.NOT_JSON, line=error.lineno, column=error.colno) from None
    except ValueError:  # Python reads no whole number of more than some thousand digits
        raise refuse(refusals.LONG_NUMBER) from None


def _other_form(data: bytes) -> str:
    """What to say of a file whose first bytes show that it is something else."""
    if data.startswith(b"PK\x03\x04"):
        return refusals.ZIPPED
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return refusals.NOT_UTF8
    if b"\0" in data[:1000]:
        return refusals.BINARY
    is_markup = data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    return refusals.MARKUP if is_markup else ""


def _collection(document: Any) -> dict[str, Any]:
    if isinstance(document, dict) and document.get("type") == "Topology":
        raise refuse(refusals.TOPOLOGY)
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        raise refuse(refusals.NOT_A_COLLECTION)
    if not isinstance(document.get("features"), list):
        raise refuse(refusals.NOT_A_COLLECTION)
    return document


def _system(document: Mapping[str, Any]) -> str:
    """The system of coordinates a file of before 2016 may name, as ` (EPSG:32629)`."""
    crs = document.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    found = SYSTEM.search(name) if isinstance(name, str) else None
    return f" (EPSG:{found.group(1)})" if found else ""


class _Reading:
    """One file, with what was counted in it so far."""

    def __init__(self, system: str) -> None:
        self._system = system
        self._points = self._rings = 0

    def feature(self, feature: Any) -> Feature:
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            raise Fault(refusals.NOT_A_FEATURE)
        polygons = [found for found in self._areas(feature.get("geometry"), 0) if found]
        if not polygons:
            raise Fault(refusals.FLAT)
        return Feature(polygons, said(feature.get("properties")))

    def _areas(self, geometry: Any, depth: int) -> Iterator[list[Ring]]:
        kind = _kind(geometry)
        if kind == "Polygon":
            yield self._polygon(geometry.get("coordinates"))
        elif kind == "MultiPolygon":
            for polygon in _list(geometry.get("coordinates")):
                yield self._polygon(polygon)
        elif depth == DEEPEST:
            raise Fault(refusals.NESTED)
        else:
            for one in _list(geometry.get("geometries")):
                yield from self._areas(one, depth + 1)

    def _polygon(self, rings: Any) -> list[Ring]:
        """Its rings that have an inside; none where its outer one has not."""
        found = [self._ring(ring, number) for number, ring in enumerate(_list(rings), start=1)]
        if not found or not has_area(found[0]):
            return []
        return [found[0], *(hole for hole in found[1:] if has_area(hole))]

    def _ring(self, points: Any, number: int) -> Ring:
        if not isinstance(points, list):
            raise Fault(refusals.NOT_A_RING, ring=number)
        self._rings += 1
        self._points += len(points)
        if self._rings > MOST_RINGS:
            raise refuse(refusals.TOO_MANY_RINGS, limit=MOST_RINGS)
        if self._points > MOST_POINTS:
            raise refuse(refusals.TOO_MANY_POINTS, limit=MOST_POINTS)
        ring = []
        for at, point in enumerate(points, start=1):
            if not _is_pair(point):
                raise Fault(refusals.NOT_A_POINT, ring=number, point=at)
            x, y = point[0], point[1]
            if not (-BROADEST <= x <= BROADEST and -STEEPEST <= y <= STEEPEST):
                raise self._outside(x, y, number, at)
            ring.append((float(x), float(y)))
        return ring

    def _outside(self, x: float, y: float, ring: int, point: int) -> Fault:
        if not (_is_finite(x) and _is_finite(y)):
            return Fault(refusals.NOT_FINITE, ring=ring, point=point)
        return Fault(refusals.PROJECTED, x=_short(x), y=_short(y), system=self._system)


def _kind(geometry: Any) -> str:
    """The kind of an area. Raises Fault for every other."""
    if geometry is None:
        raise Fault(refusals.NO_GEOMETRY)
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(kind, str) or kind not in AREAS | LINES:
        raise Fault(refusals.UNKNOWN_KIND)
    if kind in LINES:
        raise Fault(refusals.WRONG_KIND, kind=kind)
    return kind


def _is_pair(point: Any) -> bool:
    """Two numbers, perhaps with a height after them."""
    return (
        isinstance(point, list)
        and len(point) > 1
        and type(point[0]) in NUMBERS
        and type(point[1]) in NUMBERS
    )


def _is_finite(number: float) -> bool:
    return isinstance(number, int) or isfinite(number)


def _short(number: float) -> str:
    """A number as it can be read; one of hundreds of digits is cut."""
    text = str(number)
    return text if len(text) <= 20 else f"{text[:20]}…"


def _list(value: Any) -> list[Any]:
    """Raises Fault where it is none."""
    if not isinstance(value, list):
        raise Fault(refusals.UNKNOWN_KIND)
    return value


def has_area(ring: Sequence[Place]) -> bool:
    """Whether at least three of its points differ and do not lie on one line."""
    (x0, y0), *rest = ring or [(0.0, 0.0)]
    far = [(x - x0, y - y0) for x, y in rest if (x, y) != (x0, y0)]
    return any(far[0][0] * y != far[0][1] * x for x, y in far)


def said(properties: Any) -> dict[str, str]:
    """Properties that are words or figures, tidy and short."""
    if not isinstance(properties, dict):
        return {}
    found: dict[str, str] = {}
    for name, value in properties.items():
        if type(value) in (str, int, float) and len(found) < MOST_PROPERTIES:
            key, text = tidy(name), tidy(str(value))
            if key and text:
                found.setdefault(key, text)
    return found


def tidy(text: str) -> str:
    """One short line without control characters and without marks that turn the direction."""
    kept = "".join(c for c in text[: 4 * LONGEST_TEXT] if c.isspace() or _stays(c))
    return " ".join(kept.split())[:LONGEST_TEXT].strip()


def _stays(character: str) -> bool:
    return not is_refused(character) and (
        not is_unseen(character) or character in "\u200c\u200d\u200b"
    )


def _called(feature: Any) -> str:
    """What a feature that is refused seems to be called."""
    says = said(feature.get("properties")) if isinstance(feature, dict) else {}
    words = {name: text for name, text in says.items() if not text.isdecimal()}
    named = [text for name, text in words.items() if name.casefold() in NAMING]
    return next(iter([*named, *words.values()]), "")[:60]
