"""Autosaves of old sittings, thinned: the first, the last, and one every five minutes stay."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from nap_tracker.extensions import db
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.models.named_point import NamedPoint
from nap_tracker.models.plan import PlanVersion
from nap_tracker.services import presence

OLD = timedelta(days=2)
APART = timedelta(minutes=5)
AT_ONCE = 200
"""Entries looked at in one transaction."""


@dataclass(frozen=True, slots=True)
class Line:
    """A revision without its words."""

    id: str
    number: int | None
    based_on: int | None
    restored_from: int | None
    origin: str
    sitting: str
    created_at: datetime


def thin(moment: datetime) -> int:
    """Forget what nobody can miss; how many revisions went.

    Whatever was typed on purpose, named, restored from or collided with stays, and what a form that
    is open still was opened with.
    """
    entries = select(Revision.version_id, Revision.uid).join(
        PlanVersion, PlanVersion.id == Revision.version_id
    )
    old = Revision.created_at < moment - OLD
    busy = (
        entries.where(Revision.origin == "autosave", old, PlanVersion.frozen_at.is_(None))
        .group_by(Revision.version_id, Revision.uid, Revision.sitting)
        .having(func.count() > 2)
    )
    gone = 0
    for version_id, uid in sorted({(row.version_id, row.uid) for row in db.session.execute(busy)}):
        gone += _thin_entry(version_id, uid, moment - OLD)
    db.session.flush()
    return gone


def _thin_entry(version_id: str, uid: str, before: datetime) -> int:
    query = select(Entry).filter_by(version_id=version_id, uid=uid).with_for_update()
    entry = db.session.scalars(query).one()
    found = _lines(version_id, uid)
    saved = [row for row in found if row.number is not None]
    kept = _needed(version_id, found, saved) | _shown_then(version_id, uid)
    kept |= presence.bases(version_id, uid) | {entry.counter}
    sittings: dict[str, list[Line]] = {}
    for row in saved:
        sittings.setdefault(row.sitting, []).append(row)
    gone = [
        row.id
        for sitting in sittings.values()
        if sitting[-1].created_at < before
        for row in _between(sitting)
        if row.number not in kept
    ]
    if gone:
        db.session.execute(delete(Revision).where(Revision.id.in_(gone)))
    return len(gone)


def _lines(version_id: str, uid: str) -> list[Line]:
    """Every revision of an entry without its words, in the order of time."""
    columns = [getattr(Revision, name) for name in (f.name for f in fields(Line))]
    query = select(*columns).where(Revision.version_id == version_id, Revision.uid == uid)
    rows = db.session.execute(query.order_by(Revision.created_at, Revision.number))
    return [Line(*row) for row in rows]


def _between(sitting: Sequence[Line]) -> Iterable[Line]:
    """Autosaves that are neither the first nor the last and follow another one closely."""
    last_kept: datetime | None = None
    for place, row in enumerate(sitting):
        at: datetime = row.created_at
        is_edge = place in (0, len(sitting) - 1) or row.origin != "autosave"
        if is_edge or last_kept is None or at - last_kept >= APART:
            last_kept = at
        else:
            yield row


def _needed(version_id: str, found: Sequence[Line], saved: Sequence[Line]) -> set[int]:
    """Numbers that a name, a restored text or a collision holds on to."""
    needed: set[int] = set()
    points = db.session.scalars(select(NamedPoint.at).filter_by(version_id=version_id)).all()
    for at in points:
        needed |= _last_until(saved, at)
    for row in found:
        if row.restored_from is not None:
            needed.add(row.restored_from)
        if row.number is None:
            needed.add(row.based_on or 0)
            needed |= _neighbours(saved, row)
    return needed


def _shown_then(version_id: str, uid: str) -> set[int]:
    """Revisions at which single fields of a text that was kept beside had been shown."""
    query = select(Revision.content).where(
        Revision.version_id == version_id, Revision.uid == uid, Revision.number.is_(None)
    )
    told = (json.loads(content) for content in db.session.scalars(query))
    return {number for kept in told for number in kept.get("fields_seen", {}).values()}


def _last_until(saved: Sequence[Line], at: datetime) -> set[int]:
    until = [row.number or 0 for row in saved if row.created_at <= at]
    return {until[-1]} if until else set()


def _neighbours(saved: Sequence[Line], kept: Line) -> set[int]:
    """What a collision met, and what it left behind."""
    at = kept.created_at
    before = [row for row in saved if row.created_at < at][-1:]
    then = [row for row in saved if row.created_at == at]
    after = [row for row in saved if row.created_at > at][:1]
    return {row.number or 0 for row in (*before, *then, *after)}
