"""How the activities of a plan in force go: what people said of them, by plan and uid.

No row here points at a frozen row: the uid goes on in the next version of the plan.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text
from sqlalchemy import UniqueConstraint as Unique
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
    Timestamps,
    Uid,
    Words,
)
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.workflow.implementation import Phase


def of_plan() -> ForeignKeyConstraint:
    """Inside the walls of the plan's own Party."""
    return ForeignKeyConstraint(["party_id", "plan_id"], ["plan.party_id", "plan.id"])


class ActivityTrack(Identified, OfParty, Timestamps, Base):
    """What is said now of one activity; there is no row before anybody said anything."""

    __tablename__ = "activity_track"
    __table_args__ = (of_plan(), Unique("party_id", "id"), Unique("plan_id", "uid"))

    plan_id: Mapped[Uid]
    uid: Mapped[Uid]
    phase: Mapped[Code] = mapped_column(default=Phase.NOT_KNOWN.value)
    phase_reason: Mapped[str] = mapped_column(Text, default="")
    merged_into_uid: Mapped[Uid | None]
    """The activity that took it up; None also where it was merged and nobody said into which."""
    heard_at: Mapped[Moment | None]
    """When somebody last reported; the clock of freshness."""
    override: Mapped[Code | None]
    """A status that somebody decided; lapses with the next review."""
    override_reason: Mapped[str] = mapped_column(Text, default="")
    """Of the last decision, also after it lapsed: a review looks back at it."""
    override_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    override_at: Mapped[Moment | None]
    own: Mapped[bool] = mapped_column(default=False)
    """It has no row in the text: it was noted from the file of a registered plan."""
    statement: Mapped[Words | None]
    items: Mapped[Codes] = mapped_column(default=list)
    lead: Mapped[str] = mapped_column(String(300), default="")
    start: Mapped[PartialDate | None]
    end: Mapped[PartialDate | None]
    override_by: Mapped[User | None] = relationship(foreign_keys=[override_by_id])

    def __repr__(self) -> str:
        return f"<ActivityTrack {self.plan_id} {self.uid}>"


class MilestoneTrack(Identified, OfParty, Timestamps, Base):
    """What became of one milestone, or one that was set while the activity went on."""

    __tablename__ = "milestone_track"
    __table_args__ = (
        of_plan(),
        Unique("party_id", "id"),
        Unique("plan_id", "uid"),
        Index(None, "plan_id", "activity_uid"),
    )

    plan_id: Mapped[Uid]
    activity_uid: Mapped[Uid]
    uid: Mapped[Uid]
    title: Mapped[str] = mapped_column(Text, default="")
    """Of one that has no row in the text."""
    due: Mapped[PartialDate | None]
    """Where it was moved, or of one that has no row in the text."""
    reached_on: Mapped[PartialDate | None]


class MilestoneMove(Identified, OfParty, Base):
    """That a due date was moved, from where, and why."""

    __tablename__ = "milestone_move"
    __table_args__ = (of_plan(),)

    plan_id: Mapped[Uid]
    milestone_uid: Mapped[Uid] = mapped_column(index=True)
    before: Mapped[PartialDate | None]
    after: Mapped[PartialDate]
    reason: Mapped[str] = mapped_column(Text)
    moved_at: Mapped[Moment]
    moved_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    moved_by: Mapped[User | None] = relationship()


class ProgressNote(Identified, OfParty, Timestamps, Base):
    """What somebody reported of an activity, with its evidence. Withdrawn, never erased."""

    __tablename__ = "progress_note"
    __table_args__ = (
        of_plan(),
        ForeignKeyConstraint(["party_id", "file_id"], ["stored_file.party_id", "stored_file.id"]),
        CheckConstraint("text != '' OR file_id IS NOT NULL", name="says_something"),
    )

    plan_id: Mapped[Uid]
    activity_uid: Mapped[Uid] = mapped_column(index=True)
    milestone_uid: Mapped[Uid | None]
    text: Mapped[str] = mapped_column(Text, default="")
    file_id: Mapped[Uid | None]
    behalf_uid: Mapped[Uid | None]
    """The institution that said it, where somebody else entered it."""
    said_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    withdrawn_at: Mapped[Moment | None]
    withdrawn_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    withdrawn_because: Mapped[str] = mapped_column(Text, default="")
    said_by: Mapped[User | None] = relationship(foreign_keys=[said_by_id])
    file: Mapped[StoredFile | None] = relationship(
        primaryjoin="ProgressNote.file_id == StoredFile.id",
        foreign_keys="ProgressNote.file_id",
        viewonly=True,
    )
