"""The page Publish: choosing thing by thing, reading before it is public, and taking back."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from nap_tracker.clock import today
from nap_tracker.extensions import db
from nap_tracker.models.progress_publication import ProgressPublication
from nap_tracker.services import activity_reports
from nap_tracker.services.activity_reports import Report
from nap_tracker.workflow.implementation import Phase
from tests.browser_client import Browser, Page
from tests.cast import Cast
from tests.doors import QueryCount
from tests.services.carried_out import MARK, CarriedOut, candidates, carry_out, publish
from tests.services.test_activities import followed
from tests.services.test_progress_publications import FIRST

MOST_QUERIES = {"": 5, "/new": 12}


@pytest.fixture
def made(cast: Cast) -> CarriedOut:
    return carry_out(cast)


@pytest.fixture
def browser(app: Flask, cast: Cast, made: CarriedOut) -> Browser:
    return Browser(app).sign_in(cast.focal_point)


def typed(*chosen: str, **more: str) -> dict[str, Any]:
    said = {"name": "How it stands", "until": today().isoformat(), "language": "en"}
    return {**said, "chosen": list(chosen), "act": "check", **more}


def hidden(page: Page) -> dict[str, Any]:
    """What the page that is read before publishing sends on."""
    fields: dict[str, Any] = {"chosen": []}
    for one in page.select("main form input[type=hidden]"):
        name, value = one.attrib.get("name"), one.attrib.get("value", "")
        if name == "chosen":
            fields["chosen"].append(value)
        elif name:
            fields[name] = value
    return fields


def ticked(page: Page) -> list[str]:
    boxes = page.select("input[name=chosen]")
    return [box.attrib["value"] for box in boxes if "checked" in box.attrib]


def publications() -> list[ProgressPublication]:
    query = select(ProgressPublication).order_by(ProgressPublication.number)
    return list(db.session.scalars(query))


def test_the_tab_leads_to_it_last(browser: Browser, made: CarriedOut):
    page = browser.get(f"/plans/{made.version.plan_id}/activities")
    assert page.select("nav a[href$='progress-publications']")[-1].text() == "Publish"


def test_at_first_nothing_is_chosen(browser: Browser, cast: Cast, made: CarriedOut):
    page = browser.get(f"{made.page}/new")
    boxes = page.select("input[name=chosen]")
    assert len(boxes) == sum(not one.is_kept for one in candidates(cast, made).values())
    assert ticked(page) == []
    assert MARK not in page.one("main form").text()


def test_it_is_read_as_the_public_will_before_it_is_public(
    app: Flask, browser: Browser, made: CarriedOut
):
    page = browser.post(f"{made.page}/new", typed(FIRST))
    assert page.one("h1").text() == "Read it as the public will"
    preview = page.one(".app-preview").text()
    assert "made-up words of activity 1" in preview
    assert publications() == []
    assert Browser(app).get(made.public).status == 404
    page = browser.post(f"{made.page}/new", {**hidden(page), "act": "publish"})
    assert page.location.endswith(made.page)
    public = Browser(app).get(made.public)
    rows = [row.text() for row in public.select("tbody tr")]
    assert rows
    assert all(row in preview for row in rows), "word by word what was read"


def test_every_language_is_read_before_it_is_public(app: Flask, browser: Browser, made: CarriedOut):
    made.version.plan.languages = ["en", "fr", "es"]
    db.session.commit()
    form = browser.get(f"{made.page}/new").one("main form").text()
    assert "further languages of the plan: français." in form
    assert "Not in these languages of the plan" in form
    assert "español" in form
    page = browser.post(f"{made.page}/new", typed(FIRST, note="A note"))
    ids = [element.attrib["id"] for element in page.select("[id]")]
    assert len(ids) == len(set(ids))
    rows = [row.text() for row in page.select(".app-preview [lang=fr] tbody tr")]
    browser.post(f"{made.page}/new", {**hidden(page), "act": "publish"})
    public = Browser(app).get(f"{made.public}?lang=fr")
    assert rows
    assert [row.text() for row in public.select("main div[lang=fr] tbody tr")] == rows


def test_one_can_go_back_and_change_something(browser: Browser, made: CarriedOut):
    page = browser.post(f"{made.page}/new", typed(FIRST, note="A note"))
    page = browser.post(f"{made.page}/new", {**hidden(page), "act": "look"})
    assert page.one("h1").text() == "Choose what to publish"
    assert ticked(page) == [FIRST]
    assert page.one("textarea[name=note]").text() == "A note"


def test_what_changed_meanwhile_is_read_once_more(browser: Browser, cast: Cast, made: CarriedOut):
    page = browser.post(f"{made.page}/new", typed(FIRST))
    officer, version = cast.actor("officer"), made.version
    done = Report(Phase.FINISHED, "Done")
    activity_reports.report(officer, version, followed(officer, version), done)
    db.session.commit()
    page = browser.post(f"{made.page}/new", {**hidden(page), "act": "publish"})
    assert "What is recorded has changed since you looked" in page.text
    assert "Finished" in page.one(".app-preview").text()
    assert publications() == []
    browser.post(f"{made.page}/new", {**hidden(page), "act": "publish"})
    assert [one.number for one in publications()] == [1]


def test_all_of_a_kind_are_chosen_by_one_button_but_for_what_is_flagged(
    browser: Browser, made: CarriedOut
):
    page = browser.post(f"{made.page}/new", typed(FIRST, act="all-money", name=""))
    assert {key.partition(":")[0] for key in ticked(page)} == {"activity", "money"}
    page = browser.post(f"{made.page}/new", typed(act="all-practice"))
    assert ticked(page) == []
    assert page.select("button[value=all-practice]") == []


def test_words_are_of_the_day_and_language_that_were_typed(browser: Browser, made: CarriedOut):
    page = browser.post(f"{made.page}/new", typed(FIRST, act="look", language="fr"))
    assert "En retard" in page.one("main form").text()
    page = browser.post(f"{made.page}/new", typed(FIRST, act="look", until="2024-12-31"))
    assert "300" not in page.one(f"#publish-indicator-{made.track.id}-words").text()


def test_what_is_wrong_is_said_at_its_place_and_what_was_typed_stays(
    browser: Browser, made: CarriedOut
):
    page = browser.post(f"{made.page}/new", typed(name="", until="2999-01-01", note="A note"))
    told = page.one(".govuk-error-summary").text()
    assert "Enter a name" in told
    assert page.one("textarea[name=note]").text() == "A note"
    page = browser.post(f"{made.page}/new", typed(until="2999-01-01"))
    assert "Enter a day that is not in the future" in page.one(".govuk-error-summary").text()
    page = browser.post(f"{made.page}/new", typed())
    link = page.one(".govuk-error-summary a")
    assert (link.text(), link.attrib["href"]) == ("Choose at least one thing to publish", "#chosen")
    assert page.select("#chosen")


def test_a_made_up_thing_is_refused(browser: Browser, made: CarriedOut):
    page = browser.post(f"{made.page}/new", typed("plan:x", f"activity:{made.track.id}"))
    assert "cannot be published any more" in page.one(".govuk-error-summary").text()


def test_the_next_time_the_same_things_are_chosen_but_for_what_is_flagged(
    browser: Browser, cast: Cast, made: CarriedOut
):
    publish(cast, made, FIRST, "practice:b_i")
    page = browser.get(f"{made.page}/new")
    assert ticked(page) == [FIRST]


def test_it_is_withdrawn_with_a_reason(app: Flask, browser: Browser, cast: Cast, made: CarriedOut):
    publish(cast, made, FIRST)
    (one,) = publications()
    url = f"{made.page}/{one.id}/withdraw"
    assert "Enter why it is withdrawn" in browser.post(url, {"because": " "}).text
    page = browser.post(url, {"because": "Names a village"})
    assert page.location.endswith(made.page)
    assert "Names a village" in browser.get(made.page).text
    assert "This publication was withdrawn" in Browser(app).get(made.public).text


@pytest.mark.parametrize("who", ["coordinator", "officer", "viewer"])
def test_others_of_the_party_see_what_is_public_and_have_no_button(
    app: Flask, cast: Cast, made: CarriedOut, who: str
):
    publish(cast, made, FIRST)
    page = Browser(app).sign_in(getattr(cast, who)).get(made.page)
    assert "How it stands" in page.text
    assert not page.select("a[href$='/new'], a[href$='/withdraw']")
    assert "Only the focal point publishes, in person." in page.text


@pytest.mark.parametrize("tail", ["", "/new"])
def test_the_pages_cost_as_many_queries_whatever_was_published(
    browser: Browser, cast: Cast, made: CarriedOut, tail: str
):
    counts, address = [], made.page + tail
    for chosen in ([FIRST], list(candidates(cast, made))):
        publish(cast, made, *chosen)
        with QueryCount(db.engine) as heard:
            assert browser.get(address).status == 200
        counts.append(heard.count)
    assert counts[0] == counts[1] <= MOST_QUERIES[tail]
