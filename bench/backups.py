"""Backing up and restoring 200 plans: time, memory, and the size of the file."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from bench import cost, installation, pages, report
from bench.cost import Cost
from nap_tracker.extensions import db

ROOT = Path(__file__).resolve().parent.parent
MOST_MEGABYTES = 200
"""Of the largest process; starting any command takes 150 by itself."""


def run(runs: int) -> str:
    """The table; each command from the start of its process to its end."""
    with tempfile.TemporaryDirectory(prefix="nap-bench-") as name:
        folder = Path(name)
        _fill(folder / "used")
        rows = []
        archive = folder / "backup.zip"
        for turn in range(runs):
            rows.append(_timed(folder / "used", "backup", archive, "--overwrite"))
            again = folder / f"again{turn}"
            rows.append(_timed(again, "restore", archive))
        same = folder / "same.zip"
        _timed(folder / "again0", "backup", same)
        is_same = archive.read_bytes() == same.read_bytes()
        return _told(rows[::2], rows[1::2], archive.stat().st_size, is_same=is_same)


def _fill(folder: Path) -> None:
    """The plans that the pages are measured with, in tables made by the migrations."""
    app = installation.begin(folder, migrated=True)
    with app.app_context():
        for plan in pages.crowd(pages.sources()):
            installation.bring_in(plan)
        db.session.remove()
        db.engine.dispose()


def _timed(folder: Path, *command: object) -> Cost:
    return cost.measured(_command(folder, *command))[0]


def _command(folder: Path, *command: object) -> Callable[[], object]:
    environment: Mapping[str, str] = {**os.environ, **installation.environment(folder)}
    words = [sys.executable, "-m", "nap_tracker", *map(str, command)]
    return lambda: subprocess.run(words, cwd=ROOT, env=environment, check=True, capture_output=True)


def _told(backups: list[Cost], restores: list[Cost], size: int, *, is_same: bool) -> str:
    words = (
        f"{pages.PLANS} plans of {pages.PARTIES} Parties with their files, on SQLite. The file is"
        f" {report.megabytes(size)}."
    )
    head = ("Command", "time", "processor", "memory")
    costs = {"backup": cost.median(backups), "restore": cost.median(restores)}
    rows = [
        (name, f"{one.seconds:.1f} s", f"{one.processor:.1f} s", report.megabytes(one.largest))
        for name, one in costs.items()
    ]
    largest = max(one.largest for one in costs.values())
    promises = [
        report.promise(
            "a backup of the restored is the same bytes",
            kept=is_same,
            found="yes" if is_same else "no",
        ),
        report.promise(
            f"at most {MOST_MEGABYTES} MB",
            kept=largest <= MOST_MEGABYTES * 1e6,
            found=report.megabytes(largest),
        ),
    ]
    return "\n\n".join((words, report.table(head, rows), "\n".join(promises)))
