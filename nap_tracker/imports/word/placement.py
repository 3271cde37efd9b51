"""Where everything of a file goes, once what a person said is set against what was proposed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from nap_tracker.annex_c.definitions import Schema
from nap_tracker.imports.word import choices as said
from nap_tracker.imports.word.bundle import Bundle
from nap_tracker.imports.word.choices import Choices
from nap_tracker.imports.word.compose import Composed, Composer
from nap_tracker.imports.word.decisions import decided
from nap_tracker.imports.word.parts import Part, of_html, parts_of
from nap_tracker.imports.word.placing import NOWHERE, Proposed, Target, propose
from nap_tracker.text.headings import in_steps
from nap_tracker.text.html import sanitise
from nap_tracker.text.identity import seeded


@dataclass(frozen=True, slots=True)
class Placed:
    """A part and where it goes."""

    part: Part
    target: Target | None
    """None where it is left out or unplaced."""
    choice: str
    """What was chosen or proposed: a target's name, ABOVE, LEAVE, UNPLACED or ELSEWHERE."""
    is_title: bool = False
    """Whether its heading is the name of the place and is not repeated in the text."""

    @property
    def is_left_out(self) -> bool:
        return self.choice == said.LEAVE

    @property
    def is_elsewhere(self) -> bool:
        """Whether it belongs to a section of others."""
        return self.choice == said.ELSEWHERE

    @property
    def is_unplaced(self) -> bool:
        """Whether there is something in it that goes nowhere yet."""
        return self.target is None and not (self.is_left_out or self.is_elsewhere)


@dataclass(frozen=True)
class Placement:
    """Every part of a file in its order, each with its place."""

    parts: tuple[Placed, ...]
    rows_of: frozenset[int] = frozenset()
    """Places of the tables that become rows, and so no text."""
    seed: str = ""

    @cached_property
    def fields(self) -> Mapping[Target, tuple[Placed, ...]]:
        """What each field gets, in the order of the file."""
        found: dict[Target, list[Placed]] = {}
        for placed in self.parts:
            if placed.target is not None:
                found.setdefault(placed.target, []).append(placed)
        return {target: tuple(parts) for target, parts in found.items()}

    @property
    def unplaced(self) -> tuple[Placed, ...]:
        return tuple(p for p in self.parts if p.is_unplaced and _words(p.part))

    @property
    def left_out(self) -> tuple[Placed, ...]:
        return tuple(p for p in self.parts if p.is_left_out and _words(p.part))

    @property
    def elsewhere(self) -> tuple[Placed, ...]:
        return tuple(p for p in self.parts if p.is_elsewhere and _words(p.part))

    def html(self, target: Target, *, like: str = "") -> str:
        """What a field gets, in canonical form; blocks it has already keep their ids."""
        written = "".join(self._written(placed) for placed in self.fields[target])
        ids = seeded(f"{self.seed}\n{target.name}")
        return in_steps(sanitise(written, keep_blocks_of=like or None, new_id=ids))

    def html_of(self, placed: Placed) -> str:
        """One part to look at, its heading first."""
        blocks = "".join(block.html for block in placed.part.blocks)
        return sanitise(placed.part.heading + blocks, new_id=seeded("look"))

    def table(self, place: int) -> Composed | None:
        """A table of the file."""
        return next((t for p in self.parts for t in p.part.tables if t.place == place), None)

    def holder(self, place: int) -> Placed:
        """The part that holds a place of the file."""
        return next(
            (placed for placed in reversed(self.parts) if placed.part.place <= place),
            self.parts[0],
        )

    def _written(self, placed: Placed) -> str:
        part = placed.part
        blocks = [block.html for block in part.blocks if block.place not in self.rows_of]
        if part.blocks and not blocks:
            return ""  # A heading over nothing but tables that became rows heads nothing here.
        return ("" if placed.is_title else part.heading) + "".join(blocks)


def place(
    bundle: Bundle,
    choices: Choices,
    schema: Schema,
    *,
    rtl: bool,
    seed: str,
    within: frozenset[str] | None = None,
) -> Placement:
    """The parts of a file, with the changes decided and the choices followed.

    Nothing goes to a section other than those `within`, whatever was proposed or chosen.
    """
    found = parts_of(_blocks(bundle, choices, rtl))
    proposed = propose(found, schema)
    known = _known(schema)
    placed: dict[int, Placed] = {}
    for part in found:
        placed[part.place] = _placed(part, choices, proposed[part.place], placed, known)
    parts = tuple(_kept_within(each, within) for each in placed.values())
    return Placement(parts, frozenset(choices.tables), seed)


def _kept_within(placed: Placed, sections: frozenset[str] | None) -> Placed:
    """What stands under a heading of another section goes with it."""
    if sections is None or placed.target is None or placed.target.section in sections:
        return placed
    return Placed(placed.part, None, said.ELSEWHERE)


def _blocks(bundle: Bundle, choices: Choices, rtl: bool) -> Sequence[Composed]:
    if bundle.pasted:
        return of_html(bundle.pasted)
    document = bundle.document
    said_of = {each.number: choices.decided(each.number) for each in document.changes}
    settled = {number: value for number, value in said_of.items() if value is not None}
    return Composer(decided(document, settled), rtl=rtl).blocks()


def _known(schema: Schema) -> Callable[[str], Target | None]:
    names = {
        f"{section.id}.{field.id}": Target(section.id, field.id)
        for section in schema.sections
        for field in section.fields
    }
    return names.get


def _placed(
    part: Part,
    choices: Choices,
    proposed: Proposed,
    before: Mapping[int, Placed],
    known: Callable[[str], Target | None],
) -> Placed:
    chosen = choices.parts.get(part.place)
    if chosen is None:
        if proposed.is_own and proposed.target:
            return Placed(part, proposed.target, proposed.target.name, proposed.is_title)
        chosen = said.ABOVE if part.above else said.UNPLACED
    if chosen == said.ABOVE:
        holder = _holder(part, before)
        if holder is None:
            return Placed(part, None, said.UNPLACED)
        left = holder.is_left_out
        return Placed(part, holder.target, said.LEAVE if left else said.ABOVE)
    target = known(chosen)
    if target is None:
        return Placed(part, None, said.LEAVE if chosen == said.LEAVE else said.UNPLACED)
    return Placed(part, target, chosen, proposed.is_title and proposed.target == target)


def _holder(part: Part, before: Mapping[int, Placed]) -> Placed | None:
    """The part whose heading this one stands under, or else the one before it."""
    if part.above:
        return before[part.above[-1]]
    return before[max(before)] if before else None


def _words(part: Part) -> bool:
    return bool(part.title or part.blocks)


__all__ = ["NOWHERE", "Placed", "Placement", "place"]
