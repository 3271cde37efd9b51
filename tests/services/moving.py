"""Moving a plan on in tests: everything that is asked for is answered, unless a test says not."""

from __future__ import annotations

from typing import Any

from nap_tracker.models.move import Move
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import Actor
from nap_tracker.services import lifecycle
from nap_tracker.services.lifecycle import Said


def said(actor: Actor, version: PlanVersion, name: str, **changed: Any) -> Said:
    """What an officer in a hurry says: every tick, a note, one body."""
    step = lifecycle.examine(actor, version, name)
    facts: dict[str, Any] = {
        "seen": step.seen,
        "note": "A note" if step.needs_note or step.hard else "",
        "accepted": frozenset(problem.key for problem in step.soft),
        "overrides": bool(step.hard),
        "bodies": ["Ministry of Mines"] if step.asks_bodies else [],
        "due_on": "2026-05-20" if step.asks_bodies else None,
    }
    return Said(**{**facts, **changed})


def move(actor: Actor, version: PlanVersion, name: str, **changed: Any) -> Move:
    """Do an act, answering whatever is asked."""
    return lifecycle.advance(actor, version, name, said(actor, version, name, **changed))
