"""A backup into an empty database: all of it or nothing."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, literal, select
from sqlalchemy import table as plain_table

from nap_tracker import database, files
from nap_tracker.archives.manifest import INSTALLATION, Manifest
from nap_tracker.archives.reader import opened, refused
from nap_tracker.errors import Invalid, NotReady
from nap_tracker.extensions import Base, db
from nap_tracker.models.event import COPIES
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import backups, history, search_index, unarchiving


def restore(actor: Actor, path: Path, *, directory: str) -> Manifest:
    """Put a backup back; `directory` holds the migrations.

    Raises InvalidFile for an archive that is damaged, NotReady where this database cannot take it.
    """
    require(actor, Permission.INSTALLATION_COPY)
    with opened(path) as reader:
        manifest = reader.manifest
        if manifest.holds != INSTALLATION:
            raise Invalid("This archive holds one Party: bring it in with `party import`.")
        unarchiving.verify(reader)
        with database.changing_tables():
            connection = db.session.connection()
        _make_ready(connection, manifest.schema, directory)
        with files.all_or_none() as store:
            unarchiving.load_files(reader, store)
            unarchiving.load(connection, reader)
            if broken := database.broken_references(connection):
                raise refused(unarchiving.member_of(broken[0]), "rows of it point at nothing")
            database.migrate(connection, directory, "head")
            search_index.complete()
            unarchiving.refuse_other_breaks(connection, reader)
            details = backups.described(manifest)
            history.record(actor, "installation:restored", chain=COPIES, details=details)
            db.session.flush()
    return manifest


def _make_ready(connection: Connection, schema: str, directory: str) -> None:
    """Empty tables as they were when the backup was made."""
    if schema not in database.revisions(directory):
        raise NotReady(
            "This backup was made by a newer version of NAP Tracker. Update the program, then"
            " restore."
        )
    ours = set(inspect(connection).get_table_names()) & set(Base.metadata.tables)
    if not ours:
        database.migrate(connection, directory, schema)
        return
    if any(_holds_rows(connection, name) for name in sorted(ours)):
        raise NotReady(
            "The database is not empty. A backup goes into an empty one only: name a new one in"
            " NAP_DATABASE_URL (for SQLite a new NAP_INSTANCE is enough)."
        )
    if database.revision(connection) != schema:
        raise NotReady(
            "The tables of the database are of another version than the backup. Give `restore` a"
            " database without tables: it makes them as they were, and brings them to the newest."
        )


def _holds_rows(connection: Connection, name: str) -> bool:
    rows = select(literal(1)).select_from(plain_table(name)).limit(1)
    return connection.execute(rows).first() is not None
