"""The plan as a document on pages: contents, sections, permanent links, the form and back."""

from __future__ import annotations

import html as entities
from collections.abc import Iterator
from itertools import pairwise

import pytest
from flask import Flask

from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.audience import Audience
from nap_tracker.exports.screen import kept
from nap_tracker.extensions import db
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import OPERATOR, Role
from nap_tracker.services import comments, plans, removals
from nap_tracker.services.comment_places import Where
from nap_tracker.services.sayings import Saying
from tests.browser_client import Browser, Page
from tests.cast import Cast, give, make_user
from tests.doors import QueryCount
from tests.factories import complete_plan
from tests.services.endangered import endanger, focal_point, left_of, party_of
from tests.services.saving import save, section, version_of
from tests.services.stored import store
from tests.services.test_removals import NEEDLE

MOST_QUERIES = 12
FORM = ".app-tools__more:not([data-say])"


@pytest.fixture(autouse=True)
def nothing_kept(app: Flask) -> Iterator[None]:
    kept.forget()
    yield
    kept.forget()


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    return store(cast.plan, complete_plan())


def url(cast: Cast, tail: str = "") -> str:
    return f"/plans/{cast.plan.id}/read{tail}"


def links(page: Page, selector: str) -> list[str]:
    return [str(link.attrib["href"]) for link in page.select(selector)]


def test_every_page_of_the_contents_opens_and_leads_to_the_next(
    browser: Browser, cast: Cast, version: PlanVersion
) -> None:
    browser.sign_in(cast.officer)
    found = links(browser.get(url(cast)), ".app-toc a")
    assert len(found) == len(set(found)) == len(treaty().sections)
    at, walked = found[0], [found[0]]
    while following := links(browser.get(at), 'a[rel="next"]'):
        at = following[0]
        walked.append(at)
    assert walked == found
    assert links(browser.get(found[1]), 'a[rel="prev"]') == [found[0]]


def test_every_place_has_an_address_of_its_own_that_exists(
    browser: Browser, cast: Cast, version: PlanVersion
) -> None:
    browser.sign_in(cast.officer)
    for address in links(browser.get(url(cast)), ".app-toc a"):
        page = browser.get(address)
        ids = [element.attrib["id"] for element in page.select("[id]")]
        assert len(ids) == len(set(ids)), address
        targets = links(page, ".app-tools__link")
        assert targets, address
        assert {target.removeprefix("#") for target in targets} <= set(ids)
        assert all(link.attrib["aria-label"] for link in page.select(".app-tools__link"))


def test_who_may_write_is_led_to_the_form_and_who_reads_to_the_answer(
    browser: Browser, cast: Cast, version: PlanVersion
) -> None:
    for who, words in (("officer", "Edit"), ("reviewer", "Answer")):
        browser.sign_in(getattr(cast, who))
        page = browser.get(url(cast, "/trade"))
        assert {link.text() for link in page.select(FORM)} == {words}
        for address in sorted(set(links(page, FORM))):
            there = browser.get(address)
            assert there.status == 200
            anchor = address.partition("#")[2]
            assert there.select(f'[id="{anchor}"]'), address
            assert bool(there.select("#entry-form")) is (who == "officer")


def test_rows_lead_to_their_own_form_and_back(
    browser: Browser, cast: Cast, version: PlanVersion
) -> None:
    browser.sign_in(cast.officer)
    page = browser.get(url(cast, "/trade"))
    page = browser.get(url(cast, "/overview_law"))
    rows = [link for link in links(page, f"tr {FORM}") if "/rows/institution/" in link]
    assert rows
    form = browser.get(rows[0])
    uid = rows[0].split("/rows/institution/")[1].partition("#")[0]
    back = links(form, f'a[href$="#r-{uid}"]')
    assert back == [url(cast, f"/overview_law#r-{uid}")]
    assert browser.get(back[0]).select(f'[id="r-{uid}"]')


