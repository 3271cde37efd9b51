"""A person's calendar at a secret address, which only its fingerprint tells the database."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nap_tracker.models.account import User
from nap_tracker.models.base import Base, Identified, Moment, Sha256, Timestamps, Uid


class CalendarFeed(Identified, Timestamps, Base):
    """One address; a person has at most one that works. Its token is made from the id."""

    __tablename__ = "calendar_feed"

    user_id: Mapped[Uid] = mapped_column(ForeignKey("user.id"), index=True)
    token_sha256: Mapped[Sha256] = mapped_column(unique=True)
    revoked_at: Mapped[Moment | None]
    user: Mapped[User] = relationship()
