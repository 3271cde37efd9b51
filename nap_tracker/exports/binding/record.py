"""A part that was laid out and drawn: everything the document needs of it, without its boxes."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

FORMAT = 1
"""A record of another one is not read."""


@dataclass(frozen=True, slots=True)
class RecordedFont:
    """A font as far as a part uses it."""

    hash: str
    family: str
    style: int
    weight: int
    size: float
    glyphs: list[Any]
    """[glyph, characters it stands for], in the order of first use."""
    widths: list[Any]
    """[glyph, width]."""


@dataclass(frozen=True, slots=True)
class RecordedPage:
    """A page without the number at its foot."""

    width: float
    height: float
    drawing: str
    """Operators of the content stream, one character a byte."""
    anchors: dict[str, list[float]]
    links: list[Any]
    """[kind, target, rectangle, whether it is drawn as an annotation]."""
    bookmarks: list[Any]
    states: dict[str, dict[str, float]]
    """Graphic states by name: opacities alone."""
    images: list[Any]
    """[id, interpolated, ratio]."""


@dataclass(frozen=True, slots=True)
class RecordedPart:
    """Pages of one part with their fonts and their structure."""

    length: int
    """Its pages; all that is kept of a part that names pages of others."""
    pages: list[RecordedPage]
    fonts: list[RecordedFont]
    structure: list[Any]
    """[tag, attributes, language, alternative text, page, kids] of each element; a kid is another
    one, [page, mark], or [page, link of that page, its words]."""
    format: int = field(default=FORMAT)

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> RecordedPart | None:
    """The part in a record; None where it is damaged, or of another format."""
    try:
        found = json.loads(text)
        return _part(found) if found["format"] == FORMAT else None
    except (KeyError, TypeError, ValueError):
        return None


def _part(found: dict[str, Any]) -> RecordedPart:
    return RecordedPart(
        length=found["length"],
        pages=[RecordedPage(**page) for page in found["pages"]],
        fonts=[RecordedFont(**font) for font in found["fonts"]],
        structure=found["structure"],
    )
