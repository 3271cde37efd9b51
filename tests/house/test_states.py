"""A state is written in one place: what a person decided passes through one door."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.test_doors import MODULES, parsed, place

STATES = frozenset({"state", "stages"})
WRITERS = {
    "services/lifecycle.py",
    "services/comment_states.py",
    "services/observations.py",
    "services/progress_reviews.py",
    "services/rounds.py",
    "services/seats.py",
}
"""One for each machine: plans, what is said of them, what is observed, reviews of progress,
rounds, their seats."""
OUTCOMES = "services/turns.py"
TARGETS = (ast.Assign, ast.AnnAssign, ast.AugAssign)


def written(path: Path) -> Iterator[str]:
    """Attributes that are assigned, and columns given to a new version."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, TARGETS):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (t.attr for t in targets if isinstance(t, ast.Attribute))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "PlanVersion":
            yield from (keyword.arg or "" for keyword in node.keywords)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("setattr", "update"):
            yield from (
                a.value for a in node.args if isinstance(a, ast.Constant) and a.value in STATES
            )


def test_a_state_is_written_by_the_service_of_its_machine():
    writers = {place(path) for path in MODULES if STATES & set(written(path))}
    assert writers == WRITERS


def test_only_turns_says_what_came_of_a_request():
    writers = {place(path) for path in MODULES if "outcome" in set(written(path))}
    assert writers == {OUTCOMES}
