"""Sealed documents made again without what was removed: new files beside the withdrawn ones."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from nap_tracker.content import serial
from nap_tracker.content.audience import Audience
from nap_tracker.extensions import db
from nap_tracker.models.account import Party
from nap_tracker.models.export import Export
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.sealed_file import SealedFile
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import contents, exports, history, sealing


def waiting(actor: Actor, party: Party) -> Sequence[tuple[PlanVersion, list[str]]]:
    """Frozen versions with the formats that were withdrawn and not made again."""
    require(actor, Permission.PROTECTION_REMOVE, party)
    query = select(PlanVersion).where(
        PlanVersion.party_id == party.id, PlanVersion.frozen_at.is_not(None)
    )
    found = [(version, _lacking(version)) for version in db.session.scalars(query)]
    return [(version, formats) for version, formats in found if formats]


def reissue(actor: Actor, party: Party) -> int:
    """Have the worker make them of the text as it is now; how many documents were asked for."""
    asked = 0
    for version, formats in waiting(actor, party):
        public = serial.to_text(contents.read(actor, version, Audience.PUBLIC))
        for format in formats:
            exports.ask(actor, version, format=format, audience=Audience.PUBLIC, content=public)
            asked += 1
        history.record(
            actor,
            "version:reissued",
            party_id=version.party_id,
            plan_id=version.plan_id,
            subject=f"version:{version.id}",
            details={"version": str(version.number)},
        )
    db.session.flush()
    return asked


def _lacking(version: PlanVersion) -> list[str]:
    kept = db.session.execute(
        select(SealedFile.kind, SealedFile.withdrawn_at).filter_by(version_id=version.id)
    ).all()
    asked = db.session.execute(
        select(Export.format, Export.withdrawn_at, Export.ready_at, Export.failed_at).filter_by(
            version_id=version.id
        )
    ).all()
    lacking = []
    for format in sealing.DOCUMENTS:
        kind = format.removeprefix("sealed_")
        was = any(f.kind == kind and f.withdrawn_at for f in kept)
        was |= any(e.format == format and e.withdrawn_at for e in asked)
        has = any(f.kind == kind and not f.withdrawn_at for f in kept)
        comes = any(e.format == format and not (e.ready_at or e.failed_at) for e in asked)
        if was and not has and not comes:
            lacking.append(format)
    return lacking
