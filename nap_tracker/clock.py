"""The only callers of datetime.now: tests freeze time by replacing `now` here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _standing.get() or datetime.now(UTC)


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let made-up people act at a moment that is past: for sample data, and nothing else."""
    token = _standing.set(moment)
    try:
        yield
    finally:
        _standing.reset(token)


def milliseconds(moment: datetime) -> int:
    """Since 1970, as browsers count."""
    return int(moment.timestamp() * 1000)


def today(zone: str = "UTC") -> date:
    """The calendar date in a Party's IANA zone: treaty dates are dates there, not here."""
    return now().astimezone(ZoneInfo(zone)).date()


def day_of(moment: datetime, zone: str = "UTC") -> date:
    """The calendar date of a moment in a zone."""
    return moment.astimezone(ZoneInfo(zone)).date()


def end_of(day: date, zone: str = "UTC") -> datetime:
    """The first moment after a calendar day in a zone: what lasts until a day lasts to its end."""
    following = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))
    return following.astimezone(UTC)


def last_day(ends_at: datetime, zone: str = "UTC") -> date:
    """The last calendar day in a zone of what ends at a moment; undoes `end_of`."""
    return (ends_at - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()


@cache
def time_zones() -> tuple[str, ...]:
    """IANA names of zones of places, and UTC; reading them from disk takes a while."""
    places = (zone for zone in available_timezones() if "/" in zone)
    return ("UTC", *sorted(z for z in places if not z.startswith(("Etc/", "posix/", "right/"))))
