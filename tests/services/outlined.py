"""Outlines of regions that are in use already, without a file having been read."""

from __future__ import annotations

from nap_tracker.charts.outlines import Outline, Outlines, to_data
from nap_tracker.clock import now
from nap_tracker.extensions import db
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.region_map import RegionMap

LINES = "M0 0l9 0 0 9-9 0z"


def outlined(version: PlanVersion, called: str = "Kesh", region: str | None = None) -> RegionMap:
    """One square, of a region or of none."""
    made = RegionMap(
        party_id=version.party_id,
        plan_id=version.plan_id,
        name=f"{called}.geojson",
        outlines=to_data(Outlines(9, 9, (Outline(LINES, (4, 4)),))),
        properties={"name": [called]},
        called_by="name",
        regions=[region],
        kept_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    return made
