"""What needs a person: each thing with its one next act, what is late first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nap_tracker.clock import now, today
from nap_tracker.extensions import db
from nap_tracker.models.account import Membership
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import OPERATOR
from nap_tracker.services import (
    assignments,
    entries,
    handovers,
    locks,
    my_work,
    plans,
    reminder_answers,
)
from nap_tracker.services.entries import Change
from nap_tracker.services.my_work import Item
from tests.cast import Cast
from tests.doors import Clock, QueryCount
from tests.services.stored import many_plans


def work(cast: Cast, who: str) -> list[Item]:
    db.session.commit()
    return list(my_work.of_person(cast.actor(who)).now)


def assign(cast: Cast, section: str, due: str | None, who: str = "officer") -> None:
    version = plans.newest(OPERATOR, cast.plan.id)
    user = getattr(cast, who)
    assignments.assign(OPERATOR, version, section, user_id=user.id, due_on=due)


def test_what_is_late_comes_first_then_what_waits_then_what_is_due_soon(
    cast: Cast, clock: Clock
) -> None:
    assign(cast, "health", (today() + timedelta(days=3)).isoformat())
    assign(cast, "trade", None)
    assign(cast, "budget", (today() - timedelta(days=2)).isoformat())
    assign(cast, "foreword", (today() - timedelta(days=40)).isoformat())
    assign(cast, "gender", (today() + timedelta(days=90)).isoformat())
    found = work(cast, "officer")
    assert [item.path.rpartition("/")[2] for item in found] == [
        "foreword",
        "budget",
        "trade",
        "health",
    ]
    assert [item.days for item in found] == [-40, -2, 0, 3]
    assert my_work.of_person(cast.actor("officer")).later == 1
    assert work(cast, "colleague") == []


def test_what_is_done_disappears_by_itself(cast: Cast) -> None:
    assign(cast, "trade", None)
    assert len(work(cast, "officer")) == 1
    version = plans.newest(OPERATOR, cast.plan.id)
    opened = entries.open_section(cast.actor("officer"), version, "trade")
    entries.save(cast.actor("officer"), opened, Change(seen=0, completed=True))
    assert work(cast, "officer") == []


def test_who_may_not_draft_any_more_is_not_asked(cast: Cast) -> None:
    assign(cast, "trade", None)
    role = db.session.query(Membership).filter_by(user_id=cast.officer.id).one()
    role.ends_at = now()
    assert work(cast, "officer") == []


def test_a_request_to_let_go_waits_for_whoever_holds_the_section(cast: Cast, clock: Clock) -> None:
    version = plans.newest(OPERATOR, cast.plan.id)
    lock = locks.take(cast.actor("officer"), version, "trade", reason="Rewriting", hours=2)
    locks.ask(cast.actor("colleague"), version, lock)
    (item,) = work(cast, "officer")
    assert "Dina Petrova asks for the section" in item.words
    assert item.path == f"/plans/{cast.plan.id}/locks/trade"
    clock.pass_by(hours=2)
    assert work(cast, "officer") == []


def test_words_kept_beside_wait_until_one_saves_again(cast: Cast, clock: Clock) -> None:
    version = plans.newest(OPERATOR, cast.plan.id)
    forms = {w: entries.open_section(cast.actor(w), version, "foreword")
             for w in ("officer", "colleague")}  # fmt: skip
    for who, form in forms.items():
        clock.pass_by(minutes=1)
        answers = {"signatory": {"en": f"Signed by {who}"}}
        entries.save(cast.actor(who), form, Change(seen=0, answers=answers))
    (item,) = work(cast, "colleague")
    uid = forms["officer"].content.uid
    assert item.path == f"/plans/{cast.plan.id}/history/entries/{uid}"
    assert work(cast, "officer") == []
    clock.pass_by(minutes=1)
    again = entries.open_section(cast.actor("colleague"), version, "foreword")
    answers = {"signatory": {"en": "Signed by both"}}
    change = Change(seen=again.counter, answers=answers)
    entries.save(cast.actor("colleague"), again, change)
    assert work(cast, "colleague") == []


def test_work_that_is_offered_waits_for_an_answer(cast: Cast) -> None:
    made = handovers.offer(cast.actor("officer"), cast.amberland, to_id=cast.viewer.id)
    (item,) = work(cast, "viewer")
    assert item.path == f"/parties/{cast.amberland.id}/handovers/{made.id}"


def test_what_was_put_off_or_handed_on_is_not_asked(cast: Cast, clock: Clock) -> None:
    assign(cast, "trade", (today() + timedelta(days=3)).isoformat())
    db.session.commit()
    (mine,) = reminder_answers.of_person(cast.actor("officer"))
    reminder_answers.put_off(cast.actor("officer"), mine.due.key, reminder_answers.LATER[0])
    assert work(cast, "officer") == []
    assert my_work.of_person(cast.actor("officer")).later == 1


@pytest.mark.parametrize("who", ["officer", "focal_point", "reviewer", "administrator"])
def test_it_asks_as_often_for_one_plan_as_for_many(cast: Cast, who: str) -> None:
    actor = cast.actor(who)
    counts = []
    for more in (0, 20):
        many_plans(cast.amberland, more)
        for version in db.session.query(PlanVersion).filter_by(party_id=cast.amberland.id):
            assignments.assign(OPERATOR, version, "trade", user_id=cast.officer.id)
        db.session.commit()
        with QueryCount(db.engine) as queries:
            my_work.of_person(actor)
        counts.append(queries.count)
    assert counts[0] == counts[1] <= 10
