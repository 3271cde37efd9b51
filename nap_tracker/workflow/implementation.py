"""How far one activity of a plan in force has come: what a person says. Late is worked out."""

from __future__ import annotations

from enum import StrEnum

from nap_tracker.errors import InvalidTransition
from nap_tracker.i18n import N_
from nap_tracker.roles import Permission
from nap_tracker.workflow.machine import Machine, Transition


class Phase(StrEnum):
    """What the people who carry an activity out say of it."""

    NOT_KNOWN = "not_known"
    """Nobody has said anything: not the same as an activity that has not begun."""
    NOT_STARTED = "not_started"
    IN_PREPARATION = "in_preparation"
    UNDER_WAY = "under_way"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    MERGED = "merged"
    """Another activity of the plan has taken it up."""


NOT_KNOWN, NOT_STARTED, IN_PREPARATION, UNDER_WAY, FINISHED, CANCELLED, MERGED = Phase
OPEN = (NOT_KNOWN, NOT_STARTED, IN_PREPARATION, UNDER_WAY)
CLOSED = (FINISHED, CANCELLED, MERGED)
LINE = (NOT_STARTED, IN_PREPARATION, UNDER_WAY, FINISHED)
"""The phases in their order, as a line on the page."""
REPORT = Permission.ACTIVITY_REPORT


def _others(target: Phase) -> tuple[Phase, ...]:
    return tuple(phase for phase in OPEN if phase is not target)


IMPLEMENTATION = Machine(
    name="implementation",
    states=Phase,
    initial=NOT_KNOWN,
    transitions=(
        Transition(
            "wait",
            _others(NOT_STARTED),
            NOT_STARTED,
            REPORT,
            words=N_("Say that it has not started"),
        ),
        Transition(
            "prepare",
            _others(IN_PREPARATION),
            IN_PREPARATION,
            REPORT,
            words=N_("Say that it is in preparation"),
        ),
        Transition(
            "start", _others(UNDER_WAY), UNDER_WAY, REPORT, words=N_("Say that it is under way")
        ),
        Transition("finish", OPEN, FINISHED, REPORT, words=N_("Say that it is finished")),
        Transition(
            "cancel", OPEN, CANCELLED, REPORT, needs_note=True, words=N_("Cancel the activity")
        ),
        Transition(
            "merge",
            OPEN,
            MERGED,
            REPORT,
            needs_note=True,
            words=N_("Say that another activity has taken it up"),
        ),
        Transition(
            "plan_again",
            CLOSED,
            NOT_STARTED,
            REPORT,
            needs_note=True,
            words=N_("Plan the activity again"),
        ),
        Transition(
            "reopen",
            CLOSED,
            UNDER_WAY,
            REPORT,
            needs_note=True,
            words=N_("Take the activity up again"),
        ),
    ),
    names={
        NOT_KNOWN: N_("Not known"),
        NOT_STARTED: N_("Not started"),
        IN_PREPARATION: N_("In preparation"),
        UNDER_WAY: N_("Under way"),
        FINISHED: N_("Finished"),
        CANCELLED: N_("Cancelled"),
        MERGED: N_("Merged into another"),
    },
    final=frozenset(CLOSED),
)


def step(before: Phase, after: Phase) -> Transition | None:
    """The act between two phases; None where nothing changes. Raises InvalidTransition."""
    if before is after:
        return None
    for act in IMPLEMENTATION.available(before):
        if act.target is after:
            return act
    raise InvalidTransition(N_("This step does not begin where things stand now."))


def reachable(before: Phase) -> tuple[Phase, ...]:
    """Where an activity can be said to stand next, what it is now among them if it was said."""
    leads = {act.target for act in IMPLEMENTATION.available(before)}
    return tuple(p for p in Phase if p in leads or (p is before and p is not NOT_KNOWN))
