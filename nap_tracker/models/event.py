"""The log of acts: append-only, one chain of hashes per Party, for the installation, for copies.

Kinds follow the grammar `noun:participle` (`section:saved`).
"""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from nap_tracker.models.base import Base, Identified, LongText, Moment, PartialDate, Sha256, Uid

INSTALLATION = "installation"
COPIES = "copies"
"""The chain of acts upon copies of the whole (backup, restoration); no archive holds it."""


class Event(Identified, Base):
    """One act: who did what to what, when it happened and when it was recorded."""

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("chain", "number"),
        Index(None, "plan_id", "number"),
        Index(None, "chain", "sitting", "number"),
    )

    chain: Mapped[Uid]
    """The Party's id, `installation` or `copies`."""
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(60))
    recorded_at: Mapped[Moment]
    happened_on: Mapped[PartialDate | None]
    actor_kind: Mapped[str] = mapped_column(String(20))
    actor_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    actor_name: Mapped[str] = mapped_column(String(200))
    """'' where there is an account: names are looked up when the log is shown. Events recorded
    before 2026-11-26 hold them; a chain is never rewritten."""
    plan_id: Mapped[Uid | None]
    subject: Mapped[str] = mapped_column(String(120), default="")
    """`noun:id` of what it was done to."""
    sitting: Mapped[Uid | None]
    """Of a save: what one person saved in one window without a long pause is one line of the
    timeline. It orders what is shown and is no part of the hash."""
    details: Mapped[LongText] = mapped_column(default="{}")
    """Canonical JSON; content of plans appears only as salted hashes."""
    salt: Mapped[str | None] = mapped_column(String(32))
    """Of the content hashes in `details`; erased when words are removed to protect somebody."""
    previous_hash: Mapped[Sha256]
    hash: Mapped[Sha256]


class ChainHead(Base):
    """The newest hash of a chain; its row is locked while an event is written."""

    __tablename__ = "chain_head"

    chain: Mapped[Uid] = mapped_column(primary_key=True)
    number: Mapped[int]
    hash: Mapped[Sha256]
