"""What somebody typed into a section another one rewrites: not in the plan, and never lost."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Protocol

from sqlalchemy import select

from nap_tracker.clock import now
from nap_tracker.content.canonical import dumps
from nap_tracker.extensions import db
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.roles import Actor
from nap_tracker.services.contents import entry_content
from nap_tracker.services.revisions import (
    Source,
    keep_beside,
    next_source,
    numbered,
    write,
)


class Typed(Protocol):
    """What a save handed over (entries.Change)."""

    @property
    def seen(self) -> int: ...
    @property
    def fields_seen(self) -> Mapping[str, int]: ...
    @property
    def window(self) -> str: ...
    @property
    def unaccepted(self) -> Mapping[str, Any]: ...


def keep(
    actor: Actor, entry: Entry, mine: Mapping[str, Any], typed: Typed, base: Mapping[str, Any]
) -> str | None:
    """The revision that holds what was typed; None where nothing was changed.

    A row that nobody has saved yet is kept as one that is out of the plan: it can be put back.
    """
    head = numbered(entry, entry.counter)
    source = next_source(actor, head, origin="conflict", window=typed.window)
    if head is None:
        return _keep_new(actor, entry, mine, typed, source)
    if dict(mine) == dict(base) and not typed.unaccepted:
        return None
    again = _kept_already(actor, entry, mine)
    if again is not None:
        return again
    shown = typed.seen, typed.fields_seen
    return keep_beside(actor, entry, mine, source, *shown, unaccepted=typed.unaccepted)


def _keep_new(
    actor: Actor, entry: Entry, mine: Mapping[str, Any], typed: Typed, source: Source
) -> str:
    entry.removed_at = now()
    said = dumps({"answers": dict(mine)})
    content = entry_content(entry.uid, entry.kind, entry.section, entry.position, said)
    return write(actor, entry, content, source, unaccepted=typed.unaccepted).id


def _kept_already(actor: Actor, entry: Entry, mine: Mapping[str, Any]) -> str | None:
    """The same text sent again, by a page that tries again."""
    query = (
        select(Revision)
        .where(
            Revision.version_id == entry.version_id,
            Revision.uid == entry.uid,
            Revision.number.is_(None),
            Revision.author_id == actor.user_id,
        )
        .order_by(Revision.created_at.desc())
        .limit(1)
    )
    last = db.session.scalar(query)
    if last is None or json.loads(last.content)["answers"] != dict(mine):
        return None
    return last.id
