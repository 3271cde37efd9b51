"""Standings of money as cells: a column for each currency, since two are never added."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from nap_tracker.content import money_words
from nap_tracker.content.exchange import Sums
from nap_tracker.content.extract import Cell, Column, canonical, plain
from nap_tracker.content.finances import Standing
from nap_tracker.i18n import gettext

WIDTH = 18


def columns(currencies: Sequence[str]) -> Iterator[Column]:
    """Without any currency the columns are there too, and say so in words."""
    for code in currencies or ("",):
        for key, label in _labels(code):
            yield Column(f"{key}_{code}" if code else key, label, WIDTH)
    yield Column("without_cost", gettext("Lines without a cost"), WIDTH)


def _labels(code: str) -> tuple[tuple[str, str], ...]:
    if not code:
        return (
            ("budgeted", gettext("Budgeted")),
            ("secured", gettext("Secured")),
            ("spent", gettext("Spent")),
            ("gap", gettext("Still to be found")),
        )
    return (
        ("budgeted", gettext("Budgeted (%(currency)s)", currency=code)),
        ("secured", gettext("Secured (%(currency)s)", currency=code)),
        ("spent", gettext("Spent (%(currency)s)", currency=code)),
        ("gap", gettext("Still to be found (%(currency)s)", currency=code)),
    )


def cells(standing: Standing, currencies: Sequence[str], *, has_gap: bool = True) -> Iterator[Cell]:
    """Figures where there are any; what nobody costed or recorded is said in words, never as 0.

    Without `has_gap` the cells of the gap are empty: a kind of source has none of its own.
    """
    gap = standing.gap
    for code in currencies or ("",):
        yield _figure(standing.budgeted.sums, code, money_words.budgeted(standing))
        yield _figure(standing.secured, code, money_words.found({}))
        yield _figure(standing.spent, code, money_words.found({}))
        if not has_gap:
            yield None
        elif gap is None or not standing.budgeted.sums:
            yield money_words.gap(standing)
        else:
            yield needed(gap[code]) if code in standing.budgeted.sums else None
    yield money_words.uncosted(standing.budgeted) or None


def _figure(sums: Sums, code: str, otherwise: str) -> Cell:
    """Empty where there is something, and only in another currency."""
    if code in sums:
        return plain(sums[code])
    return None if sums else otherwise


def needed(gap: Decimal) -> Decimal:
    """More than enough leaves nothing to be found."""
    return plain(max(gap, Decimal(0)))


def amounts(sums: Sums) -> list[dict[str, str | None]]:
    """By currency code, as the JSON form has them."""
    return [{"currency": code, "amount": canonical(value)} for code, value in sums.items()]


def data(standing: Standing) -> dict[str, Any]:
    """`still_needed` is null where only a rate of exchange could tell, or nothing is costed."""
    tally, gap = standing.budgeted, standing.gap
    costed = gap is not None and bool(tally.sums)
    return {
        "budgeted": amounts(tally.sums),
        "lines": tally.lines,
        "lines_not_costed": tally.not_costed,
        "lines_not_known": tally.not_known + tally.blank,
        "secured": amounts(standing.secured),
        "spent": amounts(standing.spent),
        "still_needed": amounts(_needed(gap, tally.sums)) if gap is not None and costed else None,
        "is_at_least": standing.is_at_least,
    }


def _needed(gap: Sums, currencies: Iterable[str]) -> Sums:
    return {code: needed(gap[code]) for code in currencies}
