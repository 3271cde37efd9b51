"""What an arriving Party says was found at its sites: what is counted with must be readable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nap_tracker.charts.outlines import from_data
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


def outlines(row: Row) -> None:
    """Raises ValueError. Lines are drawn as they stand, so they must be ours."""
    shapes = from_data(row["outlines"]).shapes
    if not all(uid is None or type(uid) is str for uid in row["regions"]):
        raise ValueError("a region of it is no id")
    said = row["properties"]
    if set(said) - {row["called_by"]} or len(row["regions"]) != len(shapes):
        raise ValueError("it does not say of each outline which region it is")
    for texts in said.values():
        if len(texts) != len(shapes) or not all(type(text) is str for text in texts):
            raise ValueError("it does not say of each outline what it is called")


def age(row: Row) -> None:
    """Raises ValueError."""
    if not OFTENEST <= row["months"] <= SELDOMEST:
        raise ValueError("its number of months is not one that can be set")
