"""Indicators that are followed in the installation in use, with a value and its evidence."""

from __future__ import annotations

from decimal import Decimal

from nap_tracker.models.plan import PlanVersion
from nap_tracker.services import indicator_figures, indicators, observations
from nap_tracker.services.indicator_figures import TARGET, Figures
from nap_tracker.services.observations import Typed
from tests.cast import Cast


def fill(cast: Cast, version: PlanVersion) -> None:
    officer = cast.actor("officer")
    track = indicators.follow_standard(officer, version, "mercury_used", "amount")
    indicator_figures.record(officer, version, track, TARGET, Figures("2030", best=Decimal(100)))
    typed = Typed("2025", Figures(low=Decimal(200), best=Decimal(300), source="Survey"))
    one = observations.add(officer, version, track, typed)
    observations.attach(officer, version, one, [("count.txt", b"What was counted")])
