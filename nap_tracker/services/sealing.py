"""Freezing a version, and the bytes of it that are kept for ever."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from nap_tracker import files
from nap_tracker.clock import now
from nap_tracker.content import serial
from nap_tracker.content.audience import Audience
from nap_tracker.errors import Hidden, NotFound
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.account import Party
from nap_tracker.models.export import Export
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.sealed_file import SealedFile
from nap_tracker.permissions import reads_as, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import contents, exports, history, plans, withdrawals


class Kind(StrEnum):
    """What a file is to the version it belongs to."""

    BUNDLE = "bundle"
    ENDORSEMENT = "endorsement"
    JSON = "json"
    LETTER = "letter"
    ORIGINAL = "original"
    PDF = "pdf"
    RECEIPT = "receipt"


KIND_NAMES: Mapping[str, str] = {
    Kind.BUNDLE: N_("Everything to send, as one ZIP file"),
    Kind.ENDORSEMENT: N_("Signed endorsement"),
    Kind.JSON: N_("Data of the plan (JSON)"),
    Kind.LETTER: N_("Cover letter (Word)"),
    Kind.ORIGINAL: N_("Original file: the authoritative text"),
    Kind.PDF: N_("The plan (PDF)"),
    Kind.RECEIPT: N_("Receipt (PDF)"),
}
DOCUMENTS = ("sealed_json", "sealed_pdf")
"""Formats the worker makes of what was frozen: the same content for everybody, without a mark."""
WITHDRAWN = N_("This file was withdrawn to protect people. Reason: %(reason)s")


def freeze(actor: Actor, version: PlanVersion) -> PlanVersion:
    """Keep the text for ever: its canonical JSON with its sum; the worker makes PDF and data.

    Raises Frozen the second time.
    """
    require(actor, Permission.VERSION_FREEZE, version)
    plans.take_over(version)
    plans.freeze(version, serial.to_text(contents.load(version)))
    public = serial.to_text(contents.read(actor, version, Audience.PUBLIC))
    for format in DOCUMENTS:
        exports.ask(actor, version, format=format, audience=Audience.PUBLIC, content=public)
    history.record(
        actor,
        "version:frozen",
        party_id=version.party_id,
        plan_id=version.plan_id,
        subject=f"version:{version.id}",
        details={"number": str(version.number), "sha256": version.snapshot_sha256},
    )
    db.session.flush()
    return version


def keep(
    actor: Actor,
    version: PlanVersion,
    kind: Kind,
    *,
    name: str,
    data: bytes,
    media_type: str,
    audience: Audience,
    pages: int | None = None,
    details: Mapping[str, Any] | None = None,
) -> SealedFile:
    """Store bytes of a version for ever: the caller has asked whether the actor may."""
    file = SealedFile(
        party_id=version.party_id,
        plan_id=version.plan_id,
        version_id=version.id,
        kind=kind.value,
        name=name,
        media_type=media_type,
        size=len(data),
        sha256=files.store(version.party_id, data),
        pages=pages,
        audience=audience.value,
        details=dict(details or {}),
        kept_at=now(),
        kept_by_id=actor.user_id,
        withdrawn_because="",
    )
    db.session.add(file)
    db.session.flush()
    history.record(
        actor,
        "sealed-file:kept",
        party_id=version.party_id,
        plan_id=version.plan_id,
        subject=f"sealed_file:{file.id}",
        details={"kind": kind.value, "sha256": file.sha256},
    )
    return file


def of_versions(actor: Actor, versions: Sequence[PlanVersion]) -> Mapping[str, list[SealedFile]]:
    """The files the actor may have, by version id, the first kept first. One query."""
    found: dict[str, list[SealedFile]] = {version.id: [] for version in versions}
    if not versions:
        return found
    require(actor, Permission.PLAN_SHOW, versions[0])
    seen = _seen_by(reads_as(actor, versions[0]))
    query = select(SealedFile).where(
        SealedFile.version_id.in_(found), SealedFile.audience.in_(seen)
    )
    for file in db.session.scalars(query.order_by(SealedFile.kept_at, SealedFile.id)):
        found[file.version_id].append(file)
    return found


def get(actor: Actor, plan_id: str, file_id: str) -> SealedFile:
    """One kept file of a plan, if the actor belongs to its audience."""
    file = db.session.get(SealedFile, file_id)
    if file is None or file.plan_id != plan_id:
        raise Hidden(N_("There is no such file, or you may not see it."))
    require(actor, Permission.PLAN_SHOW, file)
    if file.audience not in _seen_by(reads_as(actor, file)):
        raise Hidden(N_("There is no such file, or you may not see it."))
    return file


def fetch(actor: Actor, plan_id: str, file_id: str) -> exports.Made:
    """The very bytes that were kept. Raises NotFound with the reason where they were withdrawn."""
    file = get(actor, plan_id, file_id)
    return exports.Made(file.name, file.media_type, read(file))


def read(file: SealedFile) -> bytes:
    """The bytes of a kept file: for those who may have it."""
    if file.withdrawn_at is not None:
        zone = db.session.get_one(Party, file.party_id).time_zone
        said = withdrawals.said_of(file.party_id, file.sha256, zone)
        raise said or NotFound(WITHDRAWN, {"reason": file.withdrawn_because})
    return files.read(file.party_id, file.sha256)


def newest(found: Iterable[SealedFile], kind: Kind) -> SealedFile | None:
    """The last file of a kind that was not withdrawn."""
    of_kind = [f for f in found if f.kind == kind.value and f.withdrawn_at is None]
    return of_kind[-1] if of_kind else None


def being_made(version: PlanVersion) -> Sequence[Export]:
    """Documents of a frozen version that the worker has not finished, or could not make."""
    query = select(Export).where(
        Export.version_id == version.id,
        Export.format.in_(DOCUMENTS),
        Export.ready_at.is_(None),
    )
    return db.session.scalars(query.order_by(Export.requested_at)).all()


def _seen_by(audience: Audience) -> list[str]:
    return [one.value for one in Audience if one.includes(audience)]
