"""Files and pictures of a plan or of a Party; their bytes lie in storage under the Party."""

from __future__ import annotations

from sqlalchemy import ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from nap_tracker.models.base import Base, Code, Identified, Moment, OfParty, Sha256, Timestamps, Uid


class StoredFile(Identified, OfParty, Timestamps, Base):
    """One upload. Outside the drafting team people get the copy without metadata."""

    __tablename__ = "stored_file"
    __table_args__ = (
        ForeignKeyConstraint(["party_id", "plan_id"], ["plan.party_id", "plan.id"]),
        UniqueConstraint("party_id", "id"),
    )

    plan_id: Mapped[Uid | None]
    """None for what belongs to the Party itself: evidence of a determination, a letter."""
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    """Found in the content, never taken from the sender."""
    size: Mapped[int]
    sha256: Mapped[Sha256]
    """Of the original bytes."""
    clean_sha256: Mapped[Sha256]
    """Of the copy without metadata; the same where there was nothing to clean."""
    clean_size: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    pages: Mapped[int | None]
    audience: Mapped[Code]
    uploaded_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    removed_at: Mapped[Moment | None]
    withdrawn_at: Mapped[Moment | None]
    """It endangered people: its bytes are gone, its sum stays."""
