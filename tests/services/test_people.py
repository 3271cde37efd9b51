"""Roles are given, changed and ended by who may, with an end, and written down."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from nap_tracker.clock import end_of, now, today
from nap_tracker.errors import Forbidden, Invalid, NotFound
from nap_tracker.extensions import db
from nap_tracker.models.account import Membership, Party, User
from nap_tracker.models.event import Event
from nap_tracker.models.message import Message
from nap_tracker.permissions import can
from nap_tracker.roles import OPERATOR, Actor, Permission, Role
from nap_tracker.services import accounts, people, plans
from tests.cast import Cast, give, make_user
from tests.doors import Clock


def role_of(user: User) -> Membership:
    return db.session.scalars(select(Membership).filter_by(user_id=user.id)).one()


def test_a_consultant_reads_until_the_last_second_and_nothing_after_it(
    cast: Cast, clock: Clock
) -> None:
    cast.amberland.time_zone = "Asia/Ulaanbaatar"
    people.change(
        cast.actor("coordinator"),
        cast.amberland,
        role_of(cast.officer),
        role=Role.OFFICER,
        last_day=date(2026, 3, 20),
    )
    clock.moment = now().replace(day=20, hour=15, minute=59, second=59)
    assert plans.get(cast.actor("officer"), cast.plan.id) is cast.plan
    clock.pass_by(seconds=1)
    with pytest.raises(NotFound):
        plans.get(cast.actor("officer"), cast.plan.id)


def test_a_role_that_ends_now_gives_nothing_from_now_on(cast: Cast) -> None:
    people.end(cast.actor("coordinator"), cast.amberland, role_of(cast.officer))
    assert cast.actor("officer").grants == ()


def test_ending_a_role_twice_is_written_down_once(cast: Cast) -> None:
    membership = role_of(cast.officer)
    people.end(cast.actor("coordinator"), cast.amberland, membership)
    people.end(cast.actor("coordinator"), cast.amberland, membership)
    assert db.session.query(Event).filter_by(kind="role:ended").count() == 1


def test_every_change_is_in_the_partys_log_and_told_to_the_person(cast: Cast) -> None:
    actor, membership = cast.actor("focal_point"), role_of(cast.officer)
    people.change(actor, cast.amberland, membership, role=Role.COORDINATOR, last_day=None)
    event = db.session.query(Event).filter_by(kind="role:changed").one()
    assert (event.chain, event.actor_id) == (cast.amberland.id, cast.focal_point.id)
    assert '"coordinator"' in event.details
    assert db.session.query(Message).one().to == cast.officer.email


@pytest.mark.parametrize("whose", ["focal_point", "coordinator"])
def test_a_coordinator_changes_nobody_of_their_rank_or_above(cast: Cast, whose: str) -> None:
    other = make_user("Ines Other")
    give(other, Role(whose), cast.amberland)
    db.session.flush()
    with pytest.raises(Forbidden):
        people.end(cast.actor("coordinator"), cast.amberland, role_of(other))


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.COORDINATOR])
def test_a_coordinator_gives_nobody_more_than_an_officers_role(cast: Cast, role: Role) -> None:
    with pytest.raises(Forbidden):
        people.change(
            cast.actor("coordinator"),
            cast.amberland,
            role_of(cast.officer),
            role=role,
            last_day=None,
        )


@pytest.mark.parametrize("who", ["officer", "viewer", "reviewer", "administrator", "stranger"])
def test_nobody_else_ends_an_officers_role(cast: Cast, who: str) -> None:
    with pytest.raises((Forbidden, NotFound)):
        people.end(cast.actor(who), cast.amberland, role_of(cast.colleague))


def test_the_last_focal_point_cannot_go(cast: Cast) -> None:
    actor, membership = cast.actor("focal_point"), role_of(cast.focal_point)
    with pytest.raises(Invalid):
        people.end(actor, cast.amberland, membership)
    with pytest.raises(Invalid):
        people.change(actor, cast.amberland, membership, role=Role.VIEWER, last_day=None)


def test_a_focal_point_hands_over_once_another_has_the_role(cast: Cast) -> None:
    give(make_user("Ines Next"), Role.FOCAL_POINT, cast.amberland)
    db.session.flush()
    people.end(cast.actor("focal_point"), cast.amberland, role_of(cast.focal_point))
    assert cast.actor("focal_point").grants == ()


def test_a_focal_point_whose_account_is_stopped_does_not_count(cast: Cast) -> None:
    other = make_user("Ines Gone", disabled_at=now())
    give(other, Role.FOCAL_POINT, cast.amberland)
    db.session.flush()
    with pytest.raises(Invalid):
        people.end(cast.actor("focal_point"), cast.amberland, role_of(cast.focal_point))


def test_an_administrator_who_was_a_focal_point_does_not_let_themselves_in_again(
    cast: Cast,
) -> None:
    give(cast.administrator, Role.FOCAL_POINT, cast.amberland)
    db.session.flush()
    membership = role_of(cast.administrator)
    people.end(cast.actor("focal_point"), cast.amberland, membership)
    administrator = cast.actor("administrator")
    assert not people.may_change(administrator, membership)
    with pytest.raises(Forbidden):
        people.change(
            administrator, cast.amberland, membership, role=Role.FOCAL_POINT, last_day=None
        )


def test_a_past_day_is_no_last_day(cast: Cast) -> None:
    with pytest.raises(Invalid):
        people.change(
            cast.actor("coordinator"),
            cast.amberland,
            role_of(cast.officer),
            role=Role.OFFICER,
            last_day=date(2020, 1, 1),
        )


def test_a_reviewer_stays_a_reviewer_of_the_plan(cast: Cast) -> None:
    actor = cast.actor("focal_point")
    with pytest.raises(Invalid):
        people.change(
            actor, cast.amberland, role_of(cast.reviewer), role=Role.OFFICER, last_day=None
        )
    with pytest.raises(Invalid):
        people.change(
            actor, cast.amberland, role_of(cast.officer), role=Role.REVIEWER, last_day=None
        )


def test_nobody_gets_a_role_they_already_have_a_second_time(cast: Cast) -> None:
    give(cast.officer, Role.VIEWER, cast.amberland)
    db.session.flush()
    query = select(Membership).filter_by(user_id=cast.officer.id, role=Role.VIEWER)
    with pytest.raises(Invalid):
        people.change(
            cast.actor("focal_point"),
            cast.amberland,
            db.session.scalars(query).one(),
            role=Role.OFFICER,
            last_day=None,
        )


def test_a_role_given_again_is_the_same_row(cast: Cast) -> None:
    membership = role_of(cast.officer)
    people.end(cast.actor("coordinator"), cast.amberland, membership)
    actor = cast.actor("coordinator")
    assert people.give(actor, cast.amberland, cast.officer, Role.OFFICER) is membership
    assert membership.ends_at is None


@pytest.mark.parametrize("who", ["focal_point", "coordinator", "officer", "viewer"])
def test_everybody_in_the_party_sees_who_does_what(cast: Cast, who: str) -> None:
    names = [m.user.name for m in people.of_party(cast.actor(who), cast.amberland)]
    assert names == sorted(names)
    assert "Fatou Reviewer" in names


def test_a_reviewer_does_not_see_the_partys_people(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        people.of_party(cast.actor("reviewer"), cast.amberland)


def test_a_stranger_does_not_learn_that_the_party_has_people(cast: Cast) -> None:
    with pytest.raises(NotFound):
        people.of_party(cast.actor("stranger"), cast.amberland)


def test_a_role_of_another_party_is_not_found(cast: Cast) -> None:
    other = db.session.scalars(
        select(Membership).filter_by(user_id=cast.stranger.id, role=Role.OFFICER)
    ).one()
    with pytest.raises(NotFound):
        people.find(cast.actor("focal_point"), cast.amberland, other.id)


def test_one_account_in_two_parties_keeps_them_apart(cast: Cast) -> None:
    give(cast.officer, Role.VIEWER, cast.borealia)
    db.session.flush()
    actor = cast.actor("officer")
    assert [p.code for p in people.parties_of(actor)] == ["XAA", "XBB"]
    assert can(actor, Permission.SECTION_EDIT, cast.plan)
    assert not can(actor, Permission.SECTION_EDIT, cast.other_plan)
    assert can(actor, Permission.PLAN_SHOW, cast.other_plan)


def test_roles_of_an_account_are_listed_with_ended_ones_last(cast: Cast) -> None:
    give(cast.officer, Role.VIEWER, cast.borealia)
    people.end(cast.actor("coordinator"), cast.amberland, role_of_party(cast.officer, cast))
    found = accounts.memberships_of(cast.officer)
    assert [m.party.code for m in found] == ["XBB", "XAA"]


def role_of_party(user: User, cast: Cast) -> Membership:
    query = select(Membership).filter_by(user_id=user.id, party_id=cast.amberland.id)
    return db.session.scalars(query).one()


def _change(role: Role, last_day: date | None) -> Callable[[Actor, Party, Membership], None]:
    return lambda actor, party, membership: people.change(
        actor, party, membership, role=role, last_day=last_day
    )


@pytest.mark.parametrize(
    "leave", [people.end, _change(Role.OFFICER, None), _change(Role.COORDINATOR, today())]
)
def test_the_last_coordinator_cannot_remove_themselves(
    cast: Cast, leave: Callable[[Actor, Party, Membership], None]
) -> None:
    """Who is both may change roles of leaders, but not leave the Party without a coordinator."""
    give(cast.coordinator, Role.FOCAL_POINT, cast.amberland)
    db.session.flush()
    actor = cast.actor("coordinator")
    query = select(Membership).filter_by(user_id=cast.coordinator.id, role=Role.COORDINATOR)
    membership = db.session.scalars(query).one()
    with pytest.raises(Invalid):
        leave(actor, cast.amberland, membership)
    assert Role.COORDINATOR in cast.actor("coordinator").roles_in(cast.amberland.id)
    people.end(cast.actor("focal_point"), cast.amberland, membership)
    assert Role.COORDINATOR not in cast.actor("coordinator").roles_in(cast.amberland.id)


def test_the_last_focal_point_gives_their_role_no_last_day(cast: Cast, clock: Clock) -> None:
    actor, membership = cast.actor("focal_point"), role_of(cast.focal_point)
    soon = today() + timedelta(days=5)
    with pytest.raises(Invalid):
        people.change(actor, cast.amberland, membership, role=Role.FOCAL_POINT, last_day=soon)
    give(cast.officer, Role.FOCAL_POINT, cast.amberland)
    db.session.flush()
    other = next(m for m in cast.officer.memberships if m.role is Role.FOCAL_POINT)
    other.ends_at = end_of(today() + timedelta(days=4))
    with pytest.raises(Invalid):
        people.change(actor, cast.amberland, membership, role=Role.FOCAL_POINT, last_day=soon)
    other.ends_at = end_of(soon)
    people.change(actor, cast.amberland, membership, role=Role.FOCAL_POINT, last_day=soon)
    everybody = people.of_party(actor, cast.amberland)
    assert people.runs_out(everybody) == {Role.FOCAL_POINT: end_of(soon)}
    clock.moment = end_of(soon)
    assert not people.has_focal_point(cast.amberland.id)
    assert people.runs_out(everybody) == {}


def test_a_role_that_begins_again_is_held_since_then(cast: Cast, clock: Clock) -> None:
    actor, membership = cast.actor("focal_point"), role_of(cast.officer)
    people.end(actor, cast.amberland, membership)
    clock.pass_by(hours=48)
    people.change(actor, cast.amberland, membership, role=Role.OFFICER, last_day=None)
    (grant,) = cast.actor("officer").grants
    assert grant.since == now()
    clock.pass_by(hours=48)
    people.end(actor, cast.amberland, membership)
    people.give(OPERATOR, cast.amberland, cast.officer, Role.OFFICER)
    (grant,) = cast.actor("officer").grants
    assert grant.since == now()
