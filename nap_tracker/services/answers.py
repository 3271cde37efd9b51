"""Answers in words for pages: the words documents print, in the reader's notation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nap_tracker.annex_c.definitions import Field, Kind, Owner, Register, Schema
from nap_tracker.annex_c.values import is_blank
from nap_tracker.content.audience import Audience
from nap_tracker.content.tree import EntryContent, PlanContent
from nap_tracker.exports.document_tree import Lines, Style
from nap_tracker.exports.document_values import Voice
from nap_tracker.text import plain
from nap_tracker.text.headings import in_steps

LABEL_LENGTH = 110
"""Characters of a row's name in a list to choose from."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One question with what was answered, for reading."""

    field: Field
    lines: Lines = ()
    html: str = ""
    """Long text: canonical HTML, pictures by their uid."""
    language: str = ""
    """Of the long text."""

    @property
    def is_blank(self) -> bool:
        return not (self.lines or self.html)


@dataclass(frozen=True)
class Reading:
    """A plan, or a part of it, as one reader sees it. `plan` is already filtered for them."""

    plan: PlanContent
    schema: Schema
    audience: Audience
    language: str = ""
    """Of the plan's words where there is a choice; '' for the binding one."""

    @property
    def voice(self) -> Voice:
        """Words of the plan come in this language first, then in the binding one."""
        language = self.language or self.plan.language
        return Voice(self.plan, self.schema, language, self.audience.value)

    def answers(self, owner: Owner, answers: Mapping[str, Any]) -> list[Answer]:
        """Every question of a section or register, but the places of tables."""
        return [self.answer(f, answers.get(f.id)) for f in owner.fields if f.kind is not Kind.ROWS]

    def answer(self, field: Field, value: Any) -> Answer:
        """One answer in words; nothing for a blank."""
        if is_blank(value):
            return Answer(field)
        if field.kind is Kind.LONGTEXT:
            text = self.voice.words(value)
            said = in_steps(text.text) if text else ""
            spoken = text.language if text and text.language else self.voice.language
            return Answer(field, (), said, spoken)
        return Answer(field, self.voice.lines(field, value))

    def words(self, field: Field, value: Any) -> str:
        """An answer on one line, for a cell or a list; where a figure comes from is left out."""
        answer = self.answer(field, value)
        if answer.html:
            return plain.to_text(answer.html).replace("\n", " ")
        return "; ".join(line.text for line in answer.lines if line.style != Style.NOTE)

    def label(self, row: EntryContent) -> str:
        """What a row is called in a list: its number and its name, not longer than a line."""
        register = self.schema.register(row.kind)
        name = self.name(register, row)
        number = self.voice.number_of(row)
        whole = f"{number} {name}".strip()
        return whole if len(whole) <= LABEL_LENGTH else f"{whole[:LABEL_LENGTH].rstrip()}…"

    def name(self, register: Register, row: EntryContent) -> str:
        """The row's naming answer; a row without one borrows that of the row it belongs to."""
        own = register.field(register.label_field)
        said = self.words(own, row.answers.get(own.id))
        parents = [f for f in register.fields if f.kind is Kind.REF] if not said else []
        for field in parents[:1]:
            return self.words(field, row.answers.get(field.id))
        return said


def referring(plan: PlanContent, schema: Schema, uid: str) -> list[tuple[EntryContent, Field]]:
    """Every section and row that points at a row, and by which field."""
    found = []
    for entry in plan.entries:
        for field in schema.owner(entry.kind, entry.section).fields:
            value = entry.answers.get(field.id)
            pointed_at = {Kind.REF: (value,), Kind.REFS: value or ()}.get(field.kind, ())
            if uid in pointed_at:
                found.append((entry, field))
    return found
