"""Sections and rows that differ between two texts of a plan, a page of them at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nap_tracker.content.difference import EntryChange
from nap_tracker.services.answers import Reading
from nap_tracker.web.differences import MarkedEntry, marked_entry
from nap_tracker.web.entries import here
from nap_tracker.web.histories import name_of, page_number

PAGE = 20


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Some of what changed, and the ways to the rest."""

    count: int
    """Of everything that changed."""
    entries: Sequence[MarkedEntry]
    newer: str
    older: str


def page_of(
    changes: Sequence[EntryChange],
    was: Reading,
    is_now: Reading,
    url: Callable[[EntryChange], str] = lambda change: "",
) -> ChangePage:
    """The page the address asks for; `url`: where the history of an entry is read."""
    number, first = page_number(), (page_number() - 1) * PAGE
    return ChangePage(
        len(changes),
        [
            marked_entry(change, was, is_now, name=name_of(is_now, change.entry), url=url(change))
            for change in changes[first : first + PAGE]
        ],
        here(page=str(number - 1)) if number > 1 else "",
        here(page=str(number + 1)) if first + PAGE < len(changes) else "",
    )
