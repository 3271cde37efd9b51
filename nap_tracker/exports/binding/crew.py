"""Several processes that draw the parts of one document, each behind walls of its own."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

from nap_tracker import fence

MOST_HANDS = 4
"""More would wait for the longest part, and each takes its memory."""
PLACE = 2
"""Bytes in which the place of a part is written on the list of what is to be done."""


class Unfinished(Exception):
    """A part could not be drawn on its own."""


class Crew:
    """Helpers who take one part after the other from a list, the longest first."""

    def __init__(self, work: Callable[[int], None], places: list[int]) -> None:
        self._work = work
        self._list, writing = os.pipe()
        os.write(writing, b"".join(place.to_bytes(PLACE, "big") for place in places))
        os.close(writing)
        self._helpers: list[int] = []
        self._parts = len(places)

    def call(self, prepare: Callable[[], object]) -> None:
        """Start the helpers: before this process puts up its walls, each puts up its own."""
        hands = min(len(os.sched_getaffinity(0)), MOST_HANDS, self._parts)
        us = os.getpid()
        for _helper in range(hands - 1):
            helper = os.fork()
            if helper == 0:
                self._help(us, prepare)
            self._helpers.append(helper)

    def _help(self, us: int, prepare: Callable[[], object]) -> None:
        code = 1
        try:
            fence.end_with_parent()
            # Whoever was to stop this helper may be gone already.
            if os.getppid() == us:
                prepare()
                self._take()
                code = 0
        finally:
            os._exit(code)

    def finish(self) -> None:
        """Take parts here too, and wait for the helpers. Raises Unfinished."""
        try:
            self._take(look=True)
            while self._helpers:
                self._settle(*os.waitpid(self._helpers[-1], 0))
        finally:
            for helper in self._helpers:
                os.kill(helper, signal.SIGKILL)
                os.waitpid(helper, 0)
            os.close(self._list)

    def _take(self, *, look: bool = False) -> None:
        while place := os.read(self._list, PLACE):
            self._work(int.from_bytes(place, "big"))
            for helper in self._helpers[:] if look else ():
                self._settle(*os.waitpid(helper, os.WNOHANG))

    def _settle(self, helper: int, status: int) -> None:
        if helper:
            self._helpers.remove(helper)
            if status:
                raise Unfinished
