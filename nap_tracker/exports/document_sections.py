"""A section of the schema as a chapter: narratives, short answers and registers in its order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from nap_tracker.annex_c.schema import Field, Kind, Level, Section
from nap_tracker.content.tree import NOTHING, Answers, EntryContent
from nap_tracker.exports.document_budget import budget_blocks
from nap_tracker.exports.document_registers import items_of, register_blocks
from nap_tracker.exports.document_tree import Fact, Facts, Heading, Paragraph, Style, Text
from nap_tracker.exports.document_values import fixed
from nap_tracker.exports.document_work import activity_blocks, milestone_blocks, strategy_blocks
from nap_tracker.exports.document_writer import PORTRAIT_PAGE, Placed, Writer
from nap_tracker.i18n import gettext as _

PRACTICE_ITEMS = {"b_i": "1b.i", "b_ii": "1b.ii", "b_iii": "1b.iii", "b_iv": "1b.iv"}
"""The four practices of Annex C 1(b) and their items."""


@dataclass(frozen=True, slots=True)
class _Part:
    """What stands under one heading of a chapter: one question, or several short ones."""

    fields: tuple[Field, ...]

    @property
    def first(self) -> Field:
        return self.fields[0]

    @property
    def is_short(self) -> bool:
        return self.first.kind not in (Kind.LONGTEXT, Kind.ROWS)


def chapter(writer: Writer, section: Section) -> Iterator[Placed]:
    """The section with its heading; nothing where this copy has nothing to show in it."""
    entry = writer.voice.plan.section(section.id)
    answers = entry.answers if entry else NOTHING
    parts = [part for part in _parts(section.fields) if _has_content(writer, part, answers)]
    if not parts and not writer.tells_gaps:
        return
    host = writer.heading(
        2,
        writer.voice.term(section.title),
        f"s-{section.id}",
        reference=writer.voice.term(section.paragraph),
        items=(section.item,),
        section=section.id,
        origin=writer.origin(entry),
    )
    yield PORTRAIT_PAGE, host
    if not parts:
        yield PORTRAIT_PAGE, Paragraph((fixed(_("Not answered"), Style.NOTE),))
    alone = len(parts) == 1
    for part in parts:
        if part.is_short:
            yield from _short(writer, part, entry)
        elif part.first.kind is Kind.LONGTEXT:
            yield from _narrative(writer, section, part.first, host, alone=alone)
        else:
            yield from _register(writer, section, part.first, host, alone=alone)


def _parts(fields: Sequence[Field]) -> list[_Part]:
    """Neighbouring short answers share one list; every other field stands alone."""
    parts: list[_Part] = []
    for field in fields:
        part = _Part((field,))
        if part.is_short and parts and parts[-1].is_short:
            parts[-1] = _Part((*parts[-1].fields, field))
        else:
            parts.append(part)
    return parts


def _has_content(writer: Writer, part: _Part, answers: Answers) -> bool:
    if part.first.kind is Kind.ROWS:
        return bool(writer.voice.plan.rows(part.first.register or ""))
    return any(_is_told(writer, field, answers) for field in part.fields)


def _is_told(writer: Writer, field: Field, answers: Answers) -> bool:
    value = answers.get(field.id)
    return bool(value) or value is False or _is_gap(writer, field)


def _is_gap(writer: Writer, field: Field) -> bool:
    """A blank that a draft must show, since the treaty requires an answer."""
    return writer.tells_gaps and field.level is Level.REQUIRED


def _short(writer: Writer, part: _Part, entry: EntryContent | None) -> Iterator[Placed]:
    """A list of short answers; what is proved by a picture shows the picture below it."""
    answers = entry.answers if entry else NOTHING
    yield PORTRAIT_PAGE, _facts(writer, part, entry)
    for field in part.fields:
        if field.kind is Kind.EVIDENCE:
            for one in answers.get(field.id) or ():
                if one.get("file") in writer.options.pictures:
                    title = writer.voice.words(one.get("title")) or writer.voice.term(field.label)
                    figure = writer.figure(one["file"], title)
                    yield PORTRAIT_PAGE, replace(figure, origin=writer.origin(entry, field))


def _facts(writer: Writer, part: _Part, entry: EntryContent | None) -> Facts:
    facts: list[Fact] = []
    for field in part.fields:
        fact = writer.fact(field, entry)
        if fact is None and _is_gap(writer, field):
            label = writer.voice.term(field.label)
            fact = Fact(label, (_not_answered(),), origin=writer.origin(entry, field))
        facts += [fact] if fact else []
    return Facts(tuple(facts))


def _not_answered() -> Text:
    return fixed(_("Not answered"), Style.NOTE)


def _narrative(
    writer: Writer, section: Section, field: Field, host: Heading, *, alone: bool
) -> Iterator[Placed]:
    heading = host
    if not alone:
        heading = writer.field_heading(section, field)
        yield PORTRAIT_PAGE, heading
    entry = writer.voice.plan.section(section.id)
    blocks = list(writer.long_answer(entry, field, heading))
    if not blocks:
        yield PORTRAIT_PAGE, Paragraph((_not_answered(),), writer.origin(entry, field))
    for block in blocks:
        yield PORTRAIT_PAGE, block


def _register(
    writer: Writer, section: Section, field: Field, host: Heading, *, alone: bool
) -> Iterator[Placed]:
    register = writer.voice.schema.register(field.register or "")
    if register.id in OWN_PRINT:
        yield from OWN_PRINT[register.id](writer, section, field)
        return
    heading = host
    if not alone:
        heading = writer.field_heading(section, field, register.title)
        yield PORTRAIT_PAGE, heading
    yield from register_blocks(writer, register, heading)


def _practices(writer: Writer, section: Section, field: Field) -> Iterator[Placed]:
    """Each of the four practices under its own heading: Annex C asks about each."""
    register = writer.voice.schema.register("practice")
    for row in writer.voice.plan.rows("practice"):
        code = row.answers.get("practice")
        item = PRACTICE_ITEMS.get(str(code))
        heading = writer.heading(
            3,
            writer.voice.row_label(row.uid) or writer.voice.term(register.singular),
            f"r-{row.uid}",
            reference=writer.voice.term(
                writer.voice.schema.item(item).citation if item else section.paragraph
            ),
            items=(item or section.item,),
            origin=writer.origin(row),
        )
        yield PORTRAIT_PAGE, heading
        short = [f for f in register.fields if f.kind is not Kind.LONGTEXT and f.id != "practice"]
        facts = [fact for f in short if (fact := writer.fact(f, row))]
        if facts:
            yield PORTRAIT_PAGE, Facts(tuple(facts))
        for field in register.fields:
            if field.kind is Kind.LONGTEXT and row.answers.get(field.id):
                yield from _answer(writer, field, row, heading)


def _answer(writer: Writer, field: Field, row: EntryContent, host: Heading) -> Iterator[Placed]:
    heading = writer.heading(
        4,
        writer.voice.term(field.label),
        f"r-{row.uid}-{field.id}",
        reference=host.reference,
        items=items_of(row) or host.items,
        origin=writer.origin(row, field),
    )
    yield PORTRAIT_PAGE, heading
    for block in writer.long_answer(row, field, heading):
        yield PORTRAIT_PAGE, block


OWN_PRINT: Mapping[str, Callable[[Writer, Section, Field], Iterator[Placed]]] = {
    "activity": activity_blocks,
    "budget_line": budget_blocks,
    "milestone": milestone_blocks,
    "practice": _practices,
    "strategy": strategy_blocks,
}
"""Registers that print in a way of their own, headings included."""
