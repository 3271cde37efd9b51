"""`backup`, `restore`, `party export` and `party import` as an operator runs them."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from nap_tracker import cli
from nap_tracker.extensions import db
from tests.archives.conftest import KINDS
from tests.archives.filled import fill
from tests.installations import Installation, install

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in an installation: exit code, what was printed, what was complained of."""

    def command(installation: Installation, *arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["nap-tracker", *map(str, arguments)])
        with installation.entered(), pytest.raises(SystemExit) as ended:
            cli.run(lambda: installation.app)
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return command


@pytest.fixture
def used(app: Flask, database: None, tmp_path: Path) -> Installation:
    installation = install(tmp_path / "used", KINDS[-1]).migrated()
    with installation.entered():
        fill()
    return installation


@pytest.fixture
def empty(app: Flask, database: None, tmp_path: Path) -> Installation:
    return install(tmp_path / "empty", KINDS[-1])


def test_out_and_back(run: Run, used: Installation, empty: Installation, tmp_path: Path):
    path = tmp_path / "backup.zip"
    code, out, err = run(used, "backup", path)
    assert code == 0
    assert "rows" in out
    assert "hashes of passwords" in err
    assert run(used, "backup", path)[0] == 2
    assert run(used, "backup", path, "--overwrite")[0] == 0
    code, out, _ = run(empty, "restore", path)
    assert (code, "Restored" in out) == (0, True)
    code, _, err = run(empty, "restore", path)
    assert code == 2
    assert "not empty" in err
    assert run(empty, "backup", tmp_path / "again.zip")[0] == 0
    assert path.read_bytes() == (tmp_path / "again.zip").read_bytes()


def test_a_party_moves(run: Run, used: Installation, empty: Installation, tmp_path: Path):
    path = tmp_path / "party.zip"
    assert run(used, "party", "export", "xaa", "--out", path)[0] == 0
    code, _, err = run(empty, "party", "import", path)
    assert code == 2
    assert "db upgrade" in err
    code, _, err = run(empty.migrated(), "party", "import", path)
    assert code == 0
    assert "without passwords" in err
    assert run(empty, "party", "import", path)[0] == 2
    assert run(used, "party", "export", "QQQ", "--out", tmp_path / "none.zip")[0] == 2


def test_a_damaged_backup_is_problems_found(
    run: Run, used: Installation, empty: Installation, tmp_path: Path
):
    path = tmp_path / "backup.zip"
    run(used, "backup", path)
    path.write_bytes(path.read_bytes()[:-40])
    code, _, err = run(empty, "restore", path)
    assert code == 1
    assert "Nothing of it was stored" in err


def test_a_lost_file_is_problems_found_and_the_backup_is_made(
    run: Run, used: Installation, tmp_path: Path
):
    next(Path(used.environment["NAP_INSTANCE"]).glob("files/*/*/*")).unlink()
    code, _, err = run(used, "backup", tmp_path / "backup.zip")
    assert code == 1
    assert "Missing from storage" in err
    assert zipfile.is_zipfile(tmp_path / "backup.zip")


@pytest.mark.parametrize("where", ["no/such/folder/x.zip", "."])
def test_where_no_file_can_be_is_said(run: Run, used: Installation, tmp_path: Path, where: str):
    code, _, err = run(used, "backup", tmp_path / where)
    assert code == 2
    assert "folder" in err or "directory" in err


def started(installation: Installation, *arguments: object) -> subprocess.Popen[bytes]:
    """The command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "nap_tracker", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **installation.environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def test_a_killed_backup_leaves_nothing_half(used: Installation, tmp_path: Path):
    """SIGKILL at six moments of the writing; what was left is taken over by the next run."""
    path, half = tmp_path / "backup.zip", tmp_path / ".backup.zip.half"
    moments = random.Random(3)
    killed = 0
    for _ in range(6):
        process = started(used, "backup", path)
        while not half.exists() and process.poll() is None:
            time.sleep(0.001)
        time.sleep(moments.uniform(0, 0.08))
        process.send_signal(signal.SIGKILL)
        process.wait()
        killed += half.exists()
        if path.exists():  # it was quicker than the signal
            assert zipfile.ZipFile(path).testzip() is None
            path.unlink()
    assert killed > 0
    assert started(used, "backup", path).wait() == 0
    assert zipfile.ZipFile(path).testzip() is None
    assert not half.exists()


def test_a_killed_restore_leaves_an_empty_database(
    run: Run, used: Installation, empty: Installation, tmp_path: Path
):
    path = tmp_path / "backup.zip"
    run(used, "backup", path)
    files = Path(empty.environment["NAP_INSTANCE"]) / "files"
    for delay in (0.0, 0.1, 0.3):
        process = started(empty, "restore", path)
        while not files.exists() and process.poll() is None:
            time.sleep(0.001)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        with empty.entered():
            names = db.engine.dialect.get_table_names(db.session.connection())
            if names:  # it was quicker than the signal, so it must be whole
                assert db.session.scalar(text("SELECT count(*) FROM party")) == 2
                break
    else:
        assert run(empty, "restore", path)[0] == 0
