"""People's accounts: who they are to the program."""

from __future__ import annotations

from sqlalchemy import select

from nap_tracker.clock import now
from nap_tracker.extensions import db
from nap_tracker.models.account import Consent, Membership, User
from nap_tracker.roles import Actor, ActorKind, Grant


def actor_of(user: User) -> Actor:
    """The actor a signed-in person is at this moment: roles that have ended do not count."""
    memberships = db.session.scalars(select(Membership).filter_by(user_id=user.id))
    moment = now()
    grants = tuple(
        Grant(m.role, m.party_id, m.plan_id)
        for m in memberships
        if m.ends_at is None or m.ends_at > moment
    )
    consents = _consents(user) if user.is_administrator else frozenset()
    return Actor(
        ActorKind.USER,
        user_id=user.id,
        name=user.name,
        is_administrator=user.is_administrator,
        grants=grants,
        consents=consents,
    )


def _consents(user: User) -> frozenset[str]:
    query = select(Consent.party_id).where(
        Consent.administrator_id == user.id,
        Consent.withdrawn_at.is_(None),
        Consent.ends_at > now(),
    )
    return frozenset(db.session.scalars(query))
