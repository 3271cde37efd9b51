"""Indicators: how the country will know."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from nap_tracker.models.base import Base, Base6, Code, Codes, Data, PartialDate, Uid, Words
from nap_tracker.models.entry import Row


class Indicator(Row, Base):
    """A measure with its baseline and target value."""

    __tablename__ = "indicator"

    number: Mapped[Words | None]
    title: Mapped[Words | None]
    unit: Mapped[Words | None]
    objective_uid: Mapped[Uid | None]
    baseline_value: Mapped[Data | None]
    baseline_value_low: Mapped[Base6 | None]
    baseline_value_best: Mapped[Base6 | None]
    baseline_value_high: Mapped[Base6 | None]
    baseline_value_empty: Mapped[Code | None]
    target_value: Mapped[Data | None]
    target_value_low: Mapped[Base6 | None]
    target_value_best: Mapped[Base6 | None]
    target_value_high: Mapped[Base6 | None]
    target_value_empty: Mapped[Code | None]
    target_year: Mapped[PartialDate | None]
    disaggregation: Mapped[Codes | None]
    method: Mapped[Words | None]
    frequency: Mapped[Code | None]
    source: Mapped[Words | None]
    responsible_uid: Mapped[Uid | None]
