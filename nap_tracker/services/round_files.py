"""Pictures of the text of a round, for whoever reads it there."""

from __future__ import annotations

from dataclasses import dataclass

from nap_tracker import files
from nap_tracker.content.tree import PlanContent
from nap_tracker.errors import Hidden
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.permissions import Seat, require
from nap_tracker.roles import Actor, Permission


@dataclass(frozen=True, slots=True)
class Copy:
    """Bytes without the properties of the photograph."""

    data: bytes
    media_type: str


def copy_of(actor: Actor, seat: Seat, text: PlanContent, file_id: str) -> Copy:
    """A file of the text as this reader has it. Raises Hidden for every other one."""
    require(actor, Permission.ROUND_READ, seat)
    listed = {file.uid for file in text.files}
    file = db.session.get(StoredFile, file_id) if file_id in listed else None
    if file is None or file.plan_id != seat.plan_id or file.withdrawn_at is not None:
        raise Hidden(N_("There is no such file, or you may not see it."))
    if not file.media_type.startswith("image/"):
        raise Hidden(N_("There is no such file, or you may not see it."))
    return Copy(files.read(file.party_id, file.clean_sha256), file.media_type)
