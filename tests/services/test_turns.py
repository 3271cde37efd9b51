"""Asking, answering, refusing, taking back; and who holds a plan, for each reader."""

from __future__ import annotations

import pytest

from nap_tracker.clock import today
from nap_tracker.errors import Forbidden, Invalid, NotFound, Overtaken
from nap_tracker.extensions import db
from nap_tracker.models.message import Message
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.turn import Turn
from nap_tracker.roles import OPERATOR
from nap_tracker.services import endorsements, lifecycle, plans, standings, turns
from nap_tracker.workflow.drafting import Stage
from tests.cast import Cast, make_plan
from tests.doors import Clock, QueryCount
from tests.services.moving import move

ASK = "send_for_endorsement"


@pytest.fixture
def version(cast: Cast, clock: Clock) -> PlanVersion:
    return plans.newest(OPERATOR, cast.plan.id)


def names(line: standings.Line | None) -> list[str]:
    assert line is not None
    return [turn.holder or turn.role for turn in line.standing.holders]


def test_the_focal_point_is_asked_and_told(cast: Cast, version: PlanVersion):
    turns.ask_for(cast.actor("coordinator"), version, ASK, lapses_on="2026-03-24")
    mail = db.session.query(Message).filter_by(template="asked_for").one()
    assert mail.to == "amina@example.org"
    assert names(standings.of_plan(cast.actor("officer"), cast.plan.id)) == ["focal_point"]


def test_at_most_one_such_request_waits(cast: Cast, version: PlanVersion, clock: Clock):
    lead = cast.actor("coordinator")
    turns.ask_for(lead, version, ASK, lapses_on="2026-03-24")
    with pytest.raises(Overtaken):
        turns.ask_for(lead, version, ASK, lapses_on="2026-03-25")
    clock.pass_by(days=15)
    turns.ask_for(lead, version, ASK, lapses_on="2026-04-25")


def test_a_request_lapses_by_its_date_alone(cast: Cast, version: PlanVersion, clock: Clock):
    turn = turns.ask_for(cast.actor("coordinator"), version, ASK, lapses_on="2026-03-24")
    db.session.commit()
    clock.pass_by(days=14)
    assert names(standings.of_plan(OPERATOR, cast.plan.id)) == ["focal_point"]
    clock.pass_by(days=1)
    assert names(standings.of_plan(OPERATOR, cast.plan.id)) == []
    assert turn.ended_at is None
    with pytest.raises(Invalid, match="lapsed"):
        turns.answer(
            cast.actor("focal_point"), version, turn, refuses=True, words="No", on="2026-03-25"
        )


@pytest.mark.parametrize("lapses_on", [None, "2026-03-09"])
def test_a_request_needs_a_day_that_is_not_over(
    cast: Cast, version: PlanVersion, lapses_on: str | None
):
    with pytest.raises(Invalid) as refused:
        turns.ask_for(cast.actor("coordinator"), version, ASK, lapses_on=lapses_on)
    assert refused.value.about == "lapses_on"


def test_a_refusal_needs_its_reason_and_is_told_to_who_asked(cast: Cast, version: PlanVersion):
    turn = turns.ask_for(cast.actor("coordinator"), version, ASK, lapses_on="2026-03-24")
    focal = cast.actor("focal_point")
    with pytest.raises(Invalid) as refused:
        turns.answer(focal, version, turn, refuses=True, words=" ", on="2026-03-10")
    assert refused.value.about == "words"
    turns.answer(focal, version, turn, refuses=True, words="After the vote", on="2026-03-10")
    assert (turn.outcome, turn.answer) == ("refused", "After the vote")
    mail = db.session.query(Message).filter_by(template="turn_answered").one()
    assert mail.to == "bruno@example.org"


def test_nobody_answers_for_the_focal_point(cast: Cast, version: PlanVersion):
    turn = turns.ask_for(cast.actor("coordinator"), version, ASK, lapses_on="2026-03-24")
    with pytest.raises(Invalid, match="focal point"):
        turns.answer(
            cast.actor("coordinator"), version, turn, refuses=True, words="No", on="2026-03-10"
        )


def test_a_request_is_answered_or_taken_back_once(cast: Cast, version: PlanVersion):
    turn = turns.ask_for(cast.actor("coordinator"), version, ASK, lapses_on="2026-03-24")
    turns.withdraw(cast.actor("coordinator"), version, turn)
    assert turn.outcome == "withdrawn"
    with pytest.raises(Overtaken):
        turns.withdraw(cast.actor("coordinator"), version, turn)
    with pytest.raises(Overtaken):
        turns.answer(
            cast.actor("focal_point"), version, turn, refuses=True, words="No", on="2026-03-10"
        )


def test_doing_what_was_asked_ends_the_request(cast: Cast, version: PlanVersion):
    turn = turns.ask_for(cast.actor("coordinator"), version, ASK, lapses_on="2026-03-24")
    move(cast.actor("focal_point"), version, ASK, bodies=["The cabinet"])
    assert turn.outcome == "done"
    assert names(standings.of_plan(OPERATOR, cast.plan.id)) == ["The cabinet"]


