"""What a visitor without an account reads of the implementation: nothing, until it is published."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask, url_for
from sqlalchemy import select
from werkzeug.routing import AnyConverter, IntegerConverter, Rule, UUIDConverter

from nap_tracker.charts.bars import Bars
from nap_tracker.content.public_progress import OPEN, Progress, from_content, to_content
from nap_tracker.content.stand import Kind, Reading, Stand
from nap_tracker.content.stand import to_data as stand_to_data
from nap_tracker.extensions import db
from nap_tracker.models.activity_track import ProgressNote
from nap_tracker.models.indicator_track import Observation, ObservationFile
from nap_tracker.models.progress_publication import ProgressPublication
from nap_tracker.models.progress_review import ProgressReview, ReviewInput
from nap_tracker.models.site_visit import OwnSite, SiteVisit
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.services import progress_publications
from nap_tracker.web.published_charts import pictures
from tests.browser_client import Browser, Page
from tests.cast import Cast
from tests.doors import QueryCount
from tests.factories import uid
from tests.house.test_access import ALL
from tests.services.carried_out import (
    MARK,
    TEAM,
    WAITING_KG,
    CarriedOut,
    candidates,
    carry_out,
    publish,
)
from tests.services.test_activities import ACTIVITY
from tests.services.test_progress_publications import FIRST

OF_THE_PLAN = ("made-up words of", "Mercury used in a year", "Ministry of Mines", "2,500", "10,000")
"""Words and sums of the plan and its implementation that a visitor knows of only once published."""
AT_THE_DOOR = {"calendars.show", "reviews.calendar", "reviews.confirm", "reviews.show"}
"""They open by a secret address, and say nothing without it."""


@pytest.fixture
def made(cast: Cast) -> CarriedOut:
    return carry_out(cast)


def first_id(table: Any) -> str:
    return str(db.session.scalars(select(table.id).order_by(table.id).limit(1)).one())


def named(cast: Cast, made: CarriedOut) -> dict[str, Any]:
    """Of everything an address can name, one that exists and is full of marked words."""
    ids = {
        "note_id": ProgressNote,
        "observation_id": Observation,
        "review_id": ProgressReview,
        "input_id": ReviewInput,
        "visit_id": SiteVisit,
        "site_uid": OwnSite,
        "file_id": StoredFile,
    }
    proof = db.session.scalars(select(ObservationFile.file_id)).one()
    publication = db.session.scalar(select(ProgressPublication.id).limit(1))
    return {
        **{name: first_id(table) for name, table in ids.items()},
        "evidence_id": proof,
        "plan_id": made.version.plan_id,
        "party_id": cast.amberland.id,
        "activity_uid": ACTIVITY,
        "institution_uid": uid("institution", 1),
        "milestone_uid": uid("milestone", 1),
        "track_id": made.track.id,
        "publication_id": publication or uid("nothing"),
        "user_id": cast.officer.id,
        "section_id": "work_plan",
        "register": "activity",
        "uid": ACTIVITY,
        "number": 1,
        "form": "json",
        "ending": "csv",
        "act": "approve",
        "kind": "activity",
        "question_key": "steps",
        "filename": "no-such-file.css",
    }


def given(rule: Rule, name: str, values: dict[str, Any]) -> Any:
    """One of a few words where the address takes no other."""
    converter = rule._converters[name]
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)[0]
    if isinstance(converter, UUIDConverter):
        return values.get(name, uid("nothing"))
    return values.get(name, 1 if isinstance(converter, IntegerConverter) else "nothing")


def address(app: Flask, rule: Rule, values: dict[str, Any]) -> str:
    """Names of arguments that say nothing to this plan get an id or word that does not exist."""
    told = {name: given(rule, name, values) for name in rule.arguments}
    with app.test_request_context():
        return url_for(rule.endpoint, **told)


def read_everything(app: Flask, cast: Cast, made: CarriedOut) -> dict[str, str]:
    """Endpoint -> all that a visitor is answered there, by reading and by sending."""
    values = named(cast, made)
    answers = {}
    for rule in ALL:
        url = address(app, rule, values)
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            visitor = Browser(app)
            page: Page = (
                visitor.get(url) if method == "GET" else visitor.post(url, token_from="/sign-in")
            )
            body = page.response.get_data()
            headers = str(page.response.headers)
            answers[f"{method} {rule.endpoint}"] = body.decode("utf-8", "replace") + headers
    return answers


def test_a_visitor_finds_nothing_anywhere_before_and_only_the_chosen_things_after(
    app: Flask, cast: Cast, made: CarriedOut
):
    team = (MARK, str(WAITING_KG), f"{WAITING_KG:,}", *TEAM)
    for where, answer in read_everything(app, cast, made).items():
        found = [words for words in (*team, *OF_THE_PLAN) if words in answer]
        assert not found, (where, found)
    publish(cast, made, FIRST)
    answers = read_everything(app, cast, made)
    for where, answer in answers.items():
        assert not [words for words in team if words in answer], where
    telling = {where for where, answer in answers.items() if "made-up words of" in answer}
    assert telling == {f"GET public_progress.{name}" for name in ("current", "show", "data")}
    for where in telling:
        assert "made-up words of activity 1" in answers[where]
        assert "made-up words of activity 2" not in answers[where]
        assert not [w for w in ("Mercury used", "2,500", "10,000") if w in answers[where]]


def test_the_page_shows_name_day_and_publisher_and_each_chosen_thing(
    app: Flask, cast: Cast, made: CarriedOut
):
    keys = [key for key, one in candidates(cast, made).items() if not one.is_kept]
    publish(cast, made, *keys, name="How it stands in 2026", note="Read with care")
    page = Browser(app).get(made.public)
    assert page.status == 200
    assert page.one("h1").text() == "How it stands in 2026"
    for words in ("Amberland", "Amina Diallo", "Read with care", "2,500 USD", "300"):
        assert words in page.text
    assert {e.attrib["id"] for e in page.select("h2[id]")} >= OPEN.keys()
    rows = [element.attrib["id"] for element in page.select("tr[id]")]
    assert {key.replace(":", "-") for key in keys} == {row.removeprefix("row-") for row in rows}


def test_what_is_not_known_is_counted_apart(app: Flask, cast: Cast, made: CarriedOut):
    keys = [key for key in candidates(cast, made) if key.startswith("activity:")]
    publish(cast, made, *keys)
    page = Browser(app).get(made.public)
    assert f"Of {len(keys) - 1} of these it is not known how they stand." in page.text


def test_pictures_show_the_unknown_hatched_and_have_a_table_behind_them(
    app: Flask, cast: Cast, made: CarriedOut
):
    keys = [key for key, one in candidates(cast, made).items() if not one.is_kept]
    publish(cast, made, *keys)
    page = Browser(app).get(made.public)
    for kind in ("activity", "indicator", "practice"):
        behind = page.one(f"#picture-{kind}-table")
        assert "Not known" in behind.text()
        assert page.select(f"#picture-{kind} svg pattern[id*=unknown]")
    cells = [cell.text() for cell in page.select("#picture-activity-table td")]
    total = sum(key.startswith("activity:") for key in keys)
    names = [cell.text() for cell in page.select("#picture-activity-table th[scope=col]")]
    counts = dict(zip(names[1:], cells, strict=True))
    assert (counts["Late or severely late"], counts["Not known"]) == ("1", str(total - 1))


def test_all_of_it_is_in_its_language_and_the_page_around_it_in_the_readers(
    app: Flask, cast: Cast, made: CarriedOut
):
    made.version.plan.languages = ["fr"]
    publish(cast, made, FIRST, language="fr")
    page = Browser(app).get(f"{made.public}?lang=en")
    told = page.one("main div[lang=fr]").text()
    assert "Activités" in told
    assert "Source : ce que Amberland a publié" in told
    assert "Published on" in page.one("main").text()


def test_tables_and_pictures_run_as_the_page_does_that_its_style_sheet_mirrors(
    app: Flask, cast: Cast, made: CarriedOut
):
    publish(cast, made, *candidates(cast, made))
    page = Browser(app).get(made.public)
    assert page.select("main .app-chart")
    assert page.select("main [dir] .app-chart, main [dir] table") == []


def test_each_language_of_the_plan_is_kept_with_the_chosen_things_alone(
    app: Flask, cast: Cast, made: CarriedOut
):
    made.version.plan.languages = ["en", "fr", "es"]
    publish(cast, made, FIRST, name="How it stands", note="Read with care")
    (row,) = db.session.scalars(select(ProgressPublication))
    assert list(row.content["others"]) == ["fr"], "the program has no words in Spanish"
    (stand,) = row.content["others"]["fr"]["stands"]
    assert (stand["kind"], stand["uid"]) == ("activity", ACTIVITY)
    assert {one["key"] for one in stand["readings"]} <= OPEN["activity"]
    page = Browser(app).get(f"{made.public}?lang=fr")
    told = page.one("main > div[lang=fr], main div div[lang=fr]").text()
    assert "En retard" in told
    assert page.one("main .govuk-inset-text[lang=en]").text() == "Read with care"
    assert page.one("h1[lang=en]").text() == "How it stands"
    assert [a.attrib["lang"] for a in page.select("main a[hreflang]")] == ["en"]
    assert "Late" in Browser(app).get(f"{made.public}?lang=en").one("main div[lang=en]").text()
    file = json.loads(Browser(app).get(f"{made.public}/1.json").response.get_data())
    assert file["others"] == row.content["others"]


def test_what_the_plan_says_in_a_language_is_published_in_it(
    app: Flask, cast: Cast, made: CarriedOut
):
    made.version.plan.languages = ["en", "fr"]
    track = made.track
    publish(cast, made, f"indicator:{track.id}")
    (row,) = db.session.scalars(select(ProgressPublication))
    (own,), (other,) = row.content["stands"], row.content["others"]["fr"]["stands"]
    assert (own["title"], other["title"]) == (track.title["en"], track.title["fr"])


def test_a_picture_is_drawn_of_what_is_published_alone(app: Flask, cast: Cast, made: CarriedOut):
    publish(cast, made, FIRST)
    page = Browser(app).get(made.public)
    title = page.one("#picture-activity figcaption").text()
    assert title == "1 late and 0 not known, of 1 activity"
    assert not page.select("#picture-indicator, #picture-money, #picture-practice")


def told_of(kind: Kind, key: str, *codes: str) -> str:
    """The finding of the picture of things that stand so."""
    stands = tuple(
        Stand(kind, str(n), "", "One", (), (Reading(key, key, code, code),))
        for n, code in enumerate(codes)
    )
    (drawn,) = pictures(kind, Progress("Amberland", "en", "", "2026", "", stands))
    return drawn.frame.title


def test_where_nothing_is_late_or_unknown_the_good_news_is_the_finding():
    good = told_of("activity", "status", "on_time", "done", "cancelled")
    assert good == "2 on time or done, of 3 activities"
    bad = told_of("activity", "status", "on_time", "not_known")
    assert bad == "0 late and 1 not known, of 2 activities"
    good = told_of("indicator", "standing", "reached", "on_track", "cannot_tell")
    assert good == "2 on track or with the target reached, of 3 indicators"
    bad = told_of("indicator", "standing", "reached", "behind")
    assert bad == "1 not on track and 0 not known, of 2 indicators"


def test_money_is_drawn_of_the_activities_whose_money_was_chosen(
    app: Flask, cast: Cast, made: CarriedOut
):
    money = [key for key, one in candidates(cast, made).items() if key.startswith("money:")]
    publish(cast, made, FIRST, f"money:{ACTIVITY}")
    page = Browser(app).get(made.public)
    rows = [row.text() for row in page.select("#picture-money-table tbody tr")]
    stand = candidates(cast, made)[f"money:{ACTIVITY}"].stand
    assert len(rows) == len(stand.items) > 0
    assert rows[0].endswith("–2,500 USD7,500 USD10,000 USD")
    publish(cast, made, f"money:{made.version.plan_id}")
    (row,) = Browser(app).get(made.public).select("#picture-money-table tbody tr")
    assert row.text().startswith("The plan as a whole")
    assert len(money) > 2, "others were left out"


def of_money(uid: str, items: tuple[str, ...], **codes: str) -> Stand:
    readings = tuple(Reading(key, key, "so much", code) for key, code in codes.items())
    return Stand("money", uid, "", f"Activity {uid}", items, readings)


def drawn_money(*stands: Stand) -> tuple[Bars, ...]:
    return pictures("money", Progress("Amberland", "en", "", "2026", "", stands))


def test_what_serves_two_items_is_drawn_in_equal_parts_and_the_unknown_hatched():
    one = of_money("1", ("1c", "1f"), spent="USD 10", secured="USD 30", gap="USD 20")
    two = of_money("2", ("1c",), spent="-", secured="USD 5", gap="")
    (drawn,) = drawn_money(one, two)
    told = drawn.frame.table.rows
    assert [row[1:5] for row in told] == [
        ("5 USD", "15 USD", "10 USD", "Not known"),
        ("5 USD", "10 USD", "10 USD", "–"),
    ]
    assert "at least" in told[0][-1].lower()


def test_each_currency_has_a_picture_of_its_own():
    one = of_money("1", ("1c",), spent="USD 1", secured="USD 2", gap="-")
    two = of_money("2", ("1f",), spent="-", secured="EUR 2, USD 3", gap="EUR 7")
    euro, dollar = drawn_money(one, two)
    assert [row[1:] for row in euro.frame.table.rows] == [("–", "2 EUR", "7 EUR", "9 EUR")]
    assert [row[-1] for row in dollar.frame.table.rows] == ["2 USD", "3 USD"]
    assert euro.frame.title.startswith("Of what is costed, most is still to be found for")
    assert dollar.frame.title == "In USD, nothing of what is costed is still to be found"
    assert "Sums in USD alone; what is in another is drawn apart." in dollar.frame.notes


def test_what_nobody_costed_is_hatched_and_never_left_out():
    one = of_money("1", ("1c",), spent="-", secured="USD 2", gap="-")
    two = of_money("2", ("1f",), spent="-", secured="-", gap="")
    (drawn,) = drawn_money(one, two)
    first, second = (row[1:] for row in drawn.frame.table.rows)
    assert first == ("–", "2 USD", "0 USD", "–", "2 USD")
    assert second == ("–", "–", "Not known", "Not known", "Not known")


def test_where_no_sum_is_known_no_zero_is_drawn():
    (drawn,) = drawn_money(of_money("1", ("1c",), spent="-", secured="-", gap=""))
    assert (drawn.rows, drawn.frame.table.rows) == ((), ())
    assert drawn.frame.empty == "Nothing is costed, and no money is recorded."
    assert drawn.frame.title == "How much is still to be found is not known"


def test_a_gap_of_which_nothing_is_known_in_a_currency_is_no_zero_of_it():
    told = of_money("1", ("1c",), spent="-", secured="EUR 5", gap=">= USD 7")
    euro, dollar = drawn_money(told)
    assert euro.frame.table.rows[0][1:] == (
        *("–", "5 EUR", "Not known", "Not known"),
        "At least 5 EUR",
    )
    assert dollar.frame.table.rows[0][3:] == ("7 USD", "Not known", "At least 7 USD")


def test_money_that_was_published_before_sums_could_be_read_has_no_picture():
    assert drawn_money(of_money("1", ("1c",), spent="", secured="", gap="")) == ()
    assert drawn_money(of_money("1", ("1c",), spent="USD █", secured="█", gap="? 1")) == ()


def of_source(title: str, **codes: str) -> Stand:
    readings = tuple(Reading(key, key, "so much", code) for key, code in codes.items())
    return Stand("source", title, "", title, (), readings)


def drawn_sources(*stands: Stand) -> tuple[Bars, ...]:
    return pictures("source", Progress("Amberland", "en", "", "2026", "", stands))


def test_what_was_spent_in_a_currency_nothing_was_secured_in_leaves_the_rest_unknown():
    told = of_money("1", ("1c",), spent="XOF 300000", secured="USD 500", gap="USD 500")
    dollar, franc = drawn_money(told)
    assert dollar.frame.table.rows[0][1:5] == ("–", "Not known", "500 USD", "Not known")
    assert franc.frame.table.rows[0][1:3] == ("300,000 XOF", "Not known")


def test_nothing_is_said_of_other_currencies_or_of_what_cannot_be_read():
    gef = of_source("GEF", spent="USD 1", secured="-")
    euro, dollar = drawn_sources(gef, of_source("State", spent="-", secured="EUR 9"))
    assert euro.frame.title == "Most is secured from State: 9 EUR"
    assert dollar.frame.title == "In USD, nothing is recorded as secured"
    unread = of_source("State", spent="USD 3", secured="█")
    (drawn,) = drawn_sources(gef, unread)
    assert drawn.frame.title == "From where most is secured is not known"
    assert [row[1:] for row in drawn.frame.table.rows] == [
        ("1 USD", "–", "–", "1 USD"),
        ("3 USD", "Not known", "Not known", "At least 3 USD"),
    ]


def test_a_publication_of_before_opens_without_the_gap_of_a_source():
    one = of_source("GEF", budgeted="", secured="USD 5", spent="-", gap="EUR 7")
    content = to_content(Progress("Amberland", "en", "", "2026", "", (one,)))
    content["stands"] = [stand_to_data(one)]
    kept = from_content(content)
    assert [r.key for r in kept.stands[0].readings] == ["budgeted", "secured", "spent"]
    (drawn,) = pictures("source", kept)
    assert [row[1:] for row in drawn.frame.table.rows] == [("–", "5 USD", "5 USD")]


def test_an_activity_of_no_item_and_an_edition_of_other_items_break_nothing():
    sums = {"spent": "-", "secured": "USD 4", "gap": "-"}
    (drawn,) = drawn_money(of_money("1", ("x9",), **sums), of_money("2", ("1c", "x9"), **sums))
    assert [row[0][:8] for row in drawn.frame.table.rows] == ["Annex C ", "Activity"]


def test_where_every_site_is_known_the_practices_say_what_is_eliminated():
    known = (
        Reading("eliminated", "Eliminated", "2 of 3", "2"),
        Reading("present", "Present", "1", "1"),
    )
    stand = Stand("practice", "b_i", "", "Whole ore", (), tuple(known))
    (drawn,) = pictures("practice", Progress("Amberland", "en", "", "2026", "", (stand,)))
    assert drawn.frame.title == "Eliminated in 2 of 3 cases; every one is known"
    one_more = replace(stand, readings=(*known, Reading("not_known", "Not known", "1", "1")))
    (drawn,) = pictures("practice", Progress("Amberland", "en", "", "2026", "", (one_more,)))
    assert drawn.frame.title == "Nobody can say how it stands in 1 of 4 cases"


def test_where_no_site_is_known_no_count_is_drawn():
    readings = (Reading("sites", "Sites", "0", "0"), Reading("not_known", "Not known", "–"))
    stand = Stand("practice", "b_i", "", "Whole ore", (), readings)
    (drawn,) = pictures("practice", Progress("Amberland", "en", "", "2026", "", (stand,)))
    assert (drawn.rows, drawn.frame.empty) == ((), "Not known: no site is listed")


def test_the_file_for_programs_holds_the_same_and_no_more(app: Flask, cast: Cast, made: CarriedOut):
    publish(cast, made, FIRST, language="fr")
    page = Browser(app).get(f"{made.public}/1.json")
    data = json.loads(page.response.get_data())
    assert data.keys() == {
        "number", "published_at", "withdrawn_at", "name", "published_by", "sha256", "is_intact",
        "format", "version", "party", "language", "starts_on", "until", "note", "stands", "others",
    }  # fmt: skip
    (stand,) = data["stands"]
    assert (stand["kind"], stand["uid"]) == ("activity", ACTIVITY)
    told = {one["key"]: one for one in stand["readings"]}
    assert (told["status"]["value"], told["status"]["code"]) == ("En retard", "late")


@pytest.mark.parametrize("tail", ["", "/1", "/1.json", "/7"])
def test_where_nothing_is_published_nothing_is_there(
    app: Flask, cast: Cast, made: CarriedOut, tail: str
):
    assert Browser(app).get(made.public + tail).status == 404
    assert Browser(app).get(f"/progress/{uid('nothing')}{tail}").status == 404


def test_somebody_of_another_party_reads_it_too(app: Flask, cast: Cast, made: CarriedOut):
    publish(cast, made, FIRST)
    page = Browser(app).sign_in(cast.stranger).get(made.public)
    assert page.status == 200
    assert "made-up words of activity 1" in page.text


def test_the_list_names_current_ones_of_every_party(app: Flask, cast: Cast, made: CarriedOut):
    assert "Nothing was published so far." in Browser(app).get("/progress").text
    publish(cast, made, FIRST, name="In spring")
    publish(cast, made, FIRST, name="In autumn")
    for browser in (Browser(app), Browser(app).sign_in(cast.stranger)):
        (link,) = browser.get("/progress").select("main li a")
        assert (link.text(), link.attrib["href"]) == ("Amberland: In autumn", made.public)
    who, version = cast.actor("focal_point"), made.version
    newest = progress_publications.of_plan(who, version)[0]
    progress_publications.withdraw(who, version, newest, because="Names a village")
    db.session.commit()
    assert Browser(app).get("/progress").select("main li a") == []


def test_a_withdrawn_one_says_so_plainly(app: Flask, cast: Cast, made: CarriedOut):
    publish(cast, made, FIRST, name="In spring")
    publish(cast, made, FIRST, name="In autumn")
    who, version = cast.actor("focal_point"), made.version
    newest = progress_publications.of_plan(who, version)[0]
    progress_publications.withdraw(who, version, newest, because="Names a village")
    db.session.commit()
    page = Browser(app).get(made.public)
    assert page.one("h1").text() == "This publication was withdrawn"
    assert "In spring" in page.text, "older ones stay listed"
    assert not [w for w in ("In autumn", "village", "made-up words") if w in page.text]
    assert "made-up words" in Browser(app).get(f"{made.public}/1").text
    assert "made-up" not in Browser(app).get(f"{made.public}/2.json").response.get_data(True)


def test_it_is_kept_by_no_cache_and_no_search_engine(app: Flask, cast: Cast, made: CarriedOut):
    publish(cast, made, FIRST)
    for tail in ("", "/1", "/1.json"):
        headers = Browser(app).get(made.public + tail).response.headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("who", [None, "officer"])
def test_the_page_costs_as_many_queries_whatever_is_published(
    app: Flask, cast: Cast, made: CarriedOut, who: str | None
):
    counts = []
    for keys in ([FIRST], [k for k, one in candidates(cast, made).items() if not one.is_kept]):
        publish(cast, made, *keys)
        browser = Browser(app)
        if who:
            browser.sign_in(getattr(cast, who))
        with QueryCount(db.engine) as heard:
            assert browser.get(made.public).status == 200
        counts.append(heard.count)
    assert counts[0] == counts[1] <= 6
