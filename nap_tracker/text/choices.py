"""Two texts that differ in some blocks: which blocks those are, and a text of the chosen ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from nap_tracker.text.blocks import Conflict, split
from nap_tracker.text.order import merged_order

MINE, THEIRS, BOTH = "mine", "theirs", "both"


def differing(theirs: str, mine: str) -> list[Conflict]:
    """Blocks that are not the same in both, in their order; '' where one side has none."""
    left, right = _by_id(theirs), _by_id(mine)
    order = merged_order(list(left), list(right), list(left), {*left, *right})
    pairs = ((id, left.get(id, ""), right.get(id, "")) for id in order)
    return [Conflict(id, "", right, left) for id, left, right in pairs if left != right]


def compose(theirs: str, mine: str, picks: Mapping[str, str], new_id: Callable[[], str]) -> str:
    """My text with their blocks where those were picked, and both, theirs first, where both were.

    A block that was not asked about stays as it is in mine.
    """
    left, right = _by_id(theirs), _by_id(mine)
    wanted = {id for id in {*left, *right} if _picked(left, right, id, picks)}
    order = merged_order(list(left), list(right), list(left), wanted)
    return "".join(html for id in order for html in _blocks(left, right, id, picks, new_id))


def _by_id(html: str) -> dict[str, str]:
    return {block.id: block.html for block in split(html)}


def _picked(
    left: Mapping[str, str], right: Mapping[str, str], id: str, picks: Mapping[str, str]
) -> bool:
    pick = picks.get(id, MINE)
    return (id in left and pick != MINE) or (id in right and pick != THEIRS)


def _blocks(
    left: Mapping[str, str],
    right: Mapping[str, str],
    id: str,
    picks: Mapping[str, str],
    new_id: Callable[[], str],
) -> Iterator[str]:
    pick = picks.get(id, MINE)
    is_theirs = pick != MINE and id in left
    if is_theirs:
        yield left[id]
    if pick == THEIRS or id not in right:
        return
    yield right[id].replace(f'"{id}"', f'"{new_id()}"', 1) if is_theirs else right[id]
