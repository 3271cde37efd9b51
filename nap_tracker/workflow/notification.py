"""Per Party: no determination, under assessment, determined, notified (Article 7(3)).

The determination is a judgement of the state. The table says which acts can follow which; no
function here decides one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from nap_tracker.i18n import N_
from nap_tracker.roles import Permission
from nap_tracker.workflow.machine import Machine, Problem, Transition


class State(StrEnum):
    """Where a Party stands with its determination; follows from the acts that are recorded."""

    NO_DETERMINATION = "no_determination"
    UNDER_ASSESSMENT = "under_assessment"
    INSIGNIFICANT = "insignificant"
    """It has determined that its mining is not more than insignificant."""
    DETERMINED = "determined"
    """It has determined that its mining is more than insignificant."""
    NOTIFIED = "notified"
    """It has told the Secretariat so."""


class Outcome(StrEnum):
    """What a body of the state decided."""

    ASSESS = "assess"
    MORE_THAN_INSIGNIFICANT = "more_than_insignificant"
    NOT_MORE_THAN_INSIGNIFICANT = "not_more_than_insignificant"
    WITHDRAWN = "withdrawn"


OUTCOMES = {
    Outcome.ASSESS: N_("It will assess its small-scale gold mining"),
    Outcome.MORE_THAN_INSIGNIFICANT: N_("Its mining is more than insignificant"),
    Outcome.NOT_MORE_THAN_INSIGNIFICANT: N_("Its mining is not more than insignificant"),
    Outcome.WITHDRAWN: N_("The earlier determination is withdrawn"),
}


@dataclass(frozen=True, slots=True)
class ActFacts:
    """What the guards may look at."""

    has_reasoning: bool = True
    has_letter: bool = True


def reasoning_is_given(facts: ActFacts) -> Problem | None:
    if facts.has_reasoning:
        return None
    return Problem(N_("No reasoning is recorded. Later readers will ask for it."), hard=False)


def letter_is_attached(facts: ActFacts) -> Problem | None:
    if facts.has_letter:
        return None
    return Problem(N_("The letter is not attached. You can add it later."), hard=False)


RECORD = Permission.OBLIGATION_RECORD
NONE, ASSESSED = State.NO_DETERMINATION, State.UNDER_ASSESSMENT
SMALL, DETERMINED, NOTIFIED = State.INSIGNIFICANT, State.DETERMINED, State.NOTIFIED

TABLE = (
    Transition("begin_assessment", (NONE, SMALL), ASSESSED, RECORD, words=N_("Begin to assess")),
    Transition(
        "determine",
        (NONE, ASSESSED, SMALL),
        DETERMINED,
        RECORD,
        (reasoning_is_given,),
        words=N_("Record the determination"),
    ),
    Transition(
        "confirm",
        (DETERMINED,),
        DETERMINED,
        RECORD,
        (reasoning_is_given,),
        words=N_("Record a revised determination"),
    ),
    Transition(
        "confirm_after_notice",
        (NOTIFIED,),
        NOTIFIED,
        RECORD,
        (reasoning_is_given,),
        words=N_("Record a revised determination"),
    ),
    Transition(
        "find_insignificant",
        (NONE, ASSESSED, SMALL, DETERMINED, NOTIFIED),
        SMALL,
        RECORD,
        (reasoning_is_given,),
        words=N_("Record the determination"),
    ),
    Transition(
        "withdraw",
        (ASSESSED, SMALL, DETERMINED, NOTIFIED),
        NONE,
        RECORD,
        (reasoning_is_given,),
        words=N_("Withdraw the determination"),
    ),
    Transition(
        "notify",
        (DETERMINED,),
        NOTIFIED,
        RECORD,
        (letter_is_attached,),
        words=N_("Record the notification"),
    ),
    Transition(
        "notify_again",
        (NOTIFIED,),
        NOTIFIED,
        RECORD,
        (letter_is_attached,),
        words=N_("Record another letter"),
    ),
)

NOTIFICATION = Machine(
    "notification",
    State,
    State.NO_DETERMINATION,
    TABLE,
    {
        State.NO_DETERMINATION: N_("No determination"),
        State.UNDER_ASSESSMENT: N_("Under assessment"),
        State.INSIGNIFICANT: N_("Determined not to be more than insignificant"),
        State.DETERMINED: N_("Determined to be more than insignificant, not yet notified"),
        State.NOTIFIED: N_("Determined to be more than insignificant, and notified"),
    },
)

BY_OUTCOME = {
    Outcome.ASSESS: ("begin_assessment",),
    Outcome.MORE_THAN_INSIGNIFICANT: ("determine", "confirm", "confirm_after_notice"),
    Outcome.NOT_MORE_THAN_INSIGNIFICANT: ("find_insignificant",),
    Outcome.WITHDRAWN: ("withdraw",),
    None: ("notify", "notify_again"),
}
"""What was decided (None: a letter was sent) -> the acts of the table it can be."""


def act_of(state: State, outcome: Outcome | None) -> str | None:
    """The name of the act a decision is in this state; None where it can't follow."""
    possible = {transition.name for transition in NOTIFICATION.available(state)}
    return next((name for name in BY_OUTCOME[outcome] if name in possible), None)


def state_after(outcomes: Sequence[Outcome | None]) -> State:
    """Where a Party stands after these acts, in the order in which they happened.

    An act that can't follow what is recorded before it changes nothing: the record may have gaps.
    """
    state = State.NO_DETERMINATION
    for outcome in outcomes:
        state = _next(state, outcome)
    return state


def without_footing(outcomes: Sequence[Outcome | None]) -> int:
    """How many of these acts can't follow what is recorded before them."""
    state, found = State.NO_DETERMINATION, 0
    for outcome in outcomes:
        found += act_of(state, outcome) is None
        state = _next(state, outcome)
    return found


def letters_that_count(outcomes: Sequence[Outcome | None]) -> tuple[int, ...]:
    """The places of the letters about the determination that stands now, in order."""
    places: list[int] = []
    state = State.NO_DETERMINATION
    for place, outcome in enumerate(outcomes):
        state = _next(state, outcome)
        if state is not State.NOTIFIED:
            places = []
        elif outcome is None:
            places.append(place)
    return tuple(places)


def _next(state: State, outcome: Outcome | None) -> State:
    name = act_of(state, outcome)
    return state if name is None else State(NOTIFICATION.find(name).target)
