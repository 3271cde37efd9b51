"""The history of a draft as people read it: a sitting a line, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, func, select, true, tuple_

from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.difference import changed_fields
from nap_tracker.content.tree import EntryContent
from nap_tracker.errors import Hidden
from nap_tracker.extensions import db
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import can, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services.moments import NOTHING_HERE, content_of
from nap_tracker.services.places import entries_in

PAGE = 20


@dataclass(frozen=True, slots=True)
class Sitting:
    """What one person saved in one go."""

    id: str
    author: str
    """'' for the operator."""
    started: datetime
    ended: datetime
    saves: int
    entries: int
    kept: int
    """Texts that were kept beside, because somebody else's stands in the plan."""
    origin: str
    """What was done; where somebody typed, that and not what was kept beside."""
    last: str
    """The id of its newest revision: the moment it led to."""
    entry: EntryContent | None = None
    """As it was at the end, where it was only one."""
    fields: tuple[str, ...] = field(default=())
    """Questions whose answer is another than before, where it was only one entry."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some sittings, and whether there are older ones."""

    sittings: Sequence[Sitting]
    number: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class Save:
    """One revision in a list."""

    id: str
    uid: str
    number: int | None
    """None for text that was kept beside."""
    origin: str
    author: str
    at: datetime


def of_version(actor: Actor, version: PlanVersion, page: int = 1) -> Page:
    """Everything that happened to the texts of a version."""
    return _page(version, _sittings(actor, version), page)


def of_entry(actor: Actor, version: PlanVersion, uid: str, page: int = 1) -> Page:
    """The same for one section or row."""
    return _page(version, _sittings(actor, version).where(Revision.uid == uid), page)


def one(actor: Actor, version: PlanVersion, sitting: str) -> Sitting:
    """A sitting of this version. Raises Hidden for any other id."""
    found = _page(version, _sittings(actor, version).where(Revision.sitting == sitting), 1).sittings
    if not found:
        raise Hidden(NOTHING_HERE)
    return found[0]


def saves(
    actor: Actor, version: PlanVersion, sitting: str, page: int = 1
) -> tuple[list[Save], bool]:
    """The saves of a sitting, newest first, and whether there are more."""
    query = (
        select(Revision)
        .where(
            Revision.version_id == version.id,
            Revision.sitting == sitting,
            _told(actor, version),
        )
        .order_by(Revision.created_at.desc(), Revision.number.desc(), Revision.id)
    )
    found = db.session.scalars(query.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    lines = [
        Save(r.id, r.uid, r.number, r.origin, r.author_name, r.created_at) for r in found[:PAGE]
    ]
    return lines, len(found) > PAGE


def before(version: PlanVersion, revision: Revision) -> Revision | None:
    """What stood before a revision: its predecessor, or what a kept text was based on."""
    number = revision.based_on if revision.number is None else revision.number - 1
    query = (
        select(Revision)
        .where(
            Revision.version_id == version.id,
            Revision.uid == revision.uid,
            Revision.number <= (number if number is not None else -1),
        )
        .order_by(Revision.number.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def _told(actor: Actor, version: PlanVersion) -> ColumnElement[bool]:
    """Revisions the actor is told of: all, or those of the sections that were given to them."""
    own = actor.sections_in(version.plan_id)
    if can(actor, Permission.HISTORY_SHOW, version) or not own:
        require(actor, Permission.HISTORY_SHOW, version)
        return true()
    uids = select(Entry.uid).where(Entry.version_id == version.id, entries_in(version, own))
    return Revision.uid.in_(uids)


def _sittings(actor: Actor, version: PlanVersion) -> Select[*tuple[Any, ...]]:
    is_kept = case((Revision.number.is_(None), 1), else_=0)
    query: Select[*tuple[Any, ...]] = (
        select(
            Revision.sitting,
            func.min(Revision.author_name).label("author"),
            func.min(Revision.created_at).label("started"),
            func.max(Revision.created_at).label("ended"),
            func.count().label("saves"),
            func.count(Revision.uid.distinct()).label("entries"),
            func.sum(is_kept).label("kept"),
            func.max(Revision.origin).label("origin"),
            func.min(Revision.uid).label("uid"),
            func.min(Revision.number).label("first"),
            func.max(Revision.number).label("final"),
        )
        .where(
            Revision.version_id == version.id,
            Revision.origin != "start",
            _told(actor, version),
        )
        .group_by(Revision.sitting)
        .order_by(func.max(Revision.created_at).desc(), func.max(Revision.number).desc())
    )
    return query


def _page(version: PlanVersion, query: Select[*tuple[Any, ...]], page: int) -> Page:
    rows = db.session.execute(query.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    shown = rows[:PAGE]
    ends = _ends(version, [row.sitting for row in shown])
    said = _said(version, [row for row in shown if row.entries == 1])
    sittings = []
    for row in shown:
        single = row.entries == 1 and row.final is not None
        then = said.get((row.uid, row.final)) if single else None
        sittings.append(
            Sitting(
                row.sitting,
                row.author,
                row.started,
                row.ended,
                row.saves,
                row.entries,
                row.kept,
                row.origin,
                ends[row.sitting],
                entry=then or (said.get((row.uid, None)) if row.entries == 1 else None),
                fields=_fields(version, said.get((row.uid, (row.first or 0) - 1)), then),
            )
        )
    return Page(sittings, page, len(rows) > PAGE)


def _fields(
    version: PlanVersion, before: EntryContent | None, after: EntryContent | None
) -> tuple[str, ...]:
    if after is None:
        return ()
    owner = treaty(version.schema_edition).owner(after.kind, after.section)
    return changed_fields(owner, before, after)


def _ends(version: PlanVersion, sittings: Sequence[str]) -> dict[str, str]:
    """Sitting -> the id of its newest revision."""
    query = (
        select(Revision.sitting, Revision.id)
        .where(Revision.version_id == version.id, Revision.sitting.in_(sittings))
        .order_by(Revision.created_at, Revision.number)
    )
    return {sitting: id for sitting, id in db.session.execute(query)}  # noqa: C416 (rows)


def _said(
    version: PlanVersion, rows: Sequence[Row[*tuple[Any, ...]]]
) -> dict[tuple[str, int | None], EntryContent]:
    """(uid, number) -> what it said, before and after each sitting of one entry; and as it is."""
    wanted: set[tuple[str, int]] = set()
    for row in rows:
        uid, first, final = row.uid, row.first, row.final
        wanted |= {(uid, number) for number in (first and first - 1, final) if number is not None}
    uids = {row.uid for row in rows}
    query = (
        select(Entry, Revision)
        .join(Revision, (Revision.version_id == Entry.version_id) & (Revision.uid == Entry.uid))
        .where(Entry.version_id == version.id)
    )
    exact = tuple_(Revision.uid, Revision.number).in_(sorted(wanted))
    head = Entry.uid.in_(sorted(uids)) & (Revision.number == Entry.counter)
    said: dict[tuple[str, int | None], EntryContent] = {}
    for entry, revision in db.session.execute(query.where(exact | head)):
        content = content_of(entry, revision)
        said[entry.uid, revision.number] = content
        if revision.number == entry.counter:
            said[entry.uid, None] = content
    return said
