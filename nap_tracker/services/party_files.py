"""Files that belong to a Party and to no plan: evidence, letters. For the drafting team alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, select

from nap_tracker import files, media
from nap_tracker.content.audience import Audience
from nap_tracker.errors import Hidden, Invalid
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.account import Party
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import attaching, history, withdrawals
from nap_tracker.services.uploads import Copy, safe_name

NO_FILE = N_("There is no such file, or you may not see it.")
MOST = 20
"""Files of one fact."""


def add(actor: Actor, party: Party, *, name: str, data: bytes) -> StoredFile:
    """Take a file in by the same door as those of plans. Raises Invalid."""
    require(actor, Permission.WORKSHEET_EDIT, party)
    withdrawals.refuse(party.id, data)
    found = media.examine(data)
    file = StoredFile(
        party_id=party.id,
        plan_id=None,
        name=safe_name(name, found.media_type),
        media_type=found.media_type,
        size=len(data),
        sha256=files.store(party.id, data),
        clean_sha256=files.store(party.id, found.clean),
        clean_size=len(found.clean),
        width=found.width,
        height=found.height,
        pages=found.pages,
        audience=Audience.DRAFTING_TEAM.value,
        uploaded_by_id=actor.user_id,
    )
    db.session.add(file)
    db.session.flush()
    history.record(
        actor,
        "file:added",
        party_id=party.id,
        subject=f"file:{file.id}",
        details={"sha256": file.sha256, "audience": file.audience},
    )
    return file


def get(actor: Actor, party: Party, file_id: str) -> StoredFile:
    """One file of the Party itself."""
    require(actor, Permission.OBLIGATION_FILES, party)
    query = select(StoredFile).where(StoredFile.id == file_id, *_of(party))
    file = db.session.scalar(query)
    if file is None:
        raise Hidden(NO_FILE)
    if file.withdrawn_at is not None:
        raise withdrawals.said_of(party.id, file.sha256, party.time_zone) or Hidden(NO_FILE)
    return file


def copy_for(actor: Actor, party: Party, file_id: str, *, original: bool = False) -> Copy:
    """The cleaned copy, or the original bytes as they came: evidence keeps them."""
    file = get(actor, party, file_id)
    if original:
        return Copy(file.name, "application/octet-stream", files.read(party.id, file.sha256))
    return Copy(file.name, file.media_type, files.read(party.id, file.clean_sha256))


def named(party: Party, ids: Iterable[str]) -> Sequence[StoredFile]:
    """Those of the Party's own files. Raises Invalid where one is not."""
    wanted = set(ids)
    if len(wanted) > MOST:
        message = N_("Attach at most %(most)s files to one fact.")
        raise Invalid(message, {"most": MOST}, about="files")
    query = select(StoredFile).where(
        StoredFile.id.in_(sorted(wanted)),
        *_of(party),
        StoredFile.withdrawn_at.is_(None),
    )
    found = db.session.scalars(query.order_by(StoredFile.created_at, StoredFile.id)).all()
    if len(found) != len(wanted):
        raise Invalid(N_("A file is no longer there. Attach it again."), about="files")
    return found


def _of(party: Party) -> tuple[ColumnElement[bool], ...]:
    """What came with a comment is for who reads that, whatever else they may open here."""
    belongs = StoredFile.party_id == party.id
    return belongs, StoredFile.plan_id.is_(None), ~attaching.is_of_a_comment()
