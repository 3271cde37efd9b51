"""From when an update is awaited: of an activity, of a milestone. Values: `observing.due_on`."""

from __future__ import annotations

from datetime import date, timedelta

from nap_tracker.workflow.implementation import CLOSED, Phase
from nap_tracker.workflow.progress_limits import Limits
from nap_tracker.workflow.spans import Span, months_after


def report_awaited(
    phase: Phase, *, start: str | None, heard_on: date | None, followed_since: date, limits: Limits
) -> date | None:
    """The first day after it was last heard of lately, by the limits of the plan.

    Of what nobody has spoken yet, from its start, or from when the plan is followed: the first
    report says where it stands. None where nothing more is expected.
    """
    if phase in CLOSED:
        return None
    if heard_on is not None:
        return months_after(heard_on, limits.fresh) + timedelta(days=1)
    return max(Span.of(start).first, followed_since) if start else followed_since


def milestone_awaited(phase: Phase, *, due: str | None, reached_on: str | None) -> date | None:
    """The day after its last possible day. None where it has no date, was reached, or is over."""
    if phase in CLOSED or reached_on or not due:
        return None
    last = Span.of(due).last
    return None if last == date.max else last + timedelta(days=1)
