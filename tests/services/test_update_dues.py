"""Who is reminded of updates that are due, and told of values that wait or came back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from nap_tracker import mail
from nap_tracker.clock import now
from nap_tracker.extensions import db
from nap_tracker.models.account import Party
from nap_tracker.models.indicator_track import IndicatorTrack
from nap_tracker.models.message import Message
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import WORKER
from nap_tracker.services import (
    accounts,
    activities,
    activity_reports,
    agenda,
    my_updates,
    my_work,
    observations,
    outbox,
    reminders,
    update_dues,
)
from nap_tracker.services.activity_reports import Report
from nap_tracker.services.due import Due
from nap_tracker.services.my_updates import Kind
from nap_tracker.workflow.implementation import Phase
from nap_tracker.workflow.progress_limits import defaults
from nap_tracker.workflow.spans import months_after
from tests.cast import Cast, make_plan
from tests.doors import Clock, QueryCount
from tests.factories import uid
from tests.services.observed import value
from tests.services.test_my_updates import (
    HEALTH,
    LED_BY_HEALTH,
    LED_BY_MINES,
    MILESTONE_OF_MINES,
    MINES,
    changed,
    measured,
    officer_of,
)
from tests.services.test_tracking import endorsed

AGENCY = uid("institution", 3)


def dues(cast: Cast) -> dict[str, Due]:
    found = agenda.gather([cast.amberland.id])
    return {due.key: due for due in found.dues if due.kind == update_dues.KIND}


def asked(cast: Cast, due: Due) -> list[str]:
    found = agenda.gather([cast.amberland.id])
    return [found.people[user_id].name for user_id in found.asked(due)]


def of(cast: Cast, institution: str) -> Due:
    return dues(cast)[f"updates:{cast.plan.id}:{institution}"]


def sent(cast: Cast, version: PlanVersion, who: str = "Lina Health") -> IndicatorTrack:
    track = measured(cast, version, HEALTH)
    lina = accounts.actor_of(officer_of(cast, who, HEALTH))
    one = observations.add(lina, version, track, value(3, "2025"))
    observations.advance(lina, version, track, one, "send")
    db.session.commit()
    return track


def told() -> Sequence[tuple[str, str]]:
    query = select(Message.template, Message.to).order_by(Message.template, Message.to)
    return [(template, to) for template, to in db.session.execute(query)]


def test_each_institution_with_something_to_say_is_one_thing_that_is_due(cast: Cast) -> None:
    endorsed(cast)
    db.session.commit()
    keys = {f"updates:{cast.plan.id}:{body}" for body in (MINES, HEALTH, AGENCY)}
    assert set(dues(cast)) == keys
    assert all(due.is_nudge and due.path == "/updates" for due in dues(cast).values())


def test_it_is_asked_of_who_reports_for_the_institution_else_of_who_leads(cast: Cast) -> None:
    endorsed(cast)
    db.session.commit()
    assert asked(cast, of(cast, HEALTH)) == ["Bruno Costa"]
    officer_of(cast, "Lina Health", HEALTH)
    assert asked(cast, of(cast, HEALTH)) == ["Lina Health"]
    assert asked(cast, of(cast, MINES)) == ["Bruno Costa"]


def test_it_is_gone_when_everything_was_said_and_says_since_when_it_waits(
    cast: Cast, clock: Clock
) -> None:
    version = endorsed(cast)
    lina = accounts.actor_of(officer_of(cast, "Lina Health", HEALTH))
    begun = clock.moment.date()
    followed = activities.get(lina, version, LED_BY_HEALTH)[1]
    activity_reports.report(lina, version, followed, Report(phase=Phase.UNDER_WAY))
    db.session.commit()
    assert f"updates:{cast.plan.id}:{HEALTH}" not in dues(cast)
    clock.pass_by(days=95)
    assert (
        of(cast, HEALTH).on
        == (months_after(begun, defaults().fresh) + timedelta(days=1)).isoformat()
    )


KEPT: dict[str, dict[str, Any]] = {
    "nothing": {},
    "an activity": {"uid_": LED_BY_HEALTH, "audience": "drafting_team"},
    "a milestone": {"uid_": MILESTONE_OF_MINES, "audience": "drafting_team"},
    "an institution": {"uid_": HEALTH, "audience": "drafting_team"},
    "who leads": {"uid_": LED_BY_MINES, "lead": None},
}


@pytest.mark.parametrize("kept", KEPT)
def test_what_is_due_is_what_the_page_lists(cast: Cast, clock: Clock, kept: str) -> None:
    """Both are worked out alike, whatever is kept from institutions: nobody is reminded of an
    empty list, and nothing is forgotten.
    """
    version = endorsed(cast, changed(**KEPT[kept]) if KEPT[kept] else None)
    measured(cast, version, HEALTH)
    bruno = cast.actor("coordinator")
    people = {
        HEALTH: officer_of(cast, "Lina Health", HEALTH),
        MINES: officer_of(cast, "Mona Mines", MINES),
        AGENCY: officer_of(cast, "Ada Agency", AGENCY),
    }
    for days in (0, 40, 60, 300, 400):
        clock.pass_by(days=days)
        for body, user in people.items():
            listed = my_updates.of_person(accounts.actor_of(user))
            due = dues(cast).get(f"updates:{cast.plan.id}:{body}")
            assert (due is None) == (not listed), (days, body)
            if due is not None:
                assert due.on == min(one.since for one in listed).isoformat(), (days, body)
        left = [due for due in dues(cast).values() if asked(cast, due) == ["Bruno Costa"]]
        assert bool(left) == bool(my_updates.of_person(bruno)), days


def test_a_letter_of_the_day_says_it_without_words_of_the_plan(cast: Cast, clock: Clock) -> None:
    endorsed(cast)
    officer_of(cast, "Lina Health", HEALTH)
    db.session.commit()
    clock.pass_by(days=1)
    letters = reminders.letters(WORKER, at_any_hour=True)
    (mine,) = [letter for letter in letters if letter.user.name == "Lina Health"]
    (line,) = mine.lines
    assert line.due.words == update_dues.REPORT
    assert line.due.params == {}
    assert reminders.remind(WORKER, at_any_hour=True)
    db.session.commit()
    assert [x for x in reminders.letters(WORKER, at_any_hour=True) if x.user == mine.user] == []


def test_values_that_wait_for_a_week_are_due_from_who_approves(cast: Cast, clock: Clock) -> None:
    version = endorsed(cast)
    begun = clock.moment.date()
    sent(cast, version)
    due = dues(cast)[f"values:{cast.plan.id}"]
    assert due.on == (begun + timedelta(days=7)).isoformat()
    assert asked(cast, due) == ["Bruno Costa"]


def test_nobody_is_reminded_of_values_they_sent_themselves_while_others_approve(
    cast: Cast, clock: Clock
) -> None:
    version = endorsed(cast)
    track, lead = measured(cast, version, None), cast.actor("coordinator")
    one = observations.add(lead, version, track, value(3, "2025"))
    observations.advance(lead, version, track, one, "send")
    db.session.commit()
    assert asked(cast, dues(cast)[f"values:{cast.plan.id}"]) == ["Amina Diallo"]
    assert Kind.WAITING not in {each.kind for each in my_updates.of_person(lead)}
    officer = cast.actor("officer")
    other = observations.add(officer, version, track, value(4, "2024"))
    observations.advance(officer, version, track, other, "send")
    db.session.commit()
    assert asked(cast, dues(cast)[f"values:{cast.plan.id}"]) == ["Bruno Costa"]


def test_who_alone_may_approve_is_reminded_of_their_own(cast: Cast) -> None:
    version = endorsed(cast)
    track, lead = measured(cast, version, None), cast.actor("coordinator")
    one = observations.add(lead, version, track, value(3, "2025"))
    observations.advance(lead, version, track, one, "send")
    cast.focal_point.disabled_at = now()
    db.session.commit()
    assert asked(cast, dues(cast)[f"values:{cast.plan.id}"]) == ["Bruno Costa"]
    assert Kind.WAITING in {each.kind for each in my_updates.of_person(lead)}


def test_a_value_sent_back_is_due_from_who_entered_it(cast: Cast) -> None:
    version = endorsed(cast)
    track = sent(cast, version)
    (one,) = observations.of_track(cast.actor("officer"), version, track)
    lead = cast.actor("coordinator")
    observations.advance(lead, version, track, one, "send_back", note="In kilograms")
    db.session.commit()
    (due,) = [d for d in dues(cast).values() if d.words == update_dues.CORRECT]
    assert asked(cast, due) == ["Lina Health"]
    assert f"values:{cast.plan.id}" not in dues(cast)


def test_who_approves_is_told_once_of_several_values(cast: Cast) -> None:
    version = endorsed(cast)
    db.session.query(Message).delete()
    track = sent(cast, version)
    assert told() == [
        ("values_waiting", "amina@example.org"),
        ("values_waiting", "bruno@example.org"),
    ]
    officer = cast.actor("officer")
    again = observations.add(officer, version, track, value(4, "2025"))
    observations.advance(officer, version, track, again, "send")
    assert len(told()) == 2


def test_nobody_is_told_of_what_they_sent_themselves(cast: Cast) -> None:
    version = endorsed(cast)
    db.session.query(Message).delete()
    track, lead = measured(cast, version, None), cast.actor("coordinator")
    one = observations.add(lead, version, track, value(3, "2025"))
    observations.advance(lead, version, track, one, "send")
    assert told() == [("values_waiting", "amina@example.org")]


def test_who_entered_it_is_told_that_it_came_back_and_not_in_whose_words(cast: Cast) -> None:
    version = endorsed(cast)
    track = sent(cast, version)
    db.session.query(Message).delete()
    (one,) = observations.of_track(cast.actor("officer"), version, track)
    lead = cast.actor("coordinator")
    observations.advance(lead, version, track, one, "send_back", note="Smuggled by a named man")
    assert told() == [("value_sent_back", "lina@example.org")]
    message = db.session.scalars(select(Message)).one()
    assert outbox.still_concerns_its_reader(message)
    written = mail.render(message).as_string()
    assert "/updates" in written
    assert "Smuggled" not in written


def test_the_home_page_gathers_nothing_of_it(cast: Cast, queries: QueryCount) -> None:
    endorsed(cast)
    db.session.commit()
    work = my_work.of_person(cast.actor("coordinator"))
    assert [due for due in work.agenda.dues if due.kind == update_dues.KIND] == []


def test_many_plans_cost_no_more_queries(cast: Cast, queries: QueryCount) -> None:
    version = endorsed(cast)
    sent(cast, version)
    counts = []
    for _ in (1, 2):
        db.session.commit()
        parties = {p.id: p for p in db.session.scalars(select(Party))}
        assert [party.time_zone for party in parties.values()]
        with queries as counted:
            assert list(update_dues.due(parties))
        counts.append(counted.count)
        for number in (1, 2, 3):
            cast.plan = make_plan(cast.amberland, f"Plan {number}")
            officer_of(cast, f"Mona{len(counts)}{number} Mines", MINES)
            another = endorsed(cast)
            track = measured(cast, another, MINES)
            observations.add(cast.actor("officer"), another, track, value(number, "2025"))
    assert counts[0] == counts[1] <= 9


def test_without_a_plan_in_force_it_costs_one(cast: Cast, queries: QueryCount) -> None:
    db.session.commit()
    parties = {p.id: p for p in db.session.scalars(select(Party))}
    assert [party.time_zone for party in parties.values()]
    with queries as counted:
        assert list(update_dues.due(parties)) == []
    assert counted.count <= 2
