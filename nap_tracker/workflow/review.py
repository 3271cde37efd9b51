"""One three-yearly review of a plan (Article 7(3)(c)), from scheduled to filed."""

from __future__ import annotations

from enum import StrEnum

from nap_tracker.i18n import N_
from nap_tracker.roles import Permission
from nap_tracker.workflow.facts import ReviewFacts
from nap_tracker.workflow.machine import Machine, Problem, Transition


class Review(StrEnum):
    """How far a review has come; whether it is due or late follows from dates."""

    SCHEDULED = "scheduled"
    COLLECTING = "collecting"
    DRAFTED = "drafted"
    CONSULTED = "consulted"
    APPROVED = "approved"
    SEALED = "sealed"
    """Its pack has a sum and never changes again."""
    FILED = "filed"


def has_figures(facts: ReviewFacts) -> Problem | None:
    if facts.has_figures:
        return None
    return Problem(N_("No indicator was measured in the period under review."), hard=False)


def was_consulted(facts: ReviewFacts) -> Problem | None:
    """Silence from outside government never blocks: the government may approve without."""
    if facts.was_consulted:
        return None
    return Problem(N_("No consultation on this review is recorded."), hard=False, asks_note=True)


def is_answered(facts: ReviewFacts) -> Problem | None:
    """A government may leave a question open; the pack then says that nothing was answered."""
    if not facts.unanswered:
        return None
    return Problem(
        N_("Questions without an answer: %(number)s. The review pack says so at each of them."),
        {"number": facts.unanswered},
        hard=False,
    )


SCHEDULED, COLLECTING, DRAFTED, CONSULTED, APPROVED, SEALED, FILED = Review
FILLED = frozenset({COLLECTING, DRAFTED, CONSULTED})
"""While answers are given and what others say is noted."""
LEAD, APPROVE = Permission.REVIEW_LEAD, Permission.REVIEW_APPROVE

REVIEW = Machine(
    name="review",
    states=Review,
    initial=SCHEDULED,
    transitions=(
        Transition("begin", (SCHEDULED,), COLLECTING, LEAD, words=N_("Begin the review")),
        Transition(
            "draft",
            (COLLECTING,),
            DRAFTED,
            LEAD,
            (has_figures, is_answered),
            words=N_("Data and answers are gathered"),
        ),
        Transition("consult", (DRAFTED,), CONSULTED, LEAD, words=N_("Record the consultation")),
        Transition(
            "approve",
            (DRAFTED, CONSULTED),
            APPROVED,
            APPROVE,
            (was_consulted,),
            words=N_("Approve the review"),
        ),
        Transition(
            "seal",
            (APPROVED,),
            SEALED,
            LEAD,
            words=N_("Seal the review pack"),
        ),
        Transition(
            "file",
            (SEALED,),
            FILED,
            APPROVE,
            words=N_("Record that it was filed with the Article 21 report"),
        ),
        Transition(
            "send_back",
            (DRAFTED, CONSULTED, APPROVED),
            COLLECTING,
            LEAD,
            needs_note=True,
            words=N_("Send the review back"),
        ),
    ),
    names={
        SCHEDULED: N_("Scheduled"),
        COLLECTING: N_("Data are being collected"),
        DRAFTED: N_("Data and answers gathered"),
        CONSULTED: N_("Stakeholders consulted"),
        APPROVED: N_("Approved"),
        SEALED: N_("Sealed"),
        FILED: N_("Filed"),
    },
    final=frozenset({FILED}),
)
