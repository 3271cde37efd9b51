"""Endorsement: recorded with body, instrument, date, signatory and the signed file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nap_tracker import media
from nap_tracker.clock import today
from nap_tracker.content.audience import Audience
from nap_tracker.errors import Invalid
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.endorsement import Endorsement
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.sealed_file import SealedFile
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import dated_facts, sealing, turns
from nap_tracker.services.uploads import safe_name
from nap_tracker.workflow.turns import ENDORSEMENT, Outcome

NOT_FROZEN = N_(
    "A body endorses a text that does not change any more. Freeze this version first, then record"
    " its endorsement."
)


@dataclass(frozen=True, slots=True)
class Signed:
    """The signed file as it was sent."""

    name: str
    data: bytes


def record(
    actor: Actor,
    version: PlanVersion,
    *,
    details: Mapping[str, Any],
    signed: Signed | None = None,
    once: str = "",
) -> Endorsement:
    """Say that a body endorsed this version: in any order with submission and publication.

    `details`: body, instrument, signatory, endorsed_on, with_changes, note.
    """
    require(actor, Permission.ENDORSEMENT_RECORD, version)
    there = dated_facts.already(version, Endorsement, once)
    return there or _record(actor, version, details, signed, None, once)


def correct(
    actor: Actor,
    version: PlanVersion,
    before: Endorsement,
    *,
    details: Mapping[str, Any],
    because: str,
    signed: Signed | None = None,
) -> Endorsement:
    """What was recorded stays, with why it was replaced; a signed file not given anew goes on."""
    require(actor, Permission.ENDORSEMENT_RECORD, version)
    dated_facts.replace(actor, before, because)
    return _record(actor, version, details, signed, before)


def withdraw(actor: Actor, version: PlanVersion, fact: Endorsement, *, because: str) -> None:
    """It was recorded by mistake: it stays in the record and holds no more."""
    require(actor, Permission.ENDORSEMENT_RECORD, version)
    dated_facts.replace(actor, fact, because)
    _write_down(actor, "endorsement:withdrawn", fact)


def _record(
    actor: Actor,
    version: PlanVersion,
    details: Mapping[str, Any],
    signed: Signed | None,
    before: Endorsement | None,
    once: str = "",
) -> Endorsement:
    if version.frozen_at is None:
        raise Invalid(NOT_FROZEN)
    dated_facts.refuse_future(version, endorsed_on=details.get("endorsed_on"))
    file = _kept(actor, version, signed) if signed else None
    fact = dated_facts.record(actor, version, Endorsement, details, replaces=before, once=once)
    fact.file_id = file.id if file else (before.file_id if before else None)
    db.session.flush()
    if before is None:
        on = fact.endorsed_on or today(version.plan.party.time_zone).isoformat()
        turns.end(actor, version, {ENDORSEMENT}, Outcome.DONE, on)
        _write_down(actor, "endorsement:recorded", fact)
    else:
        _write_down(actor, "endorsement:corrected", fact)
    return fact


def _kept(actor: Actor, version: PlanVersion, signed: Signed) -> SealedFile:
    """Byte for byte: a signature would not survive a copy without metadata."""
    try:
        found = media.examine(signed.data)
    except Invalid as error:
        raise Invalid(error.message, error.params, about="file") from None
    return sealing.keep(
        actor,
        version,
        sealing.Kind.ENDORSEMENT,
        name=safe_name(signed.name, found.media_type),
        data=signed.data,
        media_type=found.media_type,
        audience=Audience.DRAFTING_TEAM,
        pages=found.pages,
    )


def _write_down(actor: Actor, kind: str, fact: Endorsement) -> None:
    words = (fact.body, fact.instrument, fact.signatory, fact.note)
    dated_facts.write_down(actor, kind, fact, words=words, on=fact.endorsed_on)
