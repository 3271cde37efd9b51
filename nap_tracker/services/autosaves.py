"""What an open page saves by itself: written once, in its order, whatever the line does to it.

A page counts its requests and sends one at a time, the same one again until it is answered. So a
request that has been here before is only answered again, and one that comes late is not written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select

from nap_tracker.clock import now
from nap_tracker.content.door import admitted
from nap_tracker.content.merge import FieldConflict
from nap_tracker.content.tree import EntryContent
from nap_tracker.errors import Hidden
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.receipt import Receipt
from nap_tracker.models.section_lock import SectionLock
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import collisions, entries, plans
from nap_tracker.services.bases import Base
from nap_tracker.services.entries import Change, OpenEntry, Saved, Standing
from nap_tracker.services.places import place_of
from nap_tracker.services.revisions import Other, numbered, other_since, said, unaccepted

KEPT = timedelta(days=1)
"""No line delivers a request later than that."""
MOST_LOOKED_AT = 200
"""Revisions: of what is further back nothing is said, and a page then asks once too often."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Which request of which page: its idempotency key."""

    page: str
    number: int


@dataclass(frozen=True, slots=True)
class Autosaved:
    """How the entry stands now, and what of it the page does not know yet."""

    counter: int
    at: datetime | None
    """When this text was stored; None where there was nothing to store."""
    content: EntryContent
    unaccepted: Mapping[str, Any]
    news: frozenset[str] = frozenset()
    """Fields that were not sent and that somebody changed since they were shown."""
    merged: frozenset[str] = frozenset()
    """Fields that were sent and now hold somebody else's changes too."""
    conflicts: tuple[FieldConflict, ...] = ()
    kept: str | None = None
    """The revision that holds what was not taken."""
    other: Other | None = None
    locked: SectionLock | None = None
    """Somebody asked for quiet: nothing was saved, and what was sent is kept beside."""


def save(actor: Actor, opened: OpenEntry, change: Change, turn: Turn) -> Autosaved:
    """Save the fields that were sent, or say again what came of it. Raises what `entries` does."""
    version = opened.version
    require(actor, Permission.SECTION_EDIT, opened.place)
    plans.hold_open(version)
    standing = entries.hold(opened, change)
    receipt = _receipt(actor, opened, turn)
    if standing is not None and receipt is not None and turn.number <= receipt.turn:
        says = numbered(standing.entry, receipt.counter)
        return _told(actor, opened, standing, change, receipt, says)
    saved = entries.save(actor, opened, change, standing)
    if saved.locked is not None:  # no receipt: the same request may be tried again
        beside = opened.content, opened.unaccepted
        return Autosaved(saved.counter, None, *beside, kept=saved.kept, locked=saved.locked)
    receipt = _note(receipt or _new_receipt(actor, opened, turn), turn, saved)
    standing = standing or _first(opened, saved)
    return _told(actor, opened, standing, change, receipt, saved.says)


def nothing(opened: OpenEntry) -> Autosaved:
    """The answer to a new row in which nothing stands: it is no row yet."""
    return Autosaved(0, None, opened.content, {})


def press(actor: Actor, opened: OpenEntry, change: Change, turn: Turn | None) -> Saved:
    """The person pressed Save: what the page sent by itself before is late from here on."""
    saved = entries.save(actor, opened, change)
    if turn is not None and saved.locked is None:
        receipt = _receipt(actor, opened, turn) or _new_receipt(actor, opened, turn)
        _note(receipt, turn, saved)
    return saved


def open_row(actor: Actor, version: PlanVersion, register: str, uid: str) -> OpenEntry:
    """A row by the id it was given at birth, whether or not it was ever saved. Raises Removed.

    No two rows anywhere share an id, but for the versions of one plan.
    """
    entry = db.session.get(Entry, (version.id, uid))
    if entry is None:
        require(actor, Permission.SECTION_EDIT, place_of(version, register))
        if db.session.scalar(select(Entry.uid).filter_by(uid=uid).limit(1)) is not None:
            raise Hidden(N_("This is no longer in the plan, or you may not see it."))
        return entries.new_row(version, register, {}, uid)
    entries.locked(version, EntryContent(uid=uid, kind=register))
    return entries.open_row(actor, version, register, uid)


@dataclass(frozen=True, slots=True)
class OwnSaves:
    """What a device needs to know of the copies it kept of an entry."""

    newest: Mapping[str, tuple[int, datetime]]
    """Question -> the newest revision in which the actor changed it, and when.

    A text that was kept beside has come here too. '' stands for anything of the entry.
    """
    protected_since: int
    """What was typed over an older revision may hold words that were removed since."""


