"""How a command ends where it could not run: with 2 and a message, in every mode."""

from __future__ import annotations

import pytest
from flask import Flask

from nap_tracker import cli, jobs
from nap_tracker.cli import plans as listing
from nap_tracker.cli import server
from nap_tracker.extensions import db
from nap_tracker.models.plan import Plan
from nap_tracker.roles import OPERATOR
from nap_tracker.services import samples
from tests.cli.conftest import Console

GROUPS = ("db", "demo", "party", "plan", "user")
COMMANDS = [
    (name,) if name not in GROUPS else (name, sub)
    for name, command in cli.cli.commands.items()
    for sub in getattr(command, "commands", {"": None})
]


@pytest.fixture
def in_production(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "MODE", "production")


@pytest.fixture
def sample_accounts(app: Flask, database: None) -> None:
    samples.load(OPERATOR, mode="testing")
    db.session.commit()


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_teaches(console: Console, command: tuple[str, ...]) -> None:
    code, out, err = console(*command, "--help")
    assert (code, err) == (0, "")
    assert f"nap-tracker {' '.join(command)} " in out.splitlines()[0]
    assert len(out.split("\n\n")[1].split()) > 2


@pytest.mark.parametrize("arguments", [(), ("plan",), ("nonsense",), ("plan", "nonsense")])
def test_what_is_no_command_could_not_run(console: Console, arguments: tuple[str, ...]) -> None:
    code, _, err = console(*arguments)
    assert code == 2
    assert "nap-tracker" in err


def test_a_fault_of_ours_is_not_taken_for_problems_found(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing.plans, "visible_to", lambda actor: 1 / 0)
    code, out, err = console("plan", "list")
    assert (code, out) == (2, "")
    assert "ZeroDivisionError" in err


@pytest.mark.usefixtures("sample_accounts", "in_production")
@pytest.mark.parametrize("command", ["serve", "worker"])
def test_production_does_not_start_with_sample_accounts(
    console: Console, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []
    monkeypatch.setattr(server, "run_server", lambda *a, **k: started.append("serve") or 0)
    monkeypatch.setattr(jobs, "consume", lambda app: started.append("worker"))
    code, _, err = console(command)
    assert code == 2
    assert "sample accounts" in err
    assert started == []


@pytest.mark.usefixtures("database", "in_production")
def test_production_loads_no_sample_data(console: Console) -> None:
    code, out, err = console("demo", "load")
    assert (code, out) == (2, "")
    assert "NAP_MODE=demo" in err
    assert db.session.query(Plan).count() == 0


@pytest.mark.usefixtures("sample_accounts")
def test_sample_data_is_not_loaded_twice_and_goes_in_one_act(console: Console) -> None:
    code, _, err = console("demo", "load")
    assert code == 2
    assert "here already" in err
    assert console("demo", "load", "--if-empty") == (0, "", "")
    code, _, _ = console("demo", "remove")
    assert code == 0
    assert not samples.are_present()
    assert console("plan", "list") == (0, "", "")
