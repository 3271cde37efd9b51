"""Which outline may be which region: by what a property says, whatever its accents and capitals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from nap_tracker.text.folding import fold

Names = Mapping[str, Iterable[str]]
"""Uid of a region -> what the plan calls it, in all its languages."""

_BETWEEN = re.compile(r"[\W_]+")


def best_property(properties: Mapping[str, Sequence[str]], regions: Names) -> str:
    """The property that names most regions; "" where there is none at all. Between equals the one
    with the most different texts, then the first."""
    known = _known(regions)

    def rank(name: str) -> tuple[int, int]:
        texts = properties[name]
        named = {uid for text in texts for uid in (_exactly(text, known),) if uid}
        return len(named), len(set(texts) - {""})

    return max(properties, key=rank, default="")


def matched(texts: Sequence[str], regions: Names) -> list[str | None]:
    """For each outline the uid of its region, None where nobody can tell.

    A text that is the name of one region, or else holds the name of just one as whole words (or
    stands in it) where no other outline is that region already.
    """
    known = _known(regions)
    found = [_exactly(text, known) for text in texts]
    taken = set(found)
    for place, text in enumerate(texts):
        if found[place] is None and (words := _words(text)):
            near = {uid for name, uid in known.items() if uid and _within(words, name)}
            if len(near) == 1 and not near & taken:
                found[place] = near.pop()
    return found


def _known(regions: Names) -> dict[str, str | None]:
    """Folded name -> uid; None where two regions are called the same."""
    known: dict[str, str | None] = {}
    for uid, names in regions.items():
        for name in {words for each in names if (words := _words(each))}:
            known[name] = uid if known.get(name, uid) == uid else None
    return known


def _exactly(text: str, known: Mapping[str, str | None]) -> str | None:
    return known.get(_words(text))


def _words(text: str) -> str:
    """Folded words with one space between them."""
    return _BETWEEN.sub(" ", fold(text)).strip()


def _within(one: str, other: str) -> bool:
    return f" {one} " in f" {other} " or f" {other} " in f" {one} "
