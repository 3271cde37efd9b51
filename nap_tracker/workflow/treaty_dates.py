"""The dates and lengths of the treaty clock, read once from `treaty_dates.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("treaty_dates.toml")


@dataclass(frozen=True, slots=True)
class Cycle:
    """A report of Article 21 that comes round again."""

    first_due_on: date
    every_years: int
    basis_of_first: str
    basis_of_next: str
    first_covers_from: date | None = None

    @property
    def next_is_a_reading(self) -> bool:
        """Whether dates after the first follow from the decision only by our reading."""
        return self.basis_of_next == "reading"


@dataclass(frozen=True, slots=True)
class TreatyDates:
    """What the clock computes with."""

    opened_on: date
    first_wave_on: date
    days_after_deposit: int
    plan_years: int
    review_years: int
    short_report: Cycle
    full_report: Cycle


@cache
def treaty_dates() -> TreatyDates:
    """Raises KeyError or TypeError at once where the file lacks or misspells something."""
    return _build(tomllib.loads(FILE.read_text("utf-8")))


def _build(raw: Mapping[str, Any]) -> TreatyDates:
    return TreatyDates(
        opened_on=raw["convention"]["opened_on"],
        first_wave_on=raw["entry_into_force"]["first_wave_on"],
        days_after_deposit=raw["entry_into_force"]["days_after_deposit"],
        plan_years=raw["plan"]["years"],
        review_years=raw["review"]["every_years"],
        short_report=Cycle(**raw["report"]["short"]),
        full_report=Cycle(**raw["report"]["full"]),
    )
