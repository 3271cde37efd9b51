"""Ends of roles and of delegations, and offers of work that wait: what is due because of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    String,
    bindparam,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import aliased

from nap_tracker.clock import last_day, now
from nap_tracker.content.audience import Audience
from nap_tracker.extensions import db
from nap_tracker.i18n import N_, gettext, languages, use_locale
from nap_tracker.links import path
from nap_tracker.models.account import Membership, Party, RoleColumn, User
from nap_tracker.models.base import UTCDateTime
from nap_tracker.models.delegation import Delegation, Handover, waits
from nap_tracker.roles import ROLE_NAMES, Role
from nap_tracker.services.drafters import MOMENT, is_lent
from nap_tracker.services.due import LEADERS, Due, Rung

PARTIES = bindparam("parties", expanding=True, type_=String(36))

WORDS = {
    "role": N_("The role of %(name)s ends: %(role)s. Give a later day, or let it end."),
    "delegation": N_("%(name)s stands in for you until then: %(role)s. Take over again."),
    "handover": N_("Take over the work of %(name)s, or not: the offer lapses"),
}


def due(parties: Mapping[str, Party]) -> Iterator[Due]:
    """All of them in one query.

    A role's last day is asked of those who lead, who give a later one or let it end; a stand-in's
    of whose role it is; work that somebody offers of the colleague alone.
    """
    found = db.session.execute(_wanted(), {"parties": list(parties), "moment": now()})
    for kind, id, party_id, ends_at, since, role, name, asked in found:
        zone = parties[party_id].time_zone
        is_of_a_role = kind != "handover"
        yield Due(
            key=f"{kind}:{id}",
            kind=kind,
            on=last_day(ends_at, zone).isoformat(),
            party_id=party_id,
            words=WORDS[kind],
            params={"name": name, **({"role": role_name(role)} if is_of_a_role else {})},
            path=path("people", party_id) if is_of_a_role else path("handover", party_id, id),
            who=_asked(kind, asked),
            since=last_day(since, zone),
            audience=Audience.DRAFTING_TEAM if kind == "role" else Audience.PUBLIC,
        )


@cache
def _wanted() -> CompoundSelect[Any]:
    """Put together once: the home page asks it."""
    return union_all(_roles(), _loans(), _offers())


def _asked(kind: str, user_id: str | None) -> tuple[Rung, ...]:
    if user_id is None:
        return LEADERS
    return ((user_id,),) if kind == "handover" else ((user_id,), *LEADERS)


def _row(kind: str, id: Any, party: Any, ends: Any, since: Any, name: Any, asked: Any) -> Any:
    """One select of the union: the same columns, whatever it is that ends."""
    return select(
        literal(kind).label("kind"),
        id.label("id"),
        party.label("party_id"),
        type_coerce(ends, UTCDateTime()).label("ends_at"),
        type_coerce(since, UTCDateTime()).label("since"),
        (type_coerce(null(), RoleColumn) if kind == "handover" else Membership.role).label("role"),
        name.label("name"),
        (type_coerce(null(), String(36)) if asked is None else asked).label("asked"),
    )


def _roles() -> Any:
    holder = aliased(User)
    ends = Membership.ends_at
    key = Membership.id, Membership.party_id, ends, Membership.updated_at
    query = _row("role", *key, holder.name, None).join(holder, holder.id == Membership.user_id)
    inside = Membership.party_id.in_(PARTIES)
    return query.where(inside, ends > MOMENT, holder.disabled_at.is_(None))


def _loans() -> Any:
    delegate = aliased(User)
    key = Delegation.id, Delegation.party_id, Delegation.ends_at, Delegation.created_at
    query = _row("delegation", *key, delegate.name, Membership.user_id)
    query = query.join(Delegation, Delegation.membership_id == Membership.id)
    query = query.join(delegate, delegate.id == Delegation.delegate_id)
    return query.where(Delegation.party_id.in_(PARTIES), is_lent(MOMENT))


def _offers() -> Any:
    giver = aliased(User)
    key = Handover.id, Handover.party_id, Handover.lapses_at, Handover.created_at
    query = _row("handover", *key, giver.name, Handover.to_id)
    query = query.join(giver, giver.id == Handover.from_id)
    return query.where(Handover.party_id.in_(PARTIES), waits(MOMENT))


@cache
def role_name(role: Role) -> dict[str, str]:
    """What a role is called, in every language of the interface."""
    found = {}
    for tag in languages():
        with use_locale(tag):
            found[tag] = gettext(ROLE_NAMES[role])
    return found
