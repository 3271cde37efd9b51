"""Plans, their versions, who drafts which section, the warnings that were answered."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Enum, ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, query_expression, relationship

from nap_tracker.models.account import Party, User
from nap_tracker.models.base import (
    Base,
    Code,
    Codes,
    Data,
    Identified,
    LongText,
    Moment,
    OfParty,
    PartialDate,
    Sha256,
    Timestamps,
    Uid,
    Words,
)
from nap_tracker.workflow.drafting import Drafting

StateColumn = Enum(
    Drafting, native_enum=False, length=30, values_callable=lambda e: [m.value for m in e]
)


class Plan(Identified, OfParty, Timestamps, Base):
    """A national action plan for a period; its text lives in versions."""

    __tablename__ = "plan"
    __table_args__ = (UniqueConstraint("party_id", "id"),)

    title: Mapped[Words]
    short_title: Mapped[Words] = mapped_column(default=dict)
    language: Mapped[str] = mapped_column(String(12))
    """The binding language."""
    languages: Mapped[Codes] = mapped_column(default=list)
    """Every language the plan is written in, the binding one first."""
    period_start: Mapped[PartialDate | None]
    period_end: Mapped[PartialDate | None]
    sample: Mapped[bool] = mapped_column(default=False)
    progress_limits: Mapped[Data] = mapped_column(default=dict, server_default="{}")
    """Months that are not those of workflow.progress_limits."""
    party: Mapped[Party] = relationship()
    versions: Mapped[list[PlanVersion]] = relationship(
        back_populates="plan",
        order_by="PlanVersion.number",
        primaryjoin="Plan.id == PlanVersion.plan_id",
        foreign_keys="PlanVersion.plan_id",
    )

    def __repr__(self) -> str:
        return f"<Plan {self.id}>"


class PlanVersion(Identified, OfParty, Timestamps, Base):
    """One text of a plan. A frozen one is its canonical JSON and can never change again."""

    __tablename__ = "plan_version"
    __table_args__ = (
        ForeignKeyConstraint(["party_id", "plan_id"], ["plan.party_id", "plan.id"]),
        UniqueConstraint("party_id", "id"),
        UniqueConstraint("plan_id", "number"),
    )

    kept: ClassVar[frozenset[str]] = frozenset(
        {"plan_id", "number", "schema_edition", "purpose", "based_on"}
        | {"frozen_at", "snapshot", "snapshot_sha256"}
    )
    """Columns that never change once it is frozen (services.walls)."""
    plan_id: Mapped[Uid]
    number: Mapped[int]
    schema_edition: Mapped[int]
    purpose: Mapped[Code] = mapped_column(default="draft", server_default="draft")
    """Why it was begun: services.versions.Purpose."""
    based_on: Mapped[int | None]
    """The number of the version it was begun as a copy of."""
    state: Mapped[Drafting] = mapped_column(StateColumn, default=Drafting.DRAFT)
    """Written by services.lifecycle alone."""
    stages: Mapped[Codes] = mapped_column(default=list)
    """The stages open beside the draft (workflow.drafting.Stage), sorted; likewise."""
    frozen_at: Mapped[Moment | None] = mapped_column(active_history=True)
    snapshot: Mapped[LongText | None]
    snapshot_sha256: Mapped[Sha256 | None]
    plan_is_in_force: Mapped[bool | None] = query_expression()
    """Whether any version of its plan is; None unless the query that loaded it asked."""
    redactions: Mapped[int | None] = query_expression()
    """How often words were removed from its frozen text; None likewise."""
    plan: Mapped[Plan] = relationship(
        back_populates="versions",
        primaryjoin="Plan.id == PlanVersion.plan_id",
        foreign_keys="PlanVersion.plan_id",
    )

    def __repr__(self) -> str:
        return f"<PlanVersion {self.plan_id} v{self.number}>"


def of_version() -> ForeignKeyConstraint:
    """A row of one version, inside the same Party's walls."""
    return ForeignKeyConstraint(
        ["party_id", "version_id"], ["plan_version.party_id", "plan_version.id"]
    )


class Assignment(Identified, OfParty, Timestamps, Base):
    """Who drafts a section, and by when."""

    __tablename__ = "assignment"
    __table_args__ = (
        ForeignKeyConstraint(
            ["party_id", "version_id"], ["plan_version.party_id", "plan_version.id"]
        ),
        UniqueConstraint("version_id", "section"),
    )

    version_id: Mapped[Uid]
    section: Mapped[Code]
    user_id: Mapped[Uid] = mapped_column(ForeignKey("user.id"))
    due_on: Mapped[PartialDate | None]
    user: Mapped[User] = relationship()


class WarningAnswer(Identified, OfParty, Timestamps, Base):
    """The reason given for a warning of the check; kept, and shown to reviewers."""

    __tablename__ = "warning_answer"
    __table_args__ = (
        ForeignKeyConstraint(
            ["party_id", "version_id"], ["plan_version.party_id", "plan_version.id"]
        ),
        UniqueConstraint("version_id", "key"),
    )

    version_id: Mapped[Uid]
    key: Mapped[str] = mapped_column(String(200))
    """The finding's stable key: check, section or row uid, field."""
    reason: Mapped[Words]
    author_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    author: Mapped[User | None] = relationship()
