"""Starts the child processes that read documents, for the worker and the command line alike.

`render` prints HTML (`child.py`), `scan` turns a PDF into pictures (`scanner.py`).
"""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nap_tracker.errors import DomainError
from nap_tracker.exports import parts
from nap_tracker.exports.annexes import NotRasterised, Scanning
from nap_tracker.exports.part_store import PartStore
from nap_tracker.exports.pictures import ImageData, Pictures
from nap_tracker.i18n import N_

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "nap_tracker" / "static" / "fonts" / "fonts.conf"
"""Made at set-up; with it the document uses our fonts and no others, on any machine."""
CHILD = """
import runpy, sys, types
package = types.ModuleType("nap_tracker")
package.__path__ = [sys.argv[1]]
sys.modules["nap_tracker"] = package
sys.argv = sys.argv[2:]
runpy.run_module("nap_tracker.exports." + sys.argv[0], run_name="__main__")
"""
"""Starts a child without `nap_tracker/__init__.py`: a printer needs no web application."""


SCANNING_SECONDS = 120
"""Of processor time for one PDF; 100 pages of text take about 20."""


class NotPrinted(DomainError):
    """The document could not be made; nothing of it was kept."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What each process that prints a document may use. 150 pages take about 8 seconds in all."""

    memory: int = 3 * 1024**3
    """Bytes of address space."""
    cpu: int = 600
    """Seconds of processor time."""
    wall: int = 900
    """Seconds in all."""


_limits = [Limits()]
_store: list[PartStore] = []


def configure(*, megabytes: int, seconds: int, store: Path | None = None) -> None:
    """What one document may use here (NAP_PDF_MEGABYTES, NAP_PDF_SECONDS).

    In the folder `store` printed parts are kept for the next print; without one, none are.
    """
    _limits[:] = [Limits(memory=megabytes * 1024**2, cpu=seconds, wall=seconds)]
    _store[:] = [PartStore(store)] if store else []


def forget_parts() -> None:
    """Drop every part that was kept for the next print; it is printed anew."""
    for store in _store:
        store.empty()


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished document."""

    data: bytes
    pages: int
    warnings: tuple[str, ...]
    """Characters that none of our fonts has: they print as a box, and people should be told."""


def render(html: str, pictures: Pictures, limits: Limits | None = None) -> Pdf:
    """Print a document in a process of its own. Raises NotPrinted with the reason."""
    limits = limits or _limits[-1]
    if not FONTS.exists():
        raise NotPrinted(N_("The fonts are missing: run make setup."))
    with tempfile.TemporaryDirectory(prefix="nap-print-") as name:
        folder = Path(name)
        _write_job(folder, html, pictures, limits)
        keys = _keys(html, pictures) if _store else ()
        for store in _store:
            store.take_out(keys, folder)
        code, words = _run("child", folder, limits)
        report = _report(folder)
        if code == 0 and "pages" in report:
            for store in _store:
                store.put_in(keys, folder)
            data = (folder / "out.pdf").read_bytes()
            return Pdf(data, report["pages"], tuple(report["missing"]))
    raise _failure(code, report, words, limits)


def scan(data: bytes, scanning: Scanning | None = None) -> tuple[ImageData, ...]:
    """A picture of every page of a PDF. Raises NotRasterised with the reason."""
    limits = Limits(memory=_limits[-1].memory, cpu=SCANNING_SECONDS, wall=2 * SCANNING_SECONDS)
    with tempfile.TemporaryDirectory(prefix="nap-scan-") as name:
        folder = Path(name)
        (folder / "in.pdf").write_bytes(data)
        job = {"limits": asdict(limits), "scanning": asdict(scanning or Scanning())}
        (folder / "job.json").write_text(json.dumps(job), "utf-8")
        code, _words = _run("scanner", folder, limits)
        report = _report(folder)
        if code == 0 and "pictures" in report:
            return tuple(
                ImageData((folder / f"page-{place}").read_bytes(), *found)
                for place, found in enumerate(report["pictures"])
            )
    if "message" in report:
        raise NotRasterised(report["message"], report["params"])
    raise NotRasterised(N_("This PDF takes more time or memory than is allowed for one."))


def _write_job(folder: Path, html: str, pictures: Pictures, limits: Limits) -> None:
    listed: dict[str, Any] = {}
    for place, (name, picture) in enumerate(pictures.items()):
        file = f"picture-{place}"
        (folder / file).write_bytes(picture.data)
        listed[name] = {
            "file": file,
            "media_type": picture.media_type,
            "width": picture.width,
            "height": picture.height,
        }
    (folder / "document.html").write_text(html, "utf-8")
    job = {"limits": asdict(limits), "pictures": listed}
    (folder / "job.json").write_text(json.dumps(job), "utf-8")


def _keys(html: str, pictures: Pictures) -> tuple[str, ...]:
    """The names of the parts of a page; none where it is printed whole."""
    pieces = parts.split(html)
    if pieces is None:
        return ()
    program = _program()
    return tuple(pieces.key(part, pictures, program) for part in pieces.parts)


@cache
def _program() -> str:
    """The sum of everything of ours that decides how a page looks: the next version prints anew."""
    files = [*Path(__file__).parent.rglob("*.py"), FONTS, ROOT / "requirements.txt"]
    found = hashlib.sha256()
    for file in sorted(files):
        found.update(hashlib.sha256(file.read_bytes()).digest())
    for font in sorted(FONTS.parent.rglob("*.[ot]tf")):
        found.update(f"{font.name} {font.stat().st_size} {font.stat().st_mtime_ns}".encode())
    return found.hexdigest()


def _run(module: str, folder: Path, limits: Limits) -> tuple[int, str]:
    # An environment of our own: no secret of the server is in a process that reads documents.
    environment = {
        "FONTCONFIG_FILE": str(FONTS),
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "TMPDIR": str(folder),
    }
    try:
        done = subprocess.run(
            [sys.executable, "-c", CHILD, str(ROOT / "nap_tracker"), module, str(folder)],
            env=environment,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=limits.wall,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return -signal.SIGXCPU, ""
    return done.returncode, done.stderr.decode("utf-8", "replace")


def _report(folder: Path) -> Mapping[str, Any]:
    path = folder / "report.json"
    report: Mapping[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return report


def _failure(code: int, report: Mapping[str, Any], words: str, limits: Limits) -> NotPrinted:
    """The reason in words of the interface; what WeasyPrint said is kept as it is."""
    if report.get("error") == "unprintable":
        return NotPrinted(
            N_("The document could not be printed: %(detail)s"),
            {"detail": "; ".join(report["complaints"])},
        )
    if code in (-signal.SIGXCPU, -signal.SIGKILL) and "MemoryError" not in words:
        return NotPrinted(
            N_("Printing was stopped after %(seconds)s seconds."),
            {"seconds": min(limits.cpu, limits.wall)},
        )
    if report.get("error") == "memory" or "MemoryError" in words or code < 0:
        return NotPrinted(
            N_("The document needs more than the %(megabytes)s MB of memory allowed for printing."),
            {"megabytes": limits.memory // 1024**2},
        )
    last = words.strip().splitlines()[-1:] or [f"exit code {code}"]
    return NotPrinted(N_("The printing process failed: %(detail)s"), {"detail": last[0]})
