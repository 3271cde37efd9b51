"""A plan moves on from draft to the body that endorses, and comes back twice on its way."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Begin
from tests.journeys.site import Visitors
from tests.journeys.writing import arrived, follow, headed, press, told

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}


def line(page: Page) -> str:
    """What stands on top of the page."""
    return page.get_by_role("complementary", name="Where the plan stands").inner_text()


def take(page: Page, plan: str, act: str, **said: str) -> None:
    """Take a step from the page of the steps, answering whatever it asks."""
    page.goto(f"{plan}/steps")
    follow(page, act)
    arrived(page, act)
    for warning in page.get_by_role("group", name="Warnings").get_by_role("checkbox").all():
        warning.check()
    go_on = page.get_by_label("Go on all the same")
    if go_on.count():
        go_on.check()
    for label, words in said.items():
        typed = page.get_by_role("textbox", name=LABELS[label])
        typed.or_(page.get_by_role("combobox", name=LABELS[label])).fill(words)
    press(page, act)


LABELS = {
    "who": "Who is asked?",
    "until": "Until when?",
    "note": "Note",
    "reason": "Reason",
    "body": "Which body endorses the plan?",
}


def test_a_plan_is_reviewed_returned_sent_returned_and_sent_again(
    begin: Begin, visit: Visitors
) -> None:
    plan = begin("The plan that moves on")
    lead, officer, focal = visit("coordinator"), visit("officer"), visit("focal point")

    # The first review: two ministries, one answer, and the plan goes back with a reason.
    take(
        lead,
        plan,
        "Open the internal review",
        who="Ministry of Mines\nMinistry of Health",
        until="2099-05-20",
    )
    headed(lead, "The internal review is open")
    assert "With Ministry of Mines and Ministry of Health since today." in line(lead)
    officer.goto(plan)
    assert "Due 20 May 2099." in line(officer)
    assert "Read-only for officers because the internal review reads the text." in line(officer)
    officer.goto(f"{plan}/sections/summary")
    expect(
        officer.get_by_role("main").get_by_role("button", name="Save and continue")
    ).to_have_count(0)

    lead.goto(f"{plan}/steps")
    lead.get_by_role("row", name="Ministry of Mines").get_by_role("link").first.click()
    lead.get_by_label("They answered").check()
    lead.get_by_label("In their words").fill("The figures of the north are missing.")
    press(lead, "Record the answer")
    told(lead, "The answer is recorded.")
    assert "With Ministry of Health since today. 1 of those asked has answered." in line(lead)

    reason = "Add the figures of the north."
    take(lead, plan, "Return the plan from the internal review", reason=reason)
    headed(lead, "The internal review returned the plan")
    officer.goto(plan)
    assert "Returned to the drafting team" in line(officer)
    assert reason in line(officer)
    officer.goto(f"{plan}/sections/summary")
    expect(officer.get_by_role("button", name="Save and continue")).to_be_visible()

    # Two coordinators at once: one page is older than what the other did.
    late = visit("focal point")
    late.goto(f"{plan}/steps/begin-resolving-comments")
    take(lead, plan, "Begin to resolve the comments")
    headed(lead, "The comments are being resolved")
    press(late, "Begin to resolve the comments")
    told(late, "was quicker: “The comments are being resolved”")

    # The coordinator asks, the focal point sends; gaps are passed over with a reason.
    lead.goto(f"{plan}/steps")
    follow(lead, "Ask the focal point: “Send for endorsement”")
    lead.get_by_label("Until when?").fill("2099-06-14")
    press(lead, "Ask the focal point")
    expect(lead.get_by_role("main")).to_contain_text("The request lapses after 14 June 2099.")
    focal.goto(plan)
    assert "You are asked for this step: Send for endorsement" in line(focal)
    focal.get_by_role("complementary").get_by_role("link", name="Send for endorsement").click()
    follow(focal, "Send for endorsement")
    expect(focal.get_by_role("main")).to_contain_text("Blockers found by the check")
    press(focal, "Send for endorsement")
    expect(focal.get_by_role("heading", level=1)).to_have_text("Send for endorsement")
    cabinet = "The Cabinet"
    take(focal, plan, "Send for endorsement", body=cabinet, reason="The vote is near.")
    headed(focal, "The plan was sent for endorsement")
    assert "With The Cabinet since today." in line(focal)
    lead.goto(f"{plan}/sections/summary")
    expect(lead.get_by_role("main").get_by_role("button", name="Save and continue")).to_have_count(
        0
    )

    # It comes back, and drafting goes on in the next version.
    act = "Record that the plan was returned without endorsement"
    take(lead, plan, act, reason="The budget is too high.")
    officer.goto(plan)
    assert "The budget is too high." in line(officer)
    officer.goto(f"{plan}/sections/summary")
    expect(officer.get_by_role("button", name="Save and continue")).to_be_visible()

    take(focal, plan, "Send for endorsement", body=cabinet, reason="The budget is cut.")
    focal.goto(f"{plan}/steps")
    taken = focal.get_by_role("list").filter(has_text="The plan was sent for endorsement").last
    expect(taken).to_contain_text("The plan was returned without endorsement")


def test_moving_on_works_on_a_phone_without_scripts(begin: Begin, visit: Visitors) -> None:
    plan = begin("The plan on a phone")
    lead = visit("coordinator", java_script_enabled=False, viewport=PHONE)
    take(lead, plan, "Open the national validation", who="Ministry of Trade", note="Early")
    expect(lead.get_by_role("alert")).to_contain_text("Enter the day on which the request lapses")
    assert lead.get_by_label("Who is asked?").input_value() == "Ministry of Trade"
    lead.get_by_label("Until when?").fill("2099-12-31")
    press(lead, "Open the national validation")
    headed(lead, "The national validation is open")
    assert "Read-only because ministries and others are asked to validate this text." in line(lead)
    lead.get_by_role("complementary").get_by_role(
        "link", name="Withdraw from the national validation"
    ).click()
    press(lead, "Withdraw from the national validation")
    headed(lead, "The plan was withdrawn from the national validation")
    lead.goto(f"{plan}/steps")
    expect(lead.get_by_role("main")).to_contain_text("Taken back")
