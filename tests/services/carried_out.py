"""A plan in force with everything recorded that nobody outside may read, each word marked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from nap_tracker.clock import today
from nap_tracker.extensions import db
from nap_tracker.models.indicator_track import IndicatorTrack
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import OPERATOR
from nap_tracker.services import (
    activity_reports,
    funding,
    indicators,
    observations,
    progress_publications,
    progress_reviews,
    publishable,
    review_inputs,
    tracking,
)
from nap_tracker.services.activity_reports import Report
from nap_tracker.services.progress_publications import Wish
from nap_tracker.services.publishable import Candidate, Offer
from nap_tracker.services.review_inputs import Heard
from nap_tracker.workflow.implementation import Phase
from nap_tracker.workflow.progress import Status
from tests.cast import Cast
from tests.services.observed import approved, enter, value
from tests.services.outlined import LINES, outlined
from tests.services.test_activities import ACTIVITY, followed
from tests.services.test_site_visits import a_site, visit
from tests.services.test_tracking import endorsed

MARK = "Zqxv"
"""In every word and file that stays with the team."""
WAITING_KG = 987654
"""A value nobody approved."""
TEAM = (LINES, "app-map", "Chen Li", "Bruno Costa", "Upper pit", "River bend", "Upper ford")
"""Who reported, sites of the plan and beside it, and the outline of a region."""


def marked(what: str) -> str:
    return f"{MARK} {what}"


@dataclass
class CarriedOut:
    version: PlanVersion
    track: IndicatorTrack

    @property
    def page(self) -> str:
        return f"/plans/{self.version.plan_id}/progress-publications"

    @property
    def public(self) -> str:
        return f"/progress/{self.version.plan_id}"


def carry_out(cast: Cast) -> CarriedOut:
    """Activities, indicators, money, visits and a review; committed."""
    version = endorsed(cast)
    officer = cast.actor("officer")
    report = Report(Phase.UNDER_WAY, marked("report"), ("minutes.txt", marked("file").encode()))
    activity_reports.report(officer, version, followed(officer, version), report)
    activity_reports.decide_status(
        officer, version, followed(officer, version), Status.LATE, marked("reason")
    )
    track = indicators.follow_standard(officer, version, "mercury_used", "amount")
    approved(cast, version, track, value(300, "2025", comment=marked("comment")))
    waits = enter(cast, version, track, value(WAITING_KG, "2026"))
    observations.attach(officer, version, waits, [("count.txt", marked("count").encode())])
    observations.advance(officer, version, track, waits, "send")
    tracked = tracking.of_version(OPERATOR, version)
    details = {"movement": "secured", "activity_uid": ACTIVITY, "line_uid": None}
    details |= {"amount": Decimal(2500), "currency": "USD", "happened_on": "2026-03"}
    details |= {"source_type": "gef", "source": marked("giver"), "note": marked("letter")}
    funding.record(OPERATOR, version, tracked, details=details)
    said = {name: marked(name) for name in ("seen_by", "interviewees", "place", "note")}
    visit(cast, version, a_site(version), "2026-02", b_i="present", **said)
    outlined(version, marked("outline"), tracked.regions[0].uid)
    leader = cast.actor("coordinator")
    opening = progress_reviews.Opening("2023-01-01", "2025-12-31")
    review = progress_reviews.open_(leader, version, opening)
    heard = Heard(marked("union"), "2026-01-05", marked("input"), marked("response"))
    review_inputs.note(leader, review, heard, input_id="", is_new=True)
    activity_reports.decide_status(
        officer, version, followed(officer, version), Status.LATE, marked("reason")
    )
    db.session.commit()
    return CarriedOut(version, track)


def candidates(
    cast: Cast, made: CarriedOut, until: date | None = None, language: str = "en"
) -> dict[str, Candidate]:
    return {one.key: one for one in offer(cast, made, until).candidates(language)}


def offer(cast: Cast, made: CarriedOut, until: date | None = None) -> Offer:
    return publishable.look(cast.actor("focal_point"), made.version, until=until or today())


def wish(*chosen: str, name: str = "How it stands", **more: Any) -> Wish:
    told = {"until": today().isoformat(), "language": "en", **more}
    return Wish(name=name, chosen=frozenset(chosen), **told)


def publish(cast: Cast, made: CarriedOut, *chosen: str, **more: Any) -> int:
    """By the focal point, who read it before; its number."""
    wanted = wish(*chosen, **more)
    found = offer(cast, made, date.fromisoformat(wanted.until))
    seen = progress_publications.draft(made.version, wanted, found).sha256
    publication = progress_publications.publish(
        cast.actor("focal_point"), made.version, wanted, seen=seen
    )
    db.session.commit()
    return publication.number
