"""Long text as light markup, for people who work without scripts, and back.

Paragraphs stand between blank lines; '### ' to '##### ' begin headings, '- ' and '1. ' items,
indented by two spaces to nest; **strong**, *em*, [text](address), _{sub}, ^{sup}, [[note: words]],
[[lang fr: words]]. Tables, figures and existing footnotes are placeholders that name what they
stand for; a backslash takes the meaning from the character behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nap_tracker.i18n import N_
from nap_tracker.text.html import sanitise
from nap_tracker.text.identity import Known, NewId, matches, random_id
from nap_tracker.text.markup_parse import LineReader
from nap_tracker.text.markup_read import Chunk, chunks
from nap_tracker.text.markup_write import block_markup, note_name, notes_of
from nap_tracker.text.normalise import clean
from nap_tracker.text.plain import to_text
from nap_tracker.text.read import read
from nap_tracker.text.tree import Block, Listing, Para, Run, Style
from nap_tracker.text.write import block_html


@dataclass(frozen=True, slots=True)
class MarkupProblem:
    """A placeholder that names nothing here; it stays in the text as words."""

    placeholder: str

    @property
    def message(self) -> str:
        """Marked with N_; `params` fill it."""
        return N_("“%(placeholder)s” stands for nothing in this text. Put it right or remove it.")

    @property
    def params(self) -> dict[str, str]:
        return {"placeholder": self.placeholder}


@dataclass(frozen=True, slots=True)
class MarkupRead:
    """Canonical HTML of what was written, and what in it was not understood."""

    html: str
    problems: tuple[MarkupProblem, ...]


def to_markup(html: str) -> str:
    """Canonical HTML as markup."""
    parts: list[str] = []
    before: Block | None = None
    for block in read(html):
        parts += [_gap(before, block), block_markup(block)]
        before = block
    return "".join(parts)


def from_markup(markup: str, original: str, *, new_id: NewId = random_id) -> str:
    """What `read_markup` makes of it, without the problems."""
    return read_markup(markup, original, new_id=new_id).html


def read_markup(markup: str, original: str, *, new_id: NewId = random_id) -> MarkupRead:
    """Canonical HTML of markup that began as `to_markup(original)`.

    A block nobody touched keeps its id and its bytes, a block that was edited or moved its id.
    Raises RefusedCharacter.
    """
    old = [_Written(block_markup(block), block) for block in read(original)]
    reader = _Reader(old)
    new = [reader.written(chunk) for chunk in chunks(clean(markup), reader.lines)]
    pairs = matches([one.known for one in old], [one.known for one in new])
    parts = []
    for place, one in enumerate(new):
        was = old[pairs[place]] if place in pairs else None
        if was is not None and was.key == one.key:
            parts.append(block_html(was.block))
        else:
            parts.append(block_html(one.block._replace(id=was.block.id if was else None)))
    problems = tuple(MarkupProblem(words) for words in reader.problems)
    return MarkupRead(sanitise("".join(parts), new_id=new_id), problems)


@dataclass(frozen=True, slots=True)
class _Written:
    """A block and the markup it was written as."""

    key: str
    block: Block

    @property
    def known(self) -> Known:
        return Known(self.key, to_text(block_html(self.block)))


class _Reader:
    """Knows what the placeholders of the original stand for."""

    def __init__(self, old: Sequence[_Written]) -> None:
        self._old = {one.block.id: one for one in old}
        notes = {
            note_name(one.block, place): note
            for one in old
            for place, note in enumerate(notes_of(one.block), 1)
        }
        self.lines = LineReader(notes)
        self.problems = self.lines.problems

    def written(self, chunk: Chunk) -> _Written:
        if chunk.block is not None:
            return _Written(chunk.raw, chunk.block)
        known = self._old.get(chunk.placeholder)
        if known is not None:
            return known
        self.problems.append(chunk.raw)
        return _Written(chunk.raw, Para("p", (Run(chunk.raw, Style()),)))


def _gap(before: Block | None, block: Block) -> str:
    """A blank line between blocks; two between lists that would else be one."""
    if before is None:
        return ""
    if isinstance(before, Listing) and isinstance(block, Listing) and before.kind == block.kind:
        return "\n\n\n"
    return "\n\n"
