"""Alembic's environment: the application's own engine, batch mode for SQLite."""

from __future__ import annotations

from typing import Literal

from alembic import context
from alembic.util import CommandError
from flask import current_app
from sqlalchemy import Connection, TypeDecorator

from nap_tracker.database import broken_references, changing_tables
from nap_tracker.extensions import Base

target_metadata = Base.metadata


def include(name: str | None, kind: str, parents: object) -> bool:
    """The queue keeps its own tables, which are not ours to migrate."""
    return not (kind == "table" and name is not None and name not in target_metadata.tables)


def render(kind: str, thing: object, _context: object) -> str | Literal[False]:
    """Our column types as the plain ones they are made of: migrations never import models."""
    if kind == "type" and isinstance(thing, TypeDecorator):
        return f"sa.{thing.impl!r}"
    return False


def configure(connection: Connection) -> None:
    """Compare types too, so that the test 'head equals models' sees them."""
    context.configure(
        connection=connection,
        target_metadata=target_metadata,
        render_as_batch=True,
        compare_type=True,
        include_name=include,
        render_item=render,
    )


def migrate() -> None:
    """Run on the connection a test gives, else on the application's engine."""
    given = context.config.attributes.get("connection")
    if given is not None:
        run(given)
        return
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        run(connection)


def run(connection: Connection) -> None:
    """All of them in one transaction, and nothing where a row would point at nothing after it."""
    configure(connection)
    with changing_tables(), context.begin_transaction():
        context.run_migrations()
        broken = broken_references(connection)
        if broken:
            raise CommandError(f"rows point at nothing now, in: {', '.join(broken)}")


migrate()
