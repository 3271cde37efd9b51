"""The work plan: strategies, activities, milestones and what they cost."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from nap_tracker.models.base import (
    Amount,
    Base,
    Code,
    Codes,
    Currency,
    Data,
    PartialDate,
    Uid,
    Words,
)
from nap_tracker.models.entry import Row


class Strategy(Row, Base):
    """A group of activities for one or more Annex C items."""

    __tablename__ = "strategy"

    number: Mapped[Words | None]
    heading: Mapped[Words | None]
    description: Mapped[Words | None]


class Activity(Row, Base):
    """A unit of work with a lead institution and dates (Annex C 1(k))."""

    __tablename__ = "activity"

    number: Mapped[Words | None]
    statement: Mapped[Words | None]
    strategy_uid: Mapped[Uid | None]
    lead_uid: Mapped[Uid | None]
    start: Mapped[PartialDate | None]
    end: Mapped[PartialDate | None]
    place: Mapped[Words | None]
    output: Mapped[Words | None]
    indicator: Mapped[Words | None]
    verification: Mapped[Words | None]
    assumptions: Mapped[Words | None]
    targets_groups: Mapped[Codes | None]
    effects: Mapped[Codes | None]


class Milestone(Row, Base):
    """A dated point that somebody can verify."""

    __tablename__ = "milestone"

    activity_uid: Mapped[Uid | None]
    title: Mapped[Words | None]
    due: Mapped[PartialDate | None]
    verification: Mapped[Words | None]


class BudgetLine(Row, Base):
    """What a part of an activity costs. `cost_empty` keeps *not costed* apart from zero."""

    __tablename__ = "budget_line"

    activity_uid: Mapped[Uid | None]
    description: Mapped[Words | None]
    cost: Mapped[Data | None]
    cost_amount: Mapped[Amount | None]
    cost_currency: Mapped[Currency | None]
    cost_empty: Mapped[Code | None]
    year: Mapped[PartialDate | None]
    funding_status: Mapped[Code | None]
    source_type: Mapped[Code | None]
    source: Mapped[Words | None]
    notes: Mapped[Words | None]
