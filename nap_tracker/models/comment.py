"""What readers say of a plan, where they say it, and what the government answers."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nap_tracker.models.account import User
from nap_tracker.models.base import (
    Base,
    Code,
    Identified,
    LongText,
    Moment,
    OfParty,
    PartialDate,
    Uid,
)
from nap_tracker.models.dated_fact import AboutVersion, facts_keys
from nap_tracker.models.stored_file import StoredFile

ONE_AUTHOR = (
    "(CASE WHEN author_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN invitation_id IS NULL THEN 0 ELSE 1 END)"
)


def _of_comment() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["party_id", "comment_id"], ["comment.party_id", "comment.id"])


def _of_invitation() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["party_id", "invitation_id"], ["round_invitation.party_id", "round_invitation.id"]
    )


class Comment(AboutVersion, Identified, OfParty, Base):
    """What one reader says of one place of a plan.

    The place is section, row and field first; the chosen words second (text.anchors). It holds no
    key to the entry: a comment outlives its row, in the tray, under the row's last name.

    Where somebody found it another place in a later text, `read_…` keep place and words as its
    author read them: a round and its files show these for ever, with the text they were read in.
    """

    __tablename__ = "comment"
    __table_args__ = (
        *facts_keys(),
        ForeignKeyConstraint(
            ["party_id", "round_id"], ["review_round.party_id", "review_round.id"]
        ),
        _of_invitation(),
        UniqueConstraint("party_id", "id"),
        UniqueConstraint("plan_id", "number"),
        CheckConstraint(
            f"{ONE_AUTHOR} + (CASE WHEN on_behalf_of IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_author",
        ),
        CheckConstraint("(on_behalf_of IS NULL) = (received_by IS NULL)", name="received_somehow"),
        CheckConstraint("invitation_id IS NULL OR round_id IS NOT NULL", name="seat_in_a_round"),
        CheckConstraint("(state = 'written') = (said_at IS NULL)", name="said_somewhen"),
        Index(None, "plan_id", "section"),
    )

    number: Mapped[int]
    """Counted in the plan: people say "comment 81". Only the newest, deleted within its first
    minutes or before it was sent, gives its number to the next."""
    plan_id: Mapped[Uid]
    version_id: Mapped[Uid] = mapped_column(index=True)
    round_id: Mapped[Uid | None] = mapped_column(index=True)
    invitation_id: Mapped[Uid | None]
    author_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    on_behalf_of: Mapped[str | None] = mapped_column(String(200))
    """Who said it by letter, mail or in a meeting."""
    received_on: Mapped[PartialDate | None]
    received_by: Mapped[Code | None]
    """`letter`, `mail` or `meeting`."""
    entered_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    """Who typed it in for somebody, or brought it in from a file."""
    section: Mapped[Code | None]
    """None for the plan as a whole."""
    entry_uid: Mapped[Uid | None]
    field: Mapped[Code | None]
    language: Mapped[str | None] = mapped_column(String(12))
    block: Mapped[Code | None]
    quote: Mapped[LongText] = mapped_column(default="")
    before: Mapped[str] = mapped_column(String(200), default="")
    after: Mapped[str] = mapped_column(String(200), default="")
    alone: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The words stood only once in their field when they were chosen."""
    seen_revision: Mapped[int | None]
    """The revision of the section or row in which the words were read."""
    row_name: Mapped[str] = mapped_column(String(300), default="")
    """What the row was called when it was last seen: for the tray."""
    read_section: Mapped[Code | None]
    read_entry_uid: Mapped[Uid | None]
    read_field: Mapped[Code | None]
    read_language: Mapped[str | None] = mapped_column(String(12))
    read_block: Mapped[Code | None]
    read_quote: Mapped[LongText | None]
    """None where it never had another place: then it was read where it is."""
    read_before: Mapped[str] = mapped_column(String(200), default="", server_default="")
    read_after: Mapped[str] = mapped_column(String(200), default="", server_default="")
    read_alone: Mapped[bool] = mapped_column(default=False, server_default=false())
    read_row_name: Mapped[str] = mapped_column(String(300), default="", server_default="")
    """What the row was called, or what a file told of its place: never the name of a later row."""
    kind: Mapped[Code]
    body: Mapped[LongText]
    proposed: Mapped[LongText | None]
    visibility: Mapped[Code]
    state: Mapped[Code]
    group_id: Mapped[Uid | None] = mapped_column(index=True)
    """Shared by comments that are answered together."""
    created_at: Mapped[Moment]
    said_at: Mapped[Moment | None]
    """Until then only its author knows of it."""
    edited_at: Mapped[Moment | None]
    withdrawn_at: Mapped[Moment | None]
    author: Mapped[User | None] = relationship(foreign_keys=[author_id])

    @property
    def quote_as_read(self) -> str:
        """The words as its author read them."""
        return self.quote if self.read_quote is None else self.read_quote

    @property
    def row_name_as_read(self) -> str:
        """What the row was called where its author read it."""
        return self.row_name if self.read_quote is None else self.read_row_name

    def __repr__(self) -> str:
        return f"<Comment {self.number} of {self.plan_id}>"


class Reply(Identified, OfParty, Base):
    """What somebody said to a comment. Whoever reads the comment reads it."""

    __tablename__ = "reply"
    __table_args__ = (
        _of_comment(),
        _of_invitation(),
        CheckConstraint(f"{ONE_AUTHOR} = 1", name="one_author"),
    )

    comment_id: Mapped[Uid] = mapped_column(index=True)
    author_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    invitation_id: Mapped[Uid | None]
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[Moment]
    said_at: Mapped[Moment | None]
    withdrawn_at: Mapped[Moment | None]
    author: Mapped[User | None] = relationship(foreign_keys=[author_id])


class Response(Identified, OfParty, Base):
    """What the government answers: one to a comment, the drafting team's until it is published."""

    __tablename__ = "response"
    __table_args__ = (
        _of_comment(),
        UniqueConstraint("comment_id"),
        CheckConstraint("kind = 'accepted' OR reason <> ''", name="reason_unless_accepted"),
    )

    comment_id: Mapped[Uid]
    kind: Mapped[Code]
    reason: Mapped[str] = mapped_column(Text, default="")
    author_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    written_at: Mapped[Moment]
    published_at: Mapped[Moment | None]
    applied_revision: Mapped[int | None]
    """The revision that was made from the wording the comment proposed."""
    author: Mapped[User | None] = relationship(foreign_keys=[author_id])


class CommentFile(OfParty, Base):
    """A file that came with a comment; whoever reads the comment gets its copy without metadata."""

    __tablename__ = "comment_file"
    __table_args__ = (
        _of_comment(),
        ForeignKeyConstraint(["party_id", "file_id"], ["stored_file.party_id", "stored_file.id"]),
    )

    comment_id: Mapped[Uid] = mapped_column(primary_key=True)
    file_id: Mapped[Uid] = mapped_column(primary_key=True)
    file: Mapped[StoredFile] = relationship(
        primaryjoin="CommentFile.file_id == StoredFile.id", foreign_keys="CommentFile.file_id"
    )
