"""The sums of frozen texts: of what was frozen, and of what a removal for protection left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from nap_tracker.content.audience import Audience
from nap_tracker.content.canonical import digest
from nap_tracker.extensions import db
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.removal import Redaction, Removal
from nap_tracker.permissions import reads_as, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import history


@dataclass(frozen=True, slots=True)
class Redacted:
    """One removal that reached into a frozen text."""

    at: datetime
    who: str
    """'' where their account is not here, as after a Party moved."""
    why: str
    """For the drafting team; '' for everybody else, whom the reason may not be for."""
    sha256: str
    """Of the text since then."""
    removal_id: str


def keep_sums(removal: Removal, versions: Iterable[PlanVersion]) -> None:
    """What each text says now has a sum of its own; the one it was frozen with stays."""
    for version in versions:
        db.session.add(
            Redaction(
                party_id=version.party_id,
                removal_id=removal.id,
                version_id=version.id,
                sha256=digest(version.snapshot or ""),
            )
        )


def record(actor: Actor, removal: Removal, versions: Iterable[PlanVersion]) -> None:
    """In the log, so that any other change of the text is found out."""
    for version in versions:
        history.record(
            actor,
            "version:redacted",
            party_id=version.party_id,
            plan_id=version.plan_id,
            subject=f"version:{version.id}",
            details={
                "number": str(version.number),
                "removal": removal.id,
                "sha256": digest(version.snapshot or ""),
            },
        )


def of_versions(actor: Actor, versions: Sequence[PlanVersion]) -> Mapping[str, Sequence[Redacted]]:
    """By version id, the first removal first. One query."""
    found: dict[str, list[Redacted]] = {version.id: [] for version in versions}
    if not versions:
        return found
    require(actor, Permission.PLAN_SHOW, versions[0])
    tells = reads_as(actor, versions[0]) is Audience.DRAFTING_TEAM
    query = (
        select(Redaction)
        .join(Redaction.removal)
        .options(joinedload(Redaction.removal).joinedload(Removal.decided_by))
        .where(Redaction.version_id.in_(found))
        .order_by(Removal.decided_at, Redaction.id)
    )
    for one in db.session.scalars(query):
        found[one.version_id].append(_told(one, tells=tells))
    return found


def of_version(actor: Actor, version: PlanVersion) -> Sequence[Redacted]:
    """Of one version; no query while its text is open."""
    return of_versions(actor, [version])[version.id] if version.frozen_at else ()


def _told(redaction: Redaction, *, tells: bool) -> Redacted:
    removal = redaction.removal
    return Redacted(
        removal.decided_at,
        removal.decided_by.name if removal.decided_by else "",
        removal.reason if tells else "",
        redaction.sha256,
        removal.id,
    )
