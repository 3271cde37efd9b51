"""Registers as tables: which fields are columns; everything else follows under its row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from nap_tracker.annex_c.schema import Field, Kind, Register
from nap_tracker.content.tree import EntryContent
from nap_tracker.exports import prose
from nap_tracker.exports.document_tree import (
    Block,
    Column,
    Fact,
    Heading,
    Orientation,
    Paragraph,
    Prose,
    Row,
    RowKind,
    Style,
)
from nap_tracker.exports.document_values import fixed
from nap_tracker.exports.document_writer import LANDSCAPE_PAGE, PORTRAIT_PAGE, Placed, Writer
from nap_tracker.i18n import gettext as _

SHORT_PROSE = 700
"""Characters of long text that still fit under a row; more gets a heading of its own."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Field ids in the order of columns, and how the paper lies."""

    columns: tuple[str, ...]
    orientation: Orientation = PORTRAIT_PAGE


LAYOUTS = {
    "annex": Layout(("title",)),
    "baseline": Layout(("title", "measure", "amount", "scope", "region", "official")),
    "consultation": Layout(("held", "title", "method", "region", "outcome")),
    "indicator": Layout(
        (
            "number",
            "title",
            "unit",
            "baseline_value",
            "target_value",
            "target_year",
            "frequency",
            "responsible",
            "items",
        ),
        LANDSCAPE_PAGE,
    ),
    "input": Layout(("said", "change", "consultation", "stakeholder")),
    "institution": Layout(("acronym", "name", "type", "role")),
    "instrument": Layout(("year", "title", "effect")),
    "objective": Layout(("number", "statement", "items")),
    "participation": Layout(("consultation", "group_name", "group_type", "count")),
    "region": Layout(("name", "code")),
    "site": Layout(
        ("name", "region", "place", "coordinates", "deposit", "practices", "miners", "mercury"),
        LANDSCAPE_PAGE,
    ),
    "stakeholder": Layout(("name", "type", "role", "interest", "influence", "phases")),
    "target": Layout(("statement", "value", "year", "conditionality", "items")),
}
UNKNOWN = 5
"""Columns of a register of a later edition that has no layout here."""
NOT_COLUMNS = frozenset({Kind.EVIDENCE, Kind.LONGTEXT, Kind.ROWS})


def layout(register: Register) -> Layout:
    """The register's layout; for an unknown one, its first short fields."""
    if register.id in LAYOUTS:
        return LAYOUTS[register.id]
    short = tuple(field.id for field in register.fields if field.kind not in NOT_COLUMNS)
    return Layout(short[:UNKNOWN])


def register_blocks(writer: Writer, register: Register, host: Heading) -> Iterator[Placed]:
    """The rows as one table, then what was too long for it, row by row."""
    rows = writer.voice.plan.rows(register.id)
    if not rows:
        return
    plan = layout(register)
    columns = [field for id in plan.columns if (field := _field(register, id))]
    others = [field for field in register.fields if field not in columns]
    printed: list[Row] = []
    later: list[tuple[EntryContent, list[Field]]] = []
    for row in rows:
        printed.append(_entry(writer, row, columns))
        facts, long = _rest(writer, row, others)
        if facts:
            printed.append(Row(kind=RowKind.DETAILS, facts=facts, origin=writer.origin(row)))
        if long:
            later.append((row, long))
    caption = writer.voice.term(register.title)
    table = writer.table(
        caption,
        [_column(writer, register, f) for f in columns],
        printed,
        orientation=plan.orientation,
    )
    yield plan.orientation, table
    for row, fields in later:
        for block in _long(writer, row, fields, host):
            yield PORTRAIT_PAGE, block


def items_of(row: EntryContent) -> tuple[str, ...]:
    """The Annex C items a row names."""
    return tuple(row.answers.get("items") or ())


def _field(register: Register, id: str) -> Field | None:
    return next((field for field in register.fields if field.id == id), None)


def _column(writer: Writer, register: Register, field: Field) -> Column:
    label = writer.voice.term(field.label)
    if field.kind is Kind.ITEMS:
        label = fixed(_("Annex C"))
    elif field.id == "number":
        label = fixed(_("No."))
    return Column(label, names_row=field.id == register.label_field)


def _entry(writer: Writer, row: EntryContent, columns: list[Field]) -> Row:
    return Row(tuple(writer.cell(field, row) for field in columns), origin=writer.origin(row))


def _rest(
    writer: Writer, row: EntryContent, fields: list[Field]
) -> tuple[tuple[Fact, ...], list[Field]]:
    """Facts for the line under a row, and the fields that need more room."""
    facts: list[Fact] = []
    long: list[Field] = []
    for field in fields:
        value = row.answers.get(field.id)
        if field.kind is not Kind.LONGTEXT:
            fact = writer.fact(field, row)
            facts += [fact] if fact else []
        elif text := writer.voice.words(value):
            if _is_short(text.text):
                origin = writer.origin(row, field)
                inside = (Prose(text.text, text.language, origin),)
                facts.append(Fact(writer.voice.term(field.label), prose=inside, origin=origin))
            else:
                long.append(field)
    return tuple(facts), long


def _is_short(html: str) -> bool:
    plain = all(piece.kind == "prose" for piece in prose.pieces(html))
    return plain and not list(prose.files(html)) and len(prose.words(html)) <= SHORT_PROSE


def _long(writer: Writer, row: EntryContent, fields: list[Field], host: Heading) -> Iterator[Block]:
    heading = writer.heading(
        host.level + 1,
        writer.voice.name_of(row) or fixed(_("Without a name")),
        f"r-{row.uid}",
        reference=host.reference,
        items=items_of(row) or host.items,
        listed=False,
        origin=writer.origin(row),
    )
    yield heading
    for field in fields:
        if len(fields) > 1:
            label = writer.voice.term(field.label)
            yield Paragraph((replace(label, style=Style.STRONG),), writer.origin(row, field))
        yield from writer.long_answer(row, field, heading)
