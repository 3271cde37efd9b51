"""From the content of a plan to a form for paper, blank or filled in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from nap_tracker.annex_c.schema import Field, Kind, Level, Owner, Register, Schema, Section
from nap_tracker.content.audience import Audience, of_field
from nap_tracker.content.tree import EntryContent, PlanContent
from nap_tracker.exports.columns import widths
from nap_tracker.exports.document import mark_words
from nap_tracker.exports.document_front import audience_words
from nap_tracker.exports.document_registers import layout
from nap_tracker.exports.document_tree import Lines, Mark, Text
from nap_tracker.exports.document_values import Voice, fixed
from nap_tracker.exports.paper.spaces import Sheet, spaces
from nap_tracker.exports.paper.tree import Form, Grid, Part, Question
from nap_tracker.i18n import day, direction, number, use_locale
from nap_tracker.i18n import gettext as _

EMPTY_ROWS = 5
"""Of a table on a blank form."""
MORE_ROWS = 2
"""Under the rows of a filled one."""
ROOM = 78
"""Characters side by side: a form is set larger than a plan, and its heads are strong."""
CODE = 8
"""Characters of a row's permanent id that stand on paper."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which form is wanted. The plan given with it is already filtered by `audience`."""

    audience: Audience
    mark: Mark
    made_on: date
    language: str
    filled: bool
    section: str | None = None
    """None for all of them."""


def build(plan: PlanContent, schema: Schema, wanted: Wanted) -> Form:
    """The form; a question that the audience may not read the answer of is not on it."""
    with use_locale(wanted.language):
        voice = Voice(plan, schema, wanted.language, wanted.audience.value)
        return _form(_Writer(Sheet(voice, wanted.filled), wanted))


@dataclass(frozen=True, slots=True)
class _Writer:
    sheet: Sheet
    wanted: Wanted

    @property
    def voice(self) -> Voice:
        return self.sheet.voice


def _form(writer: _Writer) -> Form:
    voice, wanted = writer.voice, writer.wanted
    chosen = [s for s in voice.schema.sections if wanted.section in (None, s.id)]
    parts = tuple(part for section in chosen for part in _parts(writer, section))
    plan = voice.words(voice.plan.title) or Text("")
    party = voice.words(voice.plan.party.name) or Text(voice.plan.party.code)
    face = (
        fixed(audience_words(voice.audience, whole=wanted.section is None and wanted.filled)),
        fixed(_("Version %(number)s", number=number(voice.plan.version))),
        Text(day(wanted.made_on)),
    )
    told = [mark_words(wanted.mark), *(line.text for line in face)]
    return Form(
        language=voice.language,
        direction=direction(voice.language),
        spoken=fixed("").language or voice.language,
        title=voice.term(chosen[0].title) if wanted.section else plan,
        subtitle=plan if wanted.section else party,
        face=face,
        notes=tuple(_notes(writer)),
        running=_("%(party)s: %(title)s", party=party.text, title=plan.text),
        foot=" \u00b7 ".join(filter(None, told)),
        parts=parts,
        filled=wanted.filled,
    )


def _notes(writer: _Writer) -> Iterator[Text]:
    yield fixed(
        _(
            "Write clearly. A question marked “required” needs an answer; leave the others open "
            "where there is nothing to say."
        )
    )
    yield fixed(
        _(
            "The small code at each question tells whoever types the answers in where they belong. "
            "Copy the pages you need more of."
        )
    )
    if writer.wanted.filled and writer.wanted.audience is not Audience.DRAFTING_TEAM:
        yield fixed(
            _("An empty space can also be an answer that the readers of this copy may not see.")
        )


