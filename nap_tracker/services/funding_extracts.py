"""Records of money and the sums of everything, as they leave beside the budget."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nap_tracker.content.extract import Cell, Column, Table, canonical, day_or_words, plain
from nap_tracker.content.finances import MOVEMENTS, Record, Standing
from nap_tracker.i18n import gettext
from nap_tracker.services import extract_money
from nap_tracker.services.extract_names import Names
from nap_tracker.services.finances import Money
from nap_tracker.services.funding import Entry


def records(money: Money, names: Names, *, tells_notes: bool) -> Table:
    """What was recorded and not withdrawn. Notes are the drafting team's."""
    columns = [
        Column("on", gettext("Date"), 12),
        Column("movement", gettext("What happened"), 14),
        Column("activity", gettext("Activity"), 44),
        Column("line", gettext("Budget line"), 36),
        Column("currency", gettext("Currency"), 10),
        Column("amount", gettext("Amount")),
        Column("source_type", gettext("Kind of source"), 24),
        Column("source", gettext("Source"), 24),
    ]
    if tells_notes:
        columns.append(Column("note", gettext("Note"), 36))
    both = zip(money.entries, money.records, strict=True)
    rows = tuple(tuple(_cells(entry, one, names, tells_notes)) for entry, one in both)
    return Table(gettext("Recorded"), tuple(columns), rows)


def _cells(entry: Entry, one: Record, names: Names, tells_notes: bool) -> Iterator[Cell]:
    yield day_or_words(one.on)
    yield gettext(MOVEMENTS[one.movement])
    yield names.activity(one.activity) or gettext("The plan as a whole")
    yield names.line(one.line)
    yield one.currency
    yield plain(one.amount)
    yield names.source_type(one.source_type)
    yield entry.source or None
    if tells_notes:
        yield entry.note or None


def records_data(money: Money, *, tells_notes: bool) -> list[dict[str, Any]]:
    found = []
    for entry, one in zip(money.entries, money.records, strict=True):
        told = {
            "id": entry.id,
            "on": one.on,
            "movement": one.movement.value,
            "activity": one.activity,
            "line": one.line,
            "currency": one.currency,
            "amount": canonical(one.amount),
            "source_type": one.source_type,
            "source": entry.source,
        }
        found.append({**told, "note": entry.note} if tells_notes else told)
    return found


def sums(money: Money, names: Names) -> Table:
    """Everything, then by activity, by item and by source, as the page has them."""
    columns = (
        Column("of", gettext("Sum of"), 20),
        Column("name", gettext("Name"), 52),
        *extract_money.columns(money.currencies),
    )
    rows = tuple(
        (of, name, *extract_money.cells(found, money.currencies, has_gap=has_gap))
        for of, name, found, has_gap in _summed(money, names)
    )
    return Table(gettext("Sums"), columns, rows)


def _summed(money: Money, names: Names) -> Iterator[tuple[str, str, Standing, bool]]:
    """What of, its name, how it stands, and whether something is still to be found for it."""
    yield gettext("Everything"), gettext("The plan as a whole"), money.whole, True
    of = gettext("Activity")
    known = [one.uid for one in money.tracked.activities]
    for key in dict.fromkeys((*known, *money.by_activity)):
        name = names.activity(key) or gettext("For no single activity")
        yield of, name, money.by_activity.get(key, Standing()), True
    for item, found in money.by_item.items():
        yield gettext("Item of Annex C"), names.item(item), found, True
    for source, found in money.by_source.items():
        name = names.source_type(source) or gettext("Source not said")
        yield gettext("Kind of source"), name, found, False
