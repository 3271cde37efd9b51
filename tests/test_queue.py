"""The queue wakes the worker; when it cannot, nothing is lost."""

from __future__ import annotations

import os
import threading
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from uuid import uuid4

import pytest
from sqlalchemy import insert

from nap_tracker.errors import NotReady
from nap_tracker.models.message import Message
from nap_tracker.queue import Queue
from tests.mail_server import HOST, Catcher, free_port, mail_server
from tests.redis_server import PROGRAM, redis_server, redis_url
from tests.running import Installation

__all__ = ["redis_url"]

STARTING, SECONDS = 60, 25
"""Two messages come within less than the minute between two sweeps."""


def test_a_wake_reaches_the_worker_of_another_process(tmp_path: Path):
    url = f"sqlite:///{tmp_path}/queue.db"
    web, worker = Queue(), Queue()
    web.configure(url)
    worker.configure(url)
    looked: list[str] = []
    worker.lookers["exports"] = lambda: looked.append("exports") or 1  # type: ignore[func-returns-value]
    web.wake("exports")
    task = worker.huey.dequeue()
    worker.huey.execute(task)
    assert looked == ["exports"]


def test_a_queue_that_cannot_be_reached_does_not_fail_the_act(caplog: pytest.LogCaptureFixture):
    queue = Queue()
    queue.configure("redis://127.0.0.1:1/0")
    queue.wake("exports")
    assert "could not be woken" in caplog.text


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("carrier-pigeon://", "must begin with"),
        ("postgresql://nobody@127.0.0.1:1/nothing", "does not answer"),
        ("sqlite:////proc/no-such-folder/queue.db", "does not answer"),
    ],
)
def test_a_queue_that_cannot_be_is_refused_at_start(url: str, why: str):
    with pytest.raises(NotReady, match=why) as refusal:
        Queue().configure(url)
    assert "NAP_QUEUE_URL" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def handed_over(url: str, kind: str) -> list[str]:
    """What a worker of another process looks at after one wake."""
    web, worker, looked = Queue(), Queue(), []
    for queue in (web, worker):
        queue.configure(url)
    worker.lookers[kind] = lambda: looked.append(kind) or 1  # type: ignore[func-returns-value]
    web.wake(kind)
    worker.huey.execute(worker.huey.dequeue())
    assert worker.huey.dequeue() is None
    for queue in (web, worker):
        if hasattr(queue.huey.storage, "close"):
            queue.huey.storage.close()
    return looked


@pytest.mark.database
@pytest.mark.skipif("NAP_TEST_DATABASE_URL" not in os.environ, reason="a store on PostgreSQL")
def test_a_wake_goes_through_postgresql_too():
    assert handed_over(os.environ["NAP_TEST_DATABASE_URL"], "messages") == ["messages"]


def test_a_wake_goes_through_redis_too(redis_url: str):
    assert handed_over(redis_url, "messages") == ["messages"]


@pytest.mark.skipif(not PROGRAM, reason="redis-server is not there")
def test_a_redis_that_was_away_is_used_again(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    port, queue = free_port(), Queue()
    with redis_server(port, tmp_path):
        queue.configure(f"redis://{HOST}:{port}/0")
        queue.wake("messages")
    queue.wake("messages")
    assert "could not be woken for messages" in caplog.text
    with redis_server(port, tmp_path):
        queue.wake("exports")
        task = queue.huey.dequeue()
        assert task is not None
        assert task.args == ("exports",)


def test_the_worker_wakes_at_once_by_redis(redis_url: str, tmp_path: Path):
    """The program itself: three messages, each written when the one before has come.

    The worker looks by itself as it begins and each minute, which can account for two of them.
    """
    catcher = Catcher()
    place = Installation(tmp_path, f"sqlite:///{tmp_path}/nap-tracker.db", free_port())
    web = Queue()
    web.configure(redis_url)
    with mail_server(catcher) as port:
        place.settings = {
            "NAP_QUEUE_URL": redis_url,
            "NAP_MAIL_URL": f"smtp://{HOST}:{port}",
            "NAP_MAIL_FROM": "nap@x.example",
        }
        place.run("db", "upgrade")
        with place.worker(), place.engine() as engine:
            for number in range(3):
                with engine.begin() as connection:
                    connection.execute(insert(Message.__table__), [waiting()])  # type: ignore[arg-type]
                web.wake("messages")
                limit = monotonic() + (SECONDS if number else STARTING)
                while len(catcher.taken) == number and monotonic() < limit:
                    threading.Event().wait(0.05)
    assert len(catcher.taken) == 3


def waiting() -> dict[str, object]:
    """A message as the web process leaves it."""
    begun = datetime.now(UTC)
    said = {"template": "password_changed", "context": {"name": "Reader"}, "locale": "en"}
    times = {"attempts": 0, "created_at": begun, "updated_at": begun}
    return {"id": str(uuid4()), "to": "reader@x.example", **said, **times}