def _parts(writer: _Writer, section: Section) -> Iterator[Part]:
    """The section, then a form for each row of its tables and one for a new row."""
    entry = writer.voice.plan.section(section.id)
    if entry is None:
        return
    voice = writer.voice
    questions = tuple(_questions(writer, section, entry))
    yield Part(
        code=section.id,
        title=voice.term(section.title),
        questions=questions,
        caption=voice.term(voice.schema.group(section.group).title),
        guidance=voice.term(" ".join(section.guidance.split())) if section.guidance else None,
        reference=voice.term(section.paragraph) if section.paragraph else None,
    )
    for name in section.registers:
        yield from _rows(writer, voice.schema.register(name))


def _rows(writer: _Writer, register: Register) -> Iterator[Part]:
    if not _is_open(writer, register):
        return
    if writer.wanted.filled:
        for row in writer.voice.plan.rows(register.id):
            yield _row(writer, register, row)
    yield _row(writer, register, None)


def _is_open(writer: _Writer, register: Register) -> bool:
    """Whether readers of this form know the table: all its rows, or some the Party opened."""
    starts_open = Audience(register.audience).includes(writer.wanted.audience)
    return starts_open or bool(writer.voice.plan.rows(register.id))


def _row(writer: _Writer, register: Register, row: EntryContent | None) -> Part:
    voice = writer.voice
    entry = row or EntryContent(uid="", kind=register.id, audience=writer.wanted.audience.value)
    name = voice.row_label(row.uid) if row else None
    singular = voice.term(register.singular)
    return Part(
        code=f"{register.id} {row.uid[:CODE]}" if row else register.id,
        title=name or (fixed(_("A new row")) if row is None else singular),
        questions=tuple(_questions(writer, register, entry)),
        caption=singular,
        is_row=True,
    )


def _questions(writer: _Writer, owner: Owner, entry: EntryContent) -> Iterator[Question]:
    for field in owner.fields:
        if not of_field(owner, field, entry).includes(writer.wanted.audience):
            continue
        if field.kind is Kind.ROWS:
            register = writer.voice.schema.register(field.register or "")
            if _is_open(writer, register):
                yield _table(writer, owner, field, register)
        else:
            yield _question(writer, owner, field, entry)


def _question(writer: _Writer, owner: Owner, field: Field, entry: EntryContent) -> Question:
    voice = writer.voice
    return Question(
        code=f"{owner.id}.{field.id}",
        label=voice.term(field.label),
        hint=voice.term(field.hint) if field.hint else None,
        reference=voice.term(field.paragraph) if field.paragraph else None,
        is_required=field.level is Level.REQUIRED,
        spaces=spaces(writer.sheet, field, entry.answers.get(field.id)),
    )


def _table(writer: _Writer, owner: Owner, field: Field, register: Register) -> Question:
    """A register in short: its columns as in print, and empty rows."""
    voice = writer.voice
    columns = [register.field(id) for id in layout(register).columns]
    rows = voice.plan.rows(register.id) if writer.wanted.filled else ()
    cells = tuple(
        tuple(voice.lines(column, row.answers.get(column.id)) for column in columns) for row in rows
    )
    labels = tuple(voice.term(column.label) for column in columns)
    return Question(
        code=f"{owner.id}.{field.id}",
        label=voice.term(register.title),
        hint=fixed(_("A form with all questions of one row follows this section.")),
        reference=voice.term(field.paragraph) if field.paragraph else None,
        is_required=field.level is Level.REQUIRED,
        spaces=(
            Grid(
                labels,
                _shares(labels, cells),
                cells,
                MORE_ROWS if rows else EMPTY_ROWS,
            ),
        ),
    )


def _shares(labels: tuple[Text, ...], cells: tuple[tuple[Lines, ...], ...]) -> tuple[float, ...]:
    """Room by what stands in the columns; on a blank form the same for all."""
    if not cells:
        return tuple(100 / len(labels) for _label in labels)
    columns = [
        [label.text, *("\n".join(line.text for line in row[place]) for row in cells)]
        for place, label in enumerate(labels)
    ]
    return widths(columns, room=ROOM)
