"""The pages by which an institution without an account reports."""

from __future__ import annotations

import io

import pytest

from nap_tracker.content.reportable import Column
from nap_tracker.models.plan import PlanVersion
from tests.browser_client import Browser, Page
from tests.cast import Cast
from tests.doors import QueryCount
from tests.services import test_institution_figures as institution_figures
from tests.services.test_institution_figures import people_of
from tests.services.test_institution_workbooks import filled, first, reported, rows_of
from tests.services.test_tracking import endorsed


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    return endorsed(cast)


@pytest.fixture
def leader(browser: Browser, cast: Cast) -> Browser:
    return browser.sign_in(cast.coordinator)


def url(version: PlanVersion) -> str:
    return f"/plans/{version.plan_id}/reports"


def upload(leader: Browser, version: PlanVersion, data: bytes) -> Page:
    return leader.post(
        url(version),
        {"file": (io.BytesIO(data), "report.xlsx")},
        token_from=url(version),
        content_type="multipart/form-data",
    )


def got(leader: Browser, cast: Cast, version: PlanVersion) -> bytes:
    body = first(cast, version)
    page = leader.get(url(version))
    link = next(a for a in page.select("main li a") if a.text() == body.name)
    return leader.get(link.attrib["href"]).response.data


def test_from_the_file_that_goes_out_to_the_report_that_counts(
    leader: Browser, cast: Cast, version: PlanVersion
):
    sent = upload(leader, version, reported(got(leader, cast, version)))
    trial = leader.get(sent.location)
    assert "The office is open." in trial.text
    assert "Under way" in trial.text
    assert "January 2026" in trial.text
    form = trial.one('form[action$="/apply"]')
    hidden = {one.attrib["name"]: one.attrib["value"] for one in form.element.iter("input")}
    done = leader.post(form.attrib["action"], hidden)
    assert "2 things were reported." in leader.get(done.location).text
    again = leader.post(form.attrib["action"], hidden)
    assert "brought in already" in leader.get(again.location).text


def test_errors_are_told_by_sheet_and_row_and_nothing_can_be_brought_in(
    leader: Browser, cast: Cast, version: PlanVersion
):
    data = got(leader, cast, version)
    line, _ = rows_of(data, "activity")[0]
    trial = leader.get(upload(leader, version, filled(data, (line, Column.PHASE, "soon"))).location)
    assert f"Sheet “Activities”, row {line}." in trial.text
    assert "“soon” is no phase" in trial.text
    assert trial.select('form[action$="/apply"]') == []


def test_groups_are_looked_at_before_they_are_brought_in_and_small_ones_are_few(
    leader: Browser, cast: Cast, version: PlanVersion
):
    body = first(cast, version).uid
    track = people_of(version, body, "sex")
    data = institution_figures.out(cast, version, body)
    line = institution_figures.line_of(data, track)
    data = institution_figures.filled(data, (line, institution_figures.PEOPLE))
    data = institution_figures.counted(data, track, 37, 3)
    trial = leader.get(upload(leader, version, data).location)
    said = trial.one("main").text()
    assert "Men: fewer than 5" in said
    # Beside the total of 40 the other number would tell this one.
    assert "Women: not shown, to protect a small group" in said
    assert "37" not in said


def test_what_is_no_such_file_is_refused_at_its_field(leader: Browser, version: PlanVersion):
    page = upload(leader, version, b"no workbook")
    assert page.status == 200
    assert page.one("#file-error").text()


def test_the_pages_ask_few_queries(
    leader: Browser, cast: Cast, version: PlanVersion, queries: QueryCount
):
    trial = upload(leader, version, reported(got(leader, cast, version))).location
    for address in (url(version), trial):
        with queries as count:
            leader.get(address)
        assert count.count <= 12
