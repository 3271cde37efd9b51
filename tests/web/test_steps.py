"""The pages of moving on, asking and answering, and the line on top of every page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from nap_tracker.clock import today
from nap_tracker.extensions import db
from nap_tracker.models.move import Move
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.turn import Turn
from nap_tracker.roles import OPERATOR
from nap_tracker.services import plans, rounds, turns
from nap_tracker.services.rounds import Opening
from nap_tracker.workflow.drafting import Stage
from tests.browser_client import Browser, Page
from tests.cast import Cast
from tests.doors import Clock, QueryCount
from tests.services.moving import move

ASK = "send_for_endorsement"


@pytest.fixture
def version(cast: Cast, clock: Clock) -> PlanVersion:
    found = plans.newest(OPERATOR, cast.plan.id)
    db.session.commit()
    return found


def at(cast: Cast, path: str = "") -> str:
    return f"/plans/{cast.plan.id}{path}"


def line(page: Page) -> str:
    return str(page.one(".app-standing").text())


def opening(**changed: Any) -> dict[str, Any]:
    facts = {
        "seen": "0",
        "bodies": "Ministry of Mines\nMinistry of Health",
        "due_on": "2026-03-20",
        "accepted": "nothing_is_missing_yet",
        "happened_on": "2026-03-10",
        "note": "",
    }
    return {**facts, **changed}


OPEN = "/steps/open-internal-review"


def test_a_page_of_a_plan_says_where_it_stands_with_whom_and_since_when(
    browser: Browser, cast: Cast, version: PlanVersion, clock: Clock
):
    move(cast.actor("coordinator"), version, "open_internal_review", bodies=["Mines", "Trade"])
    db.session.commit()
    clock.pass_by(days=12)
    browser.sign_in(cast.officer)
    for path in ("", "/check", "/files", "/sections/summary", "/steps"):
        words = line(browser.get(at(cast, path)))
        assert "Internal review With Mines and Trade since 10 March 2026 (12 days)." in words
        assert "Due 20 May 2026." in words
        assert "Read-only for officers" in words


def test_the_list_of_plans_says_it_too(browser: Browser, cast: Cast, version: PlanVersion):
    move(cast.actor("coordinator"), version, "open_internal_review", bodies=["Mines"])
    page = browser.sign_in(cast.focal_point).get("/")
    cell = page.one('td[data-label="Where it stands"]').text()
    assert "Internal review" in cell
    assert "With Mines since today." in cell


@pytest.mark.parametrize("who", ["viewer", "reviewer"])
def test_readers_are_shown_the_step_and_no_ministry(
    browser: Browser, cast: Cast, version: PlanVersion, who: str
):
    move(cast.actor("coordinator"), version, "open_internal_review", bodies=["Mines"], note="Hush")
    browser.sign_in(getattr(cast, who))
    for path in ("", "/steps", "/check"):
        page = browser.get(at(cast, path))
        assert "Internal review In this state since today." in line(page)
        assert "Mines" not in page.text
        assert "Hush" not in page.text
    assert "Mines" not in browser.get("/").text


def test_the_page_says_what_will_happen_before_anybody_presses(
    browser: Browser, cast: Cast, version: PlanVersion
):
    page = browser.sign_in(cast.coordinator).get(at(cast, OPEN))
    assert page.one("h1").text() == "Open the internal review"
    assert "for officers it becomes read-only" in page.text
    assert "Amina Diallo, Chen Li, Dina Petrova" in page.text
    assert page.one('main form button[type="submit"]').text() == "Open the internal review"


def test_pressed_twice_the_page_leads_to_the_same_step(
    browser: Browser, cast: Cast, version: PlanVersion
):
    browser.sign_in(cast.coordinator)
    first = browser.post(at(cast, OPEN), opening())
    again = browser.post(at(cast, OPEN), opening())
    assert first.status == again.status == 302
    assert first.location == again.location == at(cast, "/steps/taken/1")
    assert db.session.query(Move).count() == 1
    after = browser.get(first.location)
    assert after.one("h1").text() == "The internal review is open"
    assert "Chen Li" in after.text


def test_who_was_second_is_told_what_happened(browser: Browser, cast: Cast, version: PlanVersion):
    Browser(browser.app).sign_in(cast.focal_point).post(at(cast, OPEN), opening())
    page = browser.sign_in(cast.coordinator).post(at(cast, OPEN), opening())
    assert page.location == at(cast, "/steps")
    shown = browser.get(page.location)
    assert "Amina Diallo was quicker: “The internal review is open”" in shown.text


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"bodies": " "}, "bodies", "Enter at least one body"),
        ({"due_on": "soon"}, "due_on", "Enter a day"),
        ({"due_on": "2026-03-01"}, "due_on", "not over yet"),
        ({"accepted": ""}, "accepted", "Tick every warning"),
        ({"happened_on": "2027"}, "happened_on", "has not come yet"),
        ({"happened_on": ""}, "happened_on", "Enter when this happened"),
        ({"note": "x" * 4001}, "note", "4000 characters"),
    ],
)
def test_a_wrong_answer_is_marked_at_its_field_and_what_was_typed_stays(
    browser: Browser,
    cast: Cast,
    version: PlanVersion,
    wrong: dict[str, str],
    field: str,
    words: str,
):
    browser.sign_in(cast.coordinator)
    page = browser.post(at(cast, OPEN), opening(**{"note": "Keep me", **wrong}))
    assert page.status == 200
    assert words in page.text
    assert field in page.text
    if field != "bodies":
        assert "Ministry of Health" in page.text
    assert db.session.query(Move).count() == 0


def test_an_act_that_does_not_begin_here_leads_to_where_the_plan_stands(
    browser: Browser, cast: Cast, version: PlanVersion
):
    page = browser.sign_in(cast.coordinator).get(at(cast, "/steps/conclude-internal-review"))
    assert page.location == at(cast, "/steps")
    page = browser.get(at(cast, "/steps/no-such-step"))
    assert page.location == at(cast, "/steps")


def test_blockers_stand_in_the_way_with_a_link_that_mends_them(
    browser: Browser, cast: Cast, version: PlanVersion
):
    page = browser.sign_in(cast.focal_point).get(at(cast, "/steps/send-for-endorsement"))
    links = [a.attrib["href"] for a in page.select("main ul a")]
    assert at(cast, "/check") in links
    assert page.select('input[name="overrides"]')
    sent = {"seen": "0", "body": "The Cabinet", "happened_on": "2026-03-10", "note": "Now"}
    boxes = [box.attrib["value"] for box in page.select('input[name="accepted"]')]
    page = browser.post(at(cast, "/steps/send-for-endorsement"), {**sent, "accepted": boxes})
    assert page.status == 200
    assert "Blockers found by the check" in page.text
    again = {**sent, "accepted": boxes, "overrides": "y"}
    page = browser.post(at(cast, "/steps/send-for-endorsement"), again)
    assert page.status == 302
    assert "With The Cabinet since today." in line(browser.get(at(cast)))


def test_a_coordinator_asks_and_takes_back(browser: Browser, cast: Cast, version: PlanVersion):
    browser.sign_in(cast.coordinator)
    url = at(cast, "/turns/ask-for/send-for-endorsement")
    assert "Enter the day" in browser.post(url, {"lapses_on": "", "question": "Please"}).text
    page = browser.post(url, {"lapses_on": "2026-06-14", "question": "Please"})
    shown = browser.get(page.location)
    assert "The request lapses after 14 June 2026." in shown.text
    turn = db.session.query(Turn).one()
    back = browser.post(at(cast, f"/turns/{turn.id}/withdraw"))
    assert back.location == at(cast, "/steps")
    again = browser.post(at(cast, f"/turns/{turn.id}/withdraw"))
    assert "took it back meanwhile" in browser.get(again.location).text


def test_the_focal_point_refuses_with_a_reason(browser: Browser, cast: Cast, version: PlanVersion):
    turn = turns.ask_for(cast.actor("coordinator"), version, ASK, lapses_on="2026-06-14")
    url = at(cast, f"/turns/{turn.id}")
    browser.sign_in(cast.focal_point)
    assert "You are asked for this step:" in line(browser.get(at(cast)))
    said = {"outcome": "refused", "words": "", "on": "2026-03-10"}
    assert "Enter the reason for the refusal" in browser.post(url, said).text
    assert browser.post(url, {**said, "words": "After the vote"}).status == 302
    assert "After the vote" in browser.get(at(cast, "/steps")).text


def test_an_officer_reads_a_request_and_answers_none(
    browser: Browser, cast: Cast, version: PlanVersion
):
    turn = turns.ask_for(cast.actor("coordinator"), version, ASK, lapses_on="2026-06-14")
    browser.sign_in(cast.officer)
    page = browser.get(at(cast, f"/turns/{turn.id}"))
    assert not page.select("main form")
    said = {"outcome": "refused", "words": "No", "on": "2026-03-10"}
    assert browser.post(at(cast, f"/turns/{turn.id}"), said).status in (403, 404)


def test_more_ministries_are_asked_while_the_step_is_open(
    browser: Browser, cast: Cast, version: PlanVersion
):
    move(cast.actor("coordinator"), version, "open_internal_review", bodies=["Mines"])
    browser.sign_in(cast.coordinator)
    url = at(cast, "/turns/others/internal-review")
    assert "Mines is asked already" in browser.post(url, {"bodies": "Mines", "due_on": ""}).text
    assert browser.post(url, {"bodies": "Trade", "due_on": ""}).status == 302
    assert "With Mines and Trade since today." in line(browser.get(at(cast)))
    assert browser.get(at(cast, "/turns/others/no-such-step")).status == 404


def test_the_page_of_steps_asks_as_often_for_many_as_for_few(
    browser: Browser, cast: Cast, version: PlanVersion, queries: QueryCount
):
    lead, counts = cast.actor("coordinator"), []
    browser.sign_in(cast.coordinator)
    page = at(cast, "/steps")
    for act in ("open", "withdraw"):
        move(lead, version, f"{act}_internal_review")
        for _ in range(3):
            move(lead, version, "begin_resolving_comments")
            move(lead, version, "finish_resolving_comments")
        browser.get(page)
        with queries:
            browser.get(page)
        counts.append(queries.count)
    assert counts[0] == counts[1] <= 12


def test_a_review_round_is_named_as_one_and_not_as_a_body(
    browser: Browser, cast: Cast, version: PlanVersion
) -> None:
    lead = cast.actor("coordinator")
    given = Opening(
        "Partners look",
        ["summary"],
        today() + timedelta(days=9),
        stage_note="Not held before",
        accepted=frozenset({"nothing_is_missing_yet"}),
    )
    rounds.open_(lead, version, given)
    turns.ask_others(lead, version, Stage.INTERNAL_REVIEW, ["Mines"], due_on=None)
    db.session.commit()
    reader = browser.sign_in(cast.coordinator)
    page = reader.get(at(cast, "/steps"))
    assert "With Mines and the reviewers of “Partners look” since today." in line(page)
    assert "Reviewers of “Partners look”" in [row.text() for row in page.select("tbody th")]
    log = reader.get(at(cast, "/log"))
    assert "asked the reviewers of “Partners look”." in log.text
    french = line(reader.get(at(cast, "/steps?lang=fr")))
    assert "Chez Mines et les relecteurs de « Partners look »" in french
