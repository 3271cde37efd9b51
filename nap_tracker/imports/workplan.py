"""A work plan from a spreadsheet: rows and the meaning of columns become a proposal."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Sequence

from nap_tracker.annex_c.values import amount_of
from nap_tracker.content.tree import EntryContent, PlanContent
from nap_tracker.imports import periods
from nap_tracker.imports.activities import Activities
from nap_tracker.imports.answers import Answers
from nap_tracker.imports.columns import LABELS, Column, is_country
from nap_tracker.imports.costs import Costs
from nap_tracker.imports.institutions import Directory
from nap_tracker.imports.items import plain
from nap_tracker.imports.lines import Book, Line, Places, listed, places_of
from nap_tracker.imports.options import Columns, Options
from nap_tracker.imports.proposal import Counts, Proposal, ProposedRow, Reading, totals
from nap_tracker.imports.sheet import Sheet
from nap_tracker.imports.strategies import Strategies

_DATES = (Column.START, Column.END, Column.TIME, Column.MILESTONE_DUE, Column.YEAR)


def _uid() -> str:
    return str(uuid.uuid4())


def propose(
    sheet: Sheet,
    columns: Columns,
    options: Options,
    existing: PlanContent | None = None,
    *,
    new_uid: Callable[[], str] = _uid,
) -> Proposal:
    """What the rows would add to the plan, with every problem; nothing is stored.

    Strategies and institutions the plan has by the same name are referred to, not repeated.
    Activities are always new: two with the same words may be different ones.
    """
    book = Book(sheet.headers)
    columns = _checked(sheet, columns, book)
    places = places_of(columns)
    _warn_of_countries(sheet, options, book)
    for problem in sheet.problems:
        if problem.column is None or problem.column in columns:
            book.note(problem)
    lines = [Line(row, places) for row in sheet.rows if _is_wanted(row.cells, options)]
    reader = _reader(sheet, options, existing, book, new_uid)
    readings = (*reader.costs.study(lines, places), *_study_dates(reader, lines, places, sheet))
    for line in lines:
        reader.read(line)
    reader.costs.ask_for_zeros()
    reader.left_out += len(sheet.rows) - len(lines)
    if not reader.activities:
        book.error("nothing")
    rows = _rows(reader, existing)
    return Proposal(rows, book.problems(), totals(rows), readings, _counts(reader, rows))


def _reader(
    sheet: Sheet,
    options: Options,
    existing: PlanContent | None,
    book: Book,
    new_uid: Callable[[], str],
) -> Activities:
    strategies = Strategies(_of(existing, "strategy"), options.language, book, new_uid)
    directory = Directory(_of(existing, "institution"), options.language, new_uid)
    costs = Costs(options, book, sheet.headers)
    return Activities(options, book, strategies, directory, costs, new_uid, existing=existing)


def _checked(sheet: Sheet, columns: Columns, book: Book) -> Columns:
    """The columns that exist in the file, once each meaning is known to be chosen once."""
    times: Counter[str] = Counter(column for column in columns.values())
    for place, column in columns.items():
        if not 0 <= place < len(sheet.headers):
            book.error("no_such_column", place=place + 1)
        elif times[column] > 1 and column is not Column.COST:
            book.error("column_twice", None, place, name=LABELS[column])
    if not times[Column.ACTIVITY]:
        book.error("no_activity_column")
    if not times[Column.STRATEGY] + times[Column.STRATEGY_NUMBER]:
        book.warn("no_strategy_column")
    if not times[Column.COST]:
        book.warn("no_cost_column")
    return {place: columns[place] for place in columns if 0 <= place < len(sheet.headers)}


def _warn_of_countries(sheet: Sheet, options: Options, book: Book) -> None:
    for place, header in enumerate(sheet.headers):
        countries = sheet.values(place) if is_country(header) and options.only is None else ()
        if len(countries) > 1:
            book.warn("several_countries", None, place, values=", ".join(countries))


def _is_wanted(cells: Sequence[str], options: Options) -> bool:
    only = options.only
    if only is None:
        return True
    return only.column < len(cells) and plain(cells[only.column]) == plain(only.value)


def _study_dates(
    reader: Activities, lines: Sequence[Line], places: Places, sheet: Sheet
) -> list[Reading]:
    """Whether the day comes first, for all date columns together."""
    cells = [
        (line.number, place, line.row.cell(place))
        for column in _DATES
        for place in places.get(column, ())
        for line in lines
    ]
    order = periods.decide(text for _, _, text in cells)
    chosen = reader.options.day_first
    reader.day_first = order.day_first if chosen is None else chosen
    if not order.ambiguous:
        return []
    if reader.day_first is None:
        rows = listed(number for number, _, text in cells if text in order.ambiguous)
        reader.book.error("ambiguous_dates", value=order.ambiguous[0], rows=rows)
        return []
    place = next(place for _, place, text in cells if text in order.ambiguous)
    evidence = order.evidence if chosen is None else ""
    choice = "day" if reader.day_first else "month"
    return [Reading(place, sheet.headers[place], "dates", choice, evidence)]


def _rows(reader: Activities, existing: PlanContent | None) -> tuple[ProposedRow, ...]:
    institutions = reader.directory.new()
    after = _last(existing, "institution")
    return (
        *(
            ProposedRow("institution", uid, after + place, answers)
            for place, (uid, answers) in enumerate(institutions, 1)
        ),
        *reader.strategies.rows(_last(existing, "strategy")),
        *_placed(reader.activities, existing),
        *_placed(reader.budget_lines, existing),
        *_placed(reader.milestones, existing),
    )


def _placed(answers: Sequence[Answers], existing: PlanContent | None) -> list[ProposedRow]:
    if not answers:
        return []
    after = _last(existing, answers[0].register.id)
    return [each.row(after + place) for place, each in enumerate(answers, 1)]


def _of(existing: PlanContent | None, register: str) -> tuple[EntryContent, ...]:
    return existing.rows(register) if existing else ()


def _last(existing: PlanContent | None, register: str) -> int:
    return max((row.position for row in _of(existing, register)), default=0)


def _counts(reader: Activities, rows: Sequence[ProposedRow]) -> Counts:
    kinds = Counter(row.register for row in rows)
    costs = [row.answers["cost"] for row in rows if "cost" in row.answers]
    return Counts(
        strategies=kinds["strategy"],
        activities=kinds["activity"],
        budget_lines=kinds["budget_line"],
        institutions=kinds["institution"],
        milestones=kinds["milestone"],
        free=sum(amount_of(cost) == 0 for cost in costs),
        not_costed=sum(cost.get("empty") == "not_costed" for cost in costs),
        without_cost=reader.without_cost,
        left_out=reader.left_out,
    )
