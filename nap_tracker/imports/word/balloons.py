"""Which balloon is which comment: by the bookmark around its words, and by what it says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from nap_tracker.content.marks import Kind, Mark, Remark, mark_of, plain
from nap_tracker.content.matrix import sum_of
from nap_tracker.imports.word.commented import Balloon, Commented, Paragraph

Where = tuple[int, int]
"""Index of a paragraph, and characters before the place."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a balloon: in one paragraph, or from there to the end of it."""

    paragraph: int
    start: int
    end: int


@dataclass
class Told:
    """The balloons of a file, each with its words and the comment it is."""

    words: dict[str, Words] = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)
    """Balloon -> the bookmark of the comment it went out as."""
    replies: set[str] = field(default_factory=set)
    """Balloons that went out under a comment as they are, whatever stands there by now."""


def told(file: Commented, known: Mapping[str, Remark]) -> Told:
    """Every balloon of the file, looked up."""
    found = Told(_words(file.paragraphs))
    marks, under = (_marks(file.paragraphs, kind) for kind in (Kind.COMMENT, Kind.REPLY))
    free = {number: balloon for number, balloon in _by_number(file.balloons).items()
            if not balloon.parent and not is_known_reply(balloon, known.values())}  # fmt: skip
    for is_right in (_says_the_same_there, _says_the_same, _is_there):
        if is_right is _is_there:
            # Not every program keeps threads: what stood under a comment stands beside it then.
            flat = {n for n, b in free.items() if _is_among(b, under, found.words)}
            found.replies |= flat
            free = {n: b for n, b in free.items() if n not in flat}
        for place, several in marks.items():
            for mark in list(several):
                one = next(
                    (b for b in free.values() if is_right(b, mark, place, found.words)), None
                )
                if one is not None:
                    found.marks[one.number] = mark
                    several.remove(mark)
                    del free[one.number]
    found.replies |= {b.number for b in file.balloons if b.parent and _is_under(b, found, under)}
    return found


def sum_of_lines(lines: Iterable[str]) -> str:
    """Of what a balloon says."""
    return sum_of(plain("\n".join(lines)))


def is_known_reply(balloon: Balloon, known: Iterable[Remark]) -> bool:
    """Whether it went out as a reply: not every program keeps threads."""
    words = plain("\n".join(balloon.lines))
    return any(
        plain(reply.body) == words and reply.author == balloon.author
        for remark in known
        for reply in remark.replies
    )


def _is_among(
    balloon: Balloon, under: Mapping[Where, Sequence[Mark]], words: Mapping[str, Words]
) -> bool:
    return any(
        _says_the_same_there(balloon, mark, place, words)
        for place, several in under.items()
        for mark in several
    )


def _is_under(balloon: Balloon, found: Told, under: Mapping[Where, Sequence[Mark]]) -> bool:
    """Whether it says what stood under the comment it answers; under any where that one is gone."""
    parent = found.marks.get(balloon.parent)
    said = sum_of_lines(balloon.lines)
    sent = (mark for several in under.values() for mark in several if mark.sum == said)
    return any(parent is None or mark.key == parent.key for mark in sent)


def _says_the_same_there(
    balloon: Balloon, mark: Mark, place: Where, words: Mapping[str, Words]
) -> bool:
    return _says_the_same(balloon, mark, place, words) and _is_there(balloon, mark, place, words)


def _says_the_same(
    balloon: Balloon, mark: Mark, _place: Where, _words: Mapping[str, Words]
) -> bool:
    return sum_of_lines(balloon.lines) == mark.sum


def _is_there(balloon: Balloon, _mark: Mark, place: Where, words: Mapping[str, Words]) -> bool:
    at = words.get(balloon.number)
    return at is not None and (at.paragraph, at.start) == place


def _by_number(balloons: Sequence[Balloon]) -> dict[str, Balloon]:
    return {balloon.number: balloon for balloon in balloons}


def _marks(paragraphs: Sequence[Paragraph], kind: Kind) -> dict[Where, list[Mark]]:
    found: dict[Where, list[Mark]] = defaultdict(list)
    for place, paragraph in enumerate(paragraphs):
        for point in paragraph.points:
            mark = mark_of(point.name) if point.kind == "bookmark" else None
            if mark is not None and mark.kind is kind:
                found[place, point.at].append(mark)
    return found


def _words(paragraphs: Sequence[Paragraph]) -> dict[str, Words]:
    """Where each balloon's words begin and end; one without words stands at its mark."""
    starts: dict[str, Where] = {}
    found: dict[str, Words] = {}
    for place, paragraph in enumerate(paragraphs):
        for point in paragraph.points:
            if point.kind == "start":
                starts[point.name] = place, point.at
            elif point.kind == "end" and point.name in starts:
                begun, at = starts[point.name]
                end = point.at if begun == place else len(paragraphs[begun].whole)
                found[point.name] = Words(begun, at, end)
            elif point.kind == "balloon" and point.name not in found:
                found[point.name] = Words(place, point.at, point.at)
    return found
