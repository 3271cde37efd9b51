"""What changed between two long texts: blocks by their ids, inside them words, tables by cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from html import escape

from nap_tracker.text.atoms import split
from nap_tracker.text.blocks import split as blocks_of
from nap_tracker.text.bridges import joined
from nap_tracker.text.identity import Known, matches
from nap_tracker.text.order import longest_rising
from nap_tracker.text.parts import Atom, Node, Part, read, words, written
from nap_tracker.text.steps import (
    Added,
    Altered,
    Arrived,
    Change,
    Difference,
    Kept,
    Left,
    Removed,
    Step,
)

_SHORT = 40_000
"""Pairs of atoms up to which words are compared at once."""
_PATIENCE = 4_000_000
"""Pairs of atoms above which what stood there is shown as gone, and what stands there as new."""
_LONG_SENTENCE = 100
_ENDS = frozenset(".!?;。！？；።؟۔।॥")
_CELLS = frozenset({"td", "th"})
_COUNTED = ("caption", "figcaption", "tbody", "thead", "tr")
"""Where as many of them stand as before, each is the one it was."""


def compare(old: str, new: str) -> Difference:
    """The difference of two canonical long texts."""
    befores, afters = blocks_of(old), blocks_of(new)
    pairs = _pairs([b.id for b in befores], [b.id for b in afters])
    free = [place for place in range(len(befores)) if place not in pairs.values()]
    lost = [place for place in range(len(afters)) if place not in pairs]
    found = matches(
        [Known(befores[place].body, befores[place].text) for place in free],
        [Known(afters[place].body, afters[place].text) for place in lost],
    )
    pairs |= {lost[there]: free[here] for there, here in found.items()}
    return tuple(_in_order(_nodes(b.html for b in befores), _nodes(a.html for a in afters), pairs))


def compare_words(old: str, new: str) -> Difference:
    """The difference of two plain texts."""
    return tuple(_changes(_plain(old), _plain(new)))


def _nodes(blocks: Iterable[str]) -> list[Part]:
    return [read(html)[0] for html in blocks]


def _plain(text: str) -> list[Part]:
    return [Atom(atom) for atom in split(escape(text, quote=False))]


def _pairs(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Place in the later text -> place in the earlier one, by id."""
    places = {id: place for place, id in enumerate(old)}
    return {there: places[id] for there, id in enumerate(new) if id in places}


def _in_order(old: Sequence[Part], new: Sequence[Part], pairs: dict[int, int]) -> Iterator[Step]:
    """In the order of the later text; what is gone stands where it stood."""
    staying = _staying(pairs)
    came_from = {here: there for there, here in pairs.items()}
    here = 0
    for there, part in enumerate(new):
        if there in staying:
            yield from _gone(old, range(here, pairs[there]), came_from)
            here = pairs[there] + 1
            yield _step(old[pairs[there]], part)
        elif there in pairs:
            yield Arrived(_step(old[pairs[there]], part))
        else:
            yield Added(part)
    yield from _gone(old, range(here, len(old)), came_from)


def _gone(old: Sequence[Part], places: range, came_from: dict[int, int]) -> Iterator[Step]:
    for place in places:
        yield Left(old[place]) if place in came_from else Removed(old[place])


def _staying(pairs: dict[int, int]) -> set[int]:
    """Places in the later text of pairs that kept their order; the others moved."""
    names = {str(there): here for there, here in sorted(pairs.items())}
    return {int(there) for there in longest_rising(list(names), names)}


def _step(old: Part, new: Part) -> Kept | Altered:
    if old == new or isinstance(old, Atom) or isinstance(new, Atom):
        return Kept(new)
    return Altered(old.start, new.start, tuple(_changes(old.parts, new.parts)))


def _changes(old: Sequence[Part], new: Sequence[Part]) -> list[Change]:
    return joined(list(_aligned(old, new)))


def _aligned(old: Sequence[Part], new: Sequence[Part]) -> Iterator[Change]:
    if _are_cells(old) and _are_cells(new) and len(old) == len(new):
        yield from (_step(*pair) for pair in zip(old, new, strict=True))
        return
    for is_kept, one, other in _sentences(old, new):
        if is_kept:
            yield from (Kept(part) for part in other)
        elif len(one) * len(other) > _PATIENCE:
            yield from _gap(one, other)
        else:
            yield from _by_words(one, other)


def _sentences(
    old: Sequence[Part], new: Sequence[Part]
) -> Iterator[tuple[bool, Sequence[Part], Sequence[Part]]]:
    """Long stretches by their sentences first: comparing words takes the square of their number."""
    if len(old) * len(new) < _SHORT:
        yield False, old, new
        return
    lefts, rights = _cut(old), _cut(new)
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, lefts, rights, autojunk=False).get_opcodes():
        one = [part for sentence in lefts[i1:i2] for part in sentence]
        other = [part for sentence in rights[j1:j2] for part in sentence]
        yield tag == "equal", one, other


