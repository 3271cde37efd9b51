"""Requests for quiet: somebody rewrites a section and asks the others to wait."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nap_tracker.models.account import User
from nap_tracker.models.base import Base, Code, Identified, Moment, OfParty, Uid
from nap_tracker.models.dated_fact import AboutVersion
from nap_tracker.models.plan import of_version

_IS_HELD = text("released_at IS NULL")


class SectionLock(AboutVersion, Identified, OfParty, Base):
    """One person's request, with its reason and its end; at most one a section at a time."""

    __tablename__ = "section_lock"
    __table_args__ = (
        of_version(),
        Index(
            "uq_section_lock_held",
            "version_id",
            "section",
            unique=True,
            sqlite_where=_IS_HELD,
            postgresql_where=_IS_HELD,
        ),
        CheckConstraint("(released_at IS NULL) = (released_because IS NULL)", name="why_released"),
    )

    version_id: Mapped[Uid]
    section: Mapped[Code]
    holder_id: Mapped[Uid] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[str] = mapped_column(String(200))
    hours: Mapped[int]
    """For how long it was asked; working extends it by as much, up to the longest."""
    taken_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    released_at: Mapped[Moment | None]
    released_because: Mapped[Code | None]
    released_reason: Mapped[str | None] = mapped_column(String(200))
    """What those who lead the drafting said when they ended it."""
    holder: Mapped[User] = relationship()

    def __repr__(self) -> str:
        return f"<SectionLock {self.section} {self.holder_id}>"
