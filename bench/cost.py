"""What a piece of work costs: its time, and the memory of every process it starts (Linux)."""

from __future__ import annotations

import os
import re
import statistics
import threading
import time
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TypeVar

PAUSE = 0.05
"""Seconds between two looks at the processes."""
TICKS = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one run, or the medians of several."""

    seconds: float
    processor: float
    """Seconds of processor time, all processes together."""
    together: float
    """Bytes of all processes at their highest; shared pages count once (PSS)."""
    largest: float
    """Bytes of the largest process at its highest (RSS)."""


def measured(work: Callable[[], T]) -> tuple[Cost, T]:
    """Do the work, which must happen in child processes, and watch those."""
    watch = _Watch()
    watch.start()
    begun = time.perf_counter()
    try:
        done = work()
    finally:
        taken = time.perf_counter() - begun
        watch.stop()
    return Cost(taken, sum(watch.ticks.values()) / TICKS, watch.together, watch.largest), done


def median(costs: Sequence[Cost]) -> Cost:
    """Each figure's own median."""
    return Cost(*(statistics.median(column) for column in zip(*map(astuple, costs), strict=True)))


class _Watch(threading.Thread):
    """Looks at our descendants again and again, but for those that were there before."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.ticks: dict[int, int] = {}
        self.together = 0
        self.largest = 0
        self._before = frozenset(descendants(os.getpid()))
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(PAUSE):
            self._look()

    def stop(self) -> None:
        self._over.set()
        self.join()

    def _look(self) -> None:
        maps: dict[str, int] = {}
        for process in descendants(os.getpid(), but=self._before):
            try:
                mapped = (PROC / f"{process}/smaps_rollup").read_text()
                highest = _bytes((PROC / f"{process}/status").read_text(), "VmHWM")
                self.ticks[process] = _ticks((PROC / f"{process}/stat").read_text())
            except OSError:  # it ended while we looked
                continue
            # A process that is just being born still is in its parent's memory.
            maps[mapped] = _bytes(mapped, "Pss")
            self.largest = max(self.largest, highest)
        self.together = max(self.together, sum(maps.values()))


def descendants(process: int, *, but: Container[int] = ()) -> Iterator[int]:
    """Children, their children and so on; not these, nor what they started."""
    try:
        lists = [task.read_text() for task in PROC.glob(f"{process}/task/*/children")]
    except OSError:
        return
    for child in (int(word) for words in lists for word in words.split()):
        if child not in but:
            yield child
            yield from descendants(child, but=but)


def _bytes(text: str, name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+) kB", text, re.MULTILINE)
    return int(found.group(1)) * 1024 if found else 0


def _ticks(stat: str) -> int:
    """User and system time: the name before them may hold spaces, but ends in a bracket."""
    after_name = stat.rpartition(")")[2].split()
    return int(after_name[11]) + int(after_name[12])
