"""Migrations lead to the tables the models declare, from nothing, on this database."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from nap_tracker.extensions import Base
from tests.migrations.conftest import MIGRATIONS, configured


@pytest.mark.database
def test_head_equals_the_models(connection: Connection):
    command.upgrade(configured(connection), "head")
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    assert compare_metadata(context, Base.metadata) == []


@pytest.mark.database
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
