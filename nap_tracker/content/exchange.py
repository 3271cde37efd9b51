"""Rates of exchange that somebody stated on a day, and sums in one currency where they allow it.

No rate is ever made up: what has none stays in its own currency and is told apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, localcontext

PRECISION = 40
"""Digits of a division; a rate that is read backwards is worked out with so many."""
Sums = Mapping[str, Decimal]
"""Currency code -> sum, in the order of the codes."""


@dataclass(frozen=True, slots=True)
class Rate:
    """One unit of `base` is worth `rate` units of `quote`."""

    base: str
    quote: str
    rate: Decimal
    on: str
    """The day it is of."""
    source: str = ""
    """Who says so."""

    def __post_init__(self) -> None:
        if self.rate <= 0 or self.base == self.quote:
            raise ValueError("a rate is above zero and between two currencies")


@dataclass(frozen=True, slots=True)
class Converted:
    """Several currencies as one sum, and what could not be put into it."""

    currency: str
    amount: Decimal
    used: tuple[Rate, ...] = ()
    """The rates it rests on, as they were stated."""
    left_out: Sums = field(default_factory=dict)
    """What has no rate; never in the amount."""

    @property
    def is_whole(self) -> bool:
        """Whether nothing was left out."""
        return not self.left_out


class Rates:
    """The newest rate between each two currencies, of those stated up to a day."""

    def __init__(self, rates: Iterable[Rate], *, until: str | None = None) -> None:
        """Of two rates of the same day the later in the order given holds."""
        self._newest: dict[frozenset[str], Rate] = {}
        for rate in rates:
            if until is not None and rate.on > until:
                continue
            pair = frozenset((rate.base, rate.quote))
            held = self._newest.get(pair)
            if held is None or rate.on >= held.on:
                self._newest[pair] = rate

    @property
    def quotes(self) -> tuple[str, ...]:
        """The currencies that rates lead to, most often led to first."""
        found = [rate.quote for rate in self._newest.values()]
        return tuple(sorted(set(found), key=lambda code: (-found.count(code), code)))

    def between(self, one: str, other: str) -> Rate | None:
        """As it was stated, whichever way round."""
        return self._newest.get(frozenset((one, other)))

    def convert(self, sums: Sums, currency: str) -> Converted:
        """Every sum in one currency. Never by way of a third one: nobody stated that rate."""
        amount = Decimal(0)
        used: list[Rate] = []
        left_out: dict[str, Decimal] = {}
        with localcontext() as context:
            context.prec = PRECISION
            for code, value in sums.items():
                rate = self.between(code, currency)
                if code == currency:
                    amount += value
                elif rate is None:
                    left_out[code] = value
                else:
                    amount += value * rate.rate if rate.base == code else value / rate.rate
                    used.append(rate)
        return Converted(currency, amount, tuple(used), left_out)


def added(*several: Sums) -> dict[str, Decimal]:
    """Sums of each currency by itself."""
    total: dict[str, Decimal] = {}
    for sums in several:
        for code, value in sums.items():
            total[code] = total.get(code, Decimal(0)) + value
    return dict(sorted(total.items()))


def less(sums: Sums, taken: Sums) -> dict[str, Decimal]:
    """What is left of each currency; below zero where more was taken than there was."""
    return added(sums, {code: -value for code, value in taken.items()})
