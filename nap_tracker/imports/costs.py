"""The costs in a row of a work plan: amount, currency, year, and what zero and blank mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from nap_tracker.annex_c.codes import CURRENCIES
from nap_tracker.annex_c.definitions import Empty
from nap_tracker.imports import currencies, figures, periods
from nap_tracker.imports.columns import Column
from nap_tracker.imports.figures import Decision, Figure, Notation, Unreadable
from nap_tracker.imports.lines import Book, Line, Places, listed
from nap_tracker.imports.options import Options, Zero
from nap_tracker.imports.proposal import Reading


@dataclass(frozen=True, slots=True)
class Cost:
    """One budget line's cost, and the year its column is for."""

    money: dict[str, Any]
    year: str | None


@dataclass(slots=True)
class Costs:
    """The cost columns of a file, once it is known how they are written."""

    options: Options
    book: Book
    headers: Sequence[str]
    _decisions: dict[int, Decision] = field(default_factory=dict)
    _zeros: dict[int, list[int]] = field(default_factory=dict)
    _first: dict[int, int] = field(default_factory=dict)
    """Column -> the row where the merged cell that is being read began."""

    def study(self, lines: Sequence[Line], places: Places) -> list[Reading]:
        """Find out the notation of each column; ask where the file does not tell."""
        readings = []
        for place in places.get(Column.COST, ()):
            self._ask_for_scale(place)
            decision = self._decided(lines, place)
            self._decisions[place] = decision
            if decision.ambiguous and decision.notation:
                readings.append(self._reading(place, decision))
        return readings

    def read(self, line: Line) -> Iterator[Cost]:
        """The costs of a row, in the order of their columns; a blank makes none."""
        for place in line.places.get(Column.COST, ()):
            if place in line.row.continued:
                self._warn_of_shared(line, place)
                continue
            self._first[place] = line.number
            money = self._money(line, place)
            if money:
                years = periods.years_in(self.headers[place])
                yield Cost(money, years[0] if len(years) == 1 else None)

    def ask_for_zeros(self) -> None:
        """One question a column, naming every row; to be asked when all rows are read."""
        for place, rows in self._zeros.items():
            self.book.error("zeros", None, place, rows=listed(rows))

    def _ask_for_scale(self, place: int) -> None:
        if self.options.scale is None and figures.scale_named(self.headers[place]):
            self.book.error("scale", None, place, value=self.headers[place])

    def _decided(self, lines: Sequence[Line], place: int) -> Decision:
        cells = [
            (line.number, line.row.cell(place)) for line in lines if place not in line.row.typed
        ]
        decision = figures.decide(text for _, text in cells)
        if self.options.notation:
            return Decision(self.options.notation, "", decision.ambiguous)
        if decision.is_open:
            rows = [number for number, text in cells if text in decision.ambiguous]
            self.book.error("ambiguous_column", None, place, **_both_ways(decision, rows))
        return decision

    def _reading(self, place: int, decision: Decision) -> Reading:
        return Reading(
            place, self.headers[place], "decimals", str(decision.notation), decision.evidence
        )

    def _money(self, line: Line, place: int) -> dict[str, Any] | None:
        text = line.row.cell(place)
        typed = place in line.row.typed
        try:
            said = figures.read(text, self._decisions[place].notation, typed=typed)
        except Unreadable as reason:
            # What can be read in two ways was asked once, for the whole column.
            if reason.code != "ambiguous_amount":
                self.book.error(reason.code, line.number, place, value=text)
            return None
        if said is None and text:
            self.book.warn("dash", line.number, place, value=text)
        if isinstance(said, Empty):
            return {"empty": str(said)}
        return self._amount(line, place, said) if said else None

    def _amount(self, line: Line, place: int, figure: Figure) -> dict[str, Any] | None:
        amount = figure.amount * (self.options.scale or 1)
        self._show(line, place, figure)
        if amount >= figures.LIMIT:
            self.book.error("huge_cost", line.number, place, value=line.row.cell(place))
            return None
        if amount == 0 and self.options.zero is not Zero.FREE:
            if self.options.zero is Zero.ASK:
                self._zeros.setdefault(place, []).append(line.number)
                return None
            return {"empty": str(Empty.NOT_COSTED)}
        currency = self._currency(line, place, figure)
        return {"amount": figures.plain(amount), "currency": currency} if currency else None

    def _show(self, line: Line, place: int, figure: Figure) -> None:
        said = {"value": line.row.cell(place), "amount": figures.plain(figure.amount)}
        if figure.scaled:
            self.book.warn("scaled", line.number, place, **said)
        if figure.rounded:
            self.book.warn("rounded", line.number, place, **said)

    def _currency(self, line: Line, place: int, figure: Figure) -> str | None:
        """The one currency that cell, currency column and heading name, else the file's."""
        header = currencies.in_header(self.headers[place])
        stated = {
            text: where
            for text, where in (
                (figure.currency, place),
                (line.text(Column.CURRENCY), line.place(Column.CURRENCY)),
                (header or "", place),
            )
            if text
        }
        codes = {}
        for text, where in stated.items():
            try:
                codes[currencies.code(text, self._settling(stated))] = text
            except Unreadable as reason:
                self.book.error(reason.code, line.number, where, value=text)
                return None
        if len(codes) > 1:
            self.book.error("two_currencies", line.number, place, value=", ".join(codes))
            return None
        return next(iter(codes), None) or self._default(line, place)

    def _settling(self, stated: Iterable[str]) -> str | None:
        """What a shared sign such as $ means here: a code named beside it, else the file's."""
        codes = (text.upper() for text in stated if text.upper() in CURRENCIES)
        return next(codes, self.options.currency)

    def _default(self, line: Line, place: int) -> str | None:
        if not self.options.currency:
            self.book.error("no_currency", line.number, place)
        return self.options.currency

    def _warn_of_shared(self, line: Line, place: int) -> None:
        is_one_activity = line.continues(Column.ACTIVITY)
        if line.row.cell(place) and place in self._first and not is_one_activity:
            self.book.warn("shared_cost", line.number, place, first=self._first[place])


def _both_ways(decision: Decision, rows: Sequence[int]) -> dict[str, str]:
    example = decision.ambiguous[0]
    ways: dict[str, Decimal] = {}
    for notation in Notation:
        figure = figures.read(example, notation)
        if isinstance(figure, Figure):
            ways[str(notation)] = figure.amount
    return {
        "value": example,
        "rows": listed(rows),
        **{name: f"{amount.normalize():f}" for name, amount in ways.items()},
    }
