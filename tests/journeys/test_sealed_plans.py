"""From the frozen text to its receipt, an amendment after it, and a plan of 2020 registered."""

from __future__ import annotations

import io
import re
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.chromium import violations
from tests.journeys.conftest import Begin
from tests.journeys.site import Visitors, until
from tests.journeys.writing import answer, arrived, box, follow, headed, press, told

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}


def downloaded(page: Page, link: str) -> bytes:
    """The bytes behind a link, as the browser saves them."""
    with page.expect_download() as saved:
        page.get_by_role("main").get_by_role("link", name=link, exact=True).first.click()
    return Path(saved.value.path()).read_bytes()


def write_the_goal(page: Page, plan: str, words: str) -> None:
    page.goto(f"{plan}/sections/objectives")
    box(page, "Goal").fill(words)
    press(page, "Save and continue")
    page.wait_for_url(re.compile(r"ask=1|/answers"))


def send(page: Page, plan: str) -> None:
    """The focal point sends the text for endorsement, whatever is missing in it."""
    page.goto(f"{plan}/steps")
    follow(page, "Send for endorsement")
    arrived(page, "Send for endorsement")
    for warning in page.get_by_role("group", name="Warnings").get_by_role("checkbox").all():
        warning.check()
    page.get_by_label("Go on all the same").check()
    page.get_by_role("combobox", name="Which body endorses the plan?").fill("The Cabinet")
    page.get_by_role("textbox", name="Reason").fill("The vote is near.")
    press(page, "Send for endorsement")
    headed(page, "The plan was sent for endorsement")


def asked_again(page: Page) -> None:
    """The same page anew. Chromium refuses `reload` while it still puts the page before away."""
    page.goto(page.url.partition("#")[0])


def reloaded_until(page: Page, words: str) -> None:
    """The worker is at it; the page says what there is when it is asked again."""

    def is_there() -> bool:
        asked_again(page)
        return page.get_by_role("main").get_by_text(words).count() > 0

    until(is_there, words)


def test_a_plan_is_endorsed_submitted_and_amended(begin: Begin, visit: Visitors) -> None:
    plan = begin("The plan that is submitted")
    lead, focal = visit("coordinator"), visit("focal point")
    write_the_goal(lead, plan, "Mercury falls by half.")
    send(focal, plan)

    # Nothing in it can change; the exact PDF is there for whoever endorses.
    lead.goto(f"{plan}/versions/1")
    reloaded_until(lead, "NAP-XAA-v1-public.pdf")
    reloaded_until(lead, "NAP-XAA-v1-public.json")
    pdf = downloaded(lead, "The plan (PDF)")
    assert sha256(pdf).hexdigest() in lead.content()
    follow(lead, "Record an endorsement")
    expect(lead.get_by_role("main")).to_contain_text(sha256(pdf).hexdigest())
    lead.get_by_label("When was it endorsed?").fill("3 May 2024")
    press(lead, "Record it")
    expect(lead.locator("[data-error-summary]")).to_contain_text("Enter who endorsed it")
    lead.get_by_label("Who endorsed it?").fill("The Cabinet")
    assert violations(lead) == []
    press(lead, "Record it")
    told(lead, "The endorsement is recorded.")

    # What is sent is the kept bytes with their sums.
    follow(lead, "Put together what is sent")
    lead.get_by_label("Say that the Secretariat may publish the text").check()
    press(lead, "Make the bundle")
    told(lead, "The bundle is ready.")
    bundle = downloaded(lead, "Everything to send, as one ZIP file")
    with zipfile.ZipFile(io.BytesIO(bundle)) as packed:
        assert packed.read("NAP-XAA-v1-public.pdf") == pdf
        sums = packed.read("SHA256SUMS").decode()
    assert f"{sha256(pdf).hexdigest()}  NAP-XAA-v1-public.pdf" in sums
    follow(lead, "Record a submission")
    lead.get_by_label("When was it sent?").fill("2024-05-20")
    lead.get_by_label("Reference").fill("NV 12/2024")
    press(lead, "Record it")
    expect(lead.get_by_role("heading", level=1)).to_have_text(re.compile("Receipt no. [0-9]+"))
    assert answer(lead, "Sent").inner_text() == "20 May 2024"
    assert violations(lead) == []
    reloaded_until(lead, "Download the receipt (PDF)")
    assert downloaded(lead, "Download the receipt (PDF)").startswith(b"%PDF")

    # An amendment has its own version; its difference is told by field, and the first text stays.
    lead.goto(f"{plan}/versions/1")
    follow(lead, "Begin the next version")
    lead.get_by_label("Amend the plan that was submitted").check()
    press(lead, "Begin the next version")
    told(lead, "Version 2 is there, a copy.")
    write_the_goal(lead, plan, "Mercury falls by half. By 2035 at the latest.")
    lead.goto(f"{plan}/versions/2/changes")
    expect(lead.get_by_role("main").locator("ins")).to_contain_text("By 2035 at the latest.")
    assert violations(lead) == []
    lead.goto(f"{plan}/versions/1/sections/objectives")
    expect(lead.get_by_role("main")).to_contain_text("Mercury falls by half.")
    expect(lead.get_by_role("main")).not_to_contain_text("2035")
    lead.goto(f"{plan}/versions/1")
    assert downloaded(lead, "The plan (PDF)") == pdf


