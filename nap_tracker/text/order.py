"""The order of blocks after two people moved, inserted and deleted some of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence


def merged_order(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str], kept: Collection[str]
) -> list[str]:
    """The ids of `kept` in one order that honours what each side moved and inserted.

    It is the same whichever side is called mine. A block that both moved stands where one of
    them put it.
    """
    first, second = sorted([key for key in side if key in kept] for side in (mine, theirs))
    places = {key: place for place, key in enumerate(base)}
    order = [key for key in second if key in places]
    _insert(order, [key for key in first if key in places])
    _move(order, first, _moved(places, first) - _moved(places, second))
    _insert(order, first)
    _insert(order, second)
    return order


def _insert(order: list[str], side: Sequence[str]) -> None:
    """Put what `order` lacks behind what it stands behind on this side."""
    known = set(order)
    before = None
    for key in side:
        if key not in known:
            _put(order, key, before)
        before = key


def _move(order: list[str], side: Sequence[str], moved: Collection[str]) -> None:
    known = set(order)
    before = None
    for key in side:
        if key in known:
            if key in moved:
                order.remove(key)
                _put(order, key, before)
            before = key


def _put(order: list[str], key: str, before: str | None) -> None:
    order.insert(0 if before is None else order.index(before) + 1, key)


def _moved(places: dict[str, int], side: Sequence[str]) -> set[str]:
    """The fewest blocks that explain how the order differs from the base's."""
    known = [key for key in side if key in places]
    return set(known) - set(longest_rising(known, places))


def longest_rising(keys: Sequence[str], places: dict[str, int]) -> list[str]:
    """A longest part of `keys` that stands in the order of its places, the last first."""
    tails: list[int] = []
    ends: list[str] = []
    previous: dict[str, str | None] = {}
    for key in keys:
        length = bisect_left(tails, places[key])
        previous[key] = ends[length - 1] if length else None
        tails[length:] = [places[key], *tails[length + 1 :]]
        ends[length:] = [key, *ends[length + 1 :]]
    rising: list[str] = []
    last = ends[-1] if ends else None
    while last is not None:
        rising.append(last)
        last = previous[last]
    return rising
