"""A person on leave hands their role to a colleague: from a day to a day, no more than theirs."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from nap_tracker import links
from nap_tracker.clock import end_of, last_day, now, today
from nap_tracker.errors import Forbidden, Invalid, NotFound
from nap_tracker.extensions import db
from nap_tracker.models.account import Invitation, Membership, User
from nap_tracker.models.delegation import Delegation
from nap_tracker.models.event import Event
from nap_tracker.models.message import Message
from nap_tracker.permissions import Place, can
from nap_tracker.roles import OPERATOR, Actor, ActorKind, Grant, Permission, Role
from nap_tracker.services import (
    accounts,
    agenda,
    assignments,
    delegations,
    entries,
    history,
    invitations,
    locks,
    plans,
)
from nap_tracker.services.entries import Change
from tests.cast import Cast, give, make_user
from tests.doors import Clock
from tests.house.policy_table import OPEN, PARTY


def role_of(user: User, role: Role | None = None) -> Membership:
    query = db.session.query(Membership).filter_by(user_id=user.id)
    return (query.filter_by(role=role) if role else query).one()


def lend(cast: Cast, lender: str, to: str, first: int = 0, last: int = 7) -> Delegation:
    """From today plus `first` days to today plus `last`, in the Party's zone."""
    here = today(cast.amberland.time_zone)
    made = delegations.give(
        cast.actor(lender),
        cast.amberland,
        role_of(getattr(cast, lender)),
        to_id=getattr(cast, to).id,
        first_day=here + timedelta(days=first),
        last_day=here + timedelta(days=last),
    )
    db.session.commit()
    return made


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/Lima"])
def test_it_holds_from_the_first_second_of_its_days_to_the_last(
    cast: Cast, clock: Clock, zone: str
):
    cast.amberland.time_zone = zone
    made = lend(cast, "coordinator", "officer", first=2, last=3)
    begins = end_of(today(zone) + timedelta(days=1), zone)
    ends = end_of(today(zone) + timedelta(days=3), zone)
    assert (made.starts_at, made.ends_at) == (begins, ends)

    def leads_at(moment: datetime) -> bool:
        clock.moment = moment
        return Role.COORDINATOR in cast.actor("officer").roles_in(cast.amberland.id)

    second = timedelta(seconds=1)
    assert [leads_at(m) for m in (begins - second, begins, ends - second, ends)] == [
        False,
        True,
        True,
        False,
    ]
    assert Role.COORDINATOR in cast.actor("coordinator").roles_in(cast.amberland.id)


def test_from_today_on_means_at_once(cast: Cast):
    lend(cast, "focal_point", "viewer")
    assert cast.actor("viewer").roles_in(cast.amberland.id) == {Role.VIEWER, Role.FOCAL_POINT}


IN_PERSON = (
    Permission.CALENDAR_CLOSE,
    Permission.CONSENT_GIVE,
    Permission.PLAN_OVERRIDE,
    Permission.PROGRESS_PUBLISH,
    Permission.PROTECTION_REMOVE,
    Permission.READING_CHOOSE,
    Permission.ROUND_LINKS,
    Permission.ROUND_OPEN_OUTSIDE,
)


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("given", [Role.FOCAL_POINT, Role.COORDINATOR, Role.OFFICER])
def test_a_stand_in_may_what_the_role_may_but_for_what_outlasts_it(
    permission: Permission, given: Role
):
    subject = Place(replace(OPEN, role=given, user_id="lender"))
    lent = Grant(Role.FOCAL_POINT, PARTY, on_behalf_of="lender")
    stand_in = Actor(ActorKind.USER, "s", grants=(Grant(Role.VIEWER, PARTY), lent))
    holder = Actor(ActorKind.USER, "h", grants=(Grant(Role.FOCAL_POINT, PARTY),))
    about_leaders = (Permission.ROLE_GIVE, Permission.ROLE_TAKE_BACK)
    outlasts = permission in about_leaders and given is not Role.OFFICER
    outlasts = outlasts or permission in IN_PERSON
    assert can(holder, permission, subject) == (can(stand_in, permission, subject) or outlasts)
    assert not (outlasts and can(stand_in, permission, subject))


