"""Words of a text that somebody speaks of, found again after edits: exactly they, or nothing.

Words are compared as they are read: formatting, line breaks and marks that nobody sees do not
count, footnotes stand apart. What is found is the very same words with something of what stood
beside them (`text.neighbours`); the same words elsewhere are never taken for them.
"""

from __future__ import annotations

import html as entities
import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property

from nap_tracker.text.characters import APART, BLOCK, Reader
from nap_tracker.text.folding import is_unseen
from nap_tracker.text.neighbours import AROUND as AROUND
from nap_tracker.text.neighbours import Neighbours
from nap_tracker.text.read import read
from nap_tracker.text.write import write

MOST_AROUND = 200
"""As far as it may take to tell them from the same words elsewhere in the text."""
LONGEST_QUOTE = 4000


@dataclass(frozen=True, slots=True)
class Anchor:
    """The chosen words and what stood around them, as they were read."""

    quote: str
    before: str = ""
    """Together with the words it stood only once in the text, or it is empty."""
    after: str = ""
    block: str | None = None
    alone: bool = False
    """The words stood only once in the text when they were chosen."""


@dataclass(frozen=True, slots=True)
class Span:
    """Where words stand in a `Passage`: its characters from `start` up to `end`."""

    start: int
    end: int
    block: str | None = None
    is_put: bool = False
    """Other words took their place: those that were proposed for them."""


