"""How connections begin: SQLite takes its write lock at the start, so that no save is lost.

SQLAlchemy's default on SQLite loses simultaneous saves silently, and a plain BEGIN fails with
"database is locked" when a reader becomes a writer. BEGIN IMMEDIATE does neither.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, ExceptionContext, event
from sqlalchemy.exc import OperationalError, ProgrammingError

Unusable = (OperationalError, ProgrammingError)
"""What the database raises when it cannot be reached, or lacks the tables that are asked for."""

_writing: ContextVar[bool] = ContextVar("writing", default=True)
_changing_tables: ContextVar[bool] = ContextVar("changing_tables", default=False)

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA busy_timeout=15000",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # what is removed to protect people is overwritten
)


def read_only(value: bool = True) -> None:
    """Say that what follows in this context (a GET) only reads."""
    _writing.set(not value)


def is_writing() -> bool:
    """Whether transactions of this context begin with the right to write."""
    return _writing.get()


@contextlib.contextmanager
def reading() -> Iterator[None]:
    """A block that only reads, whatever surrounds it."""
    token = _writing.set(False)
    try:
        yield
    finally:
        _writing.reset(token)


@contextlib.contextmanager
def changing_tables() -> Iterator[None]:
    """A block whose transactions may make tables anew that rows of others point at.

    SQLite changes a table by making another one in its place, and refuses to drop the first while
    anything points at it. It looks at no reference in there: ask for `broken_references` before
    the end. The switch works between transactions only, so the block stands around them.
    """
    token = _changing_tables.set(True)
    try:
        yield
    finally:
        _changing_tables.reset(token)


def broken_references(connection: Connection) -> list[str]:
    """Tables with rows that point at nothing; only SQLite has to be asked."""
    if connection.dialect.name != "sqlite":
        return []
    found = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return sorted({row[0] for row in found})


@contextlib.contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """One unchanging view of the whole database, while others go on writing."""
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with reading(), engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(**options)
        with connection.begin():
            yield connection


def revision(connection: Connection) -> str | None:
    """The migration the tables are at; None where there are none."""
    return MigrationContext.configure(connection).get_current_revision()


def revisions(directory: str) -> list[str]:
    """Every migration this program knows, the newest first."""
    return [script.revision for script in ScriptDirectory(directory).walk_revisions()]


def migrate(connection: Connection, directory: str, to: str) -> None:
    """Bring the tables to a migration, inside the transaction the connection is in: one that
    began in `changing_tables`, where there may be rows."""
    config = Config()
    config.set_main_option("script_location", directory.replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


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
        if _changing_tables.get() != connection.info.get("changes_tables", False):
            connection.info["changes_tables"] = _changing_tables.get()
            wanted = "OFF" if _changing_tables.get() else "ON"
            connection.exec_driver_sql(f"PRAGMA foreign_keys={wanted}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


def _leave_out_details(context: ExceptionContext) -> None:
    """PostgreSQL adds the failing row to its message, and errors are logged: one line is enough."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args and isinstance(error.args[0], str):
            error.args = (error.args[0].partition("\n")[0], *error.args[1:])