def test_the_log_says_for_whom_where_the_own_role_would_not_do(cast: Cast):
    lend(cast, "coordinator", "officer")
    version = plans.newest(OPERATOR, cast.plan.id)
    actor = cast.actor("officer")
    opened = entries.open_section(actor, version, "trade")
    entries.save(actor, opened, Change(seen=0))
    actor = cast.actor("officer")
    assignments.assign(actor, version, "trade", user_id=cast.colleague.id)
    kinds = {e.kind: json.loads(e.details) for e in db.session.query(Event)}
    assert "for" not in kinds["section:saved"]
    assert kinds["section:assigned"]["for"] == cast.coordinator.id
    assert history.broken_links(cast.amberland.id) == []


def test_nobody_hands_on_what_was_handed_to_them(cast: Cast):
    lend(cast, "coordinator", "officer")
    held = role_of(cast.coordinator)
    with pytest.raises(Forbidden):
        delegations.give(
            cast.actor("officer"),
            cast.amberland,
            held,
            to_id=cast.colleague.id,
            first_day=today(),
            last_day=today(),
        )
    assert held not in delegations.own_roles(cast.actor("officer"), cast.amberland)


def test_nobody_hands_over_the_role_of_somebody_else(cast: Cast):
    with pytest.raises(Forbidden):
        delegations.give(
            cast.actor("focal_point"),
            cast.amberland,
            role_of(cast.officer),
            to_id=cast.colleague.id,
            first_day=today(),
            last_day=today(),
        )


def test_not_a_day_longer_than_one_holds_it(cast: Cast, clock: Clock):
    zone = cast.amberland.time_zone
    role_of(cast.coordinator).ends_at = end_of(today(zone) + timedelta(days=7), zone)
    db.session.flush()
    with pytest.raises(Invalid) as refused:
        lend(cast, "coordinator", "officer", last=8)
    assert refused.value.about == "last_day"
    lend(cast, "coordinator", "officer", last=7)
    role_of(cast.coordinator).ends_at = now() + timedelta(hours=1)
    db.session.flush()
    assert Role.COORDINATOR in cast.actor("officer").roles_in(cast.amberland.id)
    clock.pass_by(hours=1)
    assert Role.COORDINATOR not in cast.actor("officer").roles_in(cast.amberland.id)


def test_it_ends_with_the_account_of_who_gave_it(cast: Cast):
    lend(cast, "coordinator", "officer")
    accounts.disable(cast.actor("administrator"), cast.coordinator, although_last=True)
    assert cast.actor("officer").roles_in(cast.amberland.id) == {Role.OFFICER}


@pytest.mark.parametrize(
    ("first", "last", "about"),
    [(-1, 3, "first_day"), (3, 2, "last_day"), (0, 400, "last_day"), (None, 3, "first_day"),
     (0, None, "last_day")],
)  # fmt: skip
def test_days_that_make_no_period_are_refused_at_their_place(
    cast: Cast, first: int | None, last: int | None, about: str
):
    def day(ahead: int | None) -> date | None:
        return None if ahead is None else today() + timedelta(days=ahead)

    with pytest.raises(Invalid) as refused:
        delegations.give(
            cast.actor("officer"),
            cast.amberland,
            role_of(cast.officer),
            to_id=cast.colleague.id,
            first_day=day(first),
            last_day=day(last),
        )
    assert refused.value.about == about


@pytest.mark.parametrize("whom", ["reviewer", "stranger", "administrator", "officer"])
def test_only_a_colleague_stands_in(cast: Cast, whom: str):
    with pytest.raises(Invalid) as refused:
        lend(cast, "officer", whom)
    assert refused.value.about == "colleague"


def test_one_colleague_at_a_time(cast: Cast):
    lend(cast, "officer", "colleague", first=1, last=3)
    with pytest.raises(Invalid):
        lend(cast, "officer", "viewer", first=3, last=5)
    lend(cast, "officer", "viewer", first=4, last=5)


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("coordinator", True),
        ("officer", True),
        ("focal_point", True),
        ("colleague", False),
        ("viewer", False),
    ],
)
def test_who_ends_it_before_its_day(cast: Cast, who: str, may: bool):
    made = lend(cast, "coordinator", "officer")
    actor = cast.actor(who)
    if not may:
        with pytest.raises(Forbidden):
            delegations.find(actor, cast.amberland, made.id)
        with pytest.raises(Forbidden):
            delegations.withdraw(actor, cast.amberland, made)
        return
    delegations.withdraw(actor, cast.amberland, made)
    delegations.withdraw(actor, cast.amberland, made)
    assert cast.actor("officer").roles_in(cast.amberland.id) == {Role.OFFICER}
    assert db.session.query(Event).filter_by(kind="delegation:withdrawn").count() == 1
    told = {m.to for m in db.session.query(Message).filter_by(template="delegation_ended")}
    both = {cast.officer.email, cast.coordinator.email}
    assert told == both - {getattr(cast, who).email}


