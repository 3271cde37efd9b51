"""Why somebody may do something, or may not: read off the clauses of `permissions.POLICY` by trial.

Nothing is decided here. An answer asks the predicates that `can` asks, of the same actor and the
same subject, and of that actor with one role at a time; so it cannot say anything else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from nap_tracker.permissions import FROZEN, POLICY
from nap_tracker.predicates import (
    Place,
    Predicate,
    party_of,
    position_of,
    state_lets_write,
    text_is_open,
)
from nap_tracker.roles import Actor, Grant, Permission
from nap_tracker.workflow.drafting import STAGE_NAMES, Drafting, Stage
from nap_tracker.workflow.positions import READ_ONLY, read_only_because

CHANGING: frozenset[Predicate] = frozenset({state_lets_write, text_is_open})
"""What holds or not by where a plan stands, and may be otherwise tomorrow."""


class Verdict(StrEnum):
    """What an answer comes to."""

    NO = "no"
    NOT_NOW = "not_now"
    """The person could; where the plan stands is in the way."""
    WHILE = "while"
    """Now, and only while the plan stands where they may."""
    YES = "yes"


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether an actor may, and what that rests on."""

    verdict: Verdict
    clause: tuple[Predicate, ...] = ()
    """The clause of the table that holds, or would if the plan stood elsewhere."""
    grants: tuple[Grant, ...] = ()
    """Roles of which each is enough for it; none where it rests on no role."""
    hindrance: str = ""
    """What stands in the way now, marked with N_."""
    closed_in: tuple[str, ...] = ()
    """Steps in which the clause does not hold, marked with N_."""

    @property
    def may(self) -> bool:
        return self.verdict in (Verdict.YES, Verdict.WHILE)


def explain(actor: Actor, permission: Permission, subject: Any) -> Answer:
    """The answer for one actor: of several clauses that hold, one that always does."""
    clauses = POLICY[permission]
    holding = [c for c in clauses if _holds(c, actor, subject)]
    if holding:
        clause = min(holding, key=lambda c: bool(CHANGING & set(c)))
        is_lasting = CHANGING.isdisjoint(clause)
        verdict = Verdict.YES if is_lasting else Verdict.WHILE
        grants = _enough(clause, actor, subject)
        return Answer(verdict, clause, grants, closed_in=_closed_in(clause, actor, subject))
    would = [c for c in clauses if _holds(_lasting(c), actor, subject)]
    if would and len(_lasting(would[0])) < len(would[0]):
        grants = _enough(_lasting(would[0]), actor, subject)
        return Answer(Verdict.NOT_NOW, would[0], grants, hindrance=_hindrance(actor, subject))
    return Answer(Verdict.NO)


def _holds(clause: tuple[Predicate, ...], actor: Actor, subject: Any) -> bool:
    return all(holds(actor, subject) for holds in clause)


def _lasting(clause: tuple[Predicate, ...]) -> tuple[Predicate, ...]:
    return tuple(holds for holds in clause if holds not in CHANGING)


def _enough(clause: tuple[Predicate, ...], actor: Actor, subject: Any) -> tuple[Grant, ...]:
    """Roles that would do alone; all of them in the Party where only several do together."""
    if _holds(clause, replace(actor, grants=()), subject):
        return ()
    inside = tuple(g for g in actor.grants if g.party_id == party_of(subject))
    bare = replace(actor, is_administrator=False, consents=frozenset())
    alone = tuple(g for g in inside if _holds(clause, replace(bare, grants=(g,)), subject))
    return alone or inside


def _hindrance(actor: Actor, subject: Any) -> str:
    if not text_is_open(actor, subject):
        return FROZEN
    return READ_ONLY[read_only_because(position_of(subject))[0]]


@dataclass(frozen=True, slots=True)
class _Elsewhere:
    """The same version, if it were in one step."""

    version: Any
    stages: tuple[str, ...]
    state: str = Drafting.DRAFT

    def __getattr__(self, name: str) -> Any:
        return getattr(self.version, name)


def _closed_in(clause: tuple[Predicate, ...], actor: Actor, subject: Any) -> tuple[str, ...]:
    """The steps of an open text in which the actor would not write."""
    if state_lets_write not in clause:
        return ()
    version, section = subject, None
    if isinstance(subject, Place):
        version, section = subject.version, subject.section
    return tuple(
        STAGE_NAMES[stage]
        for stage in Stage
        if not state_lets_write(actor, Place(_Elsewhere(version, (stage,)), section))
    )
