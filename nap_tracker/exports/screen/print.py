"""A page as readers with the same rights see it: written out, but for what was said of it.

Where something can be said, and which words can be marked, is known by its place in the HTML, so
that a page with hundreds of places costs only as much as what was said of it.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nap_tracker.exports.screen.leaf import Gap


@dataclass(frozen=True, slots=True)
class Opening:
    """Where what was said of a place can be put in."""

    at: int
    """After this many characters of the page."""
    place: str
    gap: Gap
    level: int
    """Of a heading there."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that can be marked."""

    start: int
    end: int
    uid: str
    field: str | None
    block: str | None


@dataclass(frozen=True, slots=True)
class Print:
    """One page, or several on one."""

    html: str
    openings: tuple[Opening, ...] = ()
    """Where they stand on the page, in that order; so do the stretches."""
    stretches: tuple[Stretch, ...] = ()
    places: frozenset[str] = frozenset()
    """The ids of everything one can point at."""

    def changed(self, put: Sequence[tuple[int, int, str]]) -> Print:
        """The page with other HTML in stretches of it, in their order; its openings move along."""
        openings: list[Opening] = []
        moved, at = 0, 0
        for opening in self.openings:
            while at < len(put) and put[at][1] <= opening.at:
                start, end, html = put[at]
                moved += len(html) - (end - start)
                at += 1
            openings.append(replace(opening, at=opening.at + moved))
        return Print(self.with_(put), tuple(openings), places=self.places)

    def around(self, put: Mapping[str, tuple[str, str]]) -> Print:
        """The page with HTML before and after some of its openings, by their place. These alone
        are still open."""
        pieces: list[str] = []
        openings: list[Opening] = []
        done, length = 0, 0
        for opening in self.openings:
            if opening.place in put:
                before, after = put[opening.place]
                pieces += self.html[done : opening.at], before, after
                length += opening.at - done + len(before)
                openings.append(replace(opening, at=length))
                length += len(after)
                done = opening.at
        return Print("".join((*pieces, self.html[done:])), tuple(openings))

    def with_(self, put: Iterable[tuple[int, int, str]]) -> str:
        """The page with other HTML from one character up to another, in the order of the page."""
        pieces: list[str] = []
        end = 0
        for start, until, html in put:
            pieces += self.html[end:start], html
            end = until
        return "".join((*pieces, self.html[end:]))


def pack(page: Print) -> bytes:
    """As it is kept."""
    openings = [[one.at, one.place, one.gap, one.level] for one in page.openings]
    stretches = [[one.start, one.end, one.uid, one.field, one.block] for one in page.stretches]
    said = json.dumps([openings, stretches, sorted(page.places)], separators=(",", ":"))
    return zlib.compress(f"{said}\n{page.html}".encode(), 6)


def unpack(data: bytes) -> Print:
    """The same again."""
    said, _, html = zlib.decompress(data).decode().partition("\n")
    openings, stretches, places = json.loads(said)
    return Print(
        html,
        tuple(_opening(*one) for one in openings),
        tuple(Stretch(*one) for one in stretches),
        frozenset(places),
    )


def _opening(at: int, place: str, gap: str, level: int) -> Any:
    return Opening(at, place, Gap(gap), level)
