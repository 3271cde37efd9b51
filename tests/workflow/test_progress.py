"""The readings of an activity: milestones x indicators x decision, and the clock at each limit."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from nap_tracker.errors import InvalidTransition
from nap_tracker.workflow.implementation import CLOSED, IMPLEMENTATION, Phase, reachable, step
from nap_tracker.workflow.progress import (
    BECAUSE_WORDS,
    FEELINGS,
    FRESHNESS_NAMES,
    OVERRIDABLE,
    STATUS_NAMES,
    ActivityFacts,
    Because,
    Feeling,
    Freshness,
    Measure,
    Point,
    Status,
    freshness,
    monitoring,
    status,
    worked_out,
)
from nap_tracker.workflow.progress_limits import defaults

TODAY = date(2026, 11, 27)
LIMITS = defaults()
HEARD = TODAY - timedelta(30)


def day(days: int) -> str:
    return (TODAY + timedelta(days)).isoformat()


NONE: tuple[Point, ...] = ()
AHEAD = (Point("m", day(30)),)
REACHED = (Point("m", day(-30), day(-31)),)
OVERDUE = (Point("m", day(-1)),)
LONG_OVERDUE = (Point("m", day(-185)),)
ON, OFF, UNTOLD = Measure(True), Measure(False), Measure(None)

TABLE = [
    # milestones, indicators, decision, heard: status, because
    (NONE, (), None, True, Status.NOT_KNOWN, Because.NO_DATES),
    (NONE, (ON,), None, True, Status.ON_TIME, Because.NOTHING_OPEN),
    (NONE, (OFF,), None, True, Status.LATE, Because.INDICATOR),
    (NONE, (UNTOLD,), None, True, Status.NOT_KNOWN, Because.NO_DATES),
    (NONE, (ON, OFF), None, True, Status.LATE, Because.INDICATOR),
    (NONE, (), None, False, Status.NOT_KNOWN, Because.NO_DATES),
    (AHEAD, (), None, False, Status.NOT_KNOWN, Because.NOTHING_HEARD),
    (AHEAD, (UNTOLD,), None, False, Status.NOT_KNOWN, Because.NOTHING_HEARD),
    (AHEAD, (ON,), None, False, Status.ON_TIME, Because.NOTHING_DUE),
    (AHEAD, (OFF,), None, False, Status.LATE, Because.INDICATOR),
    (REACHED + AHEAD, (), None, False, Status.ON_TIME, Because.NOTHING_OPEN),
    (AHEAD, (), None, True, Status.ON_TIME, Because.NOTHING_DUE),
    (AHEAD, (OFF,), None, True, Status.LATE, Because.INDICATOR),
    (AHEAD, (UNTOLD,), None, True, Status.ON_TIME, Because.NOTHING_DUE),
    (REACHED, (), None, True, Status.ON_TIME, Because.NOTHING_OPEN),
    (REACHED, (OFF,), None, True, Status.LATE, Because.INDICATOR),
    (OVERDUE, (), None, True, Status.LATE, Because.MILESTONE),
    (OVERDUE, (ON,), None, True, Status.LATE, Because.MILESTONE),
    (OVERDUE, (), None, False, Status.NOT_KNOWN, Because.NOT_HEARD),
    (LONG_OVERDUE, (), None, True, Status.SEVERELY_LATE, Because.MILESTONE),
    (LONG_OVERDUE, (ON,), None, True, Status.SEVERELY_LATE, Because.MILESTONE),
    (LONG_OVERDUE, (), None, False, Status.NOT_KNOWN, Because.NOT_HEARD),
    (REACHED + OVERDUE, (), None, True, Status.LATE, Because.MILESTONE),
    *(
        (points, measures, decided, True, decided, Because.OVERRIDE)
        for points in (NONE, AHEAD, REACHED, OVERDUE, LONG_OVERDUE)
        for measures in ((), (ON,), (OFF,), (UNTOLD,))
        for decided in OVERRIDABLE
    ),
]


@pytest.mark.parametrize(("points", "measures", "decided", "heard", "found", "because"), TABLE)
def test_the_status_follows_from_milestones_indicators_and_what_was_decided(
    points: tuple[Point, ...],
    measures: tuple[Measure, ...],
    decided: Status | None,
    heard: bool,
    found: Status,
    because: Because,
) -> None:
    facts = ActivityFacts(
        phase=Phase.UNDER_WAY if heard else Phase.NOT_KNOWN,
        points=points,
        measures=measures,
        override=decided,
        heard_on=HEARD if heard else None,
    )
    judged = status(facts, TODAY, LIMITS)
    assert (judged.status, judged.because) == (found, because)


@pytest.mark.parametrize(
    ("phase", "found"),
    [
        (Phase.FINISHED, Status.DONE),
        (Phase.CANCELLED, Status.CANCELLED),
        (Phase.MERGED, Status.MERGED),
    ],
)
@pytest.mark.parametrize("decided", [None, *OVERRIDABLE])
def test_what_is_over_is_over_whatever_was_decided_or_missed(
    phase: Phase, found: Status, decided: Status | None
) -> None:
    facts = ActivityFacts(phase=phase, points=LONG_OVERDUE, override=decided, heard_on=HEARD)
    assert status(facts, TODAY, LIMITS).status is found
    assert freshness(facts, TODAY, LIMITS) is Freshness.CLOSED


def test_what_was_decided_does_not_hide_what_would_follow() -> None:
    facts = ActivityFacts(points=OVERDUE, override=Status.ON_TIME, heard_on=HEARD)
    assert worked_out(facts, TODAY, LIMITS).status is Status.LATE


@pytest.mark.parametrize(
    ("start", "phase", "found"),
    [
        (day(-1), Phase.NOT_STARTED, Status.LATE),
        (day(-1), Phase.UNDER_WAY, Status.ON_TIME),
        (day(0), Phase.NOT_STARTED, Status.ON_TIME),
        (day(-185), Phase.NOT_STARTED, Status.SEVERELY_LATE),
    ],
)
def test_an_activity_that_should_have_begun_is_late(
    start: str, phase: Phase, found: Status
) -> None:
    facts = ActivityFacts(phase=phase, start=start, heard_on=HEARD)
    assert status(facts, TODAY, LIMITS).status is found


@pytest.mark.parametrize(
    ("due", "found"),
    [
        (day(0), Status.ON_TIME),
        (day(-1), Status.LATE),
        (day(-184), Status.LATE),
        (day(-185), Status.SEVERELY_LATE),
        ("2026-11", Status.ON_TIME),
        ("2026-10", Status.LATE),
        ("2026", Status.ON_TIME),
        ("2025", Status.SEVERELY_LATE),
    ],
)
@pytest.mark.parametrize("named", ["milestone", "end"])
def test_late_begins_when_the_last_possible_day_is_over(
    due: str, found: Status, named: str
) -> None:
    points = (Point("m", due),) if named == "milestone" else ()
    end = due if named == "end" else None
    facts = ActivityFacts(phase=Phase.UNDER_WAY, points=points, end=end, heard_on=HEARD)
    assert status(facts, TODAY, LIMITS).status is found


@pytest.mark.parametrize(
    ("heard", "found"),
    [
        ("2026-11-27", Freshness.FRESH),
        ("2026-08-27", Freshness.FRESH),
        ("2026-08-26", Freshness.ACCEPTABLE),
        ("2026-05-27", Freshness.ACCEPTABLE),
        ("2026-05-26", Freshness.LATE),
        ("2025-11-27", Freshness.LATE),
        ("2025-11-26", Freshness.STALE),
    ],
)
def test_freshness_turns_the_day_after_each_limit(heard: str, found: Freshness) -> None:
    facts = ActivityFacts(phase=Phase.UNDER_WAY, heard_on=date.fromisoformat(heard))
    assert freshness(facts, TODAY, LIMITS) is found


@pytest.mark.parametrize(
    ("heard", "found"),
    [
        ("2026-10-27", Freshness.FRESH),
        ("2026-10-26", Freshness.ACCEPTABLE),
        ("2026-09-27", Freshness.ACCEPTABLE),
        ("2026-09-26", Freshness.LATE),
        ("2026-08-27", Freshness.LATE),
        ("2026-08-26", Freshness.STALE),
    ],
)
def test_the_limits_of_a_plan_turn_it_sooner(heard: str, found: Freshness) -> None:
    own = LIMITS.with_own({"fresh": 1, "acceptable": 2, "late": 3})
    facts = ActivityFacts(phase=Phase.UNDER_WAY, heard_on=date.fromisoformat(heard))
    assert freshness(facts, TODAY, own) is found


@pytest.mark.parametrize(
    ("due", "found"),
    [("2026-10-27", Status.LATE), ("2026-10-26", Status.SEVERELY_LATE)],
)
def test_a_plan_says_when_a_missed_date_is_severe(due: str, found: Status) -> None:
    facts = ActivityFacts(phase=Phase.UNDER_WAY, points=(Point("m", due),), heard_on=HEARD)
    assert status(facts, TODAY, LIMITS.with_own({"severe": 1})).status is found


def test_what_was_never_heard_of_is_not_stale_but_never_heard_of() -> None:
    assert freshness(ActivityFacts(), TODAY, LIMITS) is Freshness.NEVER


@pytest.mark.parametrize(
    ("points", "ahead"),
    [
        (NONE, False),
        (AHEAD, True),
        (REACHED, False),
        (OVERDUE, False),
        ((Point("m", day(365)),), True),
        ((Point("m", day(366)),), False),
        ((Point("m", day(0)),), True),
    ],
)
def test_somebody_looks_ahead_where_a_milestone_is_due_within_a_year(
    points: tuple[Point, ...], ahead: bool
) -> None:
    found = monitoring(ActivityFacts(points=points), TODAY, LIMITS)
    assert found.looks_ahead is ahead


def test_monitoring_counts_three_tests_of_the_data() -> None:
    assert monitoring(ActivityFacts(), TODAY, LIMITS).met == 0
    whole = ActivityFacts(
        points=AHEAD, measures=(Measure(None, is_current=True),), is_described=True, has_lead=True
    )
    assert monitoring(whole, TODAY, LIMITS).met == 3
    without = ActivityFacts(points=NONE, is_described=True, has_lead=True)
    assert not monitoring(without, TODAY, LIMITS).is_described


def test_every_reading_has_words_and_not_known_a_feeling_of_its_own() -> None:
    assert set(STATUS_NAMES) == set(FEELINGS) == set(Status)
    assert set(BECAUSE_WORDS) == set(Because)
    assert set(FRESHNESS_NAMES) == set(Freshness)
    unknown = [each for each, feeling in FEELINGS.items() if feeling is Feeling.UNKNOWN]
    assert unknown == [Status.NOT_KNOWN]


def test_nobody_says_that_nothing_is_known() -> None:
    assert all(act.target is not Phase.NOT_KNOWN for act in IMPLEMENTATION.transitions)
    assert Phase.NOT_KNOWN not in reachable(Phase.NOT_KNOWN)


@pytest.mark.parametrize("phase", CLOSED)
def test_what_is_over_is_taken_up_again_only_with_a_reason(phase: Phase) -> None:
    again = step(phase, Phase.UNDER_WAY)
    assert again is not None
    assert again.needs_note
    with pytest.raises(InvalidTransition):
        step(phase, Phase.IN_PREPARATION)
    assert step(phase, phase) is None