def test_a_plan_of_2020_is_registered_on_a_phone_and_its_reviews_fall_due(
    visit: Visitors, tmp_path: Path
) -> None:
    original = tmp_path / "plan 2020.txt"
    original.write_bytes(b"The national action plan of 2020, as it was sent.")
    lead = visit("coordinator", java_script_enabled=False, viewport=PHONE)
    lead.goto("/")
    follow(lead, "Register a plan made elsewhere")
    lead.get_by_label("Title", exact=True).fill("National action plan 2020–2029")
    lead.get_by_label("The original file").set_input_files(original)
    lead.get_by_label("Everybody: it is a public document").check()
    lead.get_by_label("Binding language").select_option("en")
    lead.get_by_label("The plan begins").fill("2020")
    lead.get_by_label("When was it endorsed?").fill("February 2020")
    lead.get_by_label("Who endorsed it?").fill("The Council of Ministers")
    lead.get_by_label("When was it sent to the Secretariat?").fill("30 April 2020")
    press(lead, "Register the plan")
    headed(lead, "Version 1")
    told(lead, "The plan is registered, and its text is frozen.")
    main = lead.get_by_role("main")
    for words in ("Registered with its original file", "The Council of Ministers", "February 2020"):
        expect(main).to_contain_text(words)
    assert downloaded(lead, "Original file: the authoritative text") == original.read_bytes()
    width = lead.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"], "nothing is wider than a phone"

    # No check of today is asked; the receipt names the reviews of every third year.
    lead.get_by_role("main").get_by_role("link", name=re.compile("Receipt no.")).first.click()
    expect(lead.get_by_role("main")).to_contain_text("30 April 2020")
    expect(lead.get_by_role("main")).to_contain_text("Review of progress number")

    # The Party's clock counts them from that day, and says by which rule.
    lead.go_back()
    version = lead.url
    lead.goto("/")
    follow(lead, "Every duty, and why")
    clock = lead.get_by_role("main")
    expect(clock).to_contain_text("Review of progress number 1")
    expect(clock).to_contain_text("Every three years after the plan was submitted (30 April 2020)")
    expect(clock).to_contain_text("30 April 2023")

    # Drafting may go on from there, in the next version.
    lead.goto(version)
    follow(lead, "Begin the next version")
    lead.get_by_label("Go on drafting").check()
    press(lead, "Begin the next version")
    told(lead, "Version 2 is there, a copy.")
