"""The tracked changes of a Word file, decided all at once or one by one."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from nap_tracker.errors import StaleEdit
from nap_tracker.extensions import db
from nap_tracker.forms.word_imports import ChangesForm, changes_form
from nap_tracker.services import word_uploads
from nap_tracker.services.word_uploads import Opened
from nap_tracker.web.door import actor
from nap_tracker.web.word_pages import at, pages_of, said, send_on

bp = Blueprint(
    "word_changes", __name__, url_prefix="/plans/<uuid:plan_id>/word-imports/<uuid:word_id>"
)
send_on(bp)
PAGE = 40


@bp.route("/changes", methods=["GET", "POST"])
def edit(plan_id: UUID, word_id: UUID) -> ResponseReturnValue:
    """Who put in or took out which words; without any, on to the parts."""
    opened = word_uploads.open_(actor(), str(plan_id), str(word_id))
    onward = at("word_parts.edit", plan_id, word_id)
    if not opened.changes:
        return redirect(onward)
    pages = pages_of(opened.changes, PAGE, request.args.get("page", ""))
    form = changes_form(pages.shown, opened.choices, opened.seen)
    if form.validate_on_submit():
        step = int(_kept(opened, form))
        if step and not pages.has_next:
            return redirect(onward)
        return redirect(at("word_changes.edit", plan_id, word_id, page=pages.number + step))
    return render_template(
        "word_changes/edit.html",
        opened=opened,
        form=form,
        pages=pages,
        errors=form.problems,
    )


def _kept(opened: Opened, form: ChangesForm) -> bool:
    accept_all, changes = form.chosen(opened.choices)
    choices = replace(opened.choices, accept_all=accept_all, changes=changes)
    try:
        word_uploads.choose(actor(), opened, choices, seen=form.seen.data)
    except StaleEdit as error:
        db.session.rollback()
        flash(said(error), "error")
        return False
    db.session.commit()
    return True
