"""The workbook of one institution: a cover, its activities with milestones, its indicators."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from nap_tracker import i18n
from nap_tracker.content.reportable import (
    ACTIVITIES,
    ACTIVITY_SHEET,
    FILLED_IN,
    GROUP_SHEET,
    GROUPS,
    HIDDEN,
    INDICATOR_SHEET,
    INDICATORS,
    LABELS,
    OF_ACTIVITY,
    OF_GROUP,
    OF_INDICATOR,
    OF_MILESTONE,
    OF_RANGE,
    OF_SHARE,
    Column,
    Reportable,
)
from nap_tracker.exports.comment_matrix import CODE, FIRST, HEAD, PROGRAM
from nap_tracker.exports.sheets import FACE, TOP, head, offer, put, sheet_name
from nap_tracker.i18n import N_
from nap_tracker.i18n import gettext as _

_WIDTHS: Mapping[Column, int] = {
    Column.ACTIVITY: 48,
    Column.COMMENT: 36,
    Column.DUE: 18,
    Column.GROUP: 30,
    Column.INDICATOR: 48,
    Column.LAST: 30,
    Column.PHASE: 18,
    Column.REACHED: 14,
    Column.SOURCE: 30,
    Column.UNIT: 30,
    Column.WORDS: 60,
}
_HOW = (
    N_("Fill in the white cells of the next sheets and send the file back."),
    N_("A row that you leave as it is changes nothing."),
    N_("Write dates as 2027, 2027-05 or 2027-05-17."),
    N_("A figure is shown to others only after it was approved."),
)
_HOW_GROUPS = N_("How many of a value are women, children or in a region goes into the last sheet.")
_LOCKED = PatternFill("solid", fgColor="F4F7F7")
NO_SHARES = HIDDEN | OF_SHARE


@dataclass(frozen=True, slots=True)
class Line:
    """A row, and which cells of it are not filled in."""

    cells: Mapping[Column, str]
    closed: frozenset[Column]


def to_xlsx(
    found: Reportable,
    *,
    title: str,
    facts: Sequence[tuple[str, str]],
    language: str,
    made_at: datetime,
) -> bytes:
    """`facts` are the lines of the cover: plan, version, institution, time, by whom, audience."""
    with i18n.use_locale(language):
        book = Workbook()
        about, activities = book.worksheets[0], book.create_sheet()
        rows = list(_activities(found))
        _write_about(about, title, facts, found)
        _write(activities, ACTIVITIES, rows)
        last = FIRST + max(len(rows), 1) - 1
        phases = [_(words) for words in found.phases.values()]
        offer(activities, ACTIVITIES.index(Column.PHASE) + 1, (FIRST, last), phases)
        if found.indicators:
            unused = HIDDEN if any(one.asks & OF_SHARE for one in found.indicators) else NO_SHARES
            _write(book.create_sheet(), INDICATORS, list(_indicators(found)), unused)
        if groups := list(_groups(found)):
            _write(book.create_sheet(), GROUPS, groups)
        named = (N_("About this file"), ACTIVITY_SHEET, INDICATOR_SHEET, GROUP_SHEET)
        for page, name in zip(book.worksheets, named, strict=False):
            page.title = sheet_name(name)
            page.sheet_view.rightToLeft = i18n.direction(language) == "rtl"
            page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
            page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        book.properties.creator, book.properties.lastModifiedBy = PROGRAM, None
        book.properties.title, book.properties.created = title, made_at.replace(tzinfo=None)
        data = io.BytesIO()
        book.save(data)
    return data.getvalue()


def _activities(found: Reportable) -> Iterator[Line]:
    """Each activity, and under it a row for each milestone: one has a phase, the other a day."""
    for one in found.activities:
        said = found.phases.get(one.phase, "")
        cells = {
            Column.ID: f"{OF_ACTIVITY}:{one.uid}",
            Column.WAS: one.phase,
            Column.NUMBER: one.number,
            Column.ACTIVITY: one.statement,
            Column.DUE: one.due,
            Column.PHASE: _(said) if said else "",
        }
        yield Line(cells, frozenset({Column.REACHED}))
        for stone in one.milestones:
            cells = {
                Column.ID: f"{OF_MILESTONE}:{stone.uid}",
                Column.WAS: stone.reached,
                Column.ACTIVITY: _("Milestone: %(title)s", title=stone.title),
                Column.DUE: stone.due,
                Column.REACHED: stone.reached,
            }
            yield Line(cells, frozenset({Column.PHASE, Column.WORDS}))


def _indicators(found: Reportable) -> Iterator[Line]:
    for one in found.indicators:
        cells = {
            Column.ID: f"{OF_INDICATOR}:{one.uid}",
            Column.NUMBER: one.number,
            Column.INDICATOR: one.title,
            Column.UNIT: one.unit,
            Column.LAST: one.last,
        }
        yield Line(cells, (OF_RANGE | OF_SHARE) - one.asks)


def _groups(found: Reportable) -> Iterator[Line]:
    for one in found.indicators:
        for group in one.groups:
            cells = {
                Column.ID: f"{OF_GROUP}:{one.id_of(group)}",
                Column.INDICATOR: one.title,
                Column.GROUP: group.words,
            }
            yield Line(cells, frozenset())


def _write(
    page: Worksheet,
    columns: Sequence[Column],
    rows: Sequence[Line],
    hidden: frozenset[Column] = HIDDEN,
) -> None:
    for at, column in enumerate(columns, 1):
        put(page, 1, at, CODE + column)
        if column not in HIDDEN:
            head(page, HEAD, at, _(LABELS[column]))
        dimension = page.column_dimensions[get_column_letter(at)]
        dimension.hidden = column in hidden
        dimension.width = _WIDTHS.get(column, 12)
        dimension.alignment = TOP
    page.row_dimensions[1].hidden = True
    for line, row in enumerate(rows, FIRST):
        for at, column in enumerate(columns, 1):
            cell = put(page, line, at, row.cells.get(column, ""))
            if column in FILLED_IN - row.closed:
                cell.protection = Protection(locked=False)
            else:
                cell.fill = _LOCKED
    # Against slips only: there is no password, and what comes back is matched by id anyway.
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = False
    page.freeze_panes = f"{get_column_letter(len(HIDDEN & set(columns)) + 1)}{FIRST}"


def _write_about(
    page: Worksheet, title: str, facts: Sequence[tuple[str, str]], found: Reportable
) -> None:
    cell = put(page, 1, 1, title)
    cell.font, cell.alignment = Font(FACE, bold=True, size=14), Alignment(wrap_text=False)
    for line, (label, words) in enumerate(facts, 3):
        put(page, line, 1, label).font = Font(FACE, bold=True)
        put(page, line, 2, words)
    how = (*_HOW, _HOW_GROUPS) if any(one.groups for one in found.indicators) else _HOW
    for line, words in enumerate(how, len(facts) + 4):
        put(page, line, 2, _(words))
    last = len(facts) + len(how) + 5
    put(page, last, 1, _("Code of this file")).font = Font(FACE, color="56616B")
    put(page, last, 2, found.stamp).font = Font(FACE, color="56616B")
    page.column_dimensions["A"].width = 28
    page.column_dimensions["B"].width = 90
