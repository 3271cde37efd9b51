"""A work plan from a spreadsheet: upload it, say what its columns mean, try it, bring it in."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.errors import DomainError, Invalid, InvalidFile, NotFound, StaleEdit
from nap_tracker.extensions import db
from nap_tracker.forms.work_plan_columns import ColumnsForm, columns_form, examples
from nap_tracker.forms.work_plan_imports import FileForm, SourceForm
from nap_tracker.i18n import N_, gettext
from nap_tracker.imports.proposal import Counts
from nap_tracker.imports.template import MEDIA_TYPES
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import Permission
from nap_tracker.services import plans, work_plan_uploads, work_plans
from nap_tracker.services.work_plan_uploads import Applied, Gone, Opened
from nap_tracker.services.work_plans import Choices, Source
from nap_tracker.web.door import actor
from nap_tracker.web.plan_pages import tabs
from nap_tracker.web.work_plan_trials import trial_page

bp = Blueprint("work_plan_imports", __name__, url_prefix="/plans/<uuid:plan_id>/work-plan-imports")

NO_FORM = N_("There is no such page.")


@bp.route("", methods=["GET", "POST"])
def create(plan_id: UUID) -> ResponseReturnValue:
    """Choose the spreadsheet; those uploaded before can be taken up again."""
    version = plans.newest(actor(), str(plan_id), Permission.PLAN_IMPORT)
    form = FileForm()
    if form.validate_on_submit():
        upload_id = _take_in(version, form)
        if upload_id:
            return redirect(_url("edit", plan_id, upload_id))
    return render_template(
        "work_plan_imports/create.html",
        version=version,
        form=form,
        uploads=work_plan_uploads.of_plan(actor(), version),
        tabs=tabs(version),
        errors=form.problems,
    )


@bp.get("/template.<string:form>")
def template(plan_id: UUID, form: str) -> ResponseReturnValue:
    """An empty spreadsheet to fill in, in the plan's language."""
    version = plans.newest(actor(), str(plan_id), Permission.PLAN_IMPORT)
    if form not in MEDIA_TYPES:
        raise NotFound(NO_FORM)
    data, media_type = work_plans.empty_table(actor(), version, form)
    name = f"work-plan-{version.plan.language}.{form}"
    return send_file(io.BytesIO(data), media_type, as_attachment=True, download_name=name)


@bp.route("/<uuid:upload_id>/table", methods=["GET", "POST"])
def source(plan_id: UUID, upload_id: UUID) -> ResponseReturnValue:
    """Where the table stands in the file: worksheet, row of headings, encoding."""
    opened = _opened(plan_id, upload_id)
    now = opened.choices.source
    form = SourceForm(
        table=opened.sheet,
        data={
            "sheet": now.sheet,
            "header_row": now.header_row or None,
            "encoding": now.encoding,
            "delimiter": now.delimiter,
        },
    )
    if form.validate_on_submit() and _read_again(opened, form):
        return redirect(_url("edit", plan_id, upload_id))
    return render_template(
        "work_plan_imports/source.html", opened=opened, form=form, errors=form.problems
    )


@bp.route("/<uuid:upload_id>/columns", methods=["GET", "POST"])
def edit(plan_id: UUID, upload_id: UUID) -> ResponseReturnValue:
    """What each column holds, and what the file does not say."""
    opened = _opened(plan_id, upload_id)
    form = columns_form(
        opened.sheet,
        opened.choices.columns,
        opened.choices.options,
        languages=opened.version.plan.languages,
        seen=opened.seen,
    )
    if form.validate_on_submit():
        return redirect(_url("show" if _choose(opened, form) else "edit", plan_id, upload_id))
    return render_template(
        "work_plan_imports/edit.html",
        opened=opened,
        form=form,
        examples=[examples(opened.sheet, place) for place in form.places],
        errors=form.problems,
    )


@bp.get("/<uuid:upload_id>")
def show(plan_id: UUID, upload_id: UUID) -> ResponseReturnValue:
    """The dry run: what would be added, how cells were read, what is wrong. Writes nothing."""
    opened = _opened(plan_id, upload_id)
    try:
        trial = work_plan_uploads.try_out(actor(), opened)
    except Invalid as error:
        flash(_words(error), "error")
        return redirect(_url("edit", plan_id, upload_id))
    return render_template(
        "work_plan_imports/show.html",
        opened=opened,
        trial=trial,
        page=trial_page(opened, trial, request.args.get("page", "")),
    )


@bp.post("/<uuid:upload_id>/apply")
def apply(plan_id: UUID, upload_id: UUID) -> ResponseReturnValue:
    """Bring in the whole file, or nothing of it."""
    seen = request.form.get("fingerprint", "")
    try:
        counts = work_plan_uploads.apply(actor(), str(plan_id), str(upload_id), fingerprint=seen)
    except (Invalid, InvalidFile, StaleEdit) as error:
        db.session.rollback()
        flash(_words(error), "error")
        return redirect(_url("show", plan_id, upload_id))
    db.session.commit()
    flash(_told(counts), "success")
    return redirect(url_for("plans.show", plan_id=plan_id))


@bp.errorhandler(Gone)
def _gone(error: Gone) -> ResponseReturnValue:
    """Back to where a spreadsheet is uploaded, with the reason."""
    return _elsewhere(error, "work_plan_imports.create")


@bp.errorhandler(Applied)
def _applied(error: Applied) -> ResponseReturnValue:
    """On to the plan, which has the rows."""
    return _elsewhere(error, "plans.show")


def _elsewhere(error: DomainError, endpoint: str) -> ResponseReturnValue:
    db.session.rollback()
    flash(_words(error), "error")
    return redirect(url_for(endpoint, plan_id=(request.view_args or {})["plan_id"]))


def _opened(plan_id: UUID, upload_id: UUID) -> Opened:
    return work_plan_uploads.open_(actor(), str(plan_id), str(upload_id))


def _take_in(version: PlanVersion, form: FileForm) -> str | None:
    sent = request.files["file"]
    try:
        upload = work_plan_uploads.add(actor(), version, name=sent.filename or "", data=sent.read())
    except InvalidFile as error:
        form.file.errors = [_words(error)]
        return None
    db.session.commit()
    return upload.id


def _read_again(opened: Opened, form: SourceForm) -> bool:
    try:
        work_plan_uploads.read_again(actor(), opened, Source(**form.source))
    except InvalidFile as error:
        form.form_errors.append(_words(error))
        return False
    db.session.commit()
    return True


def _choose(opened: Opened, form: ColumnsForm) -> bool:
    choices = Choices(opened.choices.source, form.meanings, form.options)
    try:
        work_plan_uploads.choose(actor(), opened, choices, seen=form.seen.data)
    except StaleEdit as error:
        db.session.rollback()
        flash(_words(error), "error")
        return False
    db.session.commit()
    return True


def _told(counts: Counts) -> str:
    return gettext(
        "The work plan was brought in. Activities: %(activities)s. Strategies: %(strategies)s. "
        "Budget lines: %(budget_lines)s. Institutions: %(institutions)s. Milestones: "
        "%(milestones)s.",
        activities=counts.activities,
        strategies=counts.strategies,
        budget_lines=counts.budget_lines,
        institutions=counts.institutions,
        milestones=counts.milestones,
    )


def _words(error: DomainError) -> str:
    return gettext(error.message, **error.params)


def _url(view: str, plan_id: UUID, upload_id: Any) -> str:
    return url_for(f"work_plan_imports.{view}", plan_id=plan_id, upload_id=upload_id)
