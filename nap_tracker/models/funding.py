"""Money of a plan in force: what was secured, spent or taken back, and the rates that were stated.

Both hang on the plan and on uids of its frozen rows, never on the rows. Nothing is erased: what
was recorded by mistake is withdrawn with a reason, counts for nothing and stays readable.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from nap_tracker.models.account import User
from nap_tracker.models.base import (
    Amount,
    Base,
    Code,
    Currency,
    Identified,
    Moment,
    OfParty,
    PartialDate,
    Rate9,
    Timestamps,
    Uid,
)
from nap_tracker.models.stored_file import StoredFile


class Withdrawable(Identified, OfParty, Timestamps):
    """Recorded once by somebody, and withdrawn rather than changed."""

    plan_id: Mapped[Uid] = mapped_column(index=True)
    recorded_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    recorded_by_name: Mapped[str] = mapped_column(String(200), default="")
    """Only of somebody without an account: the command line."""
    withdrawn_at: Mapped[Moment | None]
    withdrawn_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    withdrawn_by_name: Mapped[str] = mapped_column(String(200), default="")
    withdrawn_because: Mapped[str] = mapped_column(String(2000), default="")

    @declared_attr
    def recorded_by(cls) -> Mapped[User | None]:  # noqa: N805 (on the class)
        name = cls.__name__  # type: ignore[attr-defined] # mypy takes it for a row
        return relationship(foreign_keys=f"{name}.recorded_by_id")

    @property
    def who(self) -> str:
        """Who recorded it, by the name their account has today."""
        return self.recorded_by.name if self.recorded_by else self.recorded_by_name


class FundingRecord(Withdrawable, Base):
    """One movement of money for an activity, or for the plan as a whole."""

    __tablename__ = "funding_record"
    __table_args__ = (
        ForeignKeyConstraint(["party_id", "plan_id"], ["plan.party_id", "plan.id"]),
        ForeignKeyConstraint(["party_id", "file_id"], ["stored_file.party_id", "stored_file.id"]),
        UniqueConstraint("party_id", "id"),
        CheckConstraint("amount > 0", name="above_zero"),
        CheckConstraint("line_uid IS NULL OR activity_uid IS NOT NULL", name="line_of_activity"),
    )

    movement: Mapped[Code]
    """`content.finances.Movement`."""
    activity_uid: Mapped[Uid | None]
    """None for what is for the plan as a whole."""
    line_uid: Mapped[Uid | None]
    amount: Mapped[Amount]
    currency: Mapped[Currency]
    happened_on: Mapped[PartialDate]
    source_type: Mapped[Code | None]
    source: Mapped[str] = mapped_column(String(300), default="")
    note: Mapped[str] = mapped_column(String(2000), default="")
    file_id: Mapped[Uid | None]
    file: Mapped[StoredFile | None] = relationship(
        primaryjoin="StoredFile.id == foreign(FundingRecord.file_id)", viewonly=True
    )

    def __repr__(self) -> str:
        return f"<FundingRecord {self.movement} {self.amount} {self.currency}>"


class ExchangeRate(Withdrawable, Base):
    """One unit of `base` was worth `rate` units of `quote` on a day, as somebody stated it."""

    __tablename__ = "exchange_rate"
    __table_args__ = (
        ForeignKeyConstraint(["party_id", "plan_id"], ["plan.party_id", "plan.id"]),
        UniqueConstraint("party_id", "id"),
        CheckConstraint("rate > 0", name="above_zero"),
        CheckConstraint("base <> quote", name="two_currencies"),
    )

    base: Mapped[Currency]
    quote: Mapped[Currency]
    rate: Mapped[Rate9]
    stated_on: Mapped[PartialDate]
    """A whole day."""
    source: Mapped[str] = mapped_column(String(300))
    """Who says so: a central bank, a donor's letter."""

    def __repr__(self) -> str:
        return f"<ExchangeRate {self.base} {self.quote} {self.rate}>"
