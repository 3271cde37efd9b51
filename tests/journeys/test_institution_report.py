"""An institution without an account reports by file: sent out, filled in, brought back, counted."""

from __future__ import annotations

import io
import json
from pathlib import Path
from uuid import uuid4

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Page, expect

from nap_tracker.content.reportable import ACTIVITIES, INDICATORS, Column
from tests.chromium import ROOT
from tests.journeys.site import Site, Visitors
from tests.journeys.test_every_page import faults_of
from tests.journeys.test_sealed_plans import downloaded
from tests.journeys.writing import arrived, follow, headed, press, told

pytestmark = pytest.mark.browser

MEASURED = "Mercury used in artisanal and small-scale gold mining"


def test_an_institution_reports_by_xlsx(visit: Visitors, site: Site, tmp_path: Path) -> None:
    lead, focal = visit("coordinator"), visit("focal point")
    plan, institution = brought_in(site, tmp_path)
    put_in_force(focal, plan)
    lead.goto(f"{plan}/indicators/add")
    lead.get_by_role("button", name=f"Follow it {MEASURED}").click()
    told(lead, "The indicator is followed from now on.")

    lead.goto(f"{plan}/reports")
    assert faults_of(lead) == []
    sent = downloaded(lead, institution)

    # The institution slips twice: each is told by sheet, row and column, and nothing is taken.
    upload(lead, plan, filled(sent, phase="Half done", best="some"))
    main = lead.get_by_role("main")
    expect(main).to_contain_text("Sheet “Activities”, row 3. Phase: “Half done” is no phase.")
    expect(main).to_contain_text(
        "Sheet “Indicators”, row 3. New value: best estimate: “some” is no figure."
    )
    expect(main.get_by_role("button", name="Bring in the whole file")).to_have_count(0)
    lead.goto(f"{plan}/indicators")
    expect(lead.get_by_role("main")).not_to_contain_text("2,400")

    upload(lead, plan, filled(sent, phase="Under way", best="2400"))
    expect(lead.get_by_role("main")).to_contain_text("2,400 (2,000 to 2,900)")
    assert faults_of(lead) == []
    press(lead, "Bring in the whole file")
    told(lead, "2 things were reported.")

    # It counts nowhere before somebody else approved it.
    lead.goto(f"{plan}/indicators")
    row = lead.get_by_role("row", name=MEASURED)
    expect(row).not_to_contain_text("2,400")
    focal.goto(f"{plan}/indicators")
    focal.get_by_role("checkbox", name=MEASURED).check()
    press(focal, "Approve what is ticked")
    told(focal, "1 value is approved.")
    lead.goto(f"{plan}/indicators")
    expect(row).to_contain_text("2,400 (2,000 to 2,900)")
    follow(lead, MEASURED)
    expect(lead.get_by_role("main")).to_contain_text("report of 2025.xlsx")

    lead.goto(f"{plan}/activities")
    done = lead.get_by_role("table").get_by_role("row").filter(has_text="Under way")
    expect(done).to_have_count(1)
    done.get_by_role("link").first.click()
    expect(lead.get_by_role("main")).to_contain_text("Forty miners were trained.")
    expect(lead.get_by_role("main")).to_contain_text(f"On behalf of {institution}")


def brought_in(site: Site, folder: Path) -> tuple[str, str]:
    """The sample plan once more under an address of its own, and who measures its mercury."""
    text = (ROOT / "nap_tracker" / "samples" / "xaa.json").read_text(encoding="utf-8")
    for one in json.loads(text)["files"]:
        text = text.replace(one["id"], str(uuid4()))
    content = json.loads(text)
    content["plan"]["id"] = str(uuid4())
    content["plan"]["title"]["en"] = "The plan that is reported on"
    file = folder / "plan.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    plan = site.run("plan", "import", str(file)).strip().rpartition("\n")[2]
    measures = content["registers"]["indicator"][0]["answers"]["responsible"]
    bodies = {
        row["id"]: row["answers"]["name"]["en"] for row in content["registers"]["institution"]
    }
    return f"/plans/{plan}", bodies[measures]


def put_in_force(focal: Page, plan: str) -> None:
    """The focal point sends the whole plan, and its endorsement is recorded."""
    focal.goto(f"{plan}/steps")
    follow(focal, "Send for endorsement")
    arrived(focal, "Send for endorsement")
    for warning in focal.get_by_role("group", name="Warnings").get_by_role("checkbox").all():
        warning.check()
    focal.get_by_role("combobox", name="Which body endorses the plan?").fill("The Cabinet")
    focal.get_by_role("textbox", name="Note").fill("The reviews were held on paper.")
    press(focal, "Send for endorsement")
    headed(focal, "The plan was sent for endorsement")
    follow(focal, "Record an endorsement")
    focal.get_by_label("When was it endorsed?").fill("3 May 2024")
    focal.get_by_label("Who endorsed it?").fill("The Cabinet")
    press(focal, "Record it")
    told(focal, "The endorsement is recorded.")


def filled(data: bytes, *, phase: str, best: str) -> bytes:
    """What the institution writes in its file, and its spreadsheet program saves."""
    book = load_workbook(io.BytesIO(data))
    _, activities, indicators, *_ = book.worksheets
    write(activities, ACTIVITIES, {Column.PHASE: phase, Column.WORDS: "Forty miners were trained."})
    value = {Column.LOW: 2000, Column.BEST: best, Column.HIGH: 2900}
    write(
        indicators, INDICATORS, {**value, Column.AS_OF: "2025-12", Column.SOURCE: "Survey of 2025"}
    )
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def write(page: Worksheet, columns: tuple[Column, ...], cells: dict[Column, int | str]) -> None:
    """In the first row under the headings."""
    for column, words in cells.items():
        cell = page.cell(3, columns.index(column) + 1)
        assert not cell.protection.locked, column
        cell.value = words


def upload(page: Page, plan: str, data: bytes) -> None:
    page.goto(f"{plan}/reports")
    page.get_by_label("File").set_input_files(
        {
            "name": "report of 2025.xlsx",
            "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "buffer": data,
        }
    )
    press(page, "Upload and look at it")
