"""What the server has had of a page that saves by itself: so nothing is written twice or late."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from nap_tracker.models.base import Base, Moment, OfParty, Uid
from nap_tracker.models.dated_fact import BesideText
from nap_tracker.models.plan import of_version


class Receipt(BesideText, OfParty, Base):
    """The newest request of one open page about one entry, and what came of it."""

    __tablename__ = "receipt"
    __table_args__ = (of_version(), Index(None, "at"))

    version_id: Mapped[Uid] = mapped_column(primary_key=True)
    uid: Mapped[Uid] = mapped_column(primary_key=True)
    """Of the entry; a new row has none stored yet when its first request arrives."""
    page: Mapped[str] = mapped_column(String(36), primary_key=True)
    """The name the open page gave itself when it was loaded; no two pages share one."""
    user_id: Mapped[Uid] = mapped_column(ForeignKey("user.id"), primary_key=True)
    turn: Mapped[int]
    """Counted by the page. A request that is sent again has the same; a late one has a lower."""
    counter: Mapped[int]
    """The revision it left behind."""
    kept: Mapped[Uid | None]
    """The revision that holds what was not taken, where something collided."""
    at: Mapped[Moment]
