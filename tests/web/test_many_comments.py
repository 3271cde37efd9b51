"""300 comments on one section cost no page more queries than three do."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask

from nap_tracker.exports.screen import kept
from nap_tracker.extensions import db
from nap_tracker.roles import OPERATOR
from nap_tracker.services import comments, plans, sayings
from nap_tracker.services.comment_places import Where
from nap_tracker.services.placed_comments import ENOUGH, MOST
from nap_tracker.services.sayings import From, Saying
from nap_tracker.workflow.hearing import Visibility
from tests.browser_client import Browser, Page
from tests.cast import Cast
from tests.doors import QueryCount
from tests.web.test_my_reviews import Story, begin, write

pytestmark = pytest.mark.database

FEW, MANY = 3, 300
DRAFTERS = (
    "/plans/{plan}/read/summary",
    "/plans/{plan}/read/whole",
    "/plans/{plan}/sections/summary",
    "/plans/{plan}/comments",
    "/plans/{plan}/rounds/{round}",
    "/plans/{plan}/rounds/{round}/answers",
    "/plans/{plan}/rounds/{round}/ledger",
    "/rounds/{round}/read/summary",
)
REVIEWERS = (
    "/rounds/{round}/review",
    "/rounds/{round}/review/ledger",
    "/rounds/{round}/read/summary",
)


@pytest.fixture(autouse=True)
def nothing_kept(app: Flask) -> Iterator[None]:
    kept.forget()
    yield
    kept.forget()


@pytest.fixture
def story(cast: Cast) -> Story:
    write(cast, "<p>Mercury comes by sea.</p>")
    return begin(cast)


def say(cast: Cast, story: Story, number: int) -> None:
    """As many comments of the reviewer, all on the same words."""
    version = plans.newest(OPERATOR, cast.plan.id)
    ground = comments.ground_of(version)
    entry = ground.content.section("summary")
    assert entry is not None
    where = Where("summary", entry.uid, "executive_summary", "en")
    seat = story.seats[cast.reviewer.name]
    source = From(invitation_id=seat.id, round_id=story.round.id)
    for place in range(number):
        said = Saying(where, "note", f"Number {place}", visibility=Visibility.ROUND.value)
        sayings.store(version, said, source, ground, is_said=True)
    db.session.commit()


def cost(browser: Browser, pages: list[str]) -> dict[str, int]:
    found = {}
    for page in pages:
        browser.get(page)
        with QueryCount(db.engine) as queries:
            assert browser.get(page).status == 200, page
        found[page] = queries.count
    return found


@pytest.mark.parametrize(
    ("who", "addresses"), [("officer", DRAFTERS), ("reviewer", REVIEWERS)], ids=["team", "seat"]
)
def test_pages_ask_as_often_for_300_comments_as_for_three(
    app: Flask, cast: Cast, story: Story, who: str, addresses: tuple[str, ...]
) -> None:
    browser = Browser(app).sign_in(getattr(cast, who))
    names = {"plan": cast.plan.id, "round": story.round.id}
    pages = [address.format(**names) for address in addresses]
    say(cast, story, FEW)
    before = cost(browser, pages)
    say(cast, story, MANY - FEW)
    assert cost(browser, pages) == before


@pytest.mark.parametrize("who", ["officer", "reviewer"])
def test_the_frozen_text_folds_comments_too_and_links_lead_to_all(
    app: Flask, cast: Cast, story: Story, who: str
) -> None:
    say(cast, story, MANY)
    browser = Browser(app).sign_in(getattr(cast, who))
    page = browser.get(f"/rounds/{story.round.id}/read/summary")
    first = numbers(page)
    assert len(first) == ENOUGH
    seen: list[str] = []
    link = way(page, "more")
    while link:
        assert link.startswith(f"/rounds/{story.round.id}/read/summary?")
        page = browser.get(link)
        assert page.one(f"#{urlsplit(link).fragment}")
        assert len(numbers(page)) <= MOST
        seen += numbers(page)
        link = way(page, "more")
    assert seen[:ENOUGH] == first
    assert len(seen) == len(set(seen)) == MANY
    back = browser.get(way(page, "earlier"))
    assert numbers(back) == seen[-2 * MOST : -MOST]


def numbers(page: Page) -> list[str]:
    return [str(found.attrib["id"]) for found in page.select("article.app-comment")]


def way(page: Page, words: str) -> str:
    links = [link for link in page.select(".app-said__more a") if words in link.text()]
    return str(links[0].attrib["href"]) if links else ""
