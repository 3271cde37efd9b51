"""A page is kept with its marks: for nobody but who hears the same, and never past its time."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest
from flask import Flask

from nap_tracker.exports.screen import kept
from nap_tracker.extensions import db
from nap_tracker.services import comments
from nap_tracker.workflow.hearing import Visibility
from tests.browser_client import Browser, Page
from tests.cast import Cast
from tests.services.saving import version_of
from tests.web.test_read_comments import TEXT, read, say, write

READERS = ("officer", "viewer", "reviewer")
SECRET = "An informant named the border post"


@pytest.fixture(autouse=True)
def nothing_kept(app: Flask, cast: Cast) -> Iterator[None]:
    kept.forget()
    write(cast, TEXT)
    yield
    kept.forget()


def marked(page: Page) -> list[str]:
    return [mark.text() for mark in page.select("mark.app-mark")]


def folder(app: Flask) -> Path:
    return Path(app.config["INSTANCE"]) / "read-pages"


def said_in(path: Path) -> str:
    """Everything in a kept file, also what is packed in it."""
    data = path.read_bytes()[kept.SUM_BYTES :]
    found = [data.decode("utf-8", "replace")]
    for part in (data, data.partition(b"\n")[2]):
        try:
            found.append(zlib.decompress(part).decode())
        except zlib.error:
            continue
    return "\n".join(found)


@pytest.mark.parametrize("order", list(permutations(READERS)), ids="-".join)
def test_whoever_reads_first_no_reader_sees_marks_that_are_not_for_them(
    app: Flask, cast: Cast, order: tuple[str, ...]
) -> None:
    say(cast, "need a permit", visibility=Visibility.TEAM.value)
    say(cast, "The border is long", body="For all")
    for _ in range(2):
        for who in order:
            page = read(Browser(app).sign_in(getattr(cast, who)), cast)
            team = ["need a permit"] if who == "officer" else []
            assert marked(page) == [*team, "The border is long"], who
            assert ("Said of it" in page.text) is (who == "officer")


def test_two_officers_have_comments_of_their_own(app: Flask, cast: Cast) -> None:
    say(cast, "need a permit", who="colleague")
    found = {
        who: marked(read(Browser(app).sign_in(getattr(cast, who)), cast, "?show=mine"))
        for who in ("officer", "colleague", "officer")
    }
    assert found == {"officer": [], "colleague": ["need a permit"]}


def test_what_is_said_withdrawn_or_opened_wider_shows_at_once(app: Flask, cast: Cast) -> None:
    officer, reviewer = (Browser(app).sign_in(u) for u in (cast.officer, cast.reviewer))
    assert marked(read(officer, cast)) == marked(read(reviewer, cast)) == []
    made = say(cast, "need a permit", visibility=Visibility.TEAM.value)
    assert marked(read(officer, cast)) == ["need a permit"]
    assert marked(read(reviewer, cast)) == []
    actor = cast.actor("officer")
    comments.show_to(actor, version_of(cast), made, Visibility.PLAN.value)
    db.session.commit()
    assert marked(read(reviewer, cast)) == ["need a permit"]
    assert marked(read(reviewer, cast, "?show=open")) == ["need a permit"]
    comments.withdraw(actor, version_of(cast), comments.get(actor, version_of(cast), made.id))
    db.session.commit()
    assert marked(read(reviewer, cast, "?show=open")) == []


def test_marks_follow_the_words_when_the_text_changes(app: Flask, cast: Cast) -> None:
    made = say(cast, "need a permit")
    browser = Browser(app).sign_in(cast.officer)
    assert marked(read(browser, cast)) == ["need a permit"]
    write(cast, TEXT.replace("need a permit", "are free"))
    page = read(browser, cast)
    assert marked(page) == []
    assert page.select(f".app-said--lost #comment-{made.number}")


def test_the_links_of_the_page_are_those_of_who_reads(app: Flask, cast: Cast) -> None:
    say(cast, "need a permit")
    edits = {
        who: bool(read(Browser(app).sign_in(getattr(cast, who)), cast).select("a[href*=sections]"))
        for who in ("officer", "reviewer", "officer")
    }
    assert edits["officer"]
    english = read(Browser(app).sign_in(cast.officer), cast, "?lang=en")
    french = read(Browser(app).sign_in(cast.officer), cast, "?lang=fr")
    labels = [p.one("a.app-mark__number").attrib["aria-label"] for p in (english, french)]
    assert labels == ["Comment 1", "Commentaire 1"]


def test_nothing_that_comments_say_is_kept(app: Flask, cast: Cast) -> None:
    say(cast, "need a permit", body=SECRET, proposed="are forbidden altogether")
    browser = Browser(app).sign_in(cast.officer)
    assert SECRET in read(browser, cast).text
    everything = [said_in(path) for path in folder(app).iterdir()]
    assert any("app-mark" in said for said in everything)
    for said in everything:
        assert SECRET not in said
        assert "forbidden altogether" not in said
        assert cast.officer.name not in said


def test_what_is_kept_is_what_is_shown_the_second_time(app: Flask, cast: Cast) -> None:
    for quote in ("Imports", "need a permit", "The border is long and"):
        say(cast, quote)
    say(cast, block=None)
    browser = Browser(app).sign_in(cast.officer)
    first = text_and_links(read(browser, cast))
    assert text_and_links(read(browser, cast)) == first
    kept.forget()
    assert text_and_links(read(browser, cast)) == first


def text_and_links(page: Page) -> tuple[str, list[str]]:
    links = [str(a.attrib["href"]) for a in page.select(".app-read__main a")]
    return page.one(".app-read__main").text(), links
