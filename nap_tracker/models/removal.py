"""Removal for protection: that words or files were taken away everywhere, by whom and why."""

from __future__ import annotations

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nap_tracker.models.account import User
from nap_tracker.models.base import Base, Code, Identified, Listing, Moment, OfParty, Sha256, Uid
from nap_tracker.models.plan import of_version


class Removal(Identified, OfParty, Base):
    """One act of a focal point. It says how many places and where, never what stood there."""

    __tablename__ = "removal"
    __table_args__ = (UniqueConstraint("party_id", "id"),)

    kind: Mapped[Code]
    """`words` or `file`."""
    reason: Mapped[str] = mapped_column(String(1000))
    decided_at: Mapped[Moment]
    decided_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    places: Mapped[Listing] = mapped_column(default=list)
    """Plan, version, section or row, field, language, and in how many revisions: ids and counts."""
    oldest_at: Mapped[Moment | None]
    """When the oldest of it was written: copies made since then may hold it."""
    wiped_at: Mapped[Moment | None]
    """When the database's own files and the printed parts were rid of remains."""
    decided_by: Mapped[User | None] = relationship()


class Erasure(Identified, OfParty, Base):
    """Bytes to be erased from storage: after the act is committed, or by the sweep."""

    __tablename__ = "erasure"
    __table_args__ = (
        ForeignKeyConstraint(["party_id", "removal_id"], ["removal.party_id", "removal.id"]),
        Index(None, "party_id", "sha256"),
        Index(None, "erased_at"),
    )

    removal_id: Mapped[Uid]
    sha256: Mapped[Sha256]
    """It stays: whoever holds a copy can still be told that it was withdrawn."""
    erased_at: Mapped[Moment | None]
    removal: Mapped[Removal] = relationship()


class Redaction(Identified, OfParty, Base):
    """That a removal reached into a frozen text: the sum the text has since.

    The sum of what was frozen stays at the version, for whoever holds a copy of that.
    """

    __tablename__ = "redaction"
    __table_args__ = (
        ForeignKeyConstraint(["party_id", "removal_id"], ["removal.party_id", "removal.id"]),
        of_version(),
        UniqueConstraint("removal_id", "version_id"),
        Index(None, "version_id"),
    )

    removal_id: Mapped[Uid]
    version_id: Mapped[Uid]
    sha256: Mapped[Sha256]
    removal: Mapped[Removal] = relationship()
