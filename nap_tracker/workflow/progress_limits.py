"""When readings of progress change: the months of `progress_limits.toml`, or those of a plan."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

from nap_tracker.i18n import N_

FILE = Path(__file__).with_name("progress_limits.toml")
MOST = 120
RISING = ("fresh", "acceptable", "late")
"""Each is later than the one before."""


@dataclass(frozen=True, slots=True)
class Limits:
    """In calendar months; what is up to a limit is still on its good side."""

    fresh: int
    acceptable: int
    late: int
    severe: int
    """Missed for longer than this a date is severely late."""
    ahead: int
    """A milestone within so many months shows that somebody looks ahead."""
    value: int
    """A value speaks of the present for so many months after the next one was due."""

    def with_own(self, own: Mapping[str, int]) -> Limits:
        """The same but for what a plan has set."""
        return replace(self, **{name: own[name] for name in NAMES if name in own})

    def apart_from(self, other: Limits) -> dict[str, int]:
        """What has to be kept to tell them from others."""
        return {name: n for name, n in asdict(self).items() if n != getattr(other, name)}


NAMES = tuple(field.name for field in fields(Limits))


@cache
def defaults() -> Limits:
    """Raises TypeError at once where the file lacks or misspells something."""
    return Limits(**tomllib.loads(FILE.read_text("utf-8")))


def fault(limits: Limits) -> tuple[str, str] | None:
    """(limit, what is wrong with it) of the first that cannot be."""
    for name in NAMES:
        if not 1 <= getattr(limits, name) <= MOST:
            return name, N_("Enter a whole number of months from 1 to 120")
    for before, after in pairwise(RISING):
        if getattr(limits, before) >= getattr(limits, after):
            return after, N_("This comes later than the limit before it: enter more months")
    return None
