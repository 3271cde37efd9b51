"""What visits found of the worst practices at the sites of a plan in force (Annex C 1(b)).

Everything hangs on (plan, uid of the site), never on a frozen row. Who saw it, who was spoken with
and the exact place stay with the drafting team in every way out.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nap_tracker.models.account import User
from nap_tracker.models.base import (
    Base,
    Code,
    Identified,
    Moment,
    OfParty,
    PartialDate,
    Timestamps,
    Uid,
)
from nap_tracker.models.stored_file import StoredFile


def _of_plan() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["party_id", "plan_id"], ["plan.party_id", "plan.id"])


def _of_visit() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["party_id", "visit_id"], ["site_visit.party_id", "site_visit.id"])


class OwnSite(Identified, OfParty, Timestamps, Base):
    """A site that the plan in force does not list."""

    __tablename__ = "own_site"
    __table_args__ = (_of_plan(),)

    plan_id: Mapped[Uid] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(200))
    region_uid: Mapped[Uid | None]
    place: Mapped[str] = mapped_column(Text, default="")
    added_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    withdrawn_at: Mapped[Moment | None]
    """It was added by mistake: it counts nowhere any more, and stays in the record."""
    withdrawn_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    withdrawn_because: Mapped[str] = mapped_column(Text, default="")
    withdrawn_by: Mapped[User | None] = relationship(foreign_keys=[withdrawn_by_id])

    def __repr__(self) -> str:
        return f"<OwnSite {self.id}>"


class SiteVisit(Identified, OfParty, Timestamps, Base):
    """One visit to a site, or one report of it; never overwritten: a wrong one is withdrawn."""

    __tablename__ = "site_visit"
    __table_args__ = (
        _of_plan(),
        Unique("party_id", "id"),
        CheckConstraint(
            "withdrawn_at IS NULL OR withdrawn_because <> ''", name="withdrawn_with_reason"
        ),
    )

    plan_id: Mapped[Uid] = mapped_column(index=True)
    site_uid: Mapped[Uid]
    visited_on: Mapped[PartialDate]
    seen_by: Mapped[str] = mapped_column(Text, default="")
    interviewees: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[str] = mapped_column(Text, default="")
    """Where exactly, of a large site."""
    evidence: Mapped[str] = mapped_column(Text, default="")
    """What shows it, where that is no file: a report, a letter, an address."""
    note: Mapped[str] = mapped_column(Text, default="")
    recorded_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    withdrawn_at: Mapped[Moment | None]
    withdrawn_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    withdrawn_because: Mapped[str] = mapped_column(Text, default="")
    recorded_by: Mapped[User | None] = relationship(foreign_keys=[recorded_by_id])
    withdrawn_by: Mapped[User | None] = relationship(foreign_keys=[withdrawn_by_id])
    findings: Mapped[list[PracticeFinding]] = relationship(
        primaryjoin="SiteVisit.id == PracticeFinding.visit_id",
        foreign_keys="PracticeFinding.visit_id",
        order_by="PracticeFinding.practice",
    )
    files: Mapped[list[SiteVisitFile]] = relationship(
        primaryjoin="SiteVisit.id == SiteVisitFile.visit_id",
        foreign_keys="SiteVisitFile.visit_id",
        order_by="SiteVisitFile.file_id",
    )

    def __repr__(self) -> str:
        return f"<SiteVisit {self.id} {self.visited_on}>"


class PracticeFinding(OfParty, Base):
    """What a visit found of one practice; a practice nobody looked at has no row."""

    __tablename__ = "practice_finding"
    __table_args__ = (_of_visit(),)

    visit_id: Mapped[Uid] = mapped_column(primary_key=True)
    practice: Mapped[Code] = mapped_column(primary_key=True)
    finding: Mapped[Code]


class SiteVisitFile(OfParty, Base):
    """A file that shows what a visit found; read by the drafting team."""

    __tablename__ = "site_visit_file"
    __table_args__ = (
        _of_visit(),
        ForeignKeyConstraint(["party_id", "file_id"], ["stored_file.party_id", "stored_file.id"]),
    )

    visit_id: Mapped[Uid] = mapped_column(primary_key=True)
    file_id: Mapped[Uid] = mapped_column(primary_key=True)
    file: Mapped[StoredFile] = relationship(
        primaryjoin="SiteVisitFile.file_id == StoredFile.id", foreign_keys="SiteVisitFile.file_id"
    )


class VisitLimit(OfParty, Base):
    """How long an elimination is believed in one plan; without a row the usual time."""

    __tablename__ = "visit_limit"
    __table_args__ = (_of_plan(),)

    plan_id: Mapped[Uid] = mapped_column(primary_key=True)
    months: Mapped[int]
