"""Registering a plan that was endorsed or submitted elsewhere, with its original file.

Nothing of today's checks is asked of it: the file is the authoritative text, kept byte for byte.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nap_tracker import media
from nap_tracker.content import serial
from nap_tracker.content.audience import Audience
from nap_tracker.errors import Invalid
from nap_tracker.extensions import db
from nap_tracker.models.account import Party
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import (
    contents,
    endorsements,
    history,
    lifecycle,
    plans,
    publications,
    sealing,
    submissions,
)
from nap_tracker.services.uploads import safe_name
from nap_tracker.services.versions import Purpose


@dataclass(frozen=True, slots=True)
class Original:
    """The text as it was printed, signed or sent."""

    name: str
    data: bytes
    audience: Audience = Audience.DRAFTING_TEAM


@dataclass(frozen=True, slots=True)
class Acts:
    """What happened to it elsewhere; None for what did not, or is not known."""

    endorsement: Mapping[str, Any] | None = None
    submission: Mapping[str, Any] | None = None
    publication: Mapping[str, Any] | None = None


def register(
    actor: Actor,
    party: Party,
    *,
    details: Mapping[str, Any],
    original: Original,
    acts: Acts | None = None,
    once: str = "",
) -> Plan:
    """Add the plan with one version, frozen at once. Raises Invalid with the field it is about.

    `details`: title, short_title, language, languages, period_start, period_end.
    """
    require(actor, Permission.PLAN_REGISTER, party)
    there = db.session.get(Plan, once) if once else None
    if there is not None and there.party_id == party.id:  # its button was pressed twice
        return there
    version = _frozen(actor, party, details, once)
    _keep_original(actor, version, original)
    history.record(
        actor,
        "plan:registered",
        party_id=party.id,
        plan_id=version.plan_id,
        subject=f"version:{version.id}",
        details={"sha256": version.snapshot_sha256},
    )
    acts = acts or Acts()
    if acts.endorsement is not None:
        endorsements.record(actor, version, details=acts.endorsement)
    if acts.submission is not None:
        submissions.record(actor, version, details=acts.submission)
    if acts.publication is not None:
        publications.record(actor, version, details=acts.publication)
    db.session.flush()
    return version.plan


def _frozen(actor: Actor, party: Party, details: Mapping[str, Any], once: str) -> PlanVersion:
    plan = Plan(party_id=party.id, sample=party.sample, **details)
    if once:
        plan.id = once
    plan.languages = [plan.language, *(x for x in plan.languages or () if x != plan.language)]
    db.session.add(plan)
    db.session.flush()
    version = plans.begin_version(actor, plan)
    version.purpose = Purpose.REGISTERED.value
    db.session.flush()
    db.session.refresh(version)
    plans.freeze(version, serial.to_text(contents.load(version)))
    lifecycle.stands_as_sent(version)
    return version


def _keep_original(actor: Actor, version: PlanVersion, original: Original) -> None:
    try:
        found = media.examine(original.data)
    except Invalid as error:
        raise Invalid(error.message, error.params, about="file") from None
    sealing.keep(
        actor,
        version,
        sealing.Kind.ORIGINAL,
        name=safe_name(original.name, found.media_type),
        data=original.data,
        media_type=found.media_type,
        audience=original.audience,
        pages=found.pages,
    )
