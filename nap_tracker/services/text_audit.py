"""Whether each frozen text is the one that was frozen, or what a recorded removal left of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, select

from nap_tracker import database
from nap_tracker.content.canonical import digest
from nap_tracker.extensions import db
from nap_tracker.models.account import Party, User
from nap_tracker.models.event import Event
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.removal import Removal
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission

FREEZING = ("version:frozen", "plan:registered")
REDACTING = "version:redacted"
BATCH = 20
"""Texts in memory at a time."""


class Unfit(StrEnum):
    """What is wrong with a frozen text."""

    SUM = "sum"
    """The sum beside the text is not the one in the log of acts."""
    TEXT = "text"
    """The text is not the one that was frozen, and no removal explains it."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A removal that reached into a text, as the log tells it."""

    number: int
    """Of the event."""
    at: datetime
    who: str
    why: str
    sha256: str
    """Of the text since then."""


@dataclass(slots=True)
class FrozenText:
    """One frozen version."""

    code: str
    """Of the Party."""
    plan_id: str
    number: int
    sha256: str
    """Of the text as it was frozen."""
    removals: list[Taken] = field(default_factory=list)
    unfit: Unfit | None = None


def examine(actor: Actor, party: Party | None = None) -> list[FrozenText]:
    """Every frozen text at one moment; a few of them are in memory at a time."""
    require(actor, Permission.EVENT_LIST if party else Permission.INSTALLATION_COPY, party)
    with database.snapshot(db.engine) as connection:
        return _examined(connection, party.id if party else None)


def _examined(connection: Connection, only: str | None) -> list[FrozenText]:
    version = PlanVersion.__table__
    query = (
        select(version, Party.code)
        .join(Party.__table__, Party.id == version.c.party_id)
        .where(version.c.frozen_at.is_not(None))
        .order_by(Party.code, version.c.plan_id, version.c.number)
    )
    if only:
        query = query.where(version.c.party_id == only)
    sums, taken = _logged(connection, only)
    found = []
    for row in connection.execute(query, execution_options={"yield_per": BATCH}):
        text = FrozenText(row.code, row.plan_id, row.number, row.snapshot_sha256 or "")
        text.removals = taken.get(row.id, [])
        text.unfit = _unfit(row.snapshot or "", text, sums.get(row.id))
        found.append(text)
    return found


def _unfit(snapshot: str, text: FrozenText, logged: str | None) -> Unfit | None:
    """Brought in from elsewhere, a text may have no line in the log of its freezing."""
    if logged is not None and logged != text.sha256:
        return Unfit.SUM
    expected = text.removals[-1].sha256 if text.removals else text.sha256
    return None if digest(snapshot) == expected else Unfit.TEXT


def _logged(
    connection: Connection, only: str | None
) -> tuple[dict[str, str], dict[str, list[Taken]]]:
    """Version id -> the sum it was frozen with, and what was taken out of it."""
    event = Event.__table__
    query = (
        select(event, User.name)
        .join(User.__table__, User.id == event.c.actor_id, isouter=True)
        .where(event.c.kind.in_((*FREEZING, REDACTING)))
        .order_by(event.c.chain, event.c.number)
    )
    if only:
        query = query.where(event.c.chain == only)
    reasons = {row.id: row.reason for row in connection.execute(select(Removal.id, Removal.reason))}
    sums: dict[str, str] = {}
    taken: dict[str, list[Taken]] = {}
    for row in connection.execute(query):
        version_id, said = row.subject.partition(":")[2], json.loads(row.details)
        if row.kind == REDACTING:
            why = reasons.get(said["removal"], "")
            one = Taken(row.number, row.recorded_at, row.name or "", why, said["sha256"])
            taken.setdefault(version_id, []).append(one)
        elif "sha256" in said:
            sums[version_id] = said["sha256"]
    return sums, taken
