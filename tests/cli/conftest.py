"""The command line as the console runs it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from nap_tracker import cli
from nap_tracker.extensions import db

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
