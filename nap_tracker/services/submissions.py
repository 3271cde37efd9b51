"""Submission: recorded, since it goes by letter or mail. The word is said of nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from nap_tracker.errors import Hidden, Invalid
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.base import new_uid
from nap_tracker.models.event import Event
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.sealed_file import SealedFile
from nap_tracker.models.submission import Submission
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import dated_facts, history, notices, receipts, sealing

NOT_FROZEN = N_(
    "What was sent does not change any more. Freeze this version first, then record that it was"
    " sent."
)
RECEIVED_FIRST = N_("It cannot have been received before it was sent. Correct one of the two")


def record(
    actor: Actor, version: PlanVersion, *, details: Mapping[str, Any], once: str = ""
) -> Submission:
    """Say that this version was sent to the Secretariat: in any order with the other acts.

    `details`: sent_on, received_on, reference, bundle_id, note. The receipt keeps what is known
    at this moment; the worker prints it, and those who lead the Party's drafting get it by mail.
    """
    require(actor, Permission.SUBMISSION_RECORD, version)
    there = dated_facts.already(version, Submission, once)
    return there or _record(actor, version, details, None, once)


def correct(
    actor: Actor,
    version: PlanVersion,
    before: Submission,
    *,
    details: Mapping[str, Any],
    because: str,
) -> Submission:
    """What was recorded stays with its receipt; the correction has a receipt of its own."""
    require(actor, Permission.SUBMISSION_RECORD, version)
    dated_facts.replace(actor, before, because)
    return _record(actor, version, details, before)


def withdraw(actor: Actor, version: PlanVersion, fact: Submission, *, because: str) -> None:
    """It was recorded by mistake: it stays in the record and holds no more."""
    require(actor, Permission.SUBMISSION_RECORD, version)
    dated_facts.replace(actor, fact, because)
    history.record(
        actor,
        "submission:withdrawn",
        party_id=fact.party_id,
        plan_id=fact.plan_id,
        subject=f"version:{fact.version_id}",
        details={"submission": fact.id, "number": str(fact.number)},
        happened_on=fact.sent_on,
    )


def _record(
    actor: Actor,
    version: PlanVersion,
    details: Mapping[str, Any],
    before: Submission | None,
    once: str = "",
) -> Submission:
    bundle = _checked(actor, version, details)
    id = once or new_uid()
    event = _write_down(actor, version, id, details, before)  # which holds the Party's chain
    own = {**details, "number": _next_number(version.party_id)}
    fact = dated_facts.record(actor, version, Submission, own, replaces=before, once=id)
    db.session.flush()  # the treaty's clock reads it
    fact.receipt = receipts.facts(actor, version, fact, bundle=bundle, event=event, before=before)
    db.session.flush()
    receipts.print_later(actor, version, fact)
    notices.submission_recorded(version, fact)
    return fact


def _checked(actor: Actor, version: PlanVersion, details: Mapping[str, Any]) -> SealedFile | None:
    if version.frozen_at is None:
        raise Invalid(NOT_FROZEN)
    sent, received = details.get("sent_on"), details.get("received_on")
    dated_facts.refuse_future(version, sent_on=sent, received_on=received)
    if dated_facts.is_before(received, sent):
        raise Invalid(RECEIVED_FIRST, about="received_on")
    if not details.get("bundle_id"):
        return None
    bundle = sealing.get(actor, version.plan_id, details["bundle_id"])
    if bundle.version_id != version.id or bundle.kind != sealing.Kind.BUNDLE:
        raise Hidden(N_("There is no such file, or you may not see it."))
    return bundle


def _write_down(
    actor: Actor,
    version: PlanVersion,
    id: str,
    details: Mapping[str, Any],
    before: Submission | None,
) -> Event:
    facts = {"submission": id, "replaces": before.id if before else ""}
    return history.record(
        actor,
        "submission:corrected" if before else "submission:recorded",
        party_id=version.party_id,
        plan_id=version.plan_id,
        subject=f"version:{version.id}",
        details=facts,
        content=" | ".join((details.get("reference", ""), details.get("note", ""))),
        happened_on=details.get("sent_on"),
    )


def _next_number(party_id: str) -> int:
    """Nobody else counts at the same moment: the Party's chain of events is held."""
    query = select(func.max(Submission.number)).where(Submission.party_id == party_id)
    return (db.session.scalar(query) or 0) + 1
