"""Indicators of a plan in force: how they are followed, start and target, and what was observed.

They hang on the plan and on uids of its rows, never on frozen rows: the same uid goes on in the
next version.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    column,
)
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nap_tracker.models.account import User
from nap_tracker.models.base import (
    Base,
    Base6,
    Code,
    Codes,
    Data,
    Identified,
    Listing,
    Moment,
    OfParty,
    PartialDate,
    Timestamps,
    Uid,
    Words,
)
from nap_tracker.models.stored_file import StoredFile


def _of_plan() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["party_id", "plan_id"], ["plan.party_id", "plan.id"])


def _of_track() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["party_id", "track_id"], ["indicator_track.party_id", "indicator_track.id"]
    )


class IndicatorTrack(Identified, OfParty, Timestamps, Base):
    """One indicator that is followed: from the plan, from the library, or noted by the team.

    Its words are kept as they were when it was chosen, so that it reads right without its source.
    """

    __tablename__ = "indicator_track"
    __table_args__ = (_of_plan(), Unique("party_id", "id"), Unique("plan_id", "source"))

    plan_id: Mapped[Uid] = mapped_column(index=True)
    source: Mapped[str] = mapped_column(String(64))
    """`row:<uid>`, `library:<id>:<measure>` or `own:<uid>`: nothing is followed twice."""
    title: Mapped[Words]
    definition: Mapped[Words] = mapped_column(default=dict)
    kind: Mapped[Code]
    """quantity, share (typed as two numbers) or scale (steps with a description)."""
    unit: Mapped[Code]
    """A code of estimates.units, USD, or `other`: then `unit_words` say what is counted."""
    unit_words: Mapped[Words] = mapped_column(default=dict)
    items: Mapped[Codes] = mapped_column(default=list)
    steps: Mapped[Listing] = mapped_column(default=list)
    """Of a scale: what each step means, the lowest first."""
    direction: Mapped[Code]
    margin: Mapped[Base6]
    """In per cent of the way from start to target."""
    shows_progress: Mapped[bool] = mapped_column(default=True)
    """Whether it says how far the plan has come, or only describes the country."""
    limits: Mapped[str] = mapped_column(Text, default="")
    """What it cannot tell."""
    frequency: Mapped[Code | None]
    split: Mapped[Codes] = mapped_column(default=list)
    """sex, age, region."""
    responsible_uid: Mapped[Uid | None]
    """The institution that measures it."""
    activities: Mapped[Codes] = mapped_column(default=list)
    """Uids of the activities whose success it shows."""
    closed_until: Mapped[PartialDate | None]
    """Values up to then are closed; who leads opens them again, with a reason."""
    ended_at: Mapped[Moment | None]
    """No longer followed; what was observed stays."""

    def __repr__(self) -> str:
        return f"<IndicatorTrack {self.source}>"


class IndicatorFigure(Identified, OfParty, Timestamps, Base):
    """The start or the target of an indicator. A changed one stays, with why it was replaced."""

    __tablename__ = "indicator_figure"
    __table_args__ = (
        _of_track(),
        Index(
            "uq_indicator_figure_in_force",
            "track_id",
            "kind",
            unique=True,
            sqlite_where=column("replaced_at").is_(None),
            postgresql_where=column("replaced_at").is_(None),
        ),
    )

    track_id: Mapped[Uid] = mapped_column(index=True)
    kind: Mapped[Code]
    """baseline or target."""
    on: Mapped[PartialDate | None]
    low: Mapped[Base6 | None]
    best: Mapped[Base6 | None]
    high: Mapped[Base6 | None]
    empty: Mapped[Code | None]
    """`unknown` where somebody said so."""
    source: Mapped[str] = mapped_column(Text, default="")
    recorded_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    replaced_at: Mapped[Moment | None]
    replaced_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[Code | None]
    """Why it was replaced: workflow.observing.REASONS."""
    reason_words: Mapped[str] = mapped_column(Text, default="")


class Observation(Identified, OfParty, Timestamps, Base):
    """What was measured of one indicator as of a day. Only an approved one counts."""

    __tablename__ = "observation"
    __table_args__ = (
        _of_track(),
        _of_plan(),
        Unique("party_id", "id"),
        CheckConstraint("(decided_at IS NULL) = (state IN ('draft', 'waiting'))", name="decided"),
    )

    plan_id: Mapped[Uid] = mapped_column(index=True)
    track_id: Mapped[Uid] = mapped_column(index=True)
    as_of: Mapped[PartialDate]
    low: Mapped[Base6 | None]
    best: Mapped[Base6 | None]
    """In the base unit; of a scale the number of the step."""
    high: Mapped[Base6 | None]
    empty: Mapped[Code | None]
    part: Mapped[Base6 | None]
    whole: Mapped[Base6 | None]
    """The two numbers a share was typed as."""
    groups: Mapped[Data] = mapped_column(default=dict)
    """{"sex": {"women": "12"}, "age": {…}, "region": {uid: "3"}}."""
    source: Mapped[str] = mapped_column(Text, default="")
    comment: Mapped[str] = mapped_column(Text, default="")
    on_behalf_uid: Mapped[Uid | None]
    """The institution whose figure it is, where somebody else entered it."""
    state: Mapped[Code]
    revision: Mapped[int] = mapped_column(default=1)
    """Counts its changes: a page opened before somebody else's does not undo them."""
    author_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    sent_at: Mapped[Moment | None]
    sent_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[Moment | None]
    decided_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    """Who approved it, or sent it back."""
    note: Mapped[str] = mapped_column(Text, default="")
    """Why it was sent back."""
    approved_alone: Mapped[bool] = mapped_column(default=False)
    """Approved by its author, since nobody else could."""
    author: Mapped[User | None] = relationship(foreign_keys=[author_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])

    def __repr__(self) -> str:
        return f"<Observation {self.id} {self.state}>"


class ObservationFile(OfParty, Base):
    """Evidence that came with an observation; the drafting team's."""

    __tablename__ = "observation_file"
    __table_args__ = (
        ForeignKeyConstraint(
            ["party_id", "observation_id"], ["observation.party_id", "observation.id"]
        ),
        ForeignKeyConstraint(["party_id", "file_id"], ["stored_file.party_id", "stored_file.id"]),
    )

    observation_id: Mapped[Uid] = mapped_column(primary_key=True)
    file_id: Mapped[Uid] = mapped_column(primary_key=True)
    file: Mapped[StoredFile] = relationship(
        primaryjoin="ObservationFile.file_id == StoredFile.id",
        foreign_keys="ObservationFile.file_id",
    )
