"""What a process that reads documents may use and reach: limits and walls it puts up itself.

No document can take the machine with it, reach the network, or open a file that is not its own or
the program's.
"""

from __future__ import annotations

import ctypes
import os.path
import resource
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PROGRAM = Path(__file__).resolve().parent
"""The package alone: beside it stands the folder of the installation, with everybody's plans."""
PR_SET_PDEATHSIG = 1
FORBIDDEN = (
    "ftp",
    "http",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.system",
    "socket",
    "subproc",
)
"""Prefixes of the audit events of the standard library that such a process never needs."""


def end_with_parent() -> None:
    """Linux: the kernel ends this process with the worker, so that none prints for nobody."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def limit(limits: Mapping[str, int]) -> None:
    """Bytes of address space (`memory`) and seconds of processor time (`cpu`)."""
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    # The hard limit is a second later: SIGXCPU comes first, and is what the caller looks for.
    resource.setrlimit(resource.RLIMIT_CPU, (limits["cpu"], limits["cpu"] + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def fence(folder: Path) -> None:
    """Only this folder and the program from here on; there is no way to take the walls down."""
    roots = tuple(
        os.path.realpath(root) + os.sep for root in (folder, PROGRAM, sys.prefix, sys.base_prefix)
    )

    def refuse(event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            if isinstance(args[0], str | bytes) and not _inside(args[0], roots):
                raise PermissionError(f"a document may not open {args[0]!r}")
        elif event.startswith(FORBIDDEN):
            raise PermissionError(f"a document may not cause {event}")

    sys.addaudithook(refuse)


def _inside(path: str | bytes, roots: tuple[str, ...]) -> bool:
    return os.path.realpath(os.fsdecode(path)).startswith(roots)