def test_another_party_sees_nothing_of_it(cast: Cast):
    made = lend(cast, "coordinator", "officer")
    with pytest.raises(NotFound):
        delegations.find(cast.actor("stranger"), cast.borealia, made.id)
    with pytest.raises(NotFound):
        delegations.find(cast.actor("stranger"), cast.amberland, made.id)


def test_a_stand_in_invites_officers_and_the_promise_ends_with_the_period(cast: Cast, clock: Clock):
    lend(cast, "coordinator", "officer", last=2)
    asked = {"locale": "en", "lifetime": timedelta(days=7), "email": "new@example.org"}
    actor = cast.actor("officer")
    sent = invitations.invite(actor, cast.amberland, role=Role.OFFICER, **asked)
    with pytest.raises(Forbidden):
        invitations.invite(actor, cast.amberland, role=Role.COORDINATOR, **asked)
    db.session.commit()
    token = links.token("invitation", sent.id)
    assert invitations.opened(token).id == sent.id
    clock.pass_by(days=3)
    with pytest.raises(NotFound):
        invitations.opened(token)
    assert db.session.query(Invitation).count() == 1


def test_a_stand_in_drafts_what_was_given_to_a_section_drafter(cast: Cast, clock: Clock):
    jana = make_user("Jana Health")
    give(jana, Role.SECTION_DRAFTER, cast.amberland, cast.plan, "health")
    db.session.flush()
    delegations.give(
        accounts.actor_of(jana),
        cast.amberland,
        role_of(jana),
        to_id=cast.viewer.id,
        first_day=today(),
        last_day=today(),
    )
    version = plans.newest(OPERATOR, cast.plan.id)
    actor = cast.actor("viewer")
    opened = entries.open_section(actor, version, "health")
    entries.save(actor, opened, Change(seen=0))
    saved = db.session.query(Event).filter_by(kind="section:saved").one()
    assert json.loads(saved.details)["for"] == jana.id
    locks.take(actor, version, "health", reason="Rewriting", hours=1)
    assert set(locks.of_version(cast.actor("officer"), version)) == {"health"}
    clock.moment = end_of(today(), cast.amberland.time_zone)
    assert locks.of_version(cast.actor("officer"), version) == {}
    with pytest.raises(Forbidden):
        entries.save(cast.actor("viewer"), opened, Change(seen=1))


def test_what_is_due_is_also_asked_of_the_stand_in(cast: Cast):
    lend(cast, "coordinator", "officer")
    found = agenda.gather({cast.amberland.id})
    assert Role.COORDINATOR in found.actors[cast.officer.id].roles_in(cast.amberland.id)


def test_the_colleague_is_told_the_days(cast: Cast):
    made = lend(cast, "officer", "colleague", first=1, last=3)
    told = db.session.query(Message).filter_by(template="delegation_given").one()
    assert told.to == cast.colleague.email
    zone = cast.amberland.time_zone
    assert told.context["since"] == (today(zone) + timedelta(days=1)).isoformat()
    assert told.context["until"] == last_day(made.ends_at, zone).isoformat()


def test_those_that_hold_or_will_are_listed_and_those_that_ended_are_not(cast: Cast, clock: Clock):
    lend(cast, "officer", "colleague", first=0, last=1)
    later = lend(cast, "officer", "colleague", first=5, last=6)
    assert len(delegations.of_party(cast.actor("viewer"), cast.amberland)) == 2
    clock.pass_by(days=3)
    assert list(delegations.of_party(cast.actor("viewer"), cast.amberland)) == [later]
    with pytest.raises(Forbidden):
        delegations.of_party(cast.actor("reviewer"), cast.amberland)
