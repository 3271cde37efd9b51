"""Handing one's work over for good: offered with the list of what is in hand, and taken or not.

Nothing moves until the colleague accepts. Then every role moves to them with its end, and so do the
sections that were assigned; what was written stays under the name of who wrote it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from nap_tracker.clock import now
from nap_tracker.errors import Forbidden, Hidden, Invalid
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.account import Membership, Party, User
from nap_tracker.models.delegation import Handover, waits
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import delegations, history, in_hand, notices, people

LAPSES_AFTER = timedelta(days=14)
LONGEST_NOTE = 2000


def waiting(actor: Actor, party: Party) -> Sequence[Handover]:
    """Offers that nobody has answered yet, for the people of the Party."""
    require(actor, Permission.PEOPLE_LIST, party)
    return _open(Handover.party_id == party.id)


def mine(actor: Actor) -> Sequence[Handover]:
    """Open offers made to the actor, or by them."""
    return _open(or_(Handover.from_id == actor.user_id, Handover.to_id == actor.user_id))


def find(actor: Actor, party: Party, handover_id: str) -> Handover:
    """An offer the actor made or got, or of a Party whose drafting they lead."""
    query = select(Handover).filter_by(id=handover_id, party_id=party.id)
    found = db.session.scalar(query.options(joinedload(Handover.giver)))
    if found is None:
        raise Hidden(N_("There is nothing at this address, or you may not see it."))
    if actor.user_id not in (found.from_id, found.to_id):
        require(actor, Permission.PARTY_EDIT, party)
    require(actor, Permission.PARTY_SHOW, party)
    return found


def offer(actor: Actor, party: Party, *, to_id: str, note: str = "") -> Handover:
    """Offer all that one has in hand in a Party to a colleague. Raises Invalid."""
    giver = db.session.get_one(User, actor.user_id)
    held = in_hand.of_person(giver, party)
    if not held.roles:
        raise Forbidden(N_("You have no role here to hand on."))
    for membership in held.roles:
        require(actor, Permission.ROLE_DELEGATE, membership)
    receiver = next((u for u in delegations.colleagues(actor, party) if u.id == to_id), None)
    if receiver is None:
        raise Invalid(N_("Choose a colleague who has a role in this Party."), about="colleague")
    if len(note) > LONGEST_NOTE:
        raise Invalid(N_("At most 2000 characters"), about="note")
    if any(one.from_id == giver.id for one in _open(Handover.party_id == party.id)):
        raise Invalid(
            N_("You have offered your work to somebody already. Take that back first."),
            about="colleague",
        )
    handover = Handover(
        party_id=party.id,
        giver=giver,
        receiver=receiver,
        note=note,
        in_hand=held.ids,
        lapses_at=now() + LAPSES_AFTER,
    )
    db.session.add(handover)
    db.session.flush()
    _record(actor, handover, "handover:offered", handover.to_id)
    notices.handover_offered(handover, party)
    db.session.flush()
    return handover


def accept(actor: Actor, party: Party, handover: Handover) -> None:
    """Take the work over: from this moment the roles are the receiver's and no longer the giver's.

    Raises Invalid where it was answered, lapsed, or the giver holds nothing any more.
    """
    handover = _answerable(actor, handover)
    held = in_hand.of_person(handover.giver, party)
    offered = [m for m in held.roles if m.id in handover.in_hand["roles"]]
    if not offered:
        raise Invalid(N_("Nothing of it is in their hands any more."))
    for delegation in held.lent:
        delegation.withdrawn_at = now()
    for membership in offered:
        _move(actor, party, membership, handover.receiver)
    for assignment, _plan in held.assigned:
        assignment.user_id = handover.to_id
    handover.accepted_at = now()
    db.session.flush()
    _record(actor, handover, "handover:accepted", handover.from_id, held.ids)
    notices.handover_answered(handover, party, accepted=True)
    db.session.flush()


def decline(actor: Actor, party: Party, handover: Handover) -> None:
    """Do not take it over; everything stays where it is."""
    handover = _answerable(actor, handover)
    handover.declined_at = now()
    _record(actor, handover, "handover:declined", handover.from_id)
    notices.handover_answered(handover, party, accepted=False)
    db.session.flush()


def withdraw(actor: Actor, party: Party, handover: Handover) -> None:
    """Take the offer back; one that was answered or has lapsed stays as it is."""
    if actor.user_id != handover.from_id:
        require(actor, Permission.PARTY_EDIT, party)
    if handover.is_open(now()):
        handover.withdrawn_at = now()
        _record(actor, handover, "handover:withdrawn", handover.to_id)
        db.session.flush()


def _move(actor: Actor, party: Party, membership: Membership, receiver: User) -> None:
    """Give first, then end: the Party is never without its last focal point."""
    people.give(
        actor,
        party,
        receiver,
        membership.role,
        plan_id=membership.plan_id,
        section=membership.section,
        institution_uid=membership.institution_uid,
        ends_at=_end_of(membership, receiver),
    )
    people.end_handed_over(actor, membership, party)


def _end_of(membership: Membership, receiver: User) -> datetime | None:
    """The giver's end, or the receiver's own where they have the same role for longer."""
    key = {name: getattr(membership, name) for name in ("role", "plan_id", "section")}
    key["institution_uid"] = membership.institution_uid
    query = select(Membership).filter_by(user_id=receiver.id, party_id=membership.party_id, **key)
    own = db.session.scalar(query)
    if own is None or own.has_ended(now()):
        return membership.ends_at
    ends = (membership.ends_at, own.ends_at)
    return None if None in ends else max(end for end in ends if end is not None)


def _answerable(actor: Actor, handover: Handover) -> Handover:
    """The offer, locked, if it waits for this actor's answer."""
    query = select(Handover).filter_by(id=handover.id).with_for_update()
    fresh = db.session.scalars(query.execution_options(populate_existing=True)).one()
    if actor.user_id != fresh.to_id:
        raise Forbidden(N_("Only the colleague it was offered to can answer."))
    if not fresh.is_open(now()):
        raise Invalid(N_("This offer was answered or has lapsed. Ask for a new one."))
    return fresh


def _open(wanted: object) -> Sequence[Handover]:
    query = (
        select(Handover)
        .options(joinedload(Handover.giver), joinedload(Handover.receiver))
        .where(
            wanted,  # type: ignore[arg-type]
            waits(now()),
        )
        .order_by(Handover.lapses_at, Handover.id)
    )
    return db.session.scalars(query).all()


def _record(
    actor: Actor,
    handover: Handover,
    kind: str,
    about: str,
    listed: dict[str, object] | None = None,
) -> None:
    history.record(
        actor,
        kind,
        party_id=handover.party_id,
        subject=f"account:{about}",
        details={"handover": handover.id, **(listed or handover.in_hand)},
    )
    db.session.flush()
