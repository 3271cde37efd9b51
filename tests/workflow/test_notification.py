"""Determination and notification: the full product of states and acts, against a table."""

from __future__ import annotations

import pytest

from nap_tracker.workflow.notification import (
    NOTIFICATION,
    ActFacts,
    Outcome,
    State,
    act_of,
    letters_that_count,
    state_after,
)

BIG, SMALL = Outcome.MORE_THAN_INSIGNIFICANT, Outcome.NOT_MORE_THAN_INSIGNIFICANT
ASSESS, WITHDRAWN, LETTER = Outcome.ASSESS, Outcome.WITHDRAWN, None
ACTS = (ASSESS, BIG, SMALL, WITHDRAWN, LETTER)

AFTER = """
                  assess            more_than         not_more_than  withdrawn         letter
no_determination  under_assessment  determined        insignificant  -                 -
under_assessment  -                 determined        insignificant  no_determination  -
insignificant     under_assessment  determined        insignificant  no_determination  -
determined        -                 determined        insignificant  no_determination  notified
notified          -                 notified          insignificant  no_determination  notified
"""
"""State x act -> state; - where the act can't follow."""


def table() -> list[tuple[State, Outcome | None, str]]:
    lines = [line.split() for line in AFTER.strip().splitlines()[1:]]
    return [
        (State(line[0]), act, after)
        for line in lines
        for act, after in zip(ACTS, line[1:], strict=True)
    ]


@pytest.mark.parametrize(("state", "act", "after"), table())
def test_every_act_in_every_state(state: State, act: Outcome | None, after: str):
    name = act_of(state, act)
    assert (name is None) == (after == "-")
    if name is not None:
        assert NOTIFICATION.find(name).target == State(after)


def test_the_table_has_every_state():
    assert {state for state, _, _ in table()} == set(State)


@pytest.mark.parametrize(
    ("acts", "state", "letters"),
    [
        ((), State.NO_DETERMINATION, ()),
        ((ASSESS, BIG), State.DETERMINED, ()),
        ((BIG, LETTER), State.NOTIFIED, (1,)),
        ((BIG, LETTER, BIG, LETTER), State.NOTIFIED, (1, 3)),
        ((BIG, LETTER, WITHDRAWN), State.NO_DETERMINATION, ()),
        ((BIG, LETTER, WITHDRAWN, BIG), State.DETERMINED, ()),
        ((BIG, LETTER, SMALL, BIG, LETTER), State.NOTIFIED, (4,)),
        ((LETTER, BIG), State.DETERMINED, ()),
    ],
)
def test_where_a_history_leads(acts, state, letters):
    assert state_after(acts) is state
    assert letters_that_count(acts) == letters


def test_missing_reasoning_and_letters_warn_and_stop_nothing():
    bare = ActFacts(has_reasoning=False, has_letter=False)
    for state, name in ((State.NO_DETERMINATION, "determine"), (State.DETERMINED, "notify")):
        (problem,) = NOTIFICATION.check(state, name, bare)
        assert not problem.hard
        assert NOTIFICATION.check(state, name, ActFacts()) == ()
