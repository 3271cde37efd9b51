"""Sections of a plan: filling one in, reading one, checking its answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.annex_c.definitions import Kind, Level, Section
from nap_tracker.forms.fields import EntryForm
from nap_tracker.forms.sections import SectionForm
from nap_tracker.i18n import gettext
from nap_tracker.permissions import require
from nap_tracker.roles import Permission
from nap_tracker.services import assignments, autosaves, entries, presence, revisions
from nap_tracker.services.answers import Answer, Reading
from nap_tracker.web.collisions import Collisions
from nap_tracker.web.comment_returns import above, led_here
from nap_tracker.web.door import actor
from nap_tracker.web.entries import (
    Desk,
    Sent,
    change_of,
    counter_sent,
    desk,
    fields_seen_sent,
    here,
    known,
    nothing_here,
    refuse_from_before,
    say_saved,
    section_desk,
    turn_sent,
)
from nap_tracker.web.field_comments import beside
from nap_tracker.web.held_forms import brought_back, done
from nap_tracker.web.quiet import locked_page
from nap_tracker.web.register_tables import Table, referred, table
from nap_tracker.web.removals import removal_notice
from nap_tracker.web.transactions import begin_writing, commit

bp = Blueprint("sections", __name__, url_prefix="/plans/<uuid:plan_id>/sections")

CHOSEN = frozenset(
    {Kind.CHOICE, Kind.CHOICES, Kind.COUNTRY, Kind.ITEMS, Kind.REF, Kind.REFS, Kind.YESNO}
)
"""Kinds that are chosen, not entered."""


@bp.route("/<string:section_id>", methods=["GET", "POST"])
def edit(plan_id: UUID, section_id: str) -> ResponseReturnValue:
    """The form of a section; who may not write in it reads it here."""
    if request.method == "POST":
        return _save(*section_desk(plan_id, section_id))
    held = brought_back(actor())
    at = desk(plan_id)
    section = known(at.schema.section, section_id)
    if held is not None:
        require(actor(), Permission.SECTION_EDIT, at.place(section))
    return _form(at, section, held) if at.edits(section) else _read(at, section)


@bp.get("/<string:section_id>/answers")
def answers(plan_id: UUID, section_id: str) -> ResponseReturnValue:
    """The section's answers, to check before going on; what is missing is a link to it."""
    at = desk(plan_id)
    return _read(at, known(at.schema.section, section_id))


def _form(at: Desk, section: Section, held: Sent | None) -> ResponseReturnValue:
    opened = entries.open_section(actor(), at.version, section.id)
    reading = at.reading(_registers(at, section))
    if held is not None:
        choice = Collisions(at, reading, section, opened, here(), held)
        if choice.is_asked:
            return choice.again()
    seen = opened.counter if held is None else counter_sent(at.version, held)
    shown = opened if held is None else entries.as_seen(actor(), opened, seen)
    led = led_here(at.version)
    said = beside(at, reading, section.id, opened, led)
    form = SectionForm(
        section,
        at.setting(reading, section),
        shown.content,
        pending=shown.unaccepted,
        asks="ask" in request.args,
        sent=held,
    )
    return render_template(
        "sections/edit.html",
        desk=at,
        section=section,
        opened=opened,
        saved=revisions.last_saved(opened.stored),
        form=form,
        seen=seen,
        is_held=held is not None,
        audience=at.audience_form(section, shown.content, held),
        tables=_tables(at, reading, section),
        assignment=assignments.of_section(actor(), at.version, section.id),
        said=said,
        led=above(led, [one.led for id, one in said.items() if id in form]),
        removal=removal_notice(at, reading),
        action=here(),
        errors=form.errors_in_order,
    )


def _read(at: Desk, section: Section) -> ResponseReturnValue:
    reading = at.reading(_registers(at, section), section.id)
    entry = reading.plan.section(section.id)
    if entry is None:
        raise nothing_here()
    parts = _parts(at, reading, section, entry.answers)
    return render_template(
        "sections/answers.html",
        desk=at,
        section=section,
        entry=entry,
        watched=presence.watched(actor(), at.version, entry.uid),
        parts=parts,
        is_short=any(map(_is_short, parts)),
        edits=at.edits(section),
        change=_change_urls(at, section) if at.edits(section) else {},
        missing=missing,
        led=led_here(at.version),
    )


