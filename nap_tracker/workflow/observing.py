"""One observation of an indicator: draft, waiting, approved or sent back. Only approved counts.

Nobody approves their own, unless there is nobody else who could, and then the record says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from nap_tracker.i18n import N_
from nap_tracker.roles import Permission
from nap_tracker.workflow.machine import Machine, Problem, Transition
from nap_tracker.workflow.spans import Span, months_after


class Observing(StrEnum):
    """What somebody decided about a figure."""

    DRAFT = "draft"
    WAITING = "waiting"
    """Sent to those who may approve."""
    APPROVED = "approved"
    """It counts, for ever: a correction is another observation of the same day."""
    SENT_BACK = "sent_back"


def place_in_time(
    as_of: str, decided_at: datetime | None, recorded_at: datetime, id: str
) -> tuple[date, datetime, str]:
    """By which values are ordered everywhere: the greatest approved one is the last value.

    A period counts by its last day, so a year comes after each of its months. Of one day it is the
    value that was decided on last.
    """
    return Span.of(as_of).last, decided_at or recorded_at, id


@dataclass(frozen=True, slots=True)
class ObservationFacts:
    """One observation, as whoever acts on it stands to it."""

    is_given: bool = True
    """A value, a step, or the answer *not known*."""
    is_own: bool = False
    """Written or sent by the person who would approve it."""
    is_alone: bool = False
    """Nobody else of the Party may approve."""
    is_in_closed_period: bool = False
    has_evidence: bool = True


def has_a_value(facts: ObservationFacts) -> Problem | None:
    if facts.is_given:
        return None
    return Problem(N_("Enter a value, or say that it is not known."), is_final=True)


def is_not_ones_own(facts: ObservationFacts) -> Problem | None:
    """Whoever is alone may, and the record says so."""
    if not facts.is_own or facts.is_alone:
        return None
    return Problem(
        N_("This is your own figure. Somebody else who may approve has to look at it."),
        is_final=True,
    )


def period_is_open(facts: ObservationFacts) -> Problem | None:
    if not facts.is_in_closed_period:
        return None
    return Problem(
        N_("The period it belongs to is closed. A coordinator can open it again, with a reason."),
        is_final=True,
    )


def has_evidence(facts: ObservationFacts) -> Problem | None:
    """Allowed without, and counted."""
    if facts.has_evidence:
        return None
    return Problem(N_("Nothing shows where this figure comes from: no file."), hard=False)


DRAFT, WAITING, APPROVED, SENT_BACK = Observing
REPORT, APPROVE = Permission.INDICATOR_REPORT, Permission.INDICATOR_APPROVE
OPEN = frozenset({DRAFT, SENT_BACK})
"""While it may be changed."""

OBSERVING = Machine(
    name="observing",
    states=Observing,
    initial=DRAFT,
    transitions=(
        Transition(
            "send",
            (DRAFT, SENT_BACK),
            WAITING,
            REPORT,
            (has_a_value, period_is_open),
            words=N_("Send for approval"),
        ),
        Transition(
            "take_back", (WAITING,), DRAFT, REPORT, (period_is_open,), words=N_("Take it back")
        ),
        Transition(
            "approve",
            (WAITING,),
            APPROVED,
            APPROVE,
            (is_not_ones_own, period_is_open, has_evidence),
            words=N_("Approve"),
        ),
        Transition(
            "send_back", (WAITING,), SENT_BACK, APPROVE, needs_note=True, words=N_("Send back")
        ),
    ),
    names={
        DRAFT: N_("Draft"),
        WAITING: N_("Waiting for approval"),
        APPROVED: N_("Approved"),
        SENT_BACK: N_("Sent back"),
    },
    final=frozenset({APPROVED}),
)

REASONS = {
    "error": N_("It was wrong: a slip in typing or adding up"),
    "better_data": N_("Better data came to light"),
    "method": N_("The method of measuring changed"),
    "scope": N_("What is counted changed: sites, regions or groups"),
    "decision": N_("The government decided so"),
    "other": N_("Another reason"),
}
"""Why a start or target changed after the first approved value. The codes are kept for ever."""

MONTHS = {
    "monthly": 1,
    "quarterly": 3,
    "half_yearly": 6,
    "yearly": 12,
    "two_yearly": 24,
    "three_yearly": 36,
}
"""Frequency of annex_c's choices -> months; what is measured once or at the end is not here."""


def due_on(frequency: str | None, *, since: date, last: date | None, end: date | None) -> date:
    """When the next figure is due: one interval after the last, or after `since` where none is.

    Nothing said about how often: every year, since the review of three years needs a line. What
    is measured once is due at the end where it was never measured, and never again.
    """
    if frequency in ("once", "at_end"):
        return date.max if last is not None or end is None else end
    return months_after(last or since, MONTHS.get(frequency or "", 12))


def is_present(frequency: str | None, *, last: date, today: date, grace: int) -> bool:
    """Whether a value still speaks of today: until `grace` months after the next one was due."""
    due = due_on(frequency, since=last, last=last, end=None)
    return due == date.max or today <= months_after(due, grace)
