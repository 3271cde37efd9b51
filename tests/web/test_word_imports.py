"""The pages that bring a Word file in: upload, changes, parts, tables, the result."""

from __future__ import annotations

import io
from typing import Any

import pytest
from sqlalchemy import func, select

from nap_tracker.extensions import db
from nap_tracker.models.institution import Institution
from nap_tracker.models.plan import Plan
from nap_tracker.models.word_upload import WordUpload
from nap_tracker.roles import Role
from nap_tracker.services import entries, plans
from tests.browser_client import Browser, Page
from tests.cast import Cast, give
from tests.doors import QueryCount
from tests.imports.word.making import docx, gone, h, ins, p, tbl, tr

FILE = docx(h("Foreword"), "We commit.", h("Zebras"), "Stripes.")


@pytest.fixture
def officer(browser: Browser, cast: Cast) -> Browser:
    return browser.sign_in(cast.officer)


def imports_url(plan: Plan, *rest: str) -> str:
    return "/".join((f"/plans/{plan.id}/word-imports", *rest))


def upload(browser: Browser, plan: Plan, data: bytes = FILE, name: str = "plan.docx") -> Page:
    return browser.post(
        imports_url(plan),
        {"file": (io.BytesIO(data), name), "language": "en"},
        token_from=imports_url(plan),
        content_type="multipart/form-data",
    )


def follow(browser: Browser, page: Page) -> Page:
    while page.status == 302:
        page = browser.get(page.location)
    return page


def filled(page: Page) -> dict[str, str]:
    """What a browser would send of the first form in the page's main part."""
    form = page.select("main form")[0].element
    values = {}
    for control in form.iter("input"):
        kind = control.attrib.get("type")
        if kind not in ("radio", "checkbox") or "checked" in control.attrib:
            values[control.attrib["name"]] = control.attrib.get("value", "")
    for control in form.iter("select"):
        options = list(control.iter("option"))
        chosen = [each for each in options if "selected" in each.attrib]
        values[control.attrib["name"]] = (chosen or options)[0].attrib["value"]
    return values


def send(browser: Browser, page: Page, **said: str) -> Page:
    """Send the first form of a page with some answers changed, and follow where it leads."""
    url = page.select("main form")[0].attrib["action"]
    return follow(browser, browser.post(url, {**filled(page), **said}))


def words(page: Page, selector: str = "main") -> str:
    return " ".join(found.text() for found in page.select(selector))


def foreword(cast: Cast) -> str:
    version = plans.newest(cast.actor("officer"), cast.plan.id)
    found = entries.open_section(cast.actor("officer"), version, "foreword")
    return str((found.content.answers.get("text") or {}).get("en", ""))


def test_from_the_file_to_the_plan(officer: Browser, cast: Cast):
    parts = follow(officer, upload(officer, cast.plan))
    assert "Where does each part go?" in words(parts, "h1")
    assert "1 Foreword" in words(parts)
    assert "Goes to “Foreword: Text of the foreword”. We commit. (words: 2)" in words(parts)
    assert filled(parts)["part_1"] == "foreword.text"
    result = send(officer, parts)
    assert "What would be brought in" in words(result, "h1")
    assert "Foreword: Text of the foreword" in words(result)
    assert "Not placed Zebras Stripes." in words(result)
    done = send(officer, result, act="apply")
    assert "The file was brought in: 1 field has its text." in words(done, "body")
    assert "We commit." in foreword(cast)


def test_the_upload_is_listed_and_can_be_taken_up_again(officer: Browser, cast: Cast):
    upload(officer, cast.plan)
    page = officer.get(imports_url(cast.plan))
    link = page.one("main ul.govuk-list a")
    assert link.text() == "plan.docx"
    assert follow(officer, officer.get(link.attrib["href"])).status == 200


def test_a_part_can_be_sent_elsewhere(officer: Browser, cast: Cast):
    parts = follow(officer, upload(officer, cast.plan))
    result = send(officer, parts, part_1="leave", part_3="foreword.text")
    assert "Left out on purpose Foreword We commit." in words(result)
    send(officer, result, act="apply")
    assert "Stripes." in foreword(cast)
    assert "We commit." not in foreword(cast)


def test_a_place_that_was_not_offered_is_refused_at_its_part(officer: Browser, cast: Cast):
    parts = follow(officer, upload(officer, cast.plan))
    again = send(officer, parts, part_1="foreword.nonsense")
    assert "Choose one of the answers offered" in words(again, "#part_1-error")
    assert again.one(".govuk-error-summary__list a").attrib["href"] == "#part_1"


