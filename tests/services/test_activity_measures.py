"""What indicators say of activities, through the service: status and the third test."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from nap_tracker.annex_c.indicators import library
from nap_tracker.clock import today
from nap_tracker.estimates.on_track import Direction
from nap_tracker.extensions import db
from nap_tracker.models.indicator_track import IndicatorTrack
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import OPERATOR
from nap_tracker.services import activities, activity_reports, indicator_figures, indicators
from nap_tracker.services.activities import Followed
from nap_tracker.services.activity_reports import Report
from nap_tracker.services.indicator_figures import BASELINE, TARGET, Figures
from nap_tracker.services.indicators import Settings
from nap_tracker.workflow.implementation import Phase
from nap_tracker.workflow.progress import Because, Status
from tests.cast import Cast
from tests.doors import Clock, QueryCount
from tests.factories import complete_plan, uid
from tests.services.observed import approved, enter, follow, in_force, value

pytestmark = pytest.mark.database

ACTIVITY, OTHER = uid("activity", 1), uid("activity", 2)
ONLY = uid("activity", 9)
"""The only activity that the indicator of the text leads to."""


@pytest.fixture(autouse=True)
def _in_march_2026(clock: Clock) -> None:
    """Every test: values are of the time before it."""


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    """In force, and three activities are under way with nothing due before the end of the year."""
    version, officer = in_force(cast), cast.actor("officer")
    for which in (ACTIVITY, OTHER, ONLY):
        activity_reports.report(
            officer, version, of(cast, version, which), Report(phase=Phase.UNDER_WAY)
        )
    return version


def named(
    cast: Cast, version: PlanVersion, *uids: str, frequency: str = "yearly", shows: bool = True
) -> IndicatorTrack:
    """Falls from 300 in 2024 to 100 in 2030, and shows the success of these activities."""
    actor, track = cast.actor("officer"), follow(cast, version)
    indicator_figures.record(actor, version, track, BASELINE, Figures("2024", best=Decimal(300)))
    indicator_figures.record(actor, version, track, TARGET, Figures("2030", best=Decimal(100)))
    settings = Settings(Direction.DOWN, frequency=frequency, activities=uids, shows_progress=shows)
    return indicators.change(actor, version, track, settings)


def of(cast: Cast, version: PlanVersion, which: str = ACTIVITY) -> Followed:
    return activities.get(cast.actor("officer"), version, which)[1]


@pytest.mark.parametrize(
    ("typed", "status", "because", "is_measured"),
    [
        (None, Status.ON_TIME, Because.NOTHING_DUE, False),
        (value(200, "2025"), Status.ON_TIME, Because.NOTHING_DUE, True),
        (value(300, "2025"), Status.LATE, Because.INDICATOR, True),
        (value(300, "2025", low=200, high=400), Status.ON_TIME, Because.NOTHING_DUE, True),
        (value(300, "2024-01"), Status.ON_TIME, Because.NOTHING_DUE, False),
        (value(90, "2025"), Status.ON_TIME, Because.NOTHING_DUE, True),
    ],
)
def test_a_present_value_behind_its_line_makes_its_activity_late(
    cast: Cast,
    version: PlanVersion,
    typed: object,
    status: Status,
    because: Because,
    is_measured: bool,
) -> None:
    track = named(cast, version, ACTIVITY)
    if typed is not None:
        approved(cast, version, track, typed)  # type: ignore[arg-type]
    one = of(cast, version)
    assert (one.judgement.status, one.judgement.because) == (status, because)
    assert one.monitoring.is_measured is is_measured
    assert not of(cast, version, OTHER).measures


def test_what_nobody_approved_says_nothing(cast: Cast, version: PlanVersion) -> None:
    enter(cast, version, named(cast, version, ACTIVITY), value(300, "2025"))
    assert of(cast, version).judgement.because is Because.NOTHING_DUE
    assert not of(cast, version).monitoring.is_measured


def test_what_only_describes_the_country_says_nothing_of_an_activity(
    cast: Cast, version: PlanVersion
) -> None:
    approved(cast, version, named(cast, version, ACTIVITY, shows=False), value(300, "2025"))
    assert of(cast, version).measures == ()


def test_a_decision_outranks_what_an_indicator_says(cast: Cast, version: PlanVersion) -> None:
    officer = cast.actor("officer")
    approved(cast, version, named(cast, version, ACTIVITY), value(300, "2025"))
    activity_reports.decide_status(
        officer, version, of(cast, version), Status.ON_TIME, "The survey was flawed"
    )
    one = of(cast, version)
    assert (one.judgement.status, one.worked_out.status) == (Status.ON_TIME, Status.LATE)


def test_a_finished_activity_is_done_whatever_its_indicator_says(
    cast: Cast, version: PlanVersion
) -> None:
    officer = cast.actor("officer")
    approved(cast, version, named(cast, version, ACTIVITY), value(300, "2025"))
    done = Report(phase=Phase.FINISHED)
    activity_reports.report(officer, version, of(cast, version), done)
    assert of(cast, version).judgement.status is Status.DONE


@pytest.mark.parametrize(("day", "is_measured"), [("2026-06-30", True), ("2026-07-01", False)])
def test_a_value_is_of_the_present_until_three_months_after_the_next_is_due(
    cast: Cast, version: PlanVersion, clock: Clock, day: str, is_measured: bool
) -> None:
    track = named(cast, version, ACTIVITY, frequency="half_yearly")
    approved(cast, version, track, value(200, "2025-09-30"))
    clock.pass_by(days=(date.fromisoformat(day) - today()).days)
    assert of(cast, version).monitoring.is_measured is is_measured


def test_a_target_that_is_past_tells_of_lateness_and_is_no_present_target(
    cast: Cast, version: PlanVersion, clock: Clock
) -> None:
    officer = cast.actor("officer")
    track = named(cast, version, ACTIVITY)
    indicator_figures.record(officer, version, track, TARGET, Figures("2025", best=Decimal(100)))
    approved(cast, version, track, value(250, "2025"))
    one = of(cast, version)
    assert one.judgement.because is Because.INDICATOR
    assert not one.monitoring.is_measured


def test_the_row_of_the_text_speaks_of_the_one_activity_it_leads_to(
    cast: Cast, version: PlanVersion
) -> None:
    (row,) = activities.of_version(cast.actor("officer"), version).tracked.indicators
    track = indicators.follow_row(cast.actor("officer"), version, row.uid)
    approved(cast, version, track, value(10000, "2026-02"))
    one = of(cast, version, ONLY)
    assert one.judgement.because is Because.INDICATOR
    assert one.monitoring.is_measured


def test_what_a_reader_may_not_see_changes_nothing_of_what_an_indicator_speaks_of(
    cast: Cast,
) -> None:
    plan = complete_plan()
    shared = next(one for one in plan.entries if one.uid == ONLY)
    hidden = replace(shared, uid=uid("activity", 99), audience="drafting_team")
    version = in_force(cast, replace(plan, entries=(*plan.entries, hidden)))
    (row,) = activities.of_version(OPERATOR, version).tracked.indicators
    indicators.follow_row(OPERATOR, version, row.uid)
    for who in ("officer", "viewer"):
        following = activities.of_version(cast.actor(who), version)
        seen = {one.activity.uid: one for one in following.activities}
        assert (hidden.uid in seen) is (who == "officer")
        assert [one.bearing.tells_progress for one in seen[ONLY].measures] == [False]


def test_a_day_that_is_past_knows_nothing_of_later_values(cast: Cast, version: PlanVersion) -> None:
    officer = cast.actor("officer")
    approved(cast, version, named(cast, version, ACTIVITY), value(300, "2025"))
    then = today() - timedelta(200)
    (one,) = (
        one
        for one in activities.on_day(officer, version, then).activities
        if one.activity.uid == ACTIVITY
    )
    assert one.judgement.because is not Because.INDICATOR
    assert not one.monitoring.is_measured


def test_any_number_of_indicators_costs_the_same(
    cast: Cast, version: PlanVersion, queries: QueryCount
) -> None:
    officer = cast.actor("officer")
    approved(cast, version, named(cast, version, ACTIVITY), value(300, "2025"))
    db.session.commit()
    db.session.refresh(version)
    with queries as few:
        activities.of_version(officer, version)
    before = few.count
    for standard in list(library().values())[1:9]:
        follow(cast, version, standard.id, standard.measures[0].id)
    db.session.commit()
    db.session.refresh(version)
    with queries as many:
        activities.of_version(officer, version)
    assert many.count == before
