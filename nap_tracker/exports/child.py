"""The process that prints: `python -m nap_tracker.exports.child FOLDER`, started by `press.py`.

It reads `job.json`, `document.html` and the pictures from the folder and leaves `out.pdf` and
`report.json` there. It limits and fences itself in first: no document can take the machine with
it, reach the network, or open a file that is not its own or the program's.
"""

from __future__ import annotations

import gc
import json
import os.path
import resource
import sys
from pathlib import Path
from typing import Any

from nap_tracker.exports import pdf
from nap_tracker.exports.pictures import ImageData

Report = dict[str, Any]

PROGRAM = Path(__file__).resolve().parents[1]
"""The package alone: beside it stands the folder of the installation, with everybody's plans."""
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
"""Prefixes of the audit events of the standard library that a rendering never needs."""


def main(folder: Path) -> int:
    """0 when printed; 1 when refused, with the reason in the report."""
    job = json.loads((folder / "job.json").read_text("utf-8"))
    _limit(job["limits"])
    _fence(folder)
    # Boxes of a document live as long as the process: looking for garbage among them every few
    # hundred allocations takes a sixth of the time and finds nothing.
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    report = _print(folder, job)
    (folder / "report.json").write_text(json.dumps(report), "utf-8")
    return 0 if "pages" in report else 1


def _limit(limits: dict[str, int]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    # The hard limit is a second later: SIGXCPU comes first, and is what the caller looks for.
    resource.setrlimit(resource.RLIMIT_CPU, (limits["cpu"], limits["cpu"] + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _fence(folder: Path) -> None:
    """A second wall behind the fetcher of `pdf.py`; there is no way to take it down again."""
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


def _print(folder: Path, job: Report) -> Report:
    pictures = {
        name: ImageData(
            (folder / picture["file"]).read_bytes(),
            picture["media_type"],
            picture["width"],
            picture["height"],
        )
        for name, picture in job["pictures"].items()
    }
    try:
        printed = pdf.to_pdf((folder / "document.html").read_text("utf-8"), pictures)
    except pdf.Unprintable as refusal:
        return {"error": "unprintable", "complaints": refusal.complaints}
    except MemoryError:
        return {"error": "memory"}
    except RecursionError:
        return {"error": "unprintable", "complaints": ["nested too deeply"]}
    (folder / "out.pdf").write_bytes(printed.data)
    return {"pages": printed.pages, "missing": printed.missing}


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
