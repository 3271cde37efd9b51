"""What an entry said at one moment: writing it down, finding it again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import select, true

from nap_tracker.clock import now
from nap_tracker.content.canonical import dumps
from nap_tracker.content.tree import EntryContent
from nap_tracker.extensions import db
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import Actor
from nap_tracker.services import search_index
from nap_tracker.services.contents import entry_content
from nap_tracker.services.sittings import sitting_of
from nap_tracker.text.normalise import NORMALISER


@dataclass(frozen=True, slots=True)
class LastSaved:
    """Who saved an entry last, and when."""

    name: str
    """'' for the operator."""
    at: datetime


NOTHING = '{"answers":{}}'
NOTHING_ELSE: Mapping[str, Any] = MappingProxyType({})


def content_text(content: EntryContent) -> str:
    """The canonical JSON a revision holds."""
    said: dict[str, Any] = {"answers": dict(content.answers)}
    if content.audience:
        said["audience"] = content.audience
    if content.audiences:
        said["audiences"] = dict(content.audiences)
    if content.completed:
        said["completed"] = True
    return dumps(said)


def numbered(entry: Entry, number: int) -> Revision | None:
    """The revision of an entry with this number."""
    return db.session.scalar(
        select(Revision).where(
            Revision.version_id == entry.version_id,
            Revision.uid == entry.uid,
            Revision.number == number,
        )
    )


def last_saved(stored: tuple[Entry, Revision] | None) -> LastSaved | None:
    """Who wrote the newest revision of an entry; None before the first. Shown to the drafting team.

    Number 0 is the empty beginning of a section, which nobody wrote.
    """
    if stored is None or not stored[1].number:
        return None
    return LastSaved(stored[1].author_name, stored[1].created_at)


@dataclass(frozen=True, slots=True)
class Other:
    """Who else has written in an entry, and when."""

    name: str
    at: datetime
    is_self: bool
    """The same person, in another window."""
    revision: str
    """What they wrote last."""


def other_since(actor: Actor, entry: Entry, window: str, *, since: int, until: int) -> Other | None:
    """Who wrote last between two revisions, but for the window that asks, where it has a name."""
    own = (Revision.author_id == actor.user_id) & (Revision.window == window)
    query = (
        select(Revision.id, Revision.author_id, Revision.author_name, Revision.created_at)
        .where(
            Revision.version_id == entry.version_id,
            Revision.uid == entry.uid,
            Revision.number > since,
            Revision.number <= until,
            ~own if window else true(),
        )
        .order_by(Revision.number.desc())
        .limit(1)
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        return None
    is_self = found.author_id == actor.user_id
    return Other(found.author_name, found.created_at, is_self, found.id)


def said(entry: Entry, revision: Revision | None) -> EntryContent:
    """What the entry said then; nothing where there was no revision yet."""
    content = revision.content if revision else NOTHING
    return entry_content(entry.uid, entry.kind, entry.section, entry.position, content)


def unaccepted(revision: Revision | None) -> dict[str, Any]:
    """What had been typed then and could not be taken."""
    return dict(json.loads(revision.unaccepted)) if revision else {}


@dataclass(frozen=True, slots=True)
class Source:
    """Where the text of a revision comes from."""

    origin: str
    sitting: str
    window: str = ""
    restored_from: int | None = None


def next_source(actor: Actor, head: Revision | None, *, origin: str, window: str) -> Source:
    """Of a save after `head`: its sitting goes on, or a new one begins."""
    sitting = sitting_of(actor, head, window=window, origin=origin, at=now())
    return Source(origin, sitting, window)


def write(
    actor: Actor,
    entry: Entry,
    content: EntryContent,
    source: Source,
    *,
    unaccepted: Mapping[str, Any] = NOTHING_ELSE,
    before: EntryContent | None = None,
) -> Revision:
    """What the entry says from now on; `before` is what it said, where the caller knows."""
    entry.counter += 1
    entry.updated_by_id = actor.user_id
    entry.updated_at = now()
    text, beside = content_text(content), dumps(dict(unaccepted))
    revision = new_revision(actor, entry, text, source, unaccepted=beside)
    db.session.add(revision)
    db.session.flush()
    edition = db.session.get_one(PlanVersion, entry.version_id).schema_edition
    search_index.put(entry, content, edition, before=before)
    return revision


def repeat(actor: Actor, entry: Entry, origin: str, *, sitting: str | None = None) -> Revision:
    """The same words, where the entry stands now: after a move, out of the plan, back in it."""
    head = numbered(entry, entry.counter)
    source = next_source(actor, head, origin=origin, window="")
    if sitting is not None:
        source = replace(source, sitting=sitting)
    entry.counter += 1
    entry.updated_by_id = actor.user_id
    entry.updated_at = now()
    content, typed = (head.content, head.unaccepted) if head else (NOTHING, "{}")
    revision = new_revision(actor, entry, content, source, unaccepted=typed)
    db.session.add(revision)
    return revision


def keep_beside(
    actor: Actor,
    entry: Entry,
    answers: Mapping[str, Any],
    source: Source,
    based_on: int,
    fields_seen: Mapping[str, int] = NOTHING_ELSE,
    *,
    unaccepted: Mapping[str, Any] = NOTHING_ELSE,
) -> str:
    """What was not kept stays in history, as a revision without a number; its id.

    `fields_seen` are fields of it that are based on another revision than the whole.
    """
    seen = {"fields_seen": dict(fields_seen)} if fields_seen else {}
    text = dumps({"answers": dict(answers), **seen})
    kept = replace(source, origin="conflict", restored_from=None)
    revision = new_revision(actor, entry, text, kept, unaccepted=dumps(dict(unaccepted)))
    revision.number, revision.based_on = None, based_on
    db.session.add(revision)
    db.session.flush()
    return revision.id


def new_revision(
    actor: Actor, entry: Entry, content: str, source: Source, *, unaccepted: str = "{}"
) -> Revision:
    """A revision with the entry's present number, not stored yet."""
    return Revision(
        party_id=entry.party_id,
        version_id=entry.version_id,
        uid=entry.uid,
        number=entry.counter,
        position=entry.position,
        removed=entry.removed_at is not None,
        restored_from=source.restored_from,
        content=content,
        unaccepted=unaccepted,
        normaliser=NORMALISER,
        origin=source.origin,
        sitting=source.sitting,
        window=source.window,
        author_id=actor.user_id,
        author_name=actor.name,
        created_at=now(),
    )
