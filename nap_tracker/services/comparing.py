"""Changes in words: what a field said and says, as it is read, with what went and what came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from nap_tracker.annex_c.definitions import WORDED, Field, Kind
from nap_tracker.annex_c.values import is_blank
from nap_tracker.content.difference import EntryChange
from nap_tracker.exports.document_tree import Style
from nap_tracker.exports.document_values import Voice
from nap_tracker.text.difference import compare, compare_words
from nap_tracker.text.steps import Difference, is_same


@dataclass(frozen=True, slots=True)
class Words:
    """A text in one language, and how it changed."""

    language: str
    difference: Difference
    is_long: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a typed answer: it stayed, went or came."""

    mark: str
    """'kept', 'removed' or 'added'."""
    text: str
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class FieldChange:
    """How one answer changed, ready to be shown."""

    field: Field
    texts: tuple[Words, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def reads_the_same(self) -> bool:
        """The stored value is another, and nobody would see it."""
        return not self.texts and all(line.mark == "kept" for line in self.lines)


def of_field(field: Field, before: Any, after: Any, was: Voice, now: Voice) -> FieldChange:
    """One answer; `was` and `now` name the rows and files it points at."""
    if field.kind in WORDED:
        return FieldChange(field, tuple(_texts(field, before or {}, after or {})))
    one = [] if is_blank(before) else was.lines(field, before)
    other = [] if is_blank(after) else now.lines(field, after)
    old = [(line.text, line.style == Style.NOTE) for line in one]
    new = [(line.text, line.style == Style.NOTE) for line in other]
    return FieldChange(field, lines=tuple(_lines(old, new)))


def of_entry(change: EntryChange, was: Voice, now: Voice) -> list[FieldChange]:
    """Every answer of an entry that a reader would see to be another."""
    entry = change.entry
    owner = now.schema.owner(entry.kind, entry.section)
    one = change.before.answers if change.before else {}
    other = change.after.answers if change.after else {}
    changes = [
        of_field(owner.field(id), one.get(id), other.get(id), was, now) for id in change.fields
    ]
    return [c for c in changes if c.texts or c.lines or c.field.kind not in WORDED]


def _texts(field: Field, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Words]:
    """Every language in which something changed, in the order of the tags."""
    is_long = field.kind is Kind.LONGTEXT
    for language in sorted({*before, *after}):
        pair = before.get(language, ""), after.get(language, "")
        difference = compare(*pair) if is_long else compare_words(*pair)
        if not is_same(difference):
            yield Words(language, difference, is_long)


def _lines(old: Sequence[tuple[str, bool]], new: Sequence[tuple[str, bool]]) -> Iterator[Line]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            yield from (Line("kept", *line) for line in new[j1:j2])
            continue
        yield from (Line("removed", *line) for line in old[i1:i2])
        yield from (Line("added", *line) for line in new[j1:j2])
