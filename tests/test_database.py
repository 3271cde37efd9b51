"""Claims about writers who wait for each other on SQLite."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from nap_tracker import database

HELD_SECONDS = 0.2
TURNS = 5
MOST_PASSED_OVER = 400
"""With SQLite's own way of waiting it was thousands, or for ever."""


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{tmp_path}/writers.db")
    database.prepare(engine)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE line (words TEXT)"))
    yield engine
    engine.dispose()


def write(engine: Engine, words: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO line VALUES (:words)"), {"words": words})


def test_who_waits_to_write_is_let_in_although_somebody_else_never_pauses(engine: Engine) -> None:
    stop, between, written = threading.Event(), threading.Event(), []

    def write_without_a_pause() -> None:
        while not stop.is_set():
            with engine.begin() as connection:
                connection.execute(text("INSERT INTO line VALUES ('again')"))
                between.wait(HELD_SECONDS)
            written.append(1)

    writer = threading.Thread(target=write_without_a_pause)
    writer.start()
    try:
        for number in range(TURNS):
            before = len(written)
            write(engine, f"turn {number}")
            assert len(written) - before < MOST_PASSED_OVER
    finally:
        stop.set()
        writer.join()
    with engine.begin() as connection:
        counted = connection.scalar(text("SELECT count(*) FROM line WHERE words LIKE 'turn %'"))
    assert counted == TURNS


def test_who_is_never_let_in_is_told(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LONGEST_WAIT_SECONDS", 0.05)
    with engine.begin(), pytest.raises(OperationalError, match="locked"):
        write(engine, "too early")
    write(engine, "in time")
