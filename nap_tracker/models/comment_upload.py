"""A table or Word file of comments on its way in: read, looked at, and brought in or forgotten."""

from __future__ import annotations

from sqlalchemy import ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from nap_tracker.models.base import Base, Data, Identified, Moment, OfParty, Sha256, Timestamps, Uid


class CommentUpload(Identified, OfParty, Timestamps, Base):
    """Nothing of it is a comment before it is brought in; others are pruned.

    Only who brought it in opens it again: it may hold what they have not handed in yet.
    """

    __tablename__ = "comment_upload"
    __table_args__ = (
        ForeignKeyConstraint(["party_id", "plan_id"], ["plan.party_id", "plan.id"]),
        ForeignKeyConstraint(
            ["party_id", "round_id"], ["review_round.party_id", "review_round.id"]
        ),
        ForeignKeyConstraint(
            ["party_id", "invitation_id"], ["round_invitation.party_id", "round_invitation.id"]
        ),
    )

    plan_id: Mapped[Uid]
    round_id: Mapped[Uid | None]
    invitation_id: Mapped[Uid | None]
    """The seat from which it was brought; None for who came with a role."""
    uploaded_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[Sha256]
    """By which the very same file is known when it comes again; its bytes are kept until it is
    brought in, since they may name somebody who has a code in an anonymous round."""
    settings: Mapped[Data] = mapped_column(default=dict)
    """Columns that a person named, where the table does not; once it was brought in, also whether
    edits were left out, and ids of what came of it."""
    applied_at: Mapped[Moment | None]
