"""The page that asks for a document: what it offers, and what it says to a slip."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from nap_tracker.extensions import db
from nap_tracker.models.export import Export
from tests.browser_client import Browser
from tests.cast import Cast

pytestmark = pytest.mark.database


@pytest.fixture
def browser(app: Flask, cast: Cast) -> Browser:
    return Browser(app).sign_in(cast.officer)


def ask(browser: Browser, cast: Cast, **given: str):
    choices = {"format": "docx", "section": "", "audience": "drafting_team", "mark": "draft"}
    return browser.post(f"/plans/{cast.plan.id}/exports", choices | given)


def test_one_section_is_asked_for_as_a_word_document(browser: Browser, cast: Cast):
    page = ask(browser, cast, section="trade")
    assert page.status == 302
    export = db.session.scalars(select(Export)).one()
    assert (export.format, export.options) == ("docx", {"section": "trade"})
    shown = browser.get(page.location)
    assert "Managing mercury trade and preventing diversion" in shown.text
    listed = browser.get(f"/plans/{cast.plan.id}/exports")
    assert "Managing mercury trade" in listed.select("tbody tr")[0].text()


@pytest.mark.parametrize("address", ["/sections/trade", "/sections/trade/answers"])
@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("Make a Word or PDF document of this section", "docx"),
        ("Print this section as a blank form", "form"),
        ("Print this section as a filled-in form", "filled_form"),
    ],
)
def test_a_section_leads_to_its_own_documents(
    browser: Browser, cast: Cast, address: str, told: str, kind: str
):
    section = browser.get(f"/plans/{cast.plan.id}{address}")
    link = next(one for one in section.select("main a") if one.text() == told)
    page = browser.get(link.attrib["href"])
    assert page.one("select[name=section] option[selected]").attrib["value"] == "trade"
    assert page.one("input[name=format][checked]").attrib["value"] == kind


def test_a_form_remembers_the_language_of_who_asked(browser: Browser, cast: Cast):
    ask(browser, cast, format="form")
    assert db.session.scalars(select(Export)).one().options == {"language": "en"}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"format": "json", "section": "trade"}, "JSON holds the whole plan"),
        ({"section": "weather"}, "Select the whole plan or one of its sections"),
        ({"format": "odt"}, "Select the kind of document"),
    ],
)
def test_a_slip_is_told_at_its_place_and_nothing_is_made(
    browser: Browser, cast: Cast, given: dict[str, str], told: str
):
    page = ask(browser, cast, **given)
    assert page.status in (200, 422)
    assert told in page.text
    assert db.session.scalars(select(Export)).all() == []
