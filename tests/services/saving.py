"""Two officers with forms open on one entry, for the stories of the services."""

from __future__ import annotations

from typing import Any

from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import OPERATOR, Actor
from nap_tracker.services import entries, plans
from nap_tracker.services.entries import Change, OpenEntry, Saved
from tests.cast import Cast


def version_of(cast: Cast) -> PlanVersion:
    """The newest version of Amberland's plan."""
    return plans.newest(OPERATOR, cast.plan.id)


def section(cast: Cast, section_id: str = "objectives", who: str = "officer") -> OpenEntry:
    """A section as somebody opens it."""
    return entries.open_section(cast.actor(who), version_of(cast), section_id)


def save(actor: Actor, opened: OpenEntry, **change: Any) -> Saved:
    """Save what was typed into the form that was opened."""
    return entries.save(actor, opened, Change(seen=opened.counter, **change))


def add_row(cast: Cast, register: str, answers: dict[str, Any], who: str = "officer") -> str:
    """A new row; its uid."""
    opened = entries.new_row(version_of(cast), register, {})
    return save(cast.actor(who), opened, answers=answers).uid


def row(cast: Cast, register: str, uid: str, who: str = "officer") -> OpenEntry:
    """A row as somebody opens it."""
    return entries.open_row(cast.actor(who), version_of(cast), register, uid)