def own_saves(actor: Actor, version: PlanVersion, uid: str, since: int) -> OwnSaves:
    """Of the entry since a revision."""
    entry = db.session.get(Entry, (version.id, uid))
    if entry is None:
        raise Hidden(N_("This is no longer in the plan, or you may not see it."))
    require(actor, Permission.SECTION_EDIT, place_of(version, entry.kind, entry.section))
    query = select(Revision).where(
        Revision.version_id == version.id,
        Revision.uid == uid,
        or_(Revision.number >= since, Revision.number.is_(None) & (Revision.based_on >= since)),
    )
    newest = db.session.scalars(query.order_by(Revision.created_at.desc()).limit(MOST_LOOKED_AT))
    found: dict[str, tuple[int, datetime]] = {}
    before: Revision | None = None
    for revision in sorted(newest, key=lambda one: (one.created_at, one.number is None)):
        if before is not None and revision.author_id == actor.user_id:
            number = revision.number or (revision.based_on or 0) + 1
            for id in ("", *_differing(before, revision)):
                found[id] = number, revision.created_at
        before = revision if revision.number is not None else before
    return OwnSaves(found, entry.protected_since)


def _differing(one: Revision, other: Revision) -> set[str]:
    """Questions of which two revisions say different things."""
    said_by = [(json.loads(r.content)["answers"], unaccepted(r)) for r in (one, other)]
    (answers, typed), (answers_then, typed_then) = said_by
    ids = {*answers, *typed, *answers_then, *typed_then}
    return {
        id
        for id in ids
        if answers.get(id) != answers_then.get(id) or typed.get(id) != typed_then.get(id)
    }


def prune(moment: datetime) -> int:
    """Forget receipts of pages that are long closed."""
    gone = db.session.execute(delete(Receipt).where(Receipt.at < moment - KEPT))
    return int(getattr(gone, "rowcount", 0))


def _receipt(actor: Actor, opened: OpenEntry, turn: Turn) -> Receipt | None:
    key = (opened.version.id, opened.content.uid, turn.page, actor.user_id)
    return db.session.get(Receipt, key, populate_existing=True)


def _note(receipt: Receipt, turn: Turn, saved: Saved) -> Receipt:
    receipt.turn, receipt.counter = max(turn.number, receipt.turn), saved.counter
    receipt.kept, receipt.at = saved.kept, now()
    db.session.flush()
    return receipt


def _new_receipt(actor: Actor, opened: OpenEntry, turn: Turn) -> Receipt:
    receipt = Receipt(
        party_id=opened.version.party_id,
        version_id=opened.version.id,
        uid=opened.content.uid,
        page=turn.page,
        user_id=actor.user_id,
        turn=turn.number,
        counter=0,
        at=now(),
    )
    db.session.add(receipt)
    return receipt


def _first(opened: OpenEntry, saved: Saved) -> Standing:
    """Of what nobody had saved before: there is nothing that the form does not show."""
    entry = db.session.get_one(Entry, (opened.version.id, saved.uid))
    return Standing(entry, saved.says, Base(said(entry, saved.says), unaccepted(saved.says)))


def _told(
    actor: Actor,
    opened: OpenEntry,
    standing: Standing,
    change: Change,
    receipt: Receipt,
    says: Revision | None,
) -> Autosaved:
    entry = standing.entry
    content, typed = said(entry, says), unaccepted(says)
    conflicts = _conflicts(actor, opened, receipt)
    collided = {conflict.field for conflict in conflicts}
    news = _news(opened, change, standing.base, content, typed)
    merged = _merged(opened, change, content) - collided
    since, until = change.shown.earliest, receipt.counter
    is_told = bool(news or merged or collided)
    return Autosaved(
        counter=receipt.counter,
        at=says.created_at if says else None,
        content=content,
        unaccepted=typed,
        news=news,
        merged=merged,
        conflicts=conflicts,
        kept=receipt.kept,
        other=other_since(actor, entry, change.window, since=since, until=until)
        if is_told
        else None,
    )


def _conflicts(actor: Actor, opened: OpenEntry, receipt: Receipt) -> tuple[FieldConflict, ...]:
    if receipt.kept is None:
        return ()
    return collisions.find(actor, opened, receipt.kept, receipt.counter).conflicts


def _news(
    opened: OpenEntry,
    change: Change,
    base: Base,
    content: EntryContent,
    typed: Mapping[str, Any],
) -> frozenset[str]:
    sent = {*change.answers, *change.unaccepted}
    before = base.content.answers
    return frozenset(
        spec.id
        for spec in opened.owner.fields
        if spec.id not in sent
        and (
            before.get(spec.id) != content.answers.get(spec.id)
            or base.unaccepted.get(spec.id) != typed.get(spec.id)
        )
    )


def _merged(opened: OpenEntry, change: Change, content: EntryContent) -> frozenset[str]:
    kinds = {spec.id: spec.kind for spec in opened.owner.fields}
    return frozenset(
        id
        for id, value in change.answers.items()
        if content.answers.get(id) != (None if value is None else admitted(kinds[id], value))
    )
