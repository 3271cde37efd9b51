"""Saving sections and rows: locked, merged three ways, never silently overwritten."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import func, select

from nap_tracker.annex_c.definitions import Owner
from nap_tracker.annex_c.schema import treaty
from nap_tracker.clock import now
from nap_tracker.content.audience import Audience, of_entry, of_field
from nap_tracker.content.canonical import dumps
from nap_tracker.content.merge import FieldConflict, merge
from nap_tracker.content.tree import EntryContent
from nap_tracker.errors import NotFound
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.base import new_uid
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import reads_as, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import history, registers
from nap_tracker.services.contents import entry_content
from nap_tracker.text.normalise import NORMALISER

Unaccepted = Mapping[str, Any]
"""Field id -> {"typed": what the form sent, "message": marked sentence, "params": {}}."""


@dataclass(frozen=True, slots=True)
class OpenEntry:
    """An entry as a form opens it; `counter` goes into the form as what was seen."""

    version: PlanVersion
    owner: Owner
    content: EntryContent
    counter: int
    unaccepted: Unaccepted = field(default_factory=dict)
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What a form hands over: only the fields that were on it.

    `answers` maps a field to its new value, None for blank; fields in `unaccepted` keep their
    last good value. Anything left as None (completed, audience) stays as it is.
    """

    seen: int
    answers: Mapping[str, Any] = field(default_factory=dict)
    unaccepted: Unaccepted = field(default_factory=dict)
    completed: bool | None = None
    audience: str | None = None
    audiences: Mapping[str, str] | None = None
    origin: str = "form"


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of it. With conflicts, everything else was saved and both texts are in history."""

    uid: str
    counter: int
    conflicts: tuple[FieldConflict, ...] = ()
    merged: bool = False
    """Somebody else had saved meanwhile; their changes and these are now together."""


def open_section(actor: Actor, version: PlanVersion, section_id: str) -> OpenEntry:
    """A section for reading or editing; ask for SECTION_EDIT before showing a form."""
    query = _head(version).where(Entry.section == section_id, Entry.kind == "section")
    return _opened(actor, version, query)


def open_row(actor: Actor, version: PlanVersion, register: str, uid: str) -> OpenEntry:
    """A row by its permanent id. Raises NotFound when removed or held back from the actor."""
    query = _head(version).where(Entry.uid == uid, Entry.kind == register)
    return _opened(actor, version, query)


def new_row(version: PlanVersion, register: str, answers: Mapping[str, Any]) -> OpenEntry:
    """A row that nobody has saved yet, with its permanent id already given."""
    owner = treaty(version.schema_edition).register(register)
    content = EntryContent(uid=new_uid(), kind=register, answers=answers)
    return OpenEntry(version, owner, content, counter=0, is_new=True)


def save(actor: Actor, opened: OpenEntry, change: Change) -> Saved:
    """Save what was typed, merged with what others saved since it was opened."""
    version = opened.version
    require(actor, Permission.SECTION_EDIT, version)
    entry = _locked(version, opened.content.uid) or _begin(actor, version, opened.content)
    head = _revision(entry, entry.counter)
    base = head if change.seen >= entry.counter else _revision(entry, change.seen) or head
    theirs, before = _said(entry, head), _said(entry, base)
    mine = {**before.answers, **change.answers}
    merged = merge(
        opened.owner,
        base=before.answers,
        theirs=theirs.answers,
        mine={k: v for k, v in mine.items() if v is not None},
    )
    after = _with_settings(actor, opened, replace(theirs, answers=merged.answers), change)
    unaccepted = _still_unaccepted(head, change)
    if merged.conflicts:
        _keep_beside(actor, entry, change, mine)
    _write(actor, entry, after, unaccepted, origin=change.origin)
    registers.project(version, entry, opened.owner, merged.answers)
    _record(actor, version, entry, after)
    db.session.flush()
    return Saved(entry.uid, entry.counter, merged.conflicts, merged=change.seen < entry.counter - 1)


def write_many(
    actor: Actor, version: PlanVersion, new: Sequence[EntryContent], *, origin: str
) -> None:
    """Add entries whole, for imports: the caller has checked them and records the act once."""
    rows = [(_new_entry(actor, version, content), content) for content in new]
    db.session.add_all(entry for entry, _ in rows)
    db.session.flush()
    schema = treaty(version.schema_edition)
    for entry, content in rows:
        text = content_text(content)
        db.session.add(_new_revision(actor, entry, text, origin=origin, unaccepted="{}"))
        registers.project(
            version,
            entry,
            schema.owner(content.kind, content.section),
            content.answers,
            is_new=True,
        )
    db.session.flush()


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


def _head(version: PlanVersion) -> Any:
    return (
        select(Entry, Revision)
        .join(
            Revision,
            (Revision.version_id == Entry.version_id)
            & (Revision.uid == Entry.uid)
            & (Revision.number == Entry.counter),
        )
        .where(Entry.version_id == version.id, Entry.removed_at.is_(None))
    )


def _opened(actor: Actor, version: PlanVersion, query: Any) -> OpenEntry:
    require(actor, Permission.PLAN_SHOW, version)
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise NotFound(N_("This is no longer in the plan, or you may not see it."))
    entry, revision = found
    content = _said(entry, revision)
    schema = treaty(version.schema_edition)
    owner = schema.owner(entry.kind, entry.section)
    audience = reads_as(actor, version)
    if not of_entry(schema, content).includes(audience):
        raise NotFound(N_("This is no longer in the plan, or you may not see it."))
    answers = _readable(owner, content, audience)
    unaccepted = json.loads(revision.unaccepted) if audience is Audience.DRAFTING_TEAM else {}
    return OpenEntry(version, owner, replace(content, answers=answers), entry.counter, unaccepted)


def _readable(owner: Owner, content: EntryContent, audience: Audience) -> Mapping[str, Any]:
    fields = [f for f in owner.fields if of_field(owner, f, content).includes(audience)]
    return {f.id: content.answers[f.id] for f in fields if f.id in content.answers}


def _locked(version: PlanVersion, uid: str) -> Entry | None:
    query = select(Entry).where(Entry.version_id == version.id, Entry.uid == uid)
    entry = db.session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if entry is not None and entry.removed_at is not None:
        raise NotFound(N_("Somebody removed this row meanwhile. Your text is shown below."))
    return entry


def _begin(actor: Actor, version: PlanVersion, content: EntryContent) -> Entry:
    position = content.position
    if content.kind != "section" and position == 0:
        position = registers.last_position(version, content.kind) + 1
    entry = _new_entry(actor, version, replace(content, position=position))
    entry.counter = 0
    db.session.add(entry)
    db.session.flush()
    return entry


def _new_entry(actor: Actor, version: PlanVersion, content: EntryContent) -> Entry:
    return Entry(
        party_id=version.party_id,
        version_id=version.id,
        uid=content.uid,
        kind=content.kind,
        section=content.section,
        position=content.position,
        counter=1,
        updated_by_id=actor.user_id,
    )


def _revision(entry: Entry, number: int) -> Revision | None:
    return db.session.scalar(
        select(Revision).where(
            Revision.version_id == entry.version_id,
            Revision.uid == entry.uid,
            Revision.number == number,
        )
    )


def _said(entry: Entry, revision: Revision | None) -> EntryContent:
    content = revision.content if revision else '{"answers":{}}'
    return entry_content(entry.uid, entry.kind, entry.section, entry.position, content)


def _with_settings(
    actor: Actor, opened: OpenEntry, content: EntryContent, change: Change
) -> EntryContent:
    """Completed and audiences, each asked for its own leave."""
    if change.completed is not None:
        content = replace(content, completed=change.completed)
    if change.audience is None and change.audiences is None:
        return content
    wanted = replace(
        content,
        audience=change.audience if change.audience is not None else content.audience,
        audiences=change.audiences if change.audiences is not None else content.audiences,
    )
    schema = treaty(opened.version.schema_edition)
    pairs = [(of_entry(schema, content), of_entry(schema, wanted))]
    pairs += [
        (of_field(opened.owner, f, content), of_field(opened.owner, f, wanted))
        for f in opened.owner.fields
    ]
    if any(new.openness > old.openness for old, new in pairs):
        require(actor, Permission.AUDIENCE_WIDEN, opened.version)
    if any(new.openness < old.openness for old, new in pairs):
        require(actor, Permission.AUDIENCE_NARROW, opened.version)
    return wanted


def _still_unaccepted(head: Revision | None, change: Change) -> dict[str, Any]:
    """A field that was saved now is no longer open; one that was not on the form stays open."""
    before = json.loads(head.unaccepted) if head else {}
    kept = {k: v for k, v in before.items() if k not in change.answers}
    return {**kept, **change.unaccepted}


def _write(
    actor: Actor, entry: Entry, content: EntryContent, unaccepted: Unaccepted, *, origin: str
) -> None:
    entry.counter += 1
    entry.updated_by_id = actor.user_id
    entry.updated_at = now()
    db.session.add(
        _new_revision(
            actor, entry, content_text(content), origin=origin, unaccepted=dumps(dict(unaccepted))
        )
    )
    db.session.flush()


def _keep_beside(actor: Actor, entry: Entry, change: Change, mine: Mapping[str, Any]) -> None:
    """What was not kept stays in history, as a revision without a number."""
    text = dumps({"answers": {k: v for k, v in mine.items() if v is not None}})
    revision = _new_revision(actor, entry, text, origin="conflict", unaccepted="{}")
    revision.number, revision.based_on = None, change.seen
    db.session.add(revision)


def _new_revision(
    actor: Actor, entry: Entry, content: str, *, origin: str, unaccepted: str
) -> Revision:
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


def _record(actor: Actor, version: PlanVersion, entry: Entry, after: EntryContent) -> None:
    kind = "section:saved" if entry.kind == "section" else "row:saved"
    history.record(
        actor,
        kind,
        party_id=version.party_id,
        plan_id=version.plan_id,
        subject=f"{entry.kind}:{entry.section or entry.uid}",
        details={"revision": str(entry.counter)},
        content=content_text(after),
    )


def revisions_of(actor: Actor, opened: OpenEntry) -> int:
    """How many revisions an entry has left behind."""
    require(actor, Permission.PLAN_SHOW, opened.version)
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Revision)
            .where(Revision.version_id == opened.version.id, Revision.uid == opened.content.uid)
        )
        or 0
    )
