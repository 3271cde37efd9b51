"""What somebody changed in a paragraph, as words to put in the place of others.

Both what was tracked and what was not come to the same: a stretch of what went out, and what is to
stand there. A stretch begins and ends between words and is never empty, so that it can be found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from nap_tracker.imports.word.commented import Piece

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]+")


class Edit(NamedTuple):
    """Characters of a text from `start` to `end`, and what is to stand there instead."""

    start: int
    end: int
    words: str
    author: str = ""
    date: str = ""


def tracked(pieces: Sequence[Piece]) -> tuple[Edit, ...]:
    """The tracked changes of a paragraph, upon its text as it went out."""
    sent = "".join(piece.text for piece in pieces if piece.change != "ins")
    return tuple(_whole(sent, _joined(sent, _changes(pieces))))


def untracked(before: str, after: str) -> tuple[Edit, ...]:
    """What differs between two texts, upon the first."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    places = [0]
    for token in old:
        places.append(places[-1] + len(token))
    found = (
        Edit(places[i1], places[i2], "".join(new[j1:j2]))
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal"
    )
    changed = (one for one in found if before[one.start : one.end].split() != one.words.split())
    return tuple(_whole(before, _joined(before, changed)))


def _changes(pieces: Iterable[Piece]) -> Iterator[Edit]:
    """Neighbouring changes are one: what was taken out, and what was put in for it."""
    at = 0
    open_: Edit | None = None
    for piece in pieces:
        if not piece.change:
            if open_ is not None:
                yield open_
                open_ = None
            at += len(piece.text)
            continue
        open_ = open_ or Edit(at, at, "", piece.author, piece.date)
        if piece.change == "del":
            at += len(piece.text)
            open_ = open_._replace(end=at)
        else:
            open_ = open_._replace(words=open_.words + piece.text)
    if open_ is not None:
        yield open_


def _joined(text: str, edits: Iterable[Edit]) -> Iterator[Edit]:
    """Changes within one word, or with nothing but a space between them, are one."""
    before: Edit | None = None
    for edit in edits:
        between = text[before.end : edit.start] if before else ""
        if before is not None and len(between.split()) < 2 and not _parts(between):
            words = before.words + between + edit.words
            before = before._replace(end=edit.end, words=words)
            continue
        if before is not None:
            yield before
        before = edit
    if before is not None:
        yield before


def _parts(between: str) -> bool:
    """Whether a whole word stands between two changes."""
    return bool(between.split()) and (between[:1].isspace() or between[-1:].isspace())


def _whole(text: str, edits: Iterable[Edit]) -> Iterator[Edit]:
    """From the beginning of a word to the end of one, a neighbour included where one is needed."""
    floor = 0
    for edit in edits:
        start, end, words = edit.start, edit.end, edit.words
        while start > floor and _inside_a_word(text, start):
            start -= 1
            words = text[start] + words
        while end < len(text) and _inside_a_word(text, end):
            words += text[end]
            end += 1
        if not text[start:end].strip() or not words.strip():
            start, end, words = _with_a_neighbour(text, floor, start, end, words)
        lead = len(text[start:end]) - len(text[start:end].lstrip())
        tail = len(text[start:end].rstrip())
        floor = end
        yield edit._replace(start=start + lead, end=max(start + tail, start + lead),
                            words=" ".join(words.split()))  # fmt: skip


def _inside_a_word(text: str, place: int) -> bool:
    return not text[place - 1].isspace() and place < len(text) and not text[place].isspace()


def _with_a_neighbour(
    text: str, floor: int, start: int, end: int, words: str
) -> tuple[int, int, str]:
    """The word before, else the word behind."""
    before = re.search(r"\S+\s*$", text[floor:start])
    if before:
        return floor + before.start(), end, before[0] + words
    behind = re.match(r"\s*\S+", text[end:])
    return (start, end + len(behind[0]), words + behind[0]) if behind else (start, end, words)
