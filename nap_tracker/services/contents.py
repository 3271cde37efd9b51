"""A version's content as frozen data, read in a constant number of queries."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import Executable, Select, bindparam, or_, select

from nap_tracker.content import serial
from nap_tracker.content.audience import Audience, Reach, for_audience, for_reader
from nap_tracker.content.citations import files_cited
from nap_tracker.content.tree import EntryContent, FileContent, PartyContent, PlanContent
from nap_tracker.extensions import db
from nap_tracker.models.account import Party
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.models.plan import PlanVersion, WarningAnswer
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.permissions import reach_of, reads_as, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services.places import entries_in
from nap_tracker.services.plans import schema_of


@dataclass(frozen=True, slots=True)
class Extent:
    """A part of a plan that one page needs: some registers, and one section's answers.

    References to rows of other registers vanish, so the registers they point at belong in it.
    """

    registers: Collection[str] = ()
    section: str | None = None


def read(
    actor: Actor,
    version: PlanVersion,
    audience: Audience | None = None,
    extent: Extent | None = None,
) -> PlanContent:
    """What the actor may read of a version, or less if a narrower audience is asked for.

    Asking for more than one may read gives what one may read.
    """
    require(actor, Permission.PLAN_SHOW, version)
    schema = schema_of(version, version.plan.language)
    if audience is None:
        reach = with_own_files(actor, version, reach_of(actor, version))
        return for_reader(load(version, extent), schema, reach)
    wanted = max((reads_as(actor, version), audience), key=lambda a: a.openness)
    return for_audience(load(version, extent), schema, wanted)


def with_own_files(actor: Actor, version: PlanVersion, reach: Reach) -> Reach:
    """The files of who drafts single sections: those they added and those the sections cite."""
    if not reach.sections:
        return reach
    own = select(StoredFile.id).filter_by(plan_id=version.plan_id, uploaded_by_id=actor.user_id)
    texts = (
        select(Revision.content)
        .join(Entry, (Entry.version_id == Revision.version_id) & (Entry.uid == Revision.uid))
        .where(
            Entry.version_id == version.id,
            Entry.removed_at.is_(None),
            Revision.number == Entry.counter,
            entries_in(version, reach.sections),
        )
    )
    cited = {uid for text in db.session.scalars(texts) for uid in files_cited(text)}
    return replace(reach, files=frozenset(db.session.scalars(own)) | cited)


def load(version: PlanVersion, extent: Extent | None = None) -> PlanContent:
    """Everything in a version, unfiltered: for services that filter or save. Three queries.

    Of a part of it only what pages with forms need: its entries, and files. Of a frozen version it
    is the snapshot, whatever became of the plan's title or files since.
    """
    if version.frozen_at is not None and version.snapshot:
        return _within(serial.from_text(version.snapshot), extent)
    whole = with_files(version)
    if extent is None:
        warnings = _answered_warnings(version)
        return replace(whole, entries=tuple(_entries(version)), answered_warnings=warnings)
    if not extent.registers and extent.section is None:
        return whole
    return replace(whole, entries=tuple(_entries(version, extent)))


def texts(version: PlanVersion) -> PlanContent:
    """Every entry of a version, unfiltered, without its files: what comments hang on. One query."""
    if version.frozen_at is not None and version.snapshot:
        return serial.from_text(version.snapshot)
    plan = version.plan
    return PlanContent(
        uid=plan.id,
        party=party_content(plan.party),
        title=plan.title,
        language=plan.language,
        languages=tuple(plan.languages),
        period_start=plan.period_start,
        period_end=plan.period_end,
        version=version.number,
        edition=version.schema_edition,
        entries=tuple(_entries(version)),
    )


def with_files(version: PlanVersion) -> PlanContent:
    """The plan's own facts and its files, without any entry. One query."""
    if version.frozen_at is not None and version.snapshot:
        frozen = serial.from_text(version.snapshot)
        return replace(frozen, entries=(), answered_warnings={})
    return replace(_facts(version), files=tuple(_files(version)))


def words(version: PlanVersion, extent: Extent) -> PlanContent:
    """A part of the plan without its files: for who asks where words stand. One query."""
    if version.frozen_at is not None and version.snapshot:
        return load(version, extent)
    return replace(_facts(version), entries=tuple(_entries(version, extent)))


