"""What points at nothing: rows and files that were removed; and what was typed and not accepted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from nap_tracker.annex_c.definitions import REFERRING, Field, Kind, Level, Schema, Section
from nap_tracker.checks.facts import Facts
from nap_tracker.checks.findings import Finding, Rule, Severity
from nap_tracker.content.tree import SECTION, EntryContent
from nap_tracker.i18n import N_

GONE = Rule(
    "removed_row",
    Severity.WARNING,
    N_("“%(field)s” names a row that was removed from the plan."),
    contradicts=True,
)
GONE_IN_ROWS = Rule(
    "removed_row",
    Severity.WARNING,
    N_(
        "“%(field)s” names a row that was removed from the plan in %(n)s of %(total)s rows of"
        " “%(register)s”."
    ),
    contradicts=True,
)
NEEDED_GONE_IN_ROWS = Rule("removed_row", Severity.BLOCKER, GONE_IN_ROWS.message, contradicts=True)
NO_FILE = Rule(
    "removed_file",
    Severity.WARNING,
    N_("“%(field)s” shows a file that was removed from the plan."),
    contradicts=True,
)
NO_FILE_IN_ROWS = Rule(
    "removed_file",
    Severity.WARNING,
    N_(
        "“%(field)s” shows a file that was removed from the plan in %(n)s of %(total)s rows of"
        " “%(register)s”."
    ),
    contradicts=True,
)
NOT_ACCEPTED = Rule(
    "not_accepted",
    Severity.BLOCKER,
    N_(
        "What was typed in “%(field)s” could not be accepted and is kept beside the last good"
        " answer. Correct it."
    ),
    contradicts=True,
)
_PICTURE = re.compile(r'data-file="([^"]+)"')

Unaccepted = Mapping[str, Iterable[str]]
"""Entry uid -> ids of the fields in which something was typed and not accepted."""


def references(facts: Facts) -> Iterator[Finding]:
    """References to rows and files that are no longer in the plan, once for all rows of a field."""
    pointing = _pointing(facts.schema)
    lacking: dict[tuple[str, str, bool], list[EntryContent]] = {}
    for entry in facts.plan.entries:
        for field in pointing[entry.kind, entry.section]:
            value = entry.answers.get(field.id)
            if value and _LEADS_NOWHERE[field.kind](facts, value):
                key = (entry.section or entry.kind, field.id, field.kind in REFERRING)
                lacking.setdefault(key, []).append(entry)
    for (_, field_id, is_row), entries in lacking.items():
        yield _told(facts, entries, field_id, is_row=is_row)


def not_accepted(facts: Facts, unaccepted: Unaccepted) -> Iterator[Finding]:
    """What somebody typed and the form could not take, in the order of the form."""
    for entry in facts.plan.entries:
        typed = frozenset(unaccepted.get(entry.uid, ()))
        if not typed:
            continue
        owner = facts.schema.owner(entry.kind, entry.section)
        for field in owner.fields:
            if field.id not in typed:
                continue
            if isinstance(owner, Section):
                yield facts.in_section(NOT_ACCEPTED, owner.id, field.id, field=field.label)
            else:
                yield facts.in_row(NOT_ACCEPTED, entry, field.id, field=field.label)


@lru_cache(maxsize=32)
def _pointing(schema: Schema) -> Mapping[tuple[str, str | None], tuple[Field, ...]]:
    """The fields of each section and register that can point at something."""
    fields: dict[tuple[str, str | None], tuple[Field, ...]] = {}
    fields.update({(SECTION, section.id): section.fields for section in schema.sections})
    fields.update({(register.id, None): register.fields for register in schema.registers})
    return {
        key: tuple(field for field in all_of_them if field.kind in _LEADS_NOWHERE)
        for key, all_of_them in fields.items()
    }


def _row_is_gone(facts: Facts, value: Any) -> bool:
    return facts.plan.row(value) is None


def _a_row_is_gone(facts: Facts, value: Any) -> bool:
    return any(facts.plan.row(uid) is None for uid in value)


def _evidence_is_gone(facts: Facts, value: Any) -> bool:
    return any("file" in piece and not facts.plan.file(piece["file"]) for piece in value)


def _picture_is_gone(facts: Facts, value: Any) -> bool:
    pictures = (uid for html in value.values() for uid in _PICTURE.findall(html))
    return any(facts.plan.file(uid) is None for uid in pictures)


_LEADS_NOWHERE: Mapping[Kind, Callable[[Facts, Any], bool]] = MappingProxyType(
    {
        Kind.EVIDENCE: _evidence_is_gone,
        Kind.LONGTEXT: _picture_is_gone,
        Kind.REF: _row_is_gone,
        Kind.REFS: _a_row_is_gone,
    }
)


def _told(facts: Facts, entries: list[EntryContent], field_id: str, *, is_row: bool) -> Finding:
    entry = entries[0]
    owner = facts.schema.owner(entry.kind, entry.section)
    field = owner.field(field_id)
    if entry.kind == SECTION:
        return facts.in_section(GONE if is_row else NO_FILE, owner.id, field_id, field=field.label)
    rule = GONE_IN_ROWS if is_row else NO_FILE_IN_ROWS
    if is_row and field.level is Level.REQUIRED:
        rule = NEEDED_GONE_IN_ROWS
    words = {"field": field.label, "register": owner.title}
    return facts.in_rows(rule, entry.kind, entries, field_id, **words)
