"""Reminders: one message a day to each person, with everything in it that is due from them.

What is due says when and from whom (`agenda`), `workflow.reminding` on which days it is told. Here
is kept who was told what by which rule, so that the same day told twice sends nothing twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from nap_tracker import i18n, links
from nap_tracker.annex_c.codes import COUNTRIES
from nap_tracker.clock import now, today
from nap_tracker.extensions import db
from nap_tracker.models.account import Party, User
from nap_tracker.models.base import new_uid
from nap_tracker.models.message import Message
from nap_tracker.models.reminder import Reminder
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import agenda, reminder_memory
from nap_tracker.services.agenda import Agenda
from nap_tracker.services.due import Due
from nap_tracker.services.reminder_memory import Memory
from nap_tracker.workflow import reminding
from nap_tracker.workflow.reminding import Rule

TEMPLATE = "daily"
WAIT = timedelta(minutes=30)
"""Until a message that would arrive at night is looked at again."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is due, and why it is told today."""

    due: Due
    rule: Rule
    is_handed_on: bool
    """It comes to this person because nobody stands before them."""


@dataclass(frozen=True, slots=True)
class Letter:
    """The message of one day to one person."""

    user: User
    day: date
    """Where they work."""
    lines: tuple[Line, ...]

    @property
    def once(self) -> str:
        """Sent but once."""
        return f"{TEMPLATE}:{self.user.id}:{self.day.isoformat()}"


def letters(actor: Actor, on: date | None = None, *, at_any_hour: bool = False) -> list[Letter]:
    """What would go out now, or on a day at any hour, and to whom; nothing is stored."""
    require(actor, Permission.REMINDER_SEND)
    found = agenda.gather()
    days = {
        user_id: on or today(found.home(user_id).time_zone)
        for user_id in found.people
        if on or at_any_hour or _is_working_hour(found.home(user_id))
    }
    days = {u: day for u, day in days.items() if _is_working_day(day, found.home(u))}
    memory = reminder_memory.of(found, days)
    lines: dict[str, list[Line]] = defaultdict(list)
    for due in found.dues:
        for user_id, line in _lines(found, memory, due, on):
            if user_id in days:
                lines[user_id].append(line)
    made = [Letter(found.people[u], days[u], tuple(lines[u])) for u in found.people if u in lines]
    done = _written([letter.once for letter in made])
    return [letter for letter in made if letter.once not in done]


def remind(actor: Actor, *, at_any_hour: bool = False) -> int:
    """Write the messages of the day that nobody wrote yet; how many.

    A message of an earlier day that no server took meanwhile gives way to the one of today, so
    that who was cut off for a week reads one.
    """
    written = 0
    for letter in letters(actor, at_any_hour=at_any_hour):
        try:
            with db.session.begin_nested():
                written += _write(letter, now())
        except IntegrityError:  # another worker wrote it at the same time
            continue
    db.session.flush()
    return written


def refresh(message: Message) -> timedelta | None:
    """Say in a message of the day what is true now; how long it must wait, None: nothing is left.

    It may have lain for days where no server took it: what is done, or not theirs any more, or
    theirs to know no longer, is taken out, and it does not arrive in the middle of the night.
    """
    told = list(db.session.scalars(select(Reminder).filter_by(message_id=message.id)))
    found = agenda.gather({line.party_id for line in told})
    unreachable = reminder_memory.unreachable()
    dues = {(due.key, due.on): due for due in found.dues}
    kept = []
    for line in told:
        due = dues.get((line.key, line.due_on))
        if due is not None and line.user_id in found.asked(due, but=unreachable):
            kept.append((due, found.is_handed_on(due, line.user_id)))
        else:
            db.session.delete(line)
    message.context = context(found.parties, sorted(kept, key=lambda each: each[0].last_day))
    db.session.flush()
    if not kept:
        return None
    return timedelta() if _may_arrive(message, found) else WAIT


