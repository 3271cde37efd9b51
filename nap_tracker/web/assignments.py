"""Who does what: the people and dates of a plan's sections."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.extensions import db
from nap_tracker.forms.plans import AssignmentForm
from nap_tracker.i18n import day, gettext, locale
from nap_tracker.queue import wake
from nap_tracker.roles import Permission
from nap_tracker.services import assignments, plans
from nap_tracker.web.door import actor
from nap_tracker.web.entries import known
from nap_tracker.web.plan_pages import tabs
from nap_tracker.web.tables import Line

bp = Blueprint("assignments", __name__, url_prefix="/plans/<uuid:plan_id>/assignments")


@bp.get("")
def index(plan_id: UUID) -> ResponseReturnValue:
    """Every section with its person and date."""
    version = plans.newest(actor(), str(plan_id), Permission.SECTION_ASSIGN)
    given = assignments.of_version(actor(), version)
    lines = []
    for section in plans.schema_of(version, locale()).sections:
        one = given.get(section.id)
        person, due = (one.user.name, one.due_on) if one else (gettext("Nobody"), None)
        url = url_for("assignments.edit", plan_id=plan_id, section_id=section.id)
        lines.append(Line(section.id, (section.title, person, day(due) if due else ""), url))
    return render_template(
        "assignments/index.html", version=version, tabs=tabs(version), lines=lines
    )


@bp.route("/<string:section_id>", methods=["GET", "POST"])
def edit(plan_id: UUID, section_id: str) -> ResponseReturnValue:
    """Ask somebody to draft one section by a date."""
    version = plans.newest(actor(), str(plan_id), Permission.SECTION_ASSIGN)
    section = known(plans.schema_of(version, locale()).section, section_id)
    given = assignments.of_section(actor(), version, section_id)
    form = AssignmentForm(
        people=[
            (user.id, user.name) for user in assignments.candidates(actor(), version, section_id)
        ],
        data={"person": given.user_id, "due_on": given.due_on} if given else None,
    )
    if form.validate_on_submit():
        person, due = form.person.data or None, form.due_on.data or None
        assignments.assign(actor(), version, section_id, user_id=person, due_on=due)
        db.session.commit()
        wake("messages")
        flash(gettext("Saved."), "success")
        return redirect(url_for("assignments.index", plan_id=plan_id))
    return render_template(
        "assignments/edit.html", version=version, section=section, form=form, errors=form.problems
    )
