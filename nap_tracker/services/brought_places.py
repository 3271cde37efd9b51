"""Where something that came in a file hangs, and what it said of a place that is none here."""

from __future__ import annotations

from typing import NamedTuple

from nap_tracker.imports.brought import Brought, Fate
from nap_tracker.services.comment_files import Reading
from nap_tracker.services.comment_places import NOWHERE, Where

LONGEST_TOLD = 300
"""Characters of a place that are kept for the tray."""


class Hung(NamedTuple):
    """A place for a comment that came in a file."""

    where: Where
    told: str = ""
    """What the file called its place, where that is none: by this it lies in the tray."""

    @property
    def is_lost(self) -> bool:
        return self.where.field == NOWHERE


def place_of(reading: Reading, item: Brought) -> Hung:
    """The place it names, where that is one of the plan; also of what goes to the tray because the
    words it quotes do not stand there.

    Nowhere is what names no such place, and what goes to the tray quoting nothing, like a paragraph
    that was added: by nothing else than words could it be found again. It keeps the section it
    named, if there is one of that name that its reader may see, so that who reads that finds it.
    """
    spot = item.spot
    if spot is not None and (item.fate is not Fate.TRAY or item.quote):
        parts = (spot.section, spot.uid, spot.field, spot.language)
        return Hung(Where(*(part or None for part in parts)))
    section = spot.section if spot is not None else _section_of(reading, item.section)
    named = (item.place,) if section else (item.section, item.place)
    words = (" ".join(name.split()) for name in named)
    told = " – ".join(name for name in words if name)
    return Hung(Where(section or None, None, NOWHERE), told[:LONGEST_TOLD])


def _section_of(reading: Reading, title: str) -> str:
    found = {place.spot.section for place in reading.places.called(title, "")}
    return found.pop() if len(found) == 1 else ""
