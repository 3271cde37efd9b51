"""A whole made-up plan in code: every section and register filled, and nothing for a check to find.

`complete_plan()` is the start of tests that make one gap; `changed` and `without` make the gaps.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from nap_tracker.annex_c.schema import Field, Kind, Owner, Schema, treaty
from nap_tracker.content.tree import SECTION, EntryContent, PartyContent, PlanContent
from tests.factory_answers import ROWS, SECTIONS

NAMESPACE = uuid.UUID("5e2a9a0e-3c1f-4a76-9d55-0f6f2f5c1a01")


def uid(kind: str, number: int = 1) -> str:
    """The permanent id of the n-th row of a register (from 1), the same every time."""
    return str(uuid.uuid5(NAMESPACE, f"{kind}-{number}"))


def section_uid(section_id: str) -> str:
    """The permanent id of a section's entry."""
    return str(uuid.uuid5(NAMESPACE, f"section-{section_id}"))


def complete_plan(language: str = "en", **details: Any) -> PlanContent:
    """A plan with every section and every register filled, whose check finds nothing at all."""
    schema = treaty()
    sections = tuple(
        EntryContent(
            uid=section_uid(section.id),
            kind=SECTION,
            section=section.id,
            position=place,
            answers=_answers(schema, section, SECTIONS.get(section.id, {}), language),
            completed=True,
        )
        for place, section in enumerate(schema.sections)
    )
    rows = tuple(
        EntryContent(
            uid=uid(register.id, number),
            kind=register.id,
            position=number,
            answers=_answers(schema, register, special, language, number),
        )
        for register in schema.registers
        for number, special in enumerate(ROWS.get(register.id, ({},)), start=1)
    )
    facts: dict[str, Any] = {
        "uid": uid("plan"),
        "party": PartyContent(code="XAA", name={language: "Amberland"}),
        "title": {language: "National action plan of Amberland"},
        "short_title": {language: "NAP Amberland"},
        "language": language,
        "languages": (language,),
        "period_start": "2025",
        "period_end": "2029",
        "version": 1,
        "edition": schema.edition,
    }
    return PlanContent(**{**facts, **details}, entries=sections + rows)


def empty_plan(**details: Any) -> PlanContent:
    """The same plan before anybody wrote a word."""
    return replace(complete_plan(**details), entries=())


def changed(plan: PlanContent, entry_uid: str, /, **answers: Any) -> PlanContent:
    """The plan with some answers of one entry changed; None leaves a blank."""

    def edited(entry: EntryContent) -> EntryContent:
        said = {k: v for k, v in {**entry.answers, **answers}.items() if v is not None}
        return replace(entry, answers=said)

    return _with_entries(plan, {entry_uid: edited})


def in_section(plan: PlanContent, section_id: str, /, **answers: Any) -> PlanContent:
    """The plan with some answers of a section changed; None leaves a blank."""
    return changed(plan, section_uid(section_id), **answers)


def in_rows(plan: PlanContent, register: str, /, **answers: Any) -> PlanContent:
    """The plan with the same answers given in every row of a register."""
    for row in plan.rows(register):
        plan = changed(plan, row.uid, **answers)
    return plan


def with_row(plan: PlanContent, register: str, position: int, /, **answers: Any) -> PlanContent:
    """The plan with one more row, which answers only what is given."""
    row_uid = uid(register, position)
    row = EntryContent(uid=row_uid, kind=register, position=position, answers=answers)
    return replace(plan, entries=(*plan.entries, row))


def without(plan: PlanContent, *uids: str) -> PlanContent:
    """The plan with some rows gone; what pointed at them still does."""
    return replace(plan, entries=tuple(e for e in plan.entries if e.uid not in uids))


def without_rows(plan: PlanContent, register: str) -> PlanContent:
    """The plan with a register emptied."""
    return without(plan, *(row.uid for row in plan.rows(register)))


def _with_entries(plan: PlanContent, edits: Mapping[str, Any]) -> PlanContent:
    assert all(plan.row(entry_uid) for entry_uid in edits)
    entries = (edits[e.uid](e) if e.uid in edits else e for e in plan.entries)
    return replace(plan, entries=tuple(entries))


def _answers(
    schema: Schema, owner: Owner, special: Mapping[str, Any], language: str, number: int = 1
) -> dict[str, Any]:
    """Every field of the owner answered by its kind, but for what is said specially."""
    answers: dict[str, Any] = {}
    for field in owner.fields:
        if field.kind is Kind.ROWS:
            continue
        value = special.get(field.id, ...)
        if value is ...:
            value = _value(field, owner, language, number)
        elif value is not None:
            value = _written(field, value, language)
        if value is not None:
            answers[field.id] = value
    return answers


def _written(field: Field, value: Any, language: str) -> Any:
    """References by number become uids, and plain words become words in a language."""
    if field.kind is Kind.REF and field.register:
        return uid(field.register, value)
    if field.kind is Kind.REFS and field.register:
        return [uid(field.register, number) for number in value]
    if isinstance(value, str) and field.kind in (Kind.TEXT, Kind.PARAGRAPH):
        return {language: value}
    if field.kind is Kind.QUANTITY:
        method, source = {language: "Weighed in the field"}, {language: "Survey of 2023"}
        return {**value, "year": "2023", "method": method, "source": source}
    return value


def _value(field: Field, owner: Owner, language: str, number: int) -> Any:
    words = {language: f"{field.label}: made-up words of {owner.id} {number}."}
    if field.kind in PLAIN:
        return PLAIN[field.kind]
    if field.kind is Kind.EVIDENCE:
        piece = uid(f"evidence-{owner.id}-{field.id}", number)
        return [{"id": piece, "link": "https://example.org/report", "title": words}]
    return MADE[field.kind](field, words)


def _longtext(field: Field, words: dict[str, str]) -> dict[str, str]:
    block = uuid.uuid5(NAMESPACE, str(words)).hex[:8]
    return {tag: f'<p data-block="{block}">{text}</p>' for tag, text in words.items()}


def _quantity(field: Field, words: dict[str, str]) -> dict[str, Any]:
    ends = {"low": "20", "best": "25", "high": "30"}
    return {**ends, "unit": field.unit, "year": "2023", "method": words, "source": words}


def _people(field: Field, words: dict[str, str]) -> dict[str, Any]:
    counts = {"women": "120", "men": "340", "girls": "5", "boys": "8", "unknown": "0"}
    return {**counts, "year": "2023", "source": words}


PLAIN: dict[Kind, Any] = {
    Kind.COORDINATES: {"lat": "12.5", "lon": "-1.5"},
    Kind.COUNTRY: "MLI",
    Kind.DATE: "2026",
    Kind.MONEY: {"amount": "100000.00", "currency": "USD"},
    Kind.NUMBER: {"value": "12"},
    Kind.YESNO: True,
}
MADE: dict[Kind, Callable[[Field, dict[str, str]], Any]] = {
    Kind.CHOICE: lambda field, _: field.options[0].code,
    Kind.CHOICES: lambda field, _: [option.code for option in field.options[:2]],
    Kind.ITEMS: lambda field, _: [field.item or "1a"],
    Kind.LONGTEXT: _longtext,
    Kind.PARAGRAPH: lambda _, words: words,
    Kind.PEOPLE: _people,
    Kind.PLACE: lambda _, words: words,
    Kind.QUANTITY: _quantity,
    Kind.REF: lambda field, _: uid(field.register or ""),
    Kind.REFS: lambda field, _: [uid(field.register or "")],
    Kind.TEXT: lambda field, words: {k: v[: field.max_length] for k, v in words.items()},
}
