"""What needs one person: everything due from them, and what waits without a date, in one order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from nap_tracker.clock import day_of
from nap_tracker.i18n import N_, chosen, gettext
from nap_tracker.links import path
from nap_tracker.models.account import Party
from nap_tracker.roles import Actor
from nap_tracker.services import agenda, loose_ends, reminder_answers
from nap_tracker.services.agenda import Agenda
from nap_tracker.services.due import section_titles
from nap_tracker.services.loose_ends import ASKED, ASSIGNED, KEPT, LooseEnd
from nap_tracker.services.reminder_answers import Mine

SOON_DAYS = 30
"""What is due later than that needs nobody today."""

WAITING = {
    ASKED: N_("%(name)s asks for the section “%(section)s”: let go of it, or answer"),
    ASSIGNED: N_("Draft the section “%(section)s”: you were asked to, without a date"),
    KEPT: N_("Choose between your words and those of others in “%(section)s”"),
}
"""What to do about what has no date."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing, and the page where its next act is done."""

    words: str
    """In the language in force."""
    path: str
    of: str
    """The plan's title, else the Party's name."""
    on: str = ""
    """A date, perhaps partial; '' where it only waits."""
    days: int = 0
    """Until its date, below zero after it."""
    since: date | None = None
    """Since when it waits, where it has no date."""


@dataclass(frozen=True, slots=True)
class Work:
    """One person's, with what pages about it need besides."""

    now: tuple[Item, ...]
    later: int
    """Things with a date that is further away."""
    agenda: Agenda
    sections: Mapping[str, tuple[int, str | None]] = field(default_factory=dict)
    """Plan -> how many sections are theirs to finish, and the first date one is due."""


def of_person(actor: Actor) -> Work:
    """The longest overdue first, then what waits without a date, then what is due soon."""
    found = agenda.gather({grant.party_id for grant in actor.grants}, turns=False, updates=False)
    mine = [m for m in reminder_answers.in_agenda(actor, found) if not m.is_handed_on]
    soon = [m for m in mine if m.days <= SOON_DAYS and not m.put_off]
    ends = loose_ends.of_person(actor)
    waiting = [_waits(e, found.parties[e.party_id]) for e in ends if not e.due_on]
    late = [_due(m) for m in soon if m.days < 0]
    coming = [_due(m) for m in soon if m.days >= 0]
    return Work((*late, *waiting, *coming), len(mine) - len(soon), found, _sections(ends))


def _due(mine: Mine) -> Item:
    due = mine.due
    of = chosen(due.plan) if due.plan else chosen(mine.party.name)
    return Item(due.sentence(), due.path, of, on=due.on, days=mine.days)


def _waits(end: LooseEnd, party: Party) -> Item:
    section = chosen(section_titles(end.edition, end.section))
    words = gettext(WAITING[end.kind], section=section, name=end.who)
    where = path("section", end.plan_id, end.section)
    if end.kind == KEPT and end.uid:
        where = path("history", end.plan_id, end.uid)
    if end.kind == ASKED:
        where = path("lock", end.plan_id, end.section)
    return Item(words, where, chosen(end.plan), since=day_of(end.at, party.time_zone))


def _sections(ends: Sequence[LooseEnd]) -> Mapping[str, tuple[int, str | None]]:
    found: dict[str, tuple[int, str | None]] = {}
    for end in ends:
        if end.kind == ASSIGNED:
            count, first = found.get(end.plan_id, (0, None))
            dates = [d for d in (first, end.due_on) if d]
            found[end.plan_id] = count + 1, min(dates, default=None)
    return found
