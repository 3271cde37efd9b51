"""Whom a plan could ask: its own institutions."""

from __future__ import annotations

from sqlalchemy import select

from nap_tracker.extensions import db
from nap_tracker.i18n import chosen
from nap_tracker.models.entry import Entry
from nap_tracker.models.institution import Institution
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission


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
