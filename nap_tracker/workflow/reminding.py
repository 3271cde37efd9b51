"""When to remind of a date, and when to ask about something quiet: days from days.

Before a date 30, 7 and 1 days; after it 1, 7 and then every 30. A rule that was missed is told as
the newest one, once: a worker that was off for a week sends one message and not seven.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

BEFORE = (30, 7, 1)
AFTER = (1, 7)
EVERY = 30
PAUSE = timedelta(days=5)
"""Between two nudges about the same thing. A date is no nudge: it comes when it comes."""
REMEMBERED = timedelta(days=45)
"""The longest a rule stays the newest one, and some: who was told longer ago was told another."""
WORKING_HOURS = range(8, 17)
"""A message begins within these hours of a working day, where its reader works."""
AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Rule:
    """Why something is told on a day; the name is stored and the same for the same occasion."""

    name: str
    day: date
    """The day it stands for; it may be told some days off, for a weekend's sake."""


def reached(
    due: date, today: date, *, since: date | None = None, weekend: frozenset[int] = frozenset()
) -> Rule | None:
    """The newest rule of a date that has come, of those after the day the thing became known."""
    known = since or date.min
    return _newest((rule for rule, told in _of_date(due, today, weekend) if told <= today), known)


def nudged(first: date, today: date, *, since: date | None = None) -> Rule | None:
    """The newest day to ask about something quiet: the first, then every 30 days."""
    turns = max(0, (today - first).days // EVERY)
    rule = Rule(f"nudge-{turns * EVERY}", first + timedelta(days=turns * EVERY))
    return _newest(iter([rule] if first <= today else []), since or date.min)


def asked_again(until: date, today: date) -> Rule | None:
    """What somebody put off comes back on the day they named."""
    fresh = until <= today <= until + REMEMBERED
    return Rule(f"{AGAIN}-{until.isoformat()}", until) if fresh else None


def is_working_day(day: date, weekend: frozenset[int]) -> bool:
    """Holidays are not known here: a message that waits a day in a mailbox is no harm."""
    return day.weekday() not in weekend


def _of_date(due: date, today: date, weekend: frozenset[int]) -> Iterator[tuple[Rule, date]]:
    """Each rule with the day from which it may be told."""
    for days in BEFORE:
        day = due - timedelta(days=days)
        yield Rule(f"before-{days}", day), _working_day_before(day, weekend)
    for days in AFTER:
        day = due + timedelta(days=days)
        yield Rule(f"after-{days}", day), day
    late = (today - due).days // EVERY * EVERY
    if late > 0:
        day = due + timedelta(days=late)
        yield Rule(f"after-{late}", day), day


def _working_day_before(day: date, weekend: frozenset[int]) -> date:
    """The day itself or the last working day before it: Monday's *tomorrow* is said on Friday."""
    while not is_working_day(day, weekend):
        day -= timedelta(days=1)
    return day


def _newest(rules: Iterator[Rule], known: date) -> Rule | None:
    return max((r for r in rules if r.day >= known), key=lambda rule: rule.day, default=None)
