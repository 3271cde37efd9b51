"""The text of a review round as it was frozen, read as a document, with what was said of it.

By whoever sits in the round, with an account or by a personal link, and by who drafts the plan.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, make_response, render_template
from flask.typing import ResponseReturnValue

from nap_tracker.roles import Permission
from nap_tracker.services import reading_comments, round_files, rounds, seats
from nap_tracker.web.door import actor
from nap_tracker.web.entries import known, nothing_here
from nap_tracker.web.leaves import around
from nap_tracker.web.round_desk import desk

bp = Blueprint("round_reading", __name__, url_prefix="/rounds/<uuid:round_id>/read")


@bp.get("")
def show(round_id: UUID) -> ResponseReturnValue:
    """The contents of what is asked about."""
    return render_template("round_reading/show.html", desk=desk(round_id))


@bp.get("/<string:section_id>")
def section(round_id: UUID, section_id: str) -> ResponseReturnValue:
    """One section as it stood when the round was opened, comments beside their words."""
    at = desk(round_id)
    spec = known(at.reading.schema.section, section_id)
    if at.reading.contents.title(section_id) is None and section_id not in dict(at.empty):
        raise nothing_here()
    asked = at.asked(spec)
    said = reading_comments.of_round_page(actor(), at.seat, asked)
    return around("round_reading/section.html", desk=at, **at.shown(asked, said))


@bp.get("/whole")
def whole(round_id: UUID) -> ResponseReturnValue:
    """All that is asked about on one page, to search in and to print."""
    at = desk(round_id)
    return around("round_reading/whole.html", at.all_pages(), desk=at)


@bp.get("/pictures/<uuid:file_id>")
def picture(round_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """A picture of the text, in its copy without metadata."""
    seat = seats.own(actor(), str(round_id), Permission.ROUND_READ)
    copy = round_files.copy_of(actor(), seat, rounds.text_of(actor(), seat), str(file_id))
    response: Response = make_response(copy.data)
    response.headers["Content-Type"] = copy.media_type
    response.headers["Content-Disposition"] = "attachment"
    return response
