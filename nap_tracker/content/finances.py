"""What a plan in force costs, what was found for it and what was spent, as one table of standings.

Budget lines come from the frozen plan, records from whoever followed the money since. What is not
costed is counted beside the sums and never as zero; currencies are only added by a stated rate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from nap_tracker.annex_c.decimals import decimal
from nap_tracker.content.exchange import Converted, Rates, Sums, less
from nap_tracker.content.money import Line, Tally, tally
from nap_tracker.content.tracked import Tracked
from nap_tracker.i18n import N_

PLACES = Decimal("0.0001")
"""Money is kept to four decimals, so shares of it are too."""
ZERO = Decimal(0)
Key = str | None


class Movement(StrEnum):
    """What became of money."""

    SECURED = "secured"
    """Somebody who can give it said that it is there."""
    SPENT = "spent"
    """It was paid out."""
    TAKEN_BACK = "taken_back"
    """What had been secured is not there any more."""


MOVEMENTS = {
    Movement.SECURED: N_("Secured"),
    Movement.SPENT: N_("Spent"),
    Movement.TAKEN_BACK: N_("Taken back by the source"),
}


class Record(NamedTuple):
    """One movement of money, as it was recorded and not withdrawn."""

    movement: Movement
    activity: str | None
    """None for what is for the plan as a whole."""
    amount: Decimal
    currency: str
    source_type: str | None = None
    line: str | None = None
    """The budget line it is for, where that is said."""
    on: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Budgeted, secured and spent of one activity, item, source or of the whole plan."""

    budgeted: Tally = field(default_factory=Tally)
    secured: Sums = field(default_factory=dict)
    """Less what was taken back."""
    spent: Sums = field(default_factory=dict)
    shared: int = 0
    """Activities of which only an equal part is counted here."""

    @property
    def gap(self) -> Sums | None:
        """What the costed lines still need, by currency; below zero where there is more.

        None where money was secured in a currency nothing is budgeted in: only a rate can tell.
        """
        if set(self.secured) - set(self.budgeted.sums):
            return None
        return less(self.budgeted.sums, self.secured)

    def gap_in(self, currency: str, rates: Rates) -> Converted | None:
        """The gap in one currency; None where part of it has no rate, so that nobody can tell."""
        needed = rates.convert(self.budgeted.sums, currency)
        found = rates.convert(self.secured, currency)
        if not (needed.is_whole and found.is_whole):
            return None
        used = tuple(dict.fromkeys((*needed.used, *found.used)))
        return Converted(currency, needed.amount - found.amount, used)

    @property
    def is_at_least(self) -> bool:
        """Whether the gap may be larger: some lines have no cost, or there is no line at all."""
        return self.budgeted.lines - self.budgeted.not_applicable != self.budgeted.costed or (
            not self.budgeted.lines
        )

    @property
    def is_overspent(self) -> bool:
        """Whether in some currency more was spent than secured."""
        return any(value > self.secured.get(code, 0) for code, value in self.spent.items())


def lines_of(tracked: Tracked, order: Sequence[str]) -> tuple[Line, ...]:
    """The budget lines of a plan in force; `order` is the treaty's order of items."""
    rank = {key: place for place, key in enumerate(order)}
    ordered = {
        one.uid: tuple(sorted(one.items, key=lambda key: (rank.get(key, len(rank)), key)))
        for one in tracked.activities
    }
    found = []
    for line in tracked.lines:
        activity = tracked.activity(line.activity_uid or "")
        cost = line.cost or {}
        currency = cost.get("currency")
        amount = decimal(cost.get("amount")) if currency else None
        found.append(
            Line(
                uid=line.uid,
                activity=activity.uid if activity else None,
                strategy=activity.strategy_uid if activity else None,
                items=ordered[activity.uid] if activity else (),
                amount=amount,
                currency=currency if amount is not None else None,
                empty=cost.get("empty"),
                funding_status=line.funding_status,
                source_type=line.source_type,
                year=line.year,
            )
        )
    return tuple(found)


def standing(lines: Iterable[Line], records: Iterable[Record]) -> Standing:
    """Of these lines and records together; each counted once."""
    secured: dict[str, Decimal] = {}
    spent: dict[str, Decimal] = {}
    for one in records:
        sums = spent if one.movement is Movement.SPENT else secured
        amount = -one.amount if one.movement is Movement.TAKEN_BACK else one.amount
        sums[one.currency] = sums.get(one.currency, ZERO) + amount
    return Standing(tally(lines), dict(sorted(secured.items())), dict(sorted(spent.items())))


