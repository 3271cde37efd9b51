"""What an arriving Party says was said of its plans, and observed: rounds, comments, indicators."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from nap_tracker.content.public_progress import from_content, to_content
from nap_tracker.estimates.on_track import Direction
from nap_tracker.i18n import languages
from nap_tracker.workflow.hearing import Visibility
from nap_tracker.workflow.observing import Observing
from nap_tracker.workflow.resolution import CommentKind, Means, Resolution, ResponseKind
from nap_tracker.workflow.rounds import Reviewing, Sitting

Row = Mapping[str, Any]


def round_(row: Row) -> None:
    """Raises ValueError."""
    _one_of(Reviewing, row["state"], "state")
    date.fromisoformat(row["due_on"])
    for section in row["sections"]:
        _text(section, "section")
    for question in row["questions"]:
        _text(question["id"], "question")
        _text(question["text"], "question")


def seat(row: Row) -> None:
    """Raises ValueError."""
    _one_of(Sitting, row["state"], "state")


def comment(row: Row) -> None:
    """Who may read it is decided by these words alone. Raises ValueError."""
    _one_of(Visibility, row["visibility"], "circle of readers")
    _one_of(CommentKind, row["kind"], "kind")
    _one_of(Resolution, row["state"], "state")
    if row["received_by"] is not None:
        _one_of(Means, row["received_by"], "way of coming")


def response(row: Row) -> None:
    """Raises ValueError."""
    _one_of(ResponseKind, row["kind"], "kind")


def observation(row: Row) -> None:
    """Whether it counts is decided by its state alone. Raises ValueError."""
    _one_of(Observing, row["state"], "state")


def indicator(row: Row) -> None:
    """Raises ValueError."""
    _one_of(Direction, row["direction"], "direction")


def publication(row: Row) -> None:
    """What is public here too: it reads as it should, or it does not come in. Raises ValueError."""
    progress = from_content(row["content"], is_arriving=True)
    if to_content(progress) != row["content"]:
        raise ValueError("it is not how this program publishes")
    _one_of(languages(), row["language"], "language")
    date.fromisoformat(row["until"])


def _text(value: Any, what: str) -> None:
    if not isinstance(value, str):
        raise ValueError(f"its {what} is no text")


def _one_of(known: Any, value: Any, what: str) -> None:
    if value not in list(known):
        raise ValueError(f"its {what} is not one that is known here")
