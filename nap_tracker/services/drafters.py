"""Who drafts what at a moment, as conditions for queries: whole plans, or single sections."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, exists, or_
from sqlalchemy.orm import aliased

from nap_tracker.models.account import Membership, User
from nap_tracker.models.base import UTCDateTime
from nap_tracker.models.delegation import Delegation
from nap_tracker.roles import DRAFTERS, Role

Moment = datetime | BindParameter[datetime]
MOMENT: BindParameter[datetime] = bindparam("moment", type_=UTCDateTime())
"""Stands for the moment in queries that are put together once and asked on every page."""


def holds(moment: Moment) -> ColumnElement[bool]:
    """The condition that a membership has not ended."""
    return or_(Membership.ends_at.is_(None), Membership.ends_at > moment)


def is_lent(moment: Moment) -> ColumnElement[bool]:
    """The condition that a delegation gives its membership to a colleague now."""
    return and_(
        Delegation.starts_at <= moment,
        Delegation.ends_at > moment,
        Delegation.withdrawn_at.is_(None),
        holds(moment),
    )


def drafts(
    moment: Moment, *, user: Any, party: Any, plan: Any, section: Any
) -> ColumnElement[bool]:
    """Whether a person drafts a section of a plan; each is a column or a value."""
    of_party = and_(Membership.plan_id.is_(None), Membership.role.in_(DRAFTERS))
    of_section = and_(
        Membership.role == Role.SECTION_DRAFTER,
        Membership.plan_id == plan,
        Membership.section == section,
    )
    return holds_a_role(moment, user, and_(Membership.party_id == party, or_(of_party, of_section)))


def holds_a_role(moment: Moment, user: Any, role: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a person has such a role, be it as a stand-in."""
    gives = and_(role, holds(moment))
    lender, at_home = aliased(User), aliased(Membership)
    own = exists().where(Membership.user_id == user, gives)
    lent = exists().where(
        Delegation.membership_id == Membership.id,
        Delegation.delegate_id == user,
        lender.id == Membership.user_id,
        lender.disabled_at.is_(None),
        at_home.user_id == user,
        at_home.party_id == Membership.party_id,
        at_home.role != Role.REVIEWER,
        or_(at_home.ends_at.is_(None), at_home.ends_at > moment),
        gives,
        is_lent(moment),
    )
    return or_(own, lent)
