"""A GeoJSON file as the outlines that would be drawn. Run it in a process of its own (`desk`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from nap_tracker.charts.outlines import Outlines
from nap_tracker.imports.outlines import borders, drawing, geojson, thinning
from nap_tracker.imports.outlines.geojson import MOST_PROPERTIES, Feature
from nap_tracker.imports.outlines.proposal import Proposal
from nap_tracker.imports.outlines.sheet import Sheet, Spot


def read(data: bytes) -> Proposal:
    """Raises InvalidFile with everything that is wrong, and how to put it right."""
    features = geojson.read(data)
    sheet = Sheet.around(ring for f in features for polygon in f.polygons for ring in polygon)
    size = drawing.to_drawing((sheet.width, sheet.height))
    shapes = tuple(
        drawing.outline(polygons, sheet.spot(*one.polygons[0][0][0]), size)
        for one, polygons in zip(features, _thinned(features, sheet), strict=True)
    )
    return Proposal(Outlines(*size, shapes), _properties(features))


def _thinned(features: Sequence[Feature], sheet: Sheet) -> list[list[list[list[Spot]]]]:
    """The polygons of each feature on the sheet, along borders that were thinned once. A ring that
    is too small for the sheet is empty."""
    placed = [
        [[sheet.spots(ring) for ring in polygon] for polygon in one.polygons] for one in features
    ]
    found = borders.cut([ring for one in placed for polygon in one for ring in polygon if ring])
    lines = thinning.thinned(found)
    thin = iter([borders.joined(stretches, lines) for stretches in found.rings])
    return [[[next(thin) if ring else [] for ring in polygon] for polygon in one] for one in placed]


def _properties(features: Sequence[Feature]) -> dict[str, tuple[str, ...]]:
    """What is said of most outlines first; the order of the file decides between equals."""
    often = Counter(name for one in features for name in one.says)
    chosen = [name for name, _ in often.most_common(MOST_PROPERTIES)]
    return {name: tuple(one.says.get(name, "") for one in features) for name in chosen}
