"""Migrations lead to the tables the models declare, from nothing, on this database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Connection, create_engine, inspect

from nap_tracker import database
from nap_tracker.extensions import Base, db

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


def test_head_equals_the_models(connection: Connection):
    command.upgrade(configured(connection), "head")
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    assert compare_metadata(context, Base.metadata) == []


def test_every_migration_can_be_taken_back(connection: Connection):
    config = configured(connection)
    command.upgrade(config, "head")
    command.downgrade(config, "base")
    assert set(inspect(connection).get_table_names()) <= {"alembic_version"}


def test_there_is_one_head():
    assert len(ScriptDirectory(str(MIGRATIONS)).get_heads()) == 1


@pytest.mark.parametrize("path", sorted(MIGRATIONS.glob("versions/*.py")), ids=lambda p: p.stem)
def test_a_migration_stands_alone(path: Path):
    assert "nap_tracker" not in path.read_text("utf-8"), "models change, migrations do not"
