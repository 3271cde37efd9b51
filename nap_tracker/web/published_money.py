"""The money of a publication as bars, by item of Annex C, of what was chosen to be public alone.

Build it in the language of the publication.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import reduce

from nap_tracker import i18n
from nap_tracker.annex_c.schema import LATEST, treaty
from nap_tracker.charts.bars import Amount, Bar, Bars, Series, bars
from nap_tracker.charts.frame import Fill
from nap_tracker.content import money_codes, money_words
from nap_tracker.content.money_codes import Known
from nap_tracker.content.public_progress import Progress
from nap_tracker.content.stand import Stand
from nap_tracker.i18n import gettext

ZERO, LARGE = Decimal(0), Decimal(1000)


@dataclass(frozen=True, slots=True)
class Pieces:
    """What a bar is made of, in one currency; `is_open` where nobody knows all of it."""

    spent: Decimal = ZERO
    held: Decimal = ZERO
    """Secured and not spent yet."""
    needed: Decimal = ZERO
    is_open: bool = False

    def __add__(self, other: Pieces) -> Pieces:
        return Pieces(
            self.spent + other.spent,
            self.held + other.held,
            self.needed + other.needed,
            self.is_open or other.is_open,
        )

    def part(self, parts: int) -> Pieces:
        """An equal part, of what serves several items."""
        whole = (self.spent / parts, self.held / parts, self.needed / parts)
        return Pieces(*whole, self.is_open)

    @property
    def whole(self) -> Decimal:
        return self.spent + self.held + self.needed


@dataclass(frozen=True)
class _Told:
    """What a stand says of its money; None of what it does not say, or nobody knows."""

    stand: Stand
    spent: Known | None = field(init=False)
    secured: Known | None = field(init=False)
    gap: Known | None = field(init=False)

    def __post_init__(self) -> None:
        for key in ("spent", "secured", "gap"):
            reading = self.stand.reading(key)
            object.__setattr__(self, key, money_codes.read(reading.code) if reading else None)

    @property
    def is_readable(self) -> bool:
        return (self.spent, self.secured, self.gap) != (None, None, None)

    @property
    def currencies(self) -> set[str]:
        known = [one for one in (self.spent, self.secured, self.gap) if one]
        return {code for one in known for code in one.sums}

    def speaks_of(self, currency: str) -> bool:
        """What has no sum at all is hatched beside the sums of each currency."""
        return currency in self.currencies or not self.currencies

    def pieces(self, currency: str) -> Pieces:
        spent, secured, gap = (
            one.sums.get(currency, ZERO) if one else ZERO
            for one in (self.spent, self.secured, self.gap)
        )
        is_open = None in (self.spent, self.secured, self.gap) or bool(
            self.gap and self.gap.is_at_least
        )
        return Pieces(spent, max(secured - spent, ZERO), gap, is_open)


def pictures(stands: Sequence[Stand], progress: Progress) -> tuple[Bars, ...]:
    """By item of the activities that are published; of the plan as a whole where it is alone.

    One of each currency, as no rate is published; none of what was published before sums could be
    read.
    """
    told = [_Told(one) for one in stands]
    if not any(one.is_readable for one in told):
        return ()
    by_activity = [one for one in told if one.stand.items]
    found = by_activity or told
    currencies = sorted({code for one in found for code in one.currencies}) or [""]
    return tuple(
        _picture([one for one in found if one.speaks_of(code)], code, currencies, progress)
        for code in currencies
    )


def _picture(
    found: Sequence[_Told], currency: str, currencies: Sequence[str], progress: Progress
) -> Bars:
    named = list(_named(found, currency))
    series = [
        Series(gettext("Spent"), Fill.SHADE_1),
        Series(gettext("Secured, not spent yet"), Fill.SHADE_2),
        Series(gettext("Still to be found"), Fill.SHADE_4),
    ]
    hatched = any(pieces.is_open for _, pieces in named)
    if hatched:
        series.append(Series(gettext("Not costed, or not known"), Fill.UNKNOWN))
    is_by_item = any(one.stand.items for one in found)
    notes = _notes(is_by_item=is_by_item, hatched=hatched)
    if len(currencies) > 1:
        alone = gettext(
            "Sums in %(currency)s alone; what is in another is drawn apart.", currency=currency
        )
        notes = [alone, *notes]
    return bars(
        _title(named, currency),
        of=gettext("Item of Annex C") if is_by_item else gettext("Money"),
        series=series,
        rows=[_bar(name, pieces, currency, hatched=hatched) for name, pieces in named],
        source=gettext("what %(party)s published", party=progress.party),
        as_of=i18n.day(progress.until),
        empty=gettext("Nothing is costed, and no money is recorded."),
        notes=list(notes),
    )


def _named(found: Sequence[_Told], currency: str) -> Iterator[tuple[str, Pieces]]:
    """In the order of the treaty; last what belongs to none of its items."""
    items = treaty(LATEST, i18n.locale()).items
    known = {item.key for item in items}
    for item in items:
        mine = [
            one.pieces(currency).part(len(known & set(one.stand.items)))
            for one in found
            if item.key in one.stand.items
        ]
        if mine:
            yield f"{item.citation} {item.title}", reduce(Pieces.__add__, mine)
    for one in found:
        if not known & set(one.stand.items):
            yield one.stand.title, one.pieces(currency)


def _bar(name: str, pieces: Pieces, currency: str, *, hatched: bool) -> Bar:
    values = (pieces.spent, pieces.held, pieces.needed)
    known = [Amount(value, _sum(value, currency)) for value in values]
    unknown = Amount(None, gettext("Not known")) if pieces.is_open else Amount(ZERO, "–")
    whole = _sum(pieces.whole, currency)
    words = gettext("At least %(sums)s", sums=whole) if pieces.is_open else whole
    return Bar(name, (*known, unknown) if hatched else tuple(known), words)


def _title(named: Sequence[tuple[str, Pieces]], currency: str) -> str:
    name, most = max(named, key=lambda one: one[1].needed, default=("", Pieces()))
    if not most.needed and currency:
        return gettext(
            "In %(currency)s, nothing is known that is still to be found", currency=currency
        )
    if not most.needed:
        return gettext("Nothing is known that is still to be found")
    return gettext(
        "Of what is costed, most is still to be found for %(name)s: %(sum)s",
        name=name,
        sum=_sum(most.needed, currency),
    )


def _notes(*, is_by_item: bool, hatched: bool) -> list[str]:
    notes = []
    if is_by_item:
        of_published = gettext(
            "Of the activities published here that serve an item of Annex C. One that serves"
            " several counts in equal parts."
        )
        notes.append(of_published)
    if hatched:
        about = gettext(
            "What is not costed is hatched. Its length says nothing, and it adds to no sum."
        )
        notes.append(about)
    return notes


def _sum(value: Decimal, currency: str) -> str:
    """Cents of what is divided are noise; the table has them."""
    return money_words.sum_of(value.quantize(Decimal(1)) if value >= LARGE else value, currency)
