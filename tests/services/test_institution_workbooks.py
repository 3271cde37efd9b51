"""An institution reports by file: what goes out, what comes back, and that it counts once."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from nap_tracker.content.reportable import ACTIVITIES, Column
from nap_tracker.errors import DomainError, Forbidden, Hidden, InvalidFile, NotReady, StaleEdit
from nap_tracker.extensions import db
from nap_tracker.imports import institution_workbook as coming_in
from nap_tracker.models.activity_track import ActivityTrack, MilestoneTrack, ProgressNote
from nap_tracker.models.event import Event
from nap_tracker.models.institution_upload import InstitutionUpload
from nap_tracker.models.plan import PlanVersion
from nap_tracker.services import activities, activity_reports, institution_workbooks
from nap_tracker.services.activity_reports import Report
from nap_tracker.services.institution_workbooks import Applied, Body, Gone
from nap_tracker.workflow.implementation import Phase
from tests.cast import Cast
from tests.services.test_tracking import endorsed

pytestmark = pytest.mark.database


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    return endorsed(cast)


def first(cast: Cast, version: PlanVersion) -> Body:
    """An institution that has an activity with a milestone."""
    found = activities.of_version(cast.actor("coordinator"), version)
    lead = next(one.activity.lead_uid for one in found.activities if one.milestones)
    every = institution_workbooks.bodies(cast.actor("coordinator"), version)
    return next(body for body in every if body.uid == lead)


def sent(cast: Cast, version: PlanVersion) -> bytes:
    body = first(cast, version)
    return institution_workbooks.table(cast.actor("coordinator"), version, body.uid).data


def rows_of(data: bytes, kind: str) -> list[tuple[int, str]]:
    """Line and uid of the activities or milestones in a file."""
    page = load_workbook(io.BytesIO(data)).worksheets[1]
    ids = [(line, str(page.cell(line, 1).value or "")) for line in range(3, page.max_row + 1)]
    return [(line, id_.partition(":")[2]) for line, id_ in ids if id_.startswith(kind)]


def filled(data: bytes, *cells: tuple[int, Column, str]) -> bytes:
    book = load_workbook(io.BytesIO(data))
    for line, column, words in cells:
        book.worksheets[1].cell(line, ACTIVITIES.index(column) + 1, words)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def reported(data: bytes) -> bytes:
    """With a phase and words for the first activity, and its milestone reached."""
    (line, _), (stone, _) = rows_of(data, "activity")[0], rows_of(data, "milestone")[0]
    return filled(
        data,
        (line, Column.PHASE, "Under way"),
        (line, Column.WORDS, "The office is open."),
        (stone, Column.REACHED, "2026-01"),
    )


def brought(cast: Cast, version: PlanVersion, data: bytes) -> InstitutionUpload:
    return institution_workbooks.add(
        cast.actor("coordinator"), version, name="report.xlsx", data=data
    )


def apply(cast: Cast, version: PlanVersion, upload: InstitutionUpload) -> int:
    who = cast.actor("coordinator")
    seen = institution_workbooks.open_(who, version, upload.id).fingerprint
    return institution_workbooks.apply(who, version, upload.id, fingerprint=seen)


def test_a_file_holds_the_activities_of_its_institution_alone(cast: Cast, version: PlanVersion):
    body = first(cast, version)
    found = activities.of_version(cast.actor("coordinator"), version).activities
    mine = {one.activity.uid for one in found if body.uid in one.activity.institutions}
    assert {uid for _, uid in rows_of(sent(cast, version), "activity")} == mine
    assert len(mine) == body.activities < len(found)


def test_a_file_that_only_went_round_changes_nothing(cast: Cast, version: PlanVersion):
    upload = brought(cast, version, sent(cast, version))
    opened = institution_workbooks.open_(cast.actor("coordinator"), version, upload.id)
    assert opened.report.changes_nothing
    with pytest.raises(NotReady):
        apply(cast, version, upload)


def test_looking_at_a_file_reports_nothing(cast: Cast, version: PlanVersion):
    upload = brought(cast, version, reported(sent(cast, version)))
    opened = institution_workbooks.open_(cast.actor("officer"), version, upload.id)
    assert opened.report.is_ready
    assert db.session.scalars(select(ProgressNote)).all() == []
    assert db.session.scalars(select(ActivityTrack)).all() == []


def test_what_is_brought_in_was_said_by_the_institution_and_entered_by_the_coordinator(
    cast: Cast, version: PlanVersion
):
    body, data = first(cast, version), reported(sent(cast, version))
    (_, uid), (_, stone) = rows_of(data, "activity")[0], rows_of(data, "milestone")[0]
    assert apply(cast, version, brought(cast, version, data)) == 2
    track = db.session.scalars(select(ActivityTrack).filter_by(uid=uid)).one()
    assert track.phase == Phase.UNDER_WAY.value
    mark = db.session.scalars(select(MilestoneTrack).filter_by(uid=stone)).one()
    assert mark.reached_on == "2026-01"
    notes = db.session.scalars(select(ProgressNote).order_by(ProgressNote.created_at)).all()
    assert {note.behalf_uid for note in notes} == {body.uid}
    assert {note.said_by_id for note in notes} == {cast.coordinator.id}
    assert "The office is open." in {note.text for note in notes}
    file = next(note.file for note in notes)
    assert file is not None
    assert file.name == "report.xlsx"
    kinds = db.session.scalars(select(Event.kind)).all()
    assert {"activity:reported", "institution-report:applied"} <= set(kinds)


def test_brought_in_twice_it_is_reported_once(cast: Cast, version: PlanVersion):
    upload = brought(cast, version, reported(sent(cast, version)))
    apply(cast, version, upload)
    with pytest.raises(Applied):
        apply(cast, version, upload)


def test_what_changed_after_somebody_looked_is_looked_at_again(cast: Cast, version: PlanVersion):
    who = cast.actor("coordinator")
    data = reported(sent(cast, version))
    upload = brought(cast, version, data)
    seen = institution_workbooks.open_(who, version, upload.id).fingerprint
    _, followed = activities.get(who, version, rows_of(data, "activity")[0][1])
    activity_reports.report(who, version, followed, Report(phase=Phase.FINISHED))
    with pytest.raises(StaleEdit):
        institution_workbooks.apply(who, version, upload.id, fingerprint=seen)


def test_a_phase_that_needs_words_now_is_told_by_its_row(cast: Cast, version: PlanVersion):
    who = cast.actor("coordinator")
    data = sent(cast, version)
    line, uid = rows_of(data, "activity")[0]
    _, followed = activities.get(who, version, uid)
    activity_reports.report(who, version, followed, Report(phase=Phase.FINISHED))
    upload = brought(cast, version, filled(data, (line, Column.PHASE, "Under way")))
    (fault,) = institution_workbooks.open_(who, version, upload.id).report.faults
    assert (fault.message, fault.row, fault.stops) == (coming_in.SAY_WHY, line, True)
    with pytest.raises(NotReady):
        apply(cast, version, upload)


@pytest.mark.parametrize("who", ["viewer", "reviewer", "stranger", "administrator"])
@pytest.mark.parametrize(
    "act",
    [
        lambda actor, version, uid: institution_workbooks.bodies(actor, version),
        lambda actor, version, uid: institution_workbooks.table(actor, version, uid),
        lambda actor, version, uid: institution_workbooks.add(actor, version, name="x", data=b""),
        lambda actor, version, uid: institution_workbooks.open_(actor, version, uid),
        lambda actor, version, uid: institution_workbooks.apply(
            actor, version, uid, fingerprint=""
        ),
    ],
    ids=["bodies", "table", "add", "open", "apply"],
)
def test_who_may_not_report_neither_sends_nor_brings_in(
    cast: Cast, version: PlanVersion, who: str, act: Callable[..., Any]
):
    with pytest.raises((Forbidden, Hidden)):
        act(cast.actor(who), version, first(cast, version).uid)


def test_an_institution_without_activities_has_no_file(cast: Cast, version: PlanVersion):
    with pytest.raises(Hidden):
        institution_workbooks.table(cast.actor("officer"), version, version.plan_id)


@pytest.mark.parametrize("data", [b"", b"no workbook"])
def test_what_is_no_workbook_is_refused_and_not_kept(cast: Cast, version: PlanVersion, data: bytes):
    with pytest.raises(InvalidFile):
        brought(cast, version, data)
    assert db.session.scalars(select(InstitutionUpload)).all() == []


def test_a_file_of_another_plan_is_refused(cast: Cast, version: PlanVersion):
    book = load_workbook(io.BytesIO(sent(cast, version)))
    cover = book.worksheets[0]
    uid = activities.of_version(cast.actor("officer"), version).tracked.uid
    cell = next(c for row in cover.iter_rows() for c in row if uid in str(c.value))
    cell.value = str(cell.value).replace(uid, cast.other_plan.id)
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(InvalidFile) as refused:
        brought(cast, version, out.getvalue())
    assert refused.value.message == coming_in.OTHER_PLAN


def test_an_upload_of_another_plan_is_not_found(cast: Cast, version: PlanVersion):
    with pytest.raises(Gone):
        institution_workbooks.open_(cast.actor("officer"), version, cast.plan.id)


def test_refusals_are_of_the_domain():
    assert issubclass(Gone, DomainError)
