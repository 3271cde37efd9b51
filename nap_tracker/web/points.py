"""Named points of a draft: giving a moment a name, taking it away, going back to it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.errors import Invalid, Locked
from nap_tracker.extensions import db
from nap_tracker.forms.points import PointForm
from nap_tracker.forms.rows import uid as as_uid
from nap_tracker.i18n import gettext, ngettext
from nap_tracker.models.entry import Revision
from nap_tracker.roles import Permission
from nap_tracker.services import going_back, moments, points
from nap_tracker.web.door import actor
from nap_tracker.web.entries import Desk, here, nothing_here
from nap_tracker.web.histories import history_desk

bp = Blueprint("points", __name__, url_prefix="/plans/<uuid:plan_id>/points")


@bp.route("/new", methods=["GET", "POST"])
def create(plan_id: UUID) -> ResponseReturnValue:
    """Give the present, or the moment of a save, a name."""
    at = history_desk(plan_id, Permission.POINT_NAME)
    save = _save(at)
    form = PointForm()
    if form.validate_on_submit():
        moment = save.created_at if save is not None else None
        try:
            points.name(actor(), at.version, form.name.data or "", at=moment)
        except Invalid as error:
            db.session.rollback()
            form.refuse(error)
        else:
            db.session.commit()
            flash(gettext("This point has a name now."), "success")
            return redirect(url_for("history.index", plan_id=plan_id))
    return render_template(
        "points/create.html", desk=at, save=save, form=form, action=here(), errors=form.problems
    )


@bp.post("/<uuid:point_id>/remove")
def remove(plan_id: UUID, point_id: UUID) -> ResponseReturnValue:
    """Take a name away; what was said then stays."""
    at = history_desk(plan_id, Permission.POINT_NAME)
    points.remove(actor(), at.version, points.find(actor(), at.version, str(point_id)))
    db.session.commit()
    flash(gettext("The name is gone. What was said then stays in the history."), "success")
    return redirect(url_for("history.index", plan_id=plan_id))


@bp.route("/<uuid:point_id>/restore", methods=["GET", "POST"])
def restore(plan_id: UUID, point_id: UUID) -> ResponseReturnValue:
    """Ask first, with what would change; then bring the whole draft back."""
    at = history_desk(plan_id, Permission.PLAN_RESTORE)
    point = points.find(actor(), at.version, str(point_id))
    if request.method == "POST":
        told = request.form.get("_told", "").split(",")
        try:
            done = going_back.draft(actor(), at.version, point, told=told)
        except Locked as error:
            db.session.rollback()
            flash(gettext(error.message, **error.params), "error")
            return redirect(here())
        db.session.commit()
        _say(done)
        return redirect(url_for("history.index", plan_id=plan_id))
    outlook = going_back.outlook(actor(), at.version, point)
    return render_template(
        "points/restore.html", desk=at, point=point, outlook=outlook, action=here()
    )


def _save(at: Desk) -> Revision | None:
    sent = request.args.get("at", "")
    if not sent:
        return None
    given = as_uid(sent)
    if given is None:
        raise nothing_here()
    return moments.find(actor(), at.version, given)


def _say(done: going_back.Outlook) -> None:
    words = ngettext(
        "%(n)s section or row is brought back.",
        "%(n)s sections and rows are brought back.",
        len(done.steps),
    )
    flash(words, "success")
    if done.files_back:
        words = ngettext(
            "%(n)s file is in the plan again.",
            "%(n)s files are in the plan again.",
            len(done.files_back),
        )
        flash(words, "success")
