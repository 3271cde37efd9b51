"""What is tracked of frozen texts, kept in memory: parsed once, not for every page.

A frozen text only ever changes by removal for protection, so what was made of it is found by the
sum of what was frozen and the number of removals that reached into it since; where these are not
at hand, by the sum of the very text. A changed one takes the place of what was kept before it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from sqlalchemy import func, select
from sqlalchemy.orm import with_expression
from sqlalchemy.sql.base import ExecutableOption

from nap_tracker.content.audience import Audience, for_audience
from nap_tracker.content.canonical import digest
from nap_tracker.content.tracked import Tracked, tracked
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.removal import Redaction
from nap_tracker.services import contents
from nap_tracker.services.plans import schema_of

MOST_CHARACTERS = 16 * 1024**2
"""Of the texts of which something is kept, in each process: some thirty long plans."""

Key = tuple[str, Audience]


@dataclass(frozen=True, slots=True)
class _Kept:
    stamp: str
    size: int
    tracked: Tracked


@dataclass
class Shelf:
    """A bounded number of them; what was not asked for longest goes first."""

    most: int = MOST_CHARACTERS
    _kept: OrderedDict[Key, _Kept] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def find(self, key: Key, stamp: str, make: Callable[[], tuple[Tracked, int]]) -> Tracked:
        """What is kept under this stamp, or made now; `make` also tells how long its text is."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None and kept.stamp == stamp:
                self._kept.move_to_end(key)
                return kept.tracked
        made, size = make()
        with self._lock:
            self._kept.pop(key, None)
            self._kept[key] = _Kept(stamp, size, made)
            while self._size() > self.most:
                self._kept.popitem(last=False)
        return made

    def forget(self) -> None:
        """Drop everything: words in some are to be removed."""
        with self._lock:
            self._kept.clear()

    def _size(self) -> int:
        return sum(kept.size for kept in self._kept.values())


_shelf = Shelf()


def read(version: PlanVersion, audience: Audience) -> Tracked:
    """What this audience may know of what is tracked of a version. Asks nobody's leave; no query.

    Shared by all who ask: nobody changes it.
    """

    def make() -> tuple[Tracked, int]:
        schema = schema_of(version, version.plan.language)
        made = tracked(for_audience(contents.load(version), schema, audience))
        return made, len(version.snapshot or "")

    stamp = _stamp(version)
    return _shelf.find((version.id, audience), stamp, make) if stamp else make()[0]


def with_redactions() -> ExecutableOption:
    """For queries of versions of which something tracked is read: what is kept is found by it."""
    number = select(func.count(Redaction.id)).where(Redaction.version_id == PlanVersion.id)
    return with_expression(PlanVersion.redactions, number.scalar_subquery())


def _stamp(version: PlanVersion) -> str:
    """Of the frozen text as it is now; '' where there is none."""
    if version.frozen_at is None:
        return ""
    if version.redactions is not None and version.snapshot_sha256:
        return f"{version.snapshot_sha256} {version.redactions}"
    found = digest(version.snapshot) if version.snapshot else ""
    # A text that says what was frozen has lost nothing, whoever loaded it.
    return f"{found} 0" if found and found == version.snapshot_sha256 else found


def forget() -> None:
    """Drop what this process keeps; in others it goes as soon as a changed text is read."""
    _shelf.forget()
