"""A plan put under implementation: endorsed, then told of through the services that people use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from nap_tracker.annex_c.indicators import QUANTITY
from nap_tracker.content.tracked import Tracked
from nap_tracker.extensions import db
from nap_tracker.models.indicator_track import IndicatorTrack
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.progress_review import ProgressReview
from nap_tracker.roles import OPERATOR, Actor
from nap_tracker.services import (
    activities,
    activity_reports,
    endorsements,
    exchange_rates,
    funding,
    indicator_figures,
    indicators,
    milestones,
    observations,
    practices,
    progress_reviews,
    sealing,
    site_visits,
    tracking,
)
from nap_tracker.services.activities import Followed
from nap_tracker.services.activity_reports import Report
from nap_tracker.services.indicator_figures import BASELINE, TARGET, Figures
from nap_tracker.services.observations import Typed
from nap_tracker.services.progress_reviews import Opening, Said
from nap_tracker.workflow.observing import APPROVED, SENT_BACK, WAITING
from nap_tracker.workflow.spans import Span
from tests import updates
from tests.updates import Act, Month

MOST = Decimal(800)
"""What the share of a value is of."""
PAGES: Mapping[str, str] = {
    "activities": "/activities",
    "an activity": "/activities/{activity}",
    "form of a report": "/activities/{activity}/report",
    "indicators": "/indicators",
    "an indicator": "/indicators/{track}",
    "form of a value": "/indicators/{track}/values/new",
    "money": "/money",
    "money of an activity": "/money/activities/{activity}",
    "exchange rates": "/money/rates",
    "worst practices": "/practices",
    "a site": "/practices/sites/{site}",
    "reviews": "/progress-reviews",
    "a review": "/progress-reviews/{review}",
    "data of the review": "/progress-reviews/{review}/data",
    "a question": "/progress-reviews/{review}/questions/results",
    "reports of institutions": "/reports",
}
"""Every page that only shows something of the implementation, beneath the address of its plan."""
WARNED = frozenset({"has_figures", "is_answered", "was_consulted"})


@dataclass(frozen=True, slots=True)
class Hands:
    """Who does it."""

    officer: Actor
    coordinator: Actor
    focal_point: Actor


@dataclass
class UnderWay:
    """A plan in force with what hangs on it."""

    hands: Hands
    version: PlanVersion
    tracked: Tracked
    tracks: list[IndicatorTrack]
    sites: list[str]
    _followed: dict[str, Followed] = field(default_factory=dict)

    def tell(self, month: Month) -> None:
        """Say everything of one month; the clock stands in it already."""
        following = activities.of_version(self.hands.officer, self.version)
        self._followed = {one.activity.uid: one for one in following.activities}
        for act in month.acts:
            _TOLD[type(act)](self, act)
        db.session.commit()

    def followed(self, uid: str) -> Followed:
        """As the month began: in a month its milestones are spoken of once."""
        return self._followed[uid]


def begin(
    hands: Hands, version: PlanVersion, *, follows: int, own_sites: int = updates.OWN_SITES
) -> UnderWay:
    """Freeze and endorse a draft, choose its indicators, and note sites that it does not list."""
    sealing.freeze(OPERATOR, version)
    endorsements.record(OPERATOR, version, details={"body": "Cabinet"})
    db.session.commit()
    version = tracking.in_force(OPERATOR, version.plan_id)
    tracks = [_followed_from(hands, version, *one) for one in updates.INDICATORS[:follows]]
    for number in range(own_sites):
        region = next(iter(practices.regions_of(version)), None)
        site_visits.add_site(hands.officer, version, name=f"Pit {number + 1}", region_uid=region)
    db.session.commit()
    sites = list(practices.sites_of(version))
    return UnderWay(hands, version, tracking.whole(version), tracks, sites)


def tell(under_way: UnderWay, told: Iterable[Month], at: Callable[[date], None]) -> None:
    """Month by month; `at` sets the clock."""
    for month in told:
        at(month.day)
        under_way.tell(month)


def review(under_way: UnderWay, day: date) -> ProgressReview:
    """A review of the three years before a day, sealed."""
    hands, version = under_way.hands, under_way.version
    begun = Span.on(day).plus_years(-3).first
    opening = Opening(begun.isoformat(), day.isoformat())
    found = progress_reviews.open_(hands.coordinator, version, opening)
    for act in ("draft", "consult", "approve", "seal"):
        who = hands.focal_point if act == "approve" else hands.coordinator
        said = Said(found.acts, note="Asked in two regions", accepted=WARNED)
        progress_reviews.advance(who, version, found, act, said)
    db.session.commit()
    return found


def addresses(under_way: UnderWay, reviewed: ProgressReview) -> dict[str, str]:
    """Each of the pages, of what was told of first where there are many."""
    known = {
        "activity": under_way.tracked.activities[0].uid,
        "track": under_way.tracks[0].id,
        "site": under_way.sites[0],
        "review": reviewed.id,
    }
    plan = f"/plans/{under_way.version.plan_id}"
    return {page: plan + tail.format(**known) for page, tail in PAGES.items()}


def _followed_from(
    hands: Hands, version: PlanVersion, standard: str, measure: str
) -> IndicatorTrack:
    track = indicators.follow_standard(hands.officer, version, standard, measure)
    start, goal = Figures(on="2022", best=Decimal(90)), Figures(on="2030", best=Decimal(20))
    for kind, figures in ((BASELINE, start), (TARGET, goal)):
        indicator_figures.record(hands.officer, version, track, kind, figures)
    return track


def _reported(at: UnderWay, act: updates.Reported) -> None:
    said = Report(phase=act.phase, text=act.text)
    activity_reports.report(at.hands.officer, at.version, at.followed(act.activity), said)


def _decided(at: UnderWay, act: updates.Decided) -> None:
    one = at.followed(act.activity)
    activity_reports.decide_status(at.hands.officer, at.version, one, act.status, "As agreed")


def _planned(at: UnderWay, act: updates.Planned) -> None:
    one = at.followed(act.activity)
    milestones.add(at.hands.officer, at.version, one, title="A list is made", due=act.due)


def _reached(at: UnderWay, act: updates.Reached) -> None:
    one = at.followed(act.activity)
    point = next(point for point in one.milestones if not point.reached_on)
    said = Report(text="It is done.")
    milestones.reach(at.hands.officer, at.version, one, point, on=act.on, said=said)


def _moved(at: UnderWay, act: updates.Moved) -> None:
    one = at.followed(act.activity)
    point = next(point for point in one.milestones if not point.reached_on)
    milestones.move(at.hands.officer, at.version, one, point, to=act.to, reason="Elections")


def _observed(at: UnderWay, act: updates.Observed) -> None:
    hands, track = at.hands, at.tracks[act.indicator]
    one = observations.add(hands.officer, at.version, track, _typed(track, act))
    if act.state in (WAITING, APPROVED, SENT_BACK):
        observations.advance(hands.officer, at.version, track, one, "send")
    if act.state is APPROVED:
        observations.advance(hands.coordinator, at.version, track, one, "approve")
    if act.state is SENT_BACK:
        observations.advance(hands.coordinator, at.version, track, one, "send_back", note="Why?")


def _typed(track: IndicatorTrack, act: updates.Observed) -> Typed:
    if act.share is None:
        return Typed(act.as_of, Figures(is_unknown=True))
    value = (act.share * MOST).quantize(Decimal(1))
    if track.kind != QUANTITY:
        return Typed(act.as_of, Figures(source="Counted"), part=value, whole=MOST)
    low, high = value - 5, value + 10
    return Typed(act.as_of, Figures(low=low, best=value, high=high, source="Survey"))


def _paid(at: UnderWay, act: updates.Paid) -> None:
    details = {
        "movement": act.movement.value,
        "activity_uid": act.activity,
        "line_uid": act.line,
        "amount": act.amount,
        "currency": act.currency,
        "happened_on": act.on,
        "source_type": act.source,
        "source": "A fund",
        "note": "",
    }
    funding.record(at.hands.officer, at.version, at.tracked, details=details)


def _stated(at: UnderWay, act: updates.Stated) -> None:
    rate = {"base": act.currency, "quote": "USD", "rate": act.rate}
    said = {"stated_on": act.on, "source": "Central bank"}
    exchange_rates.record(at.hands.officer, at.version, details={**rate, **said})


def _visited(at: UnderWay, act: updates.Visited) -> None:
    findings = {code: found.value for code, found in act.findings}
    details = {"visited_on": act.on, "evidence": "Record of the visit", "seen_by": "Inspector"}
    site = at.sites[act.site]
    site_visits.record(at.hands.officer, at.version, site, details=details, findings=findings)


_TOLD: dict[type[Act], Callable[[UnderWay, Act], None]] = {
    updates.Decided: _decided,
    updates.Moved: _moved,
    updates.Observed: _observed,
    updates.Paid: _paid,
    updates.Planned: _planned,
    updates.Reached: _reached,
    updates.Reported: _reported,
    updates.Stated: _stated,
    updates.Visited: _visited,
}
