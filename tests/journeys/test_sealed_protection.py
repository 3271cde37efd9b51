"""A name in a plan that was sent: the sealed PDF is withdrawn and made again, and all say so."""

from __future__ import annotations

import json
import re
from hashlib import sha256

import pytest
from playwright.sync_api import Page, expect

from tests.chromium import violations
from tests.journeys.conftest import Begin
from tests.journeys.devices import kept, words
from tests.journeys.site import Visitors, until
from tests.journeys.test_sealed_plans import (
    asked_again,
    downloaded,
    reloaded_until,
    send,
    write_the_goal,
)
from tests.journeys.writing import box, follow, headed, press, told

pytestmark = pytest.mark.browser

NAME = "Ysolde Marquetoux"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
PDF = "The plan (PDF)"


def by_keyboard(page: Page, what: str, *keys: str) -> None:
    """Tab until this control has the focus, then press keys there: no mouse is touched."""
    control = page.get_by_role("main").get_by_label(what, exact=True)
    control = control.or_(page.get_by_role("main").get_by_role("button", name=what, exact=True))
    for _ in range(60):
        if control.first.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(control.first).to_be_focused()
    for key in keys:
        if len(key) > 1 and key not in ("Enter", "Space"):
            page.keyboard.type(key)
        else:
            page.keyboard.press(key)


def looked_for(page: Page) -> None:
    """Where the name stands, found with the keyboard alone."""
    page.goto("/")
    page.get_by_role("link", name="Your Party", exact=True).click()
    follow(page, "Remove words or files to protect people")
    assert violations(page) == []
    by_keyboard(page, "Words to remove", NAME.lower(), "Enter")
    headed(page, "Remove words to protect people")
    assert violations(page) == []


def removed(page: Page, why: str) -> None:
    """Everything that is ticked goes."""
    by_keyboard(page, "Why?", why)
    by_keyboard(page, "I have understood that nobody can bring this back", "Space")
    by_keyboard(page, "Remove for ever", "Enter")
    headed(page, "Removed to protect people")
    assert violations(page) == []


def reads_on_a_phone(visit: Visitors, addresses: list[str]) -> None:
    """Nothing is wider than a phone, and axe has nothing against it, also in French."""
    phone = visit("focal point", **PHONE)
    for address in addresses:
        for language in ("en", "fr"):
            phone.goto(f"{address}?lang={language}")
            assert phone.evaluate("document.documentElement.scrollWidth") <= 390, address
            assert violations(phone) == [], address
    phone.goto("/?lang=en")


def test_a_sealed_pdf_is_withdrawn_and_made_again_without_the_name(
    begin: Begin, visit: Visitors
) -> None:
    plan = begin("The plan that names somebody")
    lead, focal = visit("coordinator"), visit("focal point")
    write_the_goal(lead, plan, f"Mercury falls by half, says {NAME}.")
    send(focal, plan)
    version = f"{plan}/versions/1"
    lead.goto(version)
    reloaded_until(lead, "NAP-XAA-v1-public.pdf")
    reloaded_until(lead, "NAP-XAA-v1-public.json")
    main = lead.get_by_role("main")
    address = main.get_by_role("link", name=PDF, exact=True).get_attribute("href")
    pdf = downloaded(lead, PDF)
    old = sha256(pdf).hexdigest()
    follow(lead, "Put together what is sent")
    press(lead, "Make the bundle")
    follow(lead, "Record a submission")
    lead.get_by_label("When was it sent?").fill("2024-05-20")
    bundles = lead.get_by_label("What was sent?")
    bundles.select_option(bundles.locator("option", has_text="NAP-XAA-v1").get_attribute("value"))
    press(lead, "Record it")
    receipt = lead.url
    reloaded_until(lead, "Download the receipt (PDF)")

    looked_for(focal)
    removed(focal, "The person was threatened")
    removal = focal.url
    press(focal, "Make redacted documents")
    told(focal, "The redacted documents are being made.")

    # The version keeps the old sums, says when, who and why, and has a new PDF with its own.
    lead.goto(version)
    reloaded_until(lead, "Made again without what was removed")
    expect(main).to_contain_text("removed words or files from this frozen text to protect people")
    expect(main).to_contain_text("The person was threatened")
    expect(main.get_by_role("row").filter(has_text=old)).to_contain_text("its sum stays on record")
    assert violations(lead) == []

    def has_both() -> bool:
        asked_again(lead)
        return main.get_by_text("Made again without what was removed").count() == 2

    until(has_both, "the PDF and the data made again")
    new = downloaded(lead, PDF)
    assert sha256(new).hexdigest() != old
    assert sha256(new).hexdigest() in lead.content()
    data = downloaded(lead, "Data of the plan (JSON)").decode()
    assert "Marquetoux" not in data
    assert "[removed for protection]" in json.dumps(json.loads(data))
    expect(main).not_to_contain_text("Marquetoux")

    # What was public says that it was withdrawn, to whoever comes back for it.
    reader = visit("viewer")
    gone = reader.goto(str(address))
    assert gone is not None
    assert gone.status == 404
    expect(reader.get_by_role("main")).to_contain_text("withdrawn to protect people")
    reader.goto(version)
    expect(reader.get_by_role("main")).to_contain_text("removed words or files from this frozen")
    expect(reader.get_by_role("main")).not_to_contain_text("The person was threatened")

    # The receipt keeps the sum of what was sent, and says that it was withdrawn since.
    lead.goto(receipt)
    sent = main.locator(".govuk-summary-list__row", has_text=old)
    expect(sent).to_contain_text("Withdrawn to protect people on")
    assert violations(lead) == []
    reads_on_a_phone(visit, [version, receipt, removal, removal.rpartition("/")[0]])
    verified = visit.site.run("audit", "verify")
    assert "words or files were removed to protect people on" in verified
    assert "(The person was threatened)" in verified


def test_what_a_device_kept_of_a_page_from_before_is_thrown_away(
    begin: Begin, visit: Visitors
) -> None:
    plan = begin("The plan with a copy on a device")
    officer, focal = visit("officer"), visit("focal point")
    write_the_goal(visit("coordinator"), plan, f"Told by {NAME}.")
    officer.goto(f"{plan}/sections/objectives")
    officer.context.set_offline(True)
    box(officer, "Goal").fill(f"Told by {NAME} and her brother.")
    expect(words(officer)).to_contain_text("device")
    assert [field for field, _ in kept(officer)] == ["goal"]
    looked_for(focal)
    removed(focal, "The person was threatened")
    officer.context.set_offline(False)
    expect(words(officer)).to_contain_text("Words were removed here to protect people")
    until(lambda: not kept(officer), "the copy that is thrown away")
    officer.on("dialog", lambda dialog: dialog.accept())
    officer.reload()
    expect(box(officer, "Goal")).to_have_value(re.compile("removed for protection"))
    expect(officer.locator(".app-offer")).to_have_count(0)
    expect(officer.get_by_role("main")).not_to_contain_text("Marquetoux")
