"""A workbook of an institution that came back: what it reports, or a refusal. Nothing is stored."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from nap_tracker import i18n
from nap_tracker.annex_c.decimals import DECIMALS, INTEGER_DIGITS
from nap_tracker.content.reportable import (
    ACTIVITY_SHEET,
    FILLED_IN,
    GROUP_SHEET,
    INDICATOR_SHEET,
    INDICATORS,
    LABELS,
    OF_ACTIVITY,
    OF_GROUP,
    OF_INDICATOR,
    OF_MILESTONE,
    OF_SHARE,
    Column,
    IndicatorLine,
    Reportable,
    of_stamp,
)
from nap_tracker.i18n import N_, gettext
from nap_tracker.imports import figures, periods, workbook
from nap_tracker.imports.figures import Unreadable
from nap_tracker.imports.institution_groups import Groups
from nap_tracker.imports.institution_report import (
    ActivityReport,
    Fault,
    IndicatorReport,
    MilestoneReport,
    Report,
)
from nap_tracker.imports.problems import Severity
from nap_tracker.imports.table import (
    MAX_BYTES,
    MAX_ROWS,
    TOO_LARGE,
    TOO_MANY_ROWS,
    Row,
    Table,
    refuse,
)

CODE = "nap:"
COVER = 60
"""Rows from the top in which the cover says whose file it is."""
NOT_OURS = N_(
    "This is no file that was sent out for an institution of this plan. Send the file out again"
    " and fill in that one."
)
OTHER_PLAN = N_("This file is of another plan. Bring it in there.")
OTHER_INSTITUTION = N_("This file is of another institution. Bring it in there.")
SHEET_TWICE = N_("Two sheets hold the same table. Remove one of them.")
ADDED = N_("This row was added: it belongs to nothing that was sent out. Remove it.")
FOREIGN = N_("This row is of no activity or indicator of this institution. Remove it.")
TWICE = N_("This row is there twice. Remove one of them.")
MERGED = N_("This cell is merged with the one above. Part them and write in each.")
NO_PHASE = N_("“%(value)s” is no phase. Choose one from the list.")
PHASE_EMPTIED = N_("The phase was emptied; it stays as it was.")
SAY_WHY = N_("Say in this row what happened: this phase needs it.")
NO_DAY = N_("“%(value)s” is not one date. Write it as 2027, 2027-05 or 2027-05-17.")
LATER = N_("“%(value)s” lies in the future.")
DAY_EMPTIED = N_("The day was emptied; the milestone stays as it was.")
NO_FIGURE = N_("“%(value)s” is no figure. Leave the row empty where the value is not known.")
TWO_WAYS = N_("“%(value)s” can be read in two ways. Write it without marks between thousands.")
TOO_FINE = N_("“%(value)s” has too many digits.")
NO_BEST = N_("The best estimate is missing.")
NO_NUMBER = N_("A share has two numbers; this one is missing.")
NO_AS_OF = N_("Say of which day, month or year the value is.")
NO_SOURCE = N_("Say where the value comes from.")
DISORDER = N_("The lowest, the best and the highest value are not in this order.")
NO_COUNT = N_("“%(value)s” is no whole number from 0.")
LIMIT = Decimal(10) ** INTEGER_DIGITS
_ORDER = (Column.LOW, Column.BEST, Column.HIGH)
_NEEDED = ((Column.AS_OF, NO_AS_OF), (Column.SOURCE, NO_SOURCE))
_SHEETS = (
    (Column.PHASE, ACTIVITY_SHEET),
    (Column.BEST, INDICATOR_SHEET),
    (Column.PEOPLE, GROUP_SHEET),
)
"""The column by which each table is known; groups come after what they are a part of."""
_SIGNED = re.compile(r"^[-−]\s*(?=\d)")


def whose(data: bytes) -> str:
    """The institution a workbook was sent out for, by its cover. Raises InvalidFile."""
    found = {institution for _, institution in _stamps(_tables(data))}
    if len(found) != 1:
        raise refuse(NOT_OURS)
    return found.pop()


def read(data: bytes, reportable: Reportable, *, today: date) -> Report:
    """What the workbook reports. Raises InvalidFile: hostile, no workbook, of somebody else."""
    tables = _tables(data)
    _require_ours(tables, reportable)
    reader = _Reader(reportable, today)
    for needed, name in _SHEETS:
        several = [one for one in tables if needed in _columns(one)]
        if len(several) > 1:
            raise refuse(SHEET_TWICE)
        for table in several:
            reader.read(table, name)
    return reader.report()


def _tables(data: bytes) -> Sequence[Table]:
    """Every sheet that is in sight."""
    if len(data) > MAX_BYTES:
        raise refuse(TOO_LARGE, limit=MAX_BYTES // 2**20)
    tables: list[Table] = []

    def keep(table: Table) -> int:
        tables.append(table)
        return 0

    workbook.read(data, keep)
    if any(len(table.rows) > MAX_ROWS for table in tables):
        raise refuse(TOO_MANY_ROWS, limit=MAX_ROWS)
    return tables


def _stamps(tables: Sequence[Table]) -> set[tuple[str, str]]:
    rows = (row for table in tables for row in table.rows[:COVER])
    return {said for row in rows for text in row.cells if (said := of_stamp(text))}


def _require_ours(tables: Sequence[Table], reportable: Reportable) -> None:
    stamps = _stamps(tables)
    if not stamps:
        raise refuse(NOT_OURS)
    if any(plan != reportable.plan for plan, _ in stamps):
        raise refuse(OTHER_PLAN)
    if any(institution != reportable.institution for _, institution in stamps):
        raise refuse(OTHER_INSTITUTION)
    if not any(_columns(table) for table in tables):
        raise refuse(NOT_OURS)


def _columns(table: Table) -> Mapping[Column, int]:
    """By the codes of the hidden first row, so that columns may be moved and headings changed."""
    codes = {CODE + column: column for column in Column}
    top = table.rows[0].cells if table.rows else ()
    return {codes[text]: at for at, text in enumerate(top) if text in codes}


@dataclass(frozen=True, slots=True)
class _Line:
    """One row, with what is written where."""

    sheet: str
    row: Row
    columns: Mapping[Column, int]

    def text(self, column: Column) -> str:
        at = self.columns.get(column)
        return "" if at is None else self.row.cell(at)

    def is_number(self, column: Column) -> bool:
        return self.columns.get(column) in self.row.typed

    def fault(
        self, message: str, column: Column | None = None, *, stops: bool = True, **params: str
    ) -> Fault:
        heading = LABELS[column] if column else ""
        return Fault(message, self.sheet, self.row.number, heading, params, stops)


class _Reader:
    """Goes through the rows of both tables, and matches each by its id."""

    def __init__(self, reportable: Reportable, today: date) -> None:
        self._today = today
        self._needs_words = reportable.needs_words
        self._phases = _words_of(reportable.phases)
        self._activities = {one.uid: one for one in reportable.activities}
        self._milestones = {m.uid: m for one in reportable.activities for m in one.milestones}
        self._indicators = {one.uid: one for one in reportable.indicators}
        self._groups = Groups(reportable.indicators)
        self._wrong: set[str] = set()
        self._found: list[ActivityReport | MilestoneReport | IndicatorReport] = []
        self._faults: list[Fault] = []
        self._seen: Counter[str] = Counter()

    def report(self) -> Report:
        found = self._found
        measured = [self._groups.joined(o) for o in found if isinstance(o, IndicatorReport)]
        return Report(
            tuple(one for one in found if isinstance(one, ActivityReport)),
            tuple(one for one in found if isinstance(one, MilestoneReport)),
            tuple(measured),
            (*self._faults, *self._groups.left_over(measured, self._wrong)),
        )

    def read(self, table: Table, sheet: str) -> None:
        columns = _columns(table)
        open_ = {at: column for column, at in columns.items() if column in FILLED_IN}
        for problem in table.problems:
            # What stands in locked cells is not read, and headings are no row of the report.
            if problem.column in open_ and (problem.row or 0) > table.rows[0].number + 1:
                heading = LABELS[open_[problem.column]]
                stops = problem.severity is Severity.ERROR
                self._faults.append(
                    Fault(problem.message, sheet, problem.row, heading, problem.params, stops)
                )
        for row in table.rows[2:]:
            line = _Line(sheet, row, columns)
            merged = [open_[at] for at in sorted(row.continued) if at in open_]
            self._faults.extend(line.fault(MERGED, column) for column in merged)
            if not merged:
                self._line(line)

    def _line(self, line: _Line) -> None:
        id_ = line.text(Column.ID)
        if not id_:
            if any(line.text(column) for column in FILLED_IN):
                self._faults.append(line.fault(ADDED))
            return
        kind, _, uid = id_.partition(":")
        if uid not in self._known(kind, line.sheet):
            self._faults.append(line.fault(FOREIGN))
            return
        self._seen[id_] += 1
        if self._seen[id_] > 1:
            self._faults.append(line.fault(TWICE))
        elif kind == OF_ACTIVITY:
            self._activity(line, uid)
        elif kind == OF_MILESTONE:
            self._milestone(line, uid)
        elif kind == OF_GROUP:
            self._group(line, uid)
        else:
            self._indicator(line, uid)

    def _known(self, kind: str, sheet: str) -> Collection[str]:
        """What a row of this kind may be of; an indicator has no place among activities."""
        if sheet == GROUP_SHEET:
            return self._groups.ids if kind == OF_GROUP else ()
        if sheet == INDICATOR_SHEET:
            return self._indicators if kind == OF_INDICATOR else ()
        if kind == OF_MILESTONE:
            return self._milestones
        return self._activities if kind == OF_ACTIVITY else ()

    def _activity(self, line: _Line, uid: str) -> None:
        written, words = line.text(Column.PHASE), line.text(Column.WORDS)
        was = line.text(Column.WAS)
        phase = self._phases.get(_folded(written), "") if written else ""
        if written and not phase:
            self._faults.append(line.fault(NO_PHASE, Column.PHASE, value=written))
            return
        if not written and was in self._phases.values():
            self._faults.append(line.fault(PHASE_EMPTIED, Column.PHASE, stops=False))
        changed = phase if phase != was else ""
        if changed in self._needs_words and not words:
            self._faults.append(line.fault(SAY_WHY, Column.WORDS))
        elif changed or words:
            label = self._activities[uid].statement
            self._found.append(ActivityReport(uid, line.row.number, label, changed, words))

    def _milestone(self, line: _Line, uid: str) -> None:
        written, was = line.text(Column.REACHED), line.text(Column.WAS)
        if written == was:
            return
        if not written:
            self._faults.append(line.fault(DAY_EMPTIED, Column.REACHED, stops=False))
            return
        if day := self._day(line, Column.REACHED):
            label = self._milestones[uid].title
            if day != was:
                self._found.append(MilestoneReport(uid, line.row.number, label, day))

    def _indicator(self, line: _Line, uid: str) -> None:
        """Cells that this kind of indicator does not ask for are locked, and not read."""
        asked = [c for c in INDICATORS if c in self._indicators[uid].asks]
        if not any(line.text(c) for c in (*asked, Column.AS_OF, Column.SOURCE, Column.COMMENT)):
            return
        before = len(self._faults)
        said = {c: self._figure(line, c) for c in asked}
        for column, message in (*_needed(self._indicators[uid]), *_NEEDED):
            if not line.text(column):
                self._faults.append(line.fault(message, column))
        as_of = self._day(line, Column.AS_OF)
        known = [value for c in _ORDER if (value := said.get(c)) is not None]
        if known != sorted(known):
            self._faults.append(line.fault(DISORDER, Column.BEST))
        if len(self._faults) > before:
            self._wrong.add(uid)
            return
        self._found.append(
            IndicatorReport(
                uid,
                line.row.number,
                self._indicators[uid].title,
                as_of,
                best=said.get(Column.BEST),
                low=said.get(Column.LOW),
                high=said.get(Column.HIGH),
                part=said.get(Column.PART),
                whole=said.get(Column.WHOLE),
                source=line.text(Column.SOURCE),
                comment=line.text(Column.COMMENT),
            )
        )

    def _group(self, line: _Line, id_: str) -> None:
        people = self._figure(line, Column.PEOPLE)
        if people is not None and (people < 0 or people % 1):
            value = line.text(Column.PEOPLE)
            self._faults.append(line.fault(NO_COUNT, Column.PEOPLE, value=value))
        elif people is not None:
            self._groups.add(id_, line.row.number, Decimal(int(people)))

    def _day(self, line: _Line, column: Column) -> str:
        """A day, month or year that has begun; '' where there is none, or a fault."""
        written = line.text(column)
        if not written:
            return ""
        try:
            period = periods.read(written)
        except Unreadable:
            period = None
        if period is None or period.start != period.end:
            self._faults.append(line.fault(NO_DAY, column, value=written))
            return ""
        if period.start > self._today.isoformat()[: len(period.start)]:
            self._faults.append(line.fault(LATER, column, value=written))
            return ""
        return period.start

    def _figure(self, line: _Line, column: Column) -> Decimal | None:
        written = line.text(column)
        if not written:
            return None
        values = _readings(written, is_number=line.is_number(column))
        if len(values) == 1:
            value = values.pop()
            if abs(value) < LIMIT and value == round(value, DECIMALS):
                return value
            self._faults.append(line.fault(TOO_FINE, column, value=written))
            return None
        message = TWO_WAYS if values else NO_FIGURE
        self._faults.append(line.fault(message, column, value=written))
        return None


def _needed(one: IndicatorLine) -> Sequence[tuple[Column, str]]:
    """The columns without which there is no value, and what is said then."""
    if one.asks & OF_SHARE:
        return [(column, NO_NUMBER) for column in sorted(OF_SHARE)]
    return [(Column.BEST, NO_BEST)]


def _readings(written: str, *, is_number: bool) -> set[Decimal]:
    """Every value that may be meant. What a spreadsheet worked out has digits nobody measured."""
    if is_number:
        return {round(Decimal(written), DECIMALS)}
    bare = _SIGNED.sub("", written)
    sign = -1 if bare != written else 1
    return {sign * value for value in figures.readings(bare).values()}


def _folded(words: str) -> str:
    return " ".join(words.casefold().split())


def _words_of(phases: Mapping[str, str]) -> Mapping[str, str]:
    """Each phase by its words in every language of the interface: a file may be older than that
    of the person who brings it in."""
    return {word: code for language in i18n.languages() for word, code in _in(language, phases)}


def _in(language: str, phases: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    with i18n.use_locale(language):
        for code, words in phases.items():
            yield _folded(gettext(words)), code
