"""A table of a Word file: whether it stays one, and what its columns hold where it does not."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from nap_tracker.errors import NotFound, StaleEdit
from nap_tracker.extensions import db
from nap_tracker.forms.word_imports import RowsForm, TableForm, rows_form
from nap_tracker.forms.work_plan_columns import ColumnsForm, columns_form, examples
from nap_tracker.i18n import N_, locale
from nap_tracker.imports.sheet import Row, Sheet
from nap_tracker.imports.word.choices import WORK_PLAN, TableChoice
from nap_tracker.permissions import can
from nap_tracker.roles import Permission
from nap_tracker.services import plans, word_tables, word_uploads
from nap_tracker.services.word_uploads import Opened
from nap_tracker.web.door import actor
from nap_tracker.web.tables import Line
from nap_tracker.web.word_pages import at, said, send_on

bp = Blueprint(
    "word_tables",
    __name__,
    url_prefix="/plans/<uuid:plan_id>/word-imports/<uuid:word_id>/tables/<int:place>",
)
send_on(bp)
FIRST_ROWS = 5
NO_TABLE = N_("There is no such table in this file any more, or it has no rows.")


@bp.route("", methods=["GET", "POST"])
def edit(plan_id: UUID, word_id: UUID, place: int) -> ResponseReturnValue:
    """A table of the text, or rows of which register."""
    opened, sheet = _opened(plan_id, word_id, place)
    now = opened.choices.tables.get(place)
    form = TableForm(data={"seen": opened.seen, "becomes": now.register if now else ""})
    with_work_plan = can(actor(), Permission.PLAN_IMPORT, opened.version)
    schema = plans.schema_of(opened.version, locale())
    form.offer(schema, with_work_plan=with_work_plan, within=opened.within)
    if form.validate_on_submit():
        choice = word_tables.guessed(opened, sheet, form.becomes.data)
        if now is not None and choice is not None and now.register == choice.register:
            choice = now
        onward = "columns" if choice else "edit"
        return redirect(_url(opened, place, onward if _kept(opened, place, choice, form) else ""))
    return render_template(
        "word_tables/edit.html",
        opened=opened,
        place=place,
        sheet=sheet,
        heads=[(heading, False) for heading in sheet.headers],
        lines=[Line(str(row.number), _cells(sheet, row)) for row in sheet.rows[:FIRST_ROWS]],
        form=form,
        errors=form.problems,
    )


@bp.route("/columns", methods=["GET", "POST"])
def columns(plan_id: UUID, word_id: UUID, place: int) -> ResponseReturnValue:
    """What each column of the table holds."""
    opened, sheet = _opened(plan_id, word_id, place)
    now = opened.choices.tables.get(place)
    if now is None:
        return redirect(_url(opened, place, ""))
    form: ColumnsForm | RowsForm = _columns_form(opened, sheet, now)
    if form.validate_on_submit():
        choice = _said(now, form)
        is_kept = _kept(opened, place, choice, form)
        return redirect(_url(opened, place, "result" if is_kept else "columns"))
    return render_template(
        "word_tables/columns.html",
        opened=opened,
        place=place,
        form=form,
        is_work_plan=now.register == WORK_PLAN,
        examples=[examples(sheet, at) for at in form.places],
        errors=form.problems,
    )


def _cells(sheet: Sheet, row: Row) -> list[str]:
    return [row.cell(at) for at in range(len(sheet.headers))]


def _opened(plan_id: UUID, word_id: UUID, place: int) -> tuple[Opened, Sheet]:
    opened = word_uploads.open_(actor(), str(plan_id), str(word_id))
    sheet = word_tables.sheet(opened, place)
    if sheet is None:
        raise NotFound(NO_TABLE)
    return opened, sheet


def _columns_form(opened: Opened, sheet: Sheet, now: TableChoice) -> ColumnsForm | RowsForm:
    if now.register == WORK_PLAN:
        chosen, options = word_tables.work_plan_of(now)
        languages = [opened.choices.language]
        return columns_form(sheet, chosen, options, languages=languages, seen=opened.seen)
    register = plans.schema_of(opened.version, locale()).register(now.register)
    return rows_form(sheet, register, now.columns, opened.seen)


def _said(now: TableChoice, form: ColumnsForm | RowsForm) -> TableChoice:
    if isinstance(form, ColumnsForm):
        return word_tables.as_work_plan(form.meanings, form.options)
    return TableChoice(now.register, form.meanings)


def _kept(opened: Opened, place: int, choice: TableChoice | None, form: Any) -> bool:
    choices = opened.choices.with_table(place, choice)
    try:
        word_uploads.choose(actor(), opened, choices, seen=form.seen.data)
    except StaleEdit as error:
        db.session.rollback()
        flash(said(error), "error")
        return False
    db.session.commit()
    return True


def _url(opened: Opened, place: int, step: str) -> str:
    here = (opened.version.plan_id, opened.upload.id)
    if step == "columns":
        return at("word_tables.columns", *here, place=place)
    if step == "result":
        return at("word_imports.show", *here)
    if step == "edit":
        return at("word_parts.edit", *here)
    return at("word_tables.edit", *here, place=place)