def test_tracked_changes_come_first(officer: Browser, cast: Cast):
    data = docx(h("Foreword"), p("Mercury is ", gone("good"), ins("bad"), "."))
    changes = follow(officer, upload(officer, cast.plan, data))
    assert "Decide on the tracked changes" in words(changes, "h1")
    assert "1. Taken out by Ben 2026-01-03 10:00: “good”" in words(changes)
    assert "2. Put in by Ana 2026-01-02 10:00: “bad”" in words(changes)
    parts = send(officer, changes, all="reject", change_2="accept")
    assert "Mercury is goodbad." in words(parts)


def test_the_result_says_what_is_still_undecided(officer: Browser, cast: Cast):
    data = docx(h("Foreword"), p("Mercury is ", ins("bad"), "."))
    changes = follow(officer, upload(officer, cast.plan, data))
    result = send(officer, send(officer, changes))
    assert "The file cannot be brought in yet" in words(result, "h1")
    assert "Decide on the tracked changes of the file first." in words(result)
    assert not result.select('button[value="apply"]')
    refused = send(officer, result, act="apply")
    assert "Decide on the tracked changes of the file first." in words(refused, "body")
    assert foreword(cast) == ""


def test_a_field_with_a_text_asks_whether_to_add_or_to_replace(officer: Browser, cast: Cast):
    actor = cast.actor("officer")
    found = entries.open_section(actor, plans.newest(actor, cast.plan.id), "foreword")
    change = entries.Change(seen=found.counter, answers={"text": {"en": "<p>Old.</p>"}})
    entries.save(actor, found, change)
    result = send(officer, follow(officer, upload(officer, cast.plan)))
    assert "Now: Old." in words(result)
    assert filled(result)["mode_foreword.text"] == "add"
    again = send(officer, result, **{"mode_foreword.text": "replace", "act": "look"})
    assert filled(again)["mode_foreword.text"] == "replace"
    send(officer, again, act="apply")
    assert "Old." not in foreword(cast)


def test_pressed_twice_it_is_brought_in_once(officer: Browser, cast: Cast):
    result = send(officer, follow(officer, upload(officer, cast.plan)))
    send(officer, result, act="apply")
    once = foreword(cast)
    again = send(officer, result, act="apply")
    assert "This file was brought in already" in words(again, "body")
    assert foreword(cast) == once


def test_a_table_becomes_rows(officer: Browser, cast: Cast):
    table = tbl(tr("Name", "Acronym"), tr("Ministry of Mines", "MoM"))
    parts = follow(officer, upload(officer, cast.plan, docx(h("Foreword"), "a", table)))
    links = {link.text(): link.attrib["href"] for link in parts.select("main form a")}
    url = next(url for text, url in links.items() if text.startswith("Table 1: turn it into rows"))
    choose = officer.get(url)
    assert "Ministry of Mines" in words(choose, "table")
    assert "Rows of the work plan" not in words(choose), "that is for those who lead the drafting"
    columns = send(officer, choose, becomes="institution")
    assert filled(columns)["column_0"] == "name"
    nameless = send(officer, columns, column_0="")
    assert "Say which column holds" in words(nameless, ".govuk-error-message")
    result = send(officer, columns)
    assert "Institutions: 1 row is new" in words(result)
    done = send(officer, result, act="apply")
    assert "1 row was added." in words(done, "body")
    assert db.session.scalar(select(func.count()).select_from(Institution)) == 1


def test_a_table_can_become_activities_where_somebody_leads(browser: Browser, cast: Cast):
    leader = browser.sign_in(cast.coordinator)
    table = tbl(tr("Strategy", "Activity", "Cost"), tr("Training", "Train miners", "0"))
    parts = follow(leader, upload(leader, cast.plan, docx(h("Foreword"), "a", table)))
    url = next(a.attrib["href"] for a in parts.select("main form a") if "Table 1" in a.text())
    columns = send(leader, leader.get(url), becomes="work_plan")
    assert "What does a cost of 0 mean in this file?" in words(columns)
    result = send(leader, columns, zero="free", currency="USD", default_items="1(j)")
    assert "Activities: 3 rows are new Train miners" in words(result)


def test_a_part_can_be_read_whole(officer: Browser, cast: Cast):
    parts = follow(officer, upload(officer, cast.plan))
    url = next(a.attrib["href"] for a in parts.select("main form a") if "Read this" in a.text())
    assert "We commit." in words(officer.get(url), ".app-text")


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 99, "plan.doc", "old Word file (DOC)"),
        (docx("x", parts={"word/vbaProject.bin": b"x"}), "plan.docm", "holds macros"),
        (b"%PDF-1.4", "plan.pdf", "Ask for the Word file it was made from"),
    ],
)
def test_a_file_that_is_refused_says_so_at_its_place(
    officer: Browser, cast: Cast, data: bytes, name: str, sentence: str
):
    page = upload(officer, cast.plan, data, name)
    assert page.status == 200
    assert sentence in words(page, "#file-error")
    assert db.session.scalar(select(func.count()).select_from(WordUpload)) == 0


