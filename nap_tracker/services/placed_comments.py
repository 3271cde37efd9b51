"""Comments a reader hears of, each at its place: enough to count, sort and mark hundreds of them.

What hangs under a comment is asked for only where it is shown (`threads.under`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from nap_tracker.services import comments
from nap_tracker.services.comment_places import Glimpse, Ground, Where, where_of
from nap_tracker.services.comment_readers import Reader
from nap_tracker.services.comments import Heard
from nap_tracker.text.anchors import Span
from nap_tracker.workflow.hearing import Side
from nap_tracker.workflow.resolution import Resolution

ENOUGH = 30
"""So many comments are shown on one page; of more, the first few beside each place."""
MOST = 50
"""Of one place, where these are asked for."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One comment, for one reader."""

    comment: Glimpse
    author: str
    """As everybody reads it: in an anonymous round the code of the seat."""
    round_number: int | None
    side: Side | None
    """Whose round it was said in."""
    is_own: bool
    where: Where
    place: Span | None
    """None where its words, its row or its field are gone."""
    name: str = ""
    """What its row is called now, where it has lost its place."""

    @property
    def number(self) -> int:
        return self.comment.number

    @property
    def quote(self) -> str:
        return self.comment.quote

    @property
    def block(self) -> str | None:
        return (self.place.block if self.place else None) or self.comment.block

    @property
    def is_lost(self) -> bool:
        """In the tray: it has lost its place."""
        return self.place is None

    @property
    def is_open(self) -> bool:
        return self.comment.state == Resolution.OPEN


def found(
    who: Reader,
    ground: Ground,
    *,
    round_id: str | None = None,
    section: str | None = None,
    uid: str | None = None,
) -> list[Placed]:
    """What a reader hears, in the order of its numbers. One query, however much there is.

    `uid`: of one entry only.
    """
    heard = comments.heard_by(who, ground, round_id=round_id, section=section, uid=uid)
    return placed(who, ground, heard)


def shown_beside(piles: Collection[Collection[Placed]]) -> int:
    """How many are shown of each pile: all where there are few, else the first, at least one."""
    if sum(map(len, piles)) <= ENOUGH:
        return ENOUGH
    return max(1, ENOUGH // len(piles))


def shown_of(piles: Mapping[str, Sequence[Placed]], wanted: str) -> Mapping[str, slice]:
    """Which of each pile are shown: all of few; else a few at a time, as far as there is room.

    `wanted`: the pile, or the number of a comment in it, of which more is shown. Room is given out
    from there on, and then from the top, so that a page costs the same however much is said.
    """
    if sum(map(len, piles.values())) <= ENOUGH:
        return dict.fromkeys(piles, slice(None))
    few, room = shown_beside(piles.values()), ENOUGH
    names = list(piles)
    asked, first = _wanted(piles, wanted)
    begin = names.index(asked) if asked else 0
    found: dict[str, slice] = {}
    for name in (*names[begin:], *names[:begin]):
        start, most = (first, MOST) if name == asked else (0, min(few, max(room, 0)))
        found[name] = slice(start, start + most)
        room -= len(piles[name][found[name]])
    return found


def _wanted(piles: Mapping[str, Sequence[Placed]], wanted: str) -> tuple[str, int]:
    """The pile that is asked for, and the first of it that is shown; '' where there is no such."""
    if wanted in piles:
        return wanted, 0
    for name, pile in piles.items():
        for place, one in enumerate(pile):
            if str(one.number) == wanted:
                return name, place - place % MOST
    return "", 0


def placed(who: Reader, ground: Ground, heard: Iterable[Heard]) -> list[Placed]:
    """Each where it stands now."""
    found = []
    for one in heard:
        place = ground.span(one.comment)
        name = ground.row_name(where_of(one.comment)) if place is None or ground.is_as_read else ""
        found.append(at(who, one, place, name))
    return found


def at(who: Reader, one: Heard, place: Span | None, name: str) -> Placed:
    """A comment where its words stand, which somebody found out."""
    is_own, where = who.is_author(one.comment), where_of(one.comment)
    return Placed(one.comment, one.author, one.round_number, one.side, is_own, where, place, name)
