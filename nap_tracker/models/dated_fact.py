"""What is said of a version of a plan with a date: that a body endorsed it, that it was sent.

Such a fact may come in any order and after the version was frozen. It is never overwritten: a
correction is a new row that names the one it replaces, and the old row keeps who, when and why.
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from nap_tracker.models.base import Identified, Moment, OfParty, Uid


class BesideText:
    """Names a version without being part of its text: freezing the text leaves it free."""


class AboutVersion(BesideText):
    """What was said of a version, or is kept of it: some of its columns for ever."""

    kept: ClassVar[frozenset[str]] = frozenset()
    """Columns that are never written again once the row is there (services.walls)."""
    filled_once: ClassVar[frozenset[str]] = frozenset()
    """Columns that come later, and are never written again then."""


class DatedFact(AboutVersion, Identified, OfParty):
    """When it was recorded and by whom; the subclass names the date on which it happened."""

    kept: ClassVar[frozenset[str]] = frozenset(
        {"plan_id", "version_id", "note", "recorded_at", "recorded_by_id", "replaces_id"}
    )

    plan_id: Mapped[Uid]
    version_id: Mapped[Uid] = mapped_column(index=True)
    note: Mapped[str] = mapped_column(String(2000), default="")
    recorded_at: Mapped[Moment]
    recorded_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    recorded_by_name: Mapped[str] = mapped_column(String(200), default="")
    replaces_id: Mapped[Uid | None]
    """The fact of the same table that this one corrects; no key, since archives load in order."""
    replaced_at: Mapped[Moment | None]
    """From here on a correction holds, or nothing where it had been recorded by mistake."""
    replaced_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    replaced_by_name: Mapped[str] = mapped_column(String(200), default="")
    replaced_because: Mapped[str] = mapped_column(String(2000), default="")

    @declared_attr.directive
    def __table_args__(cls) -> tuple[ForeignKeyConstraint | UniqueConstraint, ...]:  # noqa: N805 (on the class)
        return facts_keys()


def facts_keys() -> tuple[ForeignKeyConstraint, ...]:
    """Inside one Party: the plan and the version a fact is about."""
    return (
        ForeignKeyConstraint(["party_id", "plan_id"], ["plan.party_id", "plan.id"]),
        ForeignKeyConstraint(
            ["party_id", "version_id"], ["plan_version.party_id", "plan_version.id"]
        ),
    )


def names_file(column: str) -> ForeignKeyConstraint:
    """A stored file of the same Party that proves or holds what the fact says."""
    return ForeignKeyConstraint(["party_id", column], ["sealed_file.party_id", "sealed_file.id"])
