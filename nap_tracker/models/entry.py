"""Entries and their revisions: the one shape of everything that can be edited in a plan."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    column,
)
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from nap_tracker.models.base import (
    Base,
    Code,
    LongText,
    Moment,
    OfParty,
    Timestamps,
    Uid,
    new_uid,
)


class Entry(OfParty, Timestamps, Base):
    """A section's answers, or one row of a register.

    The uid stays the same across versions of the plan, so comments, diffs, imports and the
    tracking of activities can hold on to it. What it says is its newest revision.
    """

    __tablename__ = "entry"
    __table_args__ = (
        ForeignKeyConstraint(
            ["party_id", "version_id"], ["plan_version.party_id", "plan_version.id"]
        ),
        UniqueConstraint("party_id", "version_id", "uid"),
        UniqueConstraint("version_id", "section"),
        CheckConstraint("(kind = 'section') = (section IS NOT NULL)", name="section_is_named"),
        Index(None, "version_id", "kind", "position"),
    )

    version_id: Mapped[Uid] = mapped_column(primary_key=True)
    uid: Mapped[Uid] = mapped_column(primary_key=True, default=new_uid)
    kind: Mapped[Code]
    section: Mapped[Code | None]
    position: Mapped[int] = mapped_column(default=0)
    counter: Mapped[int] = mapped_column(default=0)
    """The number of the newest revision; a save names the one it was opened with."""
    removed_at: Mapped[Moment | None]
    """Removed rows stay, so that removing can be undone and nothing is lost."""
    updated_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    protected_since: Mapped[int] = mapped_column(default=0, server_default="0")
    """The revision from which words are gone to protect people: what was opened before is refused,
    since a form still holds them."""

    # The true race (two saves past the lock on a database without one) still stops here.
    __mapper_args__ = {"version_id_col": counter, "version_id_generator": False}  # noqa: RUF012

    def __repr__(self) -> str:
        return f"<Entry {self.kind} {self.uid}>"


_IS_BESIDE = column("number").is_(None)


class Revision(OfParty, Base):
    """What an entry said at one moment, in canonical JSON, and where it stood. Never changed.

    Only autosaves that nobody can have named, restored or collided with are thinned out later
    (services.thinning).
    """

    __tablename__ = "revision"
    __table_args__ = (
        ForeignKeyConstraint(
            ["party_id", "version_id", "uid"],
            ["entry.party_id", "entry.version_id", "entry.uid"],
        ),
        UniqueConstraint("version_id", "uid", "number"),
        CheckConstraint("(number IS NULL) = (based_on IS NOT NULL)", name="kept_or_not"),
        Index(None, "version_id", "sitting", "created_at"),
        Index(
            "ix_revision_kept_beside",
            "author_id",
            "created_at",
            sqlite_where=_IS_BESIDE,
            postgresql_where=_IS_BESIDE,
        ),
    )

    id: Mapped[Uid] = mapped_column(primary_key=True, default=new_uid)
    version_id: Mapped[Uid]
    uid: Mapped[Uid]
    number: Mapped[int | None]
    """None for text that was not kept when two people changed the same words."""
    based_on: Mapped[int | None]
    position: Mapped[int] = mapped_column(default=0)
    removed: Mapped[bool] = mapped_column(default=False)
    """From here on the row was out of the plan."""
    restored_from: Mapped[int | None]
    """The number of the revision whose words were brought back."""
    content: Mapped[LongText]
    """{"answers", "audience", "audiences", "completed"} as canonical JSON."""
    unaccepted: Mapped[LongText] = mapped_column(default="{}")
    """Field id -> what was typed and could not be taken yet, with the message; canonical JSON."""
    normaliser: Mapped[int] = mapped_column(default=1)
    origin: Mapped[str] = mapped_column(String(64), default="form")
    """How it came: `form`, `word`, …, or `comment:<id>`, whose proposed wording was used."""
    author_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    author_name: Mapped[str] = mapped_column(String(200), default="")
    sitting: Mapped[Uid] = mapped_column(default=new_uid)
    """What one person saved in one window without a long pause; one line of history."""
    window: Mapped[str] = mapped_column(String(36), default="")
    """Which open page it was typed in, as that page named itself; '' without scripts."""
    created_at: Mapped[Moment]


class Row(OfParty):
    """A typed table's row: the current state of one register entry, in columns that count."""

    version_id: Mapped[Uid] = mapped_column(primary_key=True)
    uid: Mapped[Uid] = mapped_column(primary_key=True)

    @declared_attr.directive
    def __table_args__(cls) -> tuple[ForeignKeyConstraint, ...]:  # noqa: N805 (on the class)
        """Its own entry, and every `<field>_uid` column points at an entry of the same version."""
        own = ForeignKeyConstraint(
            ["party_id", "version_id", "uid"],
            ["entry.party_id", "entry.version_id", "entry.uid"],
        )
        names = [name for name in cls.__annotations__ if name.endswith("_uid")]
        return (own, *(points_at_entry(name) for name in names))


def points_at_entry(column: str) -> ForeignKeyConstraint:
    """A reference inside one version; across versions and Parties there are none."""
    return ForeignKeyConstraint(["version_id", column], ["entry.version_id", "entry.uid"])


class EntryItem(OfParty, Base):
    """An Annex C item that a row serves: any number each."""

    __tablename__ = "entry_item"
    __table_args__ = (
        ForeignKeyConstraint(
            ["party_id", "version_id", "uid"],
            ["entry.party_id", "entry.version_id", "entry.uid"],
        ),
        Index(None, "version_id", "item"),
    )

    version_id: Mapped[Uid] = mapped_column(primary_key=True)
    uid: Mapped[Uid] = mapped_column(primary_key=True)
    item: Mapped[str] = mapped_column(String(8), primary_key=True)


class EntryLink(OfParty, Base):
    """One of several references a row makes in a field (supporting institutions, objectives)."""

    __tablename__ = "entry_link"
    __table_args__ = (
        ForeignKeyConstraint(
            ["party_id", "version_id", "uid"],
            ["entry.party_id", "entry.version_id", "entry.uid"],
        ),
        points_at_entry("target_uid"),
    )

    version_id: Mapped[Uid] = mapped_column(primary_key=True)
    uid: Mapped[Uid] = mapped_column(primary_key=True)
    field: Mapped[Code] = mapped_column(primary_key=True)
    target_uid: Mapped[Uid] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
