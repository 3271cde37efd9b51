"""Saving sections and rows: locked, merged three ways, never silently overwritten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute

from nap_tracker.annex_c.definitions import Owner
from nap_tracker.annex_c.schema import treaty
from nap_tracker.annex_c.values import problems
from nap_tracker.content.audience import Audience, moved, of_entry, of_field
from nap_tracker.content.canonical import dumps
from nap_tracker.content.door import changed
from nap_tracker.content.merge import Merged, merge
from nap_tracker.content.tree import SECTION, EntryContent
from nap_tracker.errors import Hidden, Invalid, Redacted, Removed
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.base import new_uid
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import reads_as, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import held_back, history, locks, plans, registers, search_index
from nap_tracker.services.bases import EVERYWHERE, Base, Seen, base_from, base_of, revisions_of
from nap_tracker.services.changes import Change, OpenEntry, Saved, Standing, Unaccepted
from nap_tracker.services.places import place_of
from nap_tracker.services.revisions import (
    Source,
    content_text,
    keep_beside,
    new_revision,
    next_source,
    numbered,
    other_since,
    said,
    unaccepted,
    write,
)

__all__ = [
    "Change",
    "OpenEntry",
    "Removed",
    "Saved",
    "Standing",
    "as_seen",
    "content_text",
    "hold",
    "locked",
    "new_row",
    "only_canonical",
    "open_removed_row",
    "open_row",
    "open_section",
    "refuse_from_before",
    "save",
    "typed_over",
    "write_many",
]


REDACTED = N_(
    "Words were removed here to protect people after you opened this page. Nothing was saved. Open"
    " the page again and type your change there."
)


def open_section(actor: Actor, version: PlanVersion, section_id: str) -> OpenEntry:
    """A section for reading or editing; ask for SECTION_EDIT before showing a form."""
    return _opened(actor, version, _head(Entry.section), section_id, SECTION)


def open_row(actor: Actor, version: PlanVersion, register: str, uid: str) -> OpenEntry:
    """A row by its permanent id. Raises NotFound when removed or held back from the actor."""
    return _opened(actor, version, _head(Entry.uid), uid, register)


def open_removed_row(actor: Actor, version: PlanVersion, register: str, uid: str) -> OpenEntry:
    """A row that was taken out, for the drafting team to put back."""
    require(actor, Permission.SECTION_EDIT, place_of(version, register))
    return _opened(actor, version, _head(Entry.uid, is_removed=True), uid, register)


def new_row(
    version: PlanVersion, register: str, answers: Mapping[str, Any], uid: str | None = None
) -> OpenEntry:
    """A row that nobody has saved yet, with its permanent id already given."""
    owner = treaty(version.schema_edition).register(register)
    content = EntryContent(uid=uid or new_uid(), kind=register, answers=answers)
    return OpenEntry(version, owner, content, counter=0, is_new=True)


def as_seen(
    actor: Actor, opened: OpenEntry, seen: int, fields: Mapping[str, int] = EVERYWHERE
) -> OpenEntry:
    """The entry as it was when a form was opened, so that what nobody touched is known as such."""
    if opened.is_new or min(seen, *fields.values(), opened.counter) >= opened.counter:
        return opened
    if opened.stored is None:
        return opened
    entry, head = opened.stored
    if head.number != entry.counter:
        head = numbered(entry, entry.counter) or head
    shown = Seen(seen, fields)
    found = revisions_of(entry, head, shown)
    if found[seen] is None:
        return opened
    audience = reads_as(actor, opened.place)
    base = base_from(entry, found, shown)
    content = base.content
    answers = _readable(opened.owner, content, audience)
    typed = base.unaccepted if audience is Audience.DRAFTING_TEAM else {}
    return replace(
        opened, content=replace(content, answers=answers), counter=seen, unaccepted=typed
    )


def hold(opened: OpenEntry, change: Change) -> Standing | None:
    """The entry, held until the transaction ends; None where nobody has saved it yet."""
    entry = locked(opened.version, opened.content)
    return None if entry is None else _standing(entry, change)


def save(
    actor: Actor, opened: OpenEntry, change: Change, standing: Standing | None = None
) -> Saved:
    """Save what was typed, merged with what others saved since it was opened."""
    version = opened.version
    require(actor, Permission.SECTION_EDIT, opened.place)
    only_canonical(opened.owner, change)
    if standing is None:
        plans.hold_open(version)
        require(actor, Permission.SECTION_EDIT, opened.place)
        standing = hold(opened, change) or _begun(actor, opened, change)
    entry, head, base = standing.entry, standing.head, standing.base
    if change.restored_from is None:
        _refuse_from_before(entry, change.shown.earliest)
    theirs = said(entry, head)
    merged, mine = _merged(opened.owner, base.content, theirs, change)
    if (lock := locks.of_another(actor, version, entry)) is not None:
        kept = held_back.keep(actor, entry, mine, change, base.content.answers)
        return Saved(entry.uid, entry.counter, kept=kept, locked=lock)
    after = _with_settings(actor, opened, replace(theirs, answers=merged.answers), change)
    typed = _still_unaccepted(base, head, change)
    if _says_the_same(after, typed, head, entry, change) and not merged.conflicts:
        return Saved(entry.uid, entry.counter, merged=True, says=head)
    source = next_source(actor, head, origin=change.origin, window=change.window)
    source = replace(source, restored_from=change.restored_from)
    shown = change.seen, change.fields_seen
    kept = keep_beside(actor, entry, mine, source, *shown) if merged.conflicts else None
    says = write(actor, entry, after, source, unaccepted=typed, before=theirs)
    registers.project(version, entry, opened.owner, merged.answers)
    _record(actor, version, entry, after, source.sitting)
    db.session.flush()
    is_merged = base.content != theirs
    since, until = change.shown.earliest, entry.counter - 1
    meanwhile = (
        other_since(actor, entry, change.window, since=since, until=until) if is_merged else None
    )
    return Saved(
        entry.uid,
        entry.counter,
        merged.conflicts,
        merged=is_merged,
        kept=kept,
        other=meanwhile.name if meanwhile else "",
        other_at=meanwhile.at if meanwhile else None,
        says=says,
    )


def write_many(
    actor: Actor,
    version: PlanVersion,
    new: Sequence[EntryContent],
    *,
    origin: str,
    beside: Mapping[str, Unaccepted] = MappingProxyType({}),
) -> None:
    """Add entries whole, for imports: the caller has checked them and records the act once.

    `beside` is what stays unaccepted at the fields of an entry, by its uid.
    """
    rows = [(_new_entry(actor, version, content), content) for content in new]
    db.session.add_all(entry for entry, _ in rows)
    db.session.flush()
    schema = treaty(version.schema_edition)
    source = Source(origin, sitting=new_uid())
    for entry, content in rows:
        text, typed = content_text(content), dumps(dict(beside.get(entry.uid, {})))
        db.session.add(new_revision(actor, entry, text, source, unaccepted=typed))
        owner = schema.owner(content.kind, content.section)
        registers.project(version, entry, owner, content.answers, is_new=True)
    db.session.flush()
    search_index.put_new(rows, version.schema_edition)


def refuse_from_before(opened: OpenEntry, shown: Seen) -> None:
    """Before anything of the form is read or shown. Raises Redacted."""
    if opened.stored is not None:
        _refuse_from_before(opened.stored[0], shown.earliest)


def _refuse_from_before(entry: Entry, seen: int) -> None:
    """A form opened before words were removed still holds them, and would bring them back."""
    if seen < entry.protected_since:
        raise Redacted(REDACTED)


@cache
def _head(by: InstrumentedAttribute[Any], *, is_removed: bool = False) -> Select[Entry, Revision]:
    """An entry and what it says, by its section or uid. Put together once: every form asks it."""
    is_there = Entry.removed_at.is_not(None) if is_removed else Entry.removed_at.is_(None)
    return (
        select(Entry, Revision)
        .join(
            Revision,
            (Revision.version_id == Entry.version_id)
            & (Revision.uid == Entry.uid)
            & (Revision.number == Entry.counter),
        )
        .where(Entry.version_id == bindparam("version"), by == bindparam("wanted"))
        .where(Entry.kind == bindparam("kind"), is_there)
    )


def _opened(
    actor: Actor, version: PlanVersion, query: Select[Entry, Revision], wanted: str, kind: str
) -> OpenEntry:
    require(actor, Permission.PLAN_SHOW, version)
    asked = {"version": version.id, "wanted": wanted, "kind": kind}
    found = db.session.execute(query, asked).one_or_none()
    if found is None:
        raise Hidden(N_("This is no longer in the plan, or you may not see it."))
    entry, revision = found
    content = said(entry, revision)
    schema = treaty(version.schema_edition)
    owner = schema.owner(entry.kind, entry.section)
    audience = reads_as(actor, place_of(version, entry.kind, entry.section))
    if not of_entry(schema, content).includes(audience):
        raise Hidden(N_("This is no longer in the plan, or you may not see it."))
    answers = _readable(owner, content, audience)
    typed = unaccepted(revision) if audience is Audience.DRAFTING_TEAM else {}
    shown = replace(content, answers=answers)
    return OpenEntry(version, owner, shown, entry.counter, typed, stored=(entry, revision))


def _readable(owner: Owner, content: EntryContent, audience: Audience) -> Mapping[str, Any]:
    fields = [f for f in owner.fields if of_field(owner, f, content).includes(audience)]
    return {f.id: content.answers[f.id] for f in fields if f.id in content.answers}


def locked(version: PlanVersion, content: EntryContent) -> Entry | None:
    """The entry, held until the transaction ends; None where nothing was saved under this uid."""
    query = select(Entry).where(Entry.version_id == version.id, Entry.uid == content.uid)
    entry = db.session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if entry is None:
        return None
    if (entry.kind, entry.section) != (content.kind, content.section):
        raise Hidden(N_("This is no longer in the plan, or you may not see it."))
    if entry.removed_at is not None:
        raise Removed(N_("Somebody removed this row meanwhile. Your text is shown below."))
    return entry


def _standing(entry: Entry, change: Change) -> Standing:
    head = numbered(entry, entry.counter)
    return Standing(entry, head, base_of(entry, head, change.shown))


def _begun(actor: Actor, opened: OpenEntry, change: Change) -> Standing:
    return _standing(_begin(actor, opened.version, opened.content), change)


def _begin(actor: Actor, version: PlanVersion, content: EntryContent) -> Entry:
    position = content.position
    if content.kind != "section" and position == 0:
        position = registers.last_position(version, content.kind) + 1
    entry = _new_entry(actor, version, replace(content, position=position))
    entry.counter = 0
    try:
        with db.session.begin_nested():
            db.session.add(entry)
    except IntegrityError:
        # The same form was sent twice at once; the other one was quicker.
        again = locked(version, content)
        if again is None:
            raise
        return again
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


def _merged(
    owner: Owner, before: EntryContent, theirs: EntryContent, change: Change
) -> tuple[Merged, dict[str, Any]]:
    mine = typed_over(owner, before, change)
    return merge(owner, base=before.answers, theirs=theirs.answers, mine=mine), mine


def typed_over(owner: Owner, before: EntryContent, change: Change) -> dict[str, Any]:
    """What the form says as a whole: what it was opened with, and what was typed over it."""
    mine = {**before.answers, **changed(owner, before.answers, change.answers)}
    return {id: value for id, value in mine.items() if value is not None}


def only_canonical(owner: Owner, change: Change) -> None:
    """The last fence: what is not a canonical answer is never stored, whatever form it came by."""
    for spec in owner.fields:
        for problem in problems(spec, change.answers.get(spec.id)):
            raise Invalid(problem.message, problem.params)


def _says_the_same(
    after: EntryContent, typed: Unaccepted, head: Revision | None, entry: Entry, change: Change
) -> bool:
    """Whether a form was sent a second time: what it says is already the newest revision.

    Who presses Save is always written down; what a page saves by itself only where it says more.
    """
    if head is None or (change.seen >= entry.counter and change.origin != "autosave"):
        return False
    return (content_text(after), dumps(dict(typed))) == (head.content, head.unaccepted)


def _with_settings(
    actor: Actor, opened: OpenEntry, content: EntryContent, change: Change
) -> EntryContent:
    """Completed and audiences, each asked for its own leave."""
    if change.completed is not None:
        content = replace(content, completed=change.completed)
    if change.audience is None and change.audiences is None:
        return content
    chosen = {**content.audiences, **(change.audiences or {})}
    wanted = replace(
        content,
        audience=change.audience if change.audience is not None else content.audience,
        audiences={id: audience for id, audience in chosen.items() if audience},
    )
    widens, narrows = moved(opened.owner, content, wanted)
    if widens:
        require(actor, Permission.AUDIENCE_WIDEN, opened.place)
    if narrows:
        require(actor, Permission.AUDIENCE_NARROW, opened.place)
    return wanted


def _still_unaccepted(base: Base, head: Revision | None, change: Change) -> dict[str, Any]:
    """What stays beside the answers: also merged, so that nothing that was put right comes back.

    A field that was not on the form, or was left as it was found, keeps what is stored now.
    """
    before, kept = base.unaccepted, unaccepted(head)
    for id in {*change.answers, *change.unaccepted}:
        mine = change.unaccepted.get(id)
        if mine == before.get(id):
            continue
        if mine is None:
            kept.pop(id, None)
        else:
            kept[id] = mine
    return kept


def _record(
    actor: Actor, version: PlanVersion, entry: Entry, after: EntryContent, sitting: str
) -> None:
    kind = "section:saved" if entry.kind == "section" else "row:saved"
    history.record(
        actor,
        kind,
        party_id=version.party_id,
        plan_id=version.plan_id,
        subject=f"{entry.kind}:{entry.section or entry.uid}",
        details={"revision": str(entry.counter), "version": str(version.number)},
        content=content_text(after),
        sitting=sitting,
    )
