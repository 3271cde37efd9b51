"""Opening a review round by its form: the whole plan in one click, all that is missing at once."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from nap_tracker.clock import today
from nap_tracker.extensions import db
from nap_tracker.models.round import Round
from nap_tracker.services import plans
from tests.browser_client import Browser
from tests.cast import Cast
from tests.services.test_rounds import newest


def test_the_whole_plan_is_chosen_in_one_click(app: Flask, cast: Cast) -> None:
    leader = Browser(app).sign_in(cast.focal_point)
    url = f"/plans/{cast.plan.id}/rounds/new/inside"
    page = leader.get(url)
    first, *sections = page.select("input[name=sections]")
    assert first.attrib["value"] == "*"
    warnings = [tick.attrib["value"] for tick in page.select("input[name=accepted]")]
    typed = {
        "uid": page.one("input[name=uid]").attrib["value"],
        "title": "Ministries read",
        "sections": "*",
        "people": cast.officer.id,
        "due_on": str(today() + timedelta(days=9)),
        "accepted": warnings,
        "stage_note": "Not held before",
    }
    assert leader.post(url, typed, token_from=url).status == 302
    (round_,) = db.session.query(Round)
    known = [section.id for section in plans.schema_of(newest(cast), "en").sections]
    assert round_.sections == known == [one.attrib["value"] for one in sections]


def test_everything_that_is_missing_is_told_at_once_and_what_was_typed_stays(
    app: Flask, cast: Cast
) -> None:
    leader = Browser(app).sign_in(cast.focal_point)
    url = f"/plans/{cast.plan.id}/rounds/new/inside"
    page = leader.post(url, {"title": "", "due_on": "2020-01-31", "note": "Two hours"},
                       token_from=url)  # fmt: skip
    told = {a.attrib["href"] for a in page.select(".govuk-error-summary a")}
    wanted = {"title", "sections", "people", "due_on"}
    wanted |= {"accepted"} if page.select("input[name=accepted]") else set()
    wanted |= {"stage_note"} if page.select("#stage_note") else set()
    assert {href.lstrip("#").removesuffix("-0") for href in told} == wanted
    assert page.one("#note").text() == "Two hours"
    assert page.one("#due_on").attrib["value"] == "2020-01-31"
    assert db.session.query(Round).count() == 0


def test_what_is_wrong_with_each_line_of_other_people_is_told_together_in_the_order_of_the_form(
    app: Flask, cast: Cast
) -> None:
    leader = Browser(app).sign_in(cast.focal_point)
    url = f"/plans/{cast.plan.id}/rounds/new/outside"
    lines = ["Ana Reader, Mine Watch", "Ben, ben@nowhere", "Cy, cy@watch.example"]
    lines += ["Cy again, CY@watch.example", f"{'D' * 201}, dee@watch.example"]
    typed = {
        "title": "T" * 201,
        "others": "\n".join(lines),
        "allows_links": "y",
        "due_on": "2020-01-31",
        "in_words": "\n".join(f"Question {number}?" for number in range(21)),
    }
    page = leader.post(url, typed, token_from=url)
    told = [(a.attrib["href"].lstrip("#").removesuffix("-0"), a.text())
            for a in page.select(".govuk-error-summary a")]  # fmt: skip
    asked = ["title", "sections", "others", "others", "others", "others", "due_on", "in_words"]
    assert [about for about, _ in told][:8] == asked
    others = [words for about, words in told if about == "others"]
    assert "Ana Reader, Mine Watch" in others[0]
    assert "ben@nowhere" in others[1]
    assert "DDDD" in others[2]
    assert "cy@watch.example" in others[3]
    assert page.one("#others").text() == " ".join(lines)
    fields = [one.attrib["name"] for one in page.select("form [name]") if one.attrib["name"]]
    assert fields.index("title") < fields.index("people") < fields.index("due_on")
    assert db.session.query(Round).count() == 0
