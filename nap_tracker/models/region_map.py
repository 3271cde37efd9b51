"""Outlines of the regions of a plan, uploaded to draw maps with.

Matched to regions by uid, so that a renamed region keeps its outline and the text of the plan knows
nothing of any. Of the file only lines that were drawn anew are kept, and what it calls them.
"""

from __future__ import annotations

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, column
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nap_tracker.models.account import User
from nap_tracker.models.base import (
    Base,
    Data,
    Identified,
    Listing,
    Moment,
    OfParty,
    Timestamps,
    Uid,
)


class RegionMap(Identified, OfParty, Timestamps, Base):
    """One file of outlines: on trial, or the one that maps of its plan are drawn with."""

    __tablename__ = "region_map"
    __table_args__ = (
        ForeignKeyConstraint(["party_id", "plan_id"], ["plan.party_id", "plan.id"]),
        Index(
            "uq_region_map_kept",
            "plan_id",
            unique=True,
            sqlite_where=column("kept_at").is_not(None),
            postgresql_where=column("kept_at").is_not(None),
        ),
    )

    plan_id: Mapped[Uid] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(200))
    """Of the file."""
    uploaded_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    outlines: Mapped[Data]
    """As `charts.outlines.to_data` writes them."""
    properties: Mapped[Data]
    """What the file says of each outline, by property; of a kept map only what it calls them."""
    called_by: Mapped[str] = mapped_column(String(200))
    """The property that holds the names."""
    regions: Mapped[Listing]
    """For each outline the uid of its region in the plan, or null for none of them."""
    kept_at: Mapped[Moment | None]
    """When it was taken into use; None while it is on trial."""
    uploaded_by: Mapped[User | None] = relationship(foreign_keys=[uploaded_by_id])

    def __repr__(self) -> str:
        return f"<RegionMap {self.name} of {self.plan_id}>"
