"""How a command ends where it could not run: with 2 and a message, in every mode."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from nap_tracker import cli, jobs
from nap_tracker.cli import plans as listing
from nap_tracker.cli import server
from nap_tracker.extensions import db
from nap_tracker.models.event import INSTALLATION, Event
from nap_tracker.models.plan import Plan
from nap_tracker.services import samples
from tests.cast import Cast
from tests.cli.conftest import Console

GROUPS = ("db", "demo", "party", "plan", "search", "user")
COMMANDS = [
    (name,) if name not in GROUPS else (name, sub)
    for name, command in cli.cli.commands.items()
    for sub in getattr(command, "commands", {"": None})
]


@pytest.fixture
def in_production(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "MODE", "production")


@pytest.fixture
def sample_account(cast: Cast) -> None:
    cast.officer.sample = True
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


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What was started: the port of a server, or the worker."""
    seen: list[object] = []
    monkeypatch.setattr(server, "run_server", lambda port, **_: seen.append(port) or 0)
    monkeypatch.setattr(jobs, "consume", lambda app: seen.append("worker"))
    return seen


@pytest.mark.usefixtures("sample_account", "migrated", "in_production")
@pytest.mark.parametrize("command", ["serve", "worker"])
def test_production_does_not_start_with_sample_accounts(
    console: Console, command: str, started: list[object]
) -> None:
    code, _, err = console(command)
    assert code == 2
    assert "sample accounts" in err
    assert started == []


def test_a_reader_who_goes_away_is_not_taken_for_problems_found(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise BrokenPipeError(errno.EPIPE, "nobody reads on")

    monkeypatch.setattr(listing.click, "echo", gone)
    assert console("plan", "list")[0] == 2


def test_what_is_read_of_plans_and_people_stands_in_the_log(console: Console, cast: Cast) -> None:
    console("plan", "list")
    console("user", "list")
    console("plan", "check", cast.plan.id)
    console("user", "create", "--email", "ama@example.org", "--name", "Ama")
    recorded = {(e.chain, e.kind, e.actor_kind) for e in db.session.query(Event)}
    assert recorded >= {
        (INSTALLATION, "plan:listed", "operator"),
        (INSTALLATION, "account:listed", "operator"),
        (INSTALLATION, "password:link-printed", "operator"),
        (cast.amberland.id, "plan:checked", "operator"),
    }


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("command", ["serve", "worker"])
def test_nothing_is_served_from_a_database_that_is_behind(
    console: Console, command: str, started: list[object]
) -> None:
    code, _, err = console(command)
    assert code == 2
    assert "nap-tracker db upgrade" in err
    assert len(err.splitlines()) == 1
    assert started == []


@pytest.mark.usefixtures("migrated")
@pytest.mark.parametrize(("port", "asked"), [((), 5000), (("--port", "8080"), 8080)])
def test_the_server_is_started_on_the_port_asked_for(
    console: Console, port: tuple[str, ...], asked: int, started: list[object]
) -> None:
    assert console("serve", *port)[0] == 0
    assert started == [asked]


@pytest.mark.usefixtures("migrated")
def test_there_is_no_port_0(console: Console) -> None:
    code, _, err = console("serve", "--port", "0")
    assert (code, len(err.splitlines())) == (2, 1)
    assert "There is no port 0" in err


@pytest.mark.usefixtures("database")
def test_a_missing_table_is_said_in_one_line(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing.plans, "visible_to", lambda actor: select_from_nothing())
    code, out, err = console("plan", "list")
    assert (code, out) == (2, "")
    assert "nap-tracker db upgrade" in err
    assert len(err.splitlines()) == 1


@pytest.mark.usefixtures("migrated")
def test_a_fault_of_the_newest_tables_keeps_its_traceback(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing.plans, "visible_to", lambda actor: select_from_nothing())
    code, _, err = console("plan", "list")
    assert code == 2
    assert "Traceback" in err


def select_from_nothing() -> None:
    db.session.execute(text("SELECT * FROM no_such_table"))


@pytest.mark.parametrize("command", [("db", "upgrade"), ("serve",)], ids=" ".join)
def test_a_database_that_does_not_answer_is_said_in_one_line(command: tuple[str, ...]) -> None:
    environment = {"NAP_MODE": "demo", "NAP_DATABASE_URL": "sqlite:////proc/nowhere/nap.db"}
    program = Path(sys.executable).with_name("nap-tracker")
    ended = subprocess.run([program, *command], env=environment, capture_output=True, text=True)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "does not answer (NAP_DATABASE_URL)" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.usefixtures("database", "in_production")
@pytest.mark.parametrize("options", [(), ("--if-empty",)])
def test_production_loads_no_sample_data(console: Console, options: tuple[str, ...]) -> None:
    code, out, err = console("demo", "load", *options)
    assert (code, out) == (2, "")
    assert "NAP_MODE=demo" in err
    assert db.session.query(Plan).count() == 0


@pytest.mark.usefixtures("database")
def test_sample_data_is_not_loaded_twice_and_goes_in_one_act(console: Console) -> None:
    assert console("demo", "load")[0] == 0
    code, _, err = console("demo", "load")
    assert code == 2
    assert "here already" in err
    assert console("demo", "load", "--if-empty") == (0, "", "")
    code, _, _ = console("demo", "remove")
    assert code == 0
    assert not samples.are_present()
    assert console("plan", "list") == (0, "", "")
