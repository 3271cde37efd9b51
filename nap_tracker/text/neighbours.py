"""What stands beside words, held against what was read beside them: words that stayed, or a
lookalike that came into the text when they went."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from nap_tracker.text import atoms

AROUND = 30
"""Characters kept before and after the words, where the text has as many."""
SHORTEST_RUN = 2
"""Letters that have to stay together where no spaces part words: one alone stands anywhere."""
_END = re.compile(r"[.!?…؟۔](?=\s)|[。！？།။។]")
"""A sentence ends with it."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The two sides of words: as they were kept, and as they are."""

    quote: str
    kept: tuple[str, str]
    """What was read before and after the words; '' where it was nothing, or told nothing."""
    now: tuple[str, str]
    """What the text says before and after them, without the footnotes."""
    paragraph: tuple[str, str] | None
    """What their paragraph says before and after them; None where it is another than it was."""
    is_once: bool
    """The words stood only once in the text when they were chosen: a side is '' only where the
    text began or ended there."""

    def are_left(self, *, is_only: bool) -> bool:
        """Whether enough is left for these to be the words that were chosen.

        It is where all that was kept stands there letter by letter, or one side of full length
        (`AROUND` or more) does: somebody wrote the other side anew. Or where, of what their
        sentence said before them and after them, something of both is left, and of all its words
        more than half.

        `is_only`: these words stood once when they were chosen, and stand once now. Then no side
        needs to be whole while they are in their paragraph; and nothing beside them is asked for
        where they are a whole sentence, which may have moved, or where their paragraph says
        nothing but what was read there.
        """
        whole = (self.now[0].endswith(self.kept[0]), self.now[1].startswith(self.kept[1]))
        sides = [side for side in self.kept if side]
        stands = [side for is_so, side in zip(whole, self.kept, strict=True) if is_so and side]
        if sides == stands and (sides or is_only):
            return bool(sides) or self.paragraph is not None
        if any(len(side) >= AROUND for side in stands):
            return True
        if not stands and not is_only:
            return False
        if (stands or self.paragraph is not None) and self._is_more_than_half_left:
            return True
        return is_only and (self._is_sentence or self._is_paragraph)

    @property
    def _is_more_than_half_left(self) -> bool:
        (before, had_before), (after, had_after) = self._before, self._after
        asked = [left for left, had in ((before, had_before), (after, had_after)) if had]
        return all(asked) and 2 * (before + after) > had_before + had_after

    @property
    def _before(self) -> tuple[int, int]:
        """How many letters of the words before them in their sentence are left, and of how many.

        Where the words began the sentence, that they begin one counts as a letter.
        """
        if not self.kept[0] and not self.is_once:
            return 0, 0
        said, size = _end_of(self.kept[0]), len(self.kept[0])
        if not said.strip():
            return int(self._begins_sentence), 1
        words = _words(said)
        if size >= AROUND and said == self.kept[0] and not said.startswith(" ") and len(words) > 1:
            del words[0]  # It was cut where the side was.
        return _left(words, _words(_end_of(self.now[0][-2 * max(size, AROUND) :])))

    @property
    def _after(self) -> tuple[int, int]:
        if not self.kept[1] and not self.is_once:
            return 0, 0
        said, size = _beginning_of(self.kept[1]), len(self.kept[1])
        if _ends(self.quote):
            return 1, 1
        if not said.strip():
            return int(not self.now[1].strip() or self._ends_paragraph), 1
        words = _words(said)
        if size >= AROUND and said == self.kept[1] and not said.endswith(" ") and len(words) > 1:
            del words[-1]
        return _left(words, _words(_beginning_of(self.now[1][: 2 * max(size, AROUND)])))

    @property
    def _is_sentence(self) -> bool:
        """Whether the words were a whole sentence, and are one."""
        return not _end_of(self.kept[0]).strip() and self._begins_sentence and _ends(self.quote)

    @property
    def _begins_sentence(self) -> bool:
        is_paragraph = self.paragraph is not None and not self.paragraph[0].strip()
        return is_paragraph or not _end_of(self.now[0]).strip()

    @property
    def _ends_paragraph(self) -> bool:
        return self.paragraph is not None and not self.paragraph[1].strip()

    @property
    def _is_paragraph(self) -> bool:
        if self.paragraph is None:
            return False
        before, after = self.paragraph[0].lstrip(), self.paragraph[1].rstrip()
        return self.kept[0].endswith(before) and self.kept[1].startswith(after)


def _end_of(before: str) -> str:
    """What the last sentence says, which may have only begun."""
    ends = [end.end() for end in _END.finditer(before)]
    return before[ends[-1] :] if ends else before


def _beginning_of(after: str) -> str:
    """What is left of the sentence that is under way, with what ends it."""
    end = _END.search(f"{after} ")
    return after[: end.end()] if end else after


def _ends(words: str) -> bool:
    """Whether a sentence ends with these words."""
    said = words.rstrip()
    return not _end_of(f"{said} ").strip()


def _words(said: str) -> list[str]:
    """Words as spaces part them; where a script writes none, its letters or syllables.

    A sign between those is left out: "。" would stay of any sentence.
    """
    found: list[str] = []
    for word in said.split():
        if atoms.runs_on(word):
            found += filter(atoms.says_something, atoms.split(word))
        else:
            found.append(word)
    return found


def _left(kept: Sequence[str], now: Sequence[str]) -> tuple[int, int]:
    """Letters of the kept words that stand there in their order, and of all of them."""
    same = SequenceMatcher(None, kept, now, autojunk=False).get_matching_blocks()
    runs = [kept[block.a : block.a + block.size] for block in same]
    left = sum(len(word) for run in runs if _is_telling(run, kept) for word in run)
    return left, sum(map(len, kept))


def _is_telling(run: Sequence[str], kept: Sequence[str]) -> bool:
    """A word tells something; of letters that run on only so many as a word has, or all of them."""
    is_short = sum(map(len, run)) < SHORTEST_RUN
    return not (is_short and all(map(atoms.runs_on, run))) or len(run) == len(kept)
