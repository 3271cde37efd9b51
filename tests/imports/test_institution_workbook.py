"""A workbook of one institution goes out, is filled in, and comes back."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from nap_tracker.content.reportable import (
    ACTIVITIES,
    FILLED_IN,
    INDICATORS,
    ActivityLine,
    Column,
    IndicatorLine,
    MilestoneLine,
    Reportable,
)
from nap_tracker.errors import InvalidFile
from nap_tracker.exports.institution_workbook import to_xlsx
from nap_tracker.i18n import use_locale
from nap_tracker.imports import institution_workbook as workbook
from nap_tracker.imports.institution_report import Report
from tests.commented import in_an_office, saved_by_office

TODAY = date(2026, 11, 27)
AT = datetime(2026, 11, 27, 6, 0, tzinfo=UTC)
PHASES = {"not_started": "Not yet started", "under_way": "In progress", "cancelled": "Withdrawn"}
MINE = Reportable(
    "plan-1",
    2,
    "body-1",
    (
        ActivityLine("a1", "1.1", "=Register every miner", "December 2027", "not_started",
                     (MilestoneLine("m1", "-Register opened", "June 2027"),
                      MilestoneLine("m2", "First permits", "2027", "2026-05"))),
        ActivityLine("a2", "1.2", "@Train", "", "not_known"),
    ),
    (
        IndicatorLine("i1", "1", "Mercury used", "kilograms", "+20 (2025)"),
        IndicatorLine("i2", "2", "Miners", "people", ""),
    ),
    PHASES,
    frozenset({"cancelled"}),
)  # fmt: skip
Change = Callable[[Any, Any], None]


def sent(found: Reportable = MINE, language: str = "en") -> bytes:
    facts = [("Plan", "=1+1"), ("Audience", "Drafting team only")]
    return to_xlsx(found, title="Report", facts=facts, language=language, made_at=AT)


def back(data: bytes, found: Reportable = MINE) -> Report:
    return workbook.read(data, found, today=TODAY)


def filled(change: Change, data: bytes | None = None) -> bytes:
    """What an office program saves after somebody wrote in it."""
    book = load_workbook(io.BytesIO(data or sent()))
    change(book.worksheets[1], book.worksheets[-1])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def activity(line: int, **cells: Any) -> Change:
    def write(activities: Any, _indicators: Any) -> None:
        for name, value in cells.items():
            activities.cell(line, ACTIVITIES.index(Column[name.upper()]) + 1, value)

    return write


def indicator(line: int, **cells: Any) -> Change:
    def write(_activities: Any, indicators: Any) -> None:
        for name, value in cells.items():
            indicators.cell(line, INDICATORS.index(Column[name.upper()]) + 1, value)

    return write


def told(report: Report) -> list[tuple[str, int | None, str]]:
    return [(fault.message, fault.row, fault.column) for fault in report.faults if fault.stops]


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=40)
UIDS = st.uuids().map(str)


@st.composite
def reportables(draw: st.DrawFn) -> Reportable:
    stones = st.builds(
        MilestoneLine, UIDS, TEXTS, TEXTS, st.sampled_from(("", "2025", "2025-06", "2025-06-30"))
    )
    acts = st.builds(
        ActivityLine,
        UIDS,
        TEXTS,
        TEXTS,
        TEXTS,
        st.sampled_from((*PHASES, "not_known")),
        st.lists(stones, max_size=3).map(tuple),
    )
    measured = st.builds(IndicatorLine, UIDS, TEXTS, TEXTS, TEXTS, TEXTS)
    return replace(
        MINE,
        activities=tuple(draw(st.lists(acts, max_size=4))),
        indicators=tuple(draw(st.lists(measured, max_size=4))),
    )


@settings(deadline=None, max_examples=25)
@given(reportables(), st.sampled_from(("en", "fr")), st.booleans())
def test_a_file_that_only_went_round_changes_nothing(
    found: Reportable, language: str, saved_again: bool
):
    data = sent(found, language)
    if saved_again:
        data = filled(lambda _activities, _indicators: None, data)
    assert back(data, found) == Report()


@in_an_office
def test_libreoffice_changes_nothing_by_saving(tmp_path: Path):
    found = replace(MINE, indicators=(replace(MINE.indicators[0], title="_x0041_ \tfar @home"),))
    assert back(saved_by_office(sent(found), tmp_path, "xlsx"), found) == Report()


@in_an_office
@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_was_filled_in_survives_libreoffice(language: str, tmp_path: Path):
    def write(activities: Any, indicators: Any) -> None:
        activity(3, words="=2+2 is no formula", phase="In progress")(activities, indicators)
        activities.cell(3, ACTIVITIES.index(Column.WORDS) + 1).data_type = "s"
        activity(4, reached=date(2026, 3, 1))(activities, indicators)
        activity(5, reached="2026-06")(activities, indicators)
        indicator(3, low=1200.5, best="1500", high="1.800,25")(activities, indicators)
        indicator(3, as_of="2025", source="Survey")(activities, indicators)

    data = filled(write, sent(language=language))
    report = back(saved_by_office(data, tmp_path, "xlsx"))
    assert report.faults == ()
    assert [(one.words, one.phase) for one in report.activities] == [
        ("=2+2 is no formula", "under_way")
    ]
    assert [one.reached for one in report.milestones] == ["2026-03-01", "2026-06"]
    (one,) = report.indicators
    assert (one.low, one.best, one.high) == (Decimal("1200.5"), Decimal(1500), Decimal("1800.25"))
    assert (one.as_of, one.source) == ("2025", "Survey")


@settings(deadline=None, max_examples=20)
@given(
    st.decimals(0, 10**9, places=3),
    st.sampled_from(("2024", "2025-03", "2026-11-26")),
    st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=30),
)
def test_what_is_written_in_comes_back_as_written(value: Decimal, as_of: str, words: str):
    def write(activities: Any, indicators: Any) -> None:
        activity(3, words=words, phase="In progress")(activities, indicators)
        activity(4, reached=as_of)(activities, indicators)
        indicator(4, best=float(value), as_of=as_of, source=words)(activities, indicators)

    report = back(filled(write))
    assert report.faults == ()
    assert report.is_ready
    written = unicodedata.normalize("NFC", words)
    (done,) = report.activities
    assert (done.uid, done.row, done.phase, done.words) == ("a1", 3, "under_way", written)
    (stone,) = report.milestones
    assert (stone.uid, stone.reached) == ("m1", as_of)
    (measured,) = report.indicators
    assert (measured.uid, measured.best, measured.as_of) == ("i2", value, as_of)
    assert measured.source == written


def test_cells_that_look_like_formulas_stay_text():
    book = load_workbook(io.BytesIO(sent()))
    cells = [cell for page in book.worksheets for row in page.iter_rows() for cell in row]
    risky = [cell for cell in cells if str(cell.value or "").startswith(("=", "+", "-", "@"))]
    assert len(risky) == 4
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in risky)


def test_only_what_an_institution_may_write_is_unlocked():
    book = load_workbook(io.BytesIO(sent()))
    for page, columns in zip(book.worksheets[1:], (ACTIVITIES, INDICATORS), strict=True):
        assert page.protection.sheet
        for row in page.iter_rows(min_row=3):
            open_ = {
                column
                for column, cell in zip(columns, row, strict=False)
                if not cell.protection.locked
            }
            assert open_ < FILLED_IN
            is_milestone = str(row[0].value).startswith("milestone")
            assert (Column.REACHED in open_) is is_milestone


def test_phases_are_offered_in_a_list():
    book = load_workbook(io.BytesIO(sent()))
    (offered,) = book.worksheets[1].data_validations.dataValidation
    assert offered.formula1 == '"Not yet started,In progress,Withdrawn"'
    assert str(offered.sqref) == "F3:F6"


def test_a_phase_is_read_in_the_language_of_the_file():
    with use_locale("fr"):
        data = sent(language="fr")
    report = back(filled(activity(3, phase="en cours"), data))
    assert [one.phase for one in report.activities] == ["under_way"]


def test_a_day_of_the_spreadsheet_is_a_day():
    report = back(filled(activity(4, reached=date(2026, 3, 1))))
    assert [one.reached for one in report.milestones] == ["2026-03-01"]


def test_a_number_written_as_text_is_a_number():
    report = back(filled(indicator(3, low="1 200,5", best="1500", high="1.800,25", as_of="2025",
                                   source="Survey")))  # fmt: skip
    (one,) = report.indicators
    assert (one.low, one.best, one.high) == (Decimal("1200.5"), Decimal(1500), Decimal("1800.25"))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (activity(3, phase="soon"), (workbook.NO_PHASE, 3, "Phase")),
        (
            activity(3, phase="Withdrawn"),
            (workbook.SAY_WHY, 3, "What happened since the last report"),
        ),
        (activity(4, reached="in spring"), (workbook.NO_DAY, 4, "Reached on")),
        (activity(4, reached="03/04/2026"), (workbook.NO_DAY, 4, "Reached on")),
        (activity(4, reached="2026-11-28"), (workbook.LATER, 4, "Reached on")),
        (activity(4, reached="2027"), (workbook.LATER, 4, "Reached on")),
        (activity(9, words="A new one"), (workbook.ADDED, 9, "")),
        (activity(3, id="activity:a9", words="x"), (workbook.FOREIGN, 3, "")),
        (activity(3, id="indicator:i1", words="x"), (workbook.FOREIGN, 3, "")),
        (activity(6, id="activity:a1", words="x"), (workbook.TWICE, 6, "")),
        (
            indicator(3, best="many", as_of="2025", source="x"),
            (workbook.NO_FIGURE, 3, "New value: best estimate"),
        ),
        (
            indicator(3, best="1,234", as_of="2025", source="x"),
            (workbook.TWO_WAYS, 3, "New value: best estimate"),
        ),
        (
            indicator(3, best="1.12345678", as_of="2025", source="x"),
            (workbook.TOO_FINE, 3, "New value: best estimate"),
        ),
        (
            indicator(3, low=1, as_of="2025", source="x"),
            (workbook.NO_BEST, 3, "New value: best estimate"),
        ),
        (indicator(3, best=1, source="x"), (workbook.NO_AS_OF, 3, "As of")),
        (indicator(3, best=1, as_of="2025"), (workbook.NO_SOURCE, 3, "Source")),
        (
            indicator(3, low=5, best=1, high=9, as_of="2025", source="x"),
            (workbook.DISORDER, 3, "New value: best estimate"),
        ),
    ],
)
def test_what_is_wrong_is_told_by_row_and_column(change: Change, fault: tuple[str, int, str]):
    report = back(filled(change))
    assert told(report) == [fault]
    assert not report.is_ready


def test_an_emptied_cell_changes_nothing_and_is_told():
    def clear(activities: Any, indicators: Any) -> None:
        activity(3, phase="")(activities, indicators)
        activity(5, reached="")(activities, indicators)

    report = back(filled(clear))
    assert report.changes_nothing
    assert [fault.message for fault in report.faults] == [
        workbook.PHASE_EMPTIED,
        workbook.DAY_EMPTIED,
    ]
    assert not any(fault.stops for fault in report.faults)


def test_a_merged_cell_is_not_read_for_two_rows():
    def merge(activities: Any, _indicators: Any) -> None:
        column = ACTIVITIES.index(Column.WORDS) + 1
        activities.cell(3, column, "Done")
        activities.merge_cells(start_row=3, end_row=6, start_column=column, end_column=column)

    report = back(filled(merge))
    assert (workbook.MERGED, 6, "What happened since the last report") in told(report)
    assert [one.uid for one in report.activities] == ["a1"]


def test_what_is_changed_in_locked_cells_is_not_read():
    report = back(filled(activity(3, activity="Something else", number="9", due="never")))
    assert report.changes_nothing
    assert report.faults == ()


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ({"plan": "plan-2"}, workbook.OTHER_PLAN),
        ({"institution": "body-2"}, workbook.OTHER_INSTITUTION),
    ],
)
def test_a_file_of_elsewhere_is_refused(other: dict[str, str], message: str):
    with pytest.raises(InvalidFile) as refused:
        back(sent(replace(MINE, **other)))
    assert refused.value.message == message


def test_a_file_whose_code_was_exchanged_still_reaches_nothing_of_others():
    """Ids are matched against what this institution has, whatever the cover says."""
    other = replace(MINE, activities=(replace(MINE.activities[0], uid="b1", milestones=()),))
    data = filled(activity(3, words="Done"), sent(other))
    report = back(data)
    assert report.changes_nothing
    assert told(report) == [(workbook.FOREIGN, 3, "")]


def test_a_version_that_was_replaced_may_still_be_reported_on():
    newer = replace(MINE, version=3)
    report = back(filled(activity(3, words="Done")), newer)
    assert [one.uid for one in report.activities] == ["a1"]


def own_book() -> bytes:
    book = Workbook()
    book.worksheets[0].append(["Activity", "Phase"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "data", [b"", b"no workbook", b"PK\x03\x04broken", own_book()], ids=range(4)
)
def test_what_is_no_such_file_is_refused(data: bytes):
    with pytest.raises(InvalidFile):
        back(data)


def test_a_sheet_that_is_there_twice_is_refused():
    book = load_workbook(io.BytesIO(sent()))
    book.copy_worksheet(book.worksheets[1])
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(InvalidFile) as refused:
        back(out.getvalue())
    assert refused.value.message == workbook.SHEET_TWICE
