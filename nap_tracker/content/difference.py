"""What changed between two states of a plan: entries matched by uid, fields by their values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from nap_tracker.annex_c.definitions import Owner, Schema
from nap_tracker.content.tree import EntryContent, PlanContent
from nap_tracker.text.order import longest_rising


class Fate(StrEnum):
    """What happened to an entry."""

    ADDED = "added"
    CHANGED = "changed"
    MOVED = "moved"
    """It says the same and stands elsewhere in its table."""
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One section or row, before and after."""

    before: EntryContent | None
    after: EntryContent | None
    fields: tuple[str, ...] = ()
    """Questions whose answer is another."""
    has_moved: bool = False
    has_new_settings: bool = False
    """Who may see it, or whether it is said to be completed."""

    @property
    def entry(self) -> EntryContent:
        """The entry as it is, or as it last was."""
        entry = self.after or self.before
        assert entry is not None
        return entry

    @property
    def fate(self) -> Fate:
        if self.before is None:
            return Fate.ADDED
        if self.after is None:
            return Fate.REMOVED
        return Fate.CHANGED if self.fields or self.has_new_settings else Fate.MOVED


def of_entry(
    owner: Owner,
    before: EntryContent | None,
    after: EntryContent | None,
    *,
    has_moved: bool = False,
) -> EntryChange | None:
    """How an entry changed; None where it did not."""
    change = EntryChange(
        before,
        after,
        changed_fields(owner, before, after),
        has_moved=has_moved,
        has_new_settings=_settings(before) != _settings(after)
        if before is not None and after is not None
        else False,
    )
    is_there = before is not None and after is not None
    if is_there and not (change.fields or change.has_new_settings or has_moved):
        return None
    return change if before is not None or after is not None else None


def of_plans(schema: Schema, before: PlanContent, after: PlanContent) -> list[EntryChange]:
    """Every change between two states of a version: sections in their order, each with its rows."""
    moved = {uid for register in schema.registers for uid in _moved(register.id, before, after)}
    changes = []
    for one, other in _pairs(schema, before, after):
        entry = other or one
        if entry is None:
            continue
        owner = schema.owner(entry.kind, entry.section)
        change = of_entry(owner, one, other, has_moved=entry.uid in moved)
        if change is not None:
            changes.append(change)
    return changes


def changed_fields(
    owner: Owner, before: EntryContent | None, after: EntryContent | None
) -> tuple[str, ...]:
    """Questions in their order whose answers differ; a blank is an answer like any other."""
    one = before.answers if before else {}
    other = after.answers if after else {}
    return tuple(f.id for f in owner.fields if one.get(f.id) != other.get(f.id))


def _settings(entry: EntryContent | None) -> tuple[object, ...]:
    if entry is None:
        return ()
    return entry.audience or None, dict(entry.audiences), entry.completed


def _pairs(
    schema: Schema, before: PlanContent, after: PlanContent
) -> Iterable[tuple[EntryContent | None, EntryContent | None]]:
    for section in schema.sections:
        yield before.section(section.id), after.section(section.id)
        for register in section.registers:
            yield from _rows(before.rows(register), after.rows(register))


def _rows(
    before: Sequence[EntryContent], after: Sequence[EntryContent]
) -> Iterable[tuple[EntryContent | None, EntryContent | None]]:
    """In the order of now; rows that went stand behind those they followed."""
    was = {row.uid: row for row in before}
    now = {row.uid: row for row in after}
    followers = _gone_after(before, now)
    yield from ((row, None) for row in followers.get("", ()))
    for row in after:
        yield was.get(row.uid), row
        yield from ((gone, None) for gone in followers.get(row.uid, ()))


def _gone_after(
    before: Sequence[EntryContent], now: Mapping[str, EntryContent]
) -> dict[str, list[EntryContent]]:
    gone: dict[str, list[EntryContent]] = {}
    last = ""
    for row in before:
        if row.uid in now:
            last = row.uid
        else:
            gone.setdefault(last, []).append(row)
    return gone


def _moved(register: str, before: PlanContent, after: PlanContent) -> set[str]:
    """The fewest rows that explain how the order differs."""
    places = {row.uid: place for place, row in enumerate(before.rows(register))}
    known = [row.uid for row in after.rows(register) if row.uid in places]
    return set(known) - set(longest_rising(known, places))
