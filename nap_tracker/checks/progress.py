"""How far each section is: five words and no more, worked out from what is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from nap_tracker.annex_c.definitions import Schema, Section
from nap_tracker.checks.completeness import has_begun
from nap_tracker.checks.facts import Facts
from nap_tracker.checks.findings import Findings
from nap_tracker.content.tree import PlanContent
from nap_tracker.i18n import N_


class Status(StrEnum):
    """The status of one section. It never speaks of the plan as a whole."""

    NOT_STARTED = "not_started"
    """Nobody has written anything yet."""
    IN_PROGRESS = "in_progress"
    """Something is there."""
    PROBLEM = "problem"
    """Answers contradict each other, or what was typed was not accepted."""
    COMPLETED = "completed"
    """A person said so; blanks may remain, and the check lists them."""
    CANNOT_START = "cannot_start"
    """Something else comes first."""


@dataclass(frozen=True, slots=True)
class Need:
    """A section that makes no sense before there are rows of a register."""

    register: str
    reason: str
    """Marked with N_."""


NEEDS: Mapping[str, Need] = MappingProxyType(
    {
        "budget": Need(
            "activity",
            N_("Add an activity to the work plan first: every cost belongs to one."),
        )
    }
)


@dataclass(frozen=True, slots=True)
class Progress:
    """One section and how far it is."""

    section: Section
    status: Status
    reason: str = ""
    """Why it cannot start yet, marked with N_."""


def progress(plan: PlanContent, schema: Schema, findings: Findings) -> Iterator[Progress]:
    """Every section in the order of the plan. `findings` are those of the same content."""
    facts = Facts(plan, schema)
    for section in schema.sections:
        yield _of(facts, section, findings)


def _of(facts: Facts, section: Section, findings: Findings) -> Progress:
    entry = facts.plan.section(section.id)
    if section.id in findings.troubled:
        return Progress(section, Status.PROBLEM)
    if entry is not None and entry.completed:
        return Progress(section, Status.COMPLETED)
    if has_begun(facts, section):
        return Progress(section, Status.IN_PROGRESS)
    need = NEEDS.get(section.id)
    if need is not None and not facts.rows(need.register):
        return Progress(section, Status.CANNOT_START, need.reason)
    return Progress(section, Status.NOT_STARTED)
