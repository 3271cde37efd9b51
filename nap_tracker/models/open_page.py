"""Who is here: one row for every page of a section or row that somebody has open."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nap_tracker.models.account import User
from nap_tracker.models.base import Base, LongText, Moment, OfParty, Uid
from nap_tracker.models.dated_fact import AboutVersion
from nap_tracker.models.plan import of_version


class OpenPage(AboutVersion, OfParty, Base):
    """One window of one person on one entry; forgotten some time after it was last heard of."""

    __tablename__ = "open_page"
    __table_args__ = (of_version(), Index(None, "version_id", "uid"), Index(None, "seen_at"))

    page: Mapped[str] = mapped_column(String(36), primary_key=True)
    """The name the page gave itself when it was loaded."""
    user_id: Mapped[Uid] = mapped_column(ForeignKey("user.id"), primary_key=True)
    version_id: Mapped[Uid]
    uid: Mapped[Uid]
    seen_at: Mapped[Moment]
    """When it was last heard of."""
    active_at: Mapped[Moment]
    """When the person last did something in it."""
    has_unsaved: Mapped[bool] = mapped_column(default=False)
    saved_at: Mapped[Moment | None]
    """When it last saved something."""
    released_at: Mapped[Moment | None]
    """When it was hidden or closed."""
    shown: Mapped[LongText] = mapped_column(default="")
    """Numbers of revisions at which its form shows something, between commas; what is saved from
    it is merged against them. '' where there is no form, and when it is closed."""
    user: Mapped[User] = relationship()
