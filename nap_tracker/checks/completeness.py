"""What has not been answered: required fields, recommended ones, reasons for empty answers."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from nap_tracker.annex_c.definitions import Field, Kind, Level, Register, Schema, Section
from nap_tracker.annex_c.values import is_blank, is_empty_answer, reason_of
from nap_tracker.checks.conditions import OF_ROWS, OF_SECTIONS
from nap_tracker.checks.facts import Facts
from nap_tracker.checks.findings import Finding, Rule, Severity
from nap_tracker.content.tree import EntryContent
from nap_tracker.i18n import N_

REQUIRED = Rule("required", Severity.BLOCKER, N_("“%(field)s” has no answer yet."))
RECOMMENDED = Rule("recommended", Severity.WARNING, N_("“%(field)s” has no answer."))
NO_ROWS = Rule("required", Severity.BLOCKER, N_("“%(field)s” has no rows yet."))
FEW_ROWS = Rule("recommended", Severity.WARNING, N_("“%(field)s” has no rows."))
REQUIRED_IN_ROWS = Rule(
    "required",
    Severity.BLOCKER,
    N_("“%(field)s” is blank in %(n)s of %(total)s rows of “%(register)s”."),
)
RECOMMENDED_IN_ROWS = Rule("recommended", Severity.WARNING, REQUIRED_IN_ROWS.message)
BLANK_SECTION = Rule(
    "blank_section",
    Severity.WARNING,
    N_("Nothing has been written under “%(section)s” yet."),
)
NO_REASON = Rule(
    "no_reason",
    Severity.WARNING,
    N_("“%(field)s” was answered without a figure and without a reason why."),
)
NO_REASON_IN_ROWS = Rule(
    "no_reason",
    Severity.WARNING,
    N_(
        "“%(field)s” was answered without a figure and without a reason why in %(n)s of %(total)s"
        " rows of “%(register)s”."
    ),
)
COST = Rule(
    "required",
    Severity.BLOCKER,
    N_(
        "The cost is blank in %(n)s of %(total)s budget lines. Enter the amount, zero where it is"
        " free, or choose not costed."
    ),
)
SPECIAL = {("budget_line", "cost"): COST}
"""Lacks that are told in words of their own."""


def _is_wordless(words: Any) -> bool:
    return not words or not any(map(str.strip, words.values()))


BLANKS: Mapping[Kind, Callable[[Any], bool]] = MappingProxyType(
    {
        Kind.CHOICE: operator.not_,
        Kind.CHOICES: operator.not_,
        Kind.DATE: operator.not_,
        Kind.ITEMS: operator.not_,
        Kind.PARAGRAPH: _is_wordless,
        Kind.REF: operator.not_,
        Kind.REFS: operator.not_,
        Kind.TEXT: _is_wordless,
    }
)
"""What `is_blank` comes to for kinds a plan has thousands of; a test holds them together."""

_IN_SECTIONS = {
    (Level.REQUIRED, False): REQUIRED,
    (Level.REQUIRED, True): NO_ROWS,
    (Level.RECOMMENDED, False): RECOMMENDED,
    (Level.RECOMMENDED, True): FEW_ROWS,
}
_IN_ROWS = {Level.REQUIRED: REQUIRED_IN_ROWS, Level.RECOMMENDED: RECOMMENDED_IN_ROWS}


def missing(facts: Facts) -> Iterator[Finding]:
    """Every field that should be answered and is not, once for all the rows that lack it."""
    for section in facts.schema.sections:
        yield from _missing_in(facts, section)
    for register in facts.schema.registers:
        yield from _missing_in_rows(facts, register)


def reasons(facts: Facts) -> Iterator[Finding]:
    """Figures answered 'not known', 'does not apply' or 'not costed' without saying why."""
    figures = _figures(facts.schema)
    for section in facts.schema.sections:
        answers = facts.plan.answers(section.id)
        for field in figures.sections[section.id]:
            if _lacks_reason(answers.get(field.id)):
                yield facts.in_section(NO_REASON, section.id, field.id, field=field.label)
    for register in facts.schema.registers:
        for field in figures.registers[register.id]:
            rows = [r for r in facts.rows(register.id) if _lacks_reason(r.answers.get(field.id))]
            if rows:
                yield _in_rows(facts, NO_REASON_IN_ROWS, register, rows, field)


def has_begun(facts: Facts, section: Section) -> bool:
    """Whether anything at all was answered, or a row added, on the section's page."""
    if any(facts.rows(register) for register in section.registers):
        return True
    return not is_blank(facts.plan.answers(section.id))


def _missing_in(facts: Facts, section: Section) -> Iterator[Finding]:
    if section.level is Level.RECOMMENDED and not has_begun(facts, section):
        yield facts.in_section(BLANK_SECTION, section.id, section=section.title)
        return
    answers = facts.plan.answers(section.id)
    for field in _wanted(facts.schema).sections[section.id]:
        asked = OF_SECTIONS.get((section.id, field.id))
        if asked is not None and not asked(facts):
            continue
        is_table = field.kind is Kind.ROWS
        value = facts.rows(field.register or "") if is_table else answers.get(field.id)
        if is_blank(value):
            rule = _IN_SECTIONS[field.level, is_table]
            yield facts.in_section(rule, section.id, field.id, field=field.label)


def _missing_in_rows(facts: Facts, register: Register) -> Iterator[Finding]:
    rows = facts.rows(register.id)
    for field in _wanted(facts.schema).registers[register.id]:
        lacks = BLANKS.get(field.kind, is_blank)
        lacking = [row for row in rows if lacks(row.answers.get(field.id))]
        condition = OF_ROWS.get((register.id, field.id))
        if condition is not None:
            lacking = [row for row in lacking if condition.when(facts, row)]
        if lacking:
            level = (condition.level if condition else None) or field.level
            rule = SPECIAL.get((register.id, field.id)) or _IN_ROWS[level]
            yield _in_rows(facts, rule, register, lacking, field)


def _in_rows(
    facts: Facts, rule: Rule, register: Register, rows: Sequence[EntryContent], field: Field
) -> Finding:
    labels = {"field": field.label, "register": register.title}
    return facts.in_rows(rule, register.id, rows, field.id, **labels)


def _lacks_reason(value: object) -> bool:
    return is_empty_answer(value) and is_blank(reason_of(value))


@dataclass(frozen=True)
class _Asked:
    """The fields each rule has to look at, worked out once for a schema."""

    sections: Mapping[str, tuple[Field, ...]]
    registers: Mapping[str, tuple[Field, ...]]


@lru_cache(maxsize=32)
def _wanted(schema: Schema) -> _Asked:
    return _Asked(
        {s.id: tuple(f for f in s.fields if _counts(f)) for s in schema.sections},
        {
            r.id: tuple(f for f in r.fields if _counts(f) or (r.id, f.id) in OF_ROWS)
            for r in schema.registers
        },
    )


@lru_cache(maxsize=32)
def _figures(schema: Schema) -> _Asked:
    return _Asked(
        {s.id: tuple(f for f in s.fields if f.is_figure) for s in schema.sections},
        {r.id: tuple(f for f in r.fields if f.is_figure) for r in schema.registers},
    )


def _counts(field: Field) -> bool:
    return field.level is not Level.OPTIONAL
