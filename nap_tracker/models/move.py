"""Every act on the state of a plan: from where to where, by whom, with which words."""

from __future__ import annotations

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nap_tracker.models.account import User
from nap_tracker.models.base import (
    Base,
    Code,
    Codes,
    Identified,
    Moment,
    OfParty,
    PartialDate,
    Uid,
)
from nap_tracker.models.dated_fact import AboutVersion
from nap_tracker.models.plan import of_version


class Move(AboutVersion, Identified, OfParty, Base):
    """One act. Its number says what the page showed that it was pressed on."""

    __tablename__ = "move"
    __table_args__ = (
        of_version(),
        ForeignKeyConstraint(["party_id", "plan_id"], ["plan.party_id", "plan.id"]),
        UniqueConstraint("plan_id", "number"),
    )

    plan_id: Mapped[Uid]
    version_id: Mapped[Uid]
    number: Mapped[int]
    """Counted in the plan: two acts on one page cannot both be the next."""
    act: Mapped[Code]
    source: Mapped[Code]
    target: Mapped[Code]
    stages: Mapped[Codes]
    """Open after the act."""
    note: Mapped[str] = mapped_column(Text, default="")
    answered: Mapped[Codes] = mapped_column(default=list)
    """Warnings that were shown and accepted, by their guards."""
    overridden: Mapped[Codes] = mapped_column(default=list)
    """Hard problems the focal point passed over, with the note as the reason."""
    happened_on: Mapped[PartialDate]
    recorded_at: Mapped[Moment]
    actor_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    actor: Mapped[User | None] = relationship()

    def __repr__(self) -> str:
        return f"<Move {self.number} {self.act}>"
