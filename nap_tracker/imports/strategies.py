"""Strategies as a work plan names them: one for each heading and number, in file order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.tree import EntryContent
from nap_tracker.imports import items
from nap_tracker.imports.answers import Answers
from nap_tracker.imports.columns import Column
from nap_tracker.imports.lines import Book, Line
from nap_tracker.imports.proposal import ProposedRow

_COLUMNS = (Column.STRATEGY_NUMBER, Column.STRATEGY)


@dataclass(slots=True)
class Strategy:
    """One group of activities."""

    uid: str
    number: str = ""
    heading: str = ""
    items: set[str] = field(default_factory=set)
    """What its activities answer."""

    @property
    def cited(self) -> tuple[str, ...]:
        """Items its own heading cites, as in 'as required by point 1(j)'."""
        return items.in_text(self.heading)


class Strategies:
    """The plan's strategies, and those the file adds."""

    def __init__(
        self,
        rows: Iterable[EntryContent],
        language: str,
        book: Book,
        new_uid: Callable[[], str],
    ) -> None:
        self._language = language
        self._book = book
        self._new_uid = new_uid
        self._new: list[tuple[Strategy, Answers]] = []
        self._by_heading: dict[str, list[Strategy]] = {}
        self._by_number: dict[str, Strategy] = {}
        self._current: Strategy | None = None
        for row in rows:
            self._remember(_of_plan(row, language))

    def of(self, line: Line) -> Strategy | None:
        """The strategy a row belongs to: the one it names, else the one named last above."""
        number, heading = (line.text(column) for column in _COLUMNS)
        if number or heading:
            self._current = self._matching(number, heading) or self._add(line, number, heading)
        elif self._current and line.places.keys() & set(_COLUMNS):
            self._book.gather("filled_down", line.number, line.place(Column.STRATEGY))
        return self._current

    def open(self, line: Line, heading: str) -> None:
        """Start a strategy with a heading that runs across the table."""
        self._current = self._matching("", heading) or self._add(line, "", heading)

    def rows(self, after: int) -> list[ProposedRow]:
        """The new ones, with the items of their activities."""
        rows: list[ProposedRow] = []
        for strategy, answers in self._new:
            keys = items.in_order(strategy.items)
            if keys:
                answers.value("items", list(keys), Column.ITEMS)
            rows.append(answers.row(after + len(rows) + 1))
        return rows

    def _matching(self, number: str, heading: str) -> Strategy | None:
        """By all that both sides name; a number alone, or a heading alone, is enough."""
        if not heading:
            return self._by_number.get(items.plain(number))
        for strategy in self._by_heading.get(items.plain(heading), ()):
            if (
                not number
                or not strategy.number
                or items.plain(number) == items.plain(strategy.number)
            ):
                return strategy
        return None

    def _remember(self, strategy: Strategy) -> None:
        self._by_heading.setdefault(items.plain(strategy.heading), []).append(strategy)
        self._by_number.setdefault(items.plain(strategy.number), strategy)

    def _add(self, line: Line, number: str, heading: str) -> Strategy:
        register = treaty().register("strategy")
        answers = Answers(register, self._new_uid(), line, self._book, self._language)
        answers.words("number", number, Column.STRATEGY_NUMBER)
        answers.words("heading", heading, Column.STRATEGY)
        strategy = Strategy(answers.uid, number, heading)
        self._new.append((strategy, answers))
        self._remember(strategy)
        return strategy


def _of_plan(row: EntryContent, language: str) -> Strategy:
    return Strategy(
        row.uid,
        _said(row.answers.get("number"), language),
        _said(row.answers.get("heading"), language),
    )


def _said(words: Mapping[str, Any] | None, language: str) -> str:
    """A text of the plan in the file's language, or in any."""
    words = words or {}
    return str(words.get(language) or next(iter(words.values()), ""))
