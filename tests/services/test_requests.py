"""What a person is asked for in any of their plans, whom a plan could ask, who is told at once."""

from __future__ import annotations

import pytest

from nap_tracker.clock import now
from nap_tracker.errors import NotFound
from nap_tracker.extensions import db
from nap_tracker.models.entry import Entry
from nap_tracker.models.message import Message
from nap_tracker.roles import OPERATOR, Role
from nap_tracker.services import assignments, entries, lifecycle, plans, requests, standings, turns
from nap_tracker.services.entries import Change
from tests.browser_client import Browser
from tests.cast import Cast, give, make_plan, make_user
from tests.doors import Clock, QueryCount
from tests.services.moving import move

ASK = "send_for_endorsement"


@pytest.fixture(autouse=True)
def _today(clock: Clock) -> None:
    """10 March 2026."""


def institution(cast: Cast, name: str) -> str:
    version = plans.newest(OPERATOR, cast.plan.id)
    row = entries.new_row(version, "institution", {})
    saved = entries.save(OPERATOR, row, Change(seen=0, answers={"name": {"en": name}}))
    db.session.commit()
    return saved.uid


def ask(cast: Cast, plan_id: str, lapses_on: str = "2026-03-24") -> None:
    version = plans.newest(OPERATOR, plan_id)
    turns.ask_for(cast.actor("coordinator"), version, ASK, lapses_on=lapses_on)
    db.session.commit()


def asked(cast: Cast, who: str, *shown: str) -> list[str]:
    """Plans in which somebody's role is asked for something, of those in a list and of all."""
    actor = cast.actor(who)
    lines = standings.of_plans(actor, shown, with_requests=True)
    return sorted(
        plan_id for plan_id, line in lines.items() if any(standings.asked_of(actor, line))
    )


def to_do(browser: Browser, address: str = "/") -> list[str]:
    return [task.text() for task in browser.get(address).select(".app-work__one")]


def test_requests_of_every_plan_reach_who_holds_the_role_and_nobody_else(cast: Cast) -> None:
    other = make_plan(cast.amberland, "Second plan")
    ask(cast, cast.plan.id)
    ask(cast, other.id)
    assert asked(cast, "focal_point") == sorted([cast.plan.id, other.id])
    for who in ("coordinator", "officer", "viewer", "reviewer", "administrator", "stranger"):
        assert asked(cast, who, cast.plan.id) == []
    assert other.id not in standings.of_plans(cast.actor("reviewer"), (), with_requests=True)
    assert standings.of_plans(cast.actor("stranger"), (), with_requests=True) == {}
    assert standings.of_plans(cast.actor("focal_point"), ()) == {}


def test_a_request_that_lapsed_asks_nobody(cast: Cast, clock: Clock) -> None:
    ask(cast, cast.plan.id)
    clock.pass_by(days=14)
    assert asked(cast, "focal_point") == [cast.plan.id]
    clock.pass_by(days=1)
    assert asked(cast, "focal_point") == []


def test_the_home_page_names_requests_of_plans_its_list_does_not_show(
    cast: Cast, browser: Browser
) -> None:
    other = make_plan(cast.amberland, "Second plan")
    ask(cast, cast.plan.id, "2026-04-01")
    ask(cast, other.id, "2026-03-20")
    browser.sign_in(cast.focal_point)
    both = [
        "Send for endorsement Second plan due 20 March 2026",
        "Send for endorsement Plan of Amberland due 1 April 2026",
    ]
    assert to_do(browser, "/?find=no-such-plan") == both
    assert to_do(browser) == both
    browser.sign_in(cast.officer)
    assert not any("Send for endorsement" in task for task in to_do(browser))


def test_the_home_page_asks_as_often_for_many_requests_as_for_none(
    cast: Cast, browser: Browser, queries: QueryCount
) -> None:
    browser.sign_in(cast.focal_point)
    counts = []
    for number in (0, 1, 4):
        while len(asked(cast, "focal_point")) < number:
            ask(cast, make_plan(cast.amberland, "Another plan").id)
        with queries as count:
            assert len(to_do(browser, "/?find=no-such-plan")) == number
        counts.append(count.count)
    assert len(set(counts)) == 1
    assert counts[0] <= 13, "BEGIN and twelve questions"


def test_the_page_of_a_party_says_with_whom_each_of_its_plans_is(
    cast: Cast, browser: Browser
) -> None:
    version = plans.newest(OPERATOR, cast.plan.id)
    bodies = ["Ministry of Mines", "Customs"]
    move(cast.actor("coordinator"), version, "open_internal_review", bodies=bodies)
    db.session.commit()
    said = browser.sign_in(cast.officer).get(f"/parties/{cast.amberland.id}").text
    assert "With Customs and Ministry of Mines since today." in " ".join(said.split())


