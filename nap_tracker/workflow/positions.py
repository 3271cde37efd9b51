"""Where a version stands: what may be done from there, who writes there, what it is called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from nap_tracker.errors import InvalidTransition
from nap_tracker.i18n import N_
from nap_tracker.workflow.drafting import (
    DRAFTING,
    OUTSIDE,
    STAGE_NAMES,
    Act,
    Drafting,
    Stage,
)
from nap_tracker.workflow.facts import DraftingFacts
from nap_tracker.workflow.machine import Problem, Transition, obstacles


class Writers(StrEnum):
    """Who may write in a text that is not frozen."""

    TEAM = "team"
    LEADERS = "leaders"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Position:
    """Where a version stands."""

    state: Drafting
    stages: frozenset[Stage] = frozenset()


DRAFT, RETURNED, SENT, SUPERSEDED = Drafting
INTERNAL, PARTNERSHIP, RESOLVING, VALIDATION = Stage

WRITERS: Mapping[StrEnum, Writers] = {
    DRAFT: Writers.TEAM,
    RETURNED: Writers.TEAM,
    INTERNAL: Writers.LEADERS,
    PARTNERSHIP: Writers.TEAM,
    RESOLVING: Writers.TEAM,
    VALIDATION: Writers.NOBODY,
    SENT: Writers.NOBODY,
    SUPERSEDED: Writers.NOBODY,
}
"""Who may write while this is so; where several are, the narrowest holds."""

READ_ONLY: Mapping[StrEnum, str] = {
    INTERNAL: N_("Read-only for officers because the internal review reads the text."),
    VALIDATION: N_("Read-only because ministries and others are asked to validate this text."),
    SENT: N_(
        "The text of the plan is frozen, so it is read-only. What changes goes into the next"
        " version."
    ),
    SUPERSEDED: N_("Read-only because drafting goes on in a later version."),
}
WAYS_OUT: Mapping[StrEnum, str] = {
    INTERNAL: "withdraw_internal_review",
    VALIDATION: "withdraw_national_validation",
}
"""Stage that makes the text read-only -> the act that makes it writable again."""

STAGE_ENDS: Mapping[StrEnum, str] = {
    INTERNAL: N_("The internal review ends."),
    PARTNERSHIP: N_("The partnership review ends."),
    RESOLVING: N_("Resolving the comments ends."),
    VALIDATION: N_("The national validation ends."),
}
NEXT_STATE: Mapping[str, Drafting] = {
    "return_from_endorsement": RETURNED,
    "withdraw_from_endorsement": DRAFT,
}
"""After these acts drafting goes on in the next version, which begins in this state."""

_NARROWER = (Writers.TEAM, Writers.LEADERS, Writers.NOBODY)


def writers(position: Position) -> Writers:
    """Who may write now: the narrowest of the state and of the stages open beside it."""
    said = (WRITERS[x] for x in (position.state, *position.stages))
    return max(said, key=_NARROWER.index)


def read_only_because(position: Position) -> tuple[StrEnum, ...]:
    """What keeps somebody of the drafting team from writing, the narrowest first."""
    here = (position.state, *sorted(position.stages))
    found = [x for x in here if WRITERS[x] is not Writers.TEAM]
    return tuple(sorted(found, key=lambda x: -_NARROWER.index(WRITERS[x])))


def names(position: Position) -> tuple[str, ...]:
    """What the position is called: the stages that are open, else the state; marked with N_."""
    stages = tuple(STAGE_NAMES[stage] for stage in Stage if stage in position.stages)
    return stages or (DRAFTING.names[position.state],)


def acts(position: Position) -> tuple[Act, ...]:
    """Every act that begins here, whoever may do it."""
    return tuple(act for act in _acts(DRAFTING.available(position.state)) if fits(act, position))


def named(name: str) -> Act:
    """The act of a name. Raises InvalidTransition where there is none."""
    (found,) = _acts((DRAFTING.find(name),))
    return found


def act(name: str, position: Position) -> Act:
    """The act of a name. Raises InvalidTransition where it does not begin here."""
    found = named(name)
    if position.state not in found.sources or not fits(found, position):
        raise InvalidTransition(N_("This step does not begin where the plan stands now."))
    return found


def check(name: str, position: Position, facts: DraftingFacts) -> tuple[Problem, ...]:
    """What stands in the way of an act, hard problems first."""
    return obstacles(act(name, position), facts)


def fits(act: Act, position: Position) -> bool:
    """Whether its stage is closed where it opens one, and open where it closes one."""
    if act.opens is not None and act.opens in position.stages:
        return False
    return act.closes is None or act.closes in position.stages


def after(act: Act, position: Position) -> Position:
    """Where the act leads."""
    if act.closes_all:
        return Position(Drafting(act.target))
    opened = {act.opens} if act.opens else set()
    return Position(Drafting(act.target), (position.stages | opened) - {act.closes})


def ended(act: Act, position: Position) -> frozenset[Stage]:
    """The stages that are over with the act."""
    return position.stages - after(act, position).stages


def _acts(transitions: Iterable[Transition]) -> Iterable[Act]:
    return (t for t in transitions if isinstance(t, Act))


def fact(name: str) -> str:
    """What an act is called when it has been done, marked with N_."""
    return next((act.done for act in _acts(DRAFTING.transitions) if act.name == name), name)


def closed_by(name: str) -> Stage | None:
    """The stage that an act ends."""
    return next((act.closes for act in _acts(DRAFTING.transitions) if act.name == name), None)


def imperative(name: str) -> str:
    """What stands on the button of an act, marked with N_."""
    return next((act.words for act in _acts(DRAFTING.transitions) if act.name == name), name)


def is_about_outside(name: str) -> bool:
    """Whether readers from outside government should hear of the act."""
    return any(
        act.name == name and bool(OUTSIDE & {act.opens, act.closes})
        for act in _acts(DRAFTING.transitions)
    )
