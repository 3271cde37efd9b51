"""Bytes that are kept for ever, handed out as they are."""

from __future__ import annotations

import io
from uuid import UUID

from flask import Blueprint, send_file
from flask.typing import ResponseReturnValue

from nap_tracker.services import sealing
from nap_tracker.web.door import actor

bp = Blueprint("sealed_files", __name__, url_prefix="/plans/<uuid:plan_id>/sealed-files")


@bp.get("/<uuid:file_id>")
def show(plan_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """The very bytes that were kept, as an attachment."""
    made = sealing.fetch(actor(), str(plan_id), str(file_id))
    return send_file(
        io.BytesIO(made.data), made.media_type, as_attachment=True, download_name=made.name
    )
