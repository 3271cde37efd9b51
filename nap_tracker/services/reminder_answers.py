"""What one says of what is due from oneself: that it is not mine, or to be asked again later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select

from nap_tracker.clock import now, today
from nap_tracker.errors import Invalid, NotFound
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.account import Party
from nap_tracker.models.reminder import ReminderAnswer
from nap_tracker.roles import Actor
from nap_tracker.services import agenda, history
from nap_tracker.services.agenda import Agenda
from nap_tracker.services.due import Due

LATER = (7, 30)
"""Days one may put something off."""


@dataclass(frozen=True, slots=True)
class Mine:
    """One thing that is due from who asks, or that they handed on."""

    due: Due
    party: Party
    days: int
    """Until its date; below zero after it."""
    others: tuple[str, ...]
    """Names of those it would go to if it were not mine; nobody: it stays."""
    put_off: str = ""
    """Until when."""
    is_handed_on: bool = False
    """It is with the others now, because I said that it is not mine."""


def of_person(actor: Actor) -> Sequence[Mine]:
    """What is due from who asks, and what they handed on, by date."""
    if actor.user_id is None:
        return ()
    return in_agenda(actor, agenda.gather({grant.party_id for grant in actor.grants}))


def in_agenda(actor: Actor, found: Agenda) -> Sequence[Mine]:
    """The same, where everything due has been gathered already."""
    if actor.user_id is None:
        return ()
    mine = (_mine(found, due, actor.user_id) for due in found.dues)
    return tuple(each for each in mine if each is not None)


def hand_on(actor: Actor, key: str) -> None:
    """It is not mine: whoever is next is asked. Raises Invalid where nobody is."""
    mine = _one(actor, key)
    if not mine.others:
        raise Invalid(N_("Nobody else is there who could be asked."))
    _say(actor, mine.due, None)
    _record(actor, "reminder:handed-on", mine.due)


def put_off(actor: Actor, key: str, days: int) -> Mine:
    """Ask again in some days; the date itself stays. Raises Invalid."""
    mine = _one(actor, key)
    if days not in LATER:
        raise Invalid(N_("Choose when to be asked again."), about="days")
    until = today(mine.party.time_zone) + timedelta(days=days)
    _say(actor, mine.due, until.isoformat())
    _record(actor, "reminder:put-off", mine.due)
    return mine


def take_back(actor: Actor, key: str) -> None:
    """It is mine after all, and now."""
    mine = _one(actor, key)
    db.session.execute(
        delete(ReminderAnswer).where(
            ReminderAnswer.user_id == actor.user_id, ReminderAnswer.key == key
        )
    )
    _record(actor, "reminder:taken-back", mine.due)


def _one(actor: Actor, key: str) -> Mine:
    found = next((mine for mine in of_person(actor) if mine.due.key == key), None)
    if found is None:
        raise NotFound(N_("This is not due from you any more."))
    return found


def _mine(found: Agenda, due: Due, user_id: str) -> Mine | None:
    is_handed_on = user_id in found.not_theirs(due) and user_id not in found.asked(due)
    if user_id not in found.asked(due) and not is_handed_on:
        return None
    party = found.parties[due.party_id]
    until = found.put_off(user_id, due)
    others = found.asked(due, but=(user_id,))
    return Mine(
        due=due,
        party=party,
        days=(due.last_day - today(party.time_zone)).days,
        others=tuple(found.people[other].name for other in others if other != user_id),
        put_off=until.isoformat() if until and until > today(party.time_zone) else "",
        is_handed_on=is_handed_on,
    )


def _say(actor: Actor, due: Due, until: str | None) -> None:
    said = db.session.scalar(
        select(ReminderAnswer).filter_by(user_id=actor.user_id, key=due.key).with_for_update()
    )
    if said is None:
        said = ReminderAnswer(party_id=due.party_id, user_id=str(actor.user_id), key=due.key)
        db.session.add(said)
    said.until, said.updated_at = until, now()
    db.session.flush()


def _record(actor: Actor, kind: str, due: Due) -> None:
    history.record(
        actor,
        kind,
        party_id=due.party_id,
        plan_id=due.plan_id,
        subject=f"section:{due.section}" if due.section else "",
        details={"due": due.key, "due_on": due.on},
    )
    db.session.flush()
