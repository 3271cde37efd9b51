"""The limits by which the progress of a plan's activities is read."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.forms.progress_limits import LimitsForm
from nap_tracker.i18n import gettext
from nap_tracker.roles import Permission
from nap_tracker.services import progress_limits, tracking
from nap_tracker.web.door import actor
from nap_tracker.web.plan_pages import tabs
from nap_tracker.web.storing import stored
from nap_tracker.workflow.progress_limits import NAMES, Limits, defaults

bp = Blueprint("progress_limits", __name__, url_prefix="/plans/<uuid:plan_id>")


@bp.route("/activities/limits", methods=["GET", "POST"])
def edit(plan_id: UUID) -> ResponseReturnValue:
    """Set after how many months the readings of this plan change."""
    version = tracking.in_force(actor(), str(plan_id), Permission.PLAN_EDIT)
    form = LimitsForm(data=asdict(progress_limits.of(version.plan)))
    if stored(
        form,
        lambda: progress_limits.set_(
            actor(), version, Limits(**{name: form[name].data for name in NAMES})
        ),
    ):
        flash(gettext("The limits hold from now on."), "success")
        return redirect(url_for("activities.index", plan_id=plan_id))
    return render_template(
        "progress_limits/edit.html",
        version=version,
        tabs=tabs(version),
        form=form,
        defaults=[(form[name].label.text, n) for name, n in asdict(defaults()).items()],
        errors=form.problems,
    )
