"""How a plan in force is carried out, as the focal point published it: chosen, named, kept.

It hangs on the plan and holds its own words: what is renamed or recorded later changes nothing in
it. Only removal for protection reaches into what was published.
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import ForeignKey, ForeignKeyConstraint, String, Text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column

from nap_tracker.models.base import (
    Base,
    Data,
    Identified,
    Moment,
    OfParty,
    PartialDate,
    Sha256,
    Timestamps,
    Uid,
)
from nap_tracker.models.dated_fact import AboutVersion


class ProgressPublication(AboutVersion, Identified, OfParty, Timestamps, Base):
    """One publication. The newest of a plan is its current one; older ones stay listed."""

    __tablename__ = "progress_publication"
    __table_args__ = (
        ForeignKeyConstraint(["party_id", "plan_id"], ["plan.party_id", "plan.id"]),
        Unique("party_id", "id"),
        Unique("plan_id", "number"),
    )

    kept: ClassVar[frozenset[str]] = frozenset(
        {"plan_id", "number", "name", "until", "language", "content", "sha256", "published_at"}
    )
    filled_once: ClassVar[frozenset[str]] = frozenset({"withdrawn_at", "withdrawn_because"})

    plan_id: Mapped[Uid] = mapped_column(index=True)
    number: Mapped[int]
    """Counted in the plan; stands in its address."""
    name: Mapped[str] = mapped_column(String(300))
    until: Mapped[PartialDate]
    """The day the figures are of."""
    language: Mapped[str] = mapped_column(String(12))
    content: Mapped[Data]
    """Everything else that is public of it (content.public_progress), and nothing more."""
    sha256: Mapped[Sha256]
    """Of name and content as they were published."""
    published_at: Mapped[Moment]
    published_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    published_by_name: Mapped[str] = mapped_column(String(200), default="")
    withdrawn_at: Mapped[Moment | None]
    """From here on the public reads only that it was withdrawn."""
    withdrawn_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    withdrawn_by_name: Mapped[str] = mapped_column(String(200), default="")
    withdrawn_because: Mapped[str] = mapped_column(Text, default="")
    """For the Party's own people; the public reads the day alone."""

    def __repr__(self) -> str:
        return f"<ProgressPublication {self.number} of {self.plan_id}>"
