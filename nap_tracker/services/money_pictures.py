"""Pictures of money: spent, secured and still to be found, by item of Annex C and by source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from nap_tracker import i18n
from nap_tracker.charts.bars import Bars
from nap_tracker.content import money_words
from nap_tracker.content.exchange import Converted, Rates, Sums
from nap_tracker.content.finances import Standing
from nap_tracker.content.money_bars import (
    ZERO,
    Named,
    Pieces,
    money_bars,
    most_needed,
    most_secured,
    not_known,
    sum_of,
)
from nap_tracker.i18n import gettext
from nap_tracker.models.plan import PlanVersion
from nap_tracker.services.extract_names import Names
from nap_tracker.services.finances import Money


def pieces(standing: Standing, currency: str, rates: Rates) -> Pieces:
    """As far as rates go. What has no rate has no length; with it nobody can tell the gap."""
    gap = standing.gap_in(currency, rates)
    is_costed = bool(standing.budgeted.sums) or not standing.is_at_least
    return replace(
        recorded(standing, currency, rates),
        needed=max(gap.amount, ZERO) if gap and is_costed else None,
        unknown=_unknown(standing, currency, rates),
    )


def recorded(standing: Standing, currency: str, rates: Rates) -> Pieces:
    """The same of what was secured and spent alone."""
    spent = rates.convert(standing.spent, currency)
    secured = rates.convert(standing.secured, currency)
    is_whole = spent.is_whole and secured.is_whole
    unsure = {"spent": not spent.is_whole, "held": bool(standing.secured) and not is_whole}
    return Pieces(
        spent=spent.amount if _is_told(spent, standing.spent) else None,
        held=max(secured.amount - spent.amount, ZERO)
        if spent.is_whole and _is_told(secured, standing.secured)
        else None,
        needed=None,
        unknown=gettext("Not known: a rate of exchange is missing") if any(unsure.values()) else "",
        unsure=frozenset(name for name, is_unsure in unsure.items() if is_unsure),
    )


def _is_told(found: Converted, sums: Sums) -> bool:
    """Whether something is recorded, and some of it known in the one currency."""
    return bool(sums) and found.left_out.keys() != sums.keys()


def by_item(money: Money, currency: str, version: PlanVersion, on: date) -> Bars:
    """What is missing most, by item: an activity of several items counts in equal parts."""
    names = Names(money.tracked, money.schema)
    named = _named(money, currency, ((names.item(key), one) for key, one in money.by_item.items()))
    drawing = _Drawing(money, currency, version, on)
    return drawing.bars(named, most_needed(named, currency), gettext("Item of Annex C"))


def by_source(money: Money, currency: str, version: PlanVersion, on: date) -> Bars:
    """Where the money comes from, by kind of source."""
    names = Names(money.tracked, money.schema)
    told = [
        (names.source_type(key) or gettext("Source not said"), one)
        for key, one in money.by_source.items()
    ]
    drawing = _Drawing(money, currency, version, on)
    shown = told if currency else []
    named = [(name, recorded(one, currency, money.rates)) for name, one in shown]
    secured = ((name, money.rates.convert(one.secured, currency)) for name, one in shown)
    title = most_secured(
        ((name, one.amount if one.is_whole else None) for name, one in secured), currency
    )
    return drawing.bars(named, title, gettext("Kind of source"), is_by_source=True)


def of_activity(
    money: Money, uid: str, name: str, currency: str, version: PlanVersion, on: date
) -> Bars | None:
    """One activity by itself; None where there is nothing to draw."""
    found = money.by_activity.get(uid)
    if found is None or not currency:
        return None
    one = pieces(found, currency, money.rates)
    drawing = _Drawing(money, currency, version, on)
    return drawing.bars([(name, one)], _still_needed(one, currency), gettext("Activity"))


@dataclass(frozen=True, slots=True)
class _Drawing:
    money: Money
    currency: str
    version: PlanVersion
    on: date

    def bars(self, named: Named, title: str, of: str, *, is_by_source: bool = False) -> Bars:
        return money_bars(
            named,
            self.currency,
            title=title,
            of=of,
            source=gettext(
                "Budget of version %(number)s, and what was recorded since",
                number=self.version.number,
            ),
            as_of=i18n.day(self.on),
            notes=self._notes(),
            is_by_source=is_by_source,
        )

    def _notes(self) -> Iterator[str]:
        if len(self.money.currencies) > 1 and self.currency:
            yield gettext(
                "In %(currency)s, by the newest rates that were stated.", currency=self.currency
            )


def _named(money: Money, currency: str, told: Iterable[tuple[str, Standing]]) -> Named:
    if not currency:
        return []
    return [(name, pieces(one, currency, money.rates)) for name, one in told]


def _unknown(standing: Standing, currency: str, rates: Rates) -> str:
    """Why nobody knows all of it; "" where everything is known."""
    is_whole = rates.convert(standing.spent, currency).is_whole
    if standing.gap_in(currency, rates) is None or not is_whole:
        return gettext("Not known: a rate of exchange is missing")
    if not standing.is_at_least:
        return ""
    return money_words.uncosted(standing.budgeted) or gettext("No budget line")


def _still_needed(one: Pieces, currency: str) -> str:
    if one.needed is None or (one.unknown and not one.needed):
        return not_known()
    needed = sum_of(one.needed, currency)
    if one.unknown:
        return gettext("At least %(sum)s is still to be found", sum=needed)
    return gettext("%(sum)s is still to be found", sum=needed)
