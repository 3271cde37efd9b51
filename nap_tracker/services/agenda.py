"""Everything that is due, gathered from those who know of it, and who is asked to act on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select

from nap_tracker.extensions import db
from nap_tracker.models.account import Party, User
from nap_tracker.models.reminder import ReminderAnswer
from nap_tracker.permissions import reads_as
from nap_tracker.roles import Actor, ActorKind, Role
from nap_tracker.services import (
    assignments,
    grants,
    obligations,
    role_ends,
    round_dues,
    treaty_dues,
    turn_dues,
    update_dues,
)
from nap_tracker.services.due import Due, Nearby, Rung, Source
from nap_tracker.services.obligations import Account

SOURCES: tuple[Source, ...] = (
    assignments.due,
    role_ends.due,
    round_dues.due,
)
"""A part of the program that knows of something with a date adds its source here. The duties of the
treaty come beside them, since the clocks they are read from are kept in the agenda."""
TURNS: tuple[Source, ...] = (turn_dues.due,)
"""The same for what the home page does not gather: requests, which it reads from where the plans
stand."""
UPDATES: tuple[Source, ...] = (update_dues.due,)
"""Updates of plans in force, which have a page of their own, and no day that anybody set."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is due in some Parties, and the people who hold a role there at one moment."""

    parties: Mapping[str, Party]
    dues: tuple[Due, ...]
    """By their last day."""
    people: Mapping[str, User]
    actors: Mapping[str, Actor]
    """With the roles they hold in these Parties."""
    holders: Mapping[tuple[str, Role], tuple[str, ...]]
    """(Party, role) -> who holds it in the Party as a whole."""
    answers: Mapping[str, Mapping[str, ReminderAnswer]]
    """Key -> person -> that it is not theirs, or later."""
    accounts: Mapping[str, Account]
    """Party -> its clock of Article 7."""

    def asked(self, due: Due, *, but: Collection[str] = ()) -> tuple[str, ...]:
        """The first rung on which anybody stands who may know of it.

        Not who said that it is not theirs, nor who cannot do it, nor `but` these, as long as others
        are there: the last stay asked, whatever they said, so that what is due never vanishes.
        """
        passed_over = {*but, *due.but, *self.not_theirs(due)}
        rungs = [rung for rung in (self._standing(due, r) for r in due.who) if rung]
        for rung in rungs:
            left = tuple(user_id for user_id in rung if user_id not in passed_over)
            if left:
                return left
        return rungs[-1] if rungs else ()

    def not_theirs(self, due: Due) -> frozenset[str]:
        """Who said so of this thing, and was not given it anew since."""
        zone = ZoneInfo(self.parties[due.party_id].time_zone)
        return frozenset(
            user_id
            for user_id, answer in self.answers.get(due.key, {}).items()
            if answer.until is None and _counts(answer, due, zone)
        )

    def put_off(self, user_id: str, due: Due) -> date | None:
        """Until when somebody put this thing off."""
        answer = self.answers.get(due.key, {}).get(user_id)
        return date.fromisoformat(answer.until) if answer and answer.until else None

    def is_handed_on(self, due: Due, user_id: str) -> bool:
        """Whether somebody is asked only because nobody stands on the rungs before."""
        return user_id not in self._standing(due, due.who[0])

    def home(self, user_id: str) -> Party:
        """Where somebody works: the Party of their oldest role."""
        return self.parties[self.actors[user_id].grants[0].party_id]

    def may_know(self, user_id: str, due: Due) -> bool:
        """Whether somebody reads the plan (or the Party) in the audience the thing is for."""
        actor = self.actors.get(user_id)
        return actor is not None and due.audience.includes(reads_as(actor, due))

    def _standing(self, due: Due, rung: Rung) -> tuple[str, ...]:
        return tuple(user_id for user_id in self._on(due, rung) if self.may_know(user_id, due))

    def _on(self, due: Due, rung: Rung) -> Iterable[str]:
        if isinstance(rung, tuple):
            return rung
        if isinstance(rung, Role):
            return self.holders.get((due.party_id, rung), ())
        plan_id = due.plan_id or ""
        if rung is Nearby.OF_THE_INSTITUTION:
            inside = self.actors.items()
            return (u for u, actor in inside if due.institution in actor.institutions_in(plan_id))
        return (u for u, actor in self.actors.items() if due.section in actor.sections_in(plan_id))


def gather(
    parties: Collection[str] | None = None, *, turns: bool = True, updates: bool = True
) -> Agenda:
    """What is due in these Parties (all, if none are named), in a constant number of queries."""
    sources = (*SOURCES, *(TURNS if turns else ()), *(UPDATES if updates else ()))
    query = select(Party).order_by(Party.code)
    if parties is not None:
        query = query.where(Party.id.in_(parties))
    found = {party.id: party for party in db.session.scalars(query)}
    accounts = obligations.of_parties(list(found.values())) if found else {}
    of_treaty = treaty_dues.of_accounts(accounts.values())
    others = _said_by(sources, found)
    dues = sorted((*of_treaty, *others), key=lambda d: (d.last_day, d.key))
    people, actors = _people(found)
    answers: dict[str, dict[str, ReminderAnswer]] = defaultdict(dict)
    said = select(ReminderAnswer).where(ReminderAnswer.party_id.in_(found))
    for answer in db.session.scalars(said):
        answers[answer.key][answer.user_id] = answer
    return Agenda(found, tuple(dues), people, actors, _holders(actors), answers, accounts)


def _said_by(sources: Iterable[Source], parties: Mapping[str, Party]) -> Iterator[Due]:
    return (due for source in sources for due in source(parties)) if parties else iter(())


def of_person(actor: Actor) -> tuple[Due, ...]:
    """What is due and asked of who asks, in every Party where they hold a role."""
    if actor.user_id is None:
        return ()
    agenda = gather({grant.party_id for grant in actor.grants})
    return tuple(due for due in agenda.dues if actor.user_id in agenda.asked(due))


def _people(
    parties: Collection[str],
) -> tuple[Mapping[str, User], Mapping[str, Actor]]:
    """Everybody who holds a role now and can sign in, in the order of their names."""
    held = grants.holders(parties)
    people = {user.id: user for user in held}
    actors = {
        user.id: Actor(ActorKind.USER, user.id, user.name, grants=roles)
        for user, roles in held.items()
    }
    return people, actors


def _holders(actors: Mapping[str, Actor]) -> Mapping[tuple[str, Role], tuple[str, ...]]:
    found: dict[tuple[str, Role], dict[str, None]] = defaultdict(dict)
    for user_id, actor in actors.items():
        for grant in actor.grants:
            if grant.plan_id is None:
                found[grant.party_id, grant.role][user_id] = None
    return {key: tuple(users) for key, users in found.items()}


def _counts(answer: ReminderAnswer, due: Due, zone: ZoneInfo) -> bool:
    return due.since is None or answer.updated_at.astimezone(zone).date() >= due.since
