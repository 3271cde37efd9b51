"""A page of the document with what was said of it laid over it, kept for who hears the same.

It holds the plan's words and the ids of comments, never what these say: that is asked for anew
on every page, of those alone that are shown.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from nap_tracker.exports.screen import kept
from nap_tracker.exports.screen import print as printing
from nap_tracker.exports.screen.print import Print
from nap_tracker.text.anchors import Span


class Stood(NamedTuple):
    """A comment that is shown, and where."""

    id: str
    words: tuple[int, int, str | None, bool] | None
    """As in `text.anchors.Span`; None where they are gone."""
    name: str
    """What its row is called now, where its words are gone."""

    @classmethod
    def again(cls, id: str, words: list[Any] | None, name: str) -> Stood:
        """As it was kept."""
        return cls(id, None if words is None else tuple(words), name)

    @property
    def place(self) -> Span | None:
        return Span(*self.words) if self.words is not None else None


def words_of(place: Span | None) -> tuple[int, int, str | None, bool] | None:
    """A place as it is kept."""
    return None if place is None else (place.start, place.end, place.block, place.is_put)


class Stack(NamedTuple):
    """Which comments are shown at one place of the page, and how many are folded away."""

    shown: tuple[Stood, ...] = ()
    before: int = 0
    after: int = 0
    earlier: int = 0
    """Numbers of the comments at which one reads on, before those shown and after them."""
    later: int = 0


@dataclass(frozen=True, slots=True)
class Overlay:
    """What was said of a page laid over it."""

    page: Print | None
    """With its marks, and the ways to what is folded away; None where nothing is written."""
    counts: tuple[int, ...]
    """How many comments each of the filters lets through."""
    stacks: dict[str, Stack]
    """By the id of the place they stand beside."""


def find(name: str, make: Callable[[], Overlay]) -> Overlay:
    """The one that is kept under a name, which says everything that decides it; else made."""
    data = kept.find(name)
    if data is not None:
        return _unpack(data)
    made = make()
    kept.keep(name, _pack(made))
    return made


def _pack(overlay: Overlay) -> bytes:
    stacks = {place: list(stack) for place, stack in overlay.stacks.items()}
    head = json.dumps([overlay.counts, stacks], separators=(",", ":"))
    return head.encode() + b"\n" + (printing.pack(overlay.page) if overlay.page else b"")


def _unpack(data: bytes) -> Overlay:
    head, _, page = data.partition(b"\n")
    counts, stacks = json.loads(head)
    return Overlay(
        printing.unpack(page) if page else None,
        tuple(counts),
        {place: _stack(*stack) for place, stack in stacks.items()},
    )


def _stack(shown: list[list[Any]], *folded: int) -> Stack:
    return Stack(tuple(Stood.again(*one) for one in shown), *folded)
