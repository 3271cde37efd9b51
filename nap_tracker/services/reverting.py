"""Bringing a section or row back from history: by a new revision, so that nothing is erased."""

from __future__ import annotations

from dataclasses import dataclass

from nap_tracker.annex_c.definitions import Register
from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.difference import changed_fields
from nap_tracker.content.tree import EntryContent
from nap_tracker.errors import Hidden, Locked, StaleEdit
from nap_tracker.i18n import N_
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import entries, locks, moments, registers
from nap_tracker.services.bases import of_kept
from nap_tracker.services.places import place_of
from nap_tracker.services.revisions import numbered, said

CHANGED_MEANWHILE = N_(
    "Somebody changed this meanwhile. Nothing was brought back. Look at the comparison again."
)


@dataclass(frozen=True, slots=True)
class Offer:
    """What bringing a revision back would change now."""

    entry: Entry
    revision: Revision
    now: EntryContent
    then: EntryContent
    fields: tuple[str, ...]


def offer(actor: Actor, version: PlanVersion, revision_id: str, field: str | None = None) -> Offer:
    """Compare a revision with what the entry says now; one field, or all that differ.

    Of a text that was kept beside only what its author had changed is offered. Raises Hidden.
    """
    revision = moments.find(actor, version, revision_id)
    entry = moments.entry_of(actor, version, revision.uid)
    require(actor, Permission.SECTION_EDIT, place_of(version, entry.kind, entry.section))
    owner = treaty(version.schema_edition).owner(entry.kind, entry.section)
    then, present = said(entry, revision), said(entry, numbered(entry, entry.counter))
    fields = changed_fields(owner, present, then)
    if revision.number is None:
        base = of_kept(entry, numbered(entry, entry.counter), revision).content
        own = changed_fields(owner, base, then)
        fields = tuple(id for id in fields if id in own)
    if field is not None:
        if field not in {f.id for f in owner.fields}:
            raise Hidden(moments.NOTHING_HERE)
        fields = tuple(id for id in fields if id == field)
    return Offer(entry, revision, present, then, fields)


def entry(actor: Actor, version: PlanVersion, offered: Offer, *, seen: int) -> entries.Saved:
    """Let a section or row say again what was offered; a removed row comes back with it.

    Who may see it stays as it is now. Raises StaleEdit where somebody changed it since `seen`,
    and Locked where somebody else asked for quiet.
    """
    at = offered.entry
    require(actor, Permission.SECTION_EDIT, place_of(version, at.kind, at.section))
    owner = treaty(version.schema_edition).owner(at.kind, at.section)
    if at.counter != seen:
        raise StaleEdit(CHANGED_MEANWHILE)
    if at.removed_at is not None and isinstance(owner, Register):
        registers.restore(actor, version, owner, at.uid)
    opened = entries.OpenEntry(version, owner, offered.now, at.counter)
    change = entries.Change(
        seen=at.counter,
        answers={id: offered.then.answers.get(id) for id in offered.fields},
        origin="restored",
        restored_from=offered.revision.number,
    )
    saved = entries.save(actor, opened, change)
    if saved.locked is not None:  # decided there, where the entry itself is held
        raise Locked(locks.IN_THE_WAY, locks.told(saved.locked, version))
    if saved.conflicts:
        raise StaleEdit(CHANGED_MEANWHILE)
    return saved
