"""Two people changed the same words: finding both texts again until somebody has chosen."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from nap_tracker.content.merge import FieldConflict, merge
from nap_tracker.errors import NotFound
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services.bases import Seen, base_of
from nap_tracker.services.entries import OpenEntry
from nap_tracker.services.revisions import numbered, other_since, said


@dataclass(frozen=True, slots=True)
class Collision:
    """What collided in one save, exactly as it was told then."""

    kept: str
    """The revision without a number that holds what was not taken."""
    seen: int
    """The revision that save left behind, which a choice is based on."""
    conflicts: tuple[FieldConflict, ...]
    other: str
    other_at: datetime | None


def find(actor: Actor, opened: OpenEntry, kept: str, seen: int) -> Collision:
    """The collision of one's own earlier save. Raises NotFound for anybody else's."""
    require(actor, Permission.SECTION_EDIT, opened.place)
    entry = db.session.get(Entry, (opened.version.id, opened.content.uid))
    beside = db.session.scalar(
        select(Revision).where(
            Revision.id == kept,
            Revision.version_id == opened.version.id,
            Revision.uid == opened.content.uid,
            Revision.number.is_(None),
            Revision.author_id == actor.user_id,
        )
    )
    if entry is None or beside is None or beside.based_on is None:
        raise NotFound(N_("There is nothing to choose here any more."))
    met = numbered(entry, seen - 1)
    told = json.loads(beside.content)
    shown = Seen(beside.based_on, told.get("fields_seen", {}))
    base = base_of(entry, numbered(entry, entry.counter), shown)
    merged = merge(
        opened.owner,
        base=base.content.answers,
        theirs=said(entry, met).answers,
        mine=told["answers"],
    )
    other = other_since(actor, entry, beside.window, since=shown.earliest, until=seen - 1)
    who, at = (other.name, other.at) if other else ("", None)
    return Collision(kept, seen, merged.conflicts, who, at)
