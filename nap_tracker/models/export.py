"""Documents asked for: the row is the truth, the queue only wakes the worker."""

from __future__ import annotations

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nap_tracker.models.account import User
from nap_tracker.models.base import (
    Base,
    Code,
    Data,
    Identified,
    LongText,
    Moment,
    OfParty,
    Sha256,
    Timestamps,
    Uid,
)
from nap_tracker.models.dated_fact import AboutVersion


class Export(AboutVersion, Identified, OfParty, Timestamps, Base):
    """One document being made, or made. Timestamps, not states, say how far it is."""

    __tablename__ = "export"
    __table_args__ = (
        ForeignKeyConstraint(["party_id", "plan_id"], ["plan.party_id", "plan.id"]),
        Index(None, "ready_at", "failed_at", "lease_until"),
    )

    plan_id: Mapped[Uid]
    version_id: Mapped[Uid]
    format: Mapped[Code]
    audience: Mapped[Code]
    mark: Mapped[Code]
    options: Mapped[Data] = mapped_column(default=dict)
    requested_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    requested_at: Mapped[Moment]
    content: Mapped[LongText]
    """The plan as it stood when asked for, canonical JSON: drafting may go on meanwhile."""
    claimed_at: Mapped[Moment | None]
    lease_until: Mapped[Moment | None]
    attempts: Mapped[int] = mapped_column(default=0)
    ready_at: Mapped[Moment | None]
    failed_at: Mapped[Moment | None]
    withdrawn_at: Mapped[Moment | None]
    """It held what endangered people: its bytes are gone, its sum stays."""
    error: Mapped[str | None] = mapped_column(String(500))
    name: Mapped[str | None] = mapped_column(String(200))
    sha256: Mapped[Sha256 | None]
    size: Mapped[int | None]
    pages: Mapped[int | None]
    requested_by: Mapped[User | None] = relationship()
