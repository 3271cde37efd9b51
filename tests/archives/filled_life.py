"""What happens to a plan and to the people around it: a row in every table that tells of it."""

from __future__ import annotations

from datetime import timedelta

from nap_tracker.clock import today
from nap_tracker.content.audience import Audience
from nap_tracker.extensions import db
from nap_tracker.models.export import Export
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.removal import Redaction
from nap_tracker.roles import Role
from nap_tracker.services import (
    assignments,
    bundles,
    checks,
    delegations,
    endorsements,
    erasures,
    exporting,
    handovers,
    held_forms,
    locks,
    plans,
    points,
    publications,
    registrations,
    removals,
    sealing,
    submissions,
    uploads,
    versions,
    word_uploads,
)
from nap_tracker.services.bundles import Wanted
from nap_tracker.services.endorsements import Signed
from nap_tracker.services.made import Made
from nap_tracker.services.registrations import Acts, Original
from tests.cast import Cast
from tests.services.moving import move

DOCUMENT = b"%PDF-1.7 a finished document\n"
ENDORSED = {"body": "ສະພາແຫ່ງຊາດ", "instrument": "Decree 12", "endorsed_on": "2026-05"}
SENT = {"sent_on": "2026-06-01", "received_on": "2026-06", "reference": "NV 7"}
SHOWN = {"place": "Gazette", "address": "https://example.org/plan", "published_on": "2026"}


def live(cast: Cast, version: PlanVersion) -> PlanVersion:
    """The plan is drafted, returned, sent, endorsed, submitted; the next version is open."""
    _drafted(cast, version)
    lead, focal = cast.actor("coordinator"), cast.actor("focal_point")
    move(lead, version, "open_internal_review", due_on="2099-05-20")
    move(lead, version, "return_from_internal_review")
    move(focal, version, "send_for_endorsement", due_on=None)
    for export in sealing.being_made(version):
        made(export)
    signed = Signed("decree.txt", b"Signed and sealed")
    first = endorsements.record(lead, version, details=ENDORSED | {"body": "?"}, signed=signed)
    endorsements.correct(lead, version, first, details=ENDORSED, because="The body was missing")
    wanted = Wanted(endorsements=frozenset({first.file_id or ""}))
    bundle = bundles.make(lead, version, wanted)
    submissions.record(lead, version, details=SENT | {"bundle_id": bundle.id})
    publications.record(lead, version, details=SHOWN)
    _registered(cast)
    for export in db.session.query(Export).filter_by(format="receipt"):
        made(export)
    begun = versions.begin_next(lead, version)
    db.session.commit()
    return begun


def surround(cast: Cast, version: PlanVersion) -> None:
    """What people do around the open version: leave, promise, hold, bring files, remove one."""
    officer = cast.actor("officer")
    plans.edit(cast.actor("coordinator"), version.plan, details={"period_start": None})
    warning = checks.examine(officer, version).findings.warnings[0]
    checks.answer(officer, version, warning.key, reason="So it is", seen="")
    locks.take(officer, version, "trade", reason="Rewriting ຄຳ", hours=1)
    pasted = word_uploads.pasted("<p>Told by a ministry</p>", "Annex ຄຳ")
    word_uploads.add(officer, version, pasted, language="en")
    held_forms.hold(cast.officer.id, f"/plans/{version.plan_id}/sections/trade", [("goal", "ຄຳ")])
    _lent_and_offered(cast)
    seen = uploads.add(officer, version, name="a face.txt", data=b"Seen by somebody")
    removed = removals.remove_file(
        cast.actor("focal_point"), cast.amberland, seen, files=(), reason="It shows a miner"
    )
    sums = {"version_id": version.id, "sha256": "5" * 64}
    db.session.add(Redaction(party_id=version.party_id, removal_id=removed.id, **sums))
    db.session.commit()
    erasures.erase()
    erasures.wiped(erasures.unwiped())


def made(export: Export) -> None:
    """As the worker does, without the minutes it takes."""
    exporting.store(export, Made(DOCUMENT, f"{export.format}.pdf", 1))


def _drafted(cast: Cast, version: PlanVersion) -> None:
    officer, lead = cast.actor("officer"), cast.actor("coordinator")
    assignments.assign(lead, version, "trade", user_id=cast.officer.id, due_on="2027-02-01")
    points.name(officer, version, "Sent to the ministries")


def _registered(cast: Cast) -> None:
    """One that was made elsewhere, in 2020."""
    registrations.register(
        cast.actor("coordinator"),
        cast.amberland,
        details={
            "title": {"fr": "Plan de 2020"},
            "short_title": {},
            "language": "fr",
            "languages": ["fr"],
            "period_start": "2020",
            "period_end": "2029",
        },
        original=Original("plan.txt", b"Le plan de 2020", Audience.REVIEWERS),
        acts=Acts(endorsement={"body": "Conseil"}, submission={"sent_on": "2020-04"}),
    )


def _lent_and_offered(cast: Cast) -> None:
    officer, here = cast.actor("officer"), today(cast.amberland.time_zone)
    (own,) = [m for m in delegations.own_roles(officer, cast.amberland) if m.role is Role.OFFICER]
    delegations.give(
        officer,
        cast.amberland,
        own,
        to_id=cast.viewer.id,
        first_day=here,
        last_day=here + timedelta(days=9),
    )
    handovers.offer(officer, cast.amberland, to_id=cast.colleague.id, note="I leave ຄຳ")
