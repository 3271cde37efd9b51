"""What one person is asked for in all their plans, and whom a plan could ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from nap_tracker.clock import today
from nap_tracker.content.tree import Words
from nap_tracker.extensions import db
from nap_tracker.i18n import chosen
from nap_tracker.models.account import Party
from nap_tracker.models.entry import Entry
from nap_tracker.models.institution import Institution
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.models.turn import Turn
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission, Role
from nap_tracker.services.turns import seen


@dataclass(frozen=True, slots=True)
class Request:
    """A step of a plan that a role of the person is asked for."""

    plan_id: str
    turn_id: str
    asks: str
    plan: Words
    language: str
    on: str
    days: int
    """Until it is due or lapses, below zero after it."""


def to_person(actor: Actor) -> Sequence[Request]:
    """Those that wait for an answer, the first due first; one query, or none without a role."""
    parties = {g.party_id for g in actor.grants if g.plan_id is None}
    if not parties:
        return ()
    query = (
        select(Turn, Plan.title, Plan.language, Party.time_zone)
        .join(Plan, Plan.id == Turn.plan_id)
        .join(Party, Party.id == Turn.party_id)
        .where(Turn.party_id.in_(parties), Turn.role.is_not(None), Turn.ended_at.is_(None))
    )
    found = []
    for turn, title, language, zone in db.session.execute(query):
        day = today(zone)
        if Role(turn.role or "") in actor.roles_in(turn.party_id) and seen(turn).waits(day):
            on = turn.due_on or turn.lapses_on or ""
            days = (date.fromisoformat(on) - day).days if on else 0
            found.append(Request(turn.plan_id, turn.id, turn.asks, title, language, on, days))
    return sorted(found, key=lambda request: (request.on or "9999", request.turn_id))


def known_bodies(actor: Actor, version: PlanVersion) -> list[str]:
    """Names of the institutions of a plan in its language, in their order, each once."""
    require(actor, Permission.TURN_ASK, version)
    query = (
        select(Institution.name)
        .join(Entry, (Entry.version_id == Institution.version_id) & (Entry.uid == Institution.uid))
        .where(Institution.version_id == version.id, Entry.removed_at.is_(None))
        .order_by(Entry.position, Entry.uid)
    )
    names = (chosen(name, version.plan.language) for name in db.session.scalars(query) if name)
    return list(dict.fromkeys(" ".join(name.split()) for name in names if name.strip()))
