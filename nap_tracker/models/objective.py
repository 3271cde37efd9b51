"""National objectives, reduction targets and the estimates they start from (Annex C 1(a), 1(d))."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from nap_tracker.models.base import Base, Base6, Code, Data, Listing, PartialDate, Uid, Words
from nap_tracker.models.entry import Row


class Objective(Row, Base):
    """A change the country wants."""

    __tablename__ = "objective"

    number: Mapped[Words | None]
    statement: Mapped[Words | None]
    description: Mapped[Words | None]


class Baseline(Row, Base):
    """A published estimate with its document; several may stand side by side, one is official."""

    __tablename__ = "baseline"

    title: Mapped[Words | None]
    measure: Mapped[Code | None]
    amount: Mapped[Data | None]
    amount_low: Mapped[Base6 | None]
    amount_best: Mapped[Base6 | None]
    amount_high: Mapped[Base6 | None]
    amount_empty: Mapped[Code | None]
    scope: Mapped[Code | None]
    region_uid: Mapped[Uid | None]
    method: Mapped[Code | None]
    method_note: Mapped[Words | None]
    practices: Mapped[Words | None]
    official: Mapped[bool | None]
    document: Mapped[Listing | None]


class Target(Row, Base):
    """A level to reach by a year, tied to a baseline."""

    __tablename__ = "target"

    statement: Mapped[Words | None]
    type: Mapped[Code | None]
    objective_uid: Mapped[Uid | None]
    baseline_uid: Mapped[Uid | None]
    practice: Mapped[Code | None]
    value: Mapped[Data | None]
    value_low: Mapped[Base6 | None]
    value_best: Mapped[Base6 | None]
    value_high: Mapped[Base6 | None]
    value_empty: Mapped[Code | None]
    year: Mapped[PartialDate | None]
    scope: Mapped[Code | None]
    region_uid: Mapped[Uid | None]
    conditionality: Mapped[Code | None]
    horizon: Mapped[Code | None]
