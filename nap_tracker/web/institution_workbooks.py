"""Reports of institutions by file: sent out, brought back, looked at, and brought in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.errors import DomainError, Invalid, InvalidFile, NotReady, StaleEdit
from nap_tracker.extensions import db
from nap_tracker.forms.institution_workbooks import ApplyForm, FileForm
from nap_tracker.i18n import gettext, ngettext
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import Permission
from nap_tracker.services import institution_workbooks, tracking
from nap_tracker.services.institution_workbooks import Applied, Gone
from nap_tracker.web.comment_files import XLSX, sent
from nap_tracker.web.door import actor
from nap_tracker.web.plan_pages import tabs
from nap_tracker.workflow.implementation import IMPLEMENTATION

bp = Blueprint("institution_workbooks", __name__, url_prefix="/plans/<uuid:plan_id>/reports")


@bp.route("", methods=["GET", "POST"])
def index(plan_id: UUID) -> ResponseReturnValue:
    """The institutions with a file for each, and a place to bring one in."""
    version = _version(plan_id)
    form = FileForm()
    if form.validate_on_submit() and (upload_id := _take_in(version, form)):
        return redirect(_url("show", plan_id, upload_id=upload_id))
    return render_template(
        "institution_workbooks/index.html",
        version=version,
        tabs=tabs(version),
        bodies=institution_workbooks.bodies(actor(), version),
        form=form,
        errors=form.problems,
    )


@bp.get("/<uuid:institution_uid>.xlsx")
def table(plan_id: UUID, institution_uid: UUID) -> ResponseReturnValue:
    """The workbook of one institution."""
    made = institution_workbooks.table(actor(), _version(plan_id), str(institution_uid))
    return sent(made, XLSX)


@bp.get("/<uuid:upload_id>")
def show(plan_id: UUID, upload_id: UUID) -> ResponseReturnValue:
    """What a file would report, and what is wrong in it, by row."""
    version = _version(plan_id)
    opened = institution_workbooks.open_(actor(), version, str(upload_id))
    return render_template(
        "institution_workbooks/show.html",
        version=version,
        opened=opened,
        report=opened.report,
        phases=IMPLEMENTATION.names,
        form=ApplyForm(data={"fingerprint": opened.fingerprint}),
    )


@bp.post("/<uuid:upload_id>/apply")
def apply(plan_id: UUID, upload_id: UUID) -> ResponseReturnValue:
    """Report all of it, or nothing."""
    version, form = _version(plan_id), ApplyForm()
    try:
        done = institution_workbooks.apply(
            actor(), version, str(upload_id), fingerprint=form.fingerprint.data or ""
        )
    except (Invalid, InvalidFile, NotReady, StaleEdit) as error:
        db.session.rollback()
        flash(gettext(error.message, **error.params), "error")
        return redirect(_url("show", plan_id, upload_id=upload_id))
    db.session.commit()
    flash(ngettext("%(n)s thing was reported.", "%(n)s things were reported.", done), "success")
    return redirect(_url("index", plan_id))


@bp.errorhandler(Gone)
@bp.errorhandler(Applied)
def _over(error: DomainError) -> ResponseReturnValue:
    """Back to where a file is uploaded, with the reason."""
    db.session.rollback()
    flash(gettext(error.message, **error.params), "error")
    return redirect(_url("index", (request.view_args or {})["plan_id"]))


def _version(plan_id: UUID) -> PlanVersion:
    return tracking.in_force(actor(), str(plan_id), Permission.ACTIVITY_REPORT)


def _url(name: str, plan_id: UUID, **values: Any) -> str:
    """A page of the same plan."""
    return url_for(f"{bp.name}.{name}", plan_id=plan_id, **values)


def _take_in(version: PlanVersion, form: FileForm) -> str:
    chosen = form.file.data
    try:
        upload = institution_workbooks.add(
            actor(), version, name=chosen.filename or "", data=chosen.read()
        )
    except InvalidFile as error:
        db.session.rollback()
        form.refuse(Invalid(error.message, error.params, about="file"))
        return ""
    db.session.commit()
    return upload.id