def _facts(version: PlanVersion) -> PlanContent:
    """What the plan is called, whose it is: nothing that is asked of the database."""
    plan = version.plan
    return PlanContent(
        uid=plan.id,
        party=party_content(plan.party),
        title=plan.title,
        short_title=plan.short_title,
        language=plan.language,
        languages=tuple(plan.languages),
        period_start=plan.period_start,
        period_end=plan.period_end,
        version=version.number,
        edition=version.schema_edition,
        sample=plan.sample,
    )


def party_content(party: Party) -> PartyContent:
    """The Party's own facts."""
    return PartyContent(
        code=party.code,
        name=party.name,
        emblem=party.emblem_id,
        sample=party.sample,
        authentic=party.authentic,
    )


def entry_content(
    uid: str, kind: str, section: str | None, position: int, content: str
) -> EntryContent:
    """An entry from the canonical JSON of one of its revisions."""
    return _entry(uid, kind, section, position, json.loads(content))


def _within(plan: PlanContent, extent: Extent | None) -> PlanContent:
    if extent is None:
        return plan
    kinds, section = set(extent.registers), extent.section
    kept = (e for e in plan.entries if e.kind in kinds or (section and e.section == section))
    return replace(plan, entries=tuple(kept))


def _entry(
    uid: str, kind: str, section: str | None, position: int, said: Mapping[str, Any]
) -> EntryContent:
    return EntryContent(
        uid=uid,
        kind=kind,
        section=section,
        position=position,
        answers=said["answers"],
        audience=said.get("audience"),
        audiences=said.get("audiences", {}),
        completed=said.get("completed", False),
    )


def _entries(version: PlanVersion, extent: Extent | None = None) -> Iterator[EntryContent]:
    asked: dict[str, Any] = {"version": version.id}
    if extent is not None:
        asked |= {"kinds": sorted(extent.registers), "section": extent.section or ""}
    rows = db.session.execute(_texts_of(extent is not None), asked).all()
    # One text is read faster than a thousand small ones.
    said = json.loads(f"[{','.join(row.content for row in rows)}]")
    for row, content in zip(rows, said, strict=True):
        yield _entry(row.uid, row.kind, row.section, row.position, content)


@cache
def _texts_of(only_a_part: bool) -> Executable:
    """Put together once: every page with words of the plan asks it."""
    query = (
        select(Entry.uid, Entry.kind, Entry.section, Entry.position, Revision.content)
        .join(
            Revision,
            (Revision.version_id == Entry.version_id)
            & (Revision.uid == Entry.uid)
            & (Revision.number == Entry.counter),
        )
        .where(Entry.version_id == bindparam("version"), Entry.removed_at.is_(None))
    )
    if only_a_part:
        of_kind = Entry.kind.in_(bindparam("kinds", expanding=True))
        query = query.where(or_(of_kind, Entry.section == bindparam("section")))
    # A database without an order gives rows as they lie; what is sealed must not depend on that.
    return query.order_by(Entry.uid)


def _answered_warnings(version: PlanVersion) -> dict[str, dict[str, str]]:
    query = select(WarningAnswer.key, WarningAnswer.reason).filter_by(version_id=version.id)
    return {key: reason for key, reason in db.session.execute(query)}  # noqa: C416 (rows)


def _files(version: PlanVersion) -> Iterator[FileContent]:
    for file in db.session.scalars(_files_of(), {"plan": version.plan_id}):
        yield FileContent(
            uid=file.id,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256,
            audience=file.audience,
            clean_sha256=file.clean_sha256,
            clean_size=file.clean_size,
        )


@cache
def _files_of() -> Select[StoredFile]:
    """Put together once, like the entries above."""
    query = select(StoredFile).where(
        StoredFile.plan_id == bindparam("plan"), StoredFile.removed_at.is_(None)
    )
    return query.order_by(StoredFile.created_at, StoredFile.id)


__all__ = [
    "Extent",
    "entry_content",
    "load",
    "party_content",
    "read",
    "texts",
    "with_files",
    "with_own_files",
    "words",
]
