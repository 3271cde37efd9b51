"""Where in a Party words stand: every revision of every version, and everything beside them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Table, select

from nap_tracker.annex_c.definitions import Field
from nap_tracker.annex_c.schema import treaty
from nap_tracker.clock import now
from nap_tracker.content.leaves import CODES, Codes, by_language, leaves
from nap_tracker.errors import Invalid
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models import wordy
from nap_tracker.models.account import Party
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.round import Round
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.text.redaction import LONGEST, SHORTEST, Excerpt, Needle, excerpt, is_in

BATCH = 200
UNACCEPTED = "unaccepted"
"""In place of a language: what was typed and could not be taken."""


@dataclass(frozen=True, slots=True, order=True)
class InText:
    """One answer of a section or row in one language: in all its revisions, and where frozen."""

    version_id: str
    uid: str
    field: str
    language: str

    def __str__(self) -> str:
        return f"text:{self.version_id}:{self.uid}:{self.field}:{self.language}"


@dataclass(frozen=True, slots=True, order=True)
class InFact:
    """One column of one row: a title, a reason, the name of a file."""

    table: str
    column: str
    key: tuple[str, ...]

    @property
    def is_snapshot(self) -> bool:
        """What of a frozen text stands beside its answers: it has no column of its own."""
        return (self.table, self.column) == ("plan_version", "snapshot")

    def __str__(self) -> str:
        return f"fact:{self.table}:{self.column}:{'/'.join(self.key)}"


@dataclass(slots=True)
class Place:
    """Where the words stand, how often, and the newest of it as it is read."""

    where: InText | InFact
    plan_id: str | None
    version: int | None
    """Its number."""
    kind: str = ""
    section: str | None = None
    is_frozen: bool = False
    revisions: int = 0
    excerpt: Excerpt | None = None
    oldest_at: datetime | None = None

    @property
    def key(self) -> str:
        """For the box that chooses it."""
        return str(self.where)


@dataclass
class Finder:
    """The words, and what of them is known already: most revisions repeat most answers."""

    needle: Needle
    _known: dict[str, bool] = field(default_factory=dict)

    def holds(self, text: str) -> bool:
        """Whether they stand in a text."""
        if text not in self._known:
            if len(self._known) > 20_000:
                self._known.clear()
            self._known[text] = is_in(text, self.needle)
        return self._known[text]

    def first(self, value: Any, codes: Codes = CODES) -> str | None:
        """The first text of a value that holds them."""
        return next((text for text in leaves(value, codes) if self.holds(text)), None)


def needle_of(words: str, *, exact: bool = False, whole: bool = False) -> Needle:
    """What somebody typed to be looked for. Raises Invalid."""
    needle = Needle(words.strip(), exact=exact, whole=whole)
    if len(needle.folded) < SHORTEST or len(words) > LONGEST:
        raise Invalid(N_("Enter the words to remove: 2 to 500 characters"), about="words")
    return needle


def places(actor: Actor, party: Party, finder: Finder) -> list[Place]:
    """Every place in the Party, of all its plans and versions: texts first."""
    require(actor, Permission.PROTECTION_REMOVE, party)
    versions = {
        v.id: v for v in db.session.scalars(select(PlanVersion).filter_by(party_id=party.id))
    }
    found: dict[InText | InFact, Place] = {}
    for where, text, entry, at in _in_revisions(party, finder):
        version = versions[where.version_id]
        place = found.setdefault(where, _of_text(where, version, entry))
        place.revisions += 1
        place.oldest_at = min(place.oldest_at or at, at)
        place.excerpt = excerpt(text, finder.needle)
    for version in versions.values():
        kept = InFact("plan_version", "snapshot", (version.id,))
        _in_snapshot(version, version.snapshot, kept, finder, found)
    for round_ in db.session.scalars(select(Round).filter_by(party_id=party.id)):
        kept = InFact("review_round", "snapshot", (round_.id,))
        _in_snapshot(versions[round_.version_id], round_.snapshot, kept, finder, found)
    plans = {v.id: v.plan_id for v in versions.values()}
    for fact, said, plan_id, when in _in_facts(party, finder, plans):
        shown = excerpt(said, finder.needle)
        found[fact] = Place(fact, plan_id, None, excerpt=shown, oldest_at=when)
    numbers = {v.id: (v.plan_id, v.number) for v in versions.values()}
    return sorted(found.values(), key=lambda place: _order(place, numbers))


def in_answers(
    owner: Mapping[str, Field], answers: Mapping[str, Any], finder: Finder
) -> Iterator[tuple[str, str, str]]:
    """(Field, language, text) of answers that hold the words."""
    for name, value in answers.items():
        for language, part in by_language(owner.get(name), value):
            text = finder.first(part)
            if text is not None:
                yield name, language, text


def in_unaccepted(typed: Mapping[str, Any], finder: Finder) -> Iterator[tuple[str, str, str]]:
    """The same of what was typed beside them."""
    for name, held in typed.items():
        text = finder.first({k: v for k, v in held.items() if k not in CODES})
        if text is not None:
            yield name, UNACCEPTED, text


def fields_of(edition: int, kind: str, section: str | None) -> dict[str, Field]:
    """The fields of a section or register by their ids; none where this edition has no such."""
    try:
        return {f.id: f for f in treaty(edition).owner(kind, section).fields}
    except KeyError:
        return {}


def key_of(table: Table, row: Mapping[str, Any]) -> tuple[str, ...]:
    """What names a row."""
    return tuple(str(row[column.name]) for column in table.primary_key)


def _in_revisions(
    party: Party, finder: Finder
) -> Iterator[tuple[InText, str, tuple[str, str | None], datetime]]:
    query = (
        select(
            Revision.version_id,
            Revision.uid,
            Revision.content,
            Revision.unaccepted,
            Revision.created_at,
            Entry.kind,
            Entry.section,
            PlanVersion.schema_edition,
        )
        .join(Entry, (Entry.version_id == Revision.version_id) & (Entry.uid == Revision.uid))
        .join(PlanVersion, PlanVersion.id == Revision.version_id)
        .where(Revision.party_id == party.id)
        .order_by(Revision.created_at, Revision.id)
        .execution_options(yield_per=BATCH)
    )
    for row in db.session.execute(query):
        owner = fields_of(row.schema_edition, row.kind, row.section)
        said = json.loads(row.content).get("answers", {})
        hits = [*in_answers(owner, said, finder)]
        hits += in_unaccepted(json.loads(row.unaccepted), finder)
        for name, language, text in hits:
            where = InText(row.version_id, row.uid, name, language)
            yield where, text, (row.kind, row.section), row.created_at


def _in_snapshot(
    version: PlanVersion,
    snapshot: str | None,
    fact: InFact,
    finder: Finder,
    found: dict[InText | InFact, Place],
) -> None:
    """What was frozen, for ever or for a review: the same answers, and the plan's own facts."""
    if not snapshot:
        return
    frozen = json.loads(snapshot)
    for entry in frozen.pop("entries"):
        kind, section = entry["kind"], entry.get("section")
        owner = fields_of(version.schema_edition, kind, section)
        for name, language, text in in_answers(owner, entry.get("answers", {}), finder):
            where = InText(version.id, entry["uid"], name, language)
            place = found.setdefault(where, _of_text(where, version, (kind, section)))
            place.excerpt = place.excerpt or excerpt(text, finder.needle)
    said = finder.first({k: v for k, v in frozen.items() if k != "party"})
    if said is not None:
        found[fact] = Place(
            fact,
            version.plan_id,
            version.number,
            is_frozen=True,
            excerpt=excerpt(said, finder.needle),
            oldest_at=version.created_at,
        )


