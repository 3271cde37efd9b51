"""What was said of a page of the document: beside which place, about which words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice

from nap_tracker.annex_c.definitions import Section
from nap_tracker.exports.screen.print import Print
from nap_tracker.i18n import locale
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import Seat, can
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import contents, round_sayings, rounds
from nap_tracker.services.comment_places import Ground
from nap_tracker.services.comment_readers import Reader, reader
from nap_tracker.services.placed_comments import MOST, Placed, found, shown_of
from nap_tracker.services.threads import Thread, under
from nap_tracker.text.marking import Draw, Mark, marked, pieces

WHOLE, LOST = "whole", "lost"
"""Piles without a place on the page."""
Key = tuple[str, str | None, str | None]
"""Entry, field, block."""


class Show(StrEnum):
    """Which comments are shown."""

    ALL = ""
    OPEN = "open"
    MINE = "mine"
    LOST = "lost"

    @classmethod
    def of(cls, wanted: str) -> Show:
        """What an address asks for; all where it asks for something else."""
        return cls(wanted) if wanted in set(cls) else cls.ALL

    def takes(self, one: Placed) -> bool:
        if self is Show.OPEN:
            return one.is_open
        if self is Show.MINE:
            return one.is_own
        return one.is_lost if self is Show.LOST else True


@dataclass(frozen=True)
class Pile:
    """What was said at one place: some of much, or all of it."""

    threads: tuple[Thread, ...] = ()
    before: int = 0
    """How many are folded away before those that are shown."""
    after: int = 0
    earlier: int = 0
    """Numbers of the comments at which one reads on, before them and after them."""
    later: int = 0

    @property
    def total(self) -> int:
        return self.before + len(self.threads) + self.after


@dataclass(frozen=True)
class Beside:
    """The comments of one page, for one reader."""

    counts: Mapping[Show, int] = field(default_factory=dict)
    at: Mapping[str, Pile] = field(default_factory=dict)
    """By the id of the place they stand beside."""
    whole: Pile = Pile()
    """On the section as a whole, or on what this document has no place for."""
    lost: Pile = Pile()
    """The tray: their words, row or field are gone."""
    marks: Mapping[Key, tuple[Mark, ...]] = field(default_factory=dict)
    folded: frozenset[int] = frozenset()
    """Numbers of comments that are folded away."""

    def marked(self, html: str, key: Key, draw: Draw) -> str:
        """Words of the page with a mark around those that are spoken of."""
        return marked(html, self.marks[key], draw)


NOTHING = Beside()


def of_page(
    actor: Actor,
    version: PlanVersion,
    section: Section,
    page: Print | None,
    show: Show,
    unfolded: str = "",
) -> Beside:
    """Everything the reader hears of a section, by where it stands on the page.

    `unfolded`: the place beside which more is shown, or the number of a comment that stands there.
    """
    if not can(actor, Permission.COMMENT_SHOW, version):
        return NOTHING
    # Only this section of the plan: the rest of it is not asked for.
    extent = contents.Extent(frozenset(section.registers), section.id)
    ground = Ground(contents.words(version, extent), locale())
    who = reader(actor, version)
    return beside(page, who, ground, found(who, ground, section=section.id), show, unfolded)


def of_round_page(
    actor: Actor, seat: Seat, section: Section, page: Print | None, show: Show, unfolded: str = ""
) -> Beside:
    """The same of the text that a round froze: what was said in the round, where it stood then."""
    who = reader(actor, rounds.version_of(seat.round))
    ground = round_sayings.ground_of(seat, locale())
    heard = found(who, ground, round_id=seat.id, section=section.id)
    return beside(page, who, ground, heard, show, unfolded)


def beside(
    page: Print | None,
    who: Reader,
    ground: Ground,
    heard: Sequence[Placed],
    show: Show,
    unfolded: str = "",
) -> Beside:
    """Comments by the place of the page they stand beside; those not asked for have no mark."""
    wanted = [one for one in heard if show.takes(one)]
    piles = _piles(page, wanted)
    which = shown_of(piles, unfolded)
    shown = {name: pile[which[name]] for name, pile in piles.items()}
    drawn = iter(under(who, ground, [one for pile in shown.values() for one in pile]))
    told = {
        name: _pile(pile, which[name], tuple(islice(drawn, len(shown[name]))))
        for name, pile in piles.items()
    }
    return Beside(
        counts={one: sum(map(one.takes, heard)) for one in Show},
        whole=told.pop(WHOLE, Pile()),
        lost=told.pop(LOST, Pile()),
        at=told,
        marks=_all_marks(ground, piles),
        folded=frozenset(one.number for one in wanted)
        - {one.number for pile in shown.values() for one in pile},
    )


def _pile(pile: Sequence[Placed], which: slice, threads: tuple[Thread, ...]) -> Pile:
    start = which.start or 0
    end = start + len(threads)
    return Pile(
        threads,
        before=start,
        after=len(pile) - end,
        earlier=pile[max(0, start - MOST)].number,
        later=pile[end].number if end < len(pile) else 0,
    )


def _piles(page: Print | None, wanted: Sequence[Placed]) -> dict[str, list[Placed]]:
    """Comments by the place they stand beside, in the order in which one comes to them."""
    places = page.places if page else frozenset()
    piles: dict[str, list[Placed]] = {}
    for one in wanted:
        beside = next((id for id in _ids(one) if id in places), WHOLE)
        piles.setdefault(LOST if one.is_lost else beside, []).append(one)
    down = [WHOLE, *(opening.place for opening in (page.openings if page else ())), LOST]
    order = {name: at for at, name in enumerate(down)}
    return dict(sorted(piles.items(), key=lambda pile: order[pile[0]]))


def _ids(one: Placed) -> list[str]:
    """The places it could stand beside, the nearest first."""
    where = one.where
    found = [f"p-{one.block}"] if one.block else []
    found += [f"f-{where.uid}-{where.field}"] if where.uid and where.field else []
    return [*found, f"r-{where.uid}"] if where.uid else []


def _all_marks(ground: Ground, piles: Mapping[str, list[Placed]]) -> dict[Key, tuple[Mark, ...]]:
    """Of everything that stands beside a place, also of what is folded away."""
    marks: dict[Key, list[Mark]] = {}
    told = [one for name, pile in piles.items() if name not in (WHOLE, LOST) for one in pile]
    for one in sorted(told, key=lambda one: one.number):
        for key, mark in _marks(ground, one):
            marks.setdefault(key, []).append(mark)
    return {key: tuple(said) for key, said in marks.items()}


def _marks(ground: Ground, one: Placed) -> list[tuple[Key, Mark]]:
    where = one.where
    passage = ground.passage(where) if one.quote else None
    if passage is None or one.place is None or where.uid is None:
        return []
    return [
        ((where.uid, where.field, block), Mark(one.number, words, start))
        for block, start, words in pieces(passage, one.place)
    ]
