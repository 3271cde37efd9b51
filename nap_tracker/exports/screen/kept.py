"""Pages for the screen that were made before, on disk: found again by the sum of what they say.

A name holds the version, the audience and every word, so a page is only ever found for the readers
it was made for; and nothing is lost with the folder, since what is not found is made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from nap_tracker.exports.part_store import PartStore

MOST_BYTES = 128 * 1024**2
ROOT = Path(__file__).resolve().parents[3]
_store: list[PartStore] = []


def configure(folder: Path) -> None:
    """Where pages are kept."""
    _store[:] = [PartStore(folder, most_bytes=MOST_BYTES)]


def forget() -> None:
    """Drop every page: words in some are to be removed."""
    for store in _store:
        store.empty()


def find(name: str) -> bytes | None:
    """A page that is kept; None where it is not."""
    return next((data for store in _store if (data := store.find(name)) is not None), None)


def keep(name: str, data: bytes) -> None:
    """Keep a page for the next reader."""
    for store in _store:
        store.keep(name, data)


TEMPLATES = ("screen.html", "_captions.html")
"""What pages are drawn from."""
READ = ("_tools.html", "_pages.html")
"""What stands around their words."""


@cache
def program() -> str:
    """The sum of everything of ours that decides how a page looks: the next release makes anew."""
    found = hashlib.sha256()
    for path in sorted(_files()):
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _files() -> Iterator[Path]:
    for kind in ("*.py", "*.toml", "*.po"):
        yield from (ROOT / "nap_tracker").rglob(kind)
    for template in TEMPLATES:
        yield ROOT / "templates" / "documents" / template
    for template in READ:
        yield ROOT / "templates" / "read" / template
