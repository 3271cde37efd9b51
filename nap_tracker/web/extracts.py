"""Taking out what a page of the implementation shows, as a file. A form, since it is recorded."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from nap_tracker.extensions import db
from nap_tracker.services import extracts, tracking
from nap_tracker.services.activity_filter import ActivityFilter
from nap_tracker.services.extracts import MEDIA_TYPES, SHOWS, Wish
from nap_tracker.web.comment_files import sent
from nap_tracker.web.door import actor

bp = Blueprint("extracts", __name__, url_prefix="/plans/<uuid:plan_id>/extracts")


@bp.post("/<string:what>")
def take(plan_id: UUID, what: str) -> ResponseReturnValue:
    """The table of the page, by the filter that the page shows."""
    chosen, format = extracts.known(what, request.form.get("format", "xlsx"))
    version = tracking.own_in_force(actor(), str(plan_id), SHOWS[chosen])
    asked = (request.form.get(name, "") for name in ("show", "whose", "item"))
    wish = Wish(ActivityFilter(*asked), request.form.get("currency", ""))
    made = extracts.take(actor(), version, chosen, format, wish)
    db.session.commit()
    return sent(made, MEDIA_TYPES[format])
