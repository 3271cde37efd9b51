"""What can be published as its page offers it: kind by kind, folded by item of Annex C."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nap_tracker.annex_c.definitions import Item
from nap_tracker.content.public_progress import FLAGGED
from nap_tracker.content.stand import Kind
from nap_tracker.i18n import N_, gettext, ngettext
from nap_tracker.services.publishable import Candidate
from nap_tracker.web.published_tables import GROUP_NAMES, first_of

WARNINGS: Mapping[Kind, str] = {
    "source": N_(
        "Think twice: a kind of source can be one single fund or giver, and the public would read"
        " what it gave. Ask it first. These are never chosen for you."
    ),
    "practice": N_(
        "Think twice: where there are few sites, a count can lead to a place and to people. These"
        " are never chosen for you."
    ),
}
"""Of each kind that is flagged."""


@dataclass(frozen=True, slots=True)
class Fold:
    """What belongs first to one item of Annex C."""

    title: str
    found: Sequence[Candidate]
    counts: str
    """How many things there are, and how many of them are chosen."""
    inside: str
    """The first of them by name."""


@dataclass(frozen=True, slots=True)
class Group:
    """What there is of one kind."""

    kind: Kind
    title: str
    found: Sequence[Candidate]
    folds: Sequence[Fold]
    """Empty where each would hold one thing, or one would hold all: then nothing is folded."""
    counts: str
    warning: str
    """Why nobody should choose it lightly; "" where there is no such reason."""


def groups(
    found: Sequence[Candidate], items: Sequence[Item], chosen: Collection[str]
) -> list[Group]:
    """In the order of the page; each thing once, under the first of its items."""
    return [
        _group(kind, [one for one in found if one.stand.kind == kind], items, chosen)
        for kind in GROUP_NAMES
    ]


def _group(
    kind: Kind, mine: Sequence[Candidate], items: Sequence[Item], chosen: Collection[str]
) -> Group:
    folds = list(_folds(mine, items, chosen))
    return Group(
        kind,
        gettext(GROUP_NAMES[kind]),
        mine,
        folds if 1 < len(folds) < len(mine) else (),
        _counts(mine, chosen) if mine else gettext("There is nothing to choose from yet."),
        gettext(WARNINGS[kind]) if kind in FLAGGED and mine else "",
    )


def _folds(
    mine: Sequence[Candidate], items: Sequence[Item], chosen: Collection[str]
) -> Iterator[Fold]:
    left = list(mine)
    for item in items:
        here = [one for one in left if item.key in one.stand.items]
        if here:
            left = [one for one in left if item.key not in one.stand.items]
            yield _fold(f"{item.citation} {item.title}", here, chosen)
    if left:
        yield _fold(gettext("What belongs to no single item of Annex C"), left, chosen)


def _fold(title: str, here: Sequence[Candidate], chosen: Collection[str]) -> Fold:
    names = [f"{one.stand.number} {one.stand.title}".strip() for one in here]
    return Fold(title, here, _counts(here, chosen), first_of(names))


def _counts(found: Sequence[Candidate], chosen: Collection[str]) -> str:
    things = ngettext("%(n)s thing", "%(n)s things", len(found))
    ticked = sum(one.key in chosen for one in found)
    if not ticked:
        return things
    marked = ngettext("%(n)s chosen", "%(n)s chosen", ticked)
    return gettext("%(things)s, %(chosen)s", things=things, chosen=marked)
