"""Claims about the pages of a section somebody rewrites."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from nap_tracker.extensions import db
from nap_tracker.models.entry import Revision
from nap_tracker.models.message import Message
from tests.browser_client import Browser, Page
from tests.cast import Cast
from tests.services.saving import add_row, section
from tests.web.filling import errors, fill, follow, send

WHY = "merging the figures"


def url(cast: Cast, tail: str = "") -> str:
    return f"/plans/{cast.plan.id}/locks/objectives{tail}"


def form(cast: Cast) -> str:
    return f"/plans/{cast.plan.id}/sections/objectives"


@pytest.fixture
def officer(app: Flask, cast: Cast) -> Browser:
    return Browser(app).sign_in(cast.officer)


@pytest.fixture
def colleague(app: Flask, cast: Cast) -> Browser:
    return Browser(app).sign_in(cast.colleague)


@pytest.fixture
def lead(app: Flask, cast: Cast) -> Browser:
    return Browser(app).sign_in(cast.coordinator)


def take(cast: Cast, who: Browser, **changes: str) -> Page:
    page = who.get(url(cast))
    sent = fill(page, "main form", **{"reason": WHY, **changes})
    return send(who, page, sent, "main form")


def test_the_page_says_who_until_when_and_why(
    cast: Cast, officer: Browser, colleague: Browser
) -> None:
    page = follow(officer, take(cast, officer))
    assert WHY in page.one(".app-notice").text()
    notice = colleague.get(form(cast)).one(".app-notice").text()
    assert notice.startswith(f"{cast.officer.name} is rewriting this section until")
    assert WHY in notice


def test_it_needs_a_reason_and_a_length(cast: Cast, officer: Browser) -> None:
    assert errors(take(cast, officer, reason=" "))[0][0] == "reason"
    page = take(cast, officer, hours="9")
    assert errors(page)[0][0] == "hours"
    assert page.one('[name="reason"]').attrib["value"] == WHY


def test_what_another_officer_saves_is_refused_in_words_and_kept(
    cast: Cast, officer: Browser, colleague: Browser
) -> None:
    opened = colleague.get(form(cast))
    take(cast, officer)
    told = send(colleague, opened, fill(opened, goal="Written in vain"))
    assert told.status == 423
    assert cast.officer.name in told.text
    assert "Written in vain" in told.one("main").text()
    assert section(cast).content.answers == {}
    (link,) = [a for a in told.select("main a") if "/revisions/" in a.attrib["href"]]
    assert "Written in vain" in colleague.get(link.attrib["href"]).text


def test_a_row_of_the_section_is_refused_in_words_and_kept(
    cast: Cast, officer: Browser, colleague: Browser
) -> None:
    uid = add_row(cast, "objective", {"statement": {"en": "Aim"}})
    db.session.commit()
    address = f"/plans/{cast.plan.id}/rows/objective/{uid}"
    opened = colleague.get(address)
    take(cast, officer)
    told = send(colleague, opened, fill(opened, statement="In vain"))
    assert told.status == 423
    assert any("In vain" in r.content for r in db.session.scalars(select(Revision)))
    moved = colleague.post(f"{address}/move", {"direction": "up"}, token_from=address)
    assert moved.status == 423
    assert cast.officer.name in moved.text
    new = colleague.get(f"/plans/{cast.plan.id}/rows/objective/new")
    told = send(colleague, new, fill(new, statement="New in vain"))
    assert told.status == 423
    assert "New in vain" in told.text


def test_text_of_a_removed_row_is_shown_again_where_it_cannot_be_put_back(
    cast: Cast, officer: Browser, colleague: Browser, lead: Browser
) -> None:
    uid = add_row(cast, "objective", {"statement": {"en": "Aim"}})
    db.session.commit()
    address = f"/plans/{cast.plan.id}/rows/objective/{uid}"
    opened = colleague.get(address)
    lead.post(f"{address}/remove", token_from=f"{address}/remove")
    told = send(colleague, opened, fill(opened, statement="Typed at length"))
    assert told.status == 409
    take(cast, officer)
    again = send(colleague, told, fill(told, "main form", _restore="y"), "main form")
    assert again.status == 409
    assert "Typed at length" in again.one("main").text()
    assert cast.officer.name in again.text
    officer.post(url(cast, "/release"), token_from=url(cast))
    sent = fill(again, "main form", _restore="y")
    assert send(colleague, again, sent, "main form").status == 302
    assert "Typed at length" in colleague.get(address).text


def test_a_coordinator_saves_all_the_same(cast: Cast, officer: Browser, lead: Browser) -> None:
    take(cast, officer)
    page = lead.get(form(cast))
    assert "you can still save" in page.one(".app-notice").text()
    assert send(lead, page, fill(page, goal="Ours", _completed="no")).status == 302
    assert section(cast).content.answers == {"goal": {"en": "Ours"}}


def test_asking_and_letting_go(cast: Cast, officer: Browser, colleague: Browser) -> None:
    take(cast, officer)
    page = follow(colleague, colleague.post(url(cast, "/ask"), token_from=url(cast)))
    assert "is asked by mail" in page.text
    again = follow(colleague, colleague.post(url(cast, "/ask"), token_from=url(cast)))
    assert "You asked a moment ago" in again.text
    assert db.session.scalars(select(Message.to)).all() == [cast.officer.email]
    assert colleague.post(url(cast, "/release"), token_from=url(cast)).status == 403
    free = follow(officer, officer.post(url(cast, "/release"), token_from=url(cast)))
    assert "free for everybody" in free.text
    assert not colleague.get(form(cast)).select(".app-notice")


def test_taking_over(cast: Cast, officer: Browser, colleague: Browser, lead: Browser) -> None:
    take(cast, officer)
    assert "Take it over" not in colleague.get(url(cast)).text
    page = lead.get(url(cast))
    action = url(cast, "/take-over")
    empty = lead.post(action, {"reason": "", "hours": "2"}, token_from=url(cast))
    assert errors(empty)[0][0] == "reason"
    assert page.status == 200
    done = lead.post(action, {"reason": "The deadline", "hours": "2"}, token_from=url(cast))
    assert "yours now" in follow(lead, done).text
    assert len(db.session.scalars(select(Message.to)).all()) == 2
    assert cast.coordinator.name in officer.get(form(cast)).one(".app-notice").text()


def test_ending_it(cast: Cast, officer: Browser, colleague: Browser, lead: Browser) -> None:
    take(cast, officer)
    assert "free for everybody" not in colleague.get(url(cast)).text
    action = url(cast, "/end")
    empty = lead.post(action, {"end-reason": " "}, token_from=url(cast))
    assert errors(empty) == [("end-reason", "Enter the reason in at most 200 characters")]
    assert empty.one("#hours option[selected]").text() == "2 hours"
    done = lead.post(action, {"end-reason": "The deadline"}, token_from=url(cast))
    assert f"{cast.officer.name} is told by mail" in follow(lead, done).text
    assert db.session.scalars(select(Message.to)).all() == [cast.officer.email]
    assert not colleague.get(form(cast)).select(".app-notice")


def test_the_task_list_says_who_asked_for_quiet(
    app: Flask, cast: Cast, officer: Browser, colleague: Browser
) -> None:
    take(cast, officer)
    plan = f"/plans/{cast.plan.id}"
    hint = "#task-objectives-hint"
    assert (
        f"{cast.officer.name} is rewriting this section until"
        in colleague.get(plan).one(hint).text()
    )
    assert "You asked the others to wait until" in officer.get(plan).one(hint).text()
    reader = Browser(app).sign_in(cast.reviewer)
    assert reader.get(plan).one(hint).text() == "Annex C 1(a)"
    assert colleague.get(plan).one("#task-trade-hint").text() == "Annex C 1(f)"


def test_what_has_changed_meanwhile_is_told(
    cast: Cast, officer: Browser, colleague: Browser, lead: Browser
) -> None:
    for who, tail in (
        (officer, "/release"),
        (colleague, "/ask"),
        (lead, "/take-over"),
        (lead, "/end"),
    ):
        page = follow(who, who.post(url(cast, tail), token_from=url(cast)))
        assert "changed meanwhile" in page.text
    opened = colleague.get(url(cast))
    take(cast, officer)
    late = send(colleague, opened, fill(opened, "main form", reason="Mine"), "main form")
    assert "changed meanwhile" in follow(colleague, late).text


def test_a_section_that_is_not_there_has_no_lock(cast: Cast, officer: Browser) -> None:
    assert officer.get(f"/plans/{cast.plan.id}/locks/nonsense").status == 404
