"""What is recorded of a Party's duties: deposit, determinations, letters, readings, what was filed.

Nothing is ever overwritten: a correction is another row of the same fact, with a higher number,
and the rows before it say what it replaced, when, and by whom.
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import (
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nap_tracker.clock import now
from nap_tracker.models.account import User
from nap_tracker.models.base import (
    Base,
    Code,
    Data,
    Identified,
    LongText,
    Moment,
    OfParty,
    PartialDate,
    Uid,
)
from nap_tracker.models.stored_file import StoredFile


class FactKind(StrEnum):
    """What a fact is about."""

    DEPOSIT = "deposit"
    """Of the instrument by which the state became bound (Article 30)."""
    DETERMINATION = "determination"
    """What a body of the state decided about its mining (Article 7(3))."""
    FILING = "filing"
    """That a review or a national report was filed."""
    NOTIFICATION = "notification"
    """A letter to the Secretariat (Article 7(3))."""
    READING = "reading"
    """How the Party reads what the Convention leaves open."""


KindColumn = Enum(
    FactKind, native_enum=False, length=20, values_callable=lambda e: [m.value for m in e]
)


class TreatyFact(Identified, OfParty, Base):
    """One statement of one fact. The highest number of a `fact_id` is what is held true."""

    __tablename__ = "treaty_fact"
    __table_args__ = (
        UniqueConstraint("party_id", "id"),
        UniqueConstraint("fact_id", "number"),
        ForeignKeyConstraint(["party_id", "worksheet_id"], ["worksheet.party_id", "worksheet.id"]),
        Index(None, "party_id", "kind"),
    )

    kind: Mapped[FactKind] = mapped_column(KindColumn)
    fact_id: Mapped[Uid]
    number: Mapped[int] = mapped_column(default=1)
    is_struck: Mapped[bool] = mapped_column(default=False)
    """The fact was recorded by mistake: it counts for nothing and stays readable."""
    about: Mapped[Code] = mapped_column(default="")
    """Of a reading its question, of a filing the key of its duty."""
    choice: Mapped[Code] = mapped_column(default="")
    """The kind of instrument, what was decided, the reading that was chosen."""
    signed_on: Mapped[PartialDate | None]
    happened_on: Mapped[PartialDate | None]
    """When it was deposited, decided, sent or filed."""
    received_on: Mapped[PartialDate | None]
    acknowledged_on: Mapped[PartialDate | None]
    body: Mapped[str] = mapped_column(String(300), default="")
    """Who decided."""
    reference: Mapped[str] = mapped_column(String(300), default="")
    reasoning: Mapped[LongText] = mapped_column(default="")
    reason: Mapped[LongText] = mapped_column(default="")
    """Why this statement replaces the one before it, or why a reading was chosen."""
    worksheet_id: Mapped[Uid | None]
    """The worksheet as it stood when it was decided."""
    recorded_at: Mapped[Moment] = mapped_column(default=now)
    recorded_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    recorded_by_name: Mapped[str] = mapped_column(String(200), default="")
    """Only of somebody without an account: the command line."""
    recorded_by: Mapped[User | None] = relationship()
    files: Mapped[list[StoredFile]] = relationship(
        secondary="treaty_fact_file",
        primaryjoin="TreatyFact.id == foreign(TreatyFactFile.statement_id)",
        secondaryjoin="StoredFile.id == foreign(TreatyFactFile.file_id)",
        order_by="StoredFile.created_at, StoredFile.id",
        viewonly=True,
    )

    @property
    def who(self) -> str:
        """Who recorded it, by the name their account has today."""
        return self.recorded_by.name if self.recorded_by else self.recorded_by_name

    def __repr__(self) -> str:
        return f"<TreatyFact {self.kind} {self.fact_id} {self.number}>"


class TreatyFactFile(OfParty, Base):
    """A file that supports a statement: evidence, a letter, an acknowledgement."""

    __tablename__ = "treaty_fact_file"
    __table_args__ = (
        PrimaryKeyConstraint("statement_id", "file_id"),
        ForeignKeyConstraint(
            ["party_id", "statement_id"], ["treaty_fact.party_id", "treaty_fact.id"]
        ),
        ForeignKeyConstraint(["party_id", "file_id"], ["stored_file.party_id", "stored_file.id"]),
    )

    statement_id: Mapped[Uid]
    file_id: Mapped[Uid]


class Worksheet(Identified, OfParty, Base):
    """What was gathered for the determination, each time it was saved; it decides nothing."""

    __tablename__ = "worksheet"
    __table_args__ = (UniqueConstraint("party_id", "id"), UniqueConstraint("party_id", "number"))

    number: Mapped[int]
    answers: Mapped[Data] = mapped_column(default=dict)
    recorded_at: Mapped[Moment] = mapped_column(default=now)
    recorded_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    recorded_by_name: Mapped[str] = mapped_column(String(200), default="")
    recorded_by: Mapped[User | None] = relationship()

    @property
    def who(self) -> str:
        """Who saved it."""
        return self.recorded_by.name if self.recorded_by else self.recorded_by_name