def _cut(parts: Sequence[Part]) -> list[tuple[Part, ...]]:
    sentences: list[tuple[Part, ...]] = []
    sentence: list[Part] = []
    for part in parts:
        sentence.append(part)
        is_end = isinstance(part, Node) or part.text in _ENDS or len(sentence) >= _LONG_SENTENCE
        if is_end:
            sentences.append(tuple(sentence))
            sentence = []
    return [*sentences, tuple(sentence)] if sentence else sentences


def _by_words(old: Sequence[Part], new: Sequence[Part]) -> Iterator[Change]:
    """Spaces follow the word before them: by themselves they are alike everywhere."""
    lefts, rights = _with_spaces(old), _with_spaces(new)
    one, other = [unit[0] for unit in lefts], [unit[0] for unit in rights]
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            yield from _gap(_flat(lefts[i1:i2]), _flat(rights[j1:j2]))
            continue
        for left, right in zip(lefts[i1:i2], rights[j1:j2], strict=True):
            yield from (Kept(part) for part in right[:1] if part is not None)
            if left[1:] == right[1:]:
                yield from (Kept(part) for part in _flat([right[1:]]))
            else:
                yield from _gap(_flat([left[1:]]), _flat([right[1:]]))


def _with_spaces(parts: Sequence[Part]) -> list[tuple[Part | None, ...]]:
    """Each part with the spaces behind it; spaces at the start stand behind nothing."""
    units: list[list[Part | None]] = [[None]]
    for part in parts:
        if _is_blank(part):
            units[-1].append(part)
        else:
            units.append([part])
    return [tuple(unit) for unit in units]


def _flat(units: Iterable[Sequence[Part | None]]) -> list[Part]:
    return [part for unit in units for part in unit if part is not None]


def _is_blank(part: Part) -> bool:
    return isinstance(part, Atom) and part.is_blank


def _are_cells(parts: Sequence[Part]) -> bool:
    return all(isinstance(part, Node) and part.tag in _CELLS for part in parts)


def _gap(old: Sequence[Part], new: Sequence[Part]) -> Iterator[Change]:
    """Between what stayed: elements that are alike are one, the rest went and came."""
    here = 0
    there = 0
    for left, right in _alike(old, new):
        yield from (Removed(part) for part in old[here:left])
        yield from (Added(part) for part in new[there:right])
        yield _step(old[left], new[right])
        here, there = left + 1, right + 1
    yield from (Removed(part) for part in old[here:])
    yield from (Added(part) for part in new[there:])


def _alike(old: Sequence[Part], new: Sequence[Part]) -> list[tuple[int, int]]:
    """Places of elements that are the same one, changed; never crossing each other."""
    lefts = [place for place, part in enumerate(old) if isinstance(part, Node)]
    rights = [place for place, part in enumerate(new) if isinstance(part, Node)]
    pairs: list[tuple[int, int]] = []
    by_words = matches([_known(old[place]) for place in lefts], [_known(new[p]) for p in rights])
    for there, here in sorted(by_words.items()):
        pairs.append((lefts[here], rights[there]))
    pairs = [pair for pair in pairs if _same_kind(old[pair[0]], new[pair[1]])]
    taken = {left for left, _ in pairs}, {right for _, right in pairs}
    free = [place for place in lefts if place not in taken[0]]
    lost = [place for place in rights if place not in taken[1]]
    pairs += _by_place(old, new, free, lost)
    names = {str(left): right for left, right in sorted(pairs)}
    return sorted((int(left), names[left]) for left in longest_rising(list(names), names))


def _by_place(
    old: Sequence[Part], new: Sequence[Part], free: Sequence[int], lost: Sequence[int]
) -> list[tuple[int, int]]:
    """Parts of a table or figure of which there are as many as before, whatever they say."""
    pairs: list[tuple[int, int]] = []
    for tag in _COUNTED:
        lefts = [place for place in free if _tag(old[place]) == tag]
        rights = [place for place in lost if _tag(new[place]) == tag]
        if len(lefts) == len(rights):
            pairs += zip(lefts, rights, strict=True)
    return pairs


def _known(part: Part) -> Known:
    return Known(written([part]), words(part))


def _tag(part: Part) -> str:
    return part.tag if isinstance(part, Node) else ""


def _same_kind(left: Part, right: Part) -> bool:
    if isinstance(left, Atom) or isinstance(right, Atom):
        return False
    return left.tag == right.tag or {left.tag, right.tag} <= _CELLS
