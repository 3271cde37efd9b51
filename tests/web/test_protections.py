"""Removing words and files by the pages, without scripts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from nap_tracker import jobs
from nap_tracker.clock import now
from nap_tracker.extensions import db
from nap_tracker.models.removal import Removal
from nap_tracker.services import plans, uploads
from tests.browser_client import Browser, Page
from tests.cast import Cast
from tests.doors import QueryCount
from tests.services.endangered import NAME, Endangered, dumped, endanger, left_of


@pytest.fixture
def world(cast: Cast) -> Endangered:
    return endanger(cast)


def address(world: Endangered) -> str:
    return f"/parties/{world.cast.amberland.id}/protection"


def looked_for(browser: Browser, world: Endangered, words: str = NAME) -> Page:
    browser.sign_in(world.cast.focal_point)
    return browser.post(address(world), {"words": words}, token_from=address(world))


def boxes(page: Page, name: str) -> list[str]:
    return [box.attrib["value"] for box in page.select(f"input[name={name}]")]


def test_words_are_looked_for_chosen_and_removed(browser: Browser, world: Endangered):
    page = looked_for(browser, world)
    assert page.status == 200
    text = page.one("main").text()
    assert "Executive summary: Executive summary, English, version 1 (1 revision)" in text
    assert f"“Ask {NAME} there.”" in text
    assert len(page.select("input[name=places][checked]")) == len(boxes(page, "places"))
    sent = {
        "do": "remove",
        "words": NAME,
        "places": boxes(page, "places"),
        "files": boxes(page, "files"),
        "reason": "A threat",
        "sure": "y",
    }
    page = browser.post(address(world), sent, token_from=address(world))
    assert page.status == 302
    jobs.erase()
    assert left_of(dumped()) == []
    shown = browser.get(page.location)
    text = shown.one("main").text()
    assert "Amina Diallo" in text
    assert "Reason: A threat" in text
    assert "French, version 1" in text
    assert "What this could not reach" in text
    assert "Their bytes are erased." in text
    log = browser.get(f"/parties/{world.cast.amberland.id}/log").one("main").text()
    assert "Amina Diallo removed words from everywhere to protect people" in log


def test_words_never_stand_in_an_address(browser: Browser, world: Endangered):
    page = looked_for(browser, world)
    links = [one.attrib["href"] for one in page.select("a[href]")]
    links += [one.attrib["action"] for one in page.select("form")]
    assert left_of("\n".join(links)) == []


def test_what_was_typed_comes_back_with_what_is_wrong(browser: Browser, world: Endangered):
    page = looked_for(browser, world)
    chosen = boxes(page, "places")[:1]
    sent = {"do": "remove", "words": NAME, "places": chosen, "reason": "", "sure": ""}
    page = browser.post(address(world), sent, token_from=address(world))
    text = page.one("main").text()
    assert "Enter the reason in at most 1000 characters" in text
    assert "Say that you have understood it" in text
    ticked = [box.attrib["value"] for box in page.select("input[name=places][checked]")]
    assert ticked == chosen
    sent |= {"reason": f"Protect {NAME}", "sure": "y"}
    page = browser.post(address(world), sent, token_from=address(world))
    assert "say it without the words" in page.one("main").text()
    assert db.session.scalars(select(Removal)).all() == []


def test_words_that_stand_nowhere_are_said_to(browser: Browser, world: Endangered):
    page = looked_for(browser, world, "Nobody At All")
    assert "stand nowhere" in page.one("main").text()
    page = looked_for(browser, world, "x")
    assert "2 to 500 characters" in page.one("main").text()


def test_a_file_is_withdrawn(browser: Browser, world: Endangered):
    assert world.file is not None
    browser.sign_in(world.cast.focal_point)
    url = f"{address(world)}/files/{world.file.id}"
    assert browser.get(url).status == 200
    page = browser.post(url, {"reason": "A face", "sure": "y"}, token_from=url)
    assert page.status == 302
    assert browser.get(url).status == 404
    shown = browser.get(f"/plans/{world.plan.id}/files/{world.file.id}")
    assert shown.status == 404
    assert "withdrawn to protect people" in shown.text


def test_a_coordinator_reads_what_was_done_and_cannot_do_it(browser: Browser, world: Endangered):
    browser.sign_in(world.cast.coordinator)
    assert browser.get(address(world)).status == 403
    page = browser.get(f"/parties/{world.cast.amberland.id}")
    assert not page.select("a[href$='/protection']")


def test_it_speaks_french(browser: Browser, world: Endangered):
    browser.sign_in(world.cast.focal_point)
    page = browser.get(f"{address(world)}?lang=fr")
    assert "Retirer des mots ou des fichiers" in page.one("h1").text()


def test_the_page_of_an_act_takes_a_constant_number_of_queries(
    browser: Browser, world: Endangered, queries: QueryCount
):
    browser.sign_in(world.cast.focal_point)
    browser.get(address(world))
    with queries as count:
        browser.get(address(world))
    assert count.count <= 12


def many(world: Endangered, count: int) -> None:
    """Removals and files of the Party beside those of the story."""
    party, officer = world.cast.amberland, world.cast.actor("officer")
    version = plans.newest(officer, world.cast.plan.id)
    for number in range(count):
        moment = now() - timedelta(days=number)
        db.session.add(
            Removal(party_id=party.id, kind="words", reason="A threat", decided_at=moment)
        )
        uploads.add(officer, version, name="notes.txt", data=f"{count} {number}".encode())
    db.session.commit()


def test_files_and_removals_are_shown_a_page_at_a_time(browser: Browser, world: Endangered):
    browser.sign_in(world.cast.focal_point)
    counts = []
    for more in (1, 119):
        many(world, more)
        with QueryCount(db.engine) as queries:
            page = browser.get(address(world))
        counts.append(queries.count)
    assert counts[0] == counts[1]
    pages = {"files": 0, "removals": 0}
    listed: dict[str, list[str]] = {"files": [], "removals": []}
    for name, at in (("files", "/protection/files/"), ("removals", "/protection/")):
        url = address(world)
        while url:
            page = browser.get(url)
            links = [a for a in page.select("main ul a") if at in a.attrib["href"]]
            links = [a for a in links if name == "files" or "/files/" not in a.attrib["href"]]
            assert len(links) <= 50
            pages[name] += 1
            listed[name] += [a.attrib["href"] for a in links]
            following = [a.attrib["href"] for a in page.select("main a[rel=next]")]
            turned = f"{name}={pages[name] + 1}"
            url = next((href for href in following if turned in href), "")
    assert pages == {"files": 3, "removals": 3}
    assert all(len(set(found)) == len(found) >= 120 for found in listed.values())
    for wrong in ("0", "-1", "x", "9" * 30):
        assert browser.get(f"{address(world)}?files={wrong}&removals={wrong}").status == 200
