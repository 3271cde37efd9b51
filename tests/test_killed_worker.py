"""Claims about a worker that is killed while it sends mail: nothing is lost, nothing told twice.

Twice only what the server had taken in the very instant of the kill, and then under one id.
"""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic
from uuid import uuid4

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import insert, select, update

from nap_tracker.models.message import Message
from tests.mail_server import HOST, Catcher, mail_server
from tests.running import Installation, installation, kill

__all__ = ["installation"]

MESSAGES, KILLS = 200, 4
SECONDS = 120


class Assassin(Catcher):
    """A mail server that sees the worker die: at a moment of chance, or before it answers."""

    def __init__(self) -> None:
        super().__init__()
        self.goal = 0
        self.strike: Callable[[], None] = lambda: None
        self.is_reached = threading.Event()
        self.kills_before_it_answers = False

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        if len(self.taken) == self.goal:
            if self.kills_before_it_answers:
                self.strike()
            self.is_reached.set()
        return answer


def write_messages(place: Installation) -> dict[str, str]:
    """Messages that wait, each to another reader: address -> Message-ID."""
    begun = datetime.now(UTC) - timedelta(hours=1)
    rows = [
        {
            "id": str(uuid4()),
            "to": f"reader{number}@x.example",
            "template": "password_changed",
            "context": {"name": f"Reader {number}"},
            "locale": ("en", "fr")[number % 2],
            "attempts": 0,
            "created_at": begun + timedelta(seconds=number),
            "updated_at": begun,
        }
        for number in range(MESSAGES)
    ]
    with place.engine() as engine, engine.begin() as connection:
        connection.execute(insert(Message.__table__), rows)  # type: ignore[arg-type]
    return {str(row["to"]): f"<{row['id']}@x.example>" for row in rows}


def let_leases_end(place: Installation) -> None:
    """Five minutes go by, in which nobody took over what the dead worker held."""
    with place.engine() as engine, engine.begin() as connection:
        connection.execute(update(Message).values(lease_until=None))


def unsent(place: Installation) -> int:
    with place.engine() as engine, engine.connect() as connection:
        waiting = select(Message.id).where(Message.sent_at.is_(None))
        return len(connection.execute(waiting).all())


@pytest.mark.database
def test_a_killed_worker_loses_no_message_and_repeats_one_only_under_its_id(
    installation: Installation,
) -> None:
    chance = random.Random(20261126)
    server = Assassin()
    installation.run("db", "upgrade")
    expected = write_messages(installation)
    with mail_server(server) as port:
        installation.settings = {
            "NAP_MAIL_URL": f"smtp://{HOST}:{port}",
            "NAP_MAIL_FROM": "nap@x.example",
        }
        for number in range(KILLS):
            server.goal = len(server.taken) + chance.randint(5, 40)
            server.kills_before_it_answers = number % 2 == 0
            with installation.worker() as worker:
                server.strike = lambda worker=worker: kill(worker)  # type: ignore[misc]
                assert server.is_reached.wait(SECONDS), log(installation)
                threading.Event().wait(chance.uniform(0, 0.05))
                kill(worker)
            server.is_reached.clear()
            let_leases_end(installation)
        with installation.worker():
            limit = monotonic() + SECONDS
            while unsent(installation) and monotonic() < limit:
                threading.Event().wait(0.1)
    assert unsent(installation) == 0, log(installation)
    taken = Counter(zip(server.readers(), server.ids(), strict=True))
    assert dict(iter(taken)) == expected, "all of them, each under one id"
    twice = [pair for pair, times in taken.items() if times > 1]
    assert KILLS // 2 <= len(twice) <= KILLS, "those that were taken as the worker died"
    assert max(taken.values()) == 2


def log(place: Installation) -> str:
    return (place.folder / "worker.txt").read_text()
