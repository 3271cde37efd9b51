"""A plan registered from a PDF of 2020 is reviewed: opened, filled, approved, sealed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from nap_tracker.content.canonical import digest, dumps
from tests.journeys.site import Visitors
from tests.journeys.test_every_page import faults_of
from tests.journeys.writing import follow, headed, press, told
from tests.test_media import pdf

pytestmark = pytest.mark.browser


def test_a_coordinator_opens_fills_and_seals_a_review_of_a_plan_of_2020(
    visit: Visitors, tmp_path: Path
) -> None:
    lead = visit("coordinator", java_script_enabled=False)
    plan = registered(lead, tmp_path)
    lead.goto(f"{plan}/progress-reviews")
    follow(lead, "Open a review of another period")
    lead.get_by_label("First day under review").fill("2023-05-01")
    lead.get_by_label("Last day under review").fill("2023-04-30")
    press(lead, "Open the review")
    expect(lead.get_by_role("alert")).to_contain_text("The period ends before it begins")
    lead.get_by_label("First day under review").fill("2020-05-01")
    press(lead, "Open the review")
    told(lead, "The review is open.")
    board = lead.url

    fill(lead)
    listen(lead)
    follow(lead, "Data and answers are gathered")
    press(lead, "Data and answers are gathered")
    expect(lead.get_by_role("alert")).to_contain_text("Tick every warning")
    for warning in lead.get_by_role("checkbox").all():
        warning.check()
    press(lead, "Data and answers are gathered")
    told(lead, "The review is a step on.")
    expect(lead.get_by_role("main")).to_contain_text("It is a draft until it is sealed.")

    approve(visit("focal point"), board)
    lead.goto(board)
    follow(lead, "Seal the review pack")
    press(lead, "Seal the review pack")
    told(lead, "The review is a step on.")
    look_at(visit("officer"), board)
    read(lead)


def registered(lead: Page, folder: Path) -> str:
    """The address of a plan that is there as its PDF alone."""
    original = folder / "plan 2020.pdf"
    original.write_bytes(pdf())
    lead.goto("/")
    follow(lead, "Register a plan made elsewhere")
    lead.get_by_label("Title", exact=True).fill("Plan of 2020, as a PDF")
    lead.get_by_label("The original file").set_input_files(original)
    lead.get_by_label("Everybody: it is a public document").check()
    lead.get_by_label("Binding language").select_option("en")
    lead.get_by_label("The plan begins").fill("2020")
    press(lead, "Register the plan")
    headed(lead, "Version 1")
    return lead.url.partition("/versions")[0]


def fill(lead: Page) -> None:
    """Two answers, one after the other; what is recorded of the plan is marked as ready."""
    follow(lead, "Have steps been taken to reduce, and where feasible eliminate, the use of mercury"
           " in this mining and processing?")  # fmt: skip
    expect(lead.get_by_role("main")).to_contain_text("No data")
    lead.get_by_label("Yes", exact=True).check()
    lead.get_by_label("In your words").fill("Retorts were handed out in two regions.")
    press(lead, "Save and go to the next")
    told(lead, "The answer is saved.")
    lead.get_by_label("No", exact=True).check()
    press(lead, "Save and return to the review")
    expect(lead.get_by_role("main")).to_contain_text("Retorts were handed out in two regions.")
    follow(lead, "Data by item of Annex C")
    expect(lead.get_by_role("main")).to_contain_text("No data")
    lead.get_by_role("navigation", name="Kinds of data").get_by_role(
        "link", name="The plan"
    ).click()
    card = lead.get_by_role("listitem").filter(
        has=lead.get_by_role("heading", name="Plan of 2020, as a PDF")
    )
    card.get_by_role("button").click()
    expect(card).to_contain_text("Marked as ready")
    lead.get_by_role("link", name="Review of progress 1", exact=True).click()


def listen(lead: Page) -> None:
    """What a community said, with the government's response."""
    follow(lead, "Note what somebody said")
    lead.get_by_label("Organisation or community").fill("Gold Watch")
    lead.get_by_label("On which day?").fill("2023-02-01")
    press(lead, "Save")
    expect(lead.get_by_role("alert")).to_contain_text("Enter what was said")
    lead.get_by_label("What was said").fill("Nobody came to our valley.")
    lead.get_by_label("Response of the government").fill("It is next.")
    press(lead, "Save")
    told(lead, "What they said is noted.")


def approve(focal_point: Page, board: str) -> None:
    focal_point.goto(board)
    follow(focal_point, "Approve the review")
    assert faults_of(focal_point) == []
    press(focal_point, "Approve the review")
    told(focal_point, "The review is a step on.")


def look_at(officer: Page, board: str) -> None:
    """Nothing sticks out, and axe finds nothing."""
    for page in ("", "/data", "/data?kind=money", "/questions/results"):
        officer.goto(f"{board}{page}")
        assert faults_of(officer) == [], page
    officer.goto(board.rpartition("/")[0])
    assert faults_of(officer) == []


def read(lead: Page) -> None:
    """The pack in its three forms; the sum on the page is that of its JSON."""
    pack = json.loads(downloaded(lead, "Review pack as JSON"))
    sum_ = pack.pop("sha256")
    assert digest(dumps(pack)) == sum_
    expect(lead.get_by_role("main")).to_contain_text(sum_)
    said = {one["id"]: (one["yes_no"], one["text"]) for one in pack["questions"]}
    assert said["steps"] == (True, "Retorts were handed out in two regions.")
    assert said["emissions_and_releases"][0] is False
    assert [one["words"] for one in pack["input"]] == ["Nobody came to our valley."]
    assert downloaded(lead, "Review pack as PDF").startswith(b"%PDF")
    assert downloaded(lead, "Review pack as Word (DOCX)").startswith(b"PK")


def downloaded(page: Page, name: str) -> bytes:
    with page.expect_download() as waiting:
        follow(page, name)
    return Path(waiting.value.path()).read_bytes()
