"""The command line as the console runs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from nap_tracker import cli
from nap_tracker.extensions import db


@pytest.fixture
def migrated(app: Flask, database: None) -> Iterator[None]:
    """The tables of the tests, written down as being at the newest migration."""
    scripts = ScriptDirectory(app.extensions["migrate"].directory)
    with db.engine.begin() as connection:
        MigrationContext.configure(connection).stamp(scripts, "head")
    yield
    with db.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")


Console = Callable[..., tuple[int, str, str]]


@pytest.fixture
def console(
    app: Flask,
    database: None,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Console:
    """Run a command: exit code, what was printed, what was complained of."""

    def command(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["nap-tracker", *map(str, arguments)])
        db.session.commit()
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.run(lambda: app)
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return command
