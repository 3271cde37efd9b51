"""What a removal cannot reach: said on its page, so that somebody sees to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from nap_tracker.extensions import db
from nap_tracker.models.account import Party
from nap_tracker.models.event import COPIES, Event
from nap_tracker.models.removal import Erasure, Removal
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission


@dataclass(frozen=True, slots=True)
class Remains:
    """Copies outside the reach of the program."""

    since: datetime | None
    """When the oldest of it was written; copies are at most so old."""
    backups: Sequence[datetime]
    """Backups of the installation, and copies of the Party, made since then."""
    documents: int
    """Documents and files that people could fetch before they were withdrawn."""
    is_erased: bool
    """Whether the bytes are gone from storage."""
    is_wiped: bool
    """Whether the database's files and the printed parts hold no remains."""
    waits_for_vacuum: bool
    """PostgreSQL keeps old rows in its files until they are vacuumed."""


def of(actor: Actor, party: Party, removal: Removal) -> Remains:
    """For those who read the log of the Party."""
    require(actor, Permission.EVENT_LIST, party)
    since = removal.oldest_at
    copies = select(Event.recorded_at).where(
        (Event.chain == COPIES) & (Event.kind == "installation:backed-up")
        | (Event.chain == party.id) & (Event.kind == "party:taken-out"),
        Event.recorded_at <= removal.decided_at,
    )
    if since is not None:
        copies = copies.where(Event.recorded_at >= since)
    erasures = select(func.count(), func.count(Erasure.erased_at)).filter_by(removal_id=removal.id)
    withdrawn, erased = db.session.execute(erasures).one()
    return Remains(
        since,
        db.session.scalars(copies.order_by(Event.recorded_at)).all(),
        withdrawn,
        withdrawn == erased,
        removal.wiped_at is not None,
        db.engine.dialect.name == "postgresql",
    )
