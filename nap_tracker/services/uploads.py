"""Files and pictures of a plan: taking them in, showing them to whom they are meant for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath

from sqlalchemy import ColumnElement, delete, or_, select

from nap_tracker import files, media
from nap_tracker.clock import now
from nap_tracker.content.audience import Audience, Reach
from nap_tracker.errors import Hidden, Invalid
from nap_tracker.extensions import Base, db
from nap_tracker.i18n import N_
from nap_tracker.models import carried
from nap_tracker.models.account import Party
from nap_tracker.models.comment_upload import CommentUpload
from nap_tracker.models.institution_upload import InstitutionUpload
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.models.word_upload import WordUpload
from nap_tracker.models.work_plan_upload import WorkPlanUpload
from nap_tracker.permissions import Place, reach_of, reads_as, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import contents, history, plans, withdrawals
from nap_tracker.text.normalise import is_refused, line

FORGOTTEN_AFTER = timedelta(days=7)
"""A spreadsheet or Word file that nobody brought in is forgotten after this."""
ORPHANED_AFTER = timedelta(days=1)
"""Bytes without a row are deleted after this."""
LONGEST_NAME = 200
NO_FILE = N_("There is no such file, or you may not see it.")


@dataclass(frozen=True, slots=True)
class Copy:
    """Bytes to hand out."""

    name: str
    media_type: str
    data: bytes


def add(
    actor: Actor,
    version: PlanVersion,
    *,
    name: str,
    data: bytes,
    audience: Audience = Audience.DRAFTING_TEAM,
    uid: str | None = None,
) -> StoredFile:
    """Take a file in. Raises Invalid when it is not of a kind that can be taken.

    A new file starts at the drafting team; opening it wider is a decision of its own.
    """
    require(actor, Permission.FILE_ADD, version)
    if audience is not Audience.DRAFTING_TEAM:
        require(actor, Permission.AUDIENCE_WIDEN, version)
    withdrawals.refuse(version.party_id, data)
    found = media.examine(data)
    file = StoredFile(
        party_id=version.party_id,
        plan_id=version.plan_id,
        name=safe_name(name, found.media_type),
        media_type=found.media_type,
        size=len(data),
        sha256=files.store(version.party_id, data),
        clean_sha256=files.store(version.party_id, found.clean),
        clean_size=len(found.clean),
        width=found.width,
        height=found.height,
        pages=found.pages,
        audience=audience.value,
        uploaded_by_id=actor.user_id,
    )
    if uid is not None:
        file.id = uid
    db.session.add(file)
    db.session.flush()
    _record(actor, file, "file:added")
    return file


def of_plan(actor: Actor, plan_id: str) -> Sequence[StoredFile]:
    """The files the actor may see, newest first."""
    plan = plans.get(actor, plan_id)
    query = select(StoredFile).where(
        StoredFile.plan_id == plan.id,
        StoredFile.removed_at.is_(None),
        _is_seen(_reach(actor, plan)),
    )
    return db.session.scalars(query.order_by(StoredFile.created_at.desc())).all()


def get(actor: Actor, plan_id: str, file_id: str) -> StoredFile:
    """One file, if the actor belongs to its audience."""
    plan = plans.get(actor, plan_id)
    file = db.session.get(StoredFile, file_id)
    is_gone = file is not None and file.removed_at is not None and file.withdrawn_at is None
    if file is None or file.plan_id != plan.id or is_gone:
        raise Hidden(NO_FILE)
    reach = _reach(actor, plan)
    if file.audience not in _seen_by(reach.audience) and file.id not in reach.files:
        raise Hidden(NO_FILE)
    if file.withdrawn_at is not None:
        said = withdrawals.said_of(file.party_id, file.sha256, plan.party.time_zone)
        raise said or Hidden(NO_FILE)
    return file


def copy_for(actor: Actor, plan_id: str, file_id: str, *, original: bool = False) -> Copy:
    """The cleaned copy; the original bytes only for the drafting team and when asked for."""
    file = get(actor, plan_id, file_id)
    if original and reads_as(actor, file) is Audience.DRAFTING_TEAM:
        return Copy(file.name, "application/octet-stream", files.read(file.party_id, file.sha256))
    data = files.read(file.party_id, file.clean_sha256)
    return Copy(file.name, file.media_type, data)


def set_audience(
    actor: Actor, version: PlanVersion, file: StoredFile, audience: Audience
) -> StoredFile:
    """Show a file to more or fewer people; more is for those who lead the drafting."""
    wider = audience.openness > Audience(file.audience).openness
    permission = Permission.AUDIENCE_WIDEN if wider else Permission.AUDIENCE_NARROW
    require(actor, permission, place_of(version, file))
    file.audience = audience.value
    _record(actor, file, "file:audience-changed")
    db.session.flush()
    return file


def remove(actor: Actor, version: PlanVersion, file: StoredFile) -> None:
    """Take a file out of the plan; text that shows it shows nothing there any more."""
    require(actor, Permission.FILE_REMOVE, place_of(version, file))
    file.removed_at = now()
    _record(actor, file, "file:removed")
    db.session.flush()


def removed_since(version: PlanVersion, moment: datetime) -> Sequence[StoredFile]:
    """Files that were in the plan at a moment and are not now; withdrawn ones are gone for good."""
    query = select(StoredFile).where(
        StoredFile.plan_id == version.plan_id,
        StoredFile.created_at <= moment,
        StoredFile.removed_at > moment,
        StoredFile.withdrawn_at.is_(None),
    )
    return db.session.scalars(query.order_by(StoredFile.name, StoredFile.id)).all()


def added_since(version: PlanVersion, moment: datetime) -> Sequence[StoredFile]:
    """Files that are in the plan now and were not at a moment."""
    query = select(StoredFile).where(
        StoredFile.plan_id == version.plan_id,
        StoredFile.created_at > moment,
        StoredFile.removed_at.is_(None),
    )
    return db.session.scalars(query.order_by(StoredFile.name, StoredFile.id)).all()


def put_back(actor: Actor, version: PlanVersion, file: StoredFile) -> None:
    """A file that was taken out is in the plan again, for the readers it had."""
    require(actor, Permission.FILE_ADD, version)
    file.removed_at = None
    _record(actor, file, "file:restored")
    db.session.flush()


def set_emblem(actor: Actor, party: Party, version: PlanVersion, file: StoredFile | None) -> None:
    """Choose the picture that stands on the cover."""
    require(actor, Permission.PARTY_EDIT, party)
    if file is not None and not file.media_type.startswith("image/"):
        raise Invalid(N_("The emblem must be a picture."))
    party.emblem_id = file.id if file else None
    history.record(actor, "party:emblem-changed", party_id=party.id, subject=f"party:{party.id}")
    db.session.flush()


def prune(moment: datetime) -> int:
    """Forget uploads nobody brought in, then every stored object without a row."""
    before = moment - FORGOTTEN_AFTER
    done = 0
    for table in (CommentUpload, InstitutionUpload, WordUpload, WorkPlanUpload):
        gone = db.session.execute(
            delete(table).where(table.applied_at.is_(None), table.created_at < before)
        )
        done += int(gone.rowcount)  # type: ignore[attr-defined]
    db.session.flush()
    return done + files.sweep(_kept(), moment - ORPHANED_AFTER)


def safe_name(name: str, media_type: str) -> str:
    """A file name without folders, line breaks or surprises, with an ending that fits."""
    bare = "".join(c for c in name if not is_refused(c))
    base = line(PurePath(bare.replace("\\", "/")).name).strip(". ") or "file"
    stem, dot, ending = base.rpartition(".")
    wanted = ENDINGS.get(media_type)
    if wanted and ending.casefold() not in wanted:
        stem, dot, ending = base, ".", wanted[0]
    return f"{stem[: LONGEST_NAME - 10]}{dot}{ending[:9]}"


ENDINGS = {
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    "application/pdf": ("pdf",),
    "text/plain": ("txt", "csv", "md", "tsv", "json"),
    media.OFFICE["word/"]: ("docx",),
    media.OFFICE["xl/"]: ("xlsx",),
    media.OFFICE["ppt/"]: ("pptx",),
    "application/vnd.oasis.opendocument.text": ("odt",),
    "application/vnd.oasis.opendocument.spreadsheet": ("ods",),
    "application/vnd.oasis.opendocument.presentation": ("odp",),
}


def _kept() -> set[tuple[str, str]]:
    """(Party id, SHA-256) of everything rows point at: `models.carried` knows every such column."""
    columns = [
        (Base.metadata.tables[name], column)
        for name, table in carried.CARRIED.items()
        for column in table.files
    ]
    kept: set[tuple[str, str]] = set()
    for table, column in columns:
        named = select(table.c.party_id, table.c[column]).where(carried.has_bytes(table))
        rows = db.session.execute(named)
        kept |= {(party_id, sha256) for party_id, sha256 in rows if sha256}
    return kept


def place_of(version: PlanVersion, file: StoredFile) -> Place:
    """A file as what permissions are asked about: who added it has a say in it."""
    return Place(version, added_by=file.uploaded_by_id)


def _reach(actor: Actor, plan: Plan) -> Reach:
    reach = reach_of(actor, plan)
    if not reach.sections:
        return reach
    return contents.with_own_files(actor, plans.newest(actor, plan.id), reach)


def _is_seen(reach: Reach) -> ColumnElement[bool]:
    by_audience = StoredFile.audience.in_(_seen_by(reach.audience))
    return or_(by_audience, StoredFile.id.in_(sorted(reach.files))) if reach.files else by_audience


def _seen_by(audience: Audience) -> list[str]:
    return [one.value for one in Audience if one.includes(audience)]


def _record(actor: Actor, file: StoredFile, kind: str) -> None:
    history.record(
        actor,
        kind,
        party_id=file.party_id,
        plan_id=file.plan_id,
        subject=f"file:{file.id}",
        details={"sha256": file.sha256, "audience": file.audience},
    )
