"""A name that endangers somebody goes from everywhere, from a phone and without scripts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Begin
from tests.journeys.site import Visitors, until
from tests.journeys.writing import box, follow, headed, press, told
from tests.services.endangered import stored

pytestmark = pytest.mark.browser

NAME = "Zoraïde Quispe-Mbaxtu"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
FORMS = [NAME.encode(), NAME.upper().encode(), b"Mbaxtu", b"mbaxtu"]


def everywhere(folder: Path) -> list[bytes]:
    """What of the name lies in the installation's files: database, storage, printed parts."""
    found = stored(folder)
    return [form for form in FORMS if form in found]


def written(visit: Visitors, plan: str) -> str:
    """An officer writes the name into a row, and has a document made; its address."""
    page = visit("officer")
    page.goto(f"{plan}/rows/institution/new")
    box(page, "Name of the institution").fill(f"Office of {NAME}")
    box(page, "Contact").fill(f"Ask {NAME.upper()}")
    press(page, "Save")
    page.wait_for_url("**/sections/**")
    page.goto(f"{plan}/exports")
    page.get_by_label(re.compile("^JSON")).check()
    page.get_by_label(re.compile("^Drafting team")).check()
    press(page, "Make the document")
    page.wait_for_url("**/exports/*")
    address = page.url

    def is_made() -> bool:
        page.goto(address)
        return page.get_by_role("link", name=re.compile("^Download")).count() > 0

    until(is_made, "the document")
    return address


def looked_for(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Your Party", exact=True).click()
    follow(page, "Remove words or files to protect people")
    box(page, "Words to remove").fill("quispe-mbaxtu")
    press(page, "Show every place")
    headed(page, "Remove words to protect people")


def test_a_removal_for_protection(visit: Visitors, begin: Begin) -> None:
    plan = begin("To be protected")
    document = written(visit, plan)
    assert everywhere(visit.site.folder)

    page = visit("focal point", java_script_enabled=False, **PHONE)
    looked_for(page)
    expect(page.get_by_role("main")).to_contain_text(f"Ask {NAME.upper()}")
    expect(page.get_by_label(re.compile("Contact, English, version 1"))).to_be_checked()
    press(page, "Remove for ever")
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_contain_text("Say that you have understood it")
    expect(page.get_by_label(re.compile("Contact, English, version 1"))).to_be_checked()
    box(page, "Why?").fill("The person was threatened")
    page.get_by_label("I have understood that nobody can bring this back").check()
    box(page, "Why?").fill("Mbaxtu, Quispe-Mbaxtu")
    press(page, "Remove for ever")
    expect(page.locator(".govuk-error-summary")).to_contain_text("say it without the words")
    box(page, "Why?").fill("The person was threatened")
    press(page, "Remove for ever")
    told(page, "It is removed.")
    headed(page, "Removed to protect people")
    expect(page.get_by_role("main")).to_contain_text("The person was threatened")
    expect(page.get_by_role("main")).to_contain_text("What this could not reach")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    officer = visit("officer")
    officer.goto(document)
    expect(officer.get_by_role("main")).to_contain_text("withdrawn to protect people")
    officer.goto(f"{plan}/history")
    expect(officer.get_by_role("main")).to_contain_text("words removed to protect people")
    page.goto(f"{plan}/log")
    expect(page.get_by_role("main")).to_contain_text("removed words from everywhere")
    until(lambda: not everywhere(visit.site.folder), "the last byte of the name")
    assert "whole" in visit.site.run("audit", "verify")
    looked_for(page)
    expect(page.get_by_role("main")).to_contain_text("stand nowhere")