@pytest.mark.parametrize("tail", ["", "/answers"])
def test_a_form_leads_to_the_same_section_of_the_document(
    browser: Browser, cast: Cast, tail: str
) -> None:
    browser.sign_in(cast.officer)
    page = browser.get(f"/plans/{cast.plan.id}/sections/trade{tail}")
    assert links(page, f'a[href="{url(cast, "/trade")}"]')


def test_the_whole_plan_stands_on_one_page_and_its_places_lead_to_their_sections(
    browser: Browser, cast: Cast, version: PlanVersion
) -> None:
    browser.sign_in(cast.officer)
    page = browser.get(url(cast, "/whole"))
    titles = [link.text() for link in page.select("article h2.app-read__h1 a")]
    assert len(titles) == len(treaty().sections)
    ids = [element.attrib["id"] for element in page.select("[id]")]
    assert len(ids) == len(set(ids))
    address = next(a for a in links(page, ".app-tools__link") if "/read/trade#" in a)
    assert browser.get(address).select(f'[id="{address.partition("#")[2]}"]')
    found = page.select("main h1, main h2, main h3, main h4, main h5, main h6")
    levels = [int(heading.element.tag[-1]) for heading in found]
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_a_section_of_which_one_may_read_nothing_says_so_and_no_more(
    browser: Browser, cast: Cast
) -> None:
    hidden = {"answers": {"diversion": {"en": "<p>Held back</p>"}}, "audience": "drafting_team"}
    save(cast.actor("officer"), section(cast, "trade"), **hidden)
    db.session.commit()
    browser.sign_in(cast.reviewer)
    held, empty = browser.get(url(cast, "/trade")), browser.get(url(cast, "/gender"))
    assert "Held back" not in held.text
    assert "There is nothing for you to read in this section." in held.text
    assert held.status == empty.status == 200
    assert len(held.select("main *")) == len(empty.select("main *"))
    assert browser.get(url(cast, "/no-such-section")).status == 404


def test_a_drafter_of_one_section_reads_it_as_the_team_does(browser: Browser, cast: Cast) -> None:
    hidden = {"answers": {"diversion": {"en": "<p>Held back</p>"}}, "audience": "drafting_team"}
    save(cast.actor("officer"), section(cast, "trade"), **hidden)
    for name, where in (("Ada Here", "trade"), ("Bo Elsewhere", "gender")):
        drafter = make_user(name)
        give(drafter, Role.SECTION_DRAFTER, cast.amberland, cast.plan, where)
        db.session.commit()
        page = browser.sign_in(drafter).get(url(cast, "/trade"))
        assert ("Held back" in page.text) is (where == "trade")
        whole = browser.get(url(cast, "/whole"))
        assert ("Held back" in whole.text) is (where == "trade")


def test_a_plan_is_read_in_each_of_its_languages(browser: Browser, cast: Cast) -> None:
    plans.edit(OPERATOR, cast.plan, details={"languages": ["en", "ar"]})
    both = {"en": "<p>In English</p>", "ar": "<p>بالعربية</p>"}
    save(cast.actor("officer"), section(cast, "trade"), answers={"diversion": both})
    db.session.commit()
    browser.sign_in(cast.officer)
    english, arabic = browser.get(url(cast, "/trade")), browser.get(url(cast, "/trade?text=ar"))
    assert "In English" in english.text
    assert "بالعربية" not in english.text
    assert "بالعربية" in arabic.text
    article = arabic.one("article")
    assert (article.attrib["lang"], article.attrib["dir"]) == ("ar", "rtl")
    assert all("text=ar" in link for link in links(arabic, '.app-contents a[href*="/read/"]'))


