"""Who was asked for what: a body or a role, from when to when, and what came of it."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nap_tracker.models.account import User
from nap_tracker.models.base import Base, Code, Identified, Moment, OfParty, PartialDate, Uid
from nap_tracker.models.dated_fact import AboutVersion
from nap_tracker.models.plan import of_version


class Turn(AboutVersion, Identified, OfParty, Base):
    """One request and its answer. That it has lapsed is computed from its date."""

    __tablename__ = "turn"
    __table_args__ = (
        of_version(),
        ForeignKeyConstraint(["party_id", "plan_id"], ["plan.party_id", "plan.id"]),
        CheckConstraint("(ended_at IS NULL) = (outcome IS NULL)", name="ended_somehow"),
        CheckConstraint("(holder = '') = (role IS NOT NULL)", name="body_or_role"),
    )

    plan_id: Mapped[Uid] = mapped_column(index=True)
    version_id: Mapped[Uid]
    asks: Mapped[Code]
    """A stage, an act, or `endorsement` (workflow.turns)."""
    holder: Mapped[str] = mapped_column(String(200), default="")
    """The body, as whoever asked wrote it; or the name of a review round."""
    is_round: Mapped[bool] = mapped_column(default=False)
    """Who is asked are the reviewers of the round of that name."""
    role: Mapped[Code | None]
    """Or everybody who holds a role in the Party."""
    question: Mapped[str] = mapped_column(Text, default="")
    """What whoever asked said."""
    began_on: Mapped[PartialDate]
    began_at: Mapped[Moment]
    asked_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    due_on: Mapped[PartialDate | None]
    lapses_on: Mapped[PartialDate | None]
    ended_on: Mapped[PartialDate | None]
    ended_at: Mapped[Moment | None]
    ended_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    outcome: Mapped[Code | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    """What they answered, in words; the reason of a refusal or of taking the request back."""
    asked_by: Mapped[User | None] = relationship(foreign_keys=[asked_by_id])

    def __repr__(self) -> str:
        return f"<Turn {self.asks} {self.id}>"
