"""The receipt of a submission: what is known when it is recorded, as a page, a PDF and mail."""

from __future__ import annotations

from typing import Any

from nap_tracker.content.audience import Audience
from nap_tracker.content.canonical import dumps
from nap_tracker.exports import press, receipt
from nap_tracker.extensions import db
from nap_tracker.i18n import use_locale
from nap_tracker.models.event import Event
from nap_tracker.models.export import Export
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.sealed_file import SealedFile
from nap_tracker.models.submission import Submission
from nap_tracker.roles import Actor
from nap_tracker.services import contents, exports, frozen_texts, obligations
from nap_tracker.services.made import Made
from nap_tracker.workflow.duties import PRESSING
from nap_tracker.workflow.duty_words import title_params

MOST_DUTIES = 3
"""Dates a receipt names: the next ones."""


def facts(
    actor: Actor,
    version: PlanVersion,
    fact: Submission,
    *,
    bundle: SealedFile | None,
    event: Event,
    before: Submission | None,
) -> dict[str, Any]:
    """Number, time with zone, who, what, sums, the head of the log: as they stand now."""
    plan, party = contents.with_files(version), version.plan.party
    return {
        "number": fact.number,
        "party": dict(party.name),
        "title": dict(plan.title),
        "language": plan.language,
        "version": version.number,
        "sent_on": fact.sent_on,
        "received_on": fact.received_on,
        "reference": fact.reference,
        "recorded_at": event.recorded_at.isoformat(),
        "zone": party.time_zone,
        "by": actor.name if actor.user_id else "",
        "corrects": before.number if before else None,
        "snapshot_sha256": version.snapshot_sha256 or "",
        "redactions": [
            {"at": one.at.isoformat(), "by": one.who, "sha256": one.sha256}
            for one in frozen_texts.of_version(actor, version)
        ],
        "files": bundle.details.get("files", []) if bundle else [],
        "chain_number": event.number,
        "chain_hash": event.hash,
        "duties": _duties(version),
    }


def _duties(version: PlanVersion) -> list[dict[str, Any]]:
    """What the treaty's clock says comes next, this submission counted in."""
    party = version.plan.party
    clock = obligations.of_parties([party])[party.id].clock
    coming = [
        (duty.due.first.isoformat(), duty.due.last.isoformat(), duty)
        for duty in clock.duties
        if duty.standing in PRESSING and duty.due is not None
    ]
    coming.sort(key=lambda one: (*one[:2], one[2].key))
    return [
        {"first": first, "last": last, "kind": duty.kind.value, "params": title_params(duty)}
        for first, last, duty in coming[:MOST_DUTIES]
    ]


def print_later(actor: Actor, version: PlanVersion, fact: Submission) -> None:
    """The worker makes the PDF of what the receipt says now."""
    exports.ask(
        actor,
        version,
        format="receipt",
        audience=Audience.REVIEWERS,
        content=dumps(fact.receipt),
        options={"submission": fact.id, "language": version.plan.language},
    )


def printed(export: Export) -> Made:
    """The receipt as a PDF. Raises press.NotPrinted."""
    fact = db.session.get_one(Submission, export.options["submission"])
    language = export.options["language"]
    with use_locale(language):
        page = receipt.to_html(fact.receipt, language)
    pdf = press.render(page, {})
    return Made(pdf.data, f"receipt-{fact.number}.pdf", pdf.pages)


def title(fact: Submission) -> str:
    """What a receipt is called, in the reader's language."""
    return receipt.title(fact.receipt)


def lines(fact: Submission) -> list[tuple[str, str]]:
    """(question, answer) of a receipt, in the reader's language."""
    return receipt.lines(fact.receipt)


def sums(fact: Submission) -> list[str]:
    """Of what was sent, and of the receipt itself where it was made."""
    printed = db.session.get(SealedFile, fact.receipt_id) if fact.receipt_id else None
    own = [printed.sha256] if printed else []
    return [file["sha256"] for file in fact.receipt["files"]] + own


def duties(fact: Submission) -> list[tuple[str, str]]:
    """(date, what) of what came next by the treaty's clock, in the reader's language."""
    return receipt.duties(fact.receipt)


def is_made(export: Export, kept: SealedFile) -> None:
    """The submission names its receipt."""
    fact = db.session.get_one(Submission, export.options["submission"])
    fact.receipt_id = kept.id
    db.session.flush()
