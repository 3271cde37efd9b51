"""What was said of a page of the document: beside which place, about which words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from nap_tracker.annex_c.definitions import Section
from nap_tracker.exports.screen.leaf import Leaf, Place, Words
from nap_tracker.i18n import locale
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import Seat, can
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import contents, round_sayings, rounds
from nap_tracker.services.comment_places import Ground
from nap_tracker.services.threads import Thread, threads
from nap_tracker.text.marking import Draw, Mark, marked, pieces

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

    def takes(self, thread: Thread) -> bool:
        return {
            Show.ALL: True,
            Show.OPEN: thread.is_open,
            Show.MINE: thread.is_own,
            Show.LOST: thread.is_lost,
        }[self]


@dataclass(frozen=True)
class Beside:
    """The comments of one page, for one reader."""

    counts: Mapping[Show, int] = field(default_factory=dict)
    at: Mapping[str, tuple[Thread, ...]] = field(default_factory=dict)
    """By the id of the place they stand beside."""
    whole: tuple[Thread, ...] = ()
    """On the section as a whole, or on what this document has no place for."""
    lost: tuple[Thread, ...] = ()
    """The tray: their words, row or field are gone."""
    marks: Mapping[Key, tuple[Mark, ...]] = field(default_factory=dict)

    def marked(self, part: Words, place: Place, draw: Draw) -> str:
        """Words of the page with a mark around those that are spoken of."""
        marks = self.marks.get((place.uid, part.field, place.block))
        return marked(part.html, marks, draw) if marks else part.html


NOTHING = Beside()


def of_page(
    actor: Actor, version: PlanVersion, section: Section, leaf: Leaf | None, show: Show
) -> Beside:
    """Everything the reader hears of a section, by where it stands on the page."""
    if not can(actor, Permission.COMMENT_SHOW, version):
        return NOTHING
    # Only this section of the plan: the rest of it is not asked for.
    extent = contents.Extent(frozenset(section.registers), section.id)
    ground = Ground(contents.words(version, extent), locale())
    return beside(leaf, ground, threads(actor, version, section=section.id, ground=ground), show)


def of_round_page(
    actor: Actor, seat: Seat, section: Section, leaf: Leaf | None, show: Show
) -> Beside:
    """The same of the text that a round froze: what was said in the round, where it stood then."""
    version = rounds.version_of(seat.round)
    ground = round_sayings.ground_of(seat, locale())
    found = threads(actor, version, round_=seat.round, section=section.id, ground=ground)
    return beside(leaf, ground, found, show)


def beside(leaf: Leaf | None, ground: Ground, found: Sequence[Thread], show: Show) -> Beside:
    """Comments by the place of the page they stand beside; those not asked for have no mark."""
    places = {place.id: place for place in (leaf.places if leaf else ())}
    at: dict[str, list[Thread]] = {}
    whole: list[Thread] = []
    marks: dict[Key, list[Mark]] = {}
    wanted = [thread for thread in found if show.takes(thread)]
    for thread in wanted:
        if thread.place is None:
            continue
        place = next((places[id] for id in _ids(thread) if id in places), None)
        if place is None:
            whole.append(thread)
            continue
        at.setdefault(place.id, []).append(thread)
        for key, mark in _marks(ground, thread):
            marks.setdefault(key, []).append(mark)
    return Beside(
        counts={one: sum(map(one.takes, found)) for one in Show},
        at={id: tuple(said) for id, said in at.items()},
        whole=tuple(whole),
        lost=tuple(thread for thread in wanted if thread.is_lost),
        marks={key: tuple(said) for key, said in marks.items()},
    )


def _ids(thread: Thread) -> list[str]:
    """The places it could stand beside, the nearest first."""
    where = thread.where
    found = [f"p-{thread.block}"] if thread.block else []
    found += [f"f-{where.uid}-{where.field}"] if where.uid and where.field else []
    return [*found, f"r-{where.uid}"] if where.uid else []


def _marks(ground: Ground, thread: Thread) -> list[tuple[Key, Mark]]:
    passage = ground.passage(thread.where) if thread.quote else None
    if passage is None or thread.place is None or thread.where.uid is None:
        return []
    where = thread.where
    return [
        ((where.uid or "", where.field, block), Mark(thread.number, words, start))
        for block, start, words in pieces(passage, thread.place)
    ]
