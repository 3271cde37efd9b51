"""The queue wakes the worker; when it cannot, nothing is lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nap_tracker.errors import NotReady
from nap_tracker.queue import Queue


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


@pytest.mark.database
@pytest.mark.skipif("NAP_TEST_DATABASE_URL" not in os.environ, reason="a store on PostgreSQL")
def test_a_wake_goes_through_postgresql_too():
    web, worker = Queue(), Queue()
    for queue in (web, worker):
        queue.configure(os.environ["NAP_TEST_DATABASE_URL"])
    looked: list[str] = []
    worker.lookers["messages"] = lambda: looked.append("messages") or 1  # type: ignore[func-returns-value]
    web.wake("messages")
    worker.huey.execute(worker.huey.dequeue())
    assert looked == ["messages"]
    for queue in (web, worker):
        queue.huey.storage.close()
