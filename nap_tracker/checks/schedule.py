"""Annex C 1(k): when each part is carried out, within the period of the plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nap_tracker.checks.facts import Facts
from nap_tracker.checks.findings import Finding, Rule, Severity
from nap_tracker.content.tree import EntryContent
from nap_tracker.i18n import N_

NO_PERIOD = Rule(
    "no_period",
    Severity.WARNING,
    N_("The period of the plan is not set."),
    item="1k",
)
PERIOD_BACKWARDS = Rule(
    "period_backwards",
    Severity.BLOCKER,
    N_("The period of the plan ends before it starts."),
    item="1k",
    contradicts=True,
)
BACKWARDS = Rule(
    "ends_before_start",
    Severity.BLOCKER,
    N_("%(n)s of %(total)s activities end before they start."),
    item="1k",
    contradicts=True,
)
OUTSIDE = Rule(
    "outside_period",
    Severity.WARNING,
    N_("%(n)s of %(total)s activities start before or end after the period of the plan."),
    item="1k",
)
MILESTONE_OUTSIDE = Rule(
    "milestone_outside",
    Severity.WARNING,
    N_("%(n)s of %(total)s milestones are due before or after their activity."),
    item="1k",
)
IDLE_STRATEGY = Rule(
    "strategy_without_activity",
    Severity.WARNING,
    N_("%(n)s of %(total)s strategies have no activity."),
    item="1k",
)


def schedule(facts: Facts) -> Iterator[Finding]:
    """Dates that do not fit each other, and strategies nothing carries out."""
    yield from _period(facts)
    activities = facts.rows("activity")
    backwards = [row for row in activities if _ends_before_start(row)]
    if backwards:
        yield facts.in_rows(BACKWARDS, "activity", backwards, "end")
    start, end = facts.plan.period_start, facts.plan.period_end
    outside = [row for row in activities if _reaches_out(row, start, end)]
    if outside:
        yield facts.in_rows(OUTSIDE, "activity", outside, "start")
    strays = [row for row in facts.rows("milestone") if _is_stray(facts, row)]
    if strays:
        yield facts.in_rows(MILESTONE_OUTSIDE, "milestone", strays, "due")
    busy = {row.answers.get("strategy") for row in activities}
    idle = [row for row in facts.rows("strategy") if row.uid not in busy]
    if idle and activities:
        yield facts.in_rows(IDLE_STRATEGY, "strategy", idle)


def is_before(one: Any, other: Any) -> bool:
    """Whether a date that may be partial lies wholly before another: a year holds its months."""
    if not one or not other:
        return False
    length = min(len(one), len(other))
    return bool(one[:length] < other[:length])


def _period(facts: Facts) -> Iterator[Finding]:
    start, end = facts.plan.period_start, facts.plan.period_end
    if not start or not end:
        yield facts.about_plan(NO_PERIOD, "period_end" if start else "period_start")
    elif is_before(end, start):
        yield facts.about_plan(PERIOD_BACKWARDS, "period_end")


def _ends_before_start(row: EntryContent) -> bool:
    return is_before(row.answers.get("end"), row.answers.get("start"))


def _reaches_out(row: EntryContent, start: str | None, end: str | None) -> bool:
    said = row.answers
    return is_before(said.get("start"), start) or is_before(end, said.get("end"))


def _is_stray(facts: Facts, row: EntryContent) -> bool:
    activity = facts.target_of(row, "activity")
    if activity is None:
        return False
    due = row.answers.get("due")
    return is_before(due, activity.answers.get("start")) or is_before(
        activity.answers.get("end"), due
    )
