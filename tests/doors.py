"""Fakes at the doors of the program: the clock, argon2's cost, and an ear at the database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, event

CHEAP_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
CHEAP_DECOY = CHEAP_HASHER.hash("nobody's")


class Clock:
    """Stands at one moment until it is told to go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.moment = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
        clock = self

        class Stopped(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
                return clock.moment.astimezone(tz)

        monkeypatch.setattr("nap_tracker.clock.datetime", Stopped)

    def pass_by(self, **time: float) -> None:
        """Let time pass: hours=1, seconds=0.5 and so on."""
        self.moment += timedelta(**time)


class QueryCount:
    """Counts statements while the block lasts."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.count = 0

    def _heard(self, *_: Any) -> None:
        self.count += 1

    def __enter__(self) -> QueryCount:
        self.count = 0
        event.listen(self.engine, "before_cursor_execute", self._heard)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(self.engine, "before_cursor_execute", self._heard)
