"""What an arriving Party says was found at its sites: what is counted with must be readable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nap_tracker.workflow.eliminating import OFTENEST, PRACTICES, SELDOMEST, Finding
from nap_tracker.workflow.spans import Span

Row = Mapping[str, Any]


def visit(row: Row) -> None:
    """Raises ValueError."""
    Span.of(row["visited_on"])


def finding(row: Row) -> None:
    """Raises ValueError."""
    Finding(row["finding"])
    if row["practice"] not in PRACTICES:
        raise ValueError("its practice is not one that is known here")


def age(row: Row) -> None:
    """Raises ValueError."""
    if not OFTENEST <= row["months"] <= SELDOMEST:
        raise ValueError("its number of months is not one that can be set")
