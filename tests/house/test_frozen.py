"""Nothing in a frozen version changes, by any form, script or command there is."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from nap_tracker import cli
from nap_tracker.extensions import Base, db
from nap_tracker.models.dated_fact import BesideText
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import OPERATOR
from nap_tracker.services import interchange, plans, sealing
from tests.browser_client import Browser
from tests.house.test_access import ALL, World, address, world
from tests.house.test_doors import MODULES, parsed, place

__all__ = ["world"]
"""The fixture of the tests of access."""

FREE = {m.local_table.name for m in Base.registry.mappers if issubclass(m.class_, BesideText)}
"""Rows that name a version without being part of its text."""
TEXT = [t for t in Base.metadata.sorted_tables if "version_id" in t.columns and t.name not in FREE]
SENT: dict[str, Any] = {
    "goal": "Changed", "name": "Changed", "title": "Changed", "title_en": "Changed",
    "body": "Changed", "reason": "Changed", "audience": "public", "_completed": "yes",
    "direction": "down", "person": "", "text": "Changed", "answers": json.dumps({"goal": "x"}),
    "_seen": "0", "language": "en", "_then": "stay",
}  # fmt: skip
POSTS = [r for r in ALL if "POST" in (r.methods or ()) and "plan_id" in r.arguments]


@pytest.fixture(scope="module")
def frozen(world: World) -> PlanVersion:
    """The newest version of the plan of the world, frozen with everything in it."""
    version = plans.newest(OPERATOR, world.cast.plan.id)
    sealing.freeze(OPERATOR, version)
    db.session.commit()
    return version


def text_of(version: PlanVersion) -> dict[str, Any]:
    """Every row of the version's text, and the version itself, straight from the tables."""
    found: dict[str, Any] = {
        table.name: sorted(
            tuple(map(str, row))
            for row in db.session.execute(select(table).where(table.c.version_id == version.id))
        )
        for table in TEXT
    }
    kept = [PlanVersion.__table__.c[name] for name in sorted(PlanVersion.kept)]
    own = db.session.execute(select(*kept).where(PlanVersion.id == version.id)).one()
    return {**found, "plan_version": tuple(own)}


def test_the_text_of_a_version_is_looked_at_whole():
    assert {"entry", "revision", "institution", "assignment", "warning_answer"} <= {
        table.name for table in TEXT
    }


@pytest.mark.parametrize("rule", POSTS, ids=lambda rule: rule.endpoint)
def test_no_form_changes_a_frozen_version(
    app: Flask, world: World, frozen: PlanVersion, rule: Rule
):
    before = text_of(frozen)
    for who in ("focal_point", "coordinator", "officer"):
        browser = Browser(app).sign_in(getattr(world.cast, who))
        page = browser.post(address(app, rule, world), dict(SENT), token_from="/account/edit")
        assert page.status < 500, (who, page.text[:500])
    assert text_of(frozen) == before


Command = tuple[tuple[str, ...], click.Command]


def within(group: click.Group, words: tuple[str, ...] = ()) -> list[Command]:
    """Every command that takes a plan, with its words."""
    found: list[Command] = []
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            found += within(command, (*words, name))
        elif any(p.name == "plan" and isinstance(p, click.Argument) for p in command.params):
            found.append(((*words, name), command))
    return found


COMMANDS = within(cli.cli)


def arguments(command: click.Command, plan_id: str, folder: Path) -> list[str]:
    """Everything it must be given, and `--apply` where it only tries otherwise."""
    given: list[str] = []
    for param in command.params:
        if param.name == "plan":
            given.append(plan_id)
        elif isinstance(param, click.Argument):
            given.append(str(folder / "in.csv"))
        elif param.required or param.name == "out":
            given += [param.opts[0], str(folder / "out")]
        elif param.name == "apply":
            given.append(param.opts[0])
    return given


@pytest.fixture
def stamped(app: Flask, world: World) -> Iterator[None]:
    """Written down as being at the newest migration, or commands would not run."""
    scripts = ScriptDirectory(app.extensions["migrate"].directory)
    db.session.rollback()
    with db.engine.begin() as connection:
        MigrationContext.configure(connection).stamp(scripts, "head")
    yield
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")


def test_there_are_commands_that_take_a_plan():
    assert {"check", "import-word", "import-workplan"} <= {words[-1] for words, _ in COMMANDS}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command[0]))
def test_no_command_changes_a_frozen_version(
    app: Flask,
    stamped: None,
    frozen: PlanVersion,
    command: Command,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    (tmp_path / "in.csv").write_text("Strategy,Activity,Cost\nTraining,Train miners,0\n")
    before, id = text_of(frozen), frozen.plan_id
    db.session.rollback()
    given = arguments(command[1], id, tmp_path)
    monkeypatch.setattr("sys.argv", ["nap-tracker", *command[0], *given])
    with pytest.raises(SystemExit):
        cli.run(lambda: app)
    db.session.rollback()
    assert text_of(db.session.get_one(PlanVersion, frozen.id)) == before


def test_a_plan_brought_in_again_becomes_the_next_version(frozen: PlanVersion):
    before, number = text_of(frozen), frozen.number
    data = interchange.take_out(OPERATOR, frozen)
    interchange.bring_in_file(OPERATOR, data, existing="new_draft")
    db.session.flush()
    assert text_of(frozen) == before
    assert plans.newest(OPERATOR, frozen.plan_id).number == number + 1
    db.session.rollback()


PAST = {"bulk_insert_mappings", "bulk_save_objects", "bulk_update_mappings"}
PAST |= {"connect", "connection", "exec_driver_sql"}
"""What the guards of services.walls never see."""
MAY = {
    "cli/migrations.py",  # only looks
    "database.py",  # migrations, snapshots to read
    "models/section_lock.py",  # the condition of an index
    "services/erasures.py",  # the database's own files
    "services/history.py",  # the heads of the chains
    "services/party_arrivals.py",  # whole versions come in, frozen as they are
    "services/restoring.py",  # likewise, into an empty installation
    "web/health.py",
}


def written_past(path: Path) -> Iterator[str]:
    """Ways around the session in a module: its connection, and SQL as text."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr
        elif isinstance(node, ast.ImportFrom) and node.module == "sqlalchemy":
            yield from ("connection" for alias in node.names if alias.name == "text")


def test_nothing_writes_past_the_guards():
    found = {place(path) for path in MODULES if PAST & set(written_past(path))}
    assert found == MAY
