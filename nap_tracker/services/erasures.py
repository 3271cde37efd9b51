"""Erasing the bytes of what was removed: after the commit, and by a sweep until it is done."""

from __future__ import annotations

from sqlalchemy import or_, select, update

from nap_tracker import files
from nap_tracker.clock import now
from nap_tracker.exports import press
from nap_tracker.exports.screen import kept
from nap_tracker.extensions import db
from nap_tracker.models.removal import Erasure, Removal
from nap_tracker.services import tracked_texts
from nap_tracker.services.withdrawals import KEEPING, PASSING


def erase() -> int:
    """Delete bytes that nothing points at any more; how many sums were dealt with.

    The caller commits. A process killed in between leaves the rest to the sweep.
    """
    query = select(Erasure).where(Erasure.erased_at.is_(None)).with_for_update(skip_locked=True)
    waiting = db.session.scalars(query).all()
    for one in waiting:
        if not _is_needed(one):
            files.delete(one.party_id, one.sha256)
        one.erased_at = now()
    db.session.flush()
    return len(waiting)


def unwiped() -> list[str]:
    """Removals of which remains may still lie in the database's files or among printed parts."""
    return list(db.session.scalars(select(Removal.id).where(Removal.wiped_at.is_(None))))


def wiped(removals: list[str]) -> None:
    """Write down that nothing remains of these."""
    done = update(Removal).where(Removal.id.in_(removals)).values(wiped_at=now())
    db.session.execute(done)


def wipe() -> None:
    """Leave no remains in SQLite's own files; on PostgreSQL that is the work of its VACUUM.

    Outside any transaction: after a commit.
    """
    press.forget_parts()
    kept.forget()
    tracked_texts.forget()
    if db.engine.dialect.name != "sqlite":
        return
    db.session.rollback()
    with db.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        if raw is None:
            return
        raw.execute("VACUUM")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _is_needed(erasure: Erasure) -> bool:
    """Whether the same bytes were brought in again since, and are nobody's danger any more."""
    for table in (*KEEPING, *PASSING):
        columns = [c for c in ("sha256", "clean_sha256", "read_sha256") if hasattr(table, c)]
        same = or_(*(getattr(table, name) == erasure.sha256 for name in columns))
        own = [table.party_id == erasure.party_id, same]
        if hasattr(table, "withdrawn_at"):
            own.append(table.withdrawn_at.is_(None))
        if db.session.scalar(select(table.id).where(*own).limit(1)) is not None:
            return True
    return False
