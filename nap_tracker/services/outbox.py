"""The outbox seen from the worker: claim a message, send it, say how that went.

A server that is down costs a message nothing but time. An address that the server refuses for
good, and a message that could not be sent for a week, is given up; the administrator reads whose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, or_, select, update

from nap_tracker.extensions import db
from nap_tracker.models.account import User
from nap_tracker.models.message import Message
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import grants, returned_mail, round_mail

LEASE = timedelta(minutes=5)
"""How long a worker may be silent before another takes the message over."""
MOST_ATTEMPTS = 60
"""Tries of one message, whatever came of them: one that kills every worker is left alone then."""
LONGEST_PAUSE = timedelta(hours=6)
GIVEN_UP = timedelta(days=7)
"""After which nobody tries any more."""
KEPT = timedelta(days=30)
"""How long a message that was sent stays, for whoever looks for it."""
KEPT_UNDELIVERED = timedelta(days=365)
"""How long is known that one was not."""
PAGE = 50


@dataclass(frozen=True, slots=True)
class Undelivered:
    """Whose mail came back and when: neither what it said nor about which plan."""

    name: str
    email: str
    failed_at: datetime


@dataclass(frozen=True, slots=True)
class Page:
    """A page of what could not be delivered, and what still waits."""

    lines: Sequence[Undelivered]
    number: int
    last: int
    waiting: int
    waiting_since: datetime | None


def claim(moment: datetime) -> Message | None:
    """The oldest message that waits, leased to whoever asks; commit before sending it."""
    message = db.session.scalar(
        select(Message)
        .where(*_waits(moment))
        .order_by(Message.created_at, Message.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if message is None:
        return None
    message.lease_until = moment + LEASE
    message.attempts += 1
    db.session.flush()
    return message


def still_concerns_its_reader(message: Message) -> bool:
    """Whether who it is for can sign in and still has a role where it tells from.

    A message for a seat in a review also asks what became of the seat meanwhile.
    """
    if message.template in round_mail.TO_SEATS and not round_mail.is_wanted(message):
        return False
    if message.user_id is None:
        return True
    query = select(User.id).where(User.id == message.user_id, User.disabled_at.is_(None))
    if db.session.scalar(query) is None:
        return False
    plans = (None, message.plan_id)
    return message.party_id is None or any(
        grant.party_id == message.party_id and (message.plan_id is None or grant.plan_id in plans)
        for grant in grants.of_person(message.user_id)
    )


def withdraw(message: Message) -> None:
    """It is sent to nobody any more."""
    db.session.delete(message)
    db.session.flush()


def sent(message: Message, moment: datetime) -> None:
    """The mail server took it; what it said is not kept here."""
    message.sent_at = moment
    message.lease_until = None
    message.context = {}
    db.session.flush()


def refused(message: Message, moment: datetime) -> None:
    """The server will never take it for this address; whoever waits for an answer is told."""
    returned_mail.note(message, moment)
    message.failed_at = moment
    message.lease_until = None
    message.context = {}
    db.session.flush()


def was_given_up(message: Message) -> bool:
    """Whether it failed for want of a server, and not because its address was refused."""
    return message.failed_at is not None and message.failed_at - message.created_at >= GIVEN_UP


def put_off(message: Message, moment: datetime) -> None:
    """The server would not take this one now: tried again, ever more slowly."""
    pause = timedelta(minutes=1) * 2 ** min(message.attempts, 10)
    message.wait_until = moment + min(pause, LONGEST_PAUSE)
    message.lease_until = None
    db.session.flush()


def put_back(message: Message) -> None:
    """There was no server to ask, which says nothing of the message: it is the next again."""
    message.attempts -= 1
    message.lease_until = None
    db.session.flush()


def hold(message: Message, until: datetime) -> None:
    """Its time has not come: nothing was tried."""
    message.attempts -= 1
    message.wait_until = until
    message.lease_until = None
    db.session.flush()


def give_up(moment: datetime) -> int:
    """Stop trying what could not be sent for a week; how many messages that were."""
    is_old = (
        Message.sent_at.is_(None),
        Message.failed_at.is_(None),
        Message.created_at < moment - GIVEN_UP,
        or_(Message.lease_until.is_(None), Message.lease_until <= moment),
    )
    for message in db.session.scalars(
        select(Message)
        .where(*is_old, Message.template == returned_mail.INVITATION)
        .order_by(Message.created_at, Message.id)
    ).all():
        returned_mail.note(message, moment)
    old = update(Message).where(*is_old)
    gone = db.session.execute(old.values(failed_at=moment, lease_until=None, context={}))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def prune(moment: datetime) -> int:
    """Forget messages that were sent or given up long ago."""
    done = delete(Message).where(
        or_(Message.sent_at < moment - KEPT, Message.failed_at < moment - KEPT_UNDELIVERED)
    )
    return int(db.session.execute(done).rowcount)  # type: ignore[attr-defined]


def undelivered(actor: Actor, page: int = 1) -> Page:
    """A page of messages that were given up, the newest first, for who runs the installation."""
    require(actor, Permission.INSTALLATION_MANAGE)
    failed = Message.failed_at.is_not(None)
    total = db.session.scalar(select(func.count()).select_from(Message).where(failed)) or 0
    last = max(1, -(-total // PAGE))
    page = min(max(1, page), last)
    query = (
        select(User.name, User.email, Message.failed_at)
        .select_from(Message)
        .outerjoin(User, User.id == Message.user_id)
        .where(failed)
        .order_by(Message.failed_at.desc(), Message.id)
        .offset((page - 1) * PAGE)
        .limit(PAGE)
    )
    lines = [
        Undelivered(name or "", email or "", at)
        for name, email, at in db.session.execute(query)
        if at is not None
    ]
    waiting, since = db.session.execute(
        select(func.count(), func.min(Message.created_at)).where(
            Message.sent_at.is_(None), Message.failed_at.is_(None)
        )
    ).one()
    return Page(lines, page, last, waiting, since)


def _waits(moment: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Message.sent_at.is_(None),
        Message.failed_at.is_(None),
        Message.attempts < MOST_ATTEMPTS,
        or_(Message.lease_until.is_(None), Message.lease_until <= moment),
        or_(Message.wait_until.is_(None), Message.wait_until <= moment),
    )
