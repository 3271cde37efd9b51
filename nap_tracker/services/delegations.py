"""Roles for a period: a person on leave hands theirs to a colleague, who has it beside them.

It ends by itself: every right is worked out anew at each request (`services.grants`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from nap_tracker.clock import end_of, now, today
from nap_tracker.errors import Invalid, NotFound
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.account import Membership, Party, User
from nap_tracker.models.delegation import Delegation
from nap_tracker.permissions import can, require
from nap_tracker.roles import Actor, Permission, Role
from nap_tracker.services import history, notices, people
from nap_tracker.services.drafters import holds

LONGEST = timedelta(days=366)


def of_party(actor: Actor, party: Party) -> Sequence[Delegation]:
    """Those that hold now or will, in the order of their ends."""
    require(actor, Permission.PEOPLE_LIST, party)
    moment = now()
    query = (
        select(Delegation)
        .join(Delegation.membership)
        .options(
            contains_eager(Delegation.membership).joinedload(Membership.user),
            joinedload(Delegation.delegate),
        )
        .where(
            Delegation.party_id == party.id,
            Delegation.withdrawn_at.is_(None),
            Delegation.ends_at > moment,
            holds(moment),
        )
    )
    return db.session.scalars(query.order_by(Delegation.ends_at, Delegation.id)).all()


def own_roles(actor: Actor, party: Party) -> Sequence[Membership]:
    """What the actor holds there in person and may hand on."""
    query = select(Membership).filter_by(user_id=actor.user_id, party_id=party.id)
    held = db.session.scalars(query.where(holds(now())).order_by(Membership.role)).all()
    return [m for m in held if m.role is not Role.REVIEWER]


def colleagues(actor: Actor, party: Party) -> Sequence[User]:
    """Who may stand in: people with a role of their own in the Party and an open account."""
    query = (
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.party_id == party.id,
            Membership.role != Role.REVIEWER,
            holds(now()),
            User.disabled_at.is_(None),
            User.id != actor.user_id,
        )
    )
    return db.session.scalars(query.distinct().order_by(User.name, User.id)).all()


def give(
    actor: Actor,
    party: Party,
    membership: Membership,
    *,
    to_id: str,
    first_day: date | None,
    last_day: date | None,
) -> Delegation:
    """Hand one's own role over from a day to a day in the Party's zone, both included.

    Raises Invalid, Forbidden for a role that is not theirs in person.
    """
    require(actor, Permission.ROLE_DELEGATE, membership)
    starts_at, ends_at = _period(party, membership, first_day, last_day)
    delegate = next((u for u in colleagues(actor, party) if u.id == to_id), None)
    if delegate is None:
        raise Invalid(N_("Choose a colleague who has a role in this Party."), about="colleague")
    _refuse_overlap(membership, starts_at, ends_at)
    delegation = Delegation(
        party_id=party.id,
        membership=membership,
        delegate=delegate,
        starts_at=starts_at,
        ends_at=ends_at,
    )
    db.session.add(delegation)
    db.session.flush()
    _record(actor, delegation, "delegation:given")
    notices.delegation_given(delegation, party)
    db.session.flush()
    return delegation


def find(actor: Actor, party: Party, delegation_id: str) -> Delegation:
    """A delegation of this Party that the actor may end."""
    query = select(Delegation).filter_by(id=delegation_id, party_id=party.id)
    delegation = db.session.scalar(query.options(joinedload(Delegation.membership)))
    if delegation is None:
        raise NotFound(N_("There is nothing at this address, or you may not see it."))
    require(actor, Permission.ROLE_TAKE_BACK, delegation)
    return delegation


def may_end(actor: Actor, delegation: Delegation) -> bool:
    """Whether to offer the actor to end it."""
    return can(actor, Permission.ROLE_TAKE_BACK, delegation)


def withdraw(actor: Actor, party: Party, delegation: Delegation) -> None:
    """End it now. Ending one that has ended changes nothing."""
    require(actor, Permission.ROLE_TAKE_BACK, delegation)
    if delegation.has_ended(now()):
        return
    delegation.withdrawn_at = now()
    db.session.flush()
    _record(actor, delegation, "delegation:withdrawn")
    notices.delegation_ended(actor, delegation, party)
    db.session.flush()


def lenders(party_ids: Sequence[str]) -> Mapping[str, str]:
    """Account -> its name, of everybody whose role somebody else has now or will have."""
    query = (
        select(User.id, User.name)
        .join(Membership, Membership.user_id == User.id)
        .join(Delegation, Delegation.membership_id == Membership.id)
        .where(Delegation.party_id.in_(party_ids), Delegation.ends_at > now())
    )
    return {row.id: row.name for row in db.session.execute(query)}


def _period(
    party: Party, membership: Membership, first_day: date | None, last_day: date | None
) -> tuple[datetime, datetime]:
    here = today(party.time_zone)
    if first_day is None or first_day < here or first_day.year > 9000:
        raise Invalid(N_("Enter today or a day to come."), about="first_day")
    if last_day is None or last_day < first_day:
        raise Invalid(N_("Enter the first day or a later one."), about="last_day")
    if last_day - first_day > LONGEST:
        raise Invalid(
            N_("A year at most. To leave for good, hand your work over."), about="last_day"
        )
    starts_at = end_of(first_day - timedelta(days=1), party.time_zone)
    ends_at = end_of(last_day, party.time_zone)
    if membership.ends_at is not None and membership.ends_at < ends_at:
        raise Invalid(N_("Your own role ends before that day."), about="last_day")
    return starts_at, ends_at


def _refuse_overlap(membership: Membership, starts_at: datetime, ends_at: datetime) -> None:
    """One colleague at a time, or nobody would know whom to ask."""
    db.session.scalar(select(Membership.id).filter_by(id=membership.id).with_for_update())
    query = select(Delegation.id).where(
        Delegation.membership_id == membership.id,
        Delegation.withdrawn_at.is_(None),
        Delegation.starts_at < ends_at,
        Delegation.ends_at > starts_at,
    )
    if db.session.scalar(query.limit(1)) is not None:
        raise Invalid(
            N_("Somebody has this role on some of these days already. Take it back first."),
            about="first_day",
        )


def _record(actor: Actor, delegation: Delegation, kind: str) -> None:
    held = delegation.membership
    history.record(
        actor,
        kind,
        party_id=delegation.party_id,
        plan_id=held.plan_id,
        subject=f"account:{delegation.delegate_id}",
        details={
            "delegation": delegation.id,
            "holder": held.user_id,
            "role": held.role.value,
            **people.part_of(held),
            "starts_at": delegation.starts_at.isoformat(),
            "ends_at": delegation.ends_at.isoformat(),
        },
    )
