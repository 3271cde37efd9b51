"""Every machine of the workflow is sound: found by looking, so that none is forgotten."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

from nap_tracker import workflow
from nap_tracker.roles import Permission
from nap_tracker.workflow.machine import Machine, Transition

MODULES = [m.name for m in pkgutil.iter_modules(workflow.__path__)]
MACHINES = {
    machine.name: machine
    for name in MODULES
    for machine in vars(importlib.import_module(f"nap_tracker.workflow.{name}")).values()
    if isinstance(machine, Machine)
}
ACTS = [(machine, act) for machine in MACHINES.values() for act in machine.transitions]


def test_the_machines_are_found():
    assert {"drafting", "implementation", "review"} <= set(MACHINES)


@pytest.mark.parametrize("machine", MACHINES.values(), ids=lambda machine: machine.name)
def test_a_machine_has_no_dead_end_no_unreachable_state_and_no_name_twice(machine: Machine):
    assert machine.faults() == ()


@pytest.mark.parametrize(("machine", "act"), ACTS, ids=lambda x: getattr(x, "name", ""))
def test_an_act_asks_a_known_permission_and_has_words(machine: Machine, act: Transition):
    assert act.permission in Permission
    assert act.words, "a button has the act's own words"
    assert act.name.islower()


@pytest.mark.parametrize("machine", MACHINES.values(), ids=lambda machine: machine.name)
def test_what_goes_back_says_why(machine: Machine):
    backwards = [t for t in machine.transitions if t.name.startswith(("send_back", "return"))]
    assert all(act.needs_note for act in backwards)
