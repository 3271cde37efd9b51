"""A Word file or a pasted text on its way in: read, decided upon, and brought in or forgotten."""

from __future__ import annotations

from sqlalchemy import ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from nap_tracker.models.base import Base, Data, Identified, Moment, OfParty, Sha256, Timestamps, Uid


class WordUpload(Identified, OfParty, Timestamps, Base):
    """Nothing of it is in the plan before it is brought in; others are pruned."""

    __tablename__ = "word_upload"
    __table_args__ = (ForeignKeyConstraint(["party_id", "plan_id"], ["plan.party_id", "plan.id"]),)

    plan_id: Mapped[Uid]
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[Sha256]
    """Of the bytes as they came."""
    read_sha256: Mapped[Sha256]
    """Of what was read of them (`imports.word.bundle`)."""
    settings: Mapped[Data] = mapped_column(default=dict)
    """Changes, places, tables: what the person chose (`imports.word.choices`)."""
    uploaded_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    applied_at: Mapped[Moment | None]
