"""Removal for protection: words or files that endanger people go from everywhere they are kept.

It is the one act that reaches into what is frozen. Who, when, why and in how many places stay.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, false, or_, select, update

from nap_tracker.annex_c.schema import treaty
from nap_tracker.clock import now
from nap_tracker.content.canonical import dumps
from nap_tracker.content.leaves import CODES, changed
from nap_tracker.errors import Hidden, Invalid
from nap_tracker.extensions import Base, db
from nap_tracker.i18n import N_
from nap_tracker.models import projection, wordy
from nap_tracker.models.account import Party
from nap_tracker.models.base import new_uid
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.models.held_form import HeldForm
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.models.removal import Removal
from nap_tracker.models.search_text import SearchText
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import (
    contexts,
    finding,
    frozen_texts,
    history,
    redactions,
    revisions,
    salts,
    search_index,
    walls,
    withdrawals,
)
from nap_tracker.services.contents import entry_content
from nap_tracker.services.finding import UNACCEPTED, Finder, InFact, InText, Place
from nap_tracker.services.redactions import Words
from nap_tracker.services.round_texts import drop_from_rounds, from_rounds
from nap_tracker.text.redaction import Needle

LONGEST_REASON = 1000
PAGE = 50


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that holds the words."""

    places: Sequence[Place]
    files: Sequence[withdrawals.Line]


def look(actor: Actor, party: Party, needle: Needle) -> Found:
    """Where the words stand now; changes nothing."""
    finder = Finder(needle)
    places = contexts.places(actor, party, finder)
    return Found(places, withdrawals.holding(party, finder, places))


def remove_words(
    actor: Actor,
    party: Party,
    needle: Needle,
    *,
    places: Iterable[str],
    files: Iterable[str],
    reason: str,
) -> Removal:
    """Take the words out of the places of these keys, and these files away. Raises Invalid.

    What waits to be made or sent, forms that are held and the search go without being chosen.
    Bytes are erased after the commit (services.erasures).
    """
    require(actor, Permission.PROTECTION_REMOVE, party)
    finder = Finder(needle)
    reason = _checked(reason, finder)
    wanted = set(places)
    chosen = [p for p in contexts.places(actor, party, finder) if p.key in wanted]
    rows = withdrawals.find(party, files)
    if not chosen and not rows:
        raise Invalid(N_("Choose at least one place or file"), about="places")
    removal = _begun(actor, party, "words", reason, chosen)
    with walls.for_protection():
        words = Words(finder)
        touched = _from_texts(actor, party, words, chosen)
        frozen = redactions.of_frozen(words, chosen)
        from_rounds(chosen, words.gone)
        contexts.from_comments(party, words, chosen)
        _from_facts(party, words, chosen)
        withdrawals.forget_contents(party, finder)
        _forget_held(party, finder)
        withdrawn = withdrawals.withdraw(removal, rows)
        salts.forget(party, chosen, touched)
        frozen_texts.keep_sums(removal, frozen)
    _record(actor, removal, withdrawn, frozen)
    db.session.expire_all()
    return removal


def remove_file(
    actor: Actor, party: Party, file: StoredFile, *, files: Iterable[str], reason: str
) -> Removal:
    """Take a file of a plan away, and documents that show it. Raises Invalid."""
    require(actor, Permission.PROTECTION_REMOVE, party)
    if file.party_id != party.id or file.withdrawn_at is not None:
        raise Hidden(N_("There is no such file, or you may not see it."))
    reason = _checked(reason, None)
    removal = _begun(actor, party, "file", reason, [])
    removal.oldest_at = file.created_at
    removal.places = [{"plan": file.plan_id, "file": file.id}]
    with walls.for_protection():
        withdrawn = withdrawals.withdraw(removal, [file, *withdrawals.find(party, files)])
        frozen = redactions.without_file(party, file)
        frozen_texts.keep_sums(removal, frozen)
        drop_from_rounds(party, file)
        if party.emblem_id == file.id:
            party.emblem_id = None
    _record(actor, removal, withdrawn, frozen)
    db.session.expire_all()
    return removal


