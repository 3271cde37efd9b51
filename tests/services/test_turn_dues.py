"""Requests with a date are due from whoever was asked, and from those who lead."""

from __future__ import annotations

import pytest

from nap_tracker.extensions import db
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.turn import Turn
from nap_tracker.roles import OPERATOR
from nap_tracker.services import agenda, plans, turns
from nap_tracker.services.due import Due
from nap_tracker.workflow.drafting import Stage
from tests.cast import Cast
from tests.doors import Clock, QueryCount
from tests.services.moving import move

ASK = "send_for_endorsement"


@pytest.fixture
def version(cast: Cast, clock: Clock) -> PlanVersion:
    return plans.newest(OPERATOR, cast.plan.id)


def turns_due(cast: Cast) -> list[Due]:
    return [due for due in agenda.gather({cast.amberland.id}).dues if due.kind == "turn"]


def test_a_request_is_due_from_the_focal_point(cast: Cast, version: PlanVersion):
    turns.ask_for(cast.actor("coordinator"), version, ASK, lapses_on="2026-03-24")
    (due,) = turns_due(cast)
    assert (due.on, due.plan_id) == ("2026-03-24", cast.plan.id)
    assert "Send for endorsement" in due.sentence()
    gathered = agenda.gather({cast.amberland.id})
    assert set(gathered.asked(due)) == {cast.focal_point.id}


def test_an_answer_that_is_awaited_is_due_from_the_coordinators(cast: Cast, version: PlanVersion):
    move(cast.actor("coordinator"), version, "open_internal_review", bodies=["Mines"])
    (due,) = turns_due(cast)
    assert "Mines" in due.sentence()
    assert set(agenda.gather({cast.amberland.id}).asked(due)) == {cast.coordinator.id}


def test_what_was_answered_taken_back_or_lapsed_is_due_no_more(
    cast: Cast, version: PlanVersion, clock: Clock
):
    lead = cast.actor("coordinator")
    move(lead, version, "open_internal_review", bodies=["Mines", "Health"], due_on="2026-03-20")
    turns.ask_for(lead, version, ASK, lapses_on="2026-03-24")
    assert len(turns_due(cast)) == 3
    turns.withdraw(lead, version, db.session.query(Turn).filter_by(holder="Mines").one())
    assert len(turns_due(cast)) == 2
    clock.pass_by(days=15)
    assert ["Health" in due.sentence() for due in turns_due(cast)] == [True], "late is not over"


def test_the_source_asks_once_for_any_number(cast: Cast, version: PlanVersion, queries: QueryCount):
    counts = []
    for bodies in (["Mines"], ["Trade", "Health", "Finance"]):
        if counts:
            turns.ask_others(
                cast.actor("coordinator"),
                version,
                Stage.INTERNAL_REVIEW,
                bodies,
                due_on="2026-05-01",
            )
        else:
            move(cast.actor("coordinator"), version, "open_internal_review", bodies=bodies)
        with queries as count:
            turns_due(cast)
        counts.append(count.count)
    assert counts[0] == counts[1]
