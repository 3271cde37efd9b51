"""How connections begin: SQLite takes its write lock at the start, so that no save is lost.

SQLAlchemy's default on SQLite loses simultaneous saves silently, and a plain BEGIN fails with
"database is locked" when a reader becomes a writer. BEGIN IMMEDIATE does neither.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, event
from sqlalchemy.exc import OperationalError, ProgrammingError

Unusable = (OperationalError, ProgrammingError)
"""What the database raises when it cannot be reached, or lacks the tables that are asked for."""

_writing: ContextVar[bool] = ContextVar("writing", default=True)

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA busy_timeout=15000",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
)


def read_only(value: bool = True) -> None:
    """Say that what follows in this context (a GET) only reads."""
    _writing.set(not value)


@contextlib.contextmanager
def reading() -> Iterator[None]:
    """A block that only reads, whatever surrounds it."""
    token = _writing.set(False)
    try:
        yield
    finally:
        _writing.reset(token)


def prepare(engine: Engine) -> None:
    """Attach our connection habits to an engine."""
    event.listen(engine, "handle_error", _leave_out_details)
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


def _leave_out_details(context: ExceptionContext) -> None:
    """PostgreSQL adds the failing row to its message, and errors are logged: one line is enough."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args and isinstance(error.args[0], str):
            error.args = (error.args[0].partition("\n")[0], *error.args[1:])
