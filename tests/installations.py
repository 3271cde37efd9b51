"""More installations beside that of the tests, each with its own database and storage."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from flask import Flask
from sqlalchemy import text

import config
from nap_tracker import create_app, database, files
from nap_tracker.exports import press
from nap_tracker.exports.screen import kept
from nap_tracker.extensions import Base, db
from nap_tracker.queue import queue

SECRET = "a secret of the tests, long enough to be one"
POSTGRESQL = os.environ.get("NAP_TEST_DATABASE_URL")


@dataclass
class Installation:
    """An application that is made, and entered to work in it."""

    app: Flask
    environment: dict[str, str]
    """What a command of it is started with."""
    schema: str = ""
    """Its own in the database of PostgreSQL."""

    @property
    def directory(self) -> str:
        return str(self.app.extensions["migrate"].directory)

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Database and storage are this one's inside the block."""
        outside = files.storage.backend
        files.storage.configure(self.app.config["STORAGE_URL"])
        try:
            with self.app.app_context():
                try:
                    yield
                finally:
                    db.session.remove()
                    db.engine.dispose()
        finally:
            files.storage.backend = outside

    def migrated(self, to: str = "head") -> Installation:
        """With tables."""
        with self.entered():
            database.migrate(db.session.connection(), self.directory, to)
            db.session.commit()
        return self

    def like(self, other: Installation) -> Installation:
        """With all that another one holds, which nobody uses meanwhile."""
        shutil.copytree(
            other.environment["NAP_INSTANCE"],
            self.environment["NAP_INSTANCE"],
            dirs_exist_ok=True,
        )
        if self.schema:
            self.migrated()
            with self.entered():
                for table in Base.metadata.sorted_tables:
                    row = f'"{table.name}"'
                    every = f'INSERT INTO {row} SELECT * FROM "{other.schema}".{row}'
                    db.session.execute(text(every))
                db.session.commit()
        return self

    def stored(self) -> list[str]:
        """What lies in its storage."""
        folder = Path(self.app.config["INSTANCE"]) / "files"
        return sorted(path.name for path in folder.glob("*/*/*"))


def install(folder: Path, kind: str) -> Installation:
    """A new installation without tables, on `sqlite` or `postgresql`."""
    outside = files.storage.backend, queue.huey, queue._look
    stores = list(press._store), list(kept._store)
    folder.mkdir(parents=True)
    schema = f"installation_{secrets.token_hex(4)}" if kind == "postgresql" else ""
    environment = {
        "NAP_MODE": "testing",
        "NAP_INSTANCE": str(folder),
        "NAP_DATABASE_URL": _url(folder, schema),
        "NAP_QUEUE_URL": "memory:",
        "NAP_SECRET_KEY": SECRET,
    }
    try:
        return Installation(create_app(config.load(environment)), environment, schema)
    finally:
        files.storage.backend, queue.huey, queue._look = outside
        press._store[:], kept._store[:] = stores


def _url(folder: Path, schema: str) -> str:
    if not schema:
        return f"sqlite:///{folder}/nap.db"
    assert POSTGRESQL, "asked for PostgreSQL where there is none"
    with psycopg.connect(POSTGRESQL, autocommit=True) as connection:
        connection.execute(f'CREATE SCHEMA "{schema}"')  # type: ignore[arg-type]
    return f"{POSTGRESQL}?options=-csearch_path%3D{schema}"
