"""Which reminders were sent, for those who lead the drafting: to whom, of what, by which rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from nap_tracker.content.tree import Words
from nap_tracker.extensions import db
from nap_tracker.models.account import Party, User
from nap_tracker.models.message import Message
from nap_tracker.models.plan import Plan
from nap_tracker.models.reminder import Reminder, ReminderAnswer
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission

KEPT = timedelta(days=365)
PAGE = 50
"""Lines on one page."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One line of one message of a day."""

    id: str
    told_on: str
    name: str
    words: str
    params: dict[str, str | Words]
    plan: Words
    due_on: str
    rule: str
    state: str
    """`sent`, `waiting` or `undelivered`."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of what was sent, the newest first."""

    lines: Sequence[Sent]
    number: int
    last: int


def in_party(actor: Actor, party: Party, page: int = 1) -> Page:
    """What was sent in the Party within the last year."""
    require(actor, Permission.EVENT_LIST, party)
    here = Reminder.party_id == party.id
    total = db.session.scalar(select(func.count()).select_from(Reminder).where(here)) or 0
    last = max(1, -(-total // PAGE))
    page = min(max(1, page), last)
    query = (
        select(Reminder, User.name, Plan.title, Message)
        .join(User, User.id == Reminder.user_id)
        .outerjoin(Plan, Plan.id == Reminder.plan_id)
        .outerjoin(Message, Message.id == Reminder.message_id)
        .where(here)
        .order_by(Reminder.told_on.desc(), User.name, Reminder.due_on, Reminder.id)
        .offset((page - 1) * PAGE)
        .limit(PAGE)
    )
    lines = [
        Sent(
            id=line.id,
            told_on=line.told_on,
            name=name,
            words=line.words,
            params=line.params,
            plan=title or {},
            due_on=line.due_on,
            rule=line.rule,
            state=_state(message),
        )
        for line, name, title, message in db.session.execute(query)
    ]
    return Page(lines, page, last)


def prune(moment: datetime) -> int:
    """Forget what was told, and what was said of it, more than a year ago."""
    over = moment - KEPT
    done = 0
    for table in (Reminder, ReminderAnswer):
        gone = db.session.execute(delete(table).where(table.updated_at < over))
        done += int(gone.rowcount)  # type: ignore[attr-defined]
    return done


def _state(message: Message | None) -> str:
    """A message that the outbox has forgotten was sent: one given up is remembered longer."""
    if message is not None and message.failed_at is not None:
        return "undelivered"
    return "sent" if message is None or message.sent_at is not None else "waiting"
