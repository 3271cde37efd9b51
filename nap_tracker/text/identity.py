"""Which block is which: permanent ids, kept where they are and found again where they were lost."""

from __future__ import annotations

import hashlib
import secrets
import string
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

_LETTERS = string.ascii_lowercase + string.digits
_LENGTH = 8
_ALIKE = 0.4
"""Share of letter triples in common from which a changed block counts as the same block."""
_FEW = 50
_NEAR = 20
"""How many blocks ahead an edited block is looked for."""

NewId = Callable[[], str]


def random_id() -> str:
    """A block id nobody has seen: 41 bits of chance."""
    number = secrets.randbelow(len(_LETTERS) ** _LENGTH)
    letters = []
    for _ in range(_LENGTH):
        number, place = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[place])
    return "".join(letters)


def seeded(seed: str) -> NewId:
    """Ids that follow from a text: the same text taken in twice makes the same blocks."""
    made = 0

    def new_id() -> str:
        nonlocal made
        made += 1
        digest = hashlib.sha256(f"{made}\n{seed}".encode("utf-8", "surrogatepass")).digest()
        number = int.from_bytes(digest[:8], "big")
        return "".join(
            _LETTERS[number // len(_LETTERS) ** place % len(_LETTERS)] for place in range(_LENGTH)
        )

    return new_id


@dataclass(frozen=True, slots=True)
class Known:
    """What a block is recognised by: the whole of it, and its words."""

    key: str
    text: str


def matches(old: Sequence[Known], new: Sequence[Known]) -> dict[int, int]:
    """For places in `new` the place in `old` of the block it was: unchanged, moved, or edited."""
    comparison = SequenceMatcher(None, _keys(old), _keys(new), autojunk=False)
    found: dict[int, int] = {}
    regions: list[tuple[range, range]] = []
    for tag, i1, i2, j1, j2 in comparison.get_opcodes():
        if tag == "equal":
            found.update(zip(range(j1, j2), range(i1, i2), strict=True))
        else:
            regions.append((range(i1, i2), range(j1, j2)))
    found.update(_moved(old, new, found))
    taken = set(found.values())
    for before, after in regions:
        free = [place for place in before if place not in taken]
        lost = [place for place in after if place not in found]
        found.update(_edited(old, new, free, lost))
    return found


def _keys(blocks: Sequence[Known]) -> list[tuple[str, int]]:
    """Keys to compare; those that stand everywhere are numbered, or comparing would take ages."""
    often = Counter(one.key for one in blocks)
    numbers: Counter[str] = Counter()
    keys = []
    for one in blocks:
        numbers[one.key] += often[one.key] > _FEW
        keys.append((one.key, numbers[one.key]))
    return keys


def _moved(
    old: Sequence[Known], new: Sequence[Known], found: dict[int, int]
) -> list[tuple[int, int]]:
    """Blocks that are the same to the letter, somewhere else."""
    taken = set(found.values())
    free: dict[str, list[int]] = {}
    for place in reversed(range(len(old))):
        if place not in taken:
            free.setdefault(old[place].key, []).append(place)
    lost = (place for place in range(len(new)) if place not in found)
    return [(place, free[new[place].key].pop()) for place in lost if free.get(new[place].key)]


def _edited(
    old: Sequence[Known], new: Sequence[Known], free: Sequence[int], lost: Sequence[int]
) -> list[tuple[int, int]]:
    """Blocks between the same neighbours whose words are much alike, in their order."""
    pairs: list[tuple[int, int]] = []
    start = 0
    for place in lost:
        for ahead, candidate in enumerate(islice(free, start, start + _NEAR)):
            if _alike(old[candidate].text, new[place].text) >= _ALIKE:
                pairs.append((place, candidate))
                start += ahead + 1
                break
    return pairs


def _alike(left: str, right: str) -> float:
    """0 to 1: letter triples in common. Works for scripts that write no spaces between words."""
    one, other = _triples(left), _triples(right)
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0


def _triples(text: str) -> set[str]:
    return {text[i : i + 3] for i in range(max(1, len(text) - 2))} if text else set()
