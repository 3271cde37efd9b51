"""Starts the processes that read what somebody uploaded: each with a folder and limits of its own.

They get nothing of the server's environment, and are ended with everything they started. What they
read lies in the folder, and so does what they leave; `nap_tracker.fence` shuts the rest out.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from nap_tracker.errors import InvalidFile, PathProblem
from nap_tracker.i18n import N_

ROOT = Path(__file__).resolve().parents[2]
CHILD = """
import runpy, sys, types
package = types.ModuleType("nap_tracker")
package.__path__ = [sys.argv[1]]
sys.modules["nap_tracker"] = package
module = sys.argv[2]
sys.argv = sys.argv[2:]
runpy.run_module(module, run_name="__main__")
"""
"""Starts a reader without `nap_tracker/__init__.py`: it needs no web application."""

AT_ONCE = threading.BoundedSemaphore(2)
"""So many files a process of the server reads at once: more would take the memory, and the threads
that answer everybody else."""
WAITS_SECONDS = 5.0
BUSY = N_("Other files are being read at this moment. Upload it again in a minute.")


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one document may use."""

    memory: int = 2 * 1024**3
    """Bytes of address space."""
    cpu: int = 60
    """Seconds of processor time."""


def read(
    module: str,
    folder: Path,
    limits: Limits,
    *,
    gave_up: str,
    job: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What a module of ours reported of the files in the folder.

    Raises InvalidFile with what the module refused, with `gave_up` where it came to no end, or
    `BUSY`.
    """
    if not AT_ONCE.acquire(timeout=WAITS_SECONDS):
        raise InvalidFile(BUSY)
    try:
        return _read(module, folder, limits, gave_up, job or {})
    finally:
        AT_ONCE.release()


def _read(
    module: str, folder: Path, limits: Limits, gave_up: str, job: Mapping[str, Any]
) -> dict[str, Any]:
    (folder / "job.json").write_text(json.dumps({**asdict(limits), **job}), "utf-8")
    command = [sys.executable, "-c", CHILD, str(ROOT / "nap_tracker"), module, str(folder)]
    code = run(command, folder, {"PYTHONPATH": str(ROOT)}, 3 * limits.cpu)
    path = folder / "report.json"
    report: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    if "message" in report:
        problems = tuple(PathProblem(*one) for one in report.get("problems", ()))
        raise InvalidFile(report["message"], report["params"], problems=problems)
    if code != 0 or not report:
        raise InvalidFile(gave_up)
    return report


def refusal(error: InvalidFile) -> dict[str, Any]:
    """A refusal as such a process reports it."""
    problems = [[one.path, one.message, dict(one.params)] for one in error.problems]
    return {"message": error.message, "params": dict(error.params), "problems": problems}


def run(command: Sequence[str], folder: Path, more: Mapping[str, str], seconds: int) -> int:
    """The exit code of a program; that of too much time where it was ended for it."""
    environment = {"HOME": str(folder), "LANG": "C.UTF-8", "TMPDIR": str(folder), **more}
    process = subprocess.Popen(
        command,
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        return -signal.SIGXCPU
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # LibreOffice starts children of its own
        process.wait()
