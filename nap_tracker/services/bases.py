"""What a form was opened with: each field as it stood when it was last shown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from sqlalchemy import select

from nap_tracker.content.tree import EntryContent
from nap_tracker.extensions import db
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.services.revisions import said, unaccepted

EVERYWHERE: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Seen:
    """Numbers of revisions: of the whole, and of fields that were shown again later or earlier.

    A page that stays open shows its fields as they were at different moments: one it saved itself
    is newer than one that somebody else has changed since and that it has not been given yet.
    """

    whole: int
    fields: Mapping[str, int] = field(default_factory=lambda: EVERYWHERE)

    @property
    def earliest(self) -> int:
        """The oldest revision that anything was shown at."""
        return min((self.whole, *self.fields.values()))


@dataclass(frozen=True, slots=True)
class Base:
    """The common ground of a three-way merge."""

    content: EntryContent
    unaccepted: Mapping[str, Any]


def base_of(entry: Entry, head: Revision | None, seen: Seen) -> Base:
    """The entry as a page shows it; numbers above the newest mean the newest."""
    return base_from(entry, revisions_of(entry, head, seen), seen)


def base_from(entry: Entry, found: Mapping[int, Revision | None], seen: Seen) -> Base:
    """The same, of revisions that were asked for already."""
    whole = said(entry, found[seen.whole])
    answers, typed = dict(whole.answers), unaccepted(found[seen.whole])
    for id, number in seen.fields.items():
        revision = found[number]
        _take(answers, id, said(entry, revision).answers)
        _take(typed, id, unaccepted(revision))
    return Base(replace(whole, answers=answers), typed)


def of_kept(entry: Entry, head: Revision | None, kept: Revision) -> Base:
    """What the author of a text that was kept beside had before them."""
    told = json.loads(kept.content)
    return base_of(entry, head, Seen(kept.based_on or 0, told.get("fields_seen", {})))


def revisions_of(entry: Entry, head: Revision | None, seen: Seen) -> dict[int, Revision | None]:
    """By number, in one query at most; None before the first."""
    wanted = {seen.whole, *seen.fields.values()}
    earlier = {number for number in wanted if number < entry.counter}
    stored: dict[int, Revision] = {}
    if earlier:
        query = select(Revision).where(
            Revision.version_id == entry.version_id,
            Revision.uid == entry.uid,
            Revision.number.in_(earlier),
        )
        stored = {r.number: r for r in db.session.scalars(query) if r.number is not None}
    for number in earlier - set(stored):
        before = shown_at(entry, number)
        if before is not None:
            stored[number] = before
    return {number: stored.get(number) if number in earlier else head for number in wanted}


def shown_at(entry: Entry, number: int) -> Revision | None:
    """The revision a page names; where that was thinned out, the one before it.

    An older ground than the page's asks about more than it must. A newer one would take what the
    page never showed for something that its writer threw away.
    """
    query = select(Revision).where(
        Revision.version_id == entry.version_id,
        Revision.uid == entry.uid,
        Revision.number <= number,
    )
    return db.session.scalar(query.order_by(Revision.number.desc()).limit(1))


def _take(into: dict[str, Any], id: str, source: Mapping[str, Any]) -> None:
    if id in source:
        into[id] = source[id]
    else:
        into.pop(id, None)
