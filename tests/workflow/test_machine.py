"""The engine itself: what it finds wrong with a table, and what it lets through."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

import pytest

from nap_tracker.errors import InvalidTransition
from nap_tracker.roles import Permission
from nap_tracker.workflow.machine import Machine, Problem, Transition


class Door(StrEnum):
    OPEN = "open"
    SHUT = "shut"
    GONE = "gone"


class Window(StrEnum):
    OPEN = "ajar"


ASK = Permission.PLAN_EDIT


def is_dry(facts: str) -> Problem | None:
    return Problem("It rains.", hard=False) if facts == "rain" else None


def is_empty(facts: str) -> Problem | None:
    return Problem("Somebody stands in it.") if facts else None


SHUT = Transition("shut", (Door.OPEN,), Door.SHUT, ASK, (is_dry, is_empty))
OPEN = Transition("open", (Door.SHUT,), Door.OPEN, Permission.PLAN_SHOW)
REMOVE = Transition("remove", (Door.SHUT,), Door.GONE, ASK)
DOOR = Machine(
    "door",
    Door,
    Door.OPEN,
    (SHUT, OPEN, REMOVE),
    names={state: state.value for state in Door},
    final=frozenset({Door.GONE}),
)


def test_a_sound_table_has_no_faults():
    assert DOOR.faults() == ()


def test_a_state_nothing_leads_to_is_a_fault():
    assert replace(DOOR, transitions=(SHUT, OPEN)).faults() == ("nothing leads to gone",)


def test_a_dead_end_that_was_not_declared_is_a_fault():
    assert replace(DOOR, final=frozenset()).faults() == ("nothing leads out of gone",)


def test_an_act_that_comes_back_to_where_it_began_is_no_way_out():
    round_trip = Transition("paint", (Door.GONE,), Door.GONE, ASK)
    faults = replace(DOOR, transitions=(*DOOR.transitions, round_trip), final=frozenset()).faults()
    assert faults == ("nothing leads out of gone",)


def test_two_acts_of_one_name_are_a_fault():
    again = replace(REMOVE, name="shut")
    faults = replace(DOOR, transitions=(SHUT, OPEN, again)).faults()
    assert faults == ("two acts are called shut",)


def test_a_state_of_another_machine_is_a_fault():
    strange = Transition("climb", (Window.OPEN,), Door.SHUT, ASK)
    faults = replace(DOOR, transitions=(*DOOR.transitions, strange)).faults()
    assert faults == ("climb names ajar, which is no state of door",)


def test_a_state_without_a_name_is_a_fault():
    assert replace(DOOR, names={Door.OPEN: "a", Door.SHUT: "b"}).faults() == ("gone has no name",)


def test_what_is_available_leaves_the_state_and_is_permitted():
    assert DOOR.available(Door.SHUT) == (OPEN, REMOVE)
    assert DOOR.available(Door.SHUT, lambda permission: permission is ASK) == (REMOVE,)
    assert DOOR.available(Door.GONE) == ()


def test_hard_problems_come_first_and_carry_the_name_of_their_guard():
    found = DOOR.check(Door.OPEN, "shut", "rain")
    assert [(p.key, p.hard) for p in found] == [("is_empty", True), ("is_dry", False)]
    assert DOOR.check(Door.OPEN, "shut", "") == ()


@pytest.mark.parametrize("name", ["open", "explode"])
def test_an_act_that_does_not_begin_here_is_refused(name: str):
    with pytest.raises(InvalidTransition):
        DOOR.check(Door.OPEN, name, "")
