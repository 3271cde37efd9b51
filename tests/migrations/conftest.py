"""An empty database of the kind the tests run on, and Alembic told of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.config import Config
from flask import Flask
from sqlalchemy import Connection, create_engine

from nap_tracker import database
from nap_tracker.extensions import db

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


@pytest.fixture
def connection(app: Flask, tmp_path: Path) -> Iterator[Connection]:
    """An empty database of the same kind as the tests run on."""
    if db.engine.dialect.name == "sqlite":
        engine = create_engine(f"sqlite:///{tmp_path}/migrated.db")
        database.prepare(engine)
        with engine.connect() as connection:
            yield connection
        engine.dispose()
        return
    engine = create_engine(db.engine.url.update_query_dict({"options": "-csearch_path=migrated"}))
    with engine.connect() as connection:
        connection.exec_driver_sql("DROP SCHEMA IF EXISTS migrated CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA migrated")
        connection.commit()
        yield connection
        connection.rollback()
        connection.exec_driver_sql("DROP SCHEMA migrated CASCADE")
        connection.commit()
    engine.dispose()


def configured(connection: Connection) -> Config:
    config = Config(str(MIGRATIONS / "alembic.ini"))
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
