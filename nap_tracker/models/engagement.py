"""Who was asked, what they said, and what changed because of it (Annex C 1(g))."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from nap_tracker.models.base import Base, Code, Codes, Data, Listing, PartialDate, Uid, Words
from nap_tracker.models.entry import Row


class Stakeholder(Row, Base):
    """A person's group or an organization with a stake."""

    __tablename__ = "stakeholder"

    name: Mapped[Words | None]
    type: Mapped[Code | None]
    role: Mapped[Words | None]
    interest: Mapped[Code | None]
    influence: Mapped[Code | None]
    indigenous: Mapped[bool | None]
    peoples: Mapped[Words | None]
    phases: Mapped[Codes | None]
    contact: Mapped[Words | None]


class Consultation(Row, Base):
    """A meeting, survey or hearing."""

    __tablename__ = "consultation"

    title: Mapped[Words | None]
    held: Mapped[PartialDate | None]
    place: Mapped[Words | None]
    method: Mapped[Code | None]
    region_uid: Mapped[Uid | None]
    summary: Mapped[Words | None]
    outcome: Mapped[Words | None]
    documents: Mapped[Listing | None]


class Participation(Row, Base):
    """How many people of one group took part, by sex; peoples under their own name."""

    __tablename__ = "participation"

    consultation_uid: Mapped[Uid | None]
    group_name: Mapped[Words | None]
    group_type: Mapped[Code | None]
    count: Mapped[Data | None]
    count_women: Mapped[int | None]
    count_men: Mapped[int | None]
    count_girls: Mapped[int | None]
    count_boys: Mapped[int | None]
    count_unknown: Mapped[int | None]
    count_empty: Mapped[Code | None]


class Input(Row, Base):
    """What was said, and what changed in the plan because of it."""

    __tablename__ = "input"

    consultation_uid: Mapped[Uid | None]
    said: Mapped[Words | None]
    stakeholder_uid: Mapped[Uid | None]
    change: Mapped[Words | None]
