"""A picture of implementation as a block of a document."""

from __future__ import annotations

from dataclasses import dataclass

from nap_tracker.charts.plain import AnyPicture


@dataclass(frozen=True, slots=True)
class Drawing:
    """Drawn in print; in Word its finding and the table behind it."""

    anchor: str
    picture: AnyPicture
