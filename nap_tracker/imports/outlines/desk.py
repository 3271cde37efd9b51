"""Has a file of outlines read by a process of its own, which no file can make take much."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from nap_tracker.charts.outlines import from_data
from nap_tracker.imports import process
from nap_tracker.imports.outlines.geojson import MEGABYTES
from nap_tracker.imports.outlines.proposal import Proposal
from nap_tracker.imports.outlines.refusals import GAVE_UP, NOT_DRAWN, TOO_LARGE, refuse
from nap_tracker.imports.process import Limits

READER = "nap_tracker.imports.outlines.child"
USUAL = Limits(memory=1024**3, cpu=30)
"""The largest file there may be takes about a third of it."""


def read(data: bytes, limits: Limits = USUAL) -> Proposal:
    """The outlines in a GeoJSON file. Raises InvalidFile with what to do."""
    if len(data) > MEGABYTES * 1024 * 1024:
        raise refuse(TOO_LARGE, limit=MEGABYTES)
    with tempfile.TemporaryDirectory(prefix="nap-outlines-") as name:
        folder = Path(name)
        (folder / "in.geojson").write_bytes(data)
        process.read(READER, folder, limits, gave_up=GAVE_UP)
        said = json.loads((folder / "outlines.json").read_text("utf-8"))
    properties = {name: tuple(texts) for name, texts in said["properties"].items()}
    try:
        return Proposal(from_data(said["outlines"]), properties)
    except ValueError:  # no outlines as they are stored, however the file brought that about
        raise refuse(NOT_DRAWN) from None
