"""Files that show what was done or measured: the drafting team's, and in none of its documents."""

from __future__ import annotations

from nap_tracker import files, media
from nap_tracker.content.audience import Audience
from nap_tracker.extensions import db
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.services import withdrawals
from nap_tracker.services.uploads import safe_name


def keep(version: PlanVersion, name: str, data: bytes, *, uploaded_by_id: str | None) -> StoredFile:
    """Store it beside the plan; its bytes as they came, and a copy without metadata."""
    party_id = version.party_id
    withdrawals.refuse(party_id, data)
    found = media.examine(data)
    file = StoredFile(
        party_id=party_id,
        plan_id=None,
        name=safe_name(name, found.media_type),
        media_type=found.media_type,
        size=len(data),
        sha256=files.store(party_id, data),
        clean_sha256=files.store(party_id, found.clean),
        clean_size=len(found.clean),
        width=found.width,
        height=found.height,
        pages=found.pages,
        audience=Audience.DRAFTING_TEAM.value,
        uploaded_by_id=uploaded_by_id,
    )
    db.session.add(file)
    db.session.flush()
    return file


def copy_of(file: StoredFile) -> bytes:
    """Its copy without metadata."""
    return files.read(file.party_id, file.clean_sha256)
