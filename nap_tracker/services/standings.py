"""Where plans stand and who holds them: one query for one plan and for a page of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, bindparam, func, or_, select

from nap_tracker.clock import day_of, today
from nap_tracker.content.tree import Words
from nap_tracker.extensions import db
from nap_tracker.models.account import Party
from nap_tracker.models.endorsement import Endorsement
from nap_tracker.models.move import Move
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.models.submission import Submission
from nap_tracker.models.turn import Turn
from nap_tracker.permissions import can, position_of
from nap_tracker.roles import Actor, Permission, Role
from nap_tracker.workflow.drafting import Drafting
from nap_tracker.workflow.positions import Position
from nap_tracker.workflow.turns import Asked, Standing, standing


@dataclass(frozen=True, slots=True)
class Line:
    """What stands on top of every page of a plan, for one reader."""

    plan_id: str
    party_id: str
    title: Words
    language: str
    version_id: str
    number: int
    state: str
    stages: tuple[str, ...]
    frozen_at: datetime | None
    zone: str
    position: Position
    standing: Standing
    returned_because: str
    """While it is back with the drafting team, and for them."""
    endorsed_on: str | None
    sent_on: str | None
    """Dated facts of this version; None while not recorded."""
    is_endorsed: bool
    is_submitted: bool
    names_holders: bool
    """Outside the drafting team the step is shown, not who in government has not answered."""


def of_plans(
    actor: Actor, plan_ids: Collection[str], *, with_requests: bool = False
) -> Mapping[str, Line]:
    """Plan -> where it stands, of those the actor may read.

    `with_requests` adds every other plan in which a role is asked for something, in a Party where
    the actor holds one: what somebody is asked for shows wherever the plan stands in a list.
    """
    rows: dict[str, list[Any]] = {}
    values = {"plans": list(plan_ids)}
    if with_requests:
        values["parties"] = sorted({g.party_id for g in actor.grants if g.plan_id is None})
    for row in db.session.execute(_query(with_requests), values):
        rows.setdefault(row.plan_id, []).append(row)
    lines = (_line(actor, members) for members in rows.values())
    return {line.plan_id: line for line in lines if can(actor, Permission.PLAN_SHOW, line)}


def of_plan(actor: Actor, plan_id: str) -> Line | None:
    """Where one plan stands; None behind a wall."""
    return of_plans(actor, (plan_id,)).get(plan_id)


def asked_of(actor: Actor, line: Line) -> Iterator[Asked]:
    """Requests that wait for a role of the actor."""
    mine = actor.roles_in(line.party_id)
    return (turn for turn in line.standing.holders if turn.role and Role(turn.role) in mine)


@cache
def _query(with_requests: bool) -> Select[Any]:
    """Each plan's newest version, its newest act, and every turn of that version.

    Put together once: every page of a plan asks it.
    """
    wanted: ColumnElement[bool] = PlanVersion.plan_id.in_(bindparam("plans", expanding=True))
    if with_requests:
        asked = select(Turn.plan_id).where(
            Turn.party_id.in_(bindparam("parties", expanding=True)),
            Turn.role.is_not(None),
            Turn.ended_at.is_(None),
        )
        wanted = or_(wanted, PlanVersion.plan_id.in_(asked))
    newest = (
        select(PlanVersion.plan_id, func.max(PlanVersion.number).label("number"))
        .where(wanted)
        .group_by(PlanVersion.plan_id)
        .subquery()
    )
    return (
        select(
            PlanVersion.plan_id,
            PlanVersion.party_id,
            PlanVersion.id.label("version_id"),
            PlanVersion.number,
            PlanVersion.state,
            PlanVersion.stages,
            PlanVersion.frozen_at,
            PlanVersion.created_at,
            Party.time_zone,
            _last_move(Move.happened_on).label("moved_on"),
            _last_move(Move.note).label("note"),
            _fact(Endorsement, Endorsement.id).label("endorsement"),
            _fact(Endorsement, Endorsement.endorsed_on).label("endorsed_on"),
            _fact(Submission, Submission.id).label("submission"),
            _fact(Submission, Submission.sent_on).label("sent_on"),
            Plan.title,
            Plan.language,
            Turn.id.label("turn_id"),
            Turn.asks,
            Turn.holder,
            Turn.role,
            Turn.began_on,
            Turn.due_on,
            Turn.lapses_on,
            Turn.ended_on,
            Turn.outcome,
            Turn.is_round,
        )
        .join(
            newest,
            (newest.c.plan_id == PlanVersion.plan_id) & (newest.c.number == PlanVersion.number),
        )
        .join(Plan, Plan.id == PlanVersion.plan_id)
        .join(Party, Party.id == PlanVersion.party_id)
        .outerjoin(Turn, Turn.version_id == PlanVersion.id)
        .order_by(Turn.began_at, Turn.holder)
    )


def _last_move(column: Any) -> ScalarSelect[Any]:
    newest_first = select(column).where(Move.plan_id == Plan.id).order_by(Move.number.desc())
    return newest_first.limit(1).scalar_subquery()


def _fact(table: type[Endorsement | Submission], column: Any) -> ScalarSelect[Any]:
    """Of the newest fact that holds: corrections replace what was recorded before."""
    holds = (table.version_id == PlanVersion.id, table.replaced_at.is_(None))
    newest_first = select(column).where(*holds).order_by(table.recorded_at.desc())
    return newest_first.limit(1).scalar_subquery()


def _line(actor: Actor, rows: list[Any]) -> Line:
    first = rows[0]
    now_there = today(first.time_zone)
    back_on = first.moved_on or day_of(first.created_at, first.time_zone).isoformat()
    is_told = can(actor, Permission.TURN_SHOW, first)
    asked = [_asked(row) for row in rows if row.turn_id]
    return Line(
        plan_id=first.plan_id,
        party_id=first.party_id,
        title=first.title,
        language=first.language,
        version_id=first.version_id,
        number=first.number,
        state=first.state,
        stages=tuple(first.stages),
        frozen_at=first.frozen_at,
        zone=first.time_zone,
        position=position_of(first),
        standing=standing(asked, back_on, now_there),
        returned_because=first.note if is_told and first.state is Drafting.RETURNED else "",
        endorsed_on=first.endorsed_on,
        sent_on=first.sent_on,
        is_endorsed=first.endorsement is not None,
        is_submitted=first.submission is not None,
        names_holders=is_told,
    )


def _asked(row: Any) -> Asked:
    return Asked(
        row.turn_id,
        row.asks,
        row.holder,
        row.role or "",
        row.began_on,
        row.due_on,
        row.lapses_on,
        row.ended_on,
        row.outcome,
        row.is_round,
    )
