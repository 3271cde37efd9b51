"""The pictures a document may show: bytes by name, and the address a template writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

SCHEME = "nap-picture"
"""Scheme of the only addresses that can be reached while rendering."""
MEDIA_TYPES = frozenset({"image/gif", "image/jpeg", "image/png", "image/webp"})
"""Rasters only: an SVG may itself point at other files."""


@dataclass(frozen=True, slots=True)
class ImageData:
    """One picture. Bytes come from storage, already re-encoded and without metadata."""

    data: bytes
    media_type: str
    width: int
    """In pixels; with `height` it decides how much room the picture gets."""
    height: int

    def __post_init__(self) -> None:
        if self.media_type not in MEDIA_TYPES:
            raise ValueError(f"not a picture that can be printed: {self.media_type}")


Pictures = Mapping[str, ImageData]
"""By name: the uid of a file of the plan, or a page of a scanned annex."""


def address(name: str) -> str:
    """What an `img` of the document has as its `src`."""
    return f"{SCHEME}:{name}"


def name_of(url: str) -> str | None:
    """The name in such an address; None for any other address."""
    scheme, colon, name = url.partition(":")
    return name if colon and scheme.lower() == SCHEME else None
