"""What one person has in hand in a Party: what has to go to somebody when they leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from nap_tracker.clock import now, today
from nap_tracker.extensions import db
from nap_tracker.models.account import Membership, Party, User
from nap_tracker.models.delegation import Delegation
from nap_tracker.models.plan import Assignment, Plan, PlanVersion, WarningAnswer
from nap_tracker.models.section_lock import SectionLock
from nap_tracker.models.turn import Turn
from nap_tracker.roles import Role
from nap_tracker.services.drafters import holds
from nap_tracker.services.turns import seen


@dataclass(frozen=True, slots=True)
class InHand:
    """All of it, at this moment."""

    roles: Sequence[Membership]
    """Their own; what was lent to them goes back to whose it is."""
    assigned: Sequence[tuple[Assignment, str]]
    """Sections they were asked to draft in texts that can change, each with its plan."""
    locks: Sequence[tuple[SectionLock, str]]
    lent: Sequence[Delegation]
    """Periods for which a colleague has one of these roles."""
    turns: Sequence[tuple[Turn, str]]
    """Requests they made that wait for an answer, each with its plan."""
    answered: int
    """Warnings they gave a reason for: that stays under their name."""

    @property
    def ids(self) -> dict[str, Any]:
        """For the record, which names nobody and quotes nothing."""
        return {
            "roles": [m.id for m in self.roles],
            "assigned": [f"{a.version_id}:{a.section}" for a, _ in self.assigned],
            "locks": [lock.id for lock, _ in self.locks],
            "lent": [d.id for d in self.lent],
            "turns": [turn.id for turn, _ in self.turns],
            "answered": self.answered,
        }


def of_person(user: User, party: Party) -> InHand:
    """Seven queries, whatever there is. The caller has asked for leave."""
    return InHand(
        roles=_roles(user, party),
        assigned=_assigned(user, party),
        locks=_locks(user, party),
        lent=_lent(user, party),
        turns=_turns(user, party),
        answered=_answered(user, party),
    )


def _roles(user: User, party: Party) -> Sequence[Membership]:
    query = select(Membership).filter_by(user_id=user.id, party_id=party.id)
    query = query.where(Membership.role != Role.REVIEWER, holds(now()))
    order = (Membership.role, Membership.section, Membership.id)
    return db.session.scalars(query.order_by(*order)).all()


def _assigned(user: User, party: Party) -> Sequence[tuple[Assignment, str]]:
    query = (
        select(Assignment, PlanVersion.plan_id)
        .join(PlanVersion, PlanVersion.id == Assignment.version_id)
        .join(Plan, Plan.id == PlanVersion.plan_id)
        .where(
            Assignment.user_id == user.id,
            Assignment.party_id == party.id,
            PlanVersion.frozen_at.is_(None),
        )
        .order_by(Plan.created_at, Assignment.section)
    )
    return [(given, plan_id) for given, plan_id in db.session.execute(query)]


def _locks(user: User, party: Party) -> Sequence[tuple[SectionLock, str]]:
    query = (
        select(SectionLock, PlanVersion.plan_id)
        .join(PlanVersion, PlanVersion.id == SectionLock.version_id)
        .where(
            SectionLock.holder_id == user.id,
            SectionLock.party_id == party.id,
            SectionLock.released_at.is_(None),
            SectionLock.ends_at > now(),
        )
    )
    return [(lock, plan_id) for lock, plan_id in db.session.execute(query)]


def _lent(user: User, party: Party) -> Sequence[Delegation]:
    query = (
        select(Delegation)
        .join(Membership, Membership.id == Delegation.membership_id)
        .options(joinedload(Delegation.delegate))
        .where(
            Membership.user_id == user.id,
            Delegation.party_id == party.id,
            Delegation.withdrawn_at.is_(None),
            Delegation.ends_at > now(),
        )
    )
    return db.session.scalars(query).all()


def _turns(user: User, party: Party) -> Sequence[tuple[Turn, str]]:
    query = (
        select(Turn)
        .filter_by(asked_by_id=user.id, party_id=party.id, ended_at=None)
        .order_by(Turn.began_at, Turn.holder)
    )
    day = today(party.time_zone)
    return [(turn, turn.plan_id) for turn in db.session.scalars(query) if seen(turn).waits(day)]


def _answered(user: User, party: Party) -> int:
    query = select(func.count()).select_from(WarningAnswer)
    return db.session.scalar(query.filter_by(author_id=user.id, party_id=party.id)) or 0
