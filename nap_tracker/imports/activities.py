"""The rows of a work plan as activities with their budget lines and milestones."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.tree import PlanContent
from nap_tracker.imports import items, periods
from nap_tracker.imports.answers import Answers
from nap_tracker.imports.columns import Column
from nap_tracker.imports.costs import Cost, Costs
from nap_tracker.imports.figures import Unreadable
from nap_tracker.imports.institutions import Directory
from nap_tracker.imports.lines import Book, Line
from nap_tracker.imports.options import Options
from nap_tracker.imports.strategies import Strategies, Strategy

_TOTAL = re.compile(
    r"(?:(?:grand|sub|sous|overall)[\s-]*)?tota(?:l|ux)(?:\s+(?:g[ée]n[ée]ral|budget|costs?|co[ûu]ts?|"
    r"[A-Z]{3}|partiel|(?:strat[ée]g(?:y|ie)|activit(?:y|é)|axe|component|composante)\s*\S{0,6}))*",
    re.IGNORECASE,
)
_TEXTS = (
    (Column.NUMBER, "number"),
    (Column.ACTIVITY, "statement"),
    (Column.PLACE, "place"),
    (Column.OUTPUT, "output"),
    (Column.INDICATOR, "indicator"),
    (Column.VERIFICATION, "verification"),
    (Column.ASSUMPTIONS, "assumptions"),
)
_BUDGET_TEXTS = (
    (Column.BUDGET_DESCRIPTION, "description"),
    (Column.SOURCE, "source"),
    (Column.NOTES, "notes"),
)
_BUDGET = (*(column for column, _ in _BUDGET_TEXTS), Column.SOURCE_TYPE, Column.FUNDING_STATUS)
_OWN = (*(column for column, _ in _TEXTS), Column.LEAD, Column.SUPPORTING, Column.ITEMS)


@dataclass(slots=True)
class Activities:
    """Reads row after row; what it makes refers to the strategies and institutions it was given."""

    options: Options
    book: Book
    strategies: Strategies
    directory: Directory
    costs: Costs
    new_uid: Callable[[], str]
    day_first: bool | None = None
    existing: PlanContent | None = None
    activities: list[Answers] = field(default_factory=list)
    budget_lines: list[Answers] = field(default_factory=list)
    milestones: list[Answers] = field(default_factory=list)
    without_cost: int = 0
    left_out: int = 0
    _broad: set[str] = field(default_factory=set)

    def read(self, line: Line) -> None:
        """One row: a heading, a total, the rest of the activity above, or an activity."""
        total = self._total(line)
        if line.row.is_band:
            heading = next(filter(None, line.row.cells))
            self.book.warn("heading_row", line.number, value=heading)
            self.strategies.open(line, heading)
        elif total:
            self.left_out += 1
            self.book.warn("total_row", line.number, value=total)
        elif self._continues(line):
            self._continue(line)
        else:
            self._begin(line)

    def _begin(self, line: Line) -> None:
        strategy = self.strategies.of(line)
        is_said = line.says(Column.ACTIVITY)
        if not is_said and not line.says(*_OWN, *_BUDGET, Column.COST):
            return  # Only the strategy is named: the rows below belong to it.
        if not is_said:
            self.book.error("missing_activity", line.number, line.place(Column.ACTIVITY))
        activity = self._new("activity", line)
        for column, field_id in _TEXTS:
            activity.words(field_id, line.text(column), column)
        self._place_under(activity, strategy)
        self._who(activity)
        self._when(activity)
        self.activities.append(activity)
        self._belongings(activity, line)
        self.without_cost += not self.budget_lines or (
            self.budget_lines[-1].given.get("activity") != activity.uid
        )

    def _continues(self, line: Line) -> bool:
        if not line.continues(Column.ACTIVITY) or not self.activities:
            return False
        above = self.activities[-1].line
        return above.text(Column.ACTIVITY) == line.text(Column.ACTIVITY)

    def _continue(self, line: Line) -> None:
        """A merged activity cell: further costs and milestones of the same activity."""
        for column in _OWN:
            place = line.place(column)
            if place is not None and place not in line.row.continued and line.says(column):
                self.book.warn("unlike", line.number, place, value=line.text(column))
        self._belongings(self.activities[-1], line)

    def _belongings(self, activity: Answers, line: Line) -> None:
        costs = list(self.costs.read(line))
        if not costs and line.says(*_BUDGET):
            costs = [Cost({}, None)]
        for cost in costs:
            self._budget_line(activity, line, cost)
        self._milestone(activity, line)

    def _place_under(self, activity: Answers, strategy: Strategy | None) -> None:
        line = activity.line
        if strategy:
            activity.value("strategy", strategy.uid, Column.STRATEGY)
            self._note_repeated(activity, strategy)
        elif line.places.keys() & {Column.STRATEGY, Column.STRATEGY_NUMBER}:
            self.book.warn("missing_strategy", line.number, line.place(Column.STRATEGY))
        keys = self._items(line) or (strategy.cited if strategy else ())
        keys = keys or self.options.default_items
        if keys:
            activity.value("items", list(keys), Column.ITEMS)
            if strategy:
                strategy.items.update(keys)
        elif not line.text(Column.ITEMS):
            self.book.gather("no_item", line.number, line.place(Column.ITEMS))

    def _items(self, line: Line) -> tuple[str, ...]:
        place = line.place(Column.ITEMS)
        cited = items.read(line.text(Column.ITEMS), self.options.item_map)
        for piece in cited.unknown:
            self.book.error("unknown_item", line.number, place, value=piece)
        for piece in cited.broad:
            if piece not in self._broad:
                said = ", ".join(treaty().item(key).citation for key in cited.keys)
                self.book.warn("broad_item", line.number, place, value=piece, items=said)
                self._broad.add(piece)
        return cited.keys

    def _who(self, activity: Answers) -> None:
        line = activity.line
        lead, supporting = line.text(Column.LEAD), line.text(Column.SUPPORTING)
        for column, cell in ((Column.LEAD, lead), (Column.SUPPORTING, supporting)):
            for name in self.directory.joined(cell):
                self.book.warn("one_institution", line.number, line.place(column), value=name)
        named = self.directory.uids(lead)
        if len(named) > 1:
            self.book.warn("several_leads", line.number, line.place(Column.LEAD), value=lead)
        if named:
            activity.value("lead", named[0], Column.LEAD)
        others = dict.fromkeys((*named[1:], *self.directory.uids(supporting)))
        others.pop(named[0] if named else "", None)
        if others:
            activity.value("supporting", list(others), Column.SUPPORTING)

    def _when(self, activity: Answers) -> None:
        start = self._period(activity, "start", Column.START)
        end = self._period(activity, "end", Column.END)
        whole = self._period(activity, "start", Column.TIME)
        first = start or whole
        last = end or whole
        if last is None and Column.END not in activity.line.places:
            last = start  # With no column for the end, a span under "start" says both.
        if first and last and periods.is_before(last.end, first.start):
            said = f"{first.start} – {last.end}"
            self.book.error("reversed", activity.line.number, value=said)
            return
        if first:
            activity.value("start", first.start, Column.START)
        if last and (last is not start or start.start != start.end):
            activity.value("end", last.end, Column.END)

    def _period(self, answers: Answers, field_id: str, column: Column) -> periods.Period | None:
        line = answers.line
        text = line.text(column)
        if not text:
            return None
        try:
            return periods.read(text, self.day_first)
        except Unreadable as reason:
            if reason.code == "reversed":
                self.book.error("reversed", line.number, line.place(column), value=text)
            elif reason.code == "date":
                answers.keep_beside(field_id, text, column, "date")
            return None  # A date that can be read in two ways was asked once, for the file.

    def _budget_line(self, activity: Answers, line: Line, cost: Cost) -> None:
        budget = self._new("budget_line", line)
        budget.value("activity", activity.uid, Column.ACTIVITY)
        if cost.money:
            budget.value("cost", cost.money, Column.COST)
        for column, field_id in _BUDGET_TEXTS:
            budget.words(field_id, line.text(column), column)
        budget.choice("funding_status", line.text(Column.FUNDING_STATUS), Column.FUNDING_STATUS)
        budget.choice("source_type", line.text(Column.SOURCE_TYPE), Column.SOURCE_TYPE)
        if cost.year:
            budget.value("year", cost.year, Column.COST)
        else:
            self._year(budget)
        self.budget_lines.append(budget)

    def _year(self, budget: Answers) -> None:
        year = self._period(budget, "year", Column.YEAR)
        if year and year.start == year.end:
            budget.value("year", year.start, Column.YEAR)
        elif year:
            budget.keep_beside("year", budget.line.text(Column.YEAR), Column.YEAR, "date")

    def _milestone(self, activity: Answers, line: Line) -> None:
        if not line.says(Column.MILESTONE, Column.MILESTONE_DUE):
            return
        milestone = self._new("milestone", line)
        milestone.value("activity", activity.uid, Column.ACTIVITY)
        milestone.words("title", line.text(Column.MILESTONE), Column.MILESTONE)
        due = self._period(milestone, "due", Column.MILESTONE_DUE)
        if due:
            milestone.value("due", due.end, Column.MILESTONE_DUE)
        self.milestones.append(milestone)

    def _note_repeated(self, activity: Answers, strategy: Strategy) -> None:
        """Applying one file twice doubles a plan; two activities may still share their words."""
        words = activity.given.get("statement")
        for row in self.existing.rows("activity") if self.existing else ():
            same = row.answers.get("strategy") == strategy.uid
            if words and same and row.answers.get("statement", {}).items() >= words.items():
                self.book.gather("seen_before", activity.line.number)
                return

    def _total(self, line: Line) -> str:
        """A row that adds up others, by its words; counted in, it would double the plan."""
        activity = line.text(Column.ACTIVITY)
        own = (text for n, text in enumerate(line.row.cells) if n not in line.row.continued)
        texts = [activity] if activity and not line.continues(Column.ACTIVITY) else own
        return next((text for text in texts if _TOTAL.fullmatch(text.strip(" :.-"))), "")

    def _new(self, register: str, line: Line) -> Answers:
        schema = treaty().register(register)
        return Answers(schema, self.new_uid(), line, self.book, self.options.language)
