"""Which roles people hold at this moment: their own, and those a colleague handed them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Row,
    Select,
    String,
    bindparam,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import aliased

from nap_tracker.clock import now
from nap_tracker.extensions import db
from nap_tracker.models.account import Membership, User
from nap_tracker.models.base import UTCDateTime
from nap_tracker.models.delegation import Delegation
from nap_tracker.roles import Grant, Role
from nap_tracker.services.drafters import MOMENT, holds, is_lent

_HELD = (
    Membership.role,
    Membership.party_id,
    Membership.plan_id,
    Membership.section,
    Membership.institution_uid,
    Membership.ends_at,
    Membership.created_at,
)


def of_person(user_id: str) -> tuple[Grant, ...]:
    """What one account holds now, in one query."""
    rows = db.session.execute(_held_by_one(), {"person": user_id, "moment": now()})
    return tuple(_with_own([_grant(row) for row in rows]))


def at_the_door(user_id: str) -> tuple[User, tuple[Grant, ...]] | None:
    """An account and what it holds now, in one query."""
    rows = db.session.execute(_at_the_door(), {"person": user_id, "moment": now()}).all()
    if not rows:
        return None
    return rows[0].User, tuple(_with_own([_grant(row) for row in rows if row.party_id]))


def holders(parties: Collection[str]) -> Mapping[User, tuple[Grant, ...]]:
    """Open account, by name -> what it holds in some Parties now, the oldest first; one query."""
    grants: dict[User, list[Grant]] = defaultdict(list)
    for row in db.session.execute(_inside(), {"parties": list(parties), "moment": now()}):
        grants[row.User].append(_grant(row))
    return {user: tuple(_with_own(roles)) for user, roles in grants.items()}


@cache
def _held_by_one() -> CompoundSelect[Any]:
    """Put together once: this and the next are asked on every page."""
    person = bindparam("person", type_=String(36))
    return _held(Membership.user_id == person, Delegation.delegate_id == person)


@cache
def _at_the_door() -> Select[Any]:
    held = _held_by_one().subquery()
    query = select(User, held).outerjoin(held, held.c.user_id == User.id)
    return query.where(User.id == bindparam("person"))


@cache
def _inside() -> Select[Any]:
    parties = bindparam("parties", expanding=True, type_=String(36))
    held = _held(Membership.party_id.in_(parties), Delegation.party_id.in_(parties)).subquery()
    return (
        select(User, held)
        .join(held, held.c.user_id == User.id)
        .where(User.disabled_at.is_(None))
        .order_by(User.name, User.id, held.c.created_at, held.c.party_id)
    )


def _held(of_own: ColumnElement[bool], of_lent: ColumnElement[bool]) -> CompoundSelect[Any]:
    nobody = type_coerce(null(), String(36)).label("lender_id")
    never = type_coerce(null(), UTCDateTime())
    no_loan = never.label("loan_starts_at"), never.label("loan_ends_at")
    own = select(Membership.user_id, *_HELD, nobody, *no_loan).where(of_own, holds(MOMENT))
    lender = aliased(User)
    lent = (
        select(
            Delegation.delegate_id,
            *_HELD,
            Membership.user_id.label("lender_id"),
            Delegation.starts_at.label("loan_starts_at"),
            Delegation.ends_at.label("loan_ends_at"),
        )
        .join(Delegation, Delegation.membership_id == Membership.id)
        .join(lender, lender.id == Membership.user_id)
        .where(of_lent, is_lent(MOMENT), lender.disabled_at.is_(None))
    )
    return union_all(own, lent)


def _grant(row: Row[Any]) -> Grant:
    ends = [at for at in (row.ends_at, row.loan_ends_at) if at is not None]
    return Grant(
        row.role,
        row.party_id,
        row.plan_id,
        row.section,
        min(ends, default=None),
        row.lender_id,
        row.loan_starts_at or row.created_at,
        row.institution_uid,
    )


def _with_own(grants: list[Grant]) -> Iterator[Grant]:
    """Only a colleague stands in: what was lent falls with one's own last role in the Party."""
    at_home = {g.party_id for g in grants if not g.on_behalf_of and g.role is not Role.REVIEWER}
    return (g for g in grants if not g.on_behalf_of or g.party_id in at_home)