def _in_facts(
    party: Party, finder: Finder, plans: Mapping[str, str]
) -> Iterator[tuple[InFact, str, str | None, datetime | None]]:
    for table, columns in wordy.looked_through():
        codes = {column.name: wordy.codes_in(column) for column in columns}
        query = select(table).where(table.c.party_id == party.id)
        for row in db.session.execute(query.execution_options(yield_per=BATCH)).mappings():
            for column in columns:
                text = finder.first(row[column.name], codes[column.name])
                if text is not None:
                    where = InFact(table.name, column.name, key_of(table, dict(row)))
                    plan_id = row["id"] if table.name == "plan" else row.get("plan_id")
                    plan_id = plan_id or plans.get(row.get("version_id") or "")
                    yield where, text, plan_id, row.get("created_at") or now()


def _of_text(where: InText, version: PlanVersion, entry: tuple[str, str | None]) -> Place:
    kind, section = entry
    is_frozen = version.frozen_at is not None
    return Place(where, version.plan_id, version.number, kind, section, is_frozen)


def _order(place: Place, numbers: Mapping[str, tuple[str, int]]) -> tuple[Any, ...]:
    if isinstance(place.where, InText):
        plan_id, number = numbers[place.where.version_id]
        return (0, plan_id, -number, place.section or place.kind, str(place.where))
    return (1, place.plan_id or "", str(place.where))
