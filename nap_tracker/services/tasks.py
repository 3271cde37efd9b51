"""What there is to do: the task list of a plan, and every plan with what is mine in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, func, or_, select

from nap_tracker.annex_c.definitions import Group, Section
from nap_tracker.checks.progress import Status, progress
from nap_tracker.content.tree import Words
from nap_tracker.extensions import db
from nap_tracker.models.account import Party
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.models.plan import Assignment, Plan, PlanVersion
from nap_tracker.models.section_lock import SectionLock
from nap_tracker.permissions import is_operator
from nap_tracker.roles import Actor
from nap_tracker.services import assignments, checks, locks

PAGE = 50
"""Plans on one page of the list."""


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


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One plan in the list, and what is mine to do in it."""

    plan_id: str
    title: Words
    language: str
    party: Words
    period_start: str | None
    period_end: str | None
    sample: bool
    mine: int = 0
    """Sections assigned to me that nobody said are completed."""
    due_on: str | None = None
    """The first of their dates."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the plans."""

    plans: Sequence[PlanLine]
    number: int
    last: int


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


def listing(actor: Actor, page: int = 1) -> Page:
    """A page of the plans the actor may read, samples last; three queries for any number."""
    readable = _readable(actor)
    total = db.session.scalar(select(func.count()).select_from(Plan).where(readable)) or 0
    last = max(1, -(-total // PAGE))
    page = min(max(1, page), last)
    query = (
        select(
            Plan.id,
            Plan.title,
            Plan.language,
            Party.name,
            Plan.period_start,
            Plan.period_end,
            Plan.sample,
        )
        .join(Party, Party.id == Plan.party_id)
        .where(readable)
        .order_by(Plan.sample, Party.code, Plan.created_at, Plan.id)
        .offset((page - 1) * PAGE)
        .limit(PAGE)
    )
    mine = _mine(actor)
    rows = db.session.execute(query).all()
    return Page([PlanLine(*row, *mine.get(row.id, (0, None))) for row in rows], page, last)


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


def _readable(actor: Actor) -> ColumnElement[bool]:
    """The condition of PLAN_SHOW, for a query."""
    if is_operator(actor, None):
        return Plan.id.is_not(None)
    parties = {g.party_id for g in actor.grants if g.plan_id is None} | set(actor.consents)
    reviewed = {g.plan_id for g in actor.grants if g.plan_id is not None}
    return or_(Plan.party_id.in_(parties), Plan.id.in_(reviewed))


def _mine(actor: Actor) -> Mapping[str, tuple[int, str | None]]:
    """Plan -> how many sections are mine to finish, and the first date one is due."""
    if actor.user_id is None:
        return {}
    query = (
        select(PlanVersion.plan_id, func.count(), func.min(Assignment.due_on))
        .join(PlanVersion, PlanVersion.id == Assignment.version_id)
        .join(Entry, assignments.is_of_section())
        .join(Revision, assignments.is_newest())
        .where(Assignment.user_id == actor.user_id, assignments.is_open())
        .group_by(PlanVersion.plan_id)
    )
    return {plan_id: (count, due) for plan_id, count, due in db.session.execute(query)}
