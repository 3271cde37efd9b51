"""The picture of money: spent, secured and still to be found of each thing, in one currency.

What nobody knows has no length, and is told as not known and never as zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from nap_tracker.charts.bars import Amount, Bar, Bars, Series, bars
from nap_tracker.charts.frame import Fill
from nap_tracker.content import money_words
from nap_tracker.i18n import gettext

ZERO, LARGE = Decimal(0), Decimal(1000)


@dataclass(frozen=True, slots=True)
class Pieces:
    """What a bar is made of; None of what nobody knows at all."""

    spent: Decimal | None
    held: Decimal | None
    """Secured and not spent yet."""
    needed: Decimal | None
    """Of what is costed."""
    unknown: str = ""
    """Why nobody knows all of it; "" where everything is known."""

    def __add__(self, other: Pieces) -> Pieces:
        return Pieces(
            _added(self.spent, other.spent),
            _added(self.held, other.held),
            _added(self.needed, other.needed),
            self.unknown or other.unknown,
        )

    def part(self, parts: int) -> Pieces:
        """An equal part, of what serves several items."""
        spent, held, needed = (
            value if value is None else value / parts for value in self._amounts()
        )
        return Pieces(spent, held, needed, self.unknown)

    @property
    def whole(self) -> Decimal:
        """What the bar shows of a length."""
        return sum((value or ZERO for value in self._amounts()), ZERO)

    @property
    def says_nothing(self) -> bool:
        """Nothing is recorded, and nobody knows what it needs."""
        return self.needed is None and not self.whole

    def _amounts(self) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        return self.spent, self.held, self.needed


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
) -> Bars:
    """Without a currency no sum is known of anything, so that nothing is drawn."""
    shown = named if currency else ()
    hatched = any(pieces.unknown for _, pieces in shown)
    series = [
        Series(gettext("Spent"), Fill.SHADE_1),
        Series(gettext("Secured, not spent yet"), Fill.SHADE_2),
        Series(gettext("Still to be found"), Fill.SHADE_4),
    ]
    said = list(notes)
    if hatched:
        series.append(Series(gettext("Not costed, or not known"), Fill.UNKNOWN))
        about = gettext(
            "What is not costed is hatched. Its length says nothing, and it adds to no sum."
        )
        said.append(about)
    return bars(
        title,
        of=of,
        series=series,
        rows=[_bar(name, pieces, currency, hatched=hatched) for name, pieces in shown],
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


def most_secured(sums: Iterable[tuple[str, Decimal]], currency: str) -> str:
    """Where most is secured from, as a title."""
    name, most = max(sums, key=lambda one: one[1], default=("", ZERO))
    if not most:
        return gettext("Nothing is recorded as secured")
    return gettext("Most is secured from %(name)s: %(sum)s", name=name, sum=sum_of(most, currency))


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


def _bar(name: str, pieces: Pieces, currency: str, *, hatched: bool) -> Bar:
    amounts = [
        _amount(pieces.spent, pieces, currency),
        _amount(pieces.held, pieces, currency),
        _amount(pieces.needed, pieces, currency),
    ]
    if hatched:
        unknown = pieces.unknown
        amounts.append(Amount(None, unknown) if unknown else Amount(ZERO, "–"))
    return Bar(name, tuple(amounts), _whole(pieces, currency))


def _amount(value: Decimal | None, pieces: Pieces, currency: str) -> Amount:
    """The hatched piece stands for everything that is not known, so that none is drawn here."""
    if value is None:
        return Amount(ZERO, gettext("Not known"))
    if not value and pieces.says_nothing:
        return Amount(ZERO, "–")
    return Amount(value, sum_of(value, currency))


def _whole(pieces: Pieces, currency: str) -> str:
    if pieces.says_nothing:
        return gettext("Not known")
    whole = sum_of(pieces.whole, currency)
    return gettext("At least %(sums)s", sums=whole) if pieces.unknown else whole
