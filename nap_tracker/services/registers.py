"""Rows as a table: their typed columns, their order, taking them out and putting them back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, func, select

from nap_tracker.annex_c.definitions import Owner, Register
from nap_tracker.clock import now
from nap_tracker.errors import NotFound
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models import projection
from nap_tracker.models.entry import Entry, EntryItem, EntryLink, Revision
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import history, locks, plans, revisions
from nap_tracker.services.places import place_of


class Birth(StrEnum):
    """What became of an id that was given to a row before anybody saved it."""

    FREE = "free"
    """Nothing was saved under it."""
    IN_THE_PLAN = "in_the_plan"
    TAKEN = "taken"
    """By a row that was taken out, or by something else."""


def birth(version: PlanVersion, register: str, uid: str) -> Birth:
    """Whether a new row can have this id, or is there already. Tells nothing of other plans."""
    query = select(Entry.version_id, Entry.kind, Entry.removed_at).filter_by(uid=uid)
    found = [tuple(row) for row in db.session.execute(query)]
    if not found:
        return Birth.FREE
    return Birth.IN_THE_PLAN if (version.id, register, None) in found else Birth.TAKEN


def project(
    version: PlanVersion,
    entry: Entry,
    owner: Owner,
    answers: Mapping[str, Any],
    *,
    is_new: bool = False,
) -> None:
    """Bring the typed table, the items and the links in step with the row's answers."""
    if not isinstance(owner, Register) or not owner.typed:
        return
    table = projection.TYPED[owner.id]
    key = {"version_id": version.id, "uid": entry.uid}
    row = None if is_new else db.session.get(table, (version.id, entry.uid))
    if row is None:
        row = table()
        row.party_id, row.version_id, row.uid = version.party_id, version.id, entry.uid
        db.session.add(row)
    else:
        _unlink(version, entry.uid)
    for name, value in projection.columns(owner, answers).items():
        setattr(row, name, value)
    for item in projection.items(owner, answers):
        db.session.add(EntryItem(party_id=version.party_id, item=item, **key))
    for field, target, position in projection.links(owner, answers):
        db.session.add(
            EntryLink(
                party_id=version.party_id,
                field=field,
                target_uid=target,
                position=position,
                **key,
            )
        )


def last_position(version: PlanVersion, register: str) -> int:
    """The position of the last row, removed ones included, so that order never collides."""
    query = select(func.max(Entry.position)).where(
        Entry.version_id == version.id, Entry.kind == register
    )
    return db.session.scalar(query) or 0


def move(
    actor: Actor,
    version: PlanVersion,
    register: str,
    uid: str,
    *,
    up: bool,
    beside: str | None = None,
) -> int:
    """Swap a row with its neighbour and tell its place in the table, from 0.

    With `beside` (a reference field) the neighbour is the next row with the same reference. At the
    end of the table nothing happens.
    """
    require(actor, Permission.SECTION_EDIT, place_of(version, register))
    plans.hold_open(version)
    locks.require_quiet(actor, version, register)
    rows = _locked_rows(version, register)
    places = [place for place, row in enumerate(rows) if row.uid == uid]
    if not places:
        raise NotFound(N_("This row is no longer in the plan."))
    here = places[0]
    there = _neighbour(version, rows, here, up=up, beside=beside)
    if there is None:
        return here
    stood = {row.uid: row.position for row in rows}
    _in_order(rows)
    rows[here].position, rows[there].position = rows[there].position, rows[here].position
    sitting = revisions.repeat(actor, rows[here], "moved").sitting
    for row in rows:
        if row is not rows[here] and row.position != stood[row.uid]:
            revisions.repeat(actor, row, "moved", sitting=sitting)
    _record(actor, version, rows[here], "row:moved")
    return there


