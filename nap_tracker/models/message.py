"""The outbox: messages written in the same transaction as the act they tell of."""

from __future__ import annotations

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from nap_tracker.models.base import Base, Data, Identified, Moment, Timestamps


class Message(Identified, Timestamps, Base):
    """One mail to one person, rendered in their language when it is sent."""

    __tablename__ = "message"
    __table_args__ = (Index(None, "sent_at", "failed_at", "lease_until"),)

    to: Mapped[str] = mapped_column(String(254))
    template: Mapped[str] = mapped_column(String(60))
    context: Mapped[Data]
    locale: Mapped[str] = mapped_column(String(12))
    lease_until: Mapped[Moment | None]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[Moment | None]
    failed_at: Mapped[Moment | None]
