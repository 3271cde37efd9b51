"""Finding words in the plans a person may read, and in nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select, tuple_
from sqlalchemy.orm import contains_eager

from nap_tracker.annex_c.definitions import Field, Schema, Section
from nap_tracker.content.audience import Audience
from nap_tracker.errors import Hidden
from nap_tracker.extensions import db
from nap_tracker.i18n import N_, locale
from nap_tracker.models.entry import Entry
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.models.search_text import SearchText
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.permissions import reach_of
from nap_tracker.roles import Actor
from nap_tracker.services import plans
from nap_tracker.services.places import entries_in
from nap_tracker.text.folding import Piece, excerpt, terms

PAGE = 20
MOST = 1000
"""Places that are put in order; who finds more needs another word."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where everything asked for stands."""

    version: PlanVersion
    section: Section
    register: str | None
    """Of a row; None for a section's own answers."""
    uid: str
    field: Field
    language: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits, by plan and section in their order."""

    terms: tuple[str, ...]
    hits: Sequence[Hit]
    count: int
    number: int
    last: int
    plan: PlanVersion | None
    """The one that was searched; None for all."""

    @property
    def is_cut(self) -> bool:
        return self.count >= MOST


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a hit stands, before its words are fetched."""

    version: PlanVersion
    schema: Schema
    section: Section
    entry: Any

    @property
    def order(self) -> tuple[Any, ...]:
        """As the plan is read."""
        owner = self.schema.owner(self.entry.kind, self.entry.section)
        fields = [field.id for field in owner.fields]
        sections = [section.id for section in self.schema.sections]
        row = (self.entry.kind, self.entry.position) if self.entry.section is None else ("", 0)
        return (sections.index(self.section.id), *row, fields.index(self.entry.field))


def search(
    actor: Actor, query: str, *, plan_id: str = "", section_id: str = "", page: int = 1
) -> Found:
    """What stands in the newest versions of the plans the actor may read, in their audience.

    Nothing that is held back counts, not even in the number of places found.
    """
    versions = _readable(actor, plan_id)
    wanted = terms(query)
    places = _places(actor, versions, wanted, section_id) if wanted else []
    last = max(1, -(-len(places) // PAGE))
    number = min(max(page, 1), last)
    shown = places[(number - 1) * PAGE : number * PAGE]
    hits = list(_hits(shown, wanted))
    return Found(wanted, hits, len(places), number, last, versions[0] if plan_id else None)


def _readable(actor: Actor, plan_id: str) -> Sequence[PlanVersion]:
    """The newest version of each plan, in the order of the list of plans."""
    if plan_id:
        return [plans.newest(actor, plan_id)]
    visible = [plan.id for plan in plans.visible_to(actor)]
    newest = (
        select(PlanVersion.plan_id, func.max(PlanVersion.number).label("number"))
        .where(PlanVersion.plan_id.in_(visible))
        .group_by(PlanVersion.plan_id)
        .subquery()
    )
    query = (
        select(PlanVersion)
        .join(PlanVersion.plan)
        .join(Plan.party)
        .options(contains_eager(PlanVersion.plan).contains_eager(Plan.party))
        .join(
            newest,
            (newest.c.plan_id == PlanVersion.plan_id) & (newest.c.number == PlanVersion.number),
        )
    )
    found = {version.plan_id: version for version in db.session.scalars(query)}
    return [found[plan] for plan in visible if plan in found]


def _places(
    actor: Actor, versions: Sequence[PlanVersion], wanted: tuple[str, ...], section_id: str
) -> list[_Place]:
    query = (
        select(*_KEY, Entry.kind, Entry.section, Entry.position)
        .join(Entry, (Entry.version_id == SearchText.version_id) & (Entry.uid == SearchText.uid))
        .outerjoin(
            StoredFile,
            (StoredFile.id == SearchText.file_id) & (StoredFile.party_id == SearchText.party_id),
        )
        .where(
            Entry.removed_at.is_(None),
            _may_be_read(actor, versions),
            *(SearchText.folded.contains(term, autoescape=True) for term in wanted),
        )
        .limit(MOST)
    )
    if section_id:
        query = query.where(_in_section(versions[0], section_id))
    place_of = {version.id: at for at, version in enumerate(versions)}
    found = [_place(versions[place_of[row.version_id]], row) for row in db.session.execute(query)]
    return sorted(found, key=lambda one: (place_of[one.version.id], *one.order, one.entry.language))


def _may_be_read(actor: Actor, versions: Iterable[PlanVersion]) -> ColumnElement[bool]:
    """Each plan in the audience the actor reads it as; words of a picture in the picture's too."""
    by_audience: dict[Audience, list[str]] = {}
    own = []
    for version in versions:
        reach = reach_of(actor, version)
        by_audience.setdefault(reach.audience, []).append(version.id)
        if reach.sections:
            own.append(_in_sections(version, reach.sections))
    circles = [
        and_(
            SearchText.version_id.in_(ids),
            SearchText.audience.in_(_seen_by(audience)),
            or_(SearchText.file_id == "", StoredFile.audience.in_(_seen_by(audience))),
        )
        for audience, ids in by_audience.items()
    ]
    return or_(false(), *circles, *own)


def _in_sections(version: PlanVersion, sections: Collection[str]) -> ColumnElement[bool]:
    """All that stands in sections given to the actor: as its drafters, they see every picture."""
    return and_(SearchText.version_id == version.id, entries_in(version, sections))


def _seen_by(audience: Audience) -> list[str]:
    return [one.value for one in Audience if one.includes(audience)]


def _in_section(version: PlanVersion, section_id: str) -> ColumnElement[bool]:
    try:
        section = plans.schema_of(version, locale()).section(section_id)
    except KeyError:
        raise Hidden(N_("There is nothing at this address, or you may not see it.")) from None
    return or_(Entry.section == section_id, Entry.kind.in_(section.registers))


def _place(version: PlanVersion, row: Any) -> _Place:
    schema = plans.schema_of(version, locale())
    section = schema.section(row.section) if row.section else schema.home(row.kind)
    return _Place(version, schema, section, row)


_KEY = (
    SearchText.version_id,
    SearchText.uid,
    SearchText.field,
    SearchText.language,
    SearchText.file_id,
)


def _hits(places: Sequence[_Place], wanted: tuple[str, ...]) -> Iterable[Hit]:
    keys = [tuple(place.entry)[: len(_KEY)] for place in places]
    rows = db.session.execute(select(*_KEY, SearchText.text).where(tuple_(*_KEY).in_(keys)))
    texts = {tuple(row)[: len(_KEY)]: row.text for row in rows}
    for place, key in zip(places, keys, strict=True):
        owner = place.schema.owner(place.entry.kind, place.entry.section)
        yield Hit(
            version=place.version,
            section=place.section,
            register=None if place.entry.section else place.entry.kind,
            uid=place.entry.uid,
            field=owner.field(place.entry.field),
            language=place.entry.language,
            pieces=excerpt(texts[key], wanted),
        )