def _locked_rows(version: PlanVersion, register: str) -> list[Entry]:
    """Every row in its order; locked in that order, so that two moves never wait for each other."""
    query = select(Entry).where(
        Entry.version_id == version.id, Entry.kind == register, Entry.removed_at.is_(None)
    )
    return list(db.session.scalars(query.order_by(Entry.position, Entry.uid).with_for_update()))


def _in_order(rows: list[Entry]) -> None:
    """Rows added at the same moment may share a position; a swap needs two."""
    last = 0
    for row in rows:
        if row.position <= last:
            row.position = last + 1
        last = row.position


def _neighbour(
    version: PlanVersion, rows: list[Entry], here: int, *, up: bool, beside: str | None
) -> int | None:
    step = -1 if up else 1
    places = range(here + step, -1 if up else len(rows), step)
    if beside is None:
        return next(iter(places), None)
    referred = _referred(version, rows, beside)
    wanted = referred[rows[here].uid]
    return next((place for place in places if referred[rows[place].uid] == wanted), None)


def _referred(version: PlanVersion, rows: list[Entry], field: str) -> dict[str, Any]:
    """Row uid -> the uid it points at in a field."""
    query = (
        select(Entry.uid, Revision.content)
        .join(
            Revision,
            (Revision.version_id == Entry.version_id)
            & (Revision.uid == Entry.uid)
            & (Revision.number == Entry.counter),
        )
        .where(Entry.version_id == version.id, Entry.kind == rows[0].kind)
    )
    said = db.session.execute(query)
    return {uid: json.loads(content)["answers"].get(field) for uid, content in said}


def remove(actor: Actor, version: PlanVersion, register: str, uid: str) -> None:
    """Take a row out. It stays in the database and can be put back with `restore`."""
    require(actor, Permission.SECTION_EDIT, place_of(version, register))
    plans.hold_open(version)
    locks.require_quiet(actor, version, register)
    take_out(actor, version, _locked_row(version, register, uid))


def take_out(actor: Actor, version: PlanVersion, row: Entry, *, sitting: str | None = None) -> None:
    """A locked row goes out of the plan; who calls has asked whether it may."""
    register, uid = row.kind, row.uid
    row.removed_at = now()
    revisions.repeat(actor, row, "removed", sitting=sitting)
    if register in projection.TYPED:
        table = projection.TYPED[register]
        db.session.execute(delete(table).filter_by(version_id=version.id, uid=uid))
        _unlink(version, uid)
    _record(actor, version, row, "row:removed")


def restore(actor: Actor, version: PlanVersion, owner: Register, uid: str) -> None:
    """Put a removed row back where it was, as it was."""
    require(actor, Permission.SECTION_EDIT, place_of(version, owner.id))
    plans.hold_open(version)
    locks.require_quiet(actor, version, owner.id)
    query = select(Entry).filter_by(version_id=version.id, kind=owner.id, uid=uid)
    row = db.session.scalar(query.with_for_update())
    if row is None:
        raise NotFound(N_("This row was never in the plan."))
    row.removed_at = None
    back = revisions.repeat(actor, row, "put_back")
    project(version, row, owner, json.loads(back.content)["answers"])
    _record(actor, version, row, "row:restored")


def _locked_row(version: PlanVersion, register: str, uid: str) -> Entry:
    query = select(Entry).filter_by(version_id=version.id, kind=register, uid=uid)
    row = db.session.scalar(query.where(Entry.removed_at.is_(None)).with_for_update())
    if row is None:
        raise NotFound(N_("This row is no longer in the plan."))
    return row


def _unlink(version: PlanVersion, uid: str) -> None:
    for table in (EntryItem, EntryLink):
        db.session.execute(delete(table).filter_by(version_id=version.id, uid=uid))


def _record(actor: Actor, version: PlanVersion, row: Entry, kind: str) -> None:
    history.record(
        actor,
        kind,
        party_id=version.party_id,
        plan_id=version.plan_id,
        subject=f"{row.kind}:{row.uid}",
    )
    db.session.flush()
