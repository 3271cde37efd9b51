"""From when an update is awaited, at each limit."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from nap_tracker.workflow.implementation import CLOSED, Phase
from nap_tracker.workflow.progress import ActivityFacts, Freshness, freshness
from nap_tracker.workflow.progress_limits import defaults
from nap_tracker.workflow.updates import milestone_awaited, report_awaited

SINCE = date(2026, 3, 1)
LIMITS = defaults()


def awaited(phase: Phase = Phase.UNDER_WAY, **facts: object) -> date | None:
    asked: dict[str, object] = {"start": None, "heard_on": None, "followed_since": SINCE}
    return report_awaited(phase, limits=LIMITS, **(asked | facts))  # type: ignore[arg-type]


def test_what_was_heard_of_lately_is_awaited_when_it_is_no_longer_lately() -> None:
    heard = date(2026, 5, 1)
    on = awaited(heard_on=heard)
    assert on is not None
    facts = ActivityFacts(phase=Phase.UNDER_WAY, heard_on=heard)
    assert freshness(facts, on, LIMITS) is Freshness.ACCEPTABLE
    assert freshness(facts, on - timedelta(days=1), LIMITS) is Freshness.FRESH


@pytest.mark.parametrize(
    ("start", "on"),
    [
        (None, SINCE),
        ("2025", SINCE),
        ("2026-03-01", SINCE),
        ("2026-03-02", date(2026, 3, 2)),
        ("2027", date(2027, 1, 1)),
    ],
)
def test_of_what_nobody_spoke_a_first_word_is_awaited_from_its_start(
    start: str | None, on: date
) -> None:
    assert awaited(Phase.NOT_KNOWN, start=start) == on


@pytest.mark.parametrize("phase", Phase)
def test_nothing_is_awaited_of_what_is_over(phase: Phase) -> None:
    is_over = phase in CLOSED
    assert (awaited(phase) is None) == is_over
    assert (milestone_awaited(phase, due="2026", reached_on=None) is None) == is_over


@pytest.mark.parametrize(
    ("due", "on"),
    [
        ("2026", date(2027, 1, 1)),
        ("2026-02", date(2026, 3, 1)),
        ("2026-02-28", date(2026, 3, 1)),
        (None, None),
    ],
)
def test_a_milestone_is_awaited_once_its_last_day_is_over(due: str | None, on: date | None) -> None:
    assert milestone_awaited(Phase.UNDER_WAY, due=due, reached_on=None) == on
    assert milestone_awaited(Phase.UNDER_WAY, due=due, reached_on="2026") is None
