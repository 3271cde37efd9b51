"""The outbox: messages written in the same transaction as the act they tell of."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from nap_tracker.models.base import Base, Data, Identified, Moment, Timestamps, Uid


class Message(Identified, Timestamps, Base):
    """One mail to one person, rendered in their language when it is sent."""

    __tablename__ = "message"
    __table_args__ = (Index(None, "sent_at", "failed_at", "lease_until"),)

    to: Mapped[str] = mapped_column(String(254))
    template: Mapped[str] = mapped_column(String(60))
    context: Mapped[Data]
    locale: Mapped[str] = mapped_column(String(12))
    user_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"), index=True)
    """Whose address it is; none for who has no account yet."""
    party_id: Mapped[Uid | None] = mapped_column(ForeignKey("party.id"), index=True)
    """It tells of something in this Party: only who still has a role there when it is sent."""
    plan_id: Mapped[Uid | None]
    """The same of one plan, which a reviewer may know."""
    once: Mapped[str | None] = mapped_column(String(200), unique=True)
    """What may be sent but once, such as the message of one day to one person."""
    lease_until: Mapped[Moment | None]
    """A worker is sending it; when this is over, that worker is thought dead."""
    wait_until: Mapped[Moment | None]
    """The server asked to try again later."""
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[Moment | None]
    failed_at: Mapped[Moment | None]
    """Given up: the address was refused for good, or the server took nothing for days."""
