"""What was sent by somebody whose session had ended: kept for a while, for them alone."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from nap_tracker.models.base import Base, Identified, LongText, Moment, Uid


class HeldForm(Identified, Base):
    """A form that arrived without a session; it comes back filled when its writer has signed in."""

    __tablename__ = "held_form"
    __table_args__ = (Index(None, "user_id", "at"), Index(None, "at"))

    user_id: Mapped[Uid] = mapped_column(ForeignKey("user.id"))
    """Whose page it was, as the page itself could prove."""
    address: Mapped[str] = mapped_column(String(2000))
    """The page, with its arguments."""
    content: Mapped[LongText]
    """The pairs of name and value, as JSON."""
    at: Mapped[Moment]
