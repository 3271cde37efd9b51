"""Pictures of money: spent, secured and still to be found, by item of Annex C and by source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from nap_tracker import i18n
from nap_tracker.charts.bars import Amount, Bar, Bars, Series, bars
from nap_tracker.charts.frame import Fill
from nap_tracker.content import money_words
from nap_tracker.content.exchange import Rates
from nap_tracker.content.finances import Standing
from nap_tracker.i18n import gettext
from nap_tracker.models.plan import PlanVersion
from nap_tracker.services.extract_names import Names
from nap_tracker.services.finances import Money

ZERO, LARGE = Decimal(0), Decimal(1000)


@dataclass(frozen=True, slots=True)
class Pieces:
    """One standing in one currency, as far as rates go; `is_open` where nobody knows all of it."""

    spent: Decimal
    held: Decimal
    """Secured and not spent yet."""
    needed: Decimal
    secured: Decimal
    is_open: bool

    @classmethod
    def of(cls, standing: Standing, currency: str, rates: Rates) -> Pieces:
        """What has no rate has no length; with it nobody can tell the gap, which has none then."""
        spent = rates.convert(standing.spent, currency)
        secured = rates.convert(standing.secured, currency)
        gap = standing.gap_in(currency, rates)
        return cls(
            spent=spent.amount,
            held=max(secured.amount - spent.amount, ZERO),
            needed=max(gap.amount, ZERO) if gap else ZERO,
            secured=secured.amount,
            is_open=standing.is_at_least or gap is None or not spent.is_whole,
        )

    @property
    def whole(self) -> Decimal:
        """What the bar shows of a length."""
        return self.spent + self.held + self.needed


def by_item(money: Money, currency: str, version: PlanVersion, on: date) -> Bars:
    """What is missing most, by item: an activity of several items counts in equal parts."""
    names = Names(money.tracked, money.schema)
    return _bars(
        _Drawing(money, currency, version, on),
        gettext("Item of Annex C"),
        [(names.item(key), one) for key, one in money.by_item.items()],
        _most_needed,
    )


def by_source(money: Money, currency: str, version: PlanVersion, on: date) -> Bars:
    """Where the money comes from, by kind of source."""
    names = Names(money.tracked, money.schema)
    return _bars(
        _Drawing(money, currency, version, on),
        gettext("Kind of source"),
        [
            (names.source_type(key) or gettext("Source not said"), one)
            for key, one in money.by_source.items()
        ],
        _most_secured,
    )


def of_activity(
    money: Money, uid: str, name: str, currency: str, version: PlanVersion, on: date
) -> Bars | None:
    """One activity by itself; None where there is nothing to draw."""
    found = money.by_activity.get(uid)
    if found is None or not currency:
        return None
    drawing = _Drawing(money, currency, version, on)
    return _bars(drawing, gettext("Activity"), [(name, found)], _still_needed)


@dataclass(frozen=True, slots=True)
class _Drawing:
    money: Money
    currency: str
    version: PlanVersion
    on: date

    def sum(self, value: Decimal) -> str:
        """Cents of what is divided and converted are noise; the tables have them."""
        if value >= LARGE:
            value = value.quantize(Decimal(1))
        return money_words.sum_of(value, self.currency)


Named = Sequence[tuple[str, Pieces]]


def _bars(
    drawing: _Drawing,
    of: str,
    standings: Iterable[tuple[str, Standing]],
    title: Callable[[_Drawing, Named], str],
) -> Bars:
    money, currency = drawing.money, drawing.currency
    told = list(standings) if currency else []
    named = [(name, Pieces.of(one, currency, money.rates)) for name, one in told]
    hatched = any(pieces.is_open for _, pieces in named)
    rows = [
        _bar(drawing, name, pieces, standing, hatched=hatched)
        for (name, pieces), (_, standing) in zip(named, told, strict=True)
    ]
    unknown = Series(gettext("Not costed, or not known"), Fill.UNKNOWN)
    return bars(
        title(drawing, named),
        of=of,
        series=[
            Series(gettext("Spent"), Fill.SHADE_1),
            Series(gettext("Secured, not spent yet"), Fill.SHADE_2),
            Series(gettext("Still to be found"), Fill.SHADE_4),
            *([unknown] if hatched else []),
        ],
        rows=rows,
        source=gettext(
            "Budget of version %(number)s, and what was recorded since",
            number=drawing.version.number,
        ),
        as_of=i18n.day(drawing.on),
        empty=gettext("Nothing is costed, and no money is recorded."),
        notes=list(_notes(drawing, hatched=hatched)),
    )


def _bar(drawing: _Drawing, name: str, pieces: Pieces, standing: Standing, *, hatched: bool) -> Bar:
    whole = drawing.sum(pieces.whole)
    known = [
        Amount(value, drawing.sum(value)) for value in (pieces.spent, pieces.held, pieces.needed)
    ]
    unknown = Amount(None, _unknown(drawing, standing)) if pieces.is_open else Amount(ZERO, "–")
    words = gettext("At least %(sums)s", sums=whole) if pieces.is_open else whole
    return Bar(name, (*known, unknown) if hatched else tuple(known), words)


def _unknown(drawing: _Drawing, standing: Standing) -> str:
    """Why nobody knows all of it."""
    if standing.gap_in(drawing.currency, drawing.money.rates) is None:
        return gettext("Not known: a rate of exchange is missing")
    return money_words.uncosted(standing.budgeted) or gettext("No budget line")


def _notes(drawing: _Drawing, *, hatched: bool) -> Iterable[str]:
    if len(drawing.money.currencies) > 1 and drawing.currency:
        yield gettext(
            "In %(currency)s, by the newest rates that were stated.", currency=drawing.currency
        )
    if hatched:
        yield gettext(
            "What is not costed is hatched. Its length says nothing, and it adds to no sum."
        )


def _most_needed(drawing: _Drawing, named: Named) -> str:
    name, most = max(named, key=lambda one: one[1].needed, default=("", None))
    if most is None or not most.needed:
        return gettext("Nothing is known that is still to be found")
    return gettext(
        "Of what is costed, most is still to be found for %(name)s: %(sum)s",
        name=name,
        sum=drawing.sum(most.needed),
    )


def _most_secured(drawing: _Drawing, named: Named) -> str:
    name, most = max(named, key=lambda one: one[1].secured, default=("", None))
    if most is None or not most.secured:
        return gettext("Nothing is recorded as secured")
    return gettext(
        "Most is secured from %(name)s: %(sum)s", name=name, sum=drawing.sum(most.secured)
    )


def _still_needed(drawing: _Drawing, named: Named) -> str:
    ((_, pieces),) = named
    needed = drawing.sum(pieces.needed)
    if pieces.is_open:
        return gettext("At least %(sum)s is still to be found", sum=needed)
    return gettext("%(sum)s is still to be found", sum=needed)
