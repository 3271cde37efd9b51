"""What one person can do in a Party, and why; and who there can do what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, exists, or_, select

from nap_tracker.clock import now
from nap_tracker.errors import Hidden
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.account import Consent, Membership, Party, User
from nap_tracker.permissions import can, require
from nap_tracker.reasons import Answer, Verdict, explain
from nap_tracker.roles import Actor, ActorKind, Grant, Permission
from nap_tracker.services import accounts, delegations, grants, plans, questions, standings
from nap_tracker.services.questions import Person, Question
from nap_tracker.services.standings import Line


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was answered."""

    permission: Permission
    about: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Part:
    """Where it was asked: the Party, plans that stand alike, a section or an institution of one, or
    nowhere in it."""

    asked: tuple[Asked, ...]
    lines: tuple[Line, ...] = ()
    section: str = ""
    grant: Grant | None = None
    """Of the institution it was asked of."""
    is_installation: bool = False


@dataclass(frozen=True, slots=True)
class Rights:
    """Everything one person can do in a Party at this moment."""

    person: User
    held: tuple[Grant, ...]
    lenders: Mapping[str, str]
    consent: Consent | None
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Holders:
    """Who can do one thing now, and who could if the plan stood elsewhere."""

    permission: Permission
    about: str
    who: tuple[str, ...]
    not_now: tuple[str, ...]


def of_person(asker: Actor, party: Party, user_id: str) -> Rights:
    """For the person and for who leads. Raises Hidden for who never had a part there."""
    require(asker, Permission.PEOPLE_EXPLAIN, Person(party.id, user_id))
    user = _known(party, user_id)
    actor = _inside(accounts.actor_of(user), party)
    if not user.is_active:
        actor = replace(actor, is_administrator=False, grants=(), consents=frozenset())
    return Rights(
        person=user,
        held=actor.grants,
        lenders=delegations.lenders([party.id]),
        consent=_consent(actor, party),
        parts=tuple(_parts(actor, party, lines_of(asker, party))) if _is_in(actor) else (),
    )


def lines_of(asker: Actor, party: Party) -> Sequence[Line]:
    """Where the plans of the Party stand that the asker may read."""
    ids = [plan.id for plan in plans.visible_to(asker) if plan.party_id == party.id]
    found = standings.of_plans(asker, ids)
    return [found[id] for id in ids if id in found]


def holders(asker: Actor, party: Party, line: Line | None) -> Sequence[Holders]:
    """Who can do what now in the Party, and in one plan of it; for who leads."""
    require(asker, Permission.PEOPLE_EXPLAIN, Person(party.id, None))
    found: dict[tuple[Permission, str], tuple[list[str], list[str]]] = {}
    for actor in _cast(party):
        asked = _ask(actor, questions.of_party(party, actor.user_id))
        if line is not None:
            asked += _ask(actor, questions.of_plan(line, actor.user_id))
        for one in asked:
            who, not_now = found.setdefault((one.permission, one.about), ([], []))
            if one.answer.may:
                who.append(actor.name)
            elif one.answer.verdict is Verdict.NOT_NOW:
                not_now.append(actor.name)
    return [Holders(*key, tuple(who), tuple(later)) for key, (who, later) in found.items()]


def _parts(actor: Actor, party: Party, lines: Sequence[Line]) -> Iterator[Part]:
    yield Part(_ask(actor, questions.of_party(party, actor.user_id)))
    alike: dict[tuple[Any, ...], list[Line]] = {}
    for line in lines:
        if can(actor, Permission.PLAN_SHOW, line):
            asked = _ask(actor, questions.of_plan(line, actor.user_id))
            alike.setdefault((line.position, asked), []).append(line)
    for (_, asked), found in alike.items():
        yield Part(asked, tuple(found))
    for line in lines:
        for section in sorted(actor.sections_in(line.plan_id)):
            yield Part(_ask(actor, questions.of_section(line, section)), (line,), section)
    yield from _of_institutions(actor)
    if actor.is_administrator:
        yield Part(_ask(actor, questions.of_installation(party)), is_installation=True)


def _of_institutions(actor: Actor) -> Iterator[Part]:
    for grant in actor.grants:
        if grant.institution and grant.plan_id:
            there = questions.Part(grant.party_id, grant.plan_id)
            asked = _ask(actor, questions.of_institution(there, grant.institution))
            yield Part(asked, grant=grant)


def _ask(actor: Actor, asked: Iterable[Question]) -> tuple[Asked, ...]:
    return tuple(
        Asked(q.permission, q.about, explain(actor, q.permission, q.subject)) for q in asked
    )


def _cast(party: Party) -> Iterator[Actor]:
    """Everybody with a part in the Party now, by name; administrators who were let in last."""
    running = _running().where(Consent.administrator_id == User.id, Consent.party_id == party.id)
    admitted = select(User).where(User.is_administrator, User.disabled_at.is_(None))
    admitted = admitted.where(running.exists()).order_by(User.name, User.id)
    let_in = db.session.scalars(admitted).all()
    held = grants.holders([party.id])
    for user in (*held, *(one for one in let_in if one not in held)):
        yield Actor(
            ActorKind.USER,
            user_id=user.id,
            name=user.name,
            is_administrator=user.is_administrator,
            grants=held.get(user, ()),
            consents=frozenset({party.id}) if user in let_in else frozenset(),
        )


def _known(party: Party, user_id: str) -> User:
    """Somebody who has or had a role there, or was let in to read."""
    has_part = exists().where(Membership.user_id == User.id, Membership.party_id == party.id)
    let_in = exists().where(Consent.administrator_id == User.id, Consent.party_id == party.id)
    query = select(User).where(User.id == user_id, or_(has_part, let_in))
    user: User | None = db.session.scalar(query)
    if user is None:
        raise Hidden(N_("There is no such person in this Party."))
    return user


def _inside(actor: Actor, party: Party) -> Actor:
    """What somebody is elsewhere is nobody's business here."""
    held = tuple(grant for grant in actor.grants if grant.party_id == party.id)
    return replace(actor, grants=held, consents=actor.consents & {party.id})


def _is_in(actor: Actor) -> bool:
    """Whether there is anything to ask: without a part in the Party every page is closed."""
    return bool(actor.grants or actor.is_administrator)


def _consent(actor: Actor, party: Party) -> Consent | None:
    if party.id not in actor.consents:
        return None
    query = _running().filter_by(party_id=party.id, administrator_id=actor.user_id)
    return db.session.scalar(query.order_by(Consent.ends_at.desc()).limit(1))


def _running() -> Select[Consent]:
    return select(Consent).where(Consent.withdrawn_at.is_(None), Consent.ends_at > now())