def _save(at: Desk, section: Section) -> ResponseReturnValue:
    opened = entries.open_section(actor(), at.version, section.id)
    refuse_from_before(opened)
    reading = at.reading(_registers(at, section))
    collisions = Collisions(at, reading, section, opened, here())
    chosen = collisions.chosen()
    if chosen is not None and chosen.page is not None:
        return chosen.page
    form: EntryForm
    if chosen is not None:
        form, is_decided = chosen.form, True
        change = change_of(form, chosen.seen)
    else:
        form, change = _sent(at, reading, section, opened)
        is_decided = change.completed is not None
    begin_writing()
    saved = autosaves.press(actor(), opened, change, turn_sent())
    done(actor())
    commit()
    if saved.locked:
        return locked_page(at, reading, section, form, saved)
    if saved.conflicts:
        return collisions.page(saved)
    say_saved(form, saved)
    return redirect(_next(at, section, form, is_decided=is_decided))


def _sent(
    at: Desk, reading: Reading, section: Section, opened: entries.OpenEntry
) -> tuple[SectionForm, entries.Change]:
    """The form as it came back, read against what it was opened with."""
    seen, fields_seen = counter_sent(at.version), fields_seen_sent(at.version)
    before = entries.as_seen(actor(), opened, seen, fields_seen)
    form = SectionForm(
        section,
        at.setting(reading, section),
        before.content,
        pending=before.unaccepted,
        sent=request.form,
    )
    audience = at.audience_form(section, before.content, request.form)
    return form, change_of(form, seen, audience, form.completed, fields_seen=fields_seen)


def _next(at: Desk, section: Section, form: EntryForm, *, is_decided: bool) -> str:
    """What comes after saving: what is not accepted, what was left undecided, the answers."""
    stays = request.form.get("_then") == "stay" or at.language != at.version.plan.language
    if form.unaccepted or stays:
        return here()
    where: dict[str, Any] = {"plan_id": at.plan_id, "section_id": section.id}
    page, _, question = request.args.get("back", "").partition(":")
    if page == "answers":
        return url_for("sections.answers", **where, _anchor=f"answer-{question}")
    if not is_decided:
        return url_for("sections.edit", **where, ask="1")
    return url_for("sections.answers", **where)


def _registers(at: Desk, section: Section) -> set[str]:
    """Registers shown on the page, those their rows name, and those a field chooses from."""
    named = {f.register for f in section.fields if f.register}
    return named | referred(at.schema, section.registers)


def _tables(at: Desk, reading: Reading, section: Section) -> Mapping[str, Table]:
    """Field id -> the register that stands at its place."""
    return {
        f.id: table(
            reading,
            at.schema.register(f.register),
            reading.plan.rows(f.register),
            edits=at.edits(section),
            question=f,
        )
        for f in section.fields
        if f.kind is Kind.ROWS and f.register
    }


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the page: answers that follow each other, or one table."""

    answers: list[Answer] = field(default_factory=list)
    table: Table | None = None


def _parts(at: Desk, reading: Reading, section: Section, answers: Mapping[str, Any]) -> list[Part]:
    tables = _tables(at, reading, section)
    parts: list[Part] = []
    for spec in section.fields:
        if spec.id in tables:
            parts.append(Part(table=tables[spec.id]))
            continue
        if not parts or parts[-1].table:
            parts.append(Part())
        parts[-1].answers.append(reading.answer(spec, answers.get(spec.id)))
    return parts


def _is_short(part: Part) -> bool:
    """Whether something that is required has no answer there."""
    return any(map(missing, part.answers)) or (part.table is not None and part.table.is_missed)


def _change_urls(at: Desk, section: Section) -> dict[str, str]:
    """Field id -> where it is changed; saving leads back to the same place."""
    where: dict[str, Any] = {"plan_id": at.plan_id, "section_id": section.id}
    return {
        f.id: url_for("sections.edit", **where, back=f"answers:{f.id}", _anchor=f.id)
        for f in section.fields
    }


def missing(answer: Answer) -> str:
    """What to do about a required question without an answer, '' for any other."""
    if answer.field.level is not Level.REQUIRED or not answer.is_blank:
        return ""
    if answer.field.kind in CHOSEN:
        return gettext("Choose an answer to “%(question)s”", question=answer.field.label)
    return gettext("Enter “%(question)s”", question=answer.field.label)
