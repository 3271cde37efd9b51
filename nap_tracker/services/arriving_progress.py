"""What an arriving Party says of how its plans are carried out, and of its three-yearly reviews.

States, phases and dates are counted with; a sealed pack is printed from what it says: each must be
one that this program can read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nap_tracker.charts.plain import from_data as from_picture
from nap_tracker.content.stand import arrived
from nap_tracker.exports import review_pack
from nap_tracker.i18n import is_language
from nap_tracker.workflow.implementation import Phase
from nap_tracker.workflow.progress import OVERRIDABLE
from nap_tracker.workflow.review import Review
from nap_tracker.workflow.spans import Span

SEALED = (Review.SEALED, Review.FILED)

Row = Mapping[str, Any]


def activity(row: Row) -> None:
    """Raises ValueError."""
    _one_of(Phase, row["phase"], "phase")
    if row["override"] is not None:
        _one_of(OVERRIDABLE, row["override"], "status")
    for item in row["items"]:
        _text(item, "item")
    _merged(row)
    _dates(row, "start", "end")


def milestone(row: Row) -> None:
    """Raises ValueError."""
    _dates(row, "due", "reached_on")


def move(row: Row) -> None:
    """Raises ValueError."""
    _dates(row, "before", "after")


def review(row: Row) -> None:
    """Raises ValueError."""
    _one_of(Review, row["state"], "state")
    _dates(row, "due_on", "starts_on", "ends_on", "consulted_on", "approved_on", "filed_on")
    if Span.of(row["starts_on"]).first > Span.of(row["ends_on"]).last:
        raise ValueError("its period ends before it begins")
    if not is_language(row["language"]):
        raise ValueError("its language is not one that is known here")
    if (row["state"] in SEALED) != (row["pack"] is not None):
        raise ValueError("it is sealed without a pack, or has one before it is")
    if row["pack"] is not None:
        review_pack.to_document(row["pack"], row["sha256"] or "")
    for one in (row["pictures"] or {"drawn": ()})["drawn"]:
        _text(one["title"], "title of a picture")
        from_picture(one["picture"])


def answer(row: Row) -> None:
    """Raises ValueError. Questions may be others here: one that is not asked is not shown."""
    _text(row["question"], "question")


def snapshot(row: Row) -> None:
    """Raises ValueError."""
    stand = arrived(row["content"])
    if (stand.kind, stand.uid) != (row["kind"], row["uid"]):
        raise ValueError("it keeps something else than it says")


def heard(row: Row) -> None:
    """Raises ValueError."""
    _dates(row, "said_on")


def _merged(row: Row) -> None:
    into = row["merged_into_uid"]
    if into is not None and (row["phase"] != Phase.MERGED or into == row["uid"]):
        raise ValueError("it names what took it up, and was not merged into another")


def _dates(row: Row, *names: str) -> None:
    for name in names:
        if row[name] is not None:
            Span.of(row[name])


def _text(value: Any, what: str) -> None:
    if not isinstance(value, str):
        raise ValueError(f"its {what} is no text")


def _one_of(known: Any, value: Any, what: str) -> None:
    if value not in list(known):
        raise ValueError(f"its {what} is not one that is known here")
