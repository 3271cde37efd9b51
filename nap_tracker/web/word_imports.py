"""A Word file or a pasted text: take it in, decide, place its parts, look, bring it in whole."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.errors import Invalid, InvalidFile, Locked, StaleEdit
from nap_tracker.extensions import db
from nap_tracker.forms.word_imports import FileForm, PasteForm, result_form
from nap_tracker.i18n import N_, gettext, ngettext
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import Permission
from nap_tracker.services import plans, word_imports, word_uploads
from nap_tracker.services.word_imports import Trial
from nap_tracker.services.word_uploads import Material, Opened
from nap_tracker.web.door import actor
from nap_tracker.web.plan_pages import tabs
from nap_tracker.web.word_pages import at, result_page, said, sections_named, send_on

bp = Blueprint("word_imports", __name__, url_prefix="/plans/<uuid:plan_id>/word-imports")
send_on(bp)

PASTED = N_("Pasted text")


@bp.route("", methods=["GET", "POST"])
def create(plan_id: UUID) -> ResponseReturnValue:
    """Choose the file; those uploaded before can be taken up again."""
    version = _version(plan_id)
    form = FileForm()
    form.offer(version.plan.languages)
    if form.validate_on_submit():
        sent = request.files["file"]
        upload_id = _take_in(version, form, sent.filename or "", sent.read())
        if upload_id:
            return redirect(_first_step(plan_id, upload_id))
    return render_template(
        "word_imports/create.html",
        version=version,
        form=form,
        uploads=word_uploads.of_plan(actor(), version),
        only=_only(version),
        tabs=tabs(version),
        errors=form.problems,
    )


@bp.route("/paste", methods=["GET", "POST"])
def paste(plan_id: UUID) -> ResponseReturnValue:
    """A text from the clipboard, with its form or without."""
    version = _version(plan_id)
    form = PasteForm()
    form.offer(version.plan.languages)
    if form.validate_on_submit():
        upload_id = _take_in(version, form, "", b"")
        if upload_id:
            return redirect(_first_step(plan_id, upload_id))
    return render_template(
        "word_imports/paste.html",
        version=version,
        form=form,
        only=_only(version),
        errors=form.problems,
    )


@bp.route("/<uuid:word_id>", methods=["GET", "POST"])
def show(plan_id: UUID, word_id: UUID) -> ResponseReturnValue:
    """What each field would say, what becomes rows, what is unplaced; and bringing it in."""
    opened = _opened(plan_id, word_id)
    trial = word_imports.try_out(actor(), opened)
    page = result_page(trial)
    form = result_form(page.modes, opened.choices, {
        "seen": opened.seen, "fingerprint": trial.fingerprint, "counters": trial.seen,
    })  # fmt: skip
    if form.validate_on_submit():
        return _decide(opened, form)
    return render_template(
        "word_imports/show.html",
        opened=opened,
        trial=trial,
        page=page,
        only=sections_named(opened.version, opened.within),
        form=form,
        errors=form.problems,
    )


@bp.post("/<uuid:word_id>/forget")
def forget(plan_id: UUID, word_id: UUID) -> ResponseReturnValue:
    """Take the upload away before anything of it is in the plan."""
    word_uploads.forget(actor(), str(plan_id), str(word_id))
    db.session.commit()
    flash(gettext("The file was taken away. Nothing of it is in the plan."), "success")
    return redirect(url_for("word_imports.create", plan_id=plan_id))


def _first_step(plan_id: UUID, upload_id: str) -> str:
    """Tracked changes are decided first; a file without any goes on to its parts by itself."""
    return at("word_changes.edit", plan_id, upload_id)


def _version(plan_id: UUID) -> PlanVersion:
    return plans.newest(actor(), str(plan_id), Permission.WORD_ADD)


def _only(version: PlanVersion) -> str:
    return sections_named(version, word_uploads.sections_of(actor(), version))


def _opened(plan_id: UUID, word_id: UUID) -> Opened:
    return word_uploads.open_(actor(), str(plan_id), str(word_id))


def _take_in(version: PlanVersion, form: FileForm | PasteForm, name: str, data: bytes) -> str:
    """The id of the upload; '' where it was refused, with the reason at its field."""
    place = form.text if isinstance(form, PasteForm) else form.file
    plan_id = version.plan_id
    # Reading takes seconds, and nobody's save waits for it: no transaction is open meanwhile.
    db.session.commit()
    try:
        if isinstance(form, PasteForm):
            material = word_uploads.pasted(form.text.html, gettext(PASTED))
        else:
            material = word_uploads.examine(name, data)
        return _add(plan_id, material, form)
    except (Invalid, InvalidFile) as error:
        db.session.rollback()
        place.errors = [said(error)]
        return ""


def _add(plan_id: str, material: Material, form: FileForm | PasteForm) -> str:
    version = plans.newest(actor(), plan_id, Permission.WORD_ADD)
    upload = word_uploads.add(actor(), version, material, language=form.language.data)
    db.session.commit()
    return upload.id


def _decide(opened: Opened, form: Any) -> ResponseReturnValue:
    """Keep what was said about the fields, and bring everything in where that was pressed."""
    where = (opened.version.plan_id, opened.upload.id)
    try:
        word_uploads.choose(actor(), opened, form.said(opened.choices), seen=form.seen.data)
        if request.form.get("act") != "apply":
            db.session.commit()
            return redirect(at("word_imports.show", *where))
        done = word_imports.apply(
            actor(),
            *where,
            fingerprint=form.fingerprint.data or "",
            seen=_counters(form.counters.data),
        )
    except (Invalid, InvalidFile, Locked, StaleEdit) as error:
        db.session.rollback()
        flash(said(error), "error")
        return redirect(at("word_imports.show", *where))
    db.session.commit()
    flash(_told(done), "success")
    return redirect(url_for("plans.show", plan_id=where[0]))


def _counters(sent: str | None) -> dict[str, int]:
    try:
        found = json.loads(sent or "{}")
        return {str(section): int(counter) for section, counter in found.items()}
    except (ValueError, AttributeError, TypeError):
        return {}


def _told(done: Trial) -> str:
    rows = sum(len(table.rows) for table in done.tables)
    words = ngettext(
        "The file was brought in: %(n)s field has its text.",
        "The file was brought in: %(n)s fields have their texts.",
        len(done.fields),
    )
    if rows:
        words += " " + ngettext("%(n)s row was added.", "%(n)s rows were added.", rows)
    return words
