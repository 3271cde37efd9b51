"""The three-yearly review of a plan (Article 7(3)(c)): answers, what stood, who said what.

It hangs on the plan and names rows of the text by uid: the text may go on to its next version.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nap_tracker.models.account import User
from nap_tracker.models.base import (
    Base,
    Code,
    Data,
    Identified,
    Moment,
    OfParty,
    PartialDate,
    Sha256,
    Timestamps,
    Uid,
)
from nap_tracker.models.stored_file import StoredFile


class ProgressReview(Identified, OfParty, Timestamps, Base):
    """One review. Not a revision of the plan and not a new plan: neither changes by it."""

    __tablename__ = "progress_review"
    __table_args__ = (
        ForeignKeyConstraint(["party_id", "plan_id"], ["plan.party_id", "plan.id"]),
        Unique("party_id", "id"),
        Unique("plan_id", "number"),
        CheckConstraint("(sha256 IS NULL) = (sealed_at IS NULL)", name="sealed_with_its_sum"),
    )

    plan_id: Mapped[Uid] = mapped_column(index=True)
    number: Mapped[int]
    """Counted in the plan."""
    duty: Mapped[Code] = mapped_column(default="")
    """The key of the duty on the treaty clock it answers; "" where a period was chosen."""
    due_on: Mapped[PartialDate | None]
    """As the clock said when it was opened."""
    starts_on: Mapped[PartialDate]
    ends_on: Mapped[PartialDate]
    language: Mapped[str] = mapped_column(String(12))
    """Of what is kept and of the pack."""
    state: Mapped[Code]
    acts: Mapped[int] = mapped_column(default=0)
    """How many were done: a page names the last one it saw."""
    note: Mapped[str] = mapped_column(Text, default="")
    """Why it was sent back, or approved without being heard on."""
    consultation: Mapped[str] = mapped_column(Text, default="")
    """Who was consulted, and how."""
    opened_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    consulted_on: Mapped[PartialDate | None]
    approved_on: Mapped[PartialDate | None]
    approved_by_name: Mapped[str] = mapped_column(String(200), default="")
    signed_as: Mapped[str] = mapped_column(String(200), default="")
    """Whom the pack names as having approved it; "" for the focal point, without a name."""
    sealed_at: Mapped[Moment | None]
    sealed_by_name: Mapped[str] = mapped_column(String(200), default="")
    pictures: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    """Drawn together with the snapshots (services.review_pictures); None while there are none, and
    where those were taken before pictures were kept."""
    pack: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    """Everything the sealed pack says; the documents are drawn from nothing else. It is large, and
    read only where it is asked for."""
    sha256: Mapped[Sha256 | None]
    """Of the canonical JSON of the pack when it was sealed."""
    filed_on: Mapped[PartialDate | None]
    opened_by: Mapped[User | None] = relationship(foreign_keys=[opened_by_id])

    def __repr__(self) -> str:
        return f"<ProgressReview {self.number} of {self.plan_id} {self.state}>"


class OfReview(Identified, OfParty, Timestamps):
    """A row of one review."""

    review_id: Mapped[Uid] = mapped_column(index=True)


def _in_review() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["party_id", "review_id"], ["progress_review.party_id", "progress_review.id"]
    )


class ReviewAnswer(OfReview, Base):
    """What a person answered to one question of the pack."""

    __tablename__ = "review_answer"
    __table_args__ = (_in_review(), Unique("review_id", "question"))

    question: Mapped[Code]
    yes_no: Mapped[bool | None]
    """None where nothing was chosen, or the question asks for words alone."""
    text: Mapped[str] = mapped_column(Text, default="")
    saves: Mapped[int] = mapped_column(default=0)
    """How often it was saved: a form names the save it was opened with."""
    answered_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])

    def __repr__(self) -> str:
        return f"<ReviewAnswer {self.question}>"


class ReviewSnapshot(OfReview, Base):
    """How one thing stood, with the labels and the language of that day (content.stand)."""

    __tablename__ = "review_snapshot"
    __table_args__ = (_in_review(), Unique("review_id", "kind", "uid"))

    kind: Mapped[Code]
    uid: Mapped[Uid]
    position: Mapped[int] = mapped_column(default=0)
    content: Mapped[Data]
    by_hand: Mapped[bool] = mapped_column(default=False)
    """Somebody said that its data are ready; the rest is taken when the review is completed."""
    taken_at: Mapped[Moment]
    taken_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    taken_by: Mapped[User | None] = relationship(foreign_keys=[taken_by_id])

    def __repr__(self) -> str:
        return f"<ReviewSnapshot {self.kind} {self.uid}>"


class ReviewInput(OfReview, Base):
    """What an organisation or a community said to the review, and what the government answers."""

    __tablename__ = "review_input"
    __table_args__ = (_in_review(), Unique("party_id", "id"))

    organisation: Mapped[str] = mapped_column(String(200))
    said_on: Mapped[PartialDate]
    words: Mapped[str] = mapped_column(Text)
    response: Mapped[str] = mapped_column(Text, default="")
    recorded_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    files: Mapped[list[ReviewInputFile]] = relationship(
        primaryjoin="ReviewInput.id == ReviewInputFile.input_id",
        foreign_keys="ReviewInputFile.input_id",
        order_by="ReviewInputFile.place",
        viewonly=True,
    )

    def __repr__(self) -> str:
        return f"<ReviewInput {self.id}>"


class ReviewInputFile(OfParty, Base):
    """A letter or minutes in which it was said; the drafting team's, and an annex of the pack."""

    __tablename__ = "review_input_file"
    __table_args__ = (
        ForeignKeyConstraint(
            ["party_id", "input_id"], ["review_input.party_id", "review_input.id"]
        ),
        ForeignKeyConstraint(["party_id", "file_id"], ["stored_file.party_id", "stored_file.id"]),
    )

    input_id: Mapped[Uid] = mapped_column(primary_key=True)
    file_id: Mapped[Uid] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(default=0)
    """In the order they came."""
    file: Mapped[StoredFile] = relationship(
        primaryjoin="ReviewInputFile.file_id == StoredFile.id",
        foreign_keys="ReviewInputFile.file_id",
    )
