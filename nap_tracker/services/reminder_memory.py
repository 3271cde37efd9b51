"""What was told to whom, as far as it matters for what is told next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, select

from nap_tracker.clock import now, today
from nap_tracker.extensions import db
from nap_tracker.models.message import Message
from nap_tracker.models.reminder import Reminder
from nap_tracker.services import outbox
from nap_tracker.services.agenda import Agenda
from nap_tracker.services.due import Due
from nap_tracker.workflow import reminding
from nap_tracker.workflow.reminding import Rule

UNREACHABLE = timedelta(days=30)
"""Whose mail came back within this time, and none arrived since, is passed over like who left."""


@dataclass
class Memory:
    """Read at once for any number of people."""

    told: set[tuple[str, str, str, str]] = field(default_factory=set)
    """(person, key, date, rule)."""
    last: dict[tuple[str, str], date] = field(default_factory=dict)
    """(person, key) -> the last day it was told."""
    unreachable: frozenset[str] = frozenset()

    def has(self, user_id: str, due: Due, rule: Rule, day: date) -> bool:
        """Whether this was told to them by this rule, or is a nudge too soon after another."""
        if (user_id, due.key, due.on, rule.name) in self.told:
            return True
        last = self.last.get((user_id, due.key))
        if last is None:
            return False
        if rule.name.startswith(reminding.AGAIN):  # any word of it since then was the answer
            return last >= rule.day
        return due.is_nudge and day - last < reminding.PAUSE


def of(found: Agenda, days: Mapping[str, date]) -> Memory:
    """For the day of each person; what still waits from an earlier one was told to nobody."""
    first = min(days.values(), default=today())
    memory = Memory(unreachable=unreachable())
    query = (
        select(Reminder, Message.id.is_not(None) & is_waiting())
        .outerjoin(Message, Message.id == Reminder.message_id)
        .where(Reminder.party_id.in_(found.parties))
        .where(Reminder.told_on >= (first - reminding.REMEMBERED).isoformat())
    )
    for line, waits in db.session.execute(query):
        told_on = date.fromisoformat(line.told_on)
        if waits and told_on < days.get(line.user_id, told_on):
            continue
        memory.told.add((line.user_id, line.key, line.due_on, line.rule))
        before = memory.last.get((line.user_id, line.key), told_on)
        memory.last[line.user_id, line.key] = max(before, told_on)
    return memory


def unreachable() -> frozenset[str]:
    """Whose address was refused, and to whom nothing was delivered since."""
    refused = select(Message).where(
        Message.user_id.is_not(None), Message.failed_at >= now() - UNREACHABLE
    )
    failed: dict[str, datetime] = {}
    for message in db.session.scalars(refused.order_by(Message.failed_at)):
        # What was given up after a week says that the server was down, and nothing of the address.
        if message.failed_at is not None and not outbox.was_given_up(message):
            failed[str(message.user_id)] = message.failed_at
    query = (
        select(Message.user_id, func.max(Message.sent_at))
        .where(Message.user_id.in_(failed), Message.sent_at.is_not(None))
        .group_by(Message.user_id)
    )
    reached = {str(user_id): at for user_id, at in db.session.execute(query)}
    return frozenset(u for u, at in failed.items() if u not in reached or _before(reached[u], at))


def _before(reached: datetime | None, failed: datetime) -> bool:
    return reached is None or reached < failed


def is_waiting() -> ColumnElement[bool]:
    """That a message was neither sent nor given up."""
    return Message.sent_at.is_(None) & Message.failed_at.is_(None)
