"""The page of search: what is found is marked and leads to its field."""

from __future__ import annotations

from nap_tracker.extensions import db
from tests.browser_client import Browser
from tests.cast import Cast
from tests.services.saving import add_row


def objective(cast: Cast) -> str:
    words = {"statement": {"es": "Una gran reducción <del> mercurio"}}
    uid = add_row(cast, "objective", words)
    db.session.commit()
    return uid


def test_the_words_found_are_marked_and_lead_to_their_field(browser: Browser, cast: Cast):
    uid = objective(cast)
    browser.sign_in(cast.officer)
    page = browser.get("/search?q=Reduccion")
    assert page.status == 200
    assert [mark.text() for mark in page.select("mark")] == ["reducción"]
    link = page.select(".app-hits__list a")[0]
    assert link.attrib["href"].endswith(f"/rows/objective/{uid}#statement")
    assert "&lt;del&gt;" in page.text
    assert page.select(".app-hits__words")[0].attrib["lang"] == "es"


def test_a_viewer_is_led_to_the_answer(browser: Browser, cast: Cast):
    objective(cast)
    browser.sign_in(cast.viewer)
    page = browser.get("/search?q=reduccion")
    assert "#answer-statement" in page.select(".app-hits__list a")[0].attrib["href"]


def test_what_is_held_back_is_as_if_it_were_not_there(browser: Browser, cast: Cast):
    objective(cast)
    browser.sign_in(cast.stranger)
    here = browser.get("/search?q=reduccion").text
    assert here.replace("reduccion", "") == browser.get("/search?q=nowhere").text.replace(
        "nowhere", ""
    )
    assert browser.get(f"/search?q=reduccion&plan={cast.plan.id}").status == 404
    assert browser.get("/search?q=reduccion&plan=nonsense").status == 404


def test_every_page_has_the_box_and_keeps_what_was_typed(browser: Browser, cast: Cast):
    browser.sign_in(cast.officer)
    assert browser.get("/").select("form[role=search] input[name=q]")
    page = browser.get(f"/search?q=a%22b&plan={cast.plan.id}&section=summary&page=99")
    assert page.status == 200
    assert page.select("#search-words")[0].attrib["value"] == 'a"b'
    assert page.select("main input[name=section]")[0].attrib["value"] == "summary"