class Passage:
    """A text as it is read, with the place of every character in what is written."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.is_html = BLOCK.search(text) is not None
        reader = Reader(text)
        self.said = "".join(reader.said)
        self._runs = reader.runs
        self._blocks = reader.blocks
        self._marks = reader.marks

    def span(self, start: int, end: int) -> Span:
        return Span(start, end, self.block_at(start))

    @property
    def blocks(self) -> list[tuple[str | None, int, int]]:
        """Each block with the place of its first character, and of the one after its last."""
        ends = (*(at for at, _ in self._blocks[1:]), len(self.said))
        return [(id, at, end) for (at, id), end in zip(self._blocks, ends, strict=False)]

    def words_of(self, block: str) -> str:
        """What one block says, without its footnotes; '' where there is no such."""
        spans = [(start, end) for id, start, end in self.blocks if id == block]
        return self.said[slice(*spans[0])].partition(APART)[0] if spans else ""

    def beside(self, start: int, end: int) -> tuple[str, str]:
        """What the block of these characters says before and after them, without its footnotes."""
        at = bisect_right(self._blocks, start, key=lambda block: block[0])
        first = self._blocks[at - 1][0] if at else 0
        last = self._blocks[at][0] if at < len(self._blocks) else len(self.said)
        return self.said[first:start], self.said[end : max(last, end)].partition(APART)[0]

    def block_at(self, place: int) -> str | None:
        """The block a character stands in."""
        at = bisect_right(self._blocks, place, key=lambda block: block[0])
        return self._blocks[at - 1][1] if at else None

    @cached_property
    def notes(self) -> list[tuple[int, Span]]:
        """Each footnote: where its mark stands in the text, and its words."""
        text, *notes = self.said.split(APART)
        start, found = len(text) + 1, []
        for mark, note in zip(self._marks, notes, strict=True):
            first = start + len(note) - len(note.lstrip())
            end = first + len(note.strip())
            found.append((mark, Span(first, end, self.block_at(mark - 1))))
            start += len(note) + 1
        return found

    def mark_of(self, span: Span) -> int | None:
        """Where the mark of a footnote stands in the text; None for what is no whole footnote."""
        for mark, note in self.notes:
            if span.start <= note.start and note.end <= span.end and note.start < note.end:
                return mark
        return None

    def stretches(self, span: Span) -> list[tuple[int, int]]:
        """Where the words are written, between the tags among them."""
        found: list[tuple[int, int]] = []
        first = bisect_right(self._runs, span.start, key=lambda run: run.at) - 1
        for at, length, start, end in self._runs[max(first, 0) :]:
            if at >= span.end or at + length <= span.start:
                break
            if length > 1:
                end = start + min(length, span.end - at)
                start += max(0, span.start - at)
            if found and found[-1][1] == start:
                found[-1] = (found[-1][0], end)
            elif start < end:
                found.append((start, end))
        return found

    @cached_property
    def is_empty(self) -> bool:
        return not self.said.strip()

    def every(self, words: str) -> list[int]:
        """Where the words begin, each time."""
        found, at = [], self.said.find(words)
        while at >= 0:
            found.append(at)
            at = self.said.find(words, at + 1)
        return found


def as_read(text: str) -> str:
    """Words as they are compared; what a person typed or pasted becomes this."""
    return " ".join("".join(c for c in text if not is_unseen(c)).split())


def take(passage: Passage, start: int, end: int) -> Anchor | None:
    """Remember these characters; None where nothing would tell them from the same elsewhere."""
    quote = passage.said[start:end]
    if not quote.strip() or APART in quote:
        return None
    places = passage.every(quote)
    alone = len(places) == 1
    anchor = Anchor(
        quote,
        _before(passage, start, end, places),
        _after(passage, start, end, places),
        passage.block_at(start),
        alone,
    )
    return anchor if find(passage, anchor) == passage.span(start, end) else None


def find(passage: Passage, anchor: Anchor) -> Span | None:
    """The words where they stand now; None where it is not certain that it is they.

    They are believed where enough is left of what stood beside them (`Neighbours.are_left`), and
    nowhere else: the same words in another sentence are a lookalike, also where they stand alone
    and in the very paragraph.
    """
    places = passage.every(anchor.quote) if anchor.quote else []
    is_only = anchor.alone and len(places) == 1
    beside = [at for at in places if _beside(passage, anchor, at).are_left(is_only=is_only)]
    both = [at for at in beside if all(_sides(passage, anchor, at))]
    inside = [at for at in beside if passage.block_at(at) == anchor.block]
    for found in (beside, both, inside):
        if len(found) == 1:
            return passage.span(found[0], found[0] + len(anchor.quote))
    return _note(passage, anchor, anchor.quote)


def put(passage: Passage, anchor: Anchor, wording: str) -> Span | None:
    """Where this wording took the place of the words: between what stood on both sides of them.

    None where it is not certain that it did.
    """
    words = as_read(wording)
    aimed, sides = replace(anchor, quote=words), (bool(anchor.before), bool(anchor.after))
    if not words:
        return _gap(passage, anchor)
    if not any(sides):
        return _whole(passage, anchor, words)
    there = [at for at in passage.every(words) if passage.block_at(at) == anchor.block]
    found = [at for at in there if _sides(passage, aimed, at) == sides]
    if len(found) != 1:
        note = _note(passage, anchor, words)
        return replace(note, is_put=True) if note else None
    return replace(passage.span(found[0], found[0] + len(words)), is_put=True)


def at_mark(passage: Passage, anchor: Anchor, span: Span, left: Passage, wording: str) -> Anchor:
    """The anchor of words that go: of a whole footnote it holds on to what stands around its mark.

    `left` is the text with the wording in their place, in which that has to be certain.
    """
    mark = passage.mark_of(span)
    if mark is None:
        return anchor
    text = passage.said.partition(APART)[0]
    for length in (AROUND, AROUND * 2, MOST_AROUND):
        found = replace(
            anchor,
            before=text[max(0, mark - length) : mark],
            after=text[mark : mark + length],
            block=passage.block_at(mark - 1),
        )
        if put(left, found, wording) is not None:
            return found
    return anchor


def _note(passage: Passage, anchor: Anchor, words: str) -> Span | None:
    """The footnote that says these words and no others, its mark where the anchor has it."""
    if not anchor.before and not anchor.after:
        return None
    text = passage.said.partition(APART)[0]
    found = [
        note
        for mark, note in passage.notes
        if passage.said[note.start : note.end] == words
        and text.endswith(anchor.before, 0, mark)
        and text.startswith(anchor.after, mark)
    ]
    return found[0] if len(found) == 1 else None


def _whole(passage: Passage, anchor: Anchor, words: str) -> Span | None:
    """Where the words were all that was written, the wording has to be all that is written now."""
    start = len(passage.said) - len(passage.said.lstrip())
    span = passage.span(start, start + len(words))
    is_all = passage.said.strip() == words and span.block == anchor.block
    return replace(span, is_put=True) if anchor.alone and is_all else None


def _gap(passage: Passage, anchor: Anchor) -> Span | None:
    """Where the words went and nothing came: what stood on both sides of them now meets.

    A side on which nothing stood has to be the beginning or the end of the text.
    """
    before, after = anchor.before.rstrip(), anchor.after.lstrip()
    if not before and not after:
        return None
    start, end = re.escape(before) or r"\A\s*", re.escape(after) or rf"\s*(?:\Z|{APART})"
    meeting = re.compile(rf"(?=({start})(\s*){end})")
    gaps = [[at.end(1), at.end(2)] for at in meeting.finditer(passage.said)]
    # A paragraph that went whole took its id with it.
    if anchor.block in [id for id, _, _ in passage.blocks]:
        inside = [[at for at in gap if passage.block_at(at) == anchor.block] for gap in gaps]
        gaps = [ends for ends in inside if ends]
    if len(gaps) != 1:
        return None
    return replace(passage.span(gaps[0][0], gaps[0][0]), is_put=True)


def choose(passage: Passage, words: str, block: str | None = None) -> list[Span]:
    """Every place of words that somebody typed: in a block, or in the whole text."""
    quote = as_read(words)
    places = passage.every(quote) if quote else []
    spans = [passage.span(at, at + len(quote)) for at in places]
    return [span for span in spans if block is None or span.block == block]


def replaced(passage: Passage, span: Span, wording: str) -> str:
    """The text with other words in that place; canonical HTML stays canonical."""
    text, stretches = passage.text, passage.stretches(span)
    put = entities.escape(as_read(wording), quote=False) if passage.is_html else wording
    for at, (start, end) in reversed(list(enumerate(stretches))):
        text = text[:start] + ("" if at else put) + text[end:]
    return write(read(text)) if passage.is_html else text


def _beside(passage: Passage, anchor: Anchor, at: int) -> Neighbours:
    said, end = passage.said, at + len(anchor.quote)
    reach = 2 * MOST_AROUND
    before = said[max(0, at - reach) : at].rpartition(APART)[2]
    after = said[end : end + reach].partition(APART)[0]
    sides = (anchor.before, anchor.after)
    inside = passage.beside(at, end) if passage.block_at(at) == anchor.block else None
    return Neighbours(anchor.quote, sides, (before, after), inside, is_once=anchor.alone)


def _sides(passage: Passage, anchor: Anchor, at: int) -> tuple[bool, bool]:
    """Whether what stood before the words, and what stood after them, stands there."""
    end = at + len(anchor.quote)
    return (
        bool(anchor.before) and passage.said.endswith(anchor.before, 0, at),
        bool(anchor.after) and passage.said.startswith(anchor.after, end),
    )


def _before(passage: Passage, start: int, end: int, places: list[int]) -> str:
    for length in (AROUND, AROUND * 2, MOST_AROUND):
        side = passage.said[max(0, start - length) : start].rpartition(APART)[2]
        same = [at for at in places if passage.said.endswith(side, 0, at)]
        if side.strip() and len(same) == 1:
            return side
    return ""


def _after(passage: Passage, start: int, end: int, places: list[int]) -> str:
    for length in (AROUND, AROUND * 2, MOST_AROUND):
        side = passage.said[end : end + length].partition(APART)[0]
        same = [at for at in places if passage.said.startswith(side, at + end - start)]
        if side.strip() and len(same) == 1:
            return side
    return ""
