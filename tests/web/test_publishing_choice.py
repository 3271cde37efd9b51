"""Choosing what to publish: folded by item, sources only by their own tick, names in languages."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from flask import Flask

from nap_tracker.annex_c.schema import LATEST, treaty
from nap_tracker.content.stand import Kind, Reading, Stand
from nap_tracker.extensions import db
from nap_tracker.services.publishable import Candidate
from nap_tracker.web.publishing_choice import groups
from tests.browser_client import Browser
from tests.cast import Cast
from tests.factories import complete_plan
from tests.services.carried_out import CarriedOut, candidates, carry_out, publish
from tests.services.test_progress_publications import FIRST, endorsed_with
from tests.web.test_progress_publications import hidden, ticked, typed

SOURCE = "source:gef"


@pytest.fixture
def made(cast: Cast) -> CarriedOut:
    return carry_out(cast)


@pytest.fixture
def browser(app: Flask, cast: Cast, made: CarriedOut) -> Browser:
    return Browser(app).sign_in(cast.focal_point)


def thing(uid: str, *items: str, kind: Kind = "activity") -> Candidate:
    return Candidate(Stand(kind, uid, uid, "Train", items, (Reading("phase", "Phase", "On"),)))


def test_each_thing_is_folded_once_under_the_first_of_its_items_in_the_order_of_the_treaty() -> (
    None
):
    items = treaty(LATEST, "en").items
    found = [thing("1", "1f", "1c"), thing("2", "1f"), thing("3"), thing("4", "1c")]
    activities = groups(found, items, {"activity:1"})[0]
    citations = {item.key: item.citation for item in items}
    assert [[one.stand.uid for one in fold.found] for fold in activities.folds] == [
        ["1", "4"],
        ["2"],
        ["3"],
    ]
    assert activities.folds[0].title.startswith(citations["1c"])
    assert activities.folds[-1].title == "What belongs to no single item of Annex C"
    assert [fold.counts for fold in activities.folds] == [
        "2 things, 1 chosen",
        "1 thing",
        "1 thing",
    ]
    assert activities.folds[0].inside == "1 Train and 4 Train"
    assert activities.counts == "4 things, 1 chosen"


def test_many_things_are_named_by_the_first_of_them_and_one_fold_is_none() -> None:
    items = treaty(LATEST, "en").items
    many = [thing(str(n), "1c") for n in range(5)]
    assert groups(many, items, ())[0].folds == ()
    assert groups([thing("1", "1c"), thing("2", "1f")], items, ())[0].folds == ()
    (fold, _) = groups([*many, thing("5", "1f")], items, ())[0].folds
    assert fold.inside == "0 Train, 1 Train, 2 Train and 2 more"


def test_everything_can_be_chosen_within_closed_folds(app: Flask, cast: Cast) -> None:
    content = complete_plan()
    first, second, *_ = content.rows("activity")
    alike = replace(second, answers={**second.answers, "items": first.answers["items"]})
    entries = tuple(alike if one is second else one for one in content.entries)
    made = endorsed_with(cast, replace(content, entries=entries))
    page = Browser(app).sign_in(cast.focal_point).get(f"{made.page}/new")
    folds = page.select("details.app-publish__fold")
    assert folds
    assert not any("open" in fold.attrib for fold in folds)
    assert any("2 things" in fold.text() for fold in folds)
    offered = [box.attrib["value"] for box in page.select("input[name=chosen]")]
    assert sorted(offered) == sorted(candidates(cast, made))


def test_what_is_read_before_it_is_public_is_folded_and_whole(
    app: Flask, browser: Browser, made: CarriedOut
) -> None:
    page = browser.post(f"{made.page}/new", typed(FIRST, SOURCE))
    folds = page.select(".app-preview > div > details")
    assert [fold.attrib["id"] for fold in folds] == ["activity", "source"]
    assert "1 thing" in folds[0].text()
    browser.post(f"{made.page}/new", {**hidden(page), "act": "publish"})
    public = Browser(app).get(made.public)
    assert public.select(".app-publish__fold") == []
    read = page.one(".app-preview").text()
    assert all(row.text() in read for row in public.select("tbody tr"))


def test_nothing_chooses_a_source_but_its_own_tick(
    app: Flask, browser: Browser, cast: Cast, made: CarriedOut
) -> None:
    for act in ("all-money", "all-source"):
        page = browser.post(f"{made.page}/new", typed(act=act))
        assert not [key for key in ticked(page) if key.startswith("source:")]
    assert page.select("button[value=all-source]") == []
    assert "one single fund or giver" in page.one("#source-hint").text()
    publish(cast, made, FIRST, SOURCE)
    assert ticked(browser.get(f"{made.page}/new")) == [FIRST]


def test_a_source_is_public_on_the_page_in_its_picture_and_its_file_once_it_was_chosen(
    app: Flask, cast: Cast, made: CarriedOut
) -> None:
    publish(cast, made, FIRST)
    page = Browser(app).get(made.public)
    assert "Global Environment Facility" not in page.text
    publish(cast, made, SOURCE)
    page = Browser(app).get(made.public)
    assert page.one("#source").text() == "Money by kind of source"
    assert "2,500 USD" in page.one("#row-source-gef").text()
    title = page.one("#picture-source figcaption").text()
    assert title == "Most is secured from Global Environment Facility: 2,500 USD"
    file = json.loads(Browser(app).get(f"{made.public}/2.json").response.get_data())
    (stand,) = file["stands"]
    assert (stand["kind"], stand["uid"]) == ("source", "gef")
    assert {one["key"] for one in stand["readings"]} == {"budgeted", "secured", "spent"}


def test_a_name_is_typed_in_each_language_and_read_in_that_of_the_reader(
    app: Flask, browser: Browser, made: CarriedOut
) -> None:
    made.version.plan.languages = ["en", "fr"]
    db.session.commit()
    assert browser.get(f"{made.page}/new").select("#name_fr, #note_fr")
    words = {"note": "Read it", "name_fr": "Où en est le plan", "note_fr": "À lire"}
    page = browser.post(f"{made.page}/new", typed(FIRST, **words))
    assert page.one(".app-preview h2[lang=fr]").text() == "Où en est le plan"
    page = browser.post(f"{made.page}/new", {**hidden(page), "act": "look"})
    assert page.one("#name_fr").attrib["value"] == "Où en est le plan"
    assert page.one("#note_fr").text() == "À lire"
    page = browser.post(f"{made.page}/new", typed(FIRST, **words))
    browser.post(f"{made.page}/new", {**hidden(page), "act": "publish"})
    page = Browser(app).get(f"{made.public}?lang=fr")
    assert page.one("h1[lang=fr]").text() == "Où en est le plan"
    note = page.one("main .govuk-inset-text")
    assert (note.text(), note.attrib.get("lang")) == ("À lire", None)
    assert Browser(app).get(made.public).one("h1[lang=en]").text() == "How it stands"
    assert "Où en est le plan" in Browser(app).get("/progress?lang=fr").text
    assert "How it stands" in Browser(app).get("/progress").text


def test_words_of_a_further_language_stay_while_the_language_is_changed_and_back(
    browser: Browser, made: CarriedOut
) -> None:
    made.version.plan.languages = ["en", "fr"]
    db.session.commit()
    words = {"name_fr": "Où en est le plan", "note_fr": "À lire\nDeux lignes"}
    page = browser.post(f"{made.page}/new", typed(FIRST, **words, language="fr", act="look"))
    assert not page.select("#name_fr, #note_fr")
    kept = {name: page.one(f'input[name="{name}"]').attrib["value"] for name in words}
    assert kept == words
    page = browser.post(f"{made.page}/new", typed(FIRST, **kept, act="look"))
    assert page.one("#name_fr").attrib["value"] == words["name_fr"]
    assert "".join(page.one("#note_fr").element.itertext()).strip() == words["note_fr"]


def test_what_is_too_long_is_shown_also_where_its_language_is_that_of_the_publication(
    browser: Browser, made: CarriedOut
) -> None:
    made.version.plan.languages = ["en", "fr"]
    db.session.commit()
    page = browser.post(f"{made.page}/new", typed(FIRST, name_fr="x" * 301, language="fr"))
    assert page.one(".govuk-error-summary a").attrib["href"] == "#name_fr"
    assert page.one("#name_fr").attrib["value"] == "x" * 301


def test_a_name_that_is_too_long_is_said_at_its_place(browser: Browser, made: CarriedOut) -> None:
    made.version.plan.languages = ["en", "fr"]
    db.session.commit()
    page = browser.post(f"{made.page}/new", typed(FIRST, name_fr="x" * 301))
    link = page.one(".govuk-error-summary a")
    assert link.attrib["href"] == "#name_fr"
    assert page.one("#name_fr").attrib["value"] == "x" * 301