def test_institutions_are_offered_in_their_order_but_for_those_taken_out(cast: Cast) -> None:
    gone = institution(cast, "Old office")
    for name in ("Ministry of Mines", "Ministry  of Health", "Ministry of Mines"):
        institution(cast, name)
    db.session.query(Entry).filter_by(uid=gone).update({"removed_at": now()})
    version = plans.newest(OPERATOR, cast.plan.id)
    known = requests.known_bodies(cast.actor("coordinator"), version)
    assert known == ["Ministry of Mines", "Ministry of Health"]
    with pytest.raises(NotFound):
        requests.known_bodies(cast.actor("stranger"), version)


def test_bodies_are_picked_and_typed_together(cast: Cast, browser: Browser) -> None:
    institution(cast, "Ministry of Mines")
    institution(cast, "Ministry of Health")
    address = f"/plans/{cast.plan.id}/steps/open-internal-review"
    page = browser.sign_in(cast.coordinator).get(address)
    offered = [box.attrib["value"] for box in page.select('input[name="picked"]')]
    assert offered == ["Ministry of Mines", "Ministry of Health"]
    warnings = [box.attrib["value"] for box in page.select('input[name="accepted"]')]
    sent = {
        "seen": "0",
        "picked": "Ministry of Health",
        "bodies": "Customs\nMinistry of Health",
        "accepted": warnings,
        "happened_on": "2026-03-10",
    }
    assert browser.post(address, sent, token_from=address).location.endswith("/steps/taken/1")
    version = plans.newest(OPERATOR, cast.plan.id)
    assert [turn.holder for turn in turns.waiting(version)] == ["Customs", "Ministry of Health"]


def test_what_was_picked_stays_picked_when_something_else_is_wrong(
    cast: Cast, browser: Browser
) -> None:
    institution(cast, "Ministry of Mines")
    move(cast.actor("coordinator"), plans.newest(OPERATOR, cast.plan.id), "open_internal_review",
         bodies=["Customs"])  # fmt: skip
    db.session.commit()
    address = f"/plans/{cast.plan.id}/turns/others/internal-review"
    browser.sign_in(cast.coordinator)
    page = browser.post(
        address, {"picked": "Ministry of Mines", "due_on": "2026-03-09"}, token_from=address
    )
    assert page.one('input[name="picked"]').attrib.get("checked") is not None
    page = browser.post(address, {"bodies": ""}, token_from=address)
    assert "Enter at least one body that is asked" in page.text


def test_the_body_that_endorses_can_be_picked_from_a_list(cast: Cast, browser: Browser) -> None:
    institution(cast, "Cabinet Office")
    address = f"/plans/{cast.plan.id}/steps/send-for-endorsement"
    page = browser.sign_in(cast.focal_point).get(address)
    list_id = page.one("#body").attrib["list"]
    assert [o.attrib["value"] for o in page.select(f"#{list_id} option")] == ["Cabinet Office"]


def test_who_is_asked_to_draft_a_section_is_told_at_once_and_once(cast: Cast) -> None:
    version, lead = plans.newest(OPERATOR, cast.plan.id), cast.actor("coordinator")
    for due_on in ("2026-05", "2026-06"):
        assignments.assign(lead, version, "trade", user_id=cast.officer.id, due_on=due_on)
    (mail,) = db.session.query(Message).filter_by(template="section_assigned")
    assert (mail.to, mail.context["due_on"]) == (cast.officer.email, "2026-05")
    assignments.assign(lead, version, "trade", user_id=cast.colleague.id)
    told = db.session.query(Message).filter_by(template="section_assigned")
    assert [m.to for m in told.order_by(Message.created_at)][1:] == [cast.colleague.email]


def test_nobody_is_told_of_what_they_asked_of_themselves(cast: Cast) -> None:
    version = plans.newest(OPERATOR, cast.plan.id)
    assignments.assign(
        cast.actor("coordinator"), version, "trade", user_id=cast.coordinator.id, due_on=None
    )
    assert db.session.query(Message).filter_by(template="section_assigned").count() == 0


def test_who_drafts_a_single_section_hears_of_moves(cast: Cast) -> None:
    drafter = make_user("Jana Drafter")
    give(drafter, Role.SECTION_DRAFTER, cast.amberland, cast.plan, "trade")
    elsewhere = make_user("Kofi Elsewhere")
    give(elsewhere, Role.SECTION_DRAFTER, cast.amberland, make_plan(cast.amberland, "B"), "trade")
    db.session.commit()
    version = plans.newest(OPERATOR, cast.plan.id)
    move(cast.actor("coordinator"), version, "open_internal_review", bodies=["Customs"])
    told = {m.to for m in db.session.query(Message).filter_by(template="plan_moved")}
    assert drafter.email in told
    assert elsewhere.email not in told
    step = lifecycle.examine(cast.actor("coordinator"), version, "withdraw_internal_review")
    assert drafter.name in {user.name for user in step.told}
