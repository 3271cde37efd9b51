"""What a file of outlines holds, before anybody said which outline is which region."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nap_tracker.charts.outlines import Outlines


@dataclass(frozen=True, slots=True)
class Proposal:
    """Outlines as they would be drawn, with what the file says of each."""

    outlines: Outlines
    properties: Mapping[str, tuple[str, ...]]
    """Name of a property -> what it says of each outline, "" where it says nothing."""
