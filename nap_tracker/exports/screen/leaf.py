"""One page for the screen: HTML with gaps for what depends on who reads, and its places.

It holds nothing of the reader but the audience it was made for, so that it can be kept and shown to
everybody of that audience: links, marks and comments are put into the gaps when it is shown.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Shape(StrEnum):
    """What a place is, which decides how it is called and where its tools stand."""

    ANSWER = "answer"
    """A short answer with its label."""
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    """A block of long text, whatever it is made of."""
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Place:
    """Something one can point at, link to and comment on."""

    id: str
    """Of its element: `p-` with the id of a block, `f-` with entry and field, `r-` with entry."""
    shape: Shape
    uid: str
    kind: str
    """Of the entry: `section`, or its register."""
    section: str
    """Whose form holds it."""
    field: str | None
    language: str | None
    block: str | None


class Gap(StrEnum):
    """What is put in when the page is shown."""

    TOOLS = "t"
    """Links of a place, and what was said of it."""
    ROW_NOTES = "r"
    """What was said of a row of a table, as a row of its own."""


@dataclass(frozen=True, slots=True)
class Words:
    """HTML whose words may be marked: of one field, and in long text of one block."""

    html: str
    place: int
    """The place whose words they are."""
    field: str | None


Part = str | Words | tuple[Gap, int]


@dataclass(frozen=True, slots=True)
class Head:
    """A heading within a page, for its contents."""

    id: str
    level: int
    """From 2, the first below the title."""
    number: str
    title: str
    language: str | None


@dataclass(frozen=True, slots=True)
class Title:
    """A page in the contents of the document."""

    section: str
    number: str
    title: str
    language: str | None
    part: str
    """The title of the part that begins with it; empty within one."""
    key: str
    """The sum of its content, by which the page is kept."""
    heads: tuple[Head, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """What the document is made of."""

    language: str
    direction: str
    titles: tuple[Title, ...]

    def title(self, section: str) -> Title | None:
        return next((one for one in self.titles if one.section == section), None)

    def neighbours(self, section: str) -> tuple[Title | None, Title | None]:
        """The pages before and after."""
        names = [one.section for one in self.titles]
        at = names.index(section)
        before = self.titles[at - 1] if at else None
        return before, self.titles[at + 1] if at + 1 < len(names) else None


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page."""

    parts: tuple[Part, ...]
    places: tuple[Place, ...]


def pack(leaf: Leaf) -> bytes:
    """As it is kept."""
    parts = [
        part
        if isinstance(part, str)
        else [part.html, part.place, part.field]
        if isinstance(part, Words)
        else [part[0].value, part[1]]
        for part in leaf.parts
    ]
    places = [
        [one.id, one.shape, one.uid, one.kind, one.section, one.field, one.language, one.block]
        for one in leaf.places
    ]
    return _squeezed({"parts": parts, "places": places})


def unpack(data: bytes) -> Leaf:
    """The same again."""
    said = _read(data)
    return Leaf(
        tuple(_part(part) for part in said["parts"]),
        tuple(Place(one[0], Shape(one[1]), *one[2:]) for one in said["places"]),
    )


def pack_contents(contents: Contents) -> bytes:
    """As they are kept."""
    return _squeezed(asdict(contents))


def unpack_contents(data: bytes) -> Contents:
    """The same again."""
    said = _read(data)
    titles = (
        Title(**{**one, "heads": tuple(Head(**head) for head in one["heads"])})
        for one in said["titles"]
    )
    return Contents(said["language"], said["direction"], tuple(titles))


def _part(part: Any) -> Part:
    if isinstance(part, str):
        return part
    if len(part) == 3:
        return Words(*part)
    return Gap(part[0]), part[1]


def _squeezed(said: Mapping[str, Any]) -> bytes:
    return zlib.compress(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode(), 6)


def _read(data: bytes) -> Any:
    return json.loads(zlib.decompress(data))
