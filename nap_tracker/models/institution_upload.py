"""A workbook of an institution on its way in: read, looked at, and brought in or forgotten."""

from __future__ import annotations

from sqlalchemy import ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from nap_tracker.models.base import Base, Identified, Moment, OfParty, Sha256, Timestamps, Uid


class InstitutionUpload(Identified, OfParty, Timestamps, Base):
    """Nothing of it is reported before it is brought in; others are pruned."""

    __tablename__ = "institution_upload"
    __table_args__ = (ForeignKeyConstraint(["party_id", "plan_id"], ["plan.party_id", "plan.id"]),)

    plan_id: Mapped[Uid]
    institution_uid: Mapped[Uid]
    """Whose report it is, by the uid of its row in the plan."""
    uploaded_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[Sha256]
    applied_at: Mapped[Moment | None]
