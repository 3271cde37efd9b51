"""Indicators that are followed, for tests: a plan, a track of the library, values."""

from __future__ import annotations

from decimal import Decimal

from nap_tracker.content.tree import PlanContent
from nap_tracker.models.indicator_track import IndicatorTrack, Observation
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import OPERATOR
from nap_tracker.services import endorsements, indicators, observations, sealing
from nap_tracker.services.indicator_figures import Figures
from nap_tracker.services.observations import Typed
from tests.cast import Cast
from tests.factories import complete_plan
from tests.services.stored import store


def in_force(cast: Cast, content: PlanContent | None = None) -> PlanVersion:
    """A whole plan, frozen and endorsed."""
    version = store(cast.plan, content or complete_plan())
    sealing.freeze(OPERATOR, version)
    endorsements.record(OPERATOR, version, details={"body": "Cabinet"})
    return version


def follow(
    cast: Cast, version: PlanVersion, id: str = "mercury_used", measure: str = "amount"
) -> IndicatorTrack:
    return indicators.follow_standard(cast.actor("officer"), version, id, measure)


def value(
    best: int | str | None = None,
    as_of: str = "2025-06",
    *,
    low: int | None = None,
    high: int | None = None,
    **more: object,
) -> Typed:
    ends = [None if end is None else Decimal(end) for end in (low, best, high)]
    return Typed(as_of, Figures(low=ends[0], best=ends[1], high=ends[2]), **more)  # type: ignore[arg-type]


def enter(
    cast: Cast, version: PlanVersion, track: IndicatorTrack, typed: Typed, who: str = "officer"
) -> Observation:
    return observations.add(cast.actor(who), version, track, typed)


def approved(cast: Cast, version: PlanVersion, track: IndicatorTrack, typed: Typed) -> Observation:
    """Entered by the officer, approved by the coordinator."""
    one = enter(cast, version, track, typed)
    observations.advance(cast.actor("officer"), version, track, one, "send")
    return observations.advance(cast.actor("coordinator"), version, track, one, "approve")
