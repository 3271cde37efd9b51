"""Backing the whole installation up into one archive, while people work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from nap_tracker import database
from nap_tracker.archives.manifest import Manifest
from nap_tracker.archives.writer import written_whole
from nap_tracker.errors import NotReady
from nap_tracker.extensions import db
from nap_tracker.models import carried
from nap_tracker.models.event import COPIES
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import archiving, history


@dataclass(frozen=True, slots=True)
class Copied:
    """An archive that was made."""

    manifest: Manifest
    lost: tuple[str, ...]
    """Files that storage should have and has not; what went meanwhile is not among them."""

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.manifest.tables.values())

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong with what was copied."""
        return not self.lost and not self.manifest.broken_links


def take(actor: Actor, path: Path, *, overwrite: bool = False, directory: str) -> Copied:
    """Write everything into an archive; `directory` holds the migrations."""
    require(actor, Permission.INSTALLATION_COPY)
    left_out = {**carried.LEFT_OUT, **carried.REASONS}
    copied = copy(path, archiving.Scope(left_out=left_out), directory, overwrite=overwrite)
    history.record(
        actor, "installation:backed-up", chain=COPIES, details=described(copied.manifest)
    )
    db.session.flush()
    return copied


def copy(path: Path, scope: archiving.Scope, directory: str, *, overwrite: bool) -> Copied:
    """An archive of one moment. Holds up nobody who saves: it only reads."""
    db.session.rollback()  # a transaction of ours would hold SQLite's one lock for writing
    with database.snapshot(db.engine) as connection:
        schema = newest_schema(connection, directory)
        with written_whole(path, overwrite=overwrite) as writer:
            manifest = archiving.write(connection, writer, schema, scope)
    with database.snapshot(db.engine) as connection:
        lost = archiving.still_named(connection, manifest.missing)
    return Copied(manifest, tuple(lost))


def newest_schema(connection: Connection, directory: str) -> str:
    """The migration the database is at. Raises NotReady unless it is this program's newest."""
    found, newest = database.revision(connection), database.revisions(directory)[0]
    if found != newest:
        raise NotReady(
            "The database is not at the newest migration of this program."
            " Run `nap-tracker db upgrade` first."
        )
    return newest


def described(manifest: Manifest) -> Mapping[str, str]:
    """What the log keeps of an archive: enough to tell which one it was."""
    rows = sum(table.rows for table in manifest.tables.values())
    return {"manifest_sha256": manifest.sha256, "rows": str(rows), "files": str(manifest.files)}
