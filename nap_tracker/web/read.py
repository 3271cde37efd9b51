"""The plan read as a document, in the audience of who reads it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from nap_tracker.i18n import locale
from nap_tracker.services import contents, plans
from nap_tracker.web.door import actor
from nap_tracker.web.plan_pages import tabs

bp = Blueprint("read", __name__, url_prefix="/plans/<uuid:plan_id>/read")


@bp.get("")
def show(plan_id: UUID) -> ResponseReturnValue:
    """The contents: the sections the person may read, by part of the plan."""
    version = plans.newest(actor(), str(plan_id))
    schema = plans.schema_of(version, locale())
    plan = contents.read(actor(), version)
    parts = [
        (group.title, [s for s in schema.sections_of(group.id) if plan.section(s.id) is not None])
        for group in schema.groups
    ]
    return render_template(
        "read/show.html",
        version=version,
        tabs=tabs(version),
        parts=[part for part in parts if part[1]],
    )
