"""From the globe to a flat sheet: equirectangular, true to scale at the middle latitude.

North is up and west is left, always. A country across the antimeridian (Fiji) is put together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians

from nap_tracker.charts.outlines import LONGEST
from nap_tracker.imports.outlines import refusals
from nap_tracker.imports.outlines.geojson import Place
from nap_tracker.imports.outlines.refusals import refuse

FINE = 8000
"""Steps of the longer side while borders are cut and thinned, eight times finer than is drawn."""
NARROWEST = 6 * FINE // LONGEST
"""Steps of the shorter side: below it the sheet has no room for a speck (`drawing.SPECK`)."""

Spot = tuple[int, int]
"""Steps to the east and to the south."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where a place on the globe stands on the sheet."""

    west: float
    north: float
    width: int
    height: int
    across: float
    """Steps of one degree of longitude."""
    down: float
    """Steps of one degree of latitude."""
    is_turned: bool
    """Whether longitudes are counted from 0 to 360."""

    @classmethod
    def around(cls, places: Iterable[Sequence[Place]]) -> Sheet:
        """The sheet that just holds these rings. Raises InvalidFile where none can."""
        rings = list(places)
        longitudes = {x for ring in rings for x, _ in ring}
        latitudes = {y for ring in rings for _, y in ring}
        west, east, is_turned = _span(longitudes)
        south, north = min(latitudes), max(latitudes)
        narrowing = cos(radians((south + north) / 2))
        broad, high = (east - west) * narrowing, north - south
        longer = max(broad, high)
        if longer <= 0 or round(min(broad, high) * FINE / longer) < NARROWEST:
            raise refuse(refusals.NO_AREA)
        step = FINE / longer
        return cls(
            west,
            north,
            round(broad * step),
            round(high * step),
            narrowing * step,
            step,
            is_turned,
        )

    def spot(self, longitude: float, latitude: float) -> Spot:
        """One place."""
        x = longitude + 360 if self.is_turned and longitude < 0 else longitude
        return (
            round((x - self.west) * self.across),
            round((self.north - latitude) * self.down),
        )

    def spots(self, ring: Sequence[Place]) -> list[Spot]:
        """A ring on the sheet: no two points after one another are the same, and it is not closed
        by repeating the first. Empty where it has no inside any more."""
        found: list[Spot] = []
        for longitude, latitude in ring:
            spot = self.spot(longitude, latitude)
            if not found or found[-1] != spot:
                found.append(spot)
        while len(found) > 1 and found[0] == found[-1]:
            found.pop()
        return found if len(found) > 2 else []


def _span(longitudes: Iterable[float]) -> tuple[float, float, bool]:
    """West, east, and whether longitudes are counted from 0 to 360 for it."""
    plain = list(longitudes)
    west, east = min(plain), max(plain)
    if east - west <= 180:
        return west, east, False
    turned = [x + 360 if x < 0 else x for x in plain]
    west, east = min(turned), max(turned)
    if east - west > 180:
        raise refuse(refusals.TOO_WIDE)
    return west, east, True
