"""Plans: the list, one plan's task list, beginning and naming a plan."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from nap_tracker.services import plans
from nap_tracker.web.door import actor

bp = Blueprint("plans", __name__)


@bp.get("/")
def index() -> ResponseReturnValue:
    """Every plan the person may read."""
    return render_template("plans/index.html", plans=plans.visible_to(actor()))
