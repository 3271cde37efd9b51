"""A database with rows in it, before the migration that is to be tried."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

THEN = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
DEFAULTS: dict[type, Any] = {
    sa.Boolean: False,
    sa.DateTime: THEN,
    sa.JSON: {},
    sa.Integer: 1,
    sa.Numeric: 1,
    sa.LargeBinary: b"x",
    sa.Date: THEN.date(),
}


def tables(connection: Connection) -> dict[str, sa.Table]:
    """Every table as it is now."""
    metadata = sa.MetaData()
    metadata.reflect(connection)
    return {table.name: table for table in metadata.sorted_tables}


def put(connection: Connection, name: str, /, **given: Any) -> dict[str, Any]:
    """A row with these values; what else it must have is made up. Its values."""
    table = tables(connection)[name]
    values = {
        column.name: _made_up(column)
        for column in table.columns
        if not column.nullable and column.server_default is None
    }
    values |= given
    connection.execute(sa.insert(table).values(**values))
    connection.commit()
    return values


def rows(connection: Connection, name: str) -> list[dict[str, Any]]:
    table = tables(connection)[name]
    return [dict(row) for row in connection.execute(sa.select(table)).mappings()]


def _made_up(column: sa.Column[Any]) -> Any:
    for kind, value in DEFAULTS.items():
        if isinstance(column.type, kind):
            return value
    length = getattr(column.type, "length", None) or 36
    return str(uuid.uuid4())[:length]
