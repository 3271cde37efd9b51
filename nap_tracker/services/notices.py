"""Who is told what: one function per message, written in the transaction of the act it tells of.

Then the outbox seen from the worker: claim a message, send it, say how that went.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, or_, select, update

from nap_tracker.annex_c.schema import treaty
from nap_tracker.clock import last_day, now
from nap_tracker.extensions import db
from nap_tracker.models.account import (
    Consent,
    Invitation,
    Membership,
    Party,
    PasswordReset,
    User,
)
from nap_tracker.models.message import Message
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.section_lock import SectionLock
from nap_tracker.roles import ROLE_NAMES, Actor, Role

LEASE = timedelta(minutes=5)
"""How long a worker may be silent before another takes the message over."""
MOST_ATTEMPTS = 12
LONGEST_PAUSE = timedelta(hours=6)
KEPT = timedelta(days=30)
"""How long a message that is done with stays, for whoever looks for it."""


def invited(actor: Actor, invitation: Invitation, party: Party) -> None:
    """To the person invited, with the link."""
    _write(
        invitation.email,
        invitation.locale,
        "invitation",
        id=invitation.id,
        inviter=actor.name,
        party=party.name,
        role=ROLE_NAMES[invitation.role],
        until=last_day(invitation.expires_at, party.time_zone).isoformat(),
    )


def invited_from_outside(invitation: Invitation, party: Party) -> None:
    """To those who lead a Party, when the administrator invites a focal point into it."""
    for person in _leading(party.id):
        _write(
            person.email,
            person.locale,
            "invited_from_outside",
            invited=invitation.email,
            party=party.name,
            party_id=party.id,
        )


def invitation_accepted(invitation: Invitation, user: User, party: Party) -> None:
    """To whoever invited."""
    if invitation.invited_by is not None:
        _write(
            invitation.invited_by.email,
            invitation.invited_by.locale,
            "invitation_accepted",
            name=user.name,
            email=user.email,
            party=party.name,
            party_id=party.id,
            role=ROLE_NAMES[invitation.role],
        )


def role_changed(membership: Membership, party: Party) -> None:
    """To the person whose role or its end changed."""
    ends_at = membership.ends_at
    _write(
        membership.user.email,
        membership.user.locale,
        "role_changed",
        party=party.name,
        role=ROLE_NAMES[membership.role],
        ended=ends_at is not None and ends_at <= now(),
        until=last_day(ends_at, party.time_zone).isoformat() if ends_at else "",
    )


def password_reset(reset: PasswordReset, user: User) -> None:
    """To the person, with the link."""
    hours = round((reset.expires_at - now()) / timedelta(hours=1))
    _write(user.email, user.locale, "password_reset", id=reset.id, name=user.name, hours=hours)


def password_changed(user: User) -> None:
    """To the person, who may not have been the one who did it."""
    _write(user.email, user.locale, "password_changed", name=user.name)


def consent_given(consent: Consent, party: Party) -> None:
    """To the administrator who may read now."""
    _write(
        consent.administrator.email,
        consent.administrator.locale,
        "consent_given",
        giver=consent.given_by.name,
        party=party.name,
        reason=consent.reason,
        until=last_day(consent.ends_at, party.time_zone).isoformat(),
    )


def lock_asked(actor: Actor, lock: SectionLock, version: PlanVersion) -> None:
    """To the holder of a lock: somebody would like to have the section."""
    holder = lock.holder
    _write(
        holder.email,
        holder.locale,
        "lock_asked",
        asker=actor.name,
        plan_id=version.plan_id,
        section_id=lock.section,
        section=treaty(version.schema_edition, holder.locale).section(lock.section).title,
    )


def lock_taken_over(
    actor: Actor, lost: SectionLock, taken: SectionLock, version: PlanVersion
) -> None:
    """To who had it and to who has it now."""
    for person in (lost.holder, db.session.get_one(User, taken.holder_id)):
        title = treaty(version.schema_edition, person.locale).section(lost.section).title
        _write(
            person.email,
            person.locale,
            "lock_taken_over",
            taker=actor.name,
            holder=lost.holder.name,
            reason=taken.reason,
            plan_id=version.plan_id,
            section_id=lost.section,
            section=title,
        )


def claim(moment: datetime) -> Message | None:
    """The oldest message that waits, leased to whoever asks; commit before sending it."""
    message = db.session.scalar(
        _waiting(moment).order_by(Message.created_at).limit(1).with_for_update(skip_locked=True)
    )
    if message is None:
        return None
    message.lease_until = moment + LEASE
    message.attempts += 1
    db.session.flush()
    return message


def sent(message: Message, moment: datetime) -> None:
    """The mail server took it."""
    message.sent_at = moment
    message.lease_until = None
    db.session.flush()


def failed(message: Message, moment: datetime) -> None:
    """Not sent: tried again ever more slowly, for some two days, then given up."""
    if message.attempts >= MOST_ATTEMPTS:
        message.failed_at = moment
        message.lease_until = None
    else:
        pause = timedelta(minutes=1) * 2**message.attempts
        message.lease_until = moment + min(pause, LONGEST_PAUSE)
    db.session.flush()


def prune(moment: datetime) -> int:
    """Forget messages that are done with, and those a fault of ours kept from being sent."""
    over = moment - KEPT
    stuck = update(Message).where(Message.attempts >= MOST_ATTEMPTS, Message.created_at < over)
    db.session.execute(stuck.where(Message.sent_at.is_(None)).values(failed_at=moment))
    old = select(Message).where(or_(Message.sent_at < over, Message.failed_at < over))
    messages = db.session.scalars(old).all()
    for message in messages:
        db.session.delete(message)
    db.session.flush()
    return len(messages)


def _waiting(moment: datetime) -> Select[Message]:
    return select(Message).where(
        Message.sent_at.is_(None),
        Message.failed_at.is_(None),
        Message.attempts < MOST_ATTEMPTS,
        or_(Message.lease_until.is_(None), Message.lease_until <= moment),
    )


def _leading(party_id: str) -> Iterable[User]:
    leaders = (Role.FOCAL_POINT, Role.COORDINATOR)
    return db.session.scalars(
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.party_id == party_id, Membership.role.in_(leaders))
        .where(or_(Membership.ends_at.is_(None), Membership.ends_at > now()))
        .where(User.disabled_at.is_(None))
        .distinct()
        .order_by(User.email)
    )


def _write(to: str, locale: str, template: str, **context: Any) -> None:
    db.session.add(Message(to=to, locale=locale, template=template, context=context))
