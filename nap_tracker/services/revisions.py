"""What an entry said at one moment: writing it down, finding it again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from nap_tracker.clock import now
from nap_tracker.content.canonical import dumps
from nap_tracker.content.tree import EntryContent
from nap_tracker.extensions import db
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import Actor
from nap_tracker.services.contents import entry_content
from nap_tracker.text.normalise import NORMALISER


@dataclass(frozen=True, slots=True)
class LastSaved:
    """Who saved an entry last, and when."""

    name: str
    """'' for the operator."""
    at: datetime


NOTHING = '{"answers":{}}'


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


def last_saved(version: PlanVersion, uid: str, number: int) -> LastSaved | None:
    """Who wrote this revision of an entry; None before the first. Shown to the drafting team."""
    query = select(Revision.author_name, Revision.created_at).where(
        Revision.version_id == version.id, Revision.uid == uid, Revision.number == number
    )
    found = db.session.execute(query).one_or_none()
    return LastSaved(found.author_name, found.created_at) if found else None


def said(entry: Entry, revision: Revision | None) -> EntryContent:
    """What the entry said then; nothing where there was no revision yet."""
    content = revision.content if revision else NOTHING
    return entry_content(entry.uid, entry.kind, entry.section, entry.position, content)


def unaccepted(revision: Revision | None) -> dict[str, Any]:
    """What had been typed then and could not be taken."""
    return dict(json.loads(revision.unaccepted)) if revision else {}


def new_revision(
    actor: Actor, entry: Entry, content: str, *, origin: str, unaccepted: str = "{}"
) -> Revision:
    """A revision with the entry's present number, not stored yet."""
    return Revision(
        party_id=entry.party_id,
        version_id=entry.version_id,
        uid=entry.uid,
        number=entry.counter,
        content=content,
        unaccepted=unaccepted,
        normaliser=NORMALISER,
        origin=origin,
        author_id=actor.user_id,
        author_name=actor.name,
        created_at=now(),
    )
