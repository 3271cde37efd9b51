"""The money of a publication as bars, by item of Annex C or by kind of source: of what was chosen
to be public alone.

Build it in the language of the publication.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import reduce

from nap_tracker import i18n
from nap_tracker.annex_c.schema import LATEST, treaty
from nap_tracker.charts.bars import Bars
from nap_tracker.content import money_codes
from nap_tracker.content.money_bars import ZERO, Pieces, money_bars, most_needed, most_secured
from nap_tracker.content.money_codes import Known
from nap_tracker.content.public_progress import Progress
from nap_tracker.content.stand import Stand
from nap_tracker.i18n import gettext


@dataclass(frozen=True)
class _Told:
    """What a stand says of its money; None of what it does not say, or nobody knows.

    Of a kind of source it says no gap: what is still to be found may come from any.
    """

    stand: Stand
    spent: Known | None = field(init=False)
    secured: Known | None = field(init=False)
    gap: Known | None = field(init=False)

    def __post_init__(self) -> None:
        for key in ("spent", "secured", "gap"):
            reading = self.stand.reading(key)
            object.__setattr__(self, key, money_codes.read(reading.code) if reading else None)

    @property
    def is_of_source(self) -> bool:
        return self.stand.kind == "source"

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
        held, is_held_known = self._held(currency)
        unsure = {"spent": self.spent is None, "held": not is_held_known}
        is_open = any(unsure.values())
        if not self.is_of_source:
            is_open = is_open or self.gap is None or self.gap.is_at_least
        return Pieces(
            _sum(self.spent, currency),
            held,
            self._needed(currency),
            gettext("Not known") if is_open else "",
            frozenset(name for name, is_unsure in unsure.items() if is_unsure),
        )

    def _held(self, currency: str) -> tuple[Decimal | None, bool]:
        """Secured and not spent, and whether it is known: what was spent in a currency in which
        nothing was secured came out of another, and no rate is published."""
        if self.spent is None or self.secured is None:
            return None, False
        if self.secured.sums and self.spent.sums.keys() - self.secured.sums.keys():
            return None, False
        secured = _sum(self.secured, currency)
        spent = _sum(self.spent, currency) or ZERO
        return (None if secured is None else max(secured - spent, ZERO)), True

    def _needed(self, currency: str) -> Decimal | None:
        gap = self.gap
        if gap is None or (gap.is_at_least and currency not in gap.sums):
            return None
        return gap.sums.get(currency, ZERO)


def _sum(known: Known | None, currency: str) -> Decimal | None:
    """None also where nothing is recorded in it."""
    return known.sums.get(currency) if known else None


def pictures(stands: Sequence[Stand], progress: Progress) -> tuple[Bars, ...]:
    """By item of the activities that are published, or by source; of the plan as a whole where it
    is alone.

    One of each currency, as no rate is published; none of what was published before sums could be
    read.
    """
    told = [_Told(one) for one in stands]
    if not any(one.is_readable for one in told):
        return ()
    by_activity = [one for one in told if one.stand.items]
    found = by_activity or told
    currencies = sorted({code for one in found for code in one.currencies}) or [""]
    return tuple(_picture(found, code, currencies, progress) for code in currencies)


def _picture(
    found: Sequence[_Told], currency: str, currencies: Sequence[str], progress: Progress
) -> Bars:
    named = list(_named([one for one in found if one.speaks_of(currency)], currency))
    is_by_item = any(one.stand.items for one in found)
    is_by_source = any(one.is_of_source for one in found)
    title, of = most_needed(named, currency), gettext("Money")
    if is_by_item:
        of = gettext("Item of Annex C")
    elif is_by_source:
        title, of = _most_secured(found, currency), gettext("Kind of source")
    return money_bars(
        named,
        currency,
        title=title,
        of=of,
        source=gettext("what %(party)s published", party=progress.party),
        as_of=i18n.day(progress.until),
        notes=_notes(currency, currencies, is_by_item=is_by_item),
        is_by_source=is_by_source,
    )


def _most_secured(found: Sequence[_Told], currency: str) -> str:
    """Of every source: one that says nothing which can be read may be where most is from."""
    told = (
        (one.stand.title, one.secured.sums.get(currency, ZERO) if one.secured else None)
        for one in found
    )
    return most_secured(told, currency)


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


def _notes(currency: str, currencies: Sequence[str], *, is_by_item: bool) -> Iterator[str]:
    if len(currencies) > 1:
        yield gettext(
            "Sums in %(currency)s alone; what is in another is drawn apart.", currency=currency
        )
    if is_by_item:
        yield gettext(
            "Of the activities published here that serve an item of Annex C. One that serves"
            " several counts in equal parts."
        )
