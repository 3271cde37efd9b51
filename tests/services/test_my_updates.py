"""What is due from each person in plans in force, and from nobody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from nap_tracker.clock import today
from nap_tracker.content.tree import PlanContent
from nap_tracker.estimates.on_track import Direction
from nap_tracker.extensions import db
from nap_tracker.models.account import User
from nap_tracker.models.indicator_track import IndicatorTrack
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import PUBLIC, Actor, Role
from nap_tracker.services import (
    accounts,
    activities,
    activity_reports,
    indicators,
    milestones,
    my_updates,
    observations,
    people,
)
from nap_tracker.services.activity_reports import Report
from nap_tracker.services.my_updates import Kind, Update
from nap_tracker.workflow.implementation import Phase
from nap_tracker.workflow.progress_limits import defaults
from nap_tracker.workflow.spans import months_after
from tests.cast import Cast, give, make_plan, make_user
from tests.doors import Clock, QueryCount
from tests.factories import complete_plan, uid
from tests.services.observed import follow, value
from tests.services.test_tracking import endorsed

MINES, HEALTH = uid("institution", 1), uid("institution", 2)
LED_BY_HEALTH, LED_BY_MINES = uid("activity", 7), uid("activity", 1)
MILESTONE_OF_MINES = uid("milestone", 1)


def officer_of(cast: Cast, name: str, institution_uid: str) -> User:
    user = make_user(name)
    give(user, Role.INSTITUTION, cast.amberland, cast.plan, institution_uid=institution_uid)
    db.session.commit()
    return user


def due(actor: Actor) -> list[tuple[Kind, str]]:
    return [(one.kind, _about(one)) for one in my_updates.of_person(actor)]


def _about(one: Update) -> str:
    if one.milestone is not None:
        return one.milestone.uid
    if one.activity is not None:
        return one.activity.uid
    assert one.track is not None
    return one.observation.id if one.observation else one.track.id


def reported(actor: Actor, version: PlanVersion, which: str, phase: Phase) -> None:
    followed = activities.get(actor, version, which)[1]
    activity_reports.report(actor, version, followed, Report(phase=phase, text="So it is"))
    db.session.commit()


def measured(cast: Cast, version: PlanVersion, by: str | None) -> IndicatorTrack:
    track = follow(cast, version)
    how = indicators.Settings(Direction.DOWN, responsible_uid=by, frequency="quarterly")
    return indicators.change(cast.actor("officer"), version, track, how)


def test_an_activity_is_asked_of_the_institution_that_leads_it_alone(cast: Cast) -> None:
    endorsed(cast)
    lina = officer_of(cast, "Lina Health", HEALTH)
    assert due(accounts.actor_of(lina)) == [(Kind.ACTIVITY, LED_BY_HEALTH)]


def changed(uid_: str, *, audience: str | None = None, **answers: object) -> PlanContent:
    """A whole plan in which one row is kept from others, or says something else."""
    whole = complete_plan()
    entries = tuple(
        replace(one, audience=audience or one.audience, answers={**one.answers, **answers})
        if one.uid == uid_
        else one
        for one in whole.entries
    )
    return replace(whole, entries=entries)


def test_of_one_without_a_lead_those_who_support_it_are_asked(cast: Cast) -> None:
    endorsed(cast, changed(LED_BY_MINES, lead=None))
    lina = accounts.actor_of(officer_of(cast, "Lina Health", HEALTH))
    mona = accounts.actor_of(officer_of(cast, "Mona Mines", MINES))
    assert (Kind.ACTIVITY, LED_BY_MINES) in due(lina)
    assert (Kind.ACTIVITY, LED_BY_MINES) not in due(mona)
    assert (Kind.ACTIVITY, LED_BY_MINES) not in due(cast.actor("coordinator"))


def test_nobody_answers_for_what_another_institution_leads(cast: Cast) -> None:
    endorsed(cast)
    lina = accounts.actor_of(officer_of(cast, "Lina Health", HEALTH))
    assert (Kind.ACTIVITY, LED_BY_MINES) not in due(lina)
    assert (Kind.ACTIVITY, LED_BY_MINES) in due(cast.actor("coordinator"))


def test_what_an_institution_may_not_read_is_asked_of_who_leads(cast: Cast) -> None:
    endorsed(cast, changed(LED_BY_HEALTH, audience="drafting_team"))
    lina = accounts.actor_of(officer_of(cast, "Lina Health", HEALTH))
    assert due(lina) == []
    assert (Kind.ACTIVITY, LED_BY_HEALTH) in due(cast.actor("coordinator"))


@pytest.mark.parametrize("kept", ["row", "date"])
def test_a_milestone_an_institution_may_not_read_is_asked_of_who_leads(
    cast: Cast, clock: Clock, kept: str
) -> None:
    content = changed(MILESTONE_OF_MINES, audience="drafting_team")
    if kept == "date":
        entries = tuple(
            replace(one, audience=None, audiences={"due": "drafting_team"})
            if one.uid == MILESTONE_OF_MINES
            else one
            for one in content.entries
        )
        content = replace(content, entries=entries)
    endorsed(cast, content)
    mona = accounts.actor_of(officer_of(cast, "Mona Mines", MINES))
    clock.pass_by(days=366)
    assert (Kind.MILESTONE, MILESTONE_OF_MINES) not in due(mona)
    assert (Kind.ACTIVITY, LED_BY_MINES) in due(mona)
    lead = due(cast.actor("coordinator"))
    assert (Kind.MILESTONE, MILESTONE_OF_MINES) in lead
    assert (Kind.ACTIVITY, LED_BY_MINES) not in lead


def test_it_goes_when_somebody_reported_and_comes_back_when_that_is_long_ago(
    cast: Cast, clock: Clock
) -> None:
    version = endorsed(cast)
    lina = accounts.actor_of(officer_of(cast, "Lina Health", HEALTH))
    reported(lina, version, LED_BY_HEALTH, Phase.UNDER_WAY)
    assert due(lina) == []
    day = today("UTC")
    clock.pass_by(days=(months_after(day, defaults().fresh) - day).days)
    assert due(lina) == []
    clock.pass_by(days=1)
    (one,) = my_updates.of_person(lina)
    assert (one.kind, one.can_be_confirmed) == (Kind.ACTIVITY, True)
    activity_reports.confirm(lina, version, activities.get(lina, version, LED_BY_HEALTH)[1])
    assert due(lina) == []
    clock.pass_by(days=100)
    reported(lina, version, LED_BY_HEALTH, Phase.FINISHED)
    clock.pass_by(days=400)
    assert due(lina) == []


def test_before_anybody_said_how_far_it_is_nobody_says_that_nothing_changed(cast: Cast) -> None:
    version = endorsed(cast)
    lina = accounts.actor_of(officer_of(cast, "Lina Health", HEALTH))
    (one,) = my_updates.of_person(lina)
    assert not one.can_be_confirmed
    with pytest.raises(Exception, match="Nobody has said yet"):
        activity_reports.confirm(lina, version, activities.get(lina, version, LED_BY_HEALTH)[1])


def test_a_milestone_is_due_once_its_day_is_over_until_it_is_reached(
    cast: Cast, clock: Clock
) -> None:
    version = endorsed(cast)
    mona = accounts.actor_of(officer_of(cast, "Mona Mines", MINES))
    reported(mona, version, LED_BY_MINES, Phase.UNDER_WAY)
    assert (Kind.MILESTONE, MILESTONE_OF_MINES) not in due(mona)
    clock.pass_by(days=366)
    assert due(mona)[0] == (Kind.MILESTONE, MILESTONE_OF_MINES)
    followed = activities.get(mona, version, LED_BY_MINES)[1]
    said = Report(text="It was held")
    milestones.reach(mona, version, followed, followed.milestones[0], on="2026", said=said)
    assert (Kind.MILESTONE, MILESTONE_OF_MINES) not in due(mona)


def test_a_value_is_due_as_often_as_was_decided(cast: Cast, clock: Clock) -> None:
    version = endorsed(cast)
    track = measured(cast, version, HEALTH)
    lina = accounts.actor_of(officer_of(cast, "Lina Health", HEALTH))
    reported(lina, version, LED_BY_HEALTH, Phase.FINISHED)
    assert due(lina) == []
    clock.pass_by(days=93)
    assert due(lina) == [(Kind.VALUE, track.id)]
    one = observations.add(lina, version, track, value(3, "2026"))
    assert due(lina) == [(Kind.DRAFT, one.id)]
    observations.advance(lina, version, track, one, "send")
    assert due(lina) == []


def test_a_value_that_waits_is_due_from_who_may_approve_it(cast: Cast) -> None:
    version = endorsed(cast)
    track = measured(cast, version, HEALTH)
    lina = accounts.actor_of(officer_of(cast, "Lina Health", HEALTH))
    one = observations.add(lina, version, track, value(3, "2025"))
    observations.advance(lina, version, track, one, "send")
    for who in ("coordinator", "focal_point"):
        assert due(cast.actor(who))[0] == (Kind.WAITING, one.id)
    for who in ("officer", "viewer", "reviewer", "administrator", "stranger"):
        assert due(cast.actor(who)) == []
    observations.advance(
        cast.actor("coordinator"), version, track, one, "send_back", note="In kilograms"
    )
    assert (Kind.SENT_BACK, one.id) in due(lina)
    assert (Kind.WAITING, one.id) not in due(cast.actor("focal_point"))


def test_ones_own_value_waits_for_somebody_else_unless_nobody_is_there(cast: Cast) -> None:
    version = endorsed(cast)
    lead = cast.actor("coordinator")
    track = measured(cast, version, None)
    one = observations.add(lead, version, track, value(3, "2025"))
    observations.advance(lead, version, track, one, "send")
    assert (Kind.WAITING, one.id) not in due(lead)
    cast.focal_point.disabled_at = one.created_at
    db.session.flush()
    assert (Kind.WAITING, one.id) in due(cast.actor("coordinator"))


def test_what_nobody_reports_for_is_due_from_who_leads(cast: Cast, clock: Clock) -> None:
    version = endorsed(cast)
    lead = cast.actor("coordinator")
    every = activities.of_version(lead, version).activities
    assert len(due(lead)) == len(every)
    assert due(cast.actor("officer")) == []
    lina = officer_of(cast, "Lina Health", HEALTH)
    assert (Kind.ACTIVITY, LED_BY_HEALTH) not in due(lead)
    assert len(due(lead)) == len(every) - 1
    member = next(m for m in people.of_party(lead, cast.amberland) if m.user_id == lina.id)
    people.end(lead, cast.amberland, member)
    assert (Kind.ACTIVITY, LED_BY_HEALTH) in due(cast.actor("coordinator"))


def test_without_a_plan_in_force_nothing_is_due(cast: Cast) -> None:
    for who in ("coordinator", "officer", "reviewer", "administrator"):
        assert due(cast.actor(who)) == []
    assert due(PUBLIC) == []


def test_the_queries_are_as_many_for_many_plans_as_for_one(
    cast: Cast, clock: Clock, queries: QueryCount
) -> None:
    version = endorsed(cast)
    measured(cast, version, None)
    lead: Callable[[], Actor] = lambda: cast.actor("coordinator")  # noqa: E731
    counts = []
    for _ in (1, 2):
        db.session.commit()
        db.session.expire_all()
        actor = lead()
        with queries as counted:
            assert my_updates.of_person(actor)
        counts.append(counted.count)
        for number in (1, 2, 3):
            cast.plan = make_plan(cast.amberland, f"Plan {number}")
            another = endorsed(cast)
            track = measured(cast, another, None)
            observations.add(lead(), another, track, value(number, "2025"))
        clock.pass_by(days=timedelta(days=400).days)
    assert counts[0] == counts[1] <= 8
