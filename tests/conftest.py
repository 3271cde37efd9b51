"""What every test may ask for: the application, a clean database, the cast, a browser."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g, has_app_context
from hypothesis import HealthCheck, settings
from sqlalchemy import event

import config
from nap_tracker import create_app, passwords
from nap_tracker.extensions import Base, db
from nap_tracker.models.event import Event
from nap_tracker.services.sentences import SENTENCES
from tests.browser_client import Browser
from tests.cast import Cast
from tests.chromium import chromium
from tests.doors import CHEAP_DECOY, CHEAP_HASHER, Clock, QueryCount
from tests.stage import on_stage

# A busy machine is no fault of what is tested: examples are not failed for the time they take.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

__all__ = ["chromium"]
"""A fixture for the folders `browser` and `journeys`, kept in a module of its own."""


LONG = (
    "tests/exports/test_binding.py",
    "tests/exports/test_verapdf.py",
    "tests/house/test_access_by_state.py",
    "tests/journeys/",
    "tests/services/test_lines.py",
    "tests/services/test_year_of_reminders.py",
    "tests/test_killed",
    "tests/web/test_years_of_updates.py",
)
"""Where tests take half a minute and more: they begin first, or one process is left with them."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever touches the database runs again on PostgreSQL (`-m database`)."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))
    for item in items:
        if {"database", "shared_database"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.database)


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One application a test process, on SQLite or on NAP_TEST_DATABASE_URL."""
    folder = tmp_path_factory.mktemp("here") / "instance"
    settings = config.load(
        {
            "NAP_MODE": "testing",
            "NAP_INSTANCE": str(folder),
            "NAP_DATABASE_URL": _database_url(folder),
            "NAP_SECRET_KEY": "a secret of the tests, long enough to be one",
        }
    )
    app = create_app(settings)
    with app.app_context():
        event.listen(db.engine, "connect", _do_not_wait_for_the_disk)
        db.engine.dispose()
        Base.metadata.create_all(db.engine)
        yield app
        db.session.remove()
        Base.metadata.drop_all(db.engine)
        db.engine.dispose()


def _do_not_wait_for_the_disk(connection: Any, _record: object) -> None:
    """What a test stored is thrown away; tests that kill servers have databases of their own."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


def _database_url(folder: Path) -> str:
    """Each process of a parallel run has its own schema on PostgreSQL, its own file on SQLite."""
    url = os.environ.get("NAP_TEST_DATABASE_URL")
    if not url:
        return f"sqlite:///{folder}/test.db"
    schema = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{secrets.token_hex(3)}"
    import psycopg  # only here: SQLite runs need no driver

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE SCHEMA "{schema}"')  # type: ignore[arg-type]
    return f"{url}?options=-csearch_path%3D{schema}"


@pytest.fixture
def database(app: Flask) -> Iterator[None]:
    """An empty database before the test; what the test stored is gone after it."""
    yield
    _empty()


@pytest.fixture(scope="module")
def shared_database(app: Flask) -> Iterator[None]:
    """One for all tests of a module that change nothing: for those that try every address."""
    yield
    _empty()


def _empty() -> None:
    """Only tables with rows are touched: to truncate all of them takes PostgreSQL a tenth of a
    second, two thousand times."""
    db.session.remove()
    tables = [table.name for table in reversed(Base.metadata.sorted_tables)]
    looks = (f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in tables)
    with db.engine.begin() as connection:
        if db.engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        found = connection.exec_driver_sql(" UNION ALL ".join(looks)).scalars().all()
        for name in sorted(found, key=tables.index):
            connection.exec_driver_sql(f'DELETE FROM "{name}"')


@pytest.fixture
def cast(database: None) -> Cast:
    """Two Parties, their plans and everybody who has a role in the stories."""
    return on_stage()


@pytest.fixture
def browser(app: Flask, database: None) -> Browser:
    """A visitor who has not signed in; `browser.sign_in(user)` changes that."""
    return Browser(app)


@event.listens_for(Event, "before_insert")
def _has_a_sentence(_mapper: object, _connection: object, act: Event) -> None:
    """Also of a kind that a table of the workflow made: people could not read it in the log."""
    assert act.kind in SENTENCES, f"services/sentences.py has no sentence for {act.kind}"


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing costs nothing; one test of passwords looks at the real parameters."""
    monkeypatch.setattr(passwords, "hasher", CHEAP_HASHER)
    monkeypatch.setattr(passwords, "DECOY", CHEAP_DECOY)


@pytest.fixture(autouse=True)
def nobody_signed_in() -> Iterator[None]:
    """Who asked outside a request is not who asks in the next test: they share one context."""
    yield
    if has_app_context():
        g.pop("_login_user", None)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The time stands still; `clock.pass_by(hours=1)` lets it pass."""
    return Clock(monkeypatch)


@pytest.fixture
def queries(app: Flask) -> QueryCount:
    """`with queries as count: …` counts the statements sent to the database."""
    return QueryCount(db.engine)
