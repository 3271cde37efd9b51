"""The only callers of datetime.now: tests freeze time by replacing `now` here."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def today(zone: str = "UTC") -> date:
    """The calendar date in a Party's IANA zone: treaty dates are dates there, not here."""
    return now().astimezone(ZoneInfo(zone)).date()
