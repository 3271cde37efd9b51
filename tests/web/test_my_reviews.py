"""A reviewer's pages, with an account and by a personal link, from the invitation to the answer."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from nap_tracker import links, mail
from nap_tracker.clock import today
from nap_tracker.extensions import db
from nap_tracker.models.comment import Comment
from nap_tracker.models.event import Event
from nap_tracker.models.message import Message
from nap_tracker.models.round import Round, RoundAnswer, RoundInvitation
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.roles import OPERATOR
from nap_tracker.services import comments, entries, outbox, plans, replies, rounds, seats
from nap_tracker.services.entries import Change
from nap_tracker.services.rounds import Opening, Question
from nap_tracker.services.seats import Asked, Other
from tests.browser_client import Browser
from tests.cast import Cast
from tests.doors import QueryCount
from tests.services.endangered import type_into
from tests.services.saving import add_row

QUERIES = 12
WARNED = frozenset({"nothing_is_missing_yet", "was_reviewed_internally"})
OLGA = Other("Olga Outside", "olga@elsewhere.example", "Gold Watch")


@dataclass
class Story:
    """One round with people from outside."""

    round: Round
    seats: dict[str, RoundInvitation]

    def token(self, name: str = OLGA.name) -> str:
        return links.token("review", self.seats[name].id)

    def link(self, name: str = OLGA.name) -> str:
        return f"/reviews/{self.token(name)}"

    @property
    def mine(self) -> str:
        return f"/rounds/{self.round.id}/review"


def begin(cast: Cast, **values: object) -> Story:
    actor = cast.actor("focal_point")
    given: dict[str, object] = {
        "title": "Partners",
        "sections": ["summary"],
        "due_on": today() + timedelta(days=14),
        "is_outside": True,
        "allows_links": True,
        "questions": [Question("Is it enough?", True), Question("What is missing?")],
        "stage_note": "Not held before",
        "accepted": WARNED,
        **values,
    }
    version = plans.newest(OPERATOR, cast.plan.id)
    round_ = rounds.open_(actor, version, Opening(**given))  # type: ignore[arg-type]
    seats.invite(actor, round_, Asked([cast.reviewer.id], [OLGA], "fr"))
    db.session.commit()
    found = db.session.query(RoundInvitation).filter_by(round_id=round_.id)
    return Story(round_, {seat.name: seat for seat in found})


def code_of(story: Story) -> str:
    """As the newest mail to the outside reviewer has it."""
    newest = (
        db.session.query(Message)
        .filter_by(template="review_code", to=OLGA.email)
        .order_by(Message.created_at.desc(), Message.id)
        .first()
    )
    assert newest is not None
    found = re.search(r"^\d{8}$", mail.render(newest).get_content(), re.MULTILINE)
    assert found is not None
    return found[0]


def by_link(app: Flask, story: Story) -> Browser:
    browser = Browser(app)
    url = f"{story.link()}/code"
    browser.post(url, {"act": "send"}, token_from=url)
    page = browser.post(url, {"code": code_of(story)}, token_from=url)
    assert page.location == story.mine, page.text
    return browser


def test_the_page_of_a_link_says_what_is_asked_and_opening_it_changes_nothing(
    app: Flask, cast: Cast
):
    story = begin(cast, note="An hour will do")
    page = Browser(app).get(story.link())
    assert page.status == 200
    assert "An hour will do" in page.text
    assert story.seats[OLGA.name].state == "invited"
    assert page.select('html[lang="fr"]'), "in the language of the invitation"
    assert [b.attrib["value"] for b in page.select('button[name="act"]')] == ["accept", "decline"]
    calendar = Browser(app).get(f"{story.link()}/calendar.ics")
    assert "BEGIN:VEVENT" in calendar.response.get_data(as_text=True)


def test_a_link_shows_no_text_before_the_code_of_the_mail_is_typed(app: Flask, cast: Cast):
    story = begin(cast)
    browser = Browser(app)
    page = browser.post(story.link(), {"act": "accept"}, token_from=story.link())
    assert page.location == f"{story.link()}/code"
    assert browser.get(story.mine).location.startswith("/sign-in")
    assert story.seats[OLGA.name].state == "accepted"
    assert "Olga Outside" in by_link(app, story).get(story.mine).text


def test_a_wrong_code_is_counted_and_the_sixth_is_not_even_looked_at(app: Flask, cast: Cast):
    story = begin(cast)
    browser, url = Browser(app), f"{story.link()}/code"
    browser.post(url, {"act": "send"}, token_from=url)
    code = code_of(story)
    wrong = str((int(code) + 1) % 10**8).zfill(8)
    for _ in range(5):
        page = browser.post(url, {"code": wrong}, token_from=url)
        assert page.status == 200
    assert browser.post(url, {"code": code}, token_from=url).status == 200
    assert story.seats[OLGA.name].confirmed_at is None


def test_a_code_works_once_and_for_a_while(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch):
    story = begin(cast)
    by_link(app, story)
    url = f"{story.link()}/code"
    again = Browser(app).post(url, {"code": code_of(story)}, token_from=url)
    assert again.status == 200
    seat = story.seats[OLGA.name]
    assert seat.confirmation_sent_at is not None
    seat.confirmation_sent_at -= timedelta(hours=1)
    db.session.commit()
    browser = Browser(app)
    browser.post(url, {"act": "send"}, token_from=url)
    code = code_of(story)
    db.session.refresh(seat)
    monkeypatch.setattr("nap_tracker.services.seat_links.CODE_LASTS", timedelta(seconds=-1))
    assert browser.post(url, {"code": code}, token_from=url).status == 200


def test_another_code_is_sent_after_a_minute_and_not_before(app: Flask, cast: Cast):
    story = begin(cast)
    url = f"{story.link()}/code"
    for _ in range(3):
        Browser(app).post(url, {"act": "send"}, token_from=url)
    assert db.session.query(Message).filter_by(template="review_code").count() == 1


@pytest.mark.parametrize("mark", ["", "x", "x.y", "é.ù", "\x00.a"])
def test_a_made_up_mark_of_a_browser_opens_nothing(app: Flask, cast: Cast, mark: str):
    story = begin(cast)
    by_link(app, story)
    browser = Browser(app)
    for value in (mark, f"{story.seats[OLGA.name].id}.{mark}"):
        browser.client.set_cookie("nap_review", value)
        assert browser.get(story.mine).location.startswith("/sign-in")


def test_a_link_that_was_taken_back_or_ran_out_or_is_unknown_says_why(app: Flask, cast: Cast):
    story = begin(cast)
    browser = by_link(app, story)
    seat = story.seats[OLGA.name]
    seat.expires_at -= timedelta(days=200)  # type: ignore[operator]
    db.session.commit()
    page = Browser(app).get(story.link())
    assert page.status == 404
    assert "This link ran out on" in browser.get(f"{story.mine}?lang=en").text
    seat.expires_at += timedelta(days=200)  # type: ignore[operator]
    db.session.commit()
    seats.revoke(cast.actor("focal_point"), story.round, seat)
    db.session.commit()
    taken = Browser(app).get(f"{story.link()}?lang=en")
    assert "taken back" in taken.text
    for part in ("", "/hand-in", "/comments/new?section=summary"):
        reloaded = browser.get(f"{story.mine}{part}")
        assert reloaded.status == 404
        assert "This invitation to review was taken back" in reloaded.text
    other = f"/rounds/{seat.id}/review"
    assert browser.get(other).location.startswith("/sign-in"), "of another round nothing is told"
    assert Browser(app).get(story.mine).location.startswith("/sign-in"), "nor to a stranger"
    assert Browser(app).get("/reviews/no-such-token").status == 404


def test_the_page_of_a_link_that_is_over_speaks_the_language_of_its_invitation(
    app: Flask, cast: Cast
):
    story = begin(cast)
    confirmed = by_link(app, story)
    seat = story.seats[OLGA.name]
    seat.expires_at = datetime(2026, 5, 3, 12, tzinfo=UTC)
    db.session.commit()
    over = [Browser(app).get(story.link()), confirmed.get(story.mine)]
    seats.revoke(cast.actor("focal_point"), story.round, seat)
    db.session.commit()
    over += [Browser(app).get(story.link()), confirmed.get(story.mine)]
    assert [page.one("html").attrib["lang"] for page in over] == ["fr"] * 4
    assert all("3 mai 2026" in page.text for page in over[:2])
    stranger = Browser(app).get("/reviews/no-such-token")
    assert stranger.one("html").attrib["lang"] == "en", "nobody's invitation says which"
    chosen = Browser(app).get(f"{story.link()}?lang=en")
    assert chosen.one("html").attrib["lang"] == "en", "what its reader chose comes first"


def test_after_the_round_is_closed_a_link_shows_what_became_of_it_and_no_text(
    app: Flask, cast: Cast
):
    story = begin(cast)
    browser = by_link(app, story)
    browser.post(f"{story.mine}/hand-in", token_from=f"{story.mine}/hand-in")
    read = {"reviewers_have_replied", "due_day_is_over"}
    rounds.close(cast.actor("focal_point"), story.round, "close", accepted=read)
    db.session.commit()
    page = browser.get(f"{story.mine}?lang=en")
    assert "This review is closed" in page.text
    for part in ("review/questions", "review/hand-in", "read", "read/summary", "review/ledger"):
        left = browser.get(f"/rounds/{story.round.id}/{part}")
        assert left.status == 404
        assert "This review is closed" in left.one("h1").text()
        assert [a for a in left.select("main a") if a.attrib["href"] == story.mine]
    story.round.closed_at -= timedelta(days=60)  # type: ignore[operator]
    story.seats[OLGA.name].expires_at -= timedelta(days=60)  # type: ignore[operator]
    db.session.commit()
    over = Browser(app).get(f"{story.link()}?lang=en")
    assert "This review was closed on" in over.text


def test_who_is_signed_in_is_told_whose_link_it_is(app: Flask, cast: Cast):
    story = begin(cast)
    page = Browser(app).sign_in(cast.viewer).get(f"{story.link()}?lang=en")
    assert "This link is for Olga Outside" in page.text
    assert not page.select('button[name="act"]')


def test_leaving_ends_it_in_this_browser(app: Flask, cast: Cast):
    story = begin(cast)
    browser = by_link(app, story)
    browser.post("/reviews/leave", token_from=story.mine)
    assert browser.get(story.mine).location.startswith("/sign-in")


def test_answers_are_kept_shown_to_nobody_sent_once_and_not_erased(app: Flask, cast: Cast):
    story = begin(cast)
    browser = Browser(app).sign_in(cast.reviewer)
    first, second = (q["id"] for q in story.round.questions)
    url = f"{story.mine}/questions"
    sent = {f"scale_{first}": "4", f"text_{first}": "Mostly"}
    assert browser.post(url, sent, token_from=url).location == f"{story.mine}/hand-in"
    team = Browser(app).sign_in(cast.coordinator)
    board = f"/plans/{cast.plan.id}/rounds/{story.round.id}"
    assert "Mostly" not in team.get(f"{board}/answers").text
    assert "0 of 2" in team.get(board).text
    browser.post(f"{story.mine}/hand-in", token_from=url)
    assert "Mostly" in team.get(f"{board}/answers").text
    later = {f"scale_{first}": "1", f"text_{first}": "Not at all", f"text_{second}": "Sites"}
    browser.post(url, later, token_from=url)
    kept = {a.question_id: a for a in db.session.query(RoundAnswer)}
    assert (kept[first].scale, kept[first].text) == (4, "Mostly")
    assert kept[second].text == "Sites"


def test_a_too_long_answer_is_said_at_its_place_and_kept_in_the_form(app: Flask, cast: Cast):
    story = begin(cast)
    browser = Browser(app).sign_in(cast.reviewer)
    first = story.round.questions[0]["id"]
    url = f"{story.mine}/questions"
    page = browser.post(url, {f"text_{first}": "x" * 8001}, token_from=url)
    assert page.select(f'a[href="#text_{first}"]')
    assert len(page.one(f"#text_{first}").text()) == 8001


def test_an_anonymous_round_leaks_no_name_to_anybody(app: Flask, cast: Cast):
    story = begin(cast, is_anonymous=True)
    codes = {seat.code_name for seat in story.seats.values()}
    assert len(codes) == 2
    reviewer = Browser(app).sign_in(cast.reviewer)
    first = story.round.questions[0]["id"]
    url = f"{story.mine}/questions"
    reviewer.post(url, {f"text_{first}": "A word"}, token_from=url)
    reviewer.post(f"{story.mine}/hand-in", token_from=url)
    outside = by_link(app, story)
    outside.post(f"{story.mine}/hand-in", token_from=f"{story.mine}/hand-in")
    board = f"/plans/{cast.plan.id}/rounds/{story.round.id}"
    names = ("Fatou Reviewer", "Olga Outside", "olga@", "fatou@")
    for who in (cast.focal_point, cast.coordinator, cast.officer):
        team = Browser(app).sign_in(who)
        said = team.get(f"{board}/answers").text
        assert not [name for name in names if name in said]
        assert story.seats["Fatou Reviewer"].code_name in said
        listed = team.get(board).text
        assert not [code for code in codes if code in listed], "no names beside codes"
        states = {e.text() for e in team.get(board).select('td[data-label="State"]')}
        assert states == {"Asked"}, "nor who has handed in"
    assert "Olga Outside" not in outside.get(story.mine).one(".app-header").text()
    log = Browser(app).sign_in(cast.focal_point).get(f"/plans/{cast.plan.id}/log").text
    handed = [e for e in db.session.query(Event) if e.kind == "seat:handed-in"]
    assert len(handed) == 2
    assert all(e.actor_id is None and not e.actor_name for e in handed)
    assert all(e.subject == f"round:{story.round.id}" for e in handed)
    assert log.count("A review was handed in") == 2
    for message in db.session.query(Message).filter_by(template="review_handed_in"):
        assert not [name for name in names if name in mail.render(message).as_string()]


@pytest.mark.parametrize("part", ["", "/questions", "/hand-in"])
def test_the_pages_of_a_reviewer_cost_few_queries(
    app: Flask, cast: Cast, queries: QueryCount, part: str
):
    story = begin(cast)
    for browser in (Browser(app).sign_in(cast.reviewer), by_link(app, story)):
        browser.get(story.mine + part)
        with queries as count:
            assert browser.get(story.mine + part).status == 200
        assert count.count <= QUERIES, count.count


def write(cast: Cast, html: str) -> None:
    version = plans.newest(OPERATOR, cast.plan.id)
    type_into(cast.actor("officer"), version, "summary", "executive_summary", html)
    db.session.commit()


def heard_by(cast: Cast, who: str) -> list[str]:
    version = plans.newest(OPERATOR, cast.plan.id)
    return [one.body for one in comments.visible_to(cast.actor(who), version)]


def comment_link(browser: Browser, story: Story) -> str:
    """The link beside the executive summary, on the page of the frozen text."""
    page = browser.get(f"/rounds/{story.round.id}/read/summary")
    found = [a.attrib["href"] for a in page.select("a") if "executive_summary" in a.attrib["href"]]
    assert len(found) == 1
    return str(found[0])


@pytest.mark.parametrize("by", ["account", "link"])
def test_the_frozen_text_is_read_and_commented_on_and_nobody_knows_before_it_is_sent(
    app: Flask, cast: Cast, by: str
):
    write(cast, "<p>Mercury comes by sea.</p>")
    story = begin(cast)
    write(cast, "<p>Mercury comes by air.</p>")
    browser = by_link(app, story) if by == "link" else Browser(app).sign_in(cast.reviewer)
    read = browser.get(f"/rounds/{story.round.id}/read/summary").text
    assert "by sea" in read
    assert "by air" not in read
    url = comment_link(browser, story)
    typed = {"visibility": "round", "kind": "question", "body": "Which port?", "quote": "by land"}
    refused = browser.post(url, typed, token_from=url)
    assert refused.select('a[href="#quote"]')
    assert "Which port?" in refused.text, "what was typed is kept"
    page = browser.post(url, {**typed, "quote": "by sea"}, token_from=url)
    assert page.location.startswith(f"/rounds/{story.round.id}/read/summary")
    (comment,) = db.session.query(Comment)
    assert (comment.quote, comment.state, comment.author_id) == ("by sea", "written", None)
    for who in ("focal_point", "coordinator", "officer", "viewer", "colleague"):
        assert heard_by(cast, who) == []
    edit = f"{story.mine}/comments/{comment.id}"
    changed = {"visibility": "team", "kind": "question", "body": "Which of the ports?"}
    browser.post(edit, changed, token_from=edit)
    browser.post(f"{story.mine}/hand-in", token_from=f"{story.mine}/hand-in")
    assert heard_by(cast, "coordinator") == ["Which of the ports?"]
    assert heard_by(cast, "viewer") == [], "said to the drafting team alone"
    assert browser.get(edit).status == 403, "what is sent stays"
    assert browser.post(f"{edit}/delete", token_from=story.mine).status == 403


def test_a_comment_that_is_not_sent_can_be_deleted_and_leaves_nothing(app: Flask, cast: Cast):
    write(cast, "<p>Mercury comes by sea.</p>")
    story = begin(cast)
    browser = Browser(app).sign_in(cast.reviewer)
    url = comment_link(browser, story)
    typed = {"visibility": "team", "kind": "note", "body": "So"}
    browser.post(url, typed, token_from=url)
    (comment,) = db.session.query(Comment)
    browser.post(f"{story.mine}/comments/{comment.id}/delete", token_from=story.mine)
    assert db.session.query(Comment).count() == 0
    assert not [e for e in db.session.query(Event) if e.kind.startswith("comment:")]


@pytest.mark.parametrize(
    "query",
    ["section=foreword", "section=no_such", "", "section=summary&uid=x", "section=summary&uid=%00"],
)
def test_what_is_not_asked_about_cannot_be_commented_on(app: Flask, cast: Cast, query: str):
    story = begin(cast)
    browser = by_link(app, story)
    assert browser.get(f"{story.mine}/comments/new?{query}").status == 404


def test_what_is_the_drafting_teams_is_not_in_the_text_of_a_round(app: Flask, cast: Cast):
    version = plans.newest(OPERATOR, cast.plan.id)
    home = plans.schema_of(version, "en").home("site").id
    add_row(cast, "site", {"name": {"en": "Hidden Creek"}})
    db.session.commit()
    story = begin(cast, sections=[home, "summary"])
    url = f"/rounds/{story.round.id}/read/{home}"
    for browser in (Browser(app).sign_in(cast.reviewer), by_link(app, story)):
        assert "Hidden Creek" not in browser.get(url).text
    assert "Hidden Creek" in Browser(app).sign_in(cast.officer).get(url).text


def test_what_is_closed_to_readers_later_is_closed_in_the_frozen_text_too(app: Flask, cast: Cast):
    write(cast, "<p>Mercury comes by sea.</p>")
    story = begin(cast)
    version = plans.newest(OPERATOR, cast.plan.id)
    opened = entries.open_section(cast.actor("coordinator"), version, "summary")
    narrowed = Change(seen=opened.counter, audience="drafting_team")
    entries.save(cast.actor("coordinator"), opened, narrowed)
    db.session.commit()
    url = f"/rounds/{story.round.id}/read/summary"
    for browser in (Browser(app).sign_in(cast.reviewer), by_link(app, story)):
        assert browser.get(url).status == 404
    assert "by sea" in Browser(app).sign_in(cast.officer).get(url).text


@pytest.mark.parametrize("part", ["read", "read/summary", "review/comments/new?section=summary"])
def test_reading_and_commenting_cost_few_queries(
    app: Flask, cast: Cast, queries: QueryCount, part: str
):
    write(cast, "<p>Mercury comes by sea.</p>")
    story = begin(cast)
    for browser in (Browser(app).sign_in(cast.reviewer), by_link(app, story)):
        browser.get(f"/rounds/{story.round.id}/{part}")
        with queries as count:
            assert browser.get(f"/rounds/{story.round.id}/{part}").status == 200
        assert count.count <= QUERIES, count.count


def test_who_leads_asks_anew_from_the_page_of_the_round(app: Flask, cast: Cast):
    story = begin(cast)
    board = f"/plans/{cast.plan.id}/rounds/{story.round.id}"
    url = f"{board}/seats/{story.seats[OLGA.name].id}/invite-again"
    leader = Browser(app).sign_in(cast.focal_point)
    assert not leader.get(board).select(f'form[action="{url}"]')
    seats.revoke(cast.actor("focal_point"), story.round, story.seats[OLGA.name])
    db.session.commit()
    assert leader.get(board).select(f'form[action="{url}"]')
    assert leader.post(url, token_from=board).location == board
    assert story.seats[OLGA.name].state == "invited"
    assert Browser(app).sign_in(cast.officer).post(url, token_from="/account").status in (403, 404)


APPROVALS = re.compile(r"approved by the partnership|approuvé[es]* par le partenariat", re.I)


def test_no_page_and_no_mail_of_a_round_says_that_anybody_approved(app: Flask, cast: Cast):
    """By the words of the program itself, in English and French: help is never approval."""
    for catalogue in Path("nap_tracker/translations").rglob("*.po"):
        assert not APPROVALS.search(catalogue.read_text("utf-8"))
    for folder in ("nap_tracker", "templates"):
        for path in Path(folder).rglob("*"):
            if path.suffix in (".py", ".html", ".txt", ".toml"):
                assert not APPROVALS.search(path.read_text("utf-8")), path


def sent_files(*files: tuple[bytes, str]) -> list[tuple[io.BytesIO, str]]:
    return [(io.BytesIO(data), name) for data, name in files]


@pytest.mark.parametrize("is_anonymous", [False, True])
def test_a_reviewer_by_link_sends_files_with_a_comment_and_takes_one_back(
    app: Flask, cast: Cast, browser: Browser, is_anonymous: bool
):
    story = begin(cast, is_anonymous=is_anonymous)
    guest, new = by_link(app, story), f"{story.mine}/comments/new?section=summary"
    files = sent_files((b"Camp one", "Olga.txt"), (b"Camp two", "Outside.txt"))
    said = {"visibility": "team", "kind": "note", "body": "See these"}
    assert guest.post(new, {**said, "files": files}, token_from=new).status == 302
    check = guest.get(f"{story.mine}/hand-in")
    links_ = [a for a in check.select("main a") if "/files/" in a.attrib["href"]]
    code = story.seats[OLGA.name].code_name
    number = db.session.query(Comment).one().number
    unnamed = [f"{code}-{number}-1.txt", f"{code}-{number}-2.txt"]
    named = ["Olga.txt", "Outside.txt"]
    assert [a.text() for a in links_] == (unnamed if is_anonymous else named)
    first, second = (a.attrib["href"] for a in links_)
    assert guest.get(first).response.data == b"Camp one"
    lead = browser.sign_in(cast.focal_point)
    assert lead.get(first).status == 404, "nobody sees anything before it is sent"
    change = f"{story.mine}/comments/{db.session.query(Comment).one().id}"
    guest.post(f"{first}/remove", {}, token_from=change)
    assert guest.get(first).status == 404
    guest.post(f"{story.mine}/hand-in", {}, token_from=f"{story.mine}/hand-in")
    assert lead.get(second).response.data == b"Camp two"
    assert guest.post(f"{second}/remove", {}, token_from=f"{story.mine}/hand-in").status == 403
    assert db.session.query(StoredFile).count() == 1
    for is_open in (True, False):
        mine = guest.get(story.mine)
        hrefs = [a.attrib["href"] for a in mine.select("main a")]
        assert (second in hrefs) is is_open, "with the text its files are closed to who has a link"
        assert (unnamed if is_anonymous else named)[1] in mine.one("main").text()
        close(cast, story)


def test_a_file_that_cannot_be_taken_is_refused_at_its_place_with_the_words_kept(
    app: Flask, cast: Cast
):
    story = begin(cast)
    guest, new = by_link(app, story), f"{story.mine}/comments/new?section=summary"
    said = {"visibility": "team", "kind": "note", "body": "Kept words"}
    files = sent_files((b"Camp one", "a.txt"), (b"\x7fELF\x00\x00", "b.pdf"))
    page = guest.post(new, {**said, "files": files}, token_from=new)
    assert "Ce type de fichier ne peut pas être repris" in page.one("#files-error").text()
    assert "Kept words" in page.one("textarea#body").text()
    assert db.session.query(Comment).count() == db.session.query(StoredFile).count() == 0


def test_a_comment_that_is_deleted_takes_its_files_along(app: Flask, cast: Cast):
    story = begin(cast)
    guest, new = by_link(app, story), f"{story.mine}/comments/new?section=summary"
    said = {"visibility": "team", "kind": "note", "body": "See this"}
    guest.post(new, {**said, "files": sent_files((b"Camp", "a.txt"))}, token_from=new)
    change = f"{story.mine}/comments/{db.session.query(Comment).one().id}"
    assert guest.post(f"{change}/delete", {}, token_from=change).status == 302
    assert db.session.query(Comment).count() == db.session.query(StoredFile).count() == 0


def test_no_page_of_a_round_without_names_changes_with_who_handed_in_and_was_taken_back(
    app: Flask, cast: Cast, browser: Browser
):
    lead, seen = browser.sign_in(cast.focal_point), []
    for name in (OLGA.name, cast.reviewer.name):
        story = begin(cast, is_anonymous=True, title=f"Partners {len(seen)}")
        came = Browser(app).sign_in(cast.reviewer)
        if name == OLGA.name:
            came = by_link(app, story)
        sends = f"{story.mine}/hand-in"
        assert came.post(sends, {}, token_from=sends).status == 302
        board = f"/plans/{cast.plan.id}/rounds/{story.round.id}"
        revoke = f"{board}/seats/{story.seats[OLGA.name].id}/revoke"
        assert lead.post(revoke, {}, token_from=board).status == 302
        assert not [f for f in lead.get(board).select("form") if "again" in f.attrib["action"]]
        pages = (lead.get(f"{board}{part}") for part in ("", "/close", "/ledger"))
        seen.append(
            [
                re.sub(
                    r"R-\d+|[\d:]+:\d+|Partners \d|round \d|[0-9a-f]{64}",
                    "",
                    page.one("main").text(),
                )
                for page in pages
            ]
        )
        assert "1 of 2" in seen[-1][0]
    assert seen[0] == seen[1]


@pytest.mark.parametrize("is_anonymous", [False, True])
def test_who_reviews_by_link_is_told_once_of_replies_and_never_what_they_say(
    app: Flask, cast: Cast, browser: Browser, is_anonymous: bool
):
    cast.amberland.mail_has_words = True
    story = begin(cast, is_anonymous=is_anonymous)
    guest, new = by_link(app, story), f"{story.mine}/comments/new?section=summary"
    guest.post(new, {"visibility": "team", "kind": "note", "body": "Why?"}, token_from=new)
    guest.post(f"{story.mine}/hand-in", {}, token_from=f"{story.mine}/hand-in")
    comment = db.session.query(Comment).one()
    version = plans.newest(OPERATOR, cast.plan.id)
    said = ("zqwordszq", "zqmorezq")
    for words in said:
        replies.reply(cast.actor("officer"), version, comment.id, words)
    db.session.commit()
    (told,) = db.session.query(Message).filter_by(template="review_replied")
    sent = mail.render(told)
    assert told.to == OLGA.email
    assert story.link() in sent.get_content()
    assert not any(words in f"{sent['Subject']}{sent.get_content()}" for words in said)
    assert outbox.still_concerns_its_reader(told)
    url = f"{story.mine}/comments/{comment.id}/replies"
    guest.post(url, {"body": "Thank you"}, token_from=url)
    assert db.session.query(Message).filter_by(template="review_replied").count() == 1
    seats.revoke(cast.actor("focal_point"), story.round, story.seats[OLGA.name])
    db.session.commit()
    assert not outbox.still_concerns_its_reader(told)


@pytest.mark.parametrize("is_anonymous", [False, True])
def test_replies_are_read_on_the_page_the_mail_leads_to_also_after_the_end(
    app: Flask, cast: Cast, is_anonymous: bool
):
    story = begin(cast, is_anonymous=is_anonymous)
    guest, new = by_link(app, story), f"{story.mine}/comments/new?section=summary"
    guest.post(new, {"visibility": "team", "kind": "note", "body": "Why?"}, token_from=new)
    guest.post(f"{story.mine}/hand-in", {}, token_from=f"{story.mine}/hand-in")
    comment = db.session.query(Comment).one()
    version = plans.newest(OPERATOR, cast.plan.id)
    replies.reply(cast.actor("officer"), version, comment.id, "zqwordszq")
    db.session.commit()
    guest.post(f"{story.mine}/comments/{comment.id}/replies", {"body": "zqthankszq"},
               token_from=f"{story.mine}/comments/{comment.id}/replies")  # fmt: skip
    seat = story.seats[OLGA.name]
    ledger = f"{story.mine}/ledger?reviewer={seat.code_name if is_anonymous else seat.name}"
    assert "zqwordszq" in guest.get(ledger).text
    for _ in ("while it is open", "after its end"):
        mine = guest.get(story.mine)
        assert "zqwordszq" in mine.text
        assert "zqthankszq" in mine.text
        assert cast.officer.name in mine.text
        close(cast, story)


def close(cast: Cast, story: Story) -> None:
    if story.round.state != "open":
        return
    read = {"reviewers_have_replied", "due_day_is_over"}
    act, who = "close_with_the_rest_noted", cast.actor("focal_point")
    rounds.close(who, story.round, act, reason="Read", accepted=read)
    db.session.commit()


@pytest.mark.parametrize("is_anonymous", [False, True])
def test_nobody_is_told_who_will_review_in_a_round_without_names(
    app: Flask, cast: Cast, is_anonymous: bool
):
    story = begin(cast, is_anonymous=is_anonymous)
    browser = Browser(app).sign_in(cast.reviewer)
    browser.post(f"{story.mine}/answer", {"act": "accept"}, token_from=story.mine)
    page = browser.get(story.mine).text
    assert ("sees that you will do it" in page) is not is_anonymous
    assert ("nobody is told who will do it" in page) is is_anonymous


@pytest.mark.parametrize("is_anonymous", [False, True])
def test_the_log_of_a_round_without_names_tells_links_from_accounts_nowhere(
    app: Flask, cast: Cast, is_anonymous: bool
):
    by_link(app, begin(cast, is_anonymous=is_anonymous))
    kinds = [event.kind for event in db.session.query(Event)]
    assert ("seat:confirmed" in kinds) is not is_anonymous
