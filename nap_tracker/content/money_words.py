"""Money in words of the reader: sums of several currencies, what nobody costed, the gap."""

from __future__ import annotations

from decimal import Decimal

from nap_tracker.content.exchange import Converted, Rate, Rates, Sums
from nap_tracker.content.finances import Standing
from nap_tracker.content.money import DOES_NOT_APPLY, NOT_COSTED, Line, Tally
from nap_tracker.i18n import day, gettext, listing, ngettext, number


def amount(value: Decimal) -> str:
    """In the notation of the language; cents only where there are any."""
    cents = value.quantize(Decimal("0.01"))
    whole = cents.to_integral_value()
    return number(whole if whole == cents else cents)


def sum_of(value: Decimal, currency: str) -> str:
    """An amount with its currency."""
    return gettext("%(amount)s %(currency)s", amount=amount(value), currency=currency)


def cost(line: Line) -> str:
    """What a budget line costs, or why nobody can say."""
    if line.amount is not None and line.currency:
        return sum_of(line.amount, line.currency)
    if line.empty == NOT_COSTED:
        return gettext("Not costed")
    return gettext("Does not apply") if line.empty == DOES_NOT_APPLY else gettext("Not known")


def sums(found: Sums) -> str:
    """Each currency by itself; "" where there is nothing."""
    return listing([sum_of(value, code) for code, value in found.items()])


def uncosted(tally: Tally) -> str:
    """How many lines have no amount and why; "" where every line has one."""
    found = []
    if tally.not_costed:
        words = ngettext("%(n)s line not costed", "%(n)s lines not costed", tally.not_costed)
        found.append(words)
    without = tally.not_known + tally.blank
    if without:
        words = ngettext(
            "%(n)s line whose cost is not known", "%(n)s lines whose cost is not known", without
        )
        found.append(words)
    return listing(found)


def budgeted(standing: Standing) -> str:
    """What costed lines add up to, and how many are not costed: never a zero nobody stated."""
    tally = standing.budgeted
    told, missing = sums(tally.sums), uncosted(tally)
    if told and missing:
        return gettext("%(sums)s, and %(lines)s", sums=told, lines=missing)
    if told or missing:
        return told or missing
    return gettext("No cost applies") if tally.lines else gettext("No budget line")


def found(recorded: Sums) -> str:
    """What was recorded as secured or spent."""
    return sums(recorded) or gettext("Nothing recorded")


def gap(standing: Standing) -> str:
    """What is still to be found; "at least" where some lines are not costed."""
    if not standing.budgeted.sums:  # first: no rate of exchange would tell it
        return gettext("Not known: nothing is costed") if standing.is_at_least else "–"
    if standing.gap is None:
        return gettext("Not known: it needs a rate of exchange")
    told = sums({code: max(value, Decimal(0)) for code, value in standing.gap.items()})
    return _at_least(told, standing)


def gap_in(standing: Standing, currency: str, rates: Rates) -> str:
    """The same in one currency, where rates allow it."""
    if not standing.budgeted.sums:
        return gap(standing)
    whole = standing.gap_in(currency, rates)
    if whole is None:
        return gettext("Not known: a rate of exchange is missing")
    return _at_least(sum_of(max(whole.amount, Decimal(0)), currency), standing)


def converted(done: Converted) -> str:
    """A sum in one currency, with what has no rate beside it."""
    if done.is_whole:
        return sum_of(done.amount, done.currency)
    if not done.used and not done.amount:
        return gettext("No rate for %(sums)s", sums=sums(done.left_out))
    return gettext(
        "%(sum)s, without %(sums)s",
        sum=sum_of(done.amount, done.currency),
        sums=sums(done.left_out),
    )


def rate(stated: Rate) -> str:
    """What was stated, as of which day and by whom."""
    return gettext(
        "1 %(base)s = %(rate)s %(quote)s on %(day)s, according to %(source)s",
        base=stated.base,
        rate=number(_short(stated.rate)),
        quote=stated.quote,
        day=day(stated.on),
        source=stated.source,
    )


def _short(value: Decimal) -> Decimal:
    """Without the zeros that only storage added."""
    plain = value.normalize()
    return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain


def _at_least(told: str, standing: Standing) -> str:
    return gettext("At least %(sums)s", sums=told) if standing.is_at_least else told
