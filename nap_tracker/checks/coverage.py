"""Where each item of Annex C is addressed: by objectives, strategies, activities and money.

A row that serves several items counts under each of them, so columns do not add up to the plan.
An item with parts, as 1(b), counts what serves it or any of its parts, each once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

from nap_tracker.annex_c.definitions import Item, Schema
from nap_tracker.content.money import Line, Tally, budget_lines, currencies, tally
from nap_tracker.content.tree import EntryContent, PlanContent

REGISTERS = ("objective", "strategy", "activity")
"""The columns that count rows; each row names the items it serves."""
READS = frozenset({*REGISTERS, "budget_line"})
"""All that the matrix is made of: nothing else of a plan needs to be loaded for it."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """One item of Annex C and what in the plan is about it."""

    item: Item
    section: str | None
    """The page that answers it first; None where the form has none."""
    objectives: tuple[EntryContent, ...]
    strategies: tuple[EntryContent, ...]
    activities: tuple[EntryContent, ...]
    money: Tally

    @property
    def is_addressed(self) -> bool:
        """Whether any objective, strategy or activity names the item."""
        return bool(self.objectives or self.strategies or self.activities)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Every item, and what is tagged with none."""

    lines: tuple[Coverage, ...]
    untagged: Mapping[str, tuple[EntryContent, ...]]
    """Register -> rows that name no item."""
    currencies: tuple[str, ...]
    total: Tally
    """Each budget line once: what the plan costs."""


def coverage(plan: PlanContent, schema: Schema) -> Matrix:
    """The matrix of a plan, as far as the reader of this content sees it."""
    order = [item.key for item in schema.items]
    lines = budget_lines(plan, order)
    return Matrix(
        lines=tuple(_coverage(plan, schema, item, lines) for item in schema.items),
        untagged={r: tuple(x for x in plan.rows(r) if not _items(x)) for r in REGISTERS},
        currencies=currencies(lines),
        total=tally(lines),
    )


def _coverage(plan: PlanContent, schema: Schema, item: Item, lines: tuple[Line, ...]) -> Coverage:
    keys = {item.key} | {i.key for i in schema.items if i.key.startswith(f"{item.key}.")}

    def serving(register: str) -> tuple[EntryContent, ...]:
        return tuple(row for row in plan.rows(register) if not keys.isdisjoint(_items(row)))

    return Coverage(
        item=item,
        section=_section_of(schema, item.key),
        objectives=serving("objective"),
        strategies=serving("strategy"),
        activities=serving("activity"),
        money=tally(line for line in lines if not keys.isdisjoint(line.items)),
    )


def _items(row: EntryContent) -> tuple[str, ...]:
    return tuple(row.answers.get("items") or ())


def _section_of(schema: Schema, key: str) -> str | None:
    """The section of the item itself, else (the four practices) the one with a field for it."""
    own = (section.id for section in schema.sections if section.item == key)
    by_field = (s.id for s in schema.sections for field in s.fields if field.item == key)
    return next(chain(own, by_field), None)
