"""An institution reports figures by file: they wait for approval, once, with the file beside."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from nap_tracker.content.reportable import GROUP_SHEET, GROUPS, INDICATORS, LABELS, Column
from nap_tracker.errors import Forbidden, NotReady
from nap_tracker.estimates.on_track import Direction
from nap_tracker.extensions import db
from nap_tracker.imports import institution_workbook
from nap_tracker.imports.institution_groups import NO_TOTAL
from nap_tracker.models.indicator_track import IndicatorTrack, Observation, ObservationFile
from nap_tracker.models.institution_upload import InstitutionUpload
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import OPERATOR
from nap_tracker.services import (
    activities,
    indicators,
    institution_figures,
    institution_workbooks,
    observations,
)
from nap_tracker.services.indicators import Own, Settings
from tests.cast import Cast
from tests.doors import Clock
from tests.factories import complete_plan, uid
from tests.services.observed import approved, in_force, value

pytestmark = pytest.mark.database
MINISTRY = "coordinator"


@pytest.fixture(autouse=True)
def _in_march_2026(clock: Clock) -> None:
    """Every test: values are of the time before it."""


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    return in_force(cast)


@pytest.fixture
def amount(version: PlanVersion) -> IndicatorTrack:
    """The indicator of the text, in kilograms a year; an institution of the plan measures it."""
    (row,) = activities.of_version(OPERATOR, version).tracked.indicators
    return indicators.follow_row(OPERATOR, version, row.uid)


def owned(version: PlanVersion, own: Own, by: str | None) -> IndicatorTrack:
    return indicators.follow_own(OPERATOR, version, own, Settings(Direction.UP, responsible_uid=by))


def out(cast: Cast, version: PlanVersion, by: str | None) -> bytes:
    return institution_workbooks.table(cast.actor(MINISTRY), version, by or "").data


def ids(data: bytes) -> list[str]:
    page = load_workbook(io.BytesIO(data)).worksheets[2]
    return [str(page.cell(line, 1).value).partition(":")[2] for line in range(3, page.max_row + 1)]


def line_of(data: bytes, track: IndicatorTrack) -> int:
    return ids(data).index(track.id) + 3


def filled(data: bytes, *rows: tuple[int, dict[Column, object]]) -> bytes:
    book = load_workbook(io.BytesIO(data))
    for line, cells in rows:
        for column, words in cells.items():
            book.worksheets[2].cell(line, INDICATORS.index(column) + 1, words)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


SAID: dict[Column, object] = {
    Column.LOW: 7000,
    Column.BEST: 8000,
    Column.HIGH: 9000,
    Column.AS_OF: "2025",
    Column.SOURCE: "Survey of 2025",
}


def brought(cast: Cast, version: PlanVersion, data: bytes) -> InstitutionUpload:
    return institution_workbooks.add(cast.actor(MINISTRY), version, name="figures.xlsx", data=data)


def opened(cast: Cast, version: PlanVersion, data: bytes) -> institution_workbooks.Opened:
    upload = brought(cast, version, data)
    return institution_workbooks.open_(cast.actor(MINISTRY), version, upload.id)


def apply(cast: Cast, version: PlanVersion, data: bytes) -> int:
    seen = opened(cast, version, data)
    return institution_workbooks.apply(
        cast.actor(MINISTRY), version, seen.upload.id, fingerprint=seen.fingerprint
    )


def test_a_file_asks_for_what_its_institution_measures_and_nothing_else(
    cast: Cast, version: PlanVersion, amount: IndicatorTrack
):
    owned(version, Own("Trust", "en"), None)
    ended = owned(version, Own("Patience", "en"), amount.responsible_uid)
    indicators.end(OPERATOR, version, ended)
    assert ids(out(cast, version, amount.responsible_uid)) == [amount.id]


def test_a_value_waits_for_approval_with_the_file_as_its_evidence(
    cast: Cast, version: PlanVersion, amount: IndicatorTrack
):
    data = filled(out(cast, version, amount.responsible_uid), (3, SAID))
    assert apply(cast, version, data) == 1
    one = db.session.scalars(select(Observation)).one()
    assert (one.state, one.as_of, one.best) == ("waiting", "2025", Decimal(8000))
    assert (one.on_behalf_uid, one.author_id) == (amount.responsible_uid, cast.coordinator.id)
    file = db.session.scalars(select(ObservationFile)).one().file
    assert file.name == "figures.xlsx"
    with pytest.raises(Forbidden):
        observations.advance(cast.actor(MINISTRY), version, amount, one, "approve")


def test_looking_at_figures_keeps_none(cast: Cast, version: PlanVersion, amount: IndicatorTrack):
    data = filled(out(cast, version, amount.responsible_uid), (3, SAID))
    (figure,) = opened(cast, version, data).figures
    assert (figure.value, figure.as_of) == ("8,000 (7,000 to 9,000)\u00a0kg/yr", "2025")
    assert db.session.scalars(select(Observation)).all() == []


def test_the_same_figure_is_reported_once_however_often_the_file_comes(
    cast: Cast, version: PlanVersion, amount: IndicatorTrack
):
    data = filled(out(cast, version, amount.responsible_uid), (3, SAID))
    apply(cast, version, data)
    found = opened(cast, version, data).report
    assert found.changes_nothing
    assert [(f.message, f.row, f.stops) for f in found.faults] == [
        (institution_figures.KNOWN, 3, False)
    ]
    with pytest.raises(NotReady):
        apply(cast, version, data)


def test_what_was_sent_back_may_be_reported_again(
    cast: Cast, version: PlanVersion, amount: IndicatorTrack
):
    data = filled(out(cast, version, amount.responsible_uid), (3, SAID))
    apply(cast, version, data)
    one = db.session.scalars(select(Observation)).one()
    focal = cast.actor("focal_point")
    observations.advance(focal, version, amount, one, "send_back", note="Which region?")
    assert apply(cast, version, data) == 1


def test_the_last_value_is_told_and_is_an_approved_one(
    cast: Cast, version: PlanVersion, amount: IndicatorTrack
):
    approved(cast, version, amount, value(9500, "2024"))
    page = load_workbook(io.BytesIO(out(cast, version, amount.responsible_uid))).worksheets[2]
    told = page.cell(3, INDICATORS.index(Column.LAST) + 1).value
    assert told == "9,500\u00a0kg/yr, 2024"


def test_a_share_is_asked_as_two_numbers(cast: Cast, version: PlanVersion, amount: IndicatorTrack):
    track = owned(version, Own("Sites inspected", "en", kind="share"), amount.responsible_uid)
    data = out(cast, version, amount.responsible_uid)
    line = line_of(data, track)
    page = load_workbook(io.BytesIO(data)).worksheets[2]
    open_ = {
        column
        for column in INDICATORS
        if not page.cell(line, INDICATORS.index(column) + 1).protection.locked
    }
    assert {Column.PART, Column.WHOLE} < open_
    assert not open_ & {Column.LOW, Column.BEST, Column.HIGH}
    cells = {Column.PART: 3, Column.WHOLE: 12, Column.AS_OF: "2025", Column.SOURCE: "Visits"}
    apply(cast, version, filled(data, (line, cells)))
    one = db.session.scalars(select(Observation)).one()
    assert (one.part, one.whole, one.best) == (3, 12, 25)


def test_no_cell_of_a_share_is_shown_where_nothing_is_a_share(
    cast: Cast, version: PlanVersion, amount: IndicatorTrack
):
    page = load_workbook(io.BytesIO(out(cast, version, amount.responsible_uid))).worksheets[2]
    letter = page.cell(1, INDICATORS.index(Column.PART) + 1).column_letter
    assert page.column_dimensions[letter].hidden


@pytest.mark.parametrize(
    ("own", "cells", "column"),
    [
        (Own("Trust", "en"), {Column.BEST: -1}, Column.BEST),
        (Own("Trust", "en", kind="scale", steps=("None", "Full")), {Column.BEST: 3}, Column.BEST),
        (Own("Visits", "en", kind="share"), {Column.PART: 1, Column.WHOLE: 0}, Column.WHOLE),
        (Own("Visits", "en", kind="share"), {Column.PART: 1}, Column.WHOLE),
        (Own("Trust", "en"), {Column.BEST: 1, Column.COMMENT: "x" * 4001}, Column.COMMENT),
    ],
)
def test_a_value_that_cannot_be_is_told_by_its_row_and_column(
    cast: Cast,
    version: PlanVersion,
    amount: IndicatorTrack,
    own: Own,
    cells: dict[Column, object],
    column: Column,
):
    track = owned(version, own, amount.responsible_uid)
    data = out(cast, version, amount.responsible_uid)
    line = line_of(data, track)
    said = {Column.AS_OF: "2025", Column.SOURCE: "Visits", **cells}
    (fault,) = opened(cast, version, filled(data, (line, said))).report.faults
    assert (fault.row, fault.column, fault.stops) == (line, LABELS[column], True)


def test_a_value_of_a_closed_period_is_told_before_anything_is_brought_in(
    cast: Cast, version: PlanVersion, amount: IndicatorTrack
):
    data = filled(out(cast, version, amount.responsible_uid), (3, SAID))
    indicators.close(cast.actor(MINISTRY), version, amount, "2025")
    (fault,) = opened(cast, version, data).report.faults
    assert (fault.row, fault.stops) == (3, True)


def test_an_institution_that_only_measures_has_a_file(cast: Cast):
    plan = complete_plan()
    (first, *_) = plan.rows("institution")
    survey = replace(first, uid=uid("survey office"))
    version = in_force(cast, replace(plan, entries=(*plan.entries, survey)))
    owned(version, Own("Trust", "en"), survey.uid)
    bodies = institution_workbooks.bodies(OPERATOR, version)
    (body,) = (one for one in bodies if one.uid == survey.uid)
    assert (body.activities, body.indicators) == (0, 1)
    assert len(ids(out(cast, version, survey.uid))) == 1


PEOPLE: dict[Column, object] = {
    Column.BEST: 40,
    Column.AS_OF: "2025",
    Column.SOURCE: "Register",
}


def people_of(version: PlanVersion, by: str | None, *split: str) -> IndicatorTrack:
    settings = Settings(Direction.UP, responsible_uid=by, split=split)
    return indicators.follow_own(OPERATOR, version, Own("Miners", "en", unit="people"), settings)


def groups_of(data: bytes, track: IndicatorTrack) -> dict[int, str]:
    """Row -> group, of the sheet of groups."""
    page = load_workbook(io.BytesIO(data)).worksheets[3]
    at = GROUPS.index(Column.GROUP) + 1
    rows = (row for row in range(3, page.max_row + 1) if track.id in page.cell(row, 1).value)
    return {row: page.cell(row, at).value for row in rows}


def counted(data: bytes, track: IndicatorTrack, *said: float | str) -> bytes:
    """A number for each group, in the order of the sheet."""
    rows = groups_of(data, track)
    book = load_workbook(io.BytesIO(data))
    for line, number in zip(rows, said, strict=False):
        book.worksheets[3].cell(line, GROUPS.index(Column.PEOPLE) + 1, number)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def test_the_sheet_of_groups_has_a_row_for_each_group_an_indicator_asks_for(
    cast: Cast, version: PlanVersion, amount: IndicatorTrack
):
    track = people_of(version, amount.responsible_uid, "sex", "region")
    data = out(cast, version, amount.responsible_uid)
    rows = groups_of(data, track)
    regions = activities.of_version(OPERATOR, version).tracked.regions
    assert list(rows.values()) == ["Women", "Men", *(one.name["en"] for one in regions)]
    page = load_workbook(io.BytesIO(data)).worksheets[3]
    for row in rows:
        assert not page.cell(row, GROUPS.index(Column.PEOPLE) + 1).protection.locked


def test_without_groups_there_is_no_such_sheet(
    cast: Cast, version: PlanVersion, amount: IndicatorTrack
):
    amount.split = []
    book = load_workbook(io.BytesIO(out(cast, version, amount.responsible_uid)))
    assert len(book.worksheets) == 3


def test_groups_come_back_with_their_value_and_small_ones_are_looked_at_as_few(
    cast: Cast, version: PlanVersion, amount: IndicatorTrack
):
    track = people_of(version, amount.responsible_uid, "sex", "age")
    data = out(cast, version, amount.responsible_uid)
    data = counted(filled(data, (line_of(data, track), PEOPLE)), track, 30, 10, 3)
    (figure,) = opened(cast, version, data).figures
    assert figure.groups == [("Women", "30"), ("Men", "10"), ("Under 18", "fewer than 5")]
    assert apply(cast, version, data) == 1
    one = db.session.scalars(select(Observation)).one()
    assert one.groups == {"sex": {"women": "30", "men": "10"}, "age": {"children": "3"}}
    assert opened(cast, version, data).report.changes_nothing
    again = counted(data, track, 31, 9, 3)
    assert len(opened(cast, version, again).report.indicators) == 1


@pytest.mark.parametrize(
    ("said", "which", "message"),
    [
        ((30, 11), 0, "The groups of one split are more people than there are"),
        ((30, "many"), 1, institution_workbook.NO_FIGURE),
        ((-1, 5), 0, institution_workbook.NO_COUNT),
        ((30, 2.5), 1, institution_workbook.NO_COUNT),
    ],
)
def test_groups_that_cannot_be_are_told_by_their_row(
    cast: Cast,
    version: PlanVersion,
    amount: IndicatorTrack,
    said: tuple[float | str, ...],
    which: int,
    message: str,
):
    track = people_of(version, amount.responsible_uid, "sex")
    data = out(cast, version, amount.responsible_uid)
    row = list(groups_of(data, track))[which]
    data = counted(filled(data, (line_of(data, track), PEOPLE)), track, *said)
    (fault,) = opened(cast, version, data).report.faults
    assert (fault.sheet, fault.row, fault.column) == (GROUP_SHEET, row, LABELS[Column.PEOPLE])
    assert (fault.message, fault.stops) == (message, True)


def test_groups_without_their_value_are_asked_for_it_once(
    cast: Cast, version: PlanVersion, amount: IndicatorTrack
):
    track = people_of(version, amount.responsible_uid, "sex")
    data = counted(out(cast, version, amount.responsible_uid), track, 30, 10)
    (fault,) = opened(cast, version, data).report.faults
    first = min(groups_of(data, track))
    assert (fault.message, fault.sheet, fault.row) == (NO_TOTAL, GROUP_SHEET, first)
    wrong = filled(data, (line_of(data, track), {**PEOPLE, Column.BEST: "some"}))
    (fault,) = opened(cast, version, wrong).report.faults
    assert fault.message == institution_workbook.NO_FIGURE


def test_a_group_of_another_indicator_is_refused(
    cast: Cast, version: PlanVersion, amount: IndicatorTrack
):
    track = people_of(version, amount.responsible_uid, "sex")
    data = counted(out(cast, version, amount.responsible_uid), track, 30)
    row = min(groups_of(data, track))
    book = load_workbook(io.BytesIO(data))
    book.worksheets[3].cell(row, 1, f"group:{uid('indicator', 99)}:sex:women")
    saved = io.BytesIO()
    book.save(saved)
    (fault,) = opened(cast, version, saved.getvalue()).report.faults
    assert (fault.message, fault.row) == (institution_workbook.FOREIGN, row)
