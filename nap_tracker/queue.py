"""Waking the worker: after a commit, tell it to look now. The rows are the truth, not the queue.

With `jobs.py` the only importer of huey. The queue carries nothing but the name of what to look
at, so a lost message loses nothing: the worker's sweep finds the row a minute later.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import huey

from nap_tracker.errors import NotReady

log = logging.getLogger(__name__)

Look = Callable[[], int]


class Queue:
    """One connection to the store that NAP_QUEUE_URL names, and who looks at what."""

    def __init__(self) -> None:
        self.huey: huey.Huey = huey.MemoryHuey("nap-tracker", results=False)
        self.lookers: dict[str, Look] = {}
        self._look = self.huey.task(name="look")(self.look)

    def configure(self, url: str) -> None:
        """Connect to `sqlite:///path`, `redis://…`, `postgresql://…`, or `memory:` for tests.

        Raises NotReady.
        """
        try:
            self.huey = _connect(url)
        except NotReady:
            raise
        except Exception as error:  # whatever the drivers of three stores raise, or their absence
            why = str(error).partition("\n")[0]
            raise NotReady(f"The queue does not answer (NAP_QUEUE_URL): {why}") from error
        self._look = self.huey.task(name="look")(self.look)

    def wake(self, kind: str) -> None:
        """Ask the worker to look now. Never fails an act that is already committed."""
        try:
            self._look(kind)
        except Exception:  # whatever a store can raise; the sweep looks anyway
            log.warning("The worker could not be woken for %s.", kind, exc_info=True)

    def look(self, kind: str) -> int:
        """What the worker runs; how many rows were dealt with."""
        return self.lookers[kind]()


queue = Queue()


def wake(kind: str) -> None:
    """Ask the worker to look at rows of a kind (`exports`, `messages`) now."""
    queue.wake(kind)


def _connect(url: str) -> huey.Huey:
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        path = Path(url.removeprefix("sqlite:///"))
        path.parent.mkdir(parents=True, exist_ok=True)
        return huey.SqliteHuey(
            "nap-tracker", filename=str(path), fsync=True, timeout=15, results=False
        )
    if scheme in ("redis", "rediss"):
        return huey.RedisHuey("nap-tracker", url=url, results=False)
    if scheme.startswith("postgres"):
        return huey.PostgresHuey("nap-tracker", dsn=url, results=False)
    if scheme == "memory":
        return huey.MemoryHuey("nap-tracker", results=False)
    raise NotReady("NAP_QUEUE_URL must begin with sqlite:///, redis:// or postgresql://.")
