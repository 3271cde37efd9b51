"""A plan that lies with somebody who was asked without a date: whoever leads is nudged."""

from __future__ import annotations

import pytest

from nap_tracker import i18n, jobs
from nap_tracker.extensions import db
from nap_tracker.models.message import Message
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.turn import Turn
from nap_tracker.roles import OPERATOR
from nap_tracker.services import agenda, plans, reminders
from nap_tracker.services.due import Due
from tests.cast import Cast
from tests.doors import Clock
from tests.services.moving import move

BODIES = ["Ministry of Mines", "Ministry of Health"]


@pytest.fixture
def version(cast: Cast, clock: Clock) -> PlanVersion:
    """In internal review since 10 March 2026, a Tuesday; two ministries are asked, by no date."""
    version = plans.newest(OPERATOR, cast.plan.id)
    lead = cast.actor("coordinator")
    move(lead, version, "open_internal_review", bodies=BODIES, due_on=None)
    db.session.commit()
    return version


def quiet() -> list[Due]:
    return [due for due in agenda.gather().dues if due.kind == "quiet"]


def test_after_thirty_days_whoever_leads_is_asked(
    cast: Cast, clock: Clock, version: PlanVersion
) -> None:
    (due,) = quiet()
    assert (due.on, due.is_nudge) == ("2026-04-09", True)
    assert due.sentence() == (
        "With Ministry of Health, Ministry of Mines since 10 March 2026, without an answer:"
        " ask, or record what they said"
    )
    with i18n.use_locale("fr"):
        assert "10 mars 2026" in due.sentence()
    db.session.query(Message).delete()
    clock.pass_by(days=29)
    assert jobs.remind() == 0
    clock.pass_by(days=1)
    assert jobs.remind() == 1
    message = db.session.query(Message).one()
    assert message.to == "bruno@example.org"
    reminders.refresh(message)
    assert message.context["groups"][0]["lines"][0]["is_nudge"] is True


def test_who_answered_is_named_no_more_and_nobody_left_is_no_nudge(
    cast: Cast, version: PlanVersion
) -> None:
    for turn in db.session.query(Turn).filter_by(holder="Ministry of Health"):
        turn.ended_at, turn.ended_on, turn.outcome = turn.began_at, turn.began_on, "answered"
    db.session.commit()
    (due,) = quiet()
    assert due.params["bodies"] == "Ministry of Mines"
    db.session.query(Turn).update({"due_on": "2026-05"})
    db.session.commit()
    assert quiet() == [], "what has a date is told by its date"
