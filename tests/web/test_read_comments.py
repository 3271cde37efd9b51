"""Comments beside the words they are about, on the pages on which a plan is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from nap_tracker.exports.screen import kept
from nap_tracker.extensions import db
from nap_tracker.models.comment import Comment
from nap_tracker.services import comments, registers
from nap_tracker.services.comment_places import Where
from nap_tracker.services.placed_comments import ENOUGH
from nap_tracker.services.sayings import Saying
from nap_tracker.text.blocks import split
from nap_tracker.web.comment_pages import PAGE
from nap_tracker.workflow.hearing import Visibility
from tests.browser_client import Browser, Page
from tests.cast import Cast
from tests.doors import QueryCount
from tests.services.saving import add_row, save, section, version_of
from tests.web.filling import follow

MORE = 3
TEXT = "<p>Imports need a permit.</p><p>The border is long and the border is open.</p>"


@pytest.fixture(autouse=True)
def nothing_kept(app: Flask) -> Iterator[None]:
    kept.forget()
    yield
    kept.forget()


@pytest.fixture(autouse=True)
def text(cast: Cast) -> None:
    write(cast, TEXT)


def write(cast: Cast, html: str) -> None:
    save(cast.actor("officer"), section(cast, "trade"), answers={"foreign_sources": {"en": html}})
    db.session.commit()


def blocks(cast: Cast) -> list[str]:
    answers = section(cast, "trade").content.answers
    return [block.id for block in split(answers["foreign_sources"]["en"])]


def say(cast: Cast, quote: str = "", who: str = "officer", **more: Any) -> Comment:
    found = section(cast, "trade").content.uid
    said = {
        "where": Where("trade", found, "foreign_sources", "en"),
        "kind": "note",
        "body": "Said of it",
        "visibility": Visibility.PLAN.value,
        "quote": quote,
        **more,
    }
    made = comments.add(cast.actor(who), version_of(cast), Saying(**said))
    db.session.commit()
    return made


def read(browser: Browser, cast: Cast, tail: str = "") -> Page:
    return browser.get(f"/plans/{cast.plan.id}/read/trade{tail}")


def test_the_words_are_marked_and_the_comment_stands_beside_their_paragraph(
    browser: Browser, cast: Cast
) -> None:
    made = say(cast, "need a permit")
    page = read(browser.sign_in(cast.officer), cast)
    assert [mark.text() for mark in page.select("mark.app-mark")] == ["need a permit"]
    number = page.one(f'a.app-mark__number[href="#comment-{made.number}"]')
    assert number.attrib["aria-label"] == f"Comment {made.number}"
    beside = page.one(f'[id="p-{blocks(cast)[0]}"]')
    assert page.select(f"#comment-{made.number}")
    assert "Said of it" in beside.text()


def test_marks_that_share_words_are_told_apart(browser: Browser, cast: Cast) -> None:
    one, two = say(cast, "Imports need a"), say(cast, "need a permit")
    page = read(browser.sign_in(cast.officer), cast)
    found = [(m.text(), m.attrib["data-comments"]) for m in page.select("mark.app-mark")]
    assert found == [
        ("Imports", f"{one.number}"),
        ("need a", f"{one.number} {two.number}"),
        ("permit", f"{two.number}"),
    ]


def test_a_comment_over_two_paragraphs_stands_at_the_first_and_marks_both(
    browser: Browser, cast: Cast
) -> None:
    say(cast, "need a permit. The border is long")
    page = read(browser.sign_in(cast.officer), cast)
    assert [m.text() for m in page.select("mark")] == ["need a permit.", "The border is long"]
    assert "Said of it" in page.one(f'[id="p-{blocks(cast)[0]}"]').text()
    assert "Said of it" not in page.one(f'[id="p-{blocks(cast)[1]}"]').text()


def test_a_comment_on_a_paragraph_as_a_whole_stands_at_it(browser: Browser, cast: Cast) -> None:
    say(cast, block=blocks(cast)[1])
    page = read(browser.sign_in(cast.officer), cast)
    assert "Said of it" in page.one(f'[id="p-{blocks(cast)[1]}"]').text()
    assert page.select("mark") == []


def test_a_comment_on_a_row_or_on_a_section_has_its_place(browser: Browser, cast: Cast) -> None:
    uid = add_row(cast, "institution", {"name": {"en": "Customs"}})
    say(cast, where=Where("overview_law", uid), body="Of the row")
    say(cast, where=Where("overview_law"), body="Of the section")
    browser.sign_in(cast.officer)
    page = browser.get(f"/plans/{cast.plan.id}/read/overview_law")
    assert "Of the row" in page.one("tr.app-read__said").text()
    assert "Of the section" in page.one(".app-said--whole").text()


def test_what_lost_its_words_lies_in_the_tray_with_the_old_ones(
    browser: Browser, cast: Cast
) -> None:
    uid = add_row(cast, "institution", {"name": {"en": "Customs"}})
    say(cast, "need a permit")
    say(cast, where=Where("overview_law", uid), body="Of the row")
    write(cast, "<p>Nothing of it is left.</p>")
    registers.remove(cast.actor("officer"), version_of(cast), "institution", uid)
    db.session.commit()
    page = read(browser.sign_in(cast.officer), cast)
    tray = page.one(".app-said--lost")
    assert tray.text().startswith("Lost its place (1)")
    assert "need a permit" in tray.text()
    assert page.select("mark") == []
    page = browser.get(f"/plans/{cast.plan.id}/read/overview_law")
    assert "Customs" in page.one(".app-said--lost").text()


def test_the_address_says_which_comments_are_shown(browser: Browser, cast: Cast) -> None:
    say(cast, "need a permit", body="Mine")
    theirs = say(cast, "The border is long", who="colleague", body="Theirs")
    comments.withdraw(
        cast.actor("colleague"),
        version_of(cast),
        comments.get(cast.actor("colleague"), version_of(cast), theirs.id),
    )
    db.session.commit()
    browser.sign_in(cast.officer)
    shown = {
        show: [m.text() for m in read(browser, cast, f"?show={show}").select("mark")]
        for show in ("", "open", "mine", "lost", "nonsense")
    }
    both = ["need a permit", "The border is long"]
    assert shown == {
        "": both,
        "open": both[:1],
        "mine": both[:1],
        "lost": [],
        "nonsense": both,
    }
    tabs = [tab.text() for tab in read(browser, cast).select("nav.app-tabs a")]
    assert tabs == ["All (2)", "Open (1)", "My comments (1)", "Lost its place (0)"]


@pytest.mark.parametrize("who", ["officer", "viewer", "reviewer"])
def test_nobody_sees_or_counts_what_is_not_for_them(browser: Browser, cast: Cast, who: str) -> None:
    say(cast, "need a permit", body="For the team", visibility=Visibility.TEAM.value)
    page = read(browser.sign_in(getattr(cast, who)), cast)
    is_team = who == "officer"
    assert ("For the team" in page.text) is is_team
    assert bool(page.select("mark")) is is_team
    assert bool(page.select("nav.app-tabs")) is is_team


def test_from_a_paragraph_to_a_comment_on_it_and_back_to_the_same_paragraph(
    browser: Browser, cast: Cast
) -> None:
    browser.sign_in(cast.officer)
    first = blocks(cast)[0]
    place = f'[id="p-{first}"]'
    address = str(read(browser, cast).one(f"{place} a[data-say]").attrib["href"])
    form = browser.get(address)
    assert form.status == 200
    assert form.one("textarea#quote").text() == "Imports need a permit."
    asked = {
        "quote": "a permit",
        "body": "From which office?",
        "kind": "question",
        "visibility": Visibility.TEAM.value,
    }
    page = follow(browser, browser.post(address, asked))
    assert [mark.text() for mark in page.select("mark")] == ["a permit"]
    assert "From which office?" in page.one(place).text()
    back = parse_qs(urlsplit(address).query)["back"][0]
    assert back.endswith(f"/read/trade#p-{first}")


def test_who_may_not_comment_is_offered_no_form(browser: Browser, cast: Cast) -> None:
    page = read(browser.sign_in(cast.viewer), cast)
    adds = bool(page.select("a[data-say]"))
    form = browser.get(f"/plans/{cast.plan.id}/comments/new?section=trade")
    assert adds is (form.status == 200)


def test_comments_cost_the_same_few_queries_however_many_there_are(
    browser: Browser, cast: Cast
) -> None:
    browser.sign_in(cast.officer)
    say(cast, "need a permit")
    found, address = [], f"/plans/{cast.plan.id}/read/trade"
    for _ in range(2):
        browser.get(address)
        with QueryCount(db.engine) as queries:
            browser.get(address)
        found.append(queries.count)
        for number in range(15):
            say(cast, "need a permit", who="colleague", body=f"Number {number}")
    assert found[0] == found[1]
    assert found[0] <= 12


def test_of_many_comments_the_first_stand_beside_the_words_and_a_link_leads_to_all(
    browser: Browser, cast: Cast
) -> None:
    made = [say(cast, "need a permit", body=f"Number {n}") for n in range(ENOUGH + MORE)]
    page = read(browser.sign_in(cast.officer), cast)
    place = f'[id="p-{blocks(cast)[0]}"]'
    assert len(page.select("article.app-comment")) == ENOUGH
    more = page.one(f"{place} .app-said__more a")
    assert more.text() == f"{MORE} more comments here"
    assert read(browser, cast).select("nav.app-tabs a")[0].text() == f"All ({len(made)})"
    everything = browser.get(str(more.attrib["href"]))
    assert len(everything.select(f"{place} article.app-comment")) == len(made)
    assert everything.select(".app-said__more") == []


def test_the_number_of_a_comment_leads_to_it_also_where_it_is_folded_away(
    browser: Browser, cast: Cast
) -> None:
    made = [say(cast, "need a permit", body=f"Number {n}") for n in range(ENOUGH + MORE)]
    page = read(browser.sign_in(cast.officer), cast)
    links = [str(a.attrib["href"]) for a in page.select("a.app-mark__number")]
    assert [urlsplit(link).fragment for link in links] == [f"comment-{m.number}" for m in made]
    shown = [link for link in links if link.startswith("#")]
    assert len(shown) == ENOUGH
    for link in links:
        there = browser.get(link) if link not in shown else page
        assert there.one(f"#{urlsplit(link).fragment}")


def test_comments_on_the_section_as_a_whole_are_folded_and_found_too(
    browser: Browser, cast: Cast
) -> None:
    made = [say(cast, where=Where("trade"), body=f"Number {n}") for n in range(ENOUGH + MORE)]
    page = read(browser.sign_in(cast.officer), cast)
    assert len(page.select(".app-said--whole article")) == ENOUGH
    more = browser.get(str(page.one(".app-said--whole .app-said__more a").attrib["href"]))
    assert len(more.select(".app-said--whole article")) == len(made)


def test_few_comments_are_shown_all_however_they_lie(browser: Browser, cast: Cast) -> None:
    for number in range(ENOUGH):
        say(cast, "need a permit", body=f"Number {number}")
    page = read(browser.sign_in(cast.officer), cast)
    assert len(page.select("article.app-comment")) == ENOUGH
    assert page.select(".app-said__more") == []


def test_where_many_places_are_spoken_of_a_link_at_each_leads_to_what_was_said_there(
    browser: Browser, cast: Cast
) -> None:
    places = ENOUGH + MORE
    write(cast, "".join(f"<p>Paragraph number {n}.</p>" for n in range(places)))
    made = [say(cast, block=id, body=f"Said of {n}") for n, id in enumerate(blocks(cast))]
    page = read(browser.sign_in(cast.officer), cast)
    assert len(page.select("article.app-comment")) == ENOUGH
    assert len(page.select(".app-said")) == places
    for at, id in list(enumerate(blocks(cast)))[ENOUGH:]:
        link = page.one(f'[id="p-{id}"] .app-said__more a')
        assert link.text() == "1 comment here"
        there = browser.get(str(link.attrib["href"]))
        assert f"Said of {at}" in there.one(f'[id="p-{id}"]').text()
        assert there.select(f"#comment-{made[at].number}")
        assert len(there.select("article.app-comment")) == ENOUGH


def test_the_list_of_comments_leads_to_each_beside_its_words(browser: Browser, cast: Cast) -> None:
    made = [say(cast, "need a permit", body=f"Number {n}") for n in range(ENOUGH + MORE)]
    browser.sign_in(cast.officer)
    page = browser.get(f"/plans/{cast.plan.id}/comments?page=2")
    links = [
        str(a.attrib["href"])
        for a in page.select(".app-comment__where a")
        if "read/" in str(a.attrib["href"])
    ]
    assert len(links) == len(made) - PAGE
    for link in links:
        assert browser.get(link).one(f"#{urlsplit(link).fragment}")


def test_each_of_many_places_keeps_its_first_comments(browser: Browser, cast: Cast) -> None:
    for number in range(ENOUGH):
        say(cast, "need a permit", body=f"Of the first {number}")
    say(cast, "The border is long", body="Of the second")
    page = read(browser.sign_in(cast.officer), cast)
    first, second = (page.one(f'[id="p-{id}"]').text() for id in blocks(cast))
    assert f"Of the first {ENOUGH // 2 - 1}" in first
    assert f"Of the first {ENOUGH // 2}" not in first
    assert "Of the second" in second
