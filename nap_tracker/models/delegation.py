"""Roles on loan for a period, and work offered for good."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, ForeignKey, ForeignKeyConstraint, String, and_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nap_tracker.models.account import Membership, User
from nap_tracker.models.base import Base, Data, Identified, Moment, OfParty, Timestamps, Uid
from nap_tracker.roles import Role


class Delegation(Identified, OfParty, Timestamps, Base):
    """A colleague has somebody's role beside them, from one moment to another."""

    __tablename__ = "delegation"
    __table_args__ = (
        ForeignKeyConstraint(
            ["party_id", "membership_id"], ["membership.party_id", "membership.id"]
        ),
    )

    membership_id: Mapped[Uid] = mapped_column(index=True)
    delegate_id: Mapped[Uid] = mapped_column(ForeignKey("user.id"), index=True)
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    withdrawn_at: Mapped[Moment | None]
    membership: Mapped[Membership] = relationship(
        primaryjoin="Delegation.membership_id == Membership.id",
        foreign_keys="Delegation.membership_id",
    )
    delegate: Mapped[User] = relationship(foreign_keys=[delegate_id])

    @property
    def role(self) -> Role:
        return self.membership.role

    @property
    def user_id(self) -> str:
        """Whose role it is."""
        return self.membership.user_id

    def has_ended(self, moment: datetime) -> bool:
        """Whether it gives nothing any more."""
        is_over = self.withdrawn_at is not None or self.ends_at <= moment
        return is_over or self.membership.has_ended(moment)

    def has_begun(self, moment: datetime) -> bool:
        return self.starts_at <= moment


class Handover(Identified, OfParty, Timestamps, Base):
    """All that one person has in hand in a Party, offered to another for good."""

    __tablename__ = "handover"

    from_id: Mapped[Uid] = mapped_column(ForeignKey("user.id"))
    to_id: Mapped[Uid] = mapped_column(ForeignKey("user.id"))
    note: Mapped[str] = mapped_column(String(2000), default="")
    in_hand: Mapped[Data]
    """What was in hand when it was offered: ids only, by kind."""
    lapses_at: Mapped[Moment]
    accepted_at: Mapped[Moment | None]
    declined_at: Mapped[Moment | None]
    withdrawn_at: Mapped[Moment | None]
    giver: Mapped[User] = relationship(foreign_keys=[from_id])
    receiver: Mapped[User] = relationship(foreign_keys=[to_id])

    def is_open(self, moment: datetime) -> bool:
        """Whether it still waits for an answer."""
        answers = (self.accepted_at, self.declined_at, self.withdrawn_at)
        return not any(answers) and self.lapses_at > moment


def waits(moment: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """The same as `Handover.is_open`, for a query."""
    return and_(
        Handover.accepted_at.is_(None),
        Handover.declined_at.is_(None),
        Handover.withdrawn_at.is_(None),
        Handover.lapses_at > moment,
    )
