"""The arithmetic of a plan's budget: what its lines cost, by item, strategy, source and currency.

Two currencies are never added, and what is not costed is counted beside the sums, never as zero.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from nap_tracker.content.tree import EntryContent, PlanContent

NOT_COSTED = "not_costed"
NOT_KNOWN = "not_known"
DOES_NOT_APPLY = "does_not_apply"

Key = TypeVar("Key", bound=Hashable)


class Line(NamedTuple):
    """One budget line with what it inherits from its activity."""

    uid: str
    activity: str | None
    """None where the activity is blank, or hidden from this audience."""
    strategy: str | None
    items: tuple[str, ...]
    """Annex C items of the activity, in the order of the treaty."""
    amount: Decimal | None
    currency: str | None
    empty: str | None
    """`not_costed`, `not_known` or `does_not_apply`; None with an amount, or when blank."""
    funding_status: str | None
    source_type: str | None
    year: str | None


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums per currency, and how many lines have no amount, by reason."""

    sums: Mapping[str, Decimal] = field(default_factory=dict)
    """Currency code -> sum, in the order of the codes."""
    lines: int = 0
    not_costed: int = 0
    not_known: int = 0
    not_applicable: int = 0
    blank: int = 0
    free: int = 0
    """Lines that state a cost of zero; they are among the costed ones."""

    @property
    def costed(self) -> int:
        """Lines with an amount, zero included."""
        return self.lines - self.uncosted

    @property
    def uncosted(self) -> int:
        """Lines without an amount, for whatever reason."""
        return self.not_costed + self.not_known + self.not_applicable + self.blank


def budget_lines(plan: PlanContent, item_order: Sequence[str]) -> tuple[Line, ...]:
    """Every budget line in the plan's order; `item_order` is the treaty's order of items."""
    return tuple(_line(plan, row, item_order) for row in plan.rows("budget_line"))


def tally(lines: Iterable[Line]) -> Tally:
    """Sums per currency and counts of what has no amount."""
    sums: dict[str, Decimal] = {}
    counts = {NOT_COSTED: 0, NOT_KNOWN: 0, DOES_NOT_APPLY: 0, None: 0}
    number = free = 0
    for line in lines:
        number += 1
        if line.amount is None or line.currency is None:
            counts[line.empty] += 1
            continue
        sums[line.currency] = sums.get(line.currency, Decimal(0)) + line.amount
        free += line.amount == 0
    return Tally(
        sums=dict(sorted(sums.items())),
        lines=number,
        not_costed=counts[NOT_COSTED],
        not_known=counts[NOT_KNOWN],
        not_applicable=counts[DOES_NOT_APPLY],
        blank=counts[None],
        free=free,
    )


def by_item(lines: Iterable[Line], item_order: Sequence[str]) -> dict[str | None, Tally]:
    """Per Annex C item, each line counted whole under every item it serves.

    The parts therefore add up to more than the plan wherever an activity serves several items;
    `by_combination` adds up exactly. Lines without an item come last, under None.
    """
    groups = _grouped(lines, lambda line: line.items or (None,))
    order: tuple[str | None, ...] = (*item_order, None)
    return {key: groups[key] for key in order if key in groups}


def by_combination(
    lines: Iterable[Line], item_order: Sequence[str]
) -> dict[tuple[str, ...], Tally]:
    """Per distinct set of items, each line counted once; the parts add up to the whole."""
    groups = _grouped(lines, lambda line: (line.items,))
    rank = {key: place for place, key in enumerate(item_order)}
    last = len(rank)

    def place(items: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(rank.get(item, last) for item in items) or (last + 1,)

    return {key: groups[key] for key in sorted(groups, key=place)}


def by_strategy(lines: Iterable[Line], plan: PlanContent) -> dict[str | None, Tally]:
    """Per strategy uid in the plan's order; lines of no strategy last, under None."""
    groups = _grouped(lines, lambda line: (line.strategy,))
    order: tuple[str | None, ...] = (*(row.uid for row in plan.rows("strategy")), None)
    return {key: groups[key] for key in order if key in groups}


def by_activity(lines: Iterable[Line]) -> dict[str | None, Tally]:
    """Per activity uid; lines of no visible activity under None."""
    return _grouped(lines, lambda line: (line.activity,))


def by_funding_status(lines: Iterable[Line], order: Sequence[str]) -> dict[str | None, Tally]:
    """Per funding status, in the order of the schema's options; unsaid last, under None."""
    return _ordered(_grouped(lines, lambda line: (line.funding_status,)), order)


def by_source_type(lines: Iterable[Line], order: Sequence[str]) -> dict[str | None, Tally]:
    """Per type of source, in the order of the schema's options; unsaid last, under None."""
    return _ordered(_grouped(lines, lambda line: (line.source_type,)), order)


def by_year(lines: Iterable[Line]) -> dict[str | None, Tally]:
    """Per calendar year, ascending; lines without one last, under None."""
    groups = _grouped(lines, lambda line: (line.year[:4] if line.year else None,))
    return {key: groups[key] for key in sorted(groups, key=lambda year: (year is None, year))}


def currencies(lines: Iterable[Line]) -> tuple[str, ...]:
    """Every currency an amount is given in, in the order of the codes."""
    return tuple(sorted({line.currency for line in lines if line.currency}))


def _line(plan: PlanContent, row: EntryContent, item_order: Sequence[str]) -> Line:
    activity = _row(plan, row.answers.get("activity"), "activity")
    answers = activity.answers if activity else {}
    strategy = _row(plan, answers.get("strategy"), "strategy")
    named = set(answers.get("items") or ())
    known = tuple(key for key in item_order if key in named)
    cost: Mapping[str, Any] = row.answers.get("cost") or {}
    amount = cost.get("amount")
    return Line(
        uid=row.uid,
        activity=activity.uid if activity else None,
        strategy=strategy.uid if strategy else None,
        items=(*known, *sorted(named.difference(known))),
        amount=Decimal(amount) if amount is not None and cost.get("currency") else None,
        currency=cost.get("currency") if amount is not None else None,
        empty=cost.get("empty"),
        funding_status=row.answers.get("funding_status"),
        source_type=row.answers.get("source_type"),
        year=row.answers.get("year"),
    )


def _row(plan: PlanContent, uid: str | None, register: str) -> EntryContent | None:
    row = plan.row(uid) if uid else None
    return row if row and row.kind == register else None


def _grouped(lines: Iterable[Line], keys: Callable[[Line], Iterable[Key]]) -> dict[Key, Tally]:
    groups: dict[Key, list[Line]] = {}
    for line in lines:
        for key in keys(line):
            groups.setdefault(key, []).append(line)
    return {key: tally(members) for key, members in groups.items()}


def _ordered(groups: dict[str | None, Tally], order: Sequence[str]) -> dict[str | None, Tally]:
    strange = sorted(key for key in groups if key is not None and key not in order)
    wanted: tuple[str | None, ...] = (*order, *strange, None)
    return {key: groups[key] for key in wanted if key in groups}
