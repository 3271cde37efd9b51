"""The plan read as a document, in the audience of who reads it, and what was said of it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from nap_tracker.services import reading_comments
from nap_tracker.web.door import actor
from nap_tracker.web.entries import known
from nap_tracker.web.leaves import around
from nap_tracker.web.read_desk import desk

bp = Blueprint("read", __name__, url_prefix="/plans/<uuid:plan_id>/read")


@bp.get("")
def show(plan_id: UUID) -> ResponseReturnValue:
    """The contents of the document, in the audience of who reads."""
    return render_template("read/show.html", desk=desk(plan_id))


@bp.get("/<string:section_id>")
def section(plan_id: UUID, section_id: str) -> ResponseReturnValue:
    """One section of the document; says so where this reader finds nothing in it."""
    at = desk(plan_id)
    spec = known(at.reading.schema.section, section_id)
    asked = at.asked(spec)
    said = reading_comments.of_page(actor(), at.version, asked)
    return around("read/section.html", desk=at, **at.shown(asked, said))


@bp.get("/whole")
def whole(plan_id: UUID) -> ResponseReturnValue:
    """All of it on one page, to search in and to print."""
    at = desk(plan_id)
    return around("read/whole.html", at.all_pages(), desk=at)
