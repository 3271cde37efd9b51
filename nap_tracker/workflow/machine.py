"""The engine: a machine is a table of acts, and guards that say what stands in an act's way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from nap_tracker.errors import InvalidTransition
from nap_tracker.i18n import N_
from nap_tracker.roles import Permission


@dataclass(frozen=True, slots=True)
class Problem:
    """What stands in the way of an act. A hard one stops it, a soft one asks for an answer."""

    sentence: str
    """For the person, marked with N_; `params` fill it."""
    params: Mapping[str, Any] = field(default_factory=dict)
    hard: bool = True
    fix: str = ""
    """Where it is mended, in a word that the pages turn into an address."""
    asks_note: bool = False
    """A soft problem that is answered in words and not by a tick."""
    is_final: bool = False
    """A hard problem that nobody may decide to pass over."""
    key: str = ""
    """By which a form answers it: the guard's name, filled in by the engine."""


Guard = Callable[[Any], Problem | None]
"""From frozen facts (facts.py) to what is wrong, or None."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One act: from which states, to which, who may, only if what, and the words of its button."""

    name: str
    sources: tuple[StrEnum, ...]
    target: StrEnum
    permission: Permission
    guards: tuple[Guard, ...] = ()
    needs_note: bool = False
    words: str = ""
    """Imperative, marked with N_: what stands on the button."""


def anybody(permission: Permission) -> bool:
    """For asking what a state allows before asking whom."""
    return True


@dataclass(frozen=True)
class Machine:
    """States, and every act there is between them. Only what a person decided is a state."""

    name: str
    states: type[StrEnum]
    initial: StrEnum
    transitions: tuple[Transition, ...]
    names: Mapping[Any, str]
    """State -> what it is called, marked with N_."""
    final: frozenset[StrEnum] = frozenset()
    """Where it may end: states that no act needs to leave."""

    def find(self, name: str) -> Transition:
        """The act of that name. Raises InvalidTransition where there is none."""
        for transition in self.transitions:
            if transition.name == name:
                return transition
        raise InvalidTransition(N_("There is no such step."))

    def available(
        self, state: StrEnum, permits: Callable[[Permission], bool] = anybody
    ) -> tuple[Transition, ...]:
        """The acts that leave this state, in the table's order, of those somebody may do."""
        return tuple(t for t in self.transitions if state in t.sources and permits(t.permission))

    def check(self, state: StrEnum, name: str, facts: Any) -> tuple[Problem, ...]:
        """What stands in the way, hard problems first. Raises InvalidTransition elsewhere."""
        transition = self.find(name)
        if state not in transition.sources:
            raise InvalidTransition(N_("This step does not begin where things stand now."))
        return obstacles(transition, facts)

    def faults(self) -> tuple[str, ...]:
        """What is wrong with the table itself; a sound machine has none."""
        return tuple(self._faults())

    def _faults(self) -> Iterable[str]:
        counted = Counter(t.name for t in self.transitions)
        yield from (f"two acts are called {name}" for name, n in counted.items() if n > 1)
        for t in self.transitions:
            for state in (*t.sources, t.target):
                if not isinstance(state, self.states):
                    yield f"{t.name} names {state}, which is no state of {self.name}"
        reached = self._reached()
        for state in self.states:
            leaves = any(state in t.sources and t.target is not state for t in self.transitions)
            if state not in reached:
                yield f"nothing leads to {state}"
            if not leaves and state not in self.final:
                yield f"nothing leads out of {state}"
            if not self.names.get(state):
                yield f"{state} has no name"

    def _reached(self) -> set[StrEnum]:
        reached, before = {self.initial}, 0
        while len(reached) > before:
            before = len(reached)
            reached |= {t.target for t in self.transitions if reached & set(t.sources)}
        return reached


def obstacles(transition: Transition, facts: Any) -> tuple[Problem, ...]:
    """What its guards find in these facts, hard problems first."""
    found = [_keyed(guard, guard(facts)) for guard in transition.guards]
    return tuple(sorted((p for p in found if p is not None), key=lambda p: not p.hard))


def _keyed(guard: Guard, problem: Problem | None) -> Problem | None:
    if problem is None or problem.key:
        return problem
    return replace(problem, key=getattr(guard, "__name__", ""))
