"""A spreadsheet on its way in: uploaded, mapped, tried, and applied or forgotten."""

from __future__ import annotations

from sqlalchemy import ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from nap_tracker.models.base import Base, Data, Identified, Moment, OfParty, Sha256, Timestamps, Uid


class WorkPlanUpload(Identified, OfParty, Timestamps, Base):
    """Nothing of it is in the plan before it is applied; unapplied ones are pruned."""

    __tablename__ = "work_plan_upload"
    __table_args__ = (ForeignKeyConstraint(["party_id", "plan_id"], ["plan.party_id", "plan.id"]),)

    plan_id: Mapped[Uid]
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[Sha256]
    settings: Mapped[Data] = mapped_column(default=dict)
    """Sheet, columns, meaning of zero, currency, language, row filter: what the person chose."""
    uploaded_by_id: Mapped[Uid] = mapped_column(ForeignKey("user.id"))
    applied_at: Mapped[Moment | None]