def test_of_several_ministries_those_are_named_that_have_not_answered(
    cast: Cast, version: PlanVersion
):
    lead = cast.actor("coordinator")
    move(lead, version, "open_internal_review", bodies=["Mines", "Health", "Mines"])
    health = db.session.query(Turn).filter_by(holder="Health").one()
    turns.answer(lead, version, health, refuses=False, words="Fine", on="2026-03-10")
    assert names(standings.of_plan(lead, cast.plan.id)) == ["Mines"]


def test_a_validation_that_nobody_answered_lapses_and_the_text_is_back(
    cast: Cast, version: PlanVersion, clock: Clock
):
    lead = cast.actor("coordinator")
    move(lead, version, "open_national_validation", due_on="2026-03-20")
    clock.pass_by(days=11)
    line = standings.of_plan(lead, cast.plan.id)
    assert names(line) == []
    assert line is not None
    assert (line.standing.since, line.standing.days) == ("2026-03-20", 1)


def test_a_validation_needs_a_day(cast: Cast, version: PlanVersion):
    with pytest.raises(Invalid) as refused:
        move(cast.actor("coordinator"), version, "open_national_validation", due_on=None)
    assert refused.value.about == "due_on"


def test_others_can_be_asked_while_the_stage_is_open(cast: Cast, version: PlanVersion):
    lead = cast.actor("coordinator")
    with pytest.raises(Invalid):
        turns.ask_others(lead, version, Stage.INTERNAL_REVIEW, ["Trade"], due_on=None)
    move(lead, version, "open_internal_review", bodies=["Mines"])
    turns.ask_others(lead, version, Stage.INTERNAL_REVIEW, ["Trade"], due_on="2026-04-01")
    assert names(standings.of_plan(lead, cast.plan.id)) == ["Mines", "Trade"]
    with pytest.raises(Invalid, match="asked already"):
        turns.ask_others(lead, version, Stage.INTERNAL_REVIEW, ["mines"], due_on=None)


@pytest.mark.parametrize("who", ["officer", "viewer", "reviewer"])
def test_who_does_not_lead_the_drafting_asks_nobody(cast: Cast, version: PlanVersion, who: str):
    with pytest.raises(Forbidden):
        turns.ask_for(cast.actor(who), version, ASK, lapses_on="2026-03-24")


def test_a_request_is_not_reached_through_another_plan(cast: Cast, version: PlanVersion):
    turn = turns.ask_for(cast.actor("coordinator"), version, ASK, lapses_on="2026-03-24")
    other = plans.newest(OPERATOR, cast.other_plan.id)
    with pytest.raises(NotFound):
        turns.get(OPERATOR, other, turn.id)


@pytest.mark.parametrize("who", ["viewer", "reviewer"])
def test_readers_see_the_step_and_not_who_in_government_is_asked(
    cast: Cast, version: PlanVersion, who: str
):
    move(cast.actor("coordinator"), version, "open_internal_review", bodies=["Mines"])
    line = standings.of_plan(cast.actor(who), cast.plan.id)
    assert line is not None
    assert not line.names_holders
    with pytest.raises(Forbidden):
        turns.of_plan(cast.actor(who), version)


def test_another_party_sees_no_line(cast: Cast, version: PlanVersion):
    assert standings.of_plan(cast.actor("stranger"), cast.plan.id) is None


def test_days_are_counted_in_the_partys_zone(cast: Cast, version: PlanVersion, clock: Clock):
    cast.amberland.time_zone = "Pacific/Kiritimati"  # fourteen hours ahead
    db.session.flush()
    move(cast.actor("coordinator"), version, "open_internal_review", bodies=["Mines"])
    line = standings.of_plan(OPERATOR, cast.plan.id)
    assert line is not None
    assert line.standing.since == today("Pacific/Kiritimati").isoformat() == "2026-03-11"


def test_the_lines_of_many_plans_take_one_query(
    cast: Cast, version: PlanVersion, queries: QueryCount
):
    lead = cast.actor("coordinator")
    move(lead, version, "open_internal_review", bodies=["Mines", "Health"])
    ids = [cast.plan.id, *(make_plan(cast.amberland, f"Plan {n}").id for n in range(5))]
    db.session.flush()
    with queries as count:
        lines = standings.of_plans(lead, ids)
    assert set(lines) == set(ids)
    assert count.count == 1


def test_the_body_that_endorsed_is_asked_no_more(cast: Cast, version: PlanVersion):
    move(cast.actor("focal_point"), version, ASK, bodies=["The Cabinet"])
    assert names(standings.of_plan(OPERATOR, cast.plan.id)) == ["The Cabinet"]
    details = {"body": "The Cabinet", "endorsed_on": "2026-03-10"}
    endorsements.record(cast.actor("coordinator"), version, details=details)
    line = standings.of_plan(OPERATOR, cast.plan.id)
    assert names(line) == []
    assert line is not None
    assert (line.is_endorsed, line.endorsed_on) == (True, "2026-03-10")
    problems = lifecycle.examine(
        cast.actor("coordinator"), version, "return_from_endorsement"
    ).problems
    assert [problem.key for problem in problems] == ["is_not_endorsed"]
    assert lifecycle.options(cast.actor("focal_point"), version) == ()
    assert lifecycle.to_ask_for(cast.actor("officer"), version) == ()
