"""When a page may write. One writer at a time is all SQLite has: nobody holds its lock who reads.

A page that takes a form or a file apart before it saves reads first, in a transaction that only
reads, and begins to write when all is ready. What it read may have changed by then, as it may on
PostgreSQL at any time: services ask again for what they rely on, under the lock of the entry.
"""

from __future__ import annotations

from nap_tracker import database
from nap_tracker.extensions import db

READ_FIRST = frozenset(
    {
        "autosaves.row",
        "autosaves.section",
        "region_maps.index",
        "rows.create",
        "rows.edit",
        "sections.edit",
    }
)
"""Pages whose POST begins by reading, and calls `begin_writing` before it saves."""


def begin_writing() -> None:
    """What follows is written, or nothing of it; what was loaded stays as it was loaded."""
    if not database.is_writing():
        _end()
        database.read_only(False)


def commit() -> None:
    """Keep what was written. What the page still reads to answer takes no lock."""
    _end()
    database.read_only()


def _end() -> None:
    session = db.session()
    expires, session.expire_on_commit = session.expire_on_commit, False
    try:
        session.commit()
    finally:
        session.expire_on_commit = expires
