"""Changed words as they are read: signs between two of them go with them, equal edges do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from nap_tracker.text.atoms import says_something
from nap_tracker.text.parts import Atom
from nap_tracker.text.steps import Added, Change, Kept, Removed

_LONGEST_BRIDGE = 3
"""Signs and spaces between two changed words that are shown as changed with them."""


def joined(changes: Sequence[Change]) -> list[Change]:
    """A comma or space between two changed words goes with them; what went stands first."""
    together: list[Change] = []
    run: list[Change] = []
    bridge: list[Change] = []
    for change in changes:
        if isinstance(change, Removed | Added):
            run += [*_both(bridge), change]
            bridge = []
        elif run and _is_bridge(change) and len(bridge) < _LONGEST_BRIDGE:
            bridge.append(change)
        else:
            together += [*_sorted(run), *bridge, change]
            run, bridge = [], []
    return [*together, *_sorted(run), *bridge]


def _is_bridge(change: Change) -> bool:
    return (
        isinstance(change, Kept)
        and isinstance(change.part, Atom)
        and not change.part.text.startswith("<")
        and not says_something(change.part.text)
    )


def _both(bridge: Iterable[Change]) -> Iterator[Change]:
    for change in bridge:
        if isinstance(change, Kept):
            yield Removed(change.part)
            yield Added(change.part)


def _sorted(run: Sequence[Change]) -> list[Change]:
    went = [change for change in run if isinstance(change, Removed)]
    came = [change for change in run if isinstance(change, Added)]
    return _without_common_edges(went, came)


def _without_common_edges(went: list[Removed], came: list[Added]) -> list[Change]:
    """What bridging made equal at either end stays."""
    start = 0
    while start < min(len(went), len(came)) and went[start].part == came[start].part:
        start += 1
    end = 0
    most = min(len(went), len(came)) - start
    while end < most and went[-1 - end].part == came[-1 - end].part:
        end += 1
    first = [Kept(change.part) for change in came[:start]]
    last = [Kept(change.part) for change in came[len(came) - end :]]
    return [*first, *went[start : len(went) - end], *came[start : len(came) - end], *last]
