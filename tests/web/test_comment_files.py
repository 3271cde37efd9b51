"""The pages on which comments leave as files and come back, and the ledger of a round."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from nap_tracker.content.matrix import Column
from nap_tracker.extensions import db
from nap_tracker.models.comment import Comment
from nap_tracker.permissions import Seat
from nap_tracker.services import comment_files, seats
from tests.browser_client import Browser, Page
from tests.cast import Cast
from tests.commented import edited
from tests.doors import QueryCount
from tests.imports.tables import as_xlsx
from tests.remarked import edited as edited_word
from tests.remarked import in_paragraph
from tests.services.saying import say, write_text
from tests.services.test_comment_files import (
    inside,
    outside,
    said_in,
    seat_actor,
    seat_of,
    with_a_row,
    with_everything,
)
from tests.services.test_comment_uploads import closed

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
QUERIES = 30
"""A file holds the whole text, every comment, what hangs under each, and the pictures."""


@pytest.fixture
def plan_url(database: None, cast: Cast) -> str:
    write_text(cast)
    say(cast, "officer", body="How many camps?", visibility="plan")
    db.session.commit()
    return f"/plans/{cast.plan.id}/comments/files"


def upload(browser: Browser, url: str, data: bytes, name: str = "back.xlsx") -> Page:
    return browser.post(
        url,
        {"file": (io.BytesIO(data), name)},
        token_from=url,
        content_type="multipart/form-data",
    )


def form_of(page: Page) -> dict[str, str]:
    """What a browser would send of the form that brings the file in."""
    form = page.one('form[action*="/apply"]')
    values = {}
    for field in form.element.iter("input"):
        kind = field.attrib.get("type")
        if kind not in ("radio", "checkbox") or "checked" in field.attrib:
            values[field.attrib["name"]] = field.attrib.get("value", "")
    return values


def applied(browser: Browser, page: Page, **said: str) -> Page:
    action = page.one('form[action*="/apply"]').attrib["action"]
    return browser.post(action, {**form_of(page), **said})


def test_both_files_are_offered_and_come(browser: Browser, cast: Cast, plan_url: str) -> None:
    officer = browser.sign_in(cast.officer)
    page = officer.get(plan_url)
    links = [link.attrib["href"] for link in page.select("main a.govuk-button")]
    assert links == [f"{plan_url}/table.xlsx", f"{plan_url}/plan.docx"]
    table, document = (officer.get(link) for link in links)
    assert table.response.mimetype == XLSX
    assert document.response.mimetype == DOCX
    for found in (table, document):
        assert found.response.headers["Cache-Control"] == "no-store"
        assert "attachment" in found.response.headers["Content-Disposition"]
    words = load_workbook(io.BytesIO(table.response.data)).worksheets[1]["H3"].value
    assert words == "How many camps?"


def test_a_file_is_looked_at_then_brought_in_once(
    browser: Browser, cast: Cast, plan_url: str
) -> None:
    leader = browser.sign_in(cast.coordinator)
    data = leader.get(f"{plan_url}/table.xlsx").response.data
    data = with_a_row(data, section="Summary", comment="A new remark")
    sent = upload(leader, plan_url, data)
    page = leader.get(sent.location)
    assert "New comments (1)" in page.text
    assert "A new remark" in page.text
    assert "1 comment came back as it was." in page.text
    assert db.session.query(Comment).count() == 1
    done = applied(leader, page)
    assert done.location.endswith("/comments/files")
    assert "Brought in: 1 new comments" in leader.get(done.location).text
    assert db.session.query(Comment).count() == 2
    again = applied(leader, page)
    assert "brought in already" in leader.get(again.location).text
    assert db.session.query(Comment).count() == 2
    page = leader.get(upload(leader, plan_url, data).location)
    assert "You brought in this very file on" in page.text
    assert "This file changes nothing." in page.text
    assert not page.select('form[action*="/apply"]')
    more = with_a_row(data, section="Summary", comment="One more")
    page = leader.get(upload(leader, plan_url, more).location)
    assert "1 thing that the file says is here already" in page.text
    assert "New comments (1)" in page.text


def test_of_a_file_whose_edits_were_left_out_it_says_that_these_are_left(
    browser: Browser, cast: Cast, plan_url: str
) -> None:
    leader = browser.sign_in(cast.coordinator)
    data = with_everything(cast)
    page = leader.get(upload(leader, plan_url, data, "back.docx").location)
    form = form_of(page)
    form.pop("with_edits")
    action = page.one('form[action*="/apply"]').attrib["action"]
    leader.post(action, {**form, "whose": "mine"})
    page = leader.get(upload(leader, plan_url, data, "back.docx").location)
    assert page.select('form[action*="/apply"]')
    assert "without the changes that were not tracked. Only these are left." in page.text
    assert "Nothing of it is added a second time" not in page.text


def test_what_others_said_is_entered_for_them(browser: Browser, cast: Cast, plan_url: str) -> None:
    leader = browser.sign_in(cast.coordinator)
    rows = [["Section", "Comment", "Reviewer"], ["Summary", "We miss figures", "Ama Mensah"]]
    page = leader.get(upload(leader, plan_url, as_xlsx(rows)).location)
    applied(leader, page, whose="theirs", received_by="meeting", received_on="2026-11-12")
    made = db.session.scalars(select(Comment).where(Comment.on_behalf_of.is_not(None))).one()
    assert (made.on_behalf_of, made.received_by, made.received_on) == (
        "Ama Mensah", "meeting", "2026-11-12")  # fmt: skip


def test_a_file_that_names_somebody_else_asks_whose_words_they_are(
    browser: Browser, cast: Cast, plan_url: str
) -> None:
    leader = browser.sign_in(cast.coordinator)
    rows = [["Section", "Comment", "Reviewer"], ["Summary", "We miss figures", "Ama Mensah"]]
    page = leader.get(upload(leader, plan_url, as_xlsx(rows)).location)
    assert not page.select('input[name="whose"][checked]')
    assert "Ama Mensah" in page.one('form[action*="/apply"]').text()
    asked = applied(leader, page)
    assert "Choose whose comments these are" in asked.one(".govuk-error-summary").text()
    assert db.session.query(Comment).count() == 1
    own = [["Section", "Comment", "Reviewer"], ["Summary", "Mine", cast.coordinator.name.upper()]]
    page = leader.get(upload(leader, plan_url, as_xlsx(own)).location)
    assert page.one('input[name="whose"][checked]').attrib["value"] == "mine"
    applied(leader, page)
    made = db.session.scalars(select(Comment).filter_by(body="Mine")).one()
    assert (made.author_id, made.on_behalf_of) == (cast.coordinator.id, None)


def test_a_wrong_day_is_told_at_its_field_and_nothing_is_lost(
    browser: Browser, cast: Cast, plan_url: str
) -> None:
    leader = browser.sign_in(cast.coordinator)
    rows = [["Section", "Comment", "Reviewer"], ["Summary", "We miss figures", "Ama"]]
    page = leader.get(upload(leader, plan_url, as_xlsx(rows)).location)
    again = applied(leader, page, whose="theirs", received_on="tomorrow")
    assert again.status == 200
    assert "Enter a day, for example 2027-12-31" in again.text
    assert again.one('input[name="received_on"]').attrib["value"] == "tomorrow"
    assert db.session.query(Comment).count() == 1


def test_a_column_that_was_not_found_is_asked_for(
    browser: Browser, cast: Cast, plan_url: str
) -> None:
    leader = browser.sign_in(cast.coordinator)
    rows = [["Whereabouts", "Comment"], ["Summary", "We miss figures"]]
    page = leader.get(upload(leader, plan_url, as_xlsx(rows)).location)
    assert page.one('select[name="section"]') is not None
    action = page.one('form[action*="/columns"]').attrib["action"]
    asked = leader.post(action, {"section": "0"})
    page = leader.get(asked.location)
    assert "We miss figures" in page.text
    assert applied(leader, page).status == 302
    assert db.session.query(Comment).count() == 2


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"PK\x03\x04broken", as_xlsx([["a"], ["b"]])])
def test_a_wrong_file_is_refused_at_its_field(
    browser: Browser, cast: Cast, plan_url: str, data: bytes
) -> None:
    page = upload(browser.sign_in(cast.coordinator), plan_url, data)
    assert page.status == 200
    assert page.select(".govuk-error-summary")
    assert page.select("#file-error") or page.select(".govuk-error-message")


def test_faults_are_listed_by_line_and_stop_the_file(
    browser: Browser, cast: Cast, plan_url: str
) -> None:
    leader = browser.sign_in(cast.coordinator)
    data = leader.get(f"{plan_url}/table.xlsx").response.data

    def edit(page: Any, at: dict[Column, int]) -> None:
        page.cell(3, at[Column.RESPONSE]).value = "Perhaps"

    page = leader.get(upload(leader, plan_url, edited(data, edit)).location)
    assert "Line 3. “Perhaps” is no response." in " ".join(page.text.split())
    assert not page.select('form[action*="/apply"]')


def test_everything_is_there_in_french(browser: Browser, cast: Cast, plan_url: str) -> None:
    cast.coordinator.locale = "fr"
    db.session.commit()
    leader = browser.sign_in(cast.coordinator)
    page = leader.get(plan_url)
    assert page.one("h1").text() == "Commentaires en tableau ou dans Word"
    data = leader.get(f"{plan_url}/table.xlsx").response.data
    assert "Commentaires" in load_workbook(io.BytesIO(data)).sheetnames
    shown = leader.get(upload(leader, plan_url, with_a_row(data, comment="Neuf")).location)
    assert "Ceci est un essai." in shown.text
    assert "Vers le bac" in shown.text


def test_a_reviewer_finds_the_files_and_the_ledger_of_their_round(
    browser: Browser, cast: Cast, plan_url: str
) -> None:
    round_ = inside(cast)
    seat = seat_of(round_, cast.viewer.name)
    seats.accept(cast.actor("viewer"), seat)
    said_in(cast, round_, seat, "My own remark")
    db.session.commit()
    viewer = browser.sign_in(cast.viewer)
    mine = f"/rounds/{round_.id}/review"
    hrefs = [link.attrib["href"] for link in viewer.get(mine).select("main a")]
    assert {f"{mine}/files", f"{mine}/ledger"} <= set(hrefs)
    data = viewer.get(f"{mine}/files/table.xlsx").response.data
    page = viewer.get(upload(viewer, f"{mine}/files", with_a_row(data, comment="More")).location)
    assert not page.select('input[name="whose"]')
    applied(viewer, page)
    made = db.session.scalars(select(Comment).where(Comment.body == "More")).one()
    assert (made.state, made.invitation_id) == ("written", seat.invitation.id)
    assert "My own remark" in viewer.get(f"{mine}/ledger?reviewer={cast.viewer.name}").text


def test_what_came_without_a_place_is_found_by_what_the_file_called_it(
    browser: Browser, cast: Cast, plan_url: str
) -> None:
    round_ = inside(cast)
    seat = seat_of(round_, cast.viewer.name)
    seats.accept(cast.actor("viewer"), seat)
    viewer, mine = browser.sign_in(cast.viewer), f"/rounds/{round_.id}/review"
    data = viewer.get(f"{mine}/files/table.xlsx").response.data
    row = {"section": "Nowhere section", "field": "Nothing", "comment": "Far away"}
    applied(viewer, viewer.get(upload(viewer, f"{mine}/files", with_a_row(data, **row)).location))
    made = db.session.scalars(select(Comment).where(Comment.body == "Far away")).one()
    edit = viewer.get(f"{mine}/comments/{made.id}")
    assert edit.status == 200
    assert "Nowhere section – Nothing" in edit.one("main").text()
    seats.hand_in(cast.actor("viewer"), seat)
    db.session.commit()
    leader = browser.sign_in(cast.coordinator)
    tray = leader.get(f"/plans/{cast.plan.id}/comments?show=lost")
    assert "Nowhere section – Nothing" in tray.text
    page = leader.get(f"/plans/{cast.plan.id}/comments/{made.id}")
    assert (page.status, "Lost its place" in page.text) == (200, True)


def test_the_ledger_lists_by_reviewer_and_leads_to_what_became_of_theirs(
    browser: Browser, cast: Cast, plan_url: str
) -> None:
    round_ = outside(cast)
    seat = seat_of(round_, "Olga Outside")
    seats.accept(seat_actor(seat), seat)
    said_in(cast, round_, seat, "Name the camps")
    seats.hand_in(seat_actor(seat), seat)
    db.session.commit()
    leader = browser.sign_in(cast.coordinator)
    url = f"/plans/{cast.plan.id}/rounds/{round_.id}/ledger"
    page = leader.get(url)
    link = page.one("main tbody th a")
    assert link.text() == "Olga Outside"
    own = leader.get(link.attrib["href"])
    assert "Name the camps" in own.text
    assert "No response yet" in own.text
    assert "pproved" not in own.text
    assert leader.get(f"{url}/ledger.pdf").response.data.startswith(b"%PDF-")
    assert leader.get(f"{url}/ledger.xlsx").response.mimetype == XLSX
    assert browser.sign_in(cast.viewer).get(url).status in (403, 404)


def test_pages_take_the_same_number_of_queries_however_much_was_said(
    app: Flask, cast: Cast, plan_url: str, queries: QueryCount
) -> None:
    officer = Browser(app).sign_in(cast.officer)

    def taken(path: str) -> int:
        with queries as counted:
            officer.get_once(f"{plan_url}{path}")
        return counted.count

    paths = ("", "/table.xlsx", "/plan.docx")
    before = [taken(path) for path in paths]
    for number in range(8):
        say(cast, "officer", body=f"Remark {number}", visibility="plan")
    db.session.commit()
    assert [taken(path) for path in paths] == before
    assert before[0] <= 12
    assert max(before) <= QUERIES


def test_what_is_of_a_seat_needs_the_seat(cast: Cast, plan_url: str) -> None:
    round_ = outside(cast)
    olga = seat_of(round_, "Olga Outside")
    assert isinstance(olga, Seat)
    assert comment_files.of_seat(seat_actor(olga), round_.id).seat is olga.invitation


def test_the_files_of_a_closed_round_go_out_and_nothing_comes_in(
    browser: Browser, cast: Cast, plan_url: str
) -> None:
    round_ = inside(cast)
    url = f"{plan_url}?round={round_.id}"
    lead = browser.sign_in(cast.coordinator)
    late = with_a_row(lead.get(f"{plan_url}/table.xlsx?round={round_.id}").response.data,
                      section="Summary", comment="Late")  # fmt: skip
    seen = lead.get(upload(lead, url, late).location)
    closed(cast, round_)
    page = lead.get(url)
    assert "This review round is closed" in page.text
    assert not page.select("input[type=file]")
    assert "Table of comments (XLSX)" in page.text
    told = lead.get(applied(lead, seen).location)
    assert "This review round is closed" in told.one("[role=alert]").text()
    assert "Late" not in [comment.body for comment in db.session.scalars(select(Comment))]


def test_what_was_chosen_stays_where_the_file_does_not_say_whose_changes_it_holds(
    browser: Browser, cast: Cast, plan_url: str
) -> None:
    lead = browser.sign_in(cast.coordinator)
    data = lead.get(f"{plan_url}/plan.docx").response.data
    words = "Retorts are used at few camps."
    data = edited_word(data, in_paragraph(words, lambda x: x.replace("few", "seven")))
    page = lead.get(upload(lead, plan_url, data, "back.docx").location)
    page = applied(lead, page, whose="theirs", received_by="letter", received_on="2026-11-03")
    assert page.status == 200
    assert "does not say who made the changes that were not tracked" in page.text
    form = form_of(page)
    assert (form["whose"], form["received_by"]) == ("theirs", "letter")
    assert form["received_on"] == "2026-11-03"
    assert db.session.query(Comment).count() == 1
