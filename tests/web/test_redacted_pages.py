"""Pages of a frozen version after a removal: when, who, why, and both sums, in plain words."""

from __future__ import annotations

import pytest

from nap_tracker.content.canonical import digest
from nap_tracker.extensions import db
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import OPERATOR
from nap_tracker.services import exporting, exports, plans, reissues, removals, submissions
from nap_tracker.text.redaction import Needle
from tests.browser_client import Browser, Page
from tests.cast import Cast
from tests.doors import QueryCount
from tests.services.endangered import NAME, Endangered, endanger, focal_point, freeze, party_of

REASON = "Somebody was threatened"


@pytest.fixture
def world(cast: Cast) -> Endangered:
    world = endanger(cast)
    freeze(world)
    lead = cast.actor("coordinator")
    submissions.record(lead, version_of(world), details={"sent_on": "2024-05"})
    db.session.commit()
    return world


def version_of(world: Endangered) -> PlanVersion:
    return plans.newest(OPERATOR, world.plan.id)


def remove(world: Endangered) -> None:
    actor, party, needle = focal_point(world), party_of(world), Needle(NAME)
    found = removals.look(actor, party, needle)
    places = [place.key for place in found.places]
    files = [line.key for line in found.files]
    removals.remove_words(actor, party, needle, places=places, files=files, reason=REASON)
    db.session.commit()


def page_of(browser: Browser, world: Endangered, tail: str) -> Page:
    page = browser.get(f"/plans/{world.plan.id}/{tail}")
    assert page.status == 200
    return page


def receipt(world: Endangered) -> str:
    return f"submissions/{submissions_of(world)[0].id}"


def submissions_of(world: Endangered) -> list[submissions.Submission]:
    return list(db.session.query(submissions.Submission).filter_by(plan_id=world.plan.id))


NOTICE = "[data-redacted]"
PAGES = ("versions/1", "versions/1/sections/foreword", "versions/1/submissions/new")


@pytest.mark.parametrize("tail", [*PAGES, "versions/1/bundle", "versions/1/endorsements/new"])
def test_the_pages_of_the_version_say_so(browser: Browser, world: Endangered, tail: str):
    browser.sign_in(world.cast.coordinator)
    assert not page_of(browser, world, tail).select(NOTICE)
    remove(world)
    notice = page_of(browser, world, tail).one(NOTICE).text()
    assert "Amina Diallo removed words or files from this frozen text to protect" in notice
    assert f"Reason: {REASON}" in notice
    assert digest(version_of(world).snapshot or "") in notice


def test_the_list_of_versions_says_so(browser: Browser, world: Endangered):
    browser.sign_in(world.cast.coordinator)
    remove(world)
    text = page_of(browser, world, "versions").one("main table").text()
    assert "Something removed to protect people" in text


def test_the_receipt_says_so_and_keeps_the_sum_of_what_was_sent(
    browser: Browser, world: Endangered
):
    browser.sign_in(world.cast.coordinator)
    sum_then = version_of(world).snapshot_sha256
    remove(world)
    text = page_of(browser, world, receipt(world)).one("main").text()
    assert sum_then in text
    assert digest(version_of(world).snapshot or "") in text
    assert f"Reason: {REASON}" in text


def test_a_reader_from_outside_is_not_told_why(browser: Browser, world: Endangered):
    remove(world)
    browser.sign_in(world.cast.viewer)
    text = page_of(browser, world, "versions/1").one("main").text()
    assert "Amina Diallo removed words or files" in text
    assert REASON not in text
    assert "What was done" not in text


def test_a_withdrawn_file_keeps_its_sum_and_the_reissue_has_its_own(
    browser: Browser, world: Endangered
):
    browser.sign_in(world.cast.coordinator)
    assert world.sealed is not None
    sum_then = world.sealed.sha256
    remove(world)
    assert reissues.reissue(focal_point(world), party_of(world)) == 1
    asked = exports.claim()
    assert asked is not None
    exporting.store(asked, exporting.make(asked))
    db.session.commit()
    page = page_of(browser, world, "versions/1")
    rows = [row.text() for row in page.select("main table tbody tr")]
    (gone,) = [row for row in rows if sum_then in row]
    assert "by Amina Diallo; its sum stays on record." in gone
    (new,) = [row for row in rows if "Made again without what was removed" in row]
    assert sum_then not in new


def test_it_costs_one_query_more_however_much_was_removed(
    browser: Browser, world: Endangered, queries: QueryCount
):
    browser.sign_in(world.cast.coordinator)
    url = f"/plans/{world.plan.id}/versions/1"
    browser.get(url)
    with queries:
        browser.get(url)
    before = queries.count
    remove(world)
    with queries:
        browser.get(url)
    assert queries.count <= before + 1
