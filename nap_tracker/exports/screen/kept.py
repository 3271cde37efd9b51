"""Pages for the screen that were made before, on disk: found again by the sum of what they say.

A name holds the version, the audience and every word, so a page is only ever found for the readers
it was made for; and nothing is lost with the folder, since what is not found is made. So nobody is
refused a page because the disk is full, or gave back only a part of what it was given.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from nap_tracker.exports.part_store import PartStore

log = logging.getLogger(__name__)
MOST_BYTES = 128 * 1024**2
LEAST_BYTES = 4096
SECONDS = 60
"""Between two looks at what is old or too much: each goes through all that is kept."""
SUM_BYTES = 8
"""Before every page, the sum of it."""
ROOT = Path(__file__).resolve().parents[3]
_store: list[PartStore] = []
_looked: dict[Path, float] = {}


def configure(folder: Path) -> None:
    """Where pages are kept."""
    _store[:] = [PartStore(folder, most_bytes=MOST_BYTES, least_bytes=LEAST_BYTES)]


def forget() -> None:
    """Drop every page: words in some are to be removed."""
    for store in _store:
        store.empty()


def find(name: str) -> bytes | None:
    """A page that is kept; None where it is not, or not whole."""
    for store in _store:
        try:
            kept = store.find(name)
        except OSError:
            return None
        if kept is not None and kept[:SUM_BYTES] == _sum(page := kept[SUM_BYTES:]):
            return page
    return None


def keep(name: str, data: bytes) -> None:
    """Keep a page for the next reader, where there is room."""
    for store in _store:
        try:
            store.keep(name, _sum(data) + data)
            if time.monotonic() - _looked.get(store.folder, -SECONDS) >= SECONDS:
                _looked[store.folder] = time.monotonic()
                store.tidy()
        except OSError as error:
            log.warning("A page is not kept: %s", error)


def _sum(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=SUM_BYTES).digest()


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
