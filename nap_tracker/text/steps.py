"""What a difference is made of: what stood, stands, went, came and moved.

A difference is whole: `before` and `after` give both texts back to the letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from nap_tracker.text.parts import Node, Part, written


class Kept(NamedTuple):
    """Stands in both."""

    part: Part


class Removed(NamedTuple):
    """Stood in the earlier text only."""

    part: Part


class Added(NamedTuple):
    """Stands in the later text only."""

    part: Part


class Altered(NamedTuple):
    """Stands in both, with changes inside or in its form."""

    old: str
    new: str
    changes: tuple[Change, ...]

    @property
    def is_same(self) -> bool:
        """Nothing a reader would see: only the permanent id of the block is another."""
        return not self.has_new_form and all(isinstance(one, Kept) for one in self.changes)

    @property
    def has_new_form(self) -> bool:
        return Node(self.old, ()).form != Node(self.new, ()).form


class Left(NamedTuple):
    """A block that stands elsewhere in the later text: its old place."""

    part: Part


class Arrived(NamedTuple):
    """The new place of a block that stood elsewhere, with what changed in it."""

    change: Kept | Altered


Change = Kept | Removed | Added | Altered
Step = Change | Left | Arrived
Difference = tuple[Step, ...]


def before(difference: Iterable[Step]) -> str:
    """The earlier text."""
    return written(_before(difference))


def after(difference: Iterable[Step]) -> str:
    """The later text."""
    return written(_after(difference))


def is_same(difference: Iterable[Step]) -> bool:
    """Whether a reader would see no difference."""
    return all(
        isinstance(step, Kept) or (isinstance(step, Altered) and step.is_same)
        for step in difference
    )


def _before(steps: Iterable[Step]) -> Iterator[Part]:
    for step in steps:
        if isinstance(step, Kept | Removed | Left):
            yield step.part
        elif isinstance(step, Altered):
            yield Node(step.old, tuple(_before(step.changes)))


def _after(steps: Iterable[Step]) -> Iterator[Part]:
    for step in steps:
        if isinstance(step, Arrived):
            yield from _after([step.change])
        elif isinstance(step, Kept | Added):
            yield step.part
        elif isinstance(step, Altered):
            yield Node(step.new, tuple(_after(step.changes)))
