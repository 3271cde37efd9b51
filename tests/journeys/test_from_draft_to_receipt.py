"""One plan from its first words to the receipt, returned twice on its way."""

from __future__ import annotations

import io
import re
import zipfile
from hashlib import sha256

import pytest
from playwright.sync_api import Page, expect

from tests.chromium import violations
from tests.journeys.conftest import Begin
from tests.journeys.site import Visitors, until
from tests.journeys.test_moving_on import line, take
from tests.journeys.test_sealed_plans import downloaded, reloaded_until, write_the_goal
from tests.journeys.writing import answer, follow, headed, press, told

pytestmark = pytest.mark.browser

FIGURES = "Add the figures of the north."
BUDGET = "The treasury cannot pay for the second year."
GOAL = "Mercury falls by half, north and south, within the budget."


def cannot_write(page: Page, plan: str) -> None:
    page.goto(f"{plan}/sections/objectives")
    headed(page, "National objectives and reduction targets")
    expect(page.get_by_role("button", name="Save and continue")).to_have_count(0)


def test_a_plan_is_drafted_returned_twice_endorsed_and_submitted(
    begin: Begin, visit: Visitors
) -> None:
    plan = begin("The plan that comes back twice")
    lead, officer, focal = visit("coordinator"), visit("officer"), visit("focal point")
    write_the_goal(officer, plan, "Mercury falls by half.")

    # The first return: the ministries read, and one of them misses something.
    take(lead, plan, "Open the internal review", who="Ministry of Mines", until="2099-05-20")
    cannot_write(officer, plan)
    take(lead, plan, "Return the plan from the internal review", reason=FIGURES)
    headed(lead, "The internal review returned the plan")
    officer.goto(plan)
    assert FIGURES in line(officer)
    write_the_goal(officer, plan, "Mercury falls by half, north and south.")
    assert FIGURES in line(officer), "the reason stays until the plan moves on"

    # The second: the validation holds the text still for everybody, and gives it back.
    take(
        lead,
        plan,
        "Open the national validation",
        who="The treasury",
        until="2099-06-20",
        note="The ministry has seen the new figures.",
    )
    assert FIGURES not in line(lead)
    cannot_write(lead, plan)
    take(lead, plan, "Return the plan from the national validation", reason=BUDGET)
    officer.goto(plan)
    assert BUDGET in line(officer)
    write_the_goal(officer, plan, GOAL)

    # Sent: from here on nobody writes, and the exact bytes are there to be signed.
    take(focal, plan, "Send for endorsement", body="The Cabinet", reason="The vote is near.")
    headed(focal, "The plan was sent for endorsement")
    assert "With The Cabinet since today." in line(focal)
    cannot_write(lead, plan)
    lead.goto(f"{plan}/versions/1")
    reloaded_until(lead, "NAP-XAA-v1-public.pdf")
    pdf = downloaded(lead, "The plan (PDF)")
    follow(lead, "Record an endorsement")
    lead.get_by_label("When was it endorsed?").fill("3 May 2026")
    lead.get_by_label("Who endorsed it?").fill("The Cabinet")
    lead.get_by_label("The signed file").set_input_files(
        {"name": "decree.txt", "mimeType": "text/plain", "buffer": b"Signed"}
    )
    press(lead, "Record it")
    told(lead, "The endorsement is recorded.")
    assert "The Cabinet since today" not in line(lead), "nobody waits for who has endorsed"

    # What is sent is those bytes, with the signed file.
    reloaded_until(lead, "NAP-XAA-v1-public.json")
    follow(lead, "Put together what is sent")
    lead.get_by_label("Put the signed endorsement into the bundle").check()
    press(lead, "Make the bundle")
    told(lead, "The bundle is ready.")
    bundle = downloaded(lead, "Everything to send, as one ZIP file")
    with zipfile.ZipFile(io.BytesIO(bundle)) as packed:
        assert packed.read("NAP-XAA-v1-public.pdf") == pdf
        assert packed.read("decree.txt") == b"Signed"
    follow(lead, "Record a submission")
    lead.get_by_label("When was it sent?").fill("20 May 2026")
    lead.get_by_label("Reference").fill("NV 12/2026")
    press(lead, "Record it")
    expect(lead.get_by_role("heading", level=1)).to_have_text(re.compile("Receipt no. [0-9]+"))
    assert answer(lead, "Sent").inner_text() == "20 May 2026"
    expect(lead.get_by_role("main")).to_contain_text(sha256(pdf).hexdigest())
    assert violations(lead) == []
    until(
        lambda: sha256(pdf).hexdigest() in visit.site.mail_to("focal@sample.example"),
        "the receipt by mail",
    )

    # Years later it can be told: every step, with its reason, on one page.
    focal.goto(f"{plan}/steps")
    steps = focal.get_by_role("main")
    for said in ("The internal review returned the plan", FIGURES, BUDGET, "The vote is near."):
        expect(steps).to_contain_text(said)
    focal.goto(f"{plan}/versions/1/sections/objectives")
    expect(focal.get_by_role("main")).to_contain_text(GOAL)
