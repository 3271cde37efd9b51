"""The library of indicators: what countries measure, by item of Annex C, in every language.

`indicators.toml` holds structure and English words, `indicators.<language>.toml` the same ids with
the words of another language. Guidance, not treaty: a Party chooses what it follows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from nap_tracker.annex_c.loader import SOURCE_LANGUAGE, words_beside

FILES = "indicators"
QUANTITY, SHARE, SCALE = "quantity", "share", "scale"


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of an indicator."""

    id: str
    unit: str
    direction: str
    """up or down: which way is good (estimates.on_track.Direction)."""
    kind: str = QUANTITY
    name: str = ""
    """What of the indicator, where it has several."""
    part: str = ""
    whole: str = ""
    """What the two numbers of a share are."""
    split: bool = False
    """Figures about people, by sex, age and region."""


@dataclass(frozen=True, slots=True)
class Standard:
    """One indicator of the library."""

    id: str
    number: int
    title: str
    definition: str
    items: tuple[str, ...]
    measures: tuple[Measure, ...]
    planetgold: int | None = None

    def measure(self, id: str) -> Measure | None:
        """None where it has no such figure."""
        return next((one for one in self.measures if one.id == id), None)

    def called(self, measure: Measure) -> str:
        """The title of one figure of it."""
        return f"{self.title}: {measure.name}" if measure.name else self.title


@cache
def library(language: str = SOURCE_LANGUAGE) -> Mapping[str, Standard]:
    """By id, in order; words that a language lacks are English. Raises ValueError for a fault."""
    raw = words_beside(FILES)
    other = words_beside(FILES, language) if language != SOURCE_LANGUAGE else {}
    return {
        id: _standard(id, number, table, other.get(id, {}))
        for number, (id, table) in enumerate(raw.items(), 1)
    }


def _standard(id: str, number: int, raw: Mapping[str, Any], words: Mapping[str, Any]) -> Standard:
    measures = tuple(_measure(each, words.get(each["id"], {})) for each in raw["measures"])
    return Standard(
        id=id,
        number=number,
        title=words.get("title", raw["title"]),
        definition=words.get("definition", raw["definition"]),
        items=tuple(raw["items"]),
        measures=measures,
        planetgold=raw.get("planetgold"),
    )


def _measure(raw: Mapping[str, Any], words: Mapping[str, str]) -> Measure:
    said = {name: words.get(name, raw.get(name, "")) for name in ("name", "part", "whole")}
    return Measure(
        id=raw["id"],
        unit=raw["unit"],
        direction=raw["direction"],
        kind=raw.get("kind", QUANTITY),
        split=raw.get("split", False),
        **said,
    )
