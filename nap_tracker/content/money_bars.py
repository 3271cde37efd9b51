"""The picture of money: spent, secured and still to be found of each thing, in one currency.

What nobody knows has no length, and is told as not known and never as zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from nap_tracker.charts.bars import Amount, Bar, Bars, Series, bars
from nap_tracker.charts.frame import Fill
from nap_tracker.content import money_words
from nap_tracker.i18n import gettext

ZERO, LARGE = Decimal(0), Decimal(1000)
NOTHING = "–"
"""Stands where nothing is recorded: no sum was told, also no zero."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """What a bar is made of; None of what nobody recorded, or nobody knows."""

    spent: Decimal | None
    held: Decimal | None
    """Secured and not spent yet."""
    needed: Decimal | None
    """Of what is costed. It is never not recorded: None is not known."""
    unknown: str = ""
    """Why nobody knows all of it; "" where everything is known."""
    unsure: frozenset[str] = frozenset()
    """Of `spent` and `held` what nobody knows, or no more of than that it is at least so much."""

    def __add__(self, other: Pieces) -> Pieces:
        return Pieces(
            _added(self.spent, other.spent),
            _added(self.held, other.held),
            _added(self.needed, other.needed),
            self.unknown or other.unknown,
            self.unsure | other.unsure,
        )

    def part(self, parts: int) -> Pieces:
        """An equal part, of what serves several items."""
        spent, held, needed = (
            value if value is None else value / parts
            for value in (self.spent, self.held, self.needed)
        )
        return Pieces(spent, held, needed, self.unknown, self.unsure)

    @property
    def whole(self) -> Decimal:
        """What the bar shows of a length."""
        return sum((value or ZERO for value in (self.spent, self.held, self.needed)), ZERO)


Named = Sequence[tuple[str, Pieces]]


def money_bars(
    named: Named,
    currency: str,
    *,
    title: str,
    of: str,
    source: str,
    as_of: str,
    notes: Iterable[str] = (),
    is_by_source: bool = False,
) -> Bars:
    """Without a currency no sum is known of anything, so that nothing is drawn.

    `is_by_source`: what is still to be found may come from any source, and is no part of one.
    """
    shown = named if currency else ()
    hatched = any(pieces.unknown for _, pieces in shown)
    series = [
        Series(gettext("Spent"), Fill.SHADE_1),
        Series(gettext("Secured, not spent yet"), Fill.SHADE_2),
    ]
    if not is_by_source:
        series.append(Series(gettext("Still to be found"), Fill.SHADE_4))
    said = list(notes)
    if hatched:
        series.append(Series(_hatched(is_by_source=is_by_source), Fill.UNKNOWN))
        said.append(_about_hatched(is_by_source=is_by_source))
    return bars(
        title,
        of=of,
        series=series,
        rows=[
            Bar(
                name,
                (
                    *_amounts(pieces, currency, is_by_source=is_by_source),
                    *([_unknown(pieces)] if hatched else []),
                ),
                _whole(pieces, currency),
            )
            for name, pieces in shown
        ],
        source=source,
        as_of=as_of,
        empty=gettext("Nothing is costed, and no money is recorded."),
        notes=said,
    )


def most_needed(named: Named, currency: str) -> str:
    """Where most is missing, as a title. That nothing is missing is said of what is costed."""
    costed = [(name, one.needed) for name, one in named if one.needed is not None]
    if not (costed and currency):
        return not_known()
    name, most = max(costed, key=lambda one: one[1])
    if most:
        return gettext(
            "Of what is costed, most is still to be found for %(name)s: %(sum)s",
            name=name,
            sum=sum_of(most, currency),
        )
    if any(pieces.unknown for _, pieces in named):
        return gettext(
            "In %(currency)s, nothing of what is costed is still to be found; the rest is not"
            " known",
            currency=currency,
        )
    return gettext(
        "In %(currency)s, nothing of what is costed is still to be found", currency=currency
    )


def most_secured(sums: Iterable[tuple[str, Decimal | None]], currency: str) -> str:
    """Where most is secured from, as a title; None is a sum that nobody knows all of."""
    told = list(sums)
    if any(value is None for _, value in told):
        return gettext("From where most is secured is not known")
    name, most = max(
        ((name, value or ZERO) for name, value in told),
        key=lambda one: one[1],
        default=("", ZERO),
    )
    if most:
        return gettext(
            "Most is secured from %(name)s: %(sum)s", name=name, sum=sum_of(most, currency)
        )
    if not currency:
        return gettext("Nothing is recorded as secured")
    return gettext("In %(currency)s, nothing is recorded as secured", currency=currency)


def not_known() -> str:
    """The title where nobody can tell."""
    return gettext("How much is still to be found is not known")


def sum_of(value: Decimal, currency: str) -> str:
    """Cents of what is divided and converted are noise; the tables have them."""
    return money_words.sum_of(value.quantize(Decimal(1)) if value >= LARGE else value, currency)


def _added(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    if one is None or other is None:
        return other if one is None else one
    return one + other


def _hatched(*, is_by_source: bool) -> str:
    return gettext("Not known") if is_by_source else gettext("Not costed, or not known")


def _about_hatched(*, is_by_source: bool) -> str:
    if is_by_source:
        return gettext(
            "What is not known is hatched. Its length says nothing, and it adds to no sum."
        )
    return gettext("What is not costed is hatched. Its length says nothing, and it adds to no sum.")


def _amounts(pieces: Pieces, currency: str, *, is_by_source: bool) -> Iterator[Amount]:
    """The hatched piece stands for everything that is not known, so that none is drawn here."""
    for name, value in (("spent", pieces.spent), ("held", pieces.held)):
        is_unsure = name in pieces.unsure
        if value is None:
            yield Amount(ZERO, gettext("Not known") if is_unsure else NOTHING)
        else:
            yield Amount(value, _at_least(value, currency, is_unsure))
    if not is_by_source:
        needed = pieces.needed
        yield (
            Amount(ZERO, gettext("Not known"))
            if needed is None
            else Amount(needed, sum_of(needed, currency))
        )


def _unknown(pieces: Pieces) -> Amount:
    return Amount(None, pieces.unknown) if pieces.unknown else Amount(ZERO, NOTHING)


def _whole(pieces: Pieces, currency: str) -> str:
    if pieces.whole or pieces.needed is not None:
        return _at_least(pieces.whole, currency, bool(pieces.unknown))
    return gettext("Not known") if pieces.unknown else gettext("Nothing recorded")


def _at_least(value: Decimal, currency: str, is_unsure: bool) -> str:
    told = sum_of(value, currency)
    return gettext("At least %(sums)s", sums=told) if is_unsure else told
