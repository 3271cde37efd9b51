"""Files of the Party itself, for its drafting team: evidence and letters."""

from __future__ import annotations

import io
from uuid import UUID

from flask import Blueprint, send_file
from flask.typing import ResponseReturnValue

from nap_tracker.roles import Permission
from nap_tracker.services import parties, party_files
from nap_tracker.web.door import actor
from nap_tracker.web.files import SHOWN

bp = Blueprint("party_files", __name__, url_prefix="/parties/<uuid:party_id>/files")


@bp.get("/<uuid:evidence_id>")
def show(party_id: UUID, evidence_id: UUID) -> ResponseReturnValue:
    """The copy without metadata."""
    return _send(party_id, evidence_id, original=False)


@bp.get("/<uuid:evidence_id>/original")
def original(party_id: UUID, evidence_id: UUID) -> ResponseReturnValue:
    """The bytes as they came: a scanned letter is evidence only as it is."""
    return _send(party_id, evidence_id, original=True)


def _send(party_id: UUID, evidence_id: UUID, *, original: bool) -> ResponseReturnValue:
    party = parties.get(actor(), str(party_id), Permission.OBLIGATION_FILES)
    copy = party_files.copy_for(actor(), party, str(evidence_id), original=original)
    return send_file(
        io.BytesIO(copy.data),
        copy.media_type,
        as_attachment=copy.media_type not in SHOWN,
        download_name=copy.name,
    )