def of_party(actor: Actor, party: Party, page: int = 1) -> tuple[Sequence[Removal], bool]:
    """A page of what was removed, the newest first, and whether there is another."""
    require(actor, Permission.EVENT_LIST, party)
    query = select(Removal).filter_by(party_id=party.id)
    query = query.order_by(Removal.decided_at.desc(), Removal.id)
    found = db.session.scalars(query.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    return found[:PAGE], len(found) > PAGE


def get(actor: Actor, party: Party, removal_id: str) -> Removal:
    """One of them."""
    require(actor, Permission.EVENT_LIST, party)
    removal = db.session.get(Removal, removal_id)
    if removal is None or removal.party_id != party.id:
        raise Hidden(N_("There is nothing at this address, or you may not see it."))
    return removal


def titles(actor: Actor, party: Party) -> Mapping[str, Mapping[str, str]]:
    """What the plans of the Party are called, by their ids."""
    require(actor, Permission.PROTECTION_REMOVE, party)
    query = select(Plan.id, Plan.title).where(Plan.party_id == party.id)
    return {id: title for id, title in db.session.execute(query)}  # noqa: C416 (rows)


def _checked(reason: str, finder: Finder | None) -> str:
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST_REASON:
        raise Invalid(N_("Enter the reason in at most 1000 characters"), about="reason")
    if finder is not None and finder.holds(reason):
        raise Invalid(N_("The reason stays on record: say it without the words"), about="reason")
    return reason


def _begun(actor: Actor, party: Party, kind: str, reason: str, chosen: Sequence[Place]) -> Removal:
    removal = Removal(
        party_id=party.id,
        kind=kind,
        reason=reason,
        decided_at=now(),
        decided_by_id=actor.user_id,
        places=[_without_words(place) for place in chosen],
        oldest_at=min((p.oldest_at for p in chosen if p.oldest_at), default=None),
    )
    db.session.add(removal)
    db.session.flush()
    return removal


def _without_words(place: Place) -> dict[str, Any]:
    where = place.where
    if isinstance(where, InFact):
        return {"plan": place.plan_id, "table": where.table, "column": where.column}
    return {
        "plan": place.plan_id,
        "version": place.version,
        "kind": place.kind,
        "section": place.section,
        "uid": where.uid,
        "field": where.field,
        "language": where.language,
        "revisions": place.revisions,
    }


def _from_texts(
    actor: Actor, party: Party, words: Words, chosen: Sequence[Place]
) -> list[tuple[Entry, str]]:
    """Every revision of the chosen answers; what is open also goes on from a revision of its own.

    (entry, id of its plan) of what was touched.
    """
    by_entry: dict[tuple[str, str], list[InText]] = {}
    for place in chosen:
        if isinstance(place.where, InText):
            key = (place.where.version_id, place.where.uid)
            by_entry.setdefault(key, []).append(place.where)
    sitting, touched = new_uid(), []
    for key in sorted(by_entry):
        query = select(Entry).filter_by(version_id=key[0], uid=key[1]).with_for_update()
        entry = db.session.scalar(query)
        if entry is None:
            continue
        version = db.session.get_one(PlanVersion, entry.version_id)
        head = _redact_entry(version, entry, by_entry[key], words)
        if version.frozen_at is not None:
            entry.protected_since = entry.counter + 1  # of every form of it that is still open
        elif head is not None:
            revisions.repeat(actor, entry, "protection", sitting=sitting)
            entry.protected_since = entry.counter
        _made_anew(version, entry, head)
        touched.append((entry, version.plan_id))
    db.session.flush()
    return touched


def _redact_entry(
    version: PlanVersion, entry: Entry, chosen: Sequence[InText], words: Words
) -> Revision | None:
    fields = finding.fields_of(version.schema_edition, entry.kind, entry.section)
    change = words.gone(version.plan_id)
    wanted = redactions.by_field(chosen)
    query = select(Revision).filter_by(version_id=entry.version_id, uid=entry.uid)
    head = None
    for revision in db.session.scalars(query.execution_options(yield_per=finding.BATCH)):
        said = json.loads(revision.content)
        said["answers"] = redactions.of_answers(said.get("answers", {}), fields, wanted, change)
        typed = json.loads(revision.unaccepted)
        for name in typed.keys() & {f for f, tags in wanted.items() if UNACCEPTED in tags}:
            typed[name] = {
                k: v if k in CODES else changed(v, change) for k, v in typed[name].items()
            }
        content, unaccepted = dumps(said), dumps(typed)
        if (content, unaccepted) != (revision.content, revision.unaccepted):
            revision.content, revision.unaccepted = content, unaccepted
        if revision.number == entry.counter:
            head = revision
    db.session.flush()
    return head


def _made_anew(version: PlanVersion, entry: Entry, head: Revision | None) -> None:
    """Typed columns and search say what the newest revision says."""
    if head is None:
        return
    content = entry_content(entry.uid, entry.kind, entry.section, entry.position, head.content)
    table = projection.TYPED.get(entry.kind)
    row = db.session.get(table, (version.id, entry.uid)) if table else None
    if row is not None:
        register = treaty(version.schema_edition).register(entry.kind)
        for name, value in projection.columns(register, content.answers).items():
            setattr(row, name, value)
    is_found = select(SearchText.uid).filter_by(version_id=version.id, uid=entry.uid).limit(1)
    if db.session.scalar(is_found) is not None:
        search_index.put(entry, content, version.schema_edition)


def _from_facts(party: Party, words: Words, chosen: Sequence[Place]) -> None:
    for place in chosen:
        where = place.where
        if not isinstance(where, InFact) or where.column == "snapshot":
            continue
        table = Base.metadata.tables[where.table]
        column = table.c[where.column]
        same = [c == part for c, part in zip(table.primary_key, where.key, strict=True)]
        own = (*same, table.c.party_id == party.id)
        before = db.session.scalar(select(column).where(*own))
        value = changed(before, words.gone(place.plan_id), wordy.codes_in(column))
        if wordy.named(column) in wordy.SINGLE:
            value = f"{value} {where.key[0][:8]}"
        longest = getattr(column.type, "length", None)
        if longest and isinstance(value, str):
            value = value[:longest]
        values = {column.name: value}
        if other := wordy.NAMES_A_KEY.get(wordy.named(column)):
            keyed = db.session.scalar(select(table.c[other]).where(*own)) or {}
            values[other] = {value if k == before else k: part for k, part in keyed.items()}
        db.session.execute(update(table).where(*own).values(values))


def _forget_held(party: Party, finder: Finder) -> None:
    """Forms of the Party's plans that wait for their writer to sign in again, whoever that is."""
    plans = db.session.scalars(select(Plan.id).filter_by(party_id=party.id)).all()
    ours = or_(false(), *(HeldForm.address.startswith(f"/plans/{id}/") for id in plans))
    held = db.session.scalars(select(HeldForm).where(ours)).all()
    gone = [h.id for h in held if finder.first([json.loads(h.content), h.address]) is not None]
    db.session.execute(delete(HeldForm).where(HeldForm.id.in_(gone)))


def _record(actor: Actor, removal: Removal, withdrawn: int, frozen: Sequence[PlanVersion]) -> None:
    plans = {place["plan"] for place in removal.places if place.get("plan")}
    history.record(
        actor,
        "protection:words-removed" if removal.kind == "words" else "protection:file-removed",
        party_id=removal.party_id,
        plan_id=plans.pop() if len(plans) == 1 else None,
        subject=f"removal:{removal.id}",
        details={"places": str(len(removal.places)), "files": str(withdrawn)},
        content=removal.reason,
    )
    frozen_texts.record(actor, removal, frozen)
    db.session.flush()
