"""The log as people read it: of a Party, of a plan, of the installation; newest first."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import aliased

from nap_tracker.clock import end_of
from nap_tracker.extensions import db
from nap_tracker.models.account import Membership, Party, User
from nap_tracker.models.event import COPIES, INSTALLATION, Event
from nap_tracker.models.plan import Plan
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services.sentences import Group, kinds_of

PAGE = 30
BATCH = 500
NOBODY = "program"
"""Chosen in place of a person: what the worker and the command line did."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which acts: all of them, unless something is named."""

    group: Group | None = None
    person: str = ""
    """The id of an account, or NOBODY."""
    since: date | None = None
    until: date | None = None


EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Act:
    """One line: an event, or the saves of a sitting, of which this is the newest."""

    event: Event
    details: Mapping[str, Any]
    saves: int = 1
    begun: datetime | None = None
    """When the sitting began, where it is one."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some acts, and where the older ones begin."""

    acts: Sequence[Act]
    older: int | None = field(default=None)
    """The number before which they stand; None where there are none."""


def of_party(
    actor: Actor, party: Party, wanted: Wanted = EVERYTHING, *, before: int | None = None
) -> Page:
    """Everything that happened in a Party, for those who lead its drafting."""
    require(actor, Permission.EVENT_LIST, party)
    return _page(_of(party), wanted, party.time_zone, before)


def of_plan(
    actor: Actor, plan: Plan, wanted: Wanted = EVERYTHING, *, before: int | None = None
) -> Page:
    """The same for one plan."""
    require(actor, Permission.EVENT_LIST, plan)
    return _page(_of(plan.party, plan), wanted, plan.party.time_zone, before)


def of_installation(actor: Actor, *, limit: int = 100) -> list[Act]:
    """The newest acts that concern the installation or copies of it, and no Party's content."""
    require(actor, Permission.INSTALLATION_MANAGE)
    chains = Event.chain.in_((INSTALLATION, COPIES))
    newest_first = (Event.recorded_at.desc(), Event.number.desc())
    query = select(Event).where(chains).order_by(*newest_first).limit(limit)
    return [_act(event) for event in db.session.scalars(query)]


def all_of(
    actor: Actor, party: Party, plan: Plan | None = None, wanted: Wanted = EVERYTHING
) -> Iterator[list[Act]]:
    """Every act, the oldest first, some hundred at a time: for who audits."""
    require(actor, Permission.EVENT_LIST, plan or party)
    query = select(Event).where(_of(party, plan), *_chosen(Event, wanted, party.time_zone))
    after = 0
    while True:
        part = query.where(Event.number > after).order_by(Event.number).limit(BATCH)
        found = db.session.scalars(part).all()
        if not found:
            return
        yield [_act(event) for event in found]
        after = found[-1].number
        for event in found:
            db.session.expunge(event)


def people_of(actor: Actor, party: Party) -> list[tuple[str, str]]:
    """(id, name) of everybody who has or had a role in the Party, to choose from."""
    require(actor, Permission.EVENT_LIST, party)
    query = (
        select(User.id, User.name)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.party_id == party.id)
        .distinct()
        .order_by(User.name, User.id)
    )
    return [(id, name) for id, name in db.session.execute(query)]


def _of(party: Party, plan: Plan | None = None) -> ColumnElement[bool]:
    own = Event.chain == party.id
    return and_(own, Event.plan_id == plan.id) if plan is not None else own


def _page(of: ColumnElement[bool], wanted: Wanted, zone: str, before: int | None) -> Page:
    later = aliased(Event)
    goes_on = (
        select(later.id)
        .where(
            later.chain == Event.chain,
            later.sitting == Event.sitting,
            later.number > Event.number,
            *_chosen(later, wanted, zone),
        )
        .exists()
    )
    query = select(Event).where(
        of,
        *_chosen(Event, wanted, zone),
        or_(Event.sitting.is_(None), ~goes_on),
        Event.number < before if before else true(),
    )
    found = db.session.scalars(query.order_by(Event.number.desc()).limit(PAGE + 1)).all()
    shown = found[:PAGE]
    sittings = _sittings([event.sitting for event in shown if event.sitting])
    acts = [_act(event, *sittings.get(event.sitting or "", (1, None))) for event in shown]
    return Page(acts, shown[-1].number if len(found) > PAGE else None)


def _sittings(ids: Sequence[str]) -> dict[str, tuple[int, datetime]]:
    query = (
        select(Event.sitting, func.count(), func.min(Event.recorded_at))
        .where(Event.sitting.in_(ids))
        .group_by(Event.sitting)
    )
    return {str(id): (saves, begun) for id, saves, begun in db.session.execute(query)}


def _chosen(event: type[Event], wanted: Wanted, zone: str) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.group is not None:
        found.append(event.kind.in_(kinds_of(wanted.group)))
    if wanted.person == NOBODY:
        found.append(event.actor_id.is_(None))
    elif wanted.person:
        found.append(event.actor_id == wanted.person)
    if wanted.since is not None:
        found.append(event.recorded_at >= end_of(wanted.since - timedelta(days=1), zone))
    if wanted.until is not None:
        found.append(event.recorded_at < end_of(wanted.until, zone))
    return found


def _act(event: Event, saves: int = 1, begun: datetime | None = None) -> Act:
    return Act(event, json.loads(event.details), saves, begun if saves > 1 else None)