def test_queries_do_not_grow_with_the_plan(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.officer)
    counts, base = [], url(cast)
    for content in (None, complete_plan()):
        if content is not None:
            store(cast.plan, content)
        found = []
        for tail in ("", "/trade", "/work_plan", "/whole"):
            browser.get(base + tail)  # makes what is kept
            with QueryCount(db.engine) as queries:
                assert browser.get(base + tail).status == 200
            found.append(queries.count)
        counts.append(found)
    assert counts[0] == counts[1]
    assert max(counts[1]) <= MOST_QUERIES


def test_the_whole_that_was_kept_is_shown_neither_after_an_edit_nor_to_a_narrower_circle(
    browser: Browser, cast: Cast
) -> None:
    """What is kept is found by what it says and for whom: each change of either is seen at once."""

    def whole(who: str) -> str:
        page = browser.sign_in(getattr(cast, who)).get(url(cast, "/whole"))
        assert page.status == 200
        return page.text

    write(cast, "<p>The first zqwords.</p>")
    assert all("first zqwords" in whole(who) for who in ("officer", "reviewer"))
    write(cast, "<p>The second zqwords.</p>")
    for who in ("officer", "reviewer"):
        said = whole(who)
        assert "second zqwords" in said
        assert "first zqwords" not in said
    opened = section(cast, "trade")
    save(cast.actor("officer"), opened, audience=Audience.DRAFTING_TEAM)
    db.session.commit()
    assert "zqwords" in whole("officer")
    assert "zqwords" not in whole("reviewer")


@pytest.mark.parametrize("whole", [False, True])
def test_a_page_that_was_kept_offers_nobody_what_others_may_do(
    browser: Browser, cast: Cast, whole: bool
) -> None:
    """A reviewer may comment and a viewer may not, though both read the very same words."""
    write(cast, "<p>Seen by both.</p>")
    tail = "/whole" if whole else "/trade"
    readers = (cast.reviewer, cast.viewer, cast.officer)
    alone = []
    for reader in readers:
        kept.forget()
        alone.append(browser.sign_in(reader).get(url(cast, tail)).text)
    kept.forget()
    for _ in range(2):
        for reader, text in zip(readers, alone, strict=True):
            page = browser.sign_in(reader).get(url(cast, tail))
            found = [a.attrib["href"] for a in page.select("article a")]
            assert "Seen by both." in text
            assert all(f'href="{entities.escape(str(href))}"' in text for href in found)
    assert ("data-say" in alone[0]) is not whole
    assert "data-say" not in alone[1]
    assert "/sections/trade#" not in alone[0]


def test_a_kept_page_without_comments_hides_none_that_is_said_later(
    browser: Browser, cast: Cast
) -> None:
    write(cast, "<p>Spoken of.</p>")
    browser.sign_in(cast.officer)
    before = browser.get(url(cast, "/trade"))
    where = Where("trade", section(cast, "trade").content.uid, "foreign_sources", "en")
    comments.add(cast.actor("officer"), version_of(cast), Saying(where, "note", "Zqsaid"))
    db.session.commit()
    assert "Zqsaid" not in before.text
    assert "Zqsaid" in browser.get(url(cast, "/trade")).one("article.app-comment").text()
    assert "Zqsaid" not in browser.sign_in(cast.reviewer).get(url(cast, "/trade")).text


def test_the_whole_that_was_kept_is_not_shown_after_a_removal_for_protection(
    browser: Browser, cast: Cast
) -> None:
    world = endanger(cast)
    browser.sign_in(cast.officer)
    assert left_of(browser.get(url(cast, "/whole")).text)
    actor, party = focal_point(world), party_of(world)
    seen = removals.look(actor, party, NEEDLE)
    places, files = [p.key for p in seen.places], [line.key for line in seen.files]
    removals.remove_words(actor, party, NEEDLE, places=places, files=files, reason="A threat")
    db.session.commit()
    assert left_of(browser.get(url(cast, "/whole")).text) == []


def write(cast: Cast, html: str) -> None:
    save(cast.actor("officer"), section(cast, "trade"), answers={"foreign_sources": {"en": html}})
    db.session.commit()
