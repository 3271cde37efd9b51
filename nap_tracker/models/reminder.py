"""Who was reminded of what by which rule, and who said that something is not theirs, or later."""

from __future__ import annotations

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nap_tracker.models.account import User
from nap_tracker.models.base import (
    Base,
    Code,
    Data,
    Identified,
    OfParty,
    PartialDate,
    Timestamps,
    Uid,
)


class Reminder(Identified, OfParty, Timestamps, Base):
    """One line of one message of a day: kept for a year, so that a Party can read what was sent."""

    __tablename__ = "reminder"
    __table_args__ = (
        ForeignKeyConstraint(["party_id", "plan_id"], ["plan.party_id", "plan.id"]),
        UniqueConstraint("user_id", "key", "due_on", "rule"),
        Index(None, "told_on"),
    )

    user_id: Mapped[Uid] = mapped_column(ForeignKey("user.id"))
    plan_id: Mapped[Uid | None]
    key: Mapped[str] = mapped_column(String(200))
    """Of the thing that is due (services.due)."""
    kind: Mapped[Code]
    rule: Mapped[Code]
    """Why on this day: `before-7`, `after-1`, `asked-again` (workflow.reminding)."""
    due_on: Mapped[PartialDate]
    told_on: Mapped[PartialDate]
    """The day of the message, where the person works."""
    words: Mapped[str] = mapped_column(String(200))
    """What was said to be due, marked with N_; it names titles, never what anybody wrote."""
    params: Mapped[Data]
    message_id: Mapped[Uid] = mapped_column(index=True)
    """The message in the outbox, which forgets sooner than this does."""
    user: Mapped[User] = relationship()


class ReminderAnswer(Identified, OfParty, Timestamps, Base):
    """What a person said of one thing that is due: that it is not theirs, or to ask again later."""

    __tablename__ = "reminder_answer"
    __table_args__ = (UniqueConstraint("user_id", "key"),)

    user_id: Mapped[Uid] = mapped_column(ForeignKey("user.id"))
    key: Mapped[str] = mapped_column(String(200))
    until: Mapped[PartialDate | None]
    """Ask again on this day; none: it is not theirs."""
