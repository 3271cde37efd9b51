"""Whose turn it is, and for how long: worked out from who was asked, counted in calendar days.

Nothing here is stored but what a person did: that a request has lapsed, that an answer is late,
that the text is back with the drafting team follow from dates.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Outcome(StrEnum):
    """How a turn ended, by what a person did."""

    ANSWERED = "answered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    """Whoever asked took it back."""
    DONE = "done"
    """What was asked for happened."""
    CLOSED = "closed"
    """The stage ended without an answer: no reply, which is not agreement."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One turn: somebody was asked for something."""

    id: str
    asks: str
    """A stage, an act, or ENDORSEMENT."""
    holder: str
    """A body, as whoever asked wrote it, or a review round; '' where it is a role."""
    role: str
    began_on: str
    """When it happened: may be partial."""
    due_on: str | None
    lapses_on: str | None
    ended_on: str | None
    outcome: str | None
    is_round: bool = False

    def has_lapsed(self, today: date) -> bool:
        return self.ended_on is None and is_past(self.lapses_on, today)

    def waits(self, today: date) -> bool:
        """Whether an answer is still awaited."""
        return self.ended_on is None and not self.has_lapsed(today)

    def is_late(self, today: date) -> bool:
        return self.ended_on is None and is_past(self.due_on, today)

    def over_on(self, today: date) -> str | None:
        """The day it ended or lapsed."""
        return self.lapses_on if self.has_lapsed(today) else self.ended_on

    def days(self, today: date) -> int | None:
        """Its length in calendar days, so far or in all; None where a date is partial."""
        return days_between(self.began_on, self.over_on(today) or today.isoformat())


ENDORSEMENT = "endorsement"
"""What the body is asked for that a plan was sent to."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Who holds a plan now. `holders` empty: the drafting team."""

    holders: tuple[Asked, ...]
    answered: int
    """Of those asked at the same time."""
    since: str
    days: int | None
    due_on: str | None
    late_by: int
    """Days past the due date; 0 while it is not past."""


def standing(asked: Sequence[Asked], back_on: str, today: date) -> Standing:
    """Whose turn it is. `back_on` is when the text last came to the drafting team by an act."""
    waiting = tuple(turn for turn in asked if turn.waits(today))
    if not waiting:
        over = [day for turn in asked if (day := turn.over_on(today))]
        since = max([back_on, *over])
        return Standing((), 0, since, days_between(since, today.isoformat()), None, 0)
    since = min(turn.began_on for turn in waiting)
    dates = [on for turn in waiting if (on := turn.due_on or turn.lapses_on)]
    due = min(dates, default=None)
    kinds = {turn.asks for turn in waiting}
    answered = sum(t.asks in kinds and t.outcome == Outcome.ANSWERED for t in asked)
    late = (today - last_day(due)).days if due and is_past(due, today) else 0
    return Standing(waiting, answered, since, days_between(since, today.isoformat()), due, late)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One line of the history of turns; without `turn` it is the drafting team's."""

    turn: Asked | None
    began_on: str
    over_on: str | None
    days: int | None


def history(asked: Sequence[Asked], begun_on: str, today: date) -> tuple[Stretch, ...]:
    """Every turn, and between them the days of the drafting team; the newest first."""
    ordered = sorted(asked, key=lambda turn: turn.began_on)
    lines = [*_turns(ordered, today), *_gaps(ordered, begun_on, today)]
    return tuple(sorted(lines, key=lambda line: line.began_on, reverse=True))


def _turns(ordered: Iterable[Asked], today: date) -> Iterator[Stretch]:
    for turn in ordered:
        yield Stretch(turn, turn.began_on, turn.over_on(today), turn.days(today))


def _gaps(ordered: Iterable[Asked], begun_on: str, today: date) -> Iterator[Stretch]:
    """Where nobody else held the text; days on which it changed hands twice are left out."""
    reached = begun_on
    for turn in ordered:
        if turn.began_on > reached:
            between = days_between(reached, turn.began_on)
            yield Stretch(None, reached, turn.began_on, between)
        reached = max(reached, turn.over_on(today) or "9999")
    if reached <= today.isoformat():
        yield Stretch(None, reached, None, days_between(reached, today.isoformat()))


def is_past(on: str | None, today: date) -> bool:
    """Whether the last day of a date that may be partial is over."""
    return on is not None and last_day(on) < today


def last_day(on: str) -> date:
    """The last day that a date, which may be a month or a year, stands for."""
    year, month, day = ([int(part) for part in on.split("-")] + [0, 0])[:3]
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


def days_between(first: str, last: str) -> int | None:
    """Calendar days from one whole day to another; None where one is partial."""
    if len(first) < 10 or len(last) < 10:
        return None
    return (date.fromisoformat(last) - date.fromisoformat(first)).days
