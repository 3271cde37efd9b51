"""The budget as it leaves: a row for each line and currency, with what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from nap_tracker.content import money_words
from nap_tracker.content.exchange import Rate, Sums
from nap_tracker.content.extract import (
    Cell,
    Column,
    Row,
    Table,
    canonical,
    day_or_words,
    plain,
    year_of,
)
from nap_tracker.content.finances import Record, Standing, standing
from nap_tracker.content.money import Line
from nap_tracker.i18n import chosen, gettext
from nap_tracker.services import extract_money
from nap_tracker.services.extract_names import Names
from nap_tracker.services.finances import Money

Place = tuple[str | None, str | None]
"""(activity, line): without a line the activity, without both the plan as a whole."""
NOTHING = (None, None, None, None)


@dataclass(frozen=True)
class Budget:
    """The lines of a plan in force; what is recorded for no single line has rows of its own."""

    money: Money
    currency: str
    """In which costs are shown a second time; "" where there is none."""
    names: Names

    @property
    def table(self) -> Table:
        rows = tuple(row for place in self._places for row in self._rows(place))
        return Table(gettext("Budget lines"), tuple(self._columns()), rows)

    @property
    def data(self) -> list[dict[str, Any]]:
        return [self._data(place) for place in self._places if place[1]]

    @property
    def whole(self) -> dict[str, Any]:
        return extract_money.data(self.money.whole)

    @property
    def rates(self) -> list[dict[str, Any]]:
        """Those that costs in one currency rest on."""
        codes = self.money.currencies if self.currency else ()
        found = (self.money.rates.between(code, self.currency) for code in codes)
        return [_rate(one) for one in found if one]

    @cached_property
    def _lines(self) -> Mapping[str, Line]:
        return {line.uid: line for line in self.money.lines}

    @cached_property
    def _recorded(self) -> Mapping[Place, list[Record]]:
        """By where it belongs. A line that is of no such activity any more counts for that."""
        found: dict[Place, list[Record]] = {}
        for record in self.money.records:
            line = self._lines.get(record.line or "")
            is_there = line is not None and line.activity == record.activity
            place = (record.activity, record.line if is_there else None)
            found.setdefault(place, []).append(record)
        return found

    @cached_property
    def _places(self) -> tuple[Place, ...]:
        """Each line in the order of the plan, and under those of an activity what is recorded for
        it as a whole."""
        found: list[Place] = []
        for activity in self.money.tracked.activities:
            found += [(activity.uid, uid) for uid in activity.lines]
            found += [place for place in self._recorded if place == (activity.uid, None)]
        found += [(line.activity, line.uid) for line in self.money.lines]
        return tuple(dict.fromkeys((*found, *self._recorded)))

    def _standing(self, place: Place) -> Standing:
        line = self._lines.get(place[1] or "")
        return standing([line] if line else [], self._recorded.get(place, ()))

    def _columns(self) -> Iterator[Column]:
        yield Column("activity", gettext("Activity"), 44)
        yield Column("items", gettext("Items of Annex C"), 30)
        yield Column("line", gettext("Budget line"), 36)
        yield Column("source_type", gettext("Expected kind of source"), 24)
        yield Column("source", gettext("Expected source"), 24)
        yield Column("funding_status", gettext("Funding status"), 18)
        yield Column("year", gettext("Year"), 8)
        yield Column("currency", gettext("Currency"), 10)
        yield Column("cost", gettext("Cost"))
        yield Column("secured", gettext("Secured"))
        yield Column("spent", gettext("Spent"))
        yield Column("gap", gettext("Still to be found"), 20)
        if self.currency:
            yield Column("cost_in_one", gettext("Cost in %(currency)s", currency=self.currency))
            yield Column("rate", gettext("Rate of exchange"), 24)
            yield Column("rate_on", gettext("Rate as of"), 12)

    def _rows(self, place: Place) -> Iterator[Row]:
        """One for each currency, so that every figure of a row is in the currency it names."""
        line, stands = self._lines.get(place[1] or ""), self._standing(place)
        begin = tuple(self._facts(place))
        own = line.currency if line else None
        recorded = dict.fromkeys((*stands.secured, *stands.spent))
        if line is not None:
            yield (*begin, *self._own(place, line, stands), *self._in_one(line))
        for code in recorded:
            if line is None or code != own:
                figures = (_of(stands.secured, code), _of(stands.spent, code))
                yield (*begin, code, None, *figures, None, *self._in_one(None))

    def _own(self, place: Place, line: Line, stands: Standing) -> Iterator[Cell]:
        """In the currency the line is costed in."""
        yield line.currency
        yield money_words.cost(line) if line.amount is None else plain(line.amount)
        yield _of(stands.secured, line.currency)
        yield _of(stands.spent, line.currency)
        yield self._gap(place, line, stands)

    def _facts(self, place: Place) -> Iterator[Cell]:
        activity, uid = place
        one, said = self.money.tracked.activity(activity or ""), self.money.tracked.line(uid or "")
        yield self.names.activity(activity)
        yield self.names.items(one.items if one else ())
        if said is None:
            words = gettext("Recorded for the activity, not for one line")
            yield words if activity else gettext("Recorded for the plan as a whole")
            yield from NOTHING
            return
        yield self.names.line(uid)
        yield self.names.source_type(said.source_type)
        yield chosen(said.source, self.money.tracked.language) or None
        yield self.names.funding_status(said.funding_status)
        yield year_of(said.year)

    def _gap(self, place: Place, line: Line, stands: Standing) -> Cell:
        """Of a line alone only where nothing was secured for its activity as a whole."""
        if stands.gap is None or line.amount is None or line.currency is None:
            return money_words.gap(stands)
        if standing((), self._recorded.get((place[0], None), ())).secured:
            return gettext("Money is secured for the activity as a whole: see its sum")
        return extract_money.needed(stands.gap[line.currency])

    def _in_one(self, line: Line | None) -> tuple[Cell, ...]:
        if not self.currency:
            return ()
        if line is None or line.amount is None or line.currency is None:
            return NOTHING[:3]
        done = self.money.rates.convert({line.currency: line.amount}, self.currency)
        if not done.is_whole:
            return money_words.converted(done), None, None
        rate = next(iter(done.used), None)
        figure = plain(done.amount)
        return (figure, _equation(rate), day_or_words(rate.on)) if rate else (figure, None, None)

    def _data(self, place: Place) -> dict[str, Any]:
        line, said = self._lines[place[1] or ""], self.money.tracked.line(place[1] or "")
        assert said is not None  # every line is of the text
        stands = self._standing(place)
        return {
            "id": line.uid,
            "activity": line.activity,
            "items": list(line.items),
            "description": dict(said.description),
            "cost": dict(said.cost) if said.cost else None,
            "year": said.year,
            "funding_status": said.funding_status,
            "source_type": said.source_type,
            "source": dict(said.source),
            "secured": extract_money.amounts(stands.secured),
            "spent": extract_money.amounts(stands.spent),
        }


def _of(sums: Sums, code: str | None) -> Cell:
    return plain(sums[code]) if code is not None and code in sums else None


def _equation(rate: Rate) -> str:
    return gettext(
        "1 %(base)s = %(rate)s %(quote)s",
        base=rate.base,
        rate=canonical(rate.rate),
        quote=rate.quote,
    )


def _rate(rate: Rate) -> dict[str, Any]:
    return {
        "base": rate.base,
        "quote": rate.quote,
        "rate": canonical(rate.rate),
        "on": rate.on,
        "source": rate.source,
    }
