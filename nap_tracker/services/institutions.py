"""The institutions of plans in force: which there are to report for, and what they are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from nap_tracker.content.tree import Words
from nap_tracker.extensions import db
from nap_tracker.i18n import chosen
from nap_tracker.models.account import Party
from nap_tracker.models.entry import Entry
from nap_tracker.models.institution import Institution
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.permissions import drafts
from nap_tracker.roles import Actor
from nap_tracker.services import plans, tracking


@dataclass(frozen=True, slots=True)
class Named:
    """One institution as the version in force of its plan names it."""

    plan_id: str
    plan: Words
    language: str
    uid: str
    name: Words


@dataclass(frozen=True, slots=True)
class Known:
    """What somebody may know of the plans of a Party, to say of which part a role is."""

    titles: Mapping[str, str]
    """Plan -> title."""
    institutions: Sequence[Named]


def of_party(actor: Actor, party: Party) -> Sequence[Named]:
    """Those of every plan in force, in the order of the plans; none for who does not draft there.

    One query, however many plans there are.
    """
    return _of_drafters(party).institutions if drafts(actor, party) else ()


def known(actor: Actor, party: Party) -> Known:
    """All for who drafts, in one query; else the plans they read, and their own institutions."""
    if drafts(actor, party):
        return _of_drafters(party)
    seen = (*plans.visible_to(actor), *plans.reported_on_by(actor))
    titles = {p.id: chosen(p.title, p.language) for p in seen if p.party_id == party.id}
    own = {g.institution for g in actor.grants if g.institution and g.party_id == party.id}
    return Known(titles, [one for one in _named(party) if one.uid in own] if own else ())


def _of_drafters(party: Party) -> Known:
    rows = _rows(party)
    titles = {row.id: chosen(row.title, row.language) for row in rows}
    return Known(titles, _those_named(rows))


def _named(party: Party) -> Sequence[Named]:
    return _those_named(_rows(party))


def _those_named(rows: Sequence[Any]) -> Sequence[Named]:
    return [
        Named(row.id, row.title, row.language, row.uid, row.name or {}) for row in rows if row.uid
    ]


def _rows(party: Party) -> Sequence[Any]:
    """Every plan of the Party, with each institution of its version in force."""
    newest = (
        select(PlanVersion.plan_id, func.max(PlanVersion.number).label("number"))
        .where(PlanVersion.party_id == party.id, tracking.counts_as_in_force())
        .group_by(PlanVersion.plan_id)
        .subquery()
    )
    query = (
        select(Plan.id, Plan.title, Plan.language, Entry.uid, Institution.name)
        .outerjoin(newest, newest.c.plan_id == Plan.id)
        .outerjoin(
            PlanVersion,
            (PlanVersion.plan_id == Plan.id) & (PlanVersion.number == newest.c.number),
        )
        .outerjoin(
            Entry,
            (Entry.version_id == PlanVersion.id)
            & (Entry.kind == "institution")
            & Entry.removed_at.is_(None),
        )
        .outerjoin(
            Institution,
            (Institution.version_id == Entry.version_id) & (Institution.uid == Entry.uid),
        )
        .where(Plan.party_id == party.id)
        .order_by(Plan.created_at, Plan.id, Entry.position, Entry.uid)
    )
    return db.session.execute(query).all()
