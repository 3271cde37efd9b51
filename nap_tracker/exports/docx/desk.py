"""What is shared while one document is written: its language, notes, links, marks, pictures."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Protocol

from docx.image.exceptions import UnrecognizedImageError
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.parts.document import DocumentPart
from PIL import Image

from nap_tracker.content.matrix import Spot
from nap_tracker.exports import document_tree as tree
from nap_tracker.exports.pictures import ImageData

LONGEST_NAME = 40
"""Of a bookmark; Word drops the rest without a word."""
FIRST_LIST = 10
"""Numbers of lists below this one belong to headings and bullets."""
_NOT_IN_A_NAME = re.compile(r"\W", re.ASCII)


class Marking(Protocol):
    """What `marker.Marker` does; a desk without one marks nothing."""

    def own(self, written: str, origin: tree.Origin, block: str | None = None) -> str: ...

    def over(self, written: str, spot: Spot) -> str: ...


@dataclass
class Desk:
    """Everything that has to be counted or registered once for a whole document."""

    language: str
    direction: str
    part: DocumentPart
    pictures: Mapping[str, ImageData]
    notes: list[str] = field(default_factory=list)
    """What stands in each footnote, in order; the first has the number 1."""
    lists: list[int] = field(default_factory=list)
    """Numbers of the ordered lists: each begins again at 1."""
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _names: dict[str, str] = field(default_factory=dict)
    """Bookmark -> the anchor it stands for."""
    _links: dict[str, str] = field(default_factory=dict)
    marker: Marking | None = None
    """Says of each paragraph where in the plan it comes from, in a file that comes back."""
    note_links: dict[str, str] = field(default_factory=dict)
    """Addresses that footnotes lead to, with ids of their own: notes are a part of their own."""
    _images: dict[str, str] = field(default_factory=dict)
    is_typed: bool = False
    """Whether its numbers are typed: of chosen sections Word would count others."""

    def own(self, written: str, origin: tree.Origin | None, block: str | None = None) -> str:
        """Paragraphs of the plan's own words, marked where the file is to come back."""
        if self.marker is None or origin is None:
            return written
        return self.marker.own(written, origin, block)

    def over(self, written: str, block: tree.Heading) -> str:
        """The same for a heading; one out of a long text is the plan's own."""
        if self.marker is None:
            return written
        if block.origin is None:
            return self.marker.over(written, Spot(block.section)) if block.section else written
        if block.origin.block:
            return self.marker.own(written, block.origin)
        told = block.origin
        return self.marker.over(written, Spot("", told.uid, told.field or "", told.language or ""))

    def number(self) -> int:
        """A number no other bookmark or drawing has."""
        return next(self._numbers)

    def note(self, inside: str) -> int:
        """Register a footnote by its paragraphs; its number."""
        self.notes.append(inside)
        return len(self.notes)

    def ordered_list(self) -> int:
        """A list that begins again at 1."""
        self.lists.append(FIRST_LIST + len(self.lists))
        return self.lists[-1]

    def link(self, address: str, *, in_note: bool = False) -> str:
        """The id of the relationship to an address outside the document."""
        if in_note:
            return self.note_links.setdefault(address, f"rId{len(self.note_links) + 1}")
        if address not in self._links:
            self._links[address] = self.part.relate_to(
                address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
            )
        return self._links[address]

    def image(self, name: str) -> str:
        """The id of the relationship to a picture's bytes; KeyError for one that was not given."""
        if name not in self._images:
            self._images[name] = self.raster(self.pictures[name].data)
        return self._images[name]

    def raster(self, data: bytes) -> str:
        """The id of the relationship to these bytes."""
        try:
            return self.part.get_or_add_image(io.BytesIO(data))[0]
        except UnrecognizedImageError:
            return self.part.get_or_add_image(io.BytesIO(_as_png(data)))[0]

    def bookmark(self, anchor: str) -> str:
        """The bookmark of an anchor: the same words as far as Word allows them."""
        name = _NOT_IN_A_NAME.sub("_", anchor)
        if len(name) > LONGEST_NAME or self._names.setdefault(name.lower(), anchor) != anchor:
            sum_ = hashlib.sha256(anchor.encode()).hexdigest()[:8]
            name = f"{name[: LONGEST_NAME - 9]}_{sum_}"
        return name


def _as_png(data: bytes) -> bytes:
    """What Word or `python-docx` does not know (WebP, some JPEG) would be an empty frame."""
    made = io.BytesIO()
    with Image.open(io.BytesIO(data)) as opened:
        opened.save(made, "PNG")
    return made.getvalue()
