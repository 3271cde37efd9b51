"""Review rounds: chosen sections read by named people until a day, and who sits in them."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nap_tracker.models.account import User
from nap_tracker.models.base import (
    Base,
    Code,
    Codes,
    Identified,
    Listing,
    LongText,
    Moment,
    OfParty,
    PartialDate,
    Sha256,
    Uid,
)
from nap_tracker.models.dated_fact import AboutVersion, facts_keys


class Round(AboutVersion, Identified, OfParty, Base):
    """One review of chosen sections. It never opens again: what comes later is a new round."""

    __tablename__ = "review_round"
    __table_args__ = (
        *facts_keys(),
        Unique("party_id", "id"),
        Unique("plan_id", "number"),
        CheckConstraint("(closed_at IS NULL) = (state = 'open')", name="closed_somewhen"),
    )

    kept: ClassVar[frozenset[str]] = frozenset(
        {"plan_id", "version_id", "number", "is_outside", "is_anonymous", "sections", "questions"}
        | {"snapshot", "sha256", "opened_by_id", "opened_at"}
    )
    """What reviewers were promised and what they read; removal for protection alone changes it."""
    plan_id: Mapped[Uid]
    version_id: Mapped[Uid] = mapped_column(index=True)
    number: Mapped[int]
    """Counted in the plan."""
    title: Mapped[str] = mapped_column(String(200))
    is_outside: Mapped[bool] = mapped_column(default=False)
    """Somebody outside the government takes part."""
    is_anonymous: Mapped[bool] = mapped_column(default=False)
    """Comments carry the code of a seat, to everybody."""
    allows_links: Mapped[bool] = mapped_column(default=False)
    """People may take part by a personal link, without an account."""
    sections: Mapped[Codes] = mapped_column(default=list)
    questions: Mapped[Listing] = mapped_column(default=list)
    """[{"id", "text", "has_scale"}], as they were when the round was opened."""
    note: Mapped[str] = mapped_column(Text, default="")
    due_on: Mapped[PartialDate]
    state: Mapped[Code] = mapped_column(default="open")
    snapshot: Mapped[LongText]
    """The canonical JSON of the plan when the round was opened: what is read and quoted."""
    sha256: Mapped[Sha256]
    opened_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    opened_at: Mapped[Moment]
    closed_at: Mapped[Moment | None]
    closed_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    closing_reason: Mapped[str] = mapped_column(Text, default="")
    responses_published_at: Mapped[Moment | None]
    opened_by: Mapped[User | None] = relationship(foreign_keys=[opened_by_id])

    def __repr__(self) -> str:
        return f"<Round {self.number} of {self.plan_id}>"


class RoundInvitation(Identified, OfParty, Base):
    """One reviewer's seat in one round: an account, or a personal link.

    Not `Invitation`: that is the link by which somebody gets an account (models.account).
    """

    __tablename__ = "round_invitation"
    __table_args__ = (
        ForeignKeyConstraint(
            ["party_id", "round_id"], ["review_round.party_id", "review_round.id"]
        ),
        ForeignKeyConstraint(["party_id", "plan_id"], ["plan.party_id", "plan.id"]),
        Unique("party_id", "id"),
        Unique("round_id", "user_id"),
        CheckConstraint("user_id IS NULL OR token_sha256 IS NULL", name="account_or_link"),
    )

    round_id: Mapped[Uid] = mapped_column(index=True)
    plan_id: Mapped[Uid] = mapped_column(index=True)
    user_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    organisation: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(254))
    code_name: Mapped[str] = mapped_column(String(80), default="")
    """What stands on comments of an anonymous round; "" in others."""
    language: Mapped[str] = mapped_column(String(12))
    state: Mapped[Code] = mapped_column(default="invited")
    invited_at: Mapped[Moment]
    invited_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    answered_at: Mapped[Moment | None]
    decline_reason: Mapped[str] = mapped_column(Text, default="")
    suggested: Mapped[str] = mapped_column(Text, default="")
    """Whom they would ask instead."""
    handed_in_at: Mapped[Moment | None]
    revoked_at: Mapped[Moment | None]
    revoked_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    token_sha256: Mapped[Sha256 | None] = mapped_column(unique=True)
    """Of the personal link; the link itself is stored nowhere."""
    expires_at: Mapped[Moment | None]
    confirmation_sha256: Mapped[Sha256 | None]
    """Of the code that was sent once to the invited address."""
    confirmation_sent_at: Mapped[Moment | None]
    confirmation_tries: Mapped[int] = mapped_column(default=0)
    confirmed_at: Mapped[Moment | None]
    user: Mapped[User | None] = relationship(foreign_keys=[user_id])

    def __repr__(self) -> str:
        return f"<RoundInvitation {self.id} {self.state}>"


class RoundAnswer(Identified, OfParty, Base):
    """What one reviewer answered to one question of the round."""

    __tablename__ = "round_answer"
    __table_args__ = (
        ForeignKeyConstraint(
            ["party_id", "invitation_id"], ["round_invitation.party_id", "round_invitation.id"]
        ),
        Unique("invitation_id", "question_id"),
    )

    invitation_id: Mapped[Uid]
    question_id: Mapped[Uid]
    scale: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text, default="")
