"""Which indicators speak of which activities: as the team says, else as the text itself links them.

The text links an indicator to an objective, and an activity to objectives by its strategy. That is
a wide link: what an objective reaches is the work of many, so it tells that their success is
measured, and tells how one of them goes only where it leads to that one alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nap_tracker.content.tracked import Tracked, TrackedActivity, TrackedIndicator


@dataclass(frozen=True, slots=True)
class Followed:
    """An indicator that is followed, as far as this asks."""

    id: str
    row_uid: str | None = None
    """Its row in the text; none of the library's and the team's own."""
    named: Sequence[str] = ()
    """Uids of the activities the team says it shows the success of."""


@dataclass(frozen=True, slots=True)
class Bearing:
    """That an indicator speaks of an activity."""

    indicator: str
    tells_progress: bool
    """False where it speaks of several by the text alone: whose delay it shows nobody can tell."""
    is_named: bool
    """Said by the team."""


def bearings(tracked: Tracked, followed: Iterable[Followed]) -> Mapping[str, list[Bearing]]:
    """Activity -> the indicators that speak of it, in the order they are given."""
    found: dict[str, list[Bearing]] = {}
    for one in followed:
        reached = [uid for uid in one.named if tracked.activity(uid)]
        is_named = bool(reached)
        if not is_named:
            reached = _by_text(tracked, tracked.indicator(one.row_uid or ""))
        tells = is_named or len(reached) == 1
        for uid in reached:
            found.setdefault(uid, []).append(Bearing(one.id, tells, is_named))
    return found


def _by_text(tracked: Tracked, row: TrackedIndicator | None) -> list[str]:
    if row is None or row.objective_uid is None:
        return []
    serving = {s.uid for s in tracked.strategies if row.objective_uid in s.objectives}
    return [a.uid for a in tracked.activities if a.strategy_uid in serving and _meet(row, a)]


def _meet(row: TrackedIndicator, activity: TrackedActivity) -> bool:
    """Whether both answer an item of Annex C; one that names none is of all of its objective."""
    if not row.items or not activity.items:
        return True
    return any(_same(ours, theirs) for ours in row.items for theirs in activity.items)


def _same(one: str, other: str) -> bool:
    """An item, or one of the parts it is divided into: 1b and 1b.ii."""
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")
