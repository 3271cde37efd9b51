"""What is said where a file of outlines cannot be taken: what is wrong, and how to put it right."""

from __future__ import annotations

from nap_tracker.errors import InvalidFile, PathProblem
from nap_tracker.i18n import N_

MOST_PROBLEMS = 20

PROBLEMS = N_("This file cannot be taken, and nothing of it was stored. Put right what is listed.")
TOO_LARGE = N_(
    "The file is larger than %(limit)s MB. A map of a country needs far less: simplify the"
    " outlines first. In QGIS this is Vector, Geometry Tools, Simplify."
)
ZIPPED = N_(
    "This is a ZIP file, perhaps with a shapefile in it. Open it in QGIS, choose Export, Save"
    " Features As, format GeoJSON, CRS EPSG:4326, and upload that file."
)
BINARY = N_(
    "This is not a text file. A shapefile or GeoPackage has to be exported first: in QGIS choose"
    " Export, Save Features As, format GeoJSON, CRS EPSG:4326."
)
MARKUP = N_(
    "This is an XML file, perhaps KML. Open it in QGIS, choose Export, Save Features As, format"
    " GeoJSON, CRS EPSG:4326, and upload that file."
)
NOT_UTF8 = N_("The text of the file is not UTF-8. Export it again with the encoding UTF-8.")
NOT_JSON = N_(
    "The file is not GeoJSON: at line %(line)s, column %(column)s it cannot be read as JSON. It may"
    " have been cut off on its way. Export it again."
)
TOO_DEEP = N_("The file is nested too deeply to be GeoJSON of regions. Export it again.")
LONG_NUMBER = N_("The file has a number of several thousand digits. Export it again.")
TOPOLOGY = N_(
    "This is TopoJSON. Convert it to GeoJSON first, for example by opening it in QGIS and choosing"
    " Export, Save Features As, format GeoJSON."
)
NOT_A_COLLECTION = N_(
    "The file is not a FeatureCollection of GeoJSON. Export the layer with the regions as GeoJSON;"
    " each region is one of its features."
)
NO_FEATURES = N_("The file holds no feature. Export the layer with the regions again.")
TOO_MANY_FEATURES = N_(
    "The file holds %(found)s features, and at most %(limit)s can be drawn. Export only the regions"
    " of your plan, not districts or villages."
)
TOO_MANY_POINTS = N_(
    "The outlines have more than %(limit)s points. Simplify them first: in QGIS this is Vector,"
    " Geometry Tools, Simplify."
)
TOO_MANY_RINGS = N_(
    "The outlines have more than %(limit)s rings (islands and holes). Leave the small islands out,"
    " or simplify the layer."
)
PROJECTED = N_(
    "Its coordinates (%(x)s, %(y)s) are not longitude and latitude in degrees; they may be metres"
    " of a projection%(system)s. In QGIS choose Export, Save Features As, and there CRS EPSG:4326."
)
TOO_WIDE = N_(
    "The outlines reach around more than half of the earth. Leave out what is not a region of the"
    " plan, and look whether longitude and latitude are in this order."
)
NO_AREA = N_(
    "Nothing in this file has an area that could be drawn. Export the layer with the regions again."
)
NOT_DRAWN = N_("No map can be drawn of this file. Export the layer with the regions again.")

NOT_A_FEATURE = N_("This is not a feature. Export the layer again.")
NO_GEOMETRY = N_("It has no geometry. Draw its outline, or delete the feature.")
WRONG_KIND = N_(
    "It is a %(kind)s, and a region needs an area (Polygon or MultiPolygon). Delete the feature, or"
    " export the layer that holds the areas."
)
UNKNOWN_KIND = N_("Its geometry is of no kind that GeoJSON knows. Export the layer again.")
NESTED = N_("Its geometry is nested too deeply. Make it one Polygon or MultiPolygon.")
NOT_A_RING = N_(
    "Ring %(ring)s of its outline is no list of points. Export the layer again."
)  # fmt: skip
NOT_A_POINT = N_(
    "Point %(point)s in ring %(ring)s of its outline is not a pair of numbers. Export the layer"
    " again."
)
NOT_FINITE = N_(
    "Point %(point)s in ring %(ring)s of its outline is not a finite number (NaN or Infinity)."
    " Repair the geometry: in QGIS this is Vector, Geometry Tools, Check Validity."
)
FLAT = N_("Its outline has no area. Repair it, or delete the feature.")
GAVE_UP = N_(
    "Reading this file takes more time or memory than is allowed for one. Simplify the outlines:"
    " in QGIS this is Vector, Geometry Tools, Simplify."
)


class Fault(Exception):  # not of the whole file: others of the same file are looked at too
    """What is wrong with one feature."""

    def __init__(self, message: str, **params: object) -> None:
        self.message, self.params = message, params
        super().__init__(message)


def problem(number: int, name: str, fault: Fault) -> PathProblem:
    """At the feature with this number, counted from 1; `name` as far as it can be told."""
    return PathProblem(str(number), fault.message, {**fault.params, "name": name})


def refuse(message: str, **params: object) -> InvalidFile:
    """The refusal of a whole file, to be raised."""
    return InvalidFile(message, params)
