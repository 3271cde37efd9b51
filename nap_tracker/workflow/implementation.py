"""One activity of a plan in force, planned to finished. Late and due are computed elsewhere."""

from __future__ import annotations

from enum import StrEnum

from nap_tracker.i18n import N_
from nap_tracker.roles import Permission
from nap_tracker.workflow.facts import ActivityFacts
from nap_tracker.workflow.machine import Machine, Problem, Transition


class Implementation(StrEnum):
    """What the people who carry an activity out say of it."""

    PLANNED = "planned"
    FUNDED = "funded"
    STARTED = "started"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    DELAYED = "delayed"
    FINISHED = "finished"
    CANCELLED = "cancelled"


def is_funded(facts: ActivityFacts) -> Problem | None:
    """Work may begin on what a ministry advances; the plan should say so."""
    if facts.is_funded:
        return None
    return Problem(N_("No confirmed source of money is recorded for this activity."), hard=False)


def has_evidence(facts: ActivityFacts) -> Problem | None:
    if facts.has_evidence:
        return None
    return Problem(N_("Nothing shows yet what was done: no file, no link."), hard=False)


PLANNED, FUNDED, STARTED, ON_TRACK, AT_RISK, DELAYED, FINISHED, CANCELLED = Implementation
UNDER_WAY = (STARTED, ON_TRACK, AT_RISK, DELAYED)
REPORT = Permission.ACTIVITY_REPORT

IMPLEMENTATION = Machine(
    name="implementation",
    states=Implementation,
    initial=PLANNED,
    transitions=(
        Transition("fund", (PLANNED,), FUNDED, REPORT, words=N_("Record that it is funded")),
        Transition(
            "start", (PLANNED, FUNDED), STARTED, REPORT, (is_funded,), words=N_("Record the start")
        ),
        Transition(
            "report_on_track",
            (STARTED, AT_RISK, DELAYED),
            ON_TRACK,
            REPORT,
            words=N_("Report: on track"),
        ),
        Transition(
            "report_at_risk",
            (STARTED, ON_TRACK, DELAYED),
            AT_RISK,
            REPORT,
            needs_note=True,
            words=N_("Report: at risk"),
        ),
        Transition(
            "report_delayed",
            (STARTED, ON_TRACK, AT_RISK),
            DELAYED,
            REPORT,
            needs_note=True,
            words=N_("Report: delayed"),
        ),
        Transition(
            "finish", UNDER_WAY, FINISHED, REPORT, (has_evidence,), words=N_("Record the end")
        ),
        Transition(
            "cancel",
            (PLANNED, FUNDED, *UNDER_WAY),
            CANCELLED,
            REPORT,
            needs_note=True,
            words=N_("Cancel the activity"),
        ),
        Transition(
            "reopen",
            (FINISHED,),
            STARTED,
            REPORT,
            needs_note=True,
            words=N_("Take the activity up again"),
        ),
        Transition(
            "revive",
            (CANCELLED,),
            PLANNED,
            REPORT,
            needs_note=True,
            words=N_("Plan the activity again"),
        ),
    ),
    names={
        PLANNED: N_("Planned"),
        FUNDED: N_("Funded"),
        STARTED: N_("Started"),
        ON_TRACK: N_("On track"),
        AT_RISK: N_("At risk"),
        DELAYED: N_("Delayed"),
        FINISHED: N_("Finished"),
        CANCELLED: N_("Cancelled"),
    },
    final=frozenset({FINISHED, CANCELLED}),
)
