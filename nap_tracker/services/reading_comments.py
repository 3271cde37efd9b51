"""What was said of a page of the document: beside which place, about which words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

from nap_tracker.annex_c.definitions import Section
from nap_tracker.exports.screen.print import Print
from nap_tracker.i18n import locale
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import Seat, can
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import comments, contents, overlays, round_sayings, rounds
from nap_tracker.services.comment_places import Ground
from nap_tracker.services.comment_readers import Reader, reader
from nap_tracker.services.overlays import Overlay, Stack, Stood, words_of
from nap_tracker.services.placed_comments import MOST, Placed, placed, shown_of
from nap_tracker.services.reading import Circle, Reading
from nap_tracker.services.threads import Thread, standing
from nap_tracker.text.marking import Mark, pieces

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


class Pile(NamedTuple):
    """What was said at one place: some of much, or all of it."""

    threads: tuple[Thread, ...] = ()
    before: int = 0
    """How many are folded away before those that are shown; as in `overlays.Stack`."""
    after: int = 0
    earlier: int = 0
    later: int = 0

    @property
    def total(self) -> int:
        return self.before + len(self.threads) + self.after


SILENCE = Pile()


@dataclass(frozen=True)
class Beside:
    """The comments of one page, for one reader."""

    page: Print | None
    """With a mark around the words that are spoken of, and the ways to what is folded away."""
    counts: Mapping[Show, int] = field(default_factory=dict)
    at: Mapping[str, Pile] = field(default_factory=dict)
    """By the id of the place they stand beside."""
    whole: Pile = SILENCE
    """On the section as a whole, or on what this document has no place for."""
    lost: Pile = SILENCE
    """The tray: their words, row or field are gone."""


@dataclass(frozen=True)
class Marks:
    """What is marked on a page."""

    by_place: Mapping[Key, tuple[Mark, ...]]
    folded: frozenset[int]
    """Numbers of comments that are folded away."""


@dataclass(frozen=True)
class Asked:
    """What a reader asks of a page of the document."""

    reading: Reading
    section: Section
    page: Callable[[], Print | None]
    """None where nothing is written for them; only asked for where nothing is kept."""
    circle: Circle
    """For whom it was drawn."""
    lay: Callable[[Print, Marks, Mapping[str, Stack]], Print]
    """Draws the marks, and beside each place the ways to what is folded away there."""
    show: Show = Show.ALL
    unfolded: str = ""
    """The place beside which more is shown, or the number of a comment that stands there."""


def of_page(actor: Actor, version: PlanVersion, asked: Asked) -> Beside:
    """Everything the reader hears of a section, by where it stands on the page."""
    if not can(actor, Permission.COMMENT_SHOW, version):
        return Beside(asked.page())
    # Only this section of the plan: the rest of it is not asked for.
    extent = contents.Extent(frozenset(asked.section.registers), asked.section.id)
    who = reader(actor, version)
    return _beside(who, asked, None, lambda: Ground(contents.words(version, extent), locale()))


def of_round_page(actor: Actor, seat: Seat, asked: Asked) -> Beside:
    """The same of the text that a round froze: what was said in the round, where it stood then."""
    who = reader(actor, rounds.version_of(seat.round))
    return _beside(who, asked, seat.id, lambda: round_sayings.ground_of(seat, locale()))


def _beside(
    who: Reader, asked: Asked, round_id: str | None, ground: Callable[[], Ground]
) -> Beside:
    """Comments by the place of the page they stand beside; those not asked for have no mark."""
    section = asked.section.id
    is_as_read = round_id is not None
    said = comments.sum_of(who, round_id=round_id, section=section, is_as_read=is_as_read)
    name = _name(who, asked, said)

    def made() -> Overlay:
        heard = comments.heard_by(who, there := ground(), round_id=round_id, section=section)
        return _overlay(asked, there, placed(who, there, heard))

    overlay = overlays.find(name, made)
    stood = [one for stack in overlay.stacks.values() for one in stack.shown]
    threads = standing(who, stood, is_as_read=is_as_read)
    piles = {
        place: Pile(tuple(threads[one.id] for one in stack.shown if one.id in threads), *stack[1:])
        for place, stack in overlay.stacks.items()
    }
    return Beside(
        overlay.page,
        counts=dict(zip(Show, overlay.counts, strict=True)),
        whole=piles.pop(WHOLE, SILENCE),
        lost=piles.pop(LOST, SILENCE),
        at=piles,
    )


def _name(who: Reader, asked: Asked, said: str) -> str:
    """Of all that decides what is laid over a page: its words, its reader, and what was said."""
    page, facts = asked.section.id, who.facts(asked.section.id)
    return asked.reading.name(page, *asked.circle, facts, asked.show, asked.unfolded, said)


def _overlay(asked: Asked, ground: Ground, heard: Sequence[Placed]) -> Overlay:
    wanted = [one for one in heard if asked.show.takes(one)]
    page = asked.page()
    piles = _piles(page, wanted)
    which = shown_of(piles, asked.unfolded)
    shown = {one.number for name, pile in piles.items() for one in pile[which[name]]}
    folded = frozenset(one.number for one in wanted) - shown
    stacks = {name: _stack(pile, which[name]) for name, pile in piles.items()}
    if page is not None:
        page = asked.lay(page, Marks(_all_marks(ground, piles), folded), stacks)
        openings = tuple(one for one in page.openings if stacks[one.place].shown)
        page = replace(page, openings=openings)
    counts = tuple(sum(map(one.takes, heard)) for one in Show)
    return Overlay(page, counts, stacks)


def _stack(pile: Sequence[Placed], which: slice) -> Stack:
    shown = tuple(Stood(one.comment.id, words_of(one.place), one.name) for one in pile[which])
    start = which.start or 0
    end = start + len(shown)
    return Stack(
        shown,
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