def by_activity(lines: Iterable[Line], records: Iterable[Record]) -> dict[Key, Standing]:
    """Per activity uid; what belongs to the plan as a whole under None."""
    return _grouped(lines, records, lambda line: line.activity, lambda record: record.activity)


def by_source(
    lines: Iterable[Line], records: Iterable[Record], order: Sequence[str]
) -> dict[Key, Standing]:
    """Per type of source, as the plan expected it and as it was recorded; unsaid last."""
    groups = _grouped(
        lines, records, lambda line: line.source_type, lambda record: record.source_type
    )
    return _ordered(groups, order)


def by_item(
    lines: Iterable[Line],
    records: Iterable[Record],
    items_of: Mapping[str, Sequence[str]],
    order: Sequence[str],
) -> dict[Key, Standing]:
    """Per Annex C item; the parts add up to the whole to the last decimal.

    The money of an activity that serves several items is divided into equal parts, since no plan
    says how it is really shared. A line that is not costed is counted under each of its items.
    """
    divided = [part for line in lines for part in _line_parts(line, items_of)]
    paid = [part for record in records for part in _record_parts(record, items_of)]
    groups: dict[Key, tuple[list[Line], list[Record]]] = {}
    sharing: dict[Key, set[str]] = {}
    for item, activity, line in divided:
        groups.setdefault(item, ([], []))[0].append(line)
        _note(sharing, item, activity, items_of)
    for item, activity, record in paid:
        groups.setdefault(item, ([], []))[1].append(record)
        _note(sharing, item, activity, items_of)
    found = {
        item: replace(standing(*group), shared=len(sharing.get(item, ())))
        for item, group in groups.items()
    }
    return _ordered(found, order)


def shares(amount: Decimal, parts: int) -> tuple[Decimal, ...]:
    """Equal parts that add up to the amount: what is left over goes to the first ones."""
    units = int(amount / PLACES)
    each, over = divmod(units, parts)
    return tuple((each + (place < over)) * PLACES for place in range(parts))


def _line_parts(
    line: Line, items_of: Mapping[str, Sequence[str]]
) -> Iterator[tuple[Key, Key, Line]]:
    items = _items(line.activity, items_of) or tuple(line.items) or (None,)
    if len(items) == 1:
        yield items[0], line.activity, line
        return
    amounts = shares(line.amount, len(items)) if line.amount is not None else (None,) * len(items)
    for item, amount in zip(items, amounts, strict=True):
        yield item, line.activity, line._replace(amount=amount)


def _record_parts(
    record: Record, items_of: Mapping[str, Sequence[str]]
) -> Iterator[tuple[Key, Key, Record]]:
    items = _items(record.activity, items_of) or (None,)
    if len(items) == 1:
        yield items[0], record.activity, record
        return
    for item, amount in zip(items, shares(record.amount, len(items)), strict=True):
        yield item, record.activity, record._replace(amount=amount)


def _items(activity: Key, items_of: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    return tuple(items_of.get(activity, ())) if activity else ()


def _note(
    sharing: dict[Key, set[str]], item: Key, activity: Key, items_of: Mapping[str, Sequence[str]]
) -> None:
    if activity and len(_items(activity, items_of)) > 1:
        sharing.setdefault(item, set()).add(activity)


def _grouped(
    lines: Iterable[Line],
    records: Iterable[Record],
    line_key: Callable[[Line], Key],
    record_key: Callable[[Record], Key],
) -> dict[Key, Standing]:
    groups: dict[Key, tuple[list[Line], list[Record]]] = {}
    for line in lines:
        groups.setdefault(line_key(line), ([], []))[0].append(line)
    for record in records:
        groups.setdefault(record_key(record), ([], []))[1].append(record)
    return {key: standing(*group) for key, group in groups.items()}


def _ordered(groups: dict[Key, Standing], order: Sequence[str]) -> dict[Key, Standing]:
    strange = sorted(key for key in groups if key is not None and key not in order)
    wanted: tuple[Key, ...] = (*order, *strange, None)
    return {key: groups[key] for key in wanted if key in groups}