class TestPastedText:
    def paste(self, officer: Browser, cast: Cast, **said: str) -> Page:
        url = imports_url(cast.plan, "paste")
        return officer.post(url, {"language": "en", **said}, token_from=url)

    def test_markup_without_scripts(self, officer: Browser, cast: Cast):
        sent = self.paste(officer, cast, text="### Foreword\n\nWe paste.")
        send(officer, send(officer, follow(officer, sent)), act="apply")
        assert "We paste." in foreword(cast)

    def test_html_of_the_editor(self, officer: Browser, cast: Cast):
        html = "<h3>Foreword</h3><p>We <strong>paste</strong>.</p><script>alert(1)</script>"
        sent = self.paste(officer, cast, text=html, **{"text-format": "html"})
        send(officer, send(officer, follow(officer, sent)), act="apply")
        assert "We <strong>paste</strong>." in foreword(cast)
        assert "alert" not in foreword(cast)

    def test_nothing_and_what_cannot_be_stored_are_refused(self, officer: Browser, cast: Cast):
        assert "Paste the text" in words(self.paste(officer, cast, text=""), "#text-error")
        assert "cannot be stored" in words(self.paste(officer, cast, text="a\x07b"), "#text-error")
        blank = self.paste(officer, cast, text="<p> </p>", **{"text-format": "html"})
        assert "There is no text" in words(blank, "#text-error")


def test_it_can_be_taken_away(officer: Browser, cast: Cast):
    result = send(officer, follow(officer, upload(officer, cast.plan)))
    url = next(f.attrib["action"] for f in result.select("form") if "forget" in f.attrib["action"])
    page = follow(officer, officer.post(url))
    assert "Nothing of it is in the plan." in words(page, "body")
    assert db.session.scalar(select(func.count()).select_from(WordUpload)) == 0


def test_pages_ask_the_database_a_constant_number_of_times(
    officer: Browser, cast: Cast, queries: QueryCount
):
    def cost(data: bytes) -> list[int]:
        parts = follow(officer, upload(officer, cast.plan, data))
        here = parts.select("main form")[0].attrib["action"].partition("?")[0]
        counts = []
        for url in (here, here.removesuffix("/parts")):
            with queries as counted:
                officer.get(url)
            counts.append(counted.count)
        return counts

    short = cost(FILE)
    body: list[str] = []
    for n in range(60):
        body += [h(f"Heading {n}"), "Words"]
    assert cost(docx(h("Foreword"), "a", *body)) == short
    assert max(short) <= 12


def test_a_long_file_has_its_parts_on_pages_and_keeps_what_was_said(officer: Browser, cast: Cast):
    body: list[Any] = [h("Foreword"), "a"]
    for n in range(30):
        body += [h(f"Zebra {n}"), "Words"]
    first = follow(officer, upload(officer, cast.plan, docx(*body)))
    assert "Page 1 of 2" in words(first)
    second = send(officer, first, part_3="gender.analysis")
    assert "Page 2 of 2" in words(second)
    result = send(officer, second)
    assert "Zebra 0" in words(result)
    assert "2 fields get a text" in words(result)


# Who drafts single sections


def test_a_section_drafter_is_offered_only_their_sections_and_told_what_stays_out(
    browser: Browser, cast: Cast
) -> None:
    give(cast.stranger, Role.SECTION_DRAFTER, cast.amberland, cast.plan, "foreword")
    db.session.commit()
    browser.sign_in(cast.stranger)
    page = browser.get(f"/plans/{cast.plan.id}")
    assert "Bring in a Word file" in [tab.text() for tab in page.select(".app-tabs a")]
    assert "You draft: Foreword. Only text for that comes in." in words(
        browser.get(imports_url(cast.plan))
    )
    data = docx(h("Foreword"), "We commit.", h("National overview"), "Of others.")
    page = follow(browser, upload(browser, cast.plan, data))
    offered = {option.attrib["value"] for option in page.select("select option")}
    assert {name for name in offered if "." in name} == {"foreword.text"}
    assert filled(page)[page.select("select")[1].attrib["name"]] == "elsewhere"
    page = send(browser, page)
    assert "Of sections that others draft: does not come in" in words(page, "h2")
    assert not page.select('[name="keeps_original"][type="checkbox"]')
    assert "Keep the Word file" not in words(page)
    page = send(browser, page, act="apply")
    assert "The file was brought in: 1 field has its text." in page.text


def test_a_section_drafter_does_not_see_the_files_of_others(browser: Browser, cast: Cast) -> None:
    give(cast.stranger, Role.SECTION_DRAFTER, cast.amberland, cast.plan, "foreword")
    db.session.commit()
    at = upload(browser.sign_in(cast.officer), cast.plan, name="secret.docx").location
    browser.sign_in(cast.stranger)
    assert "secret.docx" not in browser.get(imports_url(cast.plan)).text
    assert browser.get(at).status == 403
    assert browser.get(at.replace("/changes", "")).status == 403
