"""Who may be asked to review: everybody with a role in the Party or on the plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from nap_tracker.clock import now
from nap_tracker.extensions import db
from nap_tracker.models.account import Membership, User
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission, Role


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody with a role here, who may be asked."""

    user_id: str
    name: str
    roles: tuple[Role, ...]

    @property
    def is_outside(self) -> bool:
        """A partnership reviewer with no role in the Party."""
        return set(self.roles) == {Role.REVIEWER}


def for_round(actor: Actor, version: PlanVersion) -> Sequence[Candidate]:
    """Everybody with a role in the Party or on this plan now, by name."""
    require(actor, Permission.ROUND_OPEN, version)
    return tuple(people(version).values())


def people(version: PlanVersion) -> dict[str, Candidate]:
    """Account -> what they are here now."""
    of_plan = or_(Membership.plan_id.is_(None), Membership.plan_id == version.plan_id)
    query = (
        select(User.id, User.name, Membership.role)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.party_id == version.party_id,
            of_plan,
            or_(Membership.ends_at.is_(None), Membership.ends_at > now()),
            User.disabled_at.is_(None),
        )
        .order_by(User.name, User.id, Membership.role)
    )
    found: dict[str, Candidate] = {}
    for user_id, name, role in db.session.execute(query):
        roles = found[user_id].roles if user_id in found else ()
        found[user_id] = Candidate(user_id, name, tuple(dict.fromkeys((*roles, role))))
    return found
