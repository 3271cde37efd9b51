"""The frozen text of a round as a document: its comments beside the words, and what it tells."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from nap_tracker.content import serial
from nap_tracker.exports.screen import kept
from nap_tracker.extensions import db
from nap_tracker.models.comment import Comment, Reply
from nap_tracker.models.event import Event
from nap_tracker.models.message import Message
from nap_tracker.roles import OPERATOR
from nap_tracker.services import comments, plans, rounds, trays
from nap_tracker.services.attaching import attach
from nap_tracker.services.comment_places import NOWHERE, where_of
from nap_tracker.services.finding import needle_of
from nap_tracker.services.removals import look, remove_words
from nap_tracker.text.anchors import Anchor
from nap_tracker.text.blocks import split
from tests.browser_client import Browser, Page
from tests.cast import Cast
from tests.doors import QueryCount
from tests.services.endangered import type_into
from tests.services.test_comment_files import later_row
from tests.services.test_rounds import inside as within_government
from tests.test_media import picture
from tests.web.test_my_reviews import Story, begin, by_link, write

TEXT = "<p>Mercury comes by sea.</p><p>Some of it comes by land.</p>"


@pytest.fixture(autouse=True)
def nothing_kept(app: Flask) -> Iterator[None]:
    kept.forget()
    yield
    kept.forget()


@pytest.fixture
def story(cast: Cast) -> Story:
    write(cast, TEXT)
    return begin(cast, is_anonymous=True)


def read(browser: Browser, story: Story, part: str = "/summary") -> Page:
    return browser.get(f"/rounds/{story.round.id}/read{part}")


def say(browser: Browser, story: Story, words: str, *, circle: str = "team") -> Comment:
    """As somebody does who selects words on the page: the script puts them into the address."""
    page = read(browser, story)
    link = page.select("[data-say]")[0].attrib["href"]
    url = f"{link}&quote={words.replace(' ', '+')}"
    assert browser.get(url).one("#quote").text() == words
    typed = {"visibility": circle, "kind": "note", "body": f"Of {words}", "quote": words}
    assert browser.post(url, typed, token_from=url).status == 302
    return db.session.query(Comment).order_by(Comment.number.desc()).first()  # type: ignore[return-value]


def hand_in(browser: Browser, story: Story) -> None:
    url = f"{story.mine}/hand-in"
    assert browser.post(url, token_from=url).status == 302


def outside(app: Flask, story: Story) -> Browser:
    """Olga in English, with her review handed in."""
    browser = by_link(app, story)
    browser.get(f"{story.mine}?lang=en")
    return browser


def blocks(story: Story) -> list[str]:
    content = serial.from_text(story.round.snapshot).section("summary")
    assert content is not None
    return [block.id for block in split(content.answers["executive_summary"]["en"])]


def test_the_words_are_marked_where_they_stood_and_the_comment_beside_them(
    app: Flask, cast: Cast, story: Story
) -> None:
    browser = outside(app, story)
    made = say(browser, story, "by land")
    write(cast, "<p>Mercury comes by air.</p>")
    page = read(browser, story)
    assert [mark.text() for mark in page.select("mark.app-mark")] == ["by land"]
    assert f"#comment-{made.number}" in {a.attrib["href"] for a in page.select("a")}
    assert "Of by land" in page.one(f'[id="p-{blocks(story)[1]}"]').text()


def test_a_paragraph_has_an_address_and_its_words_come_along_without_scripts(
    app: Flask, cast: Cast, story: Story
) -> None:
    browser = outside(app, story)
    link = read(browser, story).one(f'[id="p-{blocks(story)[0]}"] a[data-say]')
    asked = parse_qs(urlsplit(link.attrib["href"]).query)
    assert asked["block"] == [blocks(story)[0]]
    form = browser.get(link.attrib["href"])
    assert form.one("#quote").text() == "Mercury comes by sea."


@pytest.mark.parametrize("is_sent", [True, False])
def test_a_comment_that_was_moved_to_a_later_row_is_told_without_its_name(
    app: Flask, cast: Cast, story: Story, is_sent: bool
) -> None:
    browser = outside(app, story)
    made = say(browser, story, "by land")
    url = f"{story.mine}/comments/{made.id}/replies"
    if is_sent:
        hand_in(browser, story)
    else:
        url = f"{story.mine}/comments/{made.id}"
    before = browser.get(url)
    where = later_row(cast, "Zqlaterzq Ministry")
    trays.move(made, where, Anchor(""))
    made.row_name = "Zqlaterzq Ministry"
    db.session.commit()
    page = browser.get(url)
    assert page.status == 200
    assert page.one("h1").text() == before.one("h1").text()
    for part in (url, f"/rounds/{story.round.id}/read/summary", story.mine):
        assert "Zqlaterzq" not in browser.get(part).text, part


def test_a_comment_that_a_file_told_of_no_place_keeps_what_it_told_in_the_round(
    app: Flask, cast: Cast, story: Story
) -> None:
    browser = outside(app, story)
    made = say(browser, story, "by land")
    told = {"field": NOWHERE, "entry_uid": None, "quote": "", "row_name": "No such field"}
    for name, value in told.items():
        setattr(made, name, value)
    hand_in(browser, story)
    place = later_row(cast, "Zqlaterzq Ministry")
    trays.place(cast.actor("coordinator"), rounds.version_of(story.round), made, place)
    db.session.commit()
    team = Browser(app).sign_in(cast.officer)
    for reader in (browser, team):
        lost = read(reader, story)
        assert "No such field" in lost.one("#comment-1").text()
        assert "Zqlaterzq" not in lost.text
    assert "Zqlaterzq" not in browser.get(f"{story.mine}/comments/{made.id}/replies").text


def test_what_was_read_of_no_section_stands_on_the_page_of_none_after_it_was_moved(
    app: Flask, cast: Cast, story: Story
) -> None:
    browser = outside(app, story)
    made = say(browser, story, "by land")
    hand_in(browser, story)
    place = where_of(made)
    told = {"section": None, "entry_uid": None, "field": NOWHERE, "language": None, "quote": ""}
    for name, value in told.items():
        setattr(made, name, value)
    db.session.commit()
    assert not read(browser, story).select("#comment-1")
    trays.place(cast.actor("coordinator"), rounds.version_of(story.round), made, place)
    db.session.commit()
    assert made.section == "summary"
    for reader in (browser, Browser(app).sign_in(cast.officer)):
        page = read(reader, story)
        assert not page.select("#comment-1")
        assert "Of by land" not in page.text


def test_nobody_sees_the_comment_beside_the_words_before_it_is_sent(
    app: Flask, cast: Cast, story: Story
) -> None:
    browser = outside(app, story)
    say(browser, story, "by land")
    team = Browser(app).sign_in(cast.officer)
    assert read(team, story).select("mark") == []
    hand_in(browser, story)
    assert [mark.text() for mark in read(team, story).select("mark")] == ["by land"]
    other = Browser(app).sign_in(cast.reviewer)
    assert read(other, story).select("mark") == [], "said to the drafting team alone"


def test_who_sits_there_is_led_to_no_form_and_to_no_page_of_the_plan(
    app: Flask, cast: Cast, story: Story
) -> None:
    browser = outside(app, story)
    hand_in_after = say(browser, story, "by land")
    hand_in(browser, story)
    for part in ("", "/summary", "/whole"):
        page = read(browser, story, part)
        links = {a.attrib.get("href", "") for a in page.select("main a")}
        assert not [link for link in links if link.startswith("/plans/")], links
        for link in links:
            if link.startswith("/"):
                assert browser.get(link).status == 200, link
    assert hand_in_after.said_at is not None


def test_only_the_sections_that_are_asked_about_are_in_its_contents(
    app: Flask, cast: Cast, story: Story
) -> None:
    link = outside(app, story)
    for browser in (link, Browser(app).sign_in(cast.officer)):
        page = read(browser, story, "")
        found = [a.attrib["href"] for a in page.select(".app-toc a")]
        assert found == [f"/rounds/{story.round.id}/read/summary"]
        assert read(browser, story, "/overview").status == 404
    assert "by sea" in read(link, story, "/whole").text


def test_a_section_without_a_word_is_named_and_can_be_commented_on(app: Flask, cast: Cast) -> None:
    story = begin(cast, sections=["summary", "trade"])
    browser = outside(app, story)
    assert read(browser, story, "").select(f'main a[href="/rounds/{story.round.id}/read/trade"]')
    page = read(browser, story, "/trade")
    assert page.status == 200
    (say_so,) = [a.attrib["href"] for a in page.select("a") if "comments/new" in a.attrib["href"]]
    assert browser.get(say_so).status == 200


def test_who_reads_the_plan_is_shown_what_changed_and_who_comes_by_a_link_is_not(
    app: Flask, cast: Cast, story: Story
) -> None:
    reviewer, link = Browser(app).sign_in(cast.reviewer), outside(app, story)
    changes = f"{story.mine}/changes"
    assert not read(reviewer, story).select(f'a[href="{changes}"]')
    write(cast, "<p>Mercury comes by air.</p>")
    assert read(reviewer, story).select(f'a[href="{changes}"]')
    assert [e.text() for e in reviewer.get(changes).select("ins")] == ["[Added: +air]"]
    assert "changed in the draft" not in read(link, story).text
    assert link.get(changes).location.startswith("/sign-in")


def test_it_says_so_where_words_were_removed_to_protect_people(
    app: Flask, cast: Cast, story: Story
) -> None:
    browser = outside(app, story)
    assert "to protect people" not in read(browser, story).text
    assert "comes by land" in read(browser, story).text
    focal, needle = cast.actor("focal_point"), needle_of("comes by land")
    found = look(focal, cast.amberland, needle)
    places = [place.key for place in found.places]
    remove_words(focal, cast.amberland, needle, places=places, files=[], reason="A threat")
    db.session.commit()
    page = read(browser, story)
    assert "to protect people" in page.text
    assert "comes by land" not in page.text, "nor what was kept of the page"


def test_who_handed_in_adds_to_a_comment_and_before_that_nobody_does(
    app: Flask, cast: Cast, story: Story
) -> None:
    browser = outside(app, story)
    made = say(browser, story, "by land")
    url = f"{story.mine}/comments/{made.id}/replies"
    assert not browser.get(url).select("textarea")
    hand_in(browser, story)
    assert url in {a.attrib.get("href") for a in read(browser, story).select("a")}
    refused = browser.post(url, {"body": " "}, token_from=url)
    assert refused.select('a[href="#body"]')
    browser.post(url, {"body": "By night, too"}, token_from=url)
    assert "By night, too" in read(Browser(app).sign_in(cast.officer), story).text
    (reply,) = db.session.query(Reply)
    assert (reply.author_id, reply.invitation_id) == (None, story.seats["Olga Outside"].id)
    assert browser.get(f"/rounds/{story.round.id}/review/comments/{story.round.id}/replies").status
    erased = browser.post(f"{story.mine}/comments/{made.id}/delete", token_from=story.mine)
    assert erased.status == 403


@pytest.mark.parametrize("page", ["plan", "review"])
def test_a_reply_from_a_seat_carries_its_code_and_no_name_wherever_it_is_written(
    app: Flask, cast: Cast, story: Story, page: str
) -> None:
    reviewer = Browser(app).sign_in(cast.reviewer)
    made = say(reviewer, story, "by land", circle="round")
    hand_in(reviewer, story)
    at = f"/plans/{cast.plan.id}/comments/{made.id}"
    url, form = (
        (f"{at}/reply", at) if page == "plan" else (f"{story.mine}/comments/{made.id}/replies",) * 2
    )
    assert reviewer.post(url, {"body": "By night, too"}, token_from=form).status == 302
    (reply,) = db.session.query(Reply)
    seat = story.seats["Fatou Reviewer"]
    assert (reply.author_id, reply.invitation_id) == (None, seat.id)
    said = Browser(app).sign_in(cast.officer).get(at)
    assert "By night, too" in said.text
    assert "Fatou" not in said.text
    (event,) = [e for e in db.session.query(Event) if e.kind == "comment:replied"]
    assert (event.actor_id, event.actor_name or "") == (None, "")
    for message in db.session.query(Message).filter_by(template="comments_said"):
        assert "Fatou" not in str(message.context)


def test_opening_ones_comment_wider_names_nobody_in_the_log(
    app: Flask, cast: Cast, story: Story
) -> None:
    reviewer = Browser(app).sign_in(cast.reviewer)
    made = say(reviewer, story, "by land")
    hand_in(reviewer, story)
    url = f"/plans/{cast.plan.id}/comments/{made.id}/readers"
    reviewer.post(url, {"visibility": "plan", "is_sure": "y"}, token_from=url)
    assert made.visibility == "plan"
    (event,) = [e for e in db.session.query(Event) if e.kind == "comment:visibility-changed"]
    assert (event.actor_id, event.actor_name or "") == (None, "")


def test_what_was_sent_with_a_review_is_not_erased_on_the_pages_of_the_plan_either(
    app: Flask, cast: Cast, story: Story
) -> None:
    reviewer = Browser(app).sign_in(cast.reviewer)
    made = say(reviewer, story, "by land")
    hand_in(reviewer, story)
    at = f"/plans/{cast.plan.id}/comments/{made.id}"
    assert not reviewer.get(at).select(f'form[action="{at}/delete"]')
    assert reviewer.post(f"{at}/delete", token_from=at).status == 403
    assert db.session.get(Comment, made.id) is not None


def test_who_reads_the_widest_circle_of_a_round_is_said_to_whoever_chooses(
    app: Flask, cast: Cast, story: Story
) -> None:
    browser = outside(app, story)
    url = read(browser, story).select("[data-say]")[0].attrib["href"]
    form = browser.get(url).text
    assert "every other reviewer from outside the government who reads this plan" in form
    assert "Everyone on the plan" not in form


@pytest.mark.parametrize("part", ["", "/summary", "/whole"])
def test_reading_costs_few_queries_with_comments_and_after_drafting_went_on(
    app: Flask, cast: Cast, queries: QueryCount, story: Story, part: str
) -> None:
    browser = outside(app, story)
    for words in ("by land", "by sea", "Mercury comes"):
        say(browser, story, words)
    hand_in(browser, story)
    write(cast, "<p>Mercury comes by air.</p>")
    for reader in (browser, *(Browser(app).sign_in(who) for who in (cast.reviewer, cast.officer))):
        read(reader, story, part)
        with queries as count:
            assert read(reader, story, part).status == 200
        assert count.count <= 12, count.count


def test_a_section_has_the_number_it_has_in_the_plan_and_no_word_of_another(
    app: Flask, cast: Cast
) -> None:
    summary, trade = "<p>Of the summary.</p>", "<p>Of the trade.</p>"
    write(cast, summary)
    version = plans.newest(OPERATOR, cast.plan.id)
    for section, field in (("objectives", "goal"), ("trade", "foreign_sources")):
        type_into(cast.actor("officer"), version, section, field, trade)
    db.session.commit()
    story = begin(cast, sections=["trade"])
    link = outside(app, story)
    of_plan = Browser(app).sign_in(cast.reviewer).get(f"/plans/{cast.plan.id}/read/trade")
    number = of_plan.one("h1 .app-read__number").text()
    assert number not in ("", "1")
    assert read(link, story, "/trade").one("h1 .app-read__number").text() == number
    for part in ("", "/trade", "/whole"):
        assert "Of the summary" not in read(link, story, part).text
    for part in ("/summary", "/objectives"):
        assert read(link, story, part).status == 404


def test_who_reads_a_comment_by_a_link_opens_its_files_and_nobody_else_does(
    app: Flask, cast: Cast, story: Story
) -> None:
    link, reviewer = outside(app, story), Browser(app).sign_in(cast.reviewer)
    made = say(reviewer, story, "by land", circle="round")
    version = rounds.version_of(story.round)
    file = attach(version, made, "map.png", picture("PNG"), uploaded_by_id=None)
    db.session.commit()
    url = f"{story.mine}/comments/{made.id}/files/{file.id}"
    hand_in(link, story)
    assert link.get(url).status == 404, "its author has not sent it"
    hand_in(reviewer, story)
    assert url in {a.attrib.get("href") for a in read(link, story).select("a")}
    found = link.get(url)
    assert (found.status, found.response.mimetype) == (200, "image/png")
    assert "attachment" in found.response.headers["Content-Disposition"]

    other = say(link, story, "by sea")
    assert link.get(f"{story.mine}/comments/{other.id}/files/{file.id}").status == 404
    comments.show_to(cast.actor("reviewer"), version, made, "team")
    db.session.commit()
    assert link.get(url).status == 404, "it is not read by them any more"
    assert Browser(app).sign_in(cast.viewer).get(url).status == 403
    assert Browser(app).get(url).location.startswith("/sign-in")


def test_the_page_of_the_plan_offers_a_viewer_with_a_seat_only_what_is_taken(
    app: Flask, cast: Cast
) -> None:
    write(cast, TEXT)
    story = Story(within_government(cast), {})
    viewer = Browser(app).sign_in(cast.viewer)
    made = say(viewer, story, "by land", circle="round")
    hand_in(viewer, story)
    at = f"/plans/{cast.plan.id}/comments/{made.id}"
    assert viewer.post(f"{at}/reply", {"body": "By night, too"}, token_from=at).status == 302
    close = "close_with_the_rest_noted"
    read_ = {"reviewers_have_replied", "due_day_is_over"}
    rounds.close(cast.actor("focal_point"), story.round, close, reason="Late", accepted=read_)
    db.session.commit()
    assert "By night, too" in viewer.get(at).text
    assert not viewer.get(at).select("textarea")
    late = viewer.post(f"{at}/reply", {"body": "By day"}, token_from="/account/edit")
    assert (late.status, db.session.query(Reply).count()) == (403, 1)
    assert "This review round is closed" in late.text
