"""The outlines a plan's maps are drawn with. Unfiltered: who asks has asked for leave."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from sqlalchemy import select

from nap_tracker.charts.outlines import Outline, Outlines, from_data
from nap_tracker.extensions import db
from nap_tracker.models.region_map import RegionMap


@dataclass(frozen=True, slots=True)
class DrawnRegions:
    """Outlines on one sheet, each with the uid of its region, or None."""

    outlines: Outlines
    regions: tuple[str | None, ...]

    def of(self, uid: str | None) -> tuple[Outline, ...]:
        """The outlines of a region: none, one, or several where it lies in parts."""
        pairs = zip(self.outlines.shapes, self.regions, strict=True)
        return tuple(one for one, region in pairs if uid is not None and region == uid)

    def context(self, known: Container[str]) -> tuple[Outline, ...]:
        """Those of no region that the plan has now."""
        pairs = zip(self.outlines.shapes, self.regions, strict=True)
        return tuple(one for one, region in pairs if region is None or region not in known)


def of_plan(plan_id: str) -> DrawnRegions | None:
    """Those in use; None where nobody uploaded any. One query."""
    query = select(RegionMap.outlines, RegionMap.regions).where(
        RegionMap.plan_id == plan_id, RegionMap.kept_at.is_not(None)
    )
    row = db.session.execute(query).one_or_none()
    return DrawnRegions(from_data(row.outlines), tuple(row.regions)) if row else None


def of_file(of_file: RegionMap) -> DrawnRegions:
    """As one file would be drawn with what is matched so far."""
    return DrawnRegions(from_data(of_file.outlines), tuple(of_file.regions))
