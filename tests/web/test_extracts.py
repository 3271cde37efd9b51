"""Taking tables out of the pages of the implementation: the file says what the page says."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from nap_tracker.extensions import db
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import OPERATOR
from nap_tracker.services import activities, activity_reports
from nap_tracker.services.activity_reports import Report
from nap_tracker.workflow.implementation import Phase
from tests.browser_client import Browser, Page
from tests.cast import Cast
from tests.services.observed import approved, follow, in_force, value


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    made = in_force(cast)
    _, one = activities.of_version(OPERATOR, made).activities[:2]
    activity_reports.report(OPERATOR, made, one, Report(phase=Phase.UNDER_WAY, text="Begun"))
    approved(cast, made, follow(cast, made), value(190, "2025-06", low=150, high=230))
    db.session.commit()
    return made


def take(browser: Browser, url: str, format: str = "xlsx") -> Page:
    """Press a button of the form that the page shows, with what the form holds."""
    form = browser.get(url).one(".app-take-out")
    fields = {
        one.attrib["name"]: one.attrib["value"]
        for one in form.element.iter("input")
        if one.attrib["type"] == "hidden"
    }
    return browser.post(form.attrib["action"], {**fields, "format": format})


def rows(page: Page, sheet: int = 1) -> list[dict[str, Any]]:
    book = load_workbook(io.BytesIO(page.response.data))
    heads, *lines = book.worksheets[sheet].iter_rows(values_only=True)
    return [dict(zip(heads, line, strict=True)) for line in lines]


def cells(page: Page, row: Any) -> dict[str, str]:
    return {
        cell.attrib["data-label"]: " ".join("".join(cell.itertext()).split())
        for cell in row.element.iter("td")
    }


def test_each_row_of_the_matrix_says_what_the_list_says(
    cast: Cast, version: PlanVersion, browser: Browser
) -> None:
    browser.sign_in(cast.officer)
    url = f"/plans/{cast.plan.id}/activities"
    page = browser.get(url)
    taken = take(browser, url)
    assert taken.response.mimetype.endswith("spreadsheetml.sheet")
    assert "no-store" in taken.response.headers["Cache-Control"]
    shown = page.select("#activities tbody tr")
    found = rows(taken)
    assert len(found) == len(shown) > 1
    for row, line in zip(found, shown, strict=True):
        told = cells(page, line)
        assert row["Phase"] == told["Phase"]
        assert row["Lead institution"] == told["Lead institution"]
        assert told["Status"] == row["Status"] + row["Why the status is so"]
        assert told["Last heard"].startswith(row["When it was last heard of"])
        assert told["Monitoring"].startswith(str(row["Tests of monitoring met, of 3"]))


def test_the_form_sends_the_filter_of_the_page_on(
    cast: Cast, version: PlanVersion, browser: Browser
) -> None:
    browser.sign_in(cast.officer)
    url = f"/plans/{cast.plan.id}/activities?show=unknown"
    shown = browser.get(url).select("#activities tbody tr")
    every = browser.get(f"/plans/{cast.plan.id}/activities").select("#activities tbody tr")
    assert 0 < len(rows(take(browser, url))) == len(shown) < len(every)


def test_the_table_of_indicators_says_what_the_page_says(
    cast: Cast, version: PlanVersion, browser: Browser
) -> None:
    browser.sign_in(cast.officer)
    url = f"/plans/{cast.plan.id}/indicators"
    (line,) = browser.get(url).select(".app-table tbody tr")
    (row,) = rows(take(browser, url))
    told = cells(browser.get(url), line)
    ends = (row[f"Last approved value, {end}"] for end in ("best", "lowest", "highest"))
    assert "{} ({} to {})".format(*ends) in told["Last approved value"]
    assert told["On track?"] == row["On track?"]


def test_the_sums_say_what_the_page_of_money_says(
    cast: Cast, version: PlanVersion, browser: Browser
) -> None:
    browser.sign_in(cast.officer)
    url = f"/plans/{cast.plan.id}/money"
    shown = [
        cells(browser.get(url), row) for row in browser.get(url).select(".govuk-table tbody tr")
    ]
    sums = rows(take(browser, url), sheet=3)[1:]
    assert len(shown) == len(sums)
    for told, row in zip(shown, sums, strict=True):
        figure = row["Budgeted (USD)"]
        said = f"{figure:,} USD" if isinstance(figure, int) else str(figure)
        assert told["Budgeted"].startswith(said)


@pytest.mark.parametrize("format", ["csv", "json"])
def test_the_other_forms_are_files_too(
    cast: Cast, version: PlanVersion, browser: Browser, format: str
) -> None:
    browser.sign_in(cast.viewer)
    taken = take(browser, f"/plans/{cast.plan.id}/money", format)
    assert taken.status == 200
    assert f".{format}" in taken.response.headers["Content-Disposition"]
    assert format in taken.response.mimetype


@pytest.mark.parametrize(("what", "format"), [("sites", "csv"), ("budget", "exe")])
def test_what_cannot_be_taken_out_is_not_found(
    cast: Cast, version: PlanVersion, browser: Browser, what: str, format: str
) -> None:
    browser.sign_in(cast.officer)
    url = f"/plans/{cast.plan.id}/extracts/{what}"
    assert browser.post(url, {"format": format}, token_from="/").status == 404
