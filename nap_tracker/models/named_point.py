"""Moments of a draft that somebody gave a name: "sent to the ministry of health"."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from nap_tracker.models.base import Base, Identified, Moment, OfParty, Timestamps, Uid
from nap_tracker.models.plan import of_version


class NamedPoint(Identified, OfParty, Timestamps, Base):
    """What every entry of a version said then is its newest revision up to that moment."""

    __tablename__ = "named_point"
    __table_args__ = (of_version(), UniqueConstraint("version_id", "name"))

    version_id: Mapped[Uid]
    at: Mapped[Moment]
    name: Mapped[str] = mapped_column(String(200))
    author_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    author_name: Mapped[str] = mapped_column(String(200), default="")