def context(parties: Mapping[str, Party], lines: Iterable[tuple[Due, bool]]) -> dict[str, Any]:
    """What the template `emails/daily.txt` is told: titles, dates and links."""
    groups: dict[str, dict[str, Any]] = {}
    for due, is_handed_on in lines:
        party = parties[due.party_id]
        name = dict(due.plan) if due.plan_id else dict(party.name)
        group = groups.setdefault(due.plan_id or party.id, {"name": name, "lines": []})
        group["lines"].append(
            {
                "words": due.words,
                "params": dict(due.params),
                "on": due.on,
                "days": (due.last_day - today(party.time_zone)).days,
                "is_nudge": due.is_nudge,
                "is_handed_on": is_handed_on,
                "path": due.path,
            }
        )
    return {"groups": list(groups.values()), "own_page": links.path("reminders")}


def _lines(found: Agenda, memory: Memory, due: Due, on: date | None) -> Iterator[tuple[str, Line]]:
    party = found.parties[due.party_id]
    day = on or today(party.time_zone)
    rule = _rule(due, day, party)
    for user_id in found.asked(due, but=memory.unreachable):
        until = found.put_off(user_id, due)
        if until is not None and until > day:
            continue
        again = reminding.asked_again(until, day) if until is not None else None
        for reason in (rule, again):
            if reason is not None and not memory.has(user_id, due, reason, day):
                yield user_id, Line(due, reason, found.is_handed_on(due, user_id))
                break


def _rule(due: Due, day: date, party: Party) -> Rule | None:
    if due.is_nudge:
        return reminding.nudged(due.last_day, day, since=due.since)
    return reminding.reached(due.last_day, day, since=due.since, weekend=_weekend(party))


def _written(onces: Sequence[str]) -> frozenset[str]:
    query = select(Message.once).where(Message.once.in_(onces))
    return frozenset(str(once) for once in db.session.scalars(query))


def _write(letter: Letter, moment: datetime) -> bool:
    """The message and what it tells; False while one of an earlier day is just being sent."""
    waiting = select(Message).where(
        Message.user_id == letter.user.id,
        Message.template == TEMPLATE,
        reminder_memory.is_waiting(),
    )
    older = list(db.session.scalars(waiting.with_for_update()))
    if any(m.lease_until is not None and m.lease_until > moment for m in older):
        return False
    for message in older:
        db.session.execute(delete(Reminder).where(Reminder.message_id == message.id))
        db.session.delete(message)
    message = Message(
        id=new_uid(),
        to=letter.user.email,
        locale=letter.user.locale,
        template=TEMPLATE,
        context={},  # said when it is sent, by `refresh`
        user_id=letter.user.id,
        once=letter.once,
    )
    db.session.add(message)
    db.session.add_all(_stored(line, letter, message) for line in letter.lines)
    db.session.flush()
    return True


def _stored(line: Line, letter: Letter, message: Message) -> Reminder:
    due = line.due
    return Reminder(
        party_id=due.party_id,
        user_id=letter.user.id,
        plan_id=due.plan_id,
        key=due.key,
        kind=due.kind,
        rule=line.rule.name,
        due_on=due.on,
        told_on=letter.day.isoformat(),
        words=due.words,
        params=dict(due.params),
        message_id=message.id,
    )


def _may_arrive(message: Message, found: Agenda) -> bool:
    """Today's may whenever it was written, an older one only while its reader works."""
    home = found.home(str(message.user_id))
    day = today(home.time_zone)
    is_of_today = str(message.once).endswith(day.isoformat())
    return is_of_today or (_is_working_day(day, home) and _is_working_hour(home))


def _weekend(party: Party) -> frozenset[int]:
    return i18n.weekend(COUNTRIES.get(party.code, ""))


def _is_working_day(day: date, party: Party) -> bool:
    return reminding.is_working_day(day, _weekend(party))


def _is_working_hour(party: Party) -> bool:
    return now().astimezone(ZoneInfo(party.time_zone)).hour in reminding.WORKING_HOURS
