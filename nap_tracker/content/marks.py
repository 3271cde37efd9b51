"""Bookmarks by which paragraphs and comments of a Word file are known again.

A name holds what it marks and the sum of the words that went out, so that words which were changed
without tracking are found even when the plan has moved on. What was taken out leaves no bookmark
behind: therefore the file keeps a list of all that went out in it, too. What its author never had,
because it was written since or because others read more, is in no such list.
"""

from __future__ import annotations

import base64
import hashlib
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from nap_tracker.content.matrix import Spot, sum_of


class Kind(StrEnum):
    """What a bookmark marks; its value begins the name."""

    PLACE = "napp"
    """A paragraph of the plan's own words."""
    FIXED = "napx"
    """A paragraph of the document: a label, a caption, a heading of the form."""
    COMMENT = "napc"
    REPLY = "napr"
    """The words of a comment too, once for each thing that stands under it."""
    FILE = "napd"
    """The whole file: which plan and which round."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A bookmark, read."""

    kind: Kind
    key: str
    """Of a paragraph its key, of a comment (also of what stands under it) or a plan the id."""
    sum: str = ""
    round: int | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A paragraph that goes out."""

    key: str
    spot: Spot
    block: str
    text: str
    is_own: bool
    """Whether these are the plan's words; else a heading of the form over them."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment as a Word file shows it."""

    id: str
    number: int
    spot: Spot
    author: str
    """As shown: in an anonymous round the code of a seat."""
    said_at: str
    """'2026-11-26T09:30:00Z'."""
    body: str
    kind: str = ""
    proposed: str = ""
    block: str = ""
    quote: str = ""
    before: str = ""
    after: str = ""
    replies: tuple[Said, ...] = ()
    """With the response of the government, where its reader may see it."""


@dataclass(frozen=True, slots=True)
class Said:
    """What was said under a comment."""

    author: str
    said_at: str
    body: str


_UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]")
_SPACE = re.compile(r"\s")
_LETTERS = 20
_SUM = 8
WENT_OUT = "urn:nap-tracker:went-out"
"""The namespace of the list, which is kept in a part that word processors carry along unread."""


def plain(text: str) -> str:
    """Words as they are compared: one space for any white, nothing that cannot be seen."""
    return " ".join(_UNSEEN.sub("", text).split())


def plain_with_places(text: str) -> tuple[str, list[int]]:
    """The same, and for each character the place in the text it was at, with the end behind it."""
    said: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if _UNSEEN.match(character):
            continue
        if _SPACE.match(character):
            if said and said[-1] != " ":
                said.append(" ")
                places.append(place)
            continue
        said.append(character)
        places.append(place)
    if said and said[-1] == " ":
        said.pop()
        places.pop()
    places.append(places[-1] + 1 if places else 0)
    return "".join(said), places


def find(text: str, quote: str, before: str = "", after: str = "") -> tuple[int, int] | None:
    """Where words stand in a text: once, or once with what stood around them; else nowhere."""
    said, places = plain_with_places(text)
    wanted = plain(quote)
    if not wanted:
        return None
    found = list(_all(said, wanted))
    if len(found) > 1:
        found = [at for at in found if _fits(said, at, at + len(wanted), before, after)]
    if len(found) != 1:
        return None
    return places[found[0]], places[found[0] + len(wanted) - 1] + 1


def _all(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _fits(text: str, start: int, end: int, before: str, after: str) -> bool:
    return text[:start].rstrip().endswith(plain(before)) and text[end:].lstrip().startswith(
        plain(after)
    )


def key_of(spot: Spot, block: str, turn: int) -> str:
    """Of a paragraph: its place, its block, and the how manieth of them it is."""
    told = "/".join((spot.section, spot.uid, spot.field, spot.language, block, str(turn)))
    return hashlib.sha256(told.encode()).hexdigest()[:_LETTERS]


def place_name(key: str, text: str) -> str:
    """The bookmark of a paragraph of the plan."""
    return f"{Kind.PLACE}{key}{sum_of(plain(text))}"


def list_of(sent: Iterable[Sent]) -> str:
    """Every paragraph that goes out: its key and the sum of its words."""
    return " ".join(f"{one.key}{sum_of(plain(one.text))}" for one in sent)


def listed(text: str) -> dict[str, str]:
    """Key -> sum, of a list that came back. What is no such pair is left out."""
    pairs = re.finditer(rf"(?<!\S)([0-9a-f]{{{_LETTERS}}})(\S{{{_SUM}}})(?!\S)", text)
    return {found[1]: found[2] for found in pairs}


def fixed_name(turn: int) -> str:
    """The bookmark of a paragraph that is none of the plan's words."""
    return f"{Kind.FIXED}{turn}"


def comment_name(id: str, text: str) -> str:
    """The bookmark around the words of a comment, with the sum of what it said."""
    return f"{Kind.COMMENT}{_short(id)}{sum_of(plain(text))}"


def reply_name(id: str, text: str) -> str:
    """The bookmark that says what stood under a comment when the file was made, by its sum.

    A response may be another by the time the file comes back, and a reply may be withdrawn.
    """
    return f"{Kind.REPLY}{_short(id)}{sum_of(plain(text))}"


def file_name(plan: str, round_number: int | None) -> str:
    """The bookmark that says what a file is of."""
    return f"{Kind.FILE}{_short(plan)}r{round_number or 0}"


def mark_of(name: str) -> Mark | None:
    """What a bookmark of ours marks; None for any other."""
    name = name.lower()
    found = next((kind for kind in Kind if name.startswith(kind)), None)
    rest = name[len(found) :] if found else ""
    if found is Kind.FIXED:
        return Mark(found, rest)
    if found is Kind.PLACE and len(rest) == _LETTERS + _SUM:
        return Mark(found, rest[:_LETTERS], rest[_LETTERS:])
    if found in (Kind.COMMENT, Kind.REPLY) and (id := _long(rest[:26])) and len(rest) == 26 + _SUM:
        return Mark(found, id, rest[26:])
    if found is Kind.FILE and (id := _long(rest[:26])) and re.fullmatch(r"r\d{1,6}", rest[26:]):
        return Mark(found, id, round=int(rest[27:]) or None)
    return None


def _short(id: str) -> str:
    """A UUID in 26 letters: a bookmark has 40 at most, and no difference of case."""
    return base64.b32encode(uuid.UUID(id).bytes).decode().rstrip("=").lower()


def _long(short: str) -> str:
    try:
        return str(uuid.UUID(bytes=base64.b32decode(f"{short.upper()}======")))
    except ValueError:
        return ""


def of_places(sent: tuple[Sent, ...]) -> Mapping[str, Sent]:
    """Paragraphs by key."""
    return {one.key: one for one in sent}
