"""What there is to do: the task list of a plan, and every plan with what is mine in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from nap_tracker.annex_c.definitions import Group, Section
from nap_tracker.checks.progress import Status, progress
from nap_tracker.models.plan import Assignment, PlanVersion
from nap_tracker.models.section_lock import SectionLock
from nap_tracker.roles import Actor
from nap_tracker.services import assignments, checks, locks


@dataclass(frozen=True, slots=True)
class Task:
    """One section on the task list."""

    section: Section
    status: Status
    reason: str = ""
    """Why it cannot start yet, marked with N_."""
    person: str = ""
    due_on: str | None = None
    is_mine: bool = False
    lock: SectionLock | None = None
    """Who asked for quiet there; nothing of it for readers outside the drafting team."""


@dataclass(frozen=True)
class TaskList:
    """The sections by group, and the check they were judged by."""

    groups: tuple[tuple[Group, tuple[Task, ...]], ...]
    check: checks.Check

    @property
    def tasks(self) -> tuple[Task, ...]:
        return tuple(task for _, tasks in self.groups for task in tasks)

    @property
    def completed(self) -> int:
        """How many sections somebody said are completed."""
        return sum(task.status is Status.COMPLETED for task in self.tasks)


def of_version(actor: Actor, version: PlanVersion) -> TaskList:
    """The task list of a plan for who asks; sections held back from them are not on it."""
    check = checks.examine(actor, version)
    people = assignments.of_version(actor, version)
    quiet = locks.of_version(actor, version)
    begun = {entry.section for entry in check.plan.entries}
    tasks = {
        found.section.id: replace(
            _task(actor, found.section, found.status, found.reason, people),
            lock=quiet.get(found.section.id),
        )
        for found in progress(check.plan, check.schema, check.findings)
        if found.section.id in begun
    }
    groups = (
        (group, tuple(tasks[s.id] for s in check.schema.sections_of(group.id) if s.id in tasks))
        for group in check.schema.groups
    )
    return TaskList(tuple((group, members) for group, members in groups if members), check)


def _task(
    actor: Actor,
    section: Section,
    status: Status,
    reason: str,
    people: Mapping[str, Assignment],
) -> Task:
    assignment = people.get(section.id)
    if assignment is None:
        return Task(section, status, reason)
    return Task(
        section,
        status,
        reason,
        person=assignment.user.name,
        due_on=assignment.due_on,
        is_mine=assignment.user_id == actor.user_id,
    )
