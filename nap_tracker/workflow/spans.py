"""Dates that may be partial, in sums: the first and the last day that are meant.

What is known as "April 2020" is any day of it, and three years later any day of April 2023: no day
is ever made up.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from nap_tracker import i18n
from nap_tracker.i18n import gettext


@dataclass(frozen=True, slots=True)
class Span:
    """From the earliest to the latest day a date can be; the same day where it is known."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a span ends before it begins")

    @classmethod
    def of(cls, partial: str) -> Span:
        """Of `2020`, `2020-04` or `2020-04-17`. Raises ValueError for anything else."""
        return _span_of(partial)

    @classmethod
    def on(cls, day: date) -> Span:
        """A day that is known."""
        return cls(day, day)

    @property
    def is_a_day(self) -> bool:
        """Whether the day is known."""
        return self.first == self.last

    def plus_days(self, days: int) -> Span:
        """So many days later."""
        return Span(self.first + timedelta(days), self.last + timedelta(days))

    def plus_years(self, years: int) -> Span:
        """The same day so many years later; 29 February becomes the 28th where there is none."""
        return Span(_years_after(self.first, years), _years_after(self.last, years))

    def plus_months(self, months: int) -> Span:
        """The same day so many months later; the last of the month where there is none."""
        return Span(months_after(self.first, months), months_after(self.last, months))

    def not_before(self, day: date) -> Span:
        """The same, or the day itself where that is later."""
        return Span(max(self.first, day), max(self.last, day))

    @property
    def partial(self) -> str | None:
        """`2020`, `2020-04` or `2020-04-17`; None where it is no year, month or day."""
        for length in (10, 7, 4):
            text = self.first.isoformat()[:length]
            if Span.of(text) == self:
                return text
        return None

    @property
    def words(self) -> str:
        """In the language in force: a day, a month, a year, or between which two days."""
        if self.partial is not None:
            return i18n.day(self.partial)
        first, last = i18n.day(self.first), i18n.day(self.last)
        return gettext("between %(first)s and %(last)s", first=first, last=last)


def later_of(one: Span, other: Span) -> Span:
    """The later of two dates, as far as that is known."""
    return Span(max(one.first, other.first), max(one.last, other.last))


def was_by(on: str, day: date, recorded_on: date) -> bool:
    """Whether what happened on a partial date had surely happened by a day.

    Its last possible day is over by then, or it was recorded by then: nothing is recorded ahead.
    """
    happened = Span.of(on)
    return happened.last <= day or (happened.first <= day and recorded_on <= day)


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def months_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@lru_cache(maxsize=4096)
def _span_of(partial: str) -> Span:
    """A page of a long plan asks for the same days a thousand times."""
    year, month, day = (*(int(part) for part in partial.split("-")), 0, 0)[:3]
    if not month:
        return Span(date(year, 1, 1), date(year, 12, 31))
    if not day:
        return Span(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    return Span.on(date(year, month, day))
