"""Bringing a whole plan in from its JSON file."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.errors import DomainError, InvalidFile
from nap_tracker.extensions import db
from nap_tracker.forms.plan_imports import PlanImportForm
from nap_tracker.i18n import gettext
from nap_tracker.services import interchange
from nap_tracker.web.door import actor

bp = Blueprint("plan_imports", __name__, url_prefix="/plans/import")


@bp.route("", methods=["GET", "POST"])
def create() -> ResponseReturnValue:
    """Choose the file; a faulty one is refused with every problem, and nothing is stored."""
    interchange.require_import(actor())
    form = PlanImportForm()
    problems: list[tuple[str, str]] = []
    if form.validate_on_submit():
        try:
            plan = interchange.bring_in_file(
                actor(), request.files["file"].read(), existing=form.existing.data
            )
        except DomainError as error:
            db.session.rollback()
            form.file.errors = [gettext(error.message) % dict(error.params)]
            problems = _in_words(error)
        else:
            db.session.commit()
            flash(gettext("The plan is here."), "success")
            return redirect(url_for("plans.show", plan_id=plan.id))
    errors = [(form[name].id, messages[0]) for name, messages in form.errors.items()]
    page = render_template("plan_imports/create.html", form=form, problems=problems, errors=errors)
    return page, 400 if errors else 200


def _in_words(error: DomainError) -> list[tuple[str, str]]:
    if not isinstance(error, InvalidFile):
        return []
    return [
        (one.path, gettext(one.message) % dict(one.params) if one.params else gettext(one.message))
        for one in error.problems
    ]
