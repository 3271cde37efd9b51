"""What an arriving Party says was done: states, kept files and receipts this program can show."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from nap_tracker import media
from nap_tracker.annex_c.codes import CURRENCIES
from nap_tracker.content import serial
from nap_tracker.content.audience import Audience
from nap_tracker.content.finances import Movement
from nap_tracker.exports import receipt
from nap_tracker.services.bundles import ZIP
from nap_tracker.services.exports import MEDIA_TYPES
from nap_tracker.services.sealing import KIND_NAMES
from nap_tracker.services.versions import PURPOSE_NAMES
from nap_tracker.workflow.drafting import Drafting, Stage
from nap_tracker.workflow.spans import Span

SEALED = media.TYPES | {*MEDIA_TYPES.values(), ZIP}
"""Every type a kept file may have: what came in, and what is made here."""

Row = Mapping[str, Any]


def version(row: Row) -> None:
    """Raises ValueError."""
    _one_of(Drafting, row["state"], "state")
    _stages(row)
    _one_of(PURPOSE_NAMES, row["purpose"], "purpose")
    if row["snapshot"] is not None:
        serial.from_text(row["snapshot"])


def move(row: Row) -> None:
    """Raises ValueError."""
    for name in ("source", "target"):
        _one_of(Drafting, row[name], name)
    _stages(row)


def sealed_file(row: Row) -> None:
    """Raises ValueError."""
    _one_of(KIND_NAMES, row["kind"], "kind")
    _one_of(SEALED, row["media_type"], "type")
    _one_of(Audience, row["audience"], "audience")


def submission(row: Row) -> None:
    """A receipt is printed and shown as it came. Raises ValueError."""
    if row["receipt"]["number"] != row["number"]:
        raise ValueError("its receipt has another number")
    receipt.lines(row["receipt"])
    receipt.duties(row["receipt"])


def funding(row: Row) -> None:
    """Raises ValueError."""
    _one_of(Movement, row["movement"], "movement")
    _one_of(CURRENCIES, row["currency"], "currency")
    _above_zero(row["amount"])
    Span.of(row["happened_on"])


def rate(row: Row) -> None:
    """Raises ValueError."""
    _one_of(CURRENCIES, row["base"], "currency")
    _one_of(CURRENCIES, row["quote"], "currency")
    _above_zero(row["rate"])
    date.fromisoformat(row["stated_on"])


def _above_zero(stored: int) -> None:
    if stored <= 0:
        raise ValueError("its amount is not above zero")


def _stages(row: Row) -> None:
    for stage in row["stages"]:
        _one_of(Stage, stage, "stage")


def _one_of(known: Any, value: Any, what: str) -> None:
    if value not in list(known):
        raise ValueError(f"its {what} is not one that is known here")
