"""Asking people to draft: who may ask, who may be asked, and what the log keeps of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from nap_tracker.clock import now
from nap_tracker.errors import Forbidden, Invalid, NotFound
from nap_tracker.extensions import db
from nap_tracker.models.account import Membership
from nap_tracker.models.event import Event
from nap_tracker.models.plan import Assignment, PlanVersion
from nap_tracker.roles import OPERATOR
from nap_tracker.services import assignments, plans
from tests.cast import Cast


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    return plans.newest(OPERATOR, cast.plan.id)


def test_a_coordinator_asks_an_officer(cast: Cast, version: PlanVersion) -> None:
    assignments.assign(
        cast.actor("coordinator"), version, "trade", user_id=cast.officer.id, due_on="2026-06"
    )
    given = assignments.of_section(cast.actor("officer"), version, "trade")
    assert given is not None
    assert (given.user.name, given.due_on) == ("Chen Li", "2026-06")
    event = db.session.scalars(select(Event).filter_by(kind="section:assigned")).one()
    assert event.subject == "section:trade"


def test_asking_another_takes_the_place_of_the_first(cast: Cast, version: PlanVersion) -> None:
    for user in (cast.officer, cast.colleague):
        assignments.assign(OPERATOR, version, "trade", user_id=user.id)
    assert db.session.scalars(select(Assignment)).one().user_id == cast.colleague.id


def test_nobody_can_be_asked_any_more(cast: Cast, version: PlanVersion) -> None:
    assignments.assign(OPERATOR, version, "trade", user_id=cast.officer.id)
    assignments.assign(OPERATOR, version, "trade", user_id=None)
    assignments.assign(OPERATOR, version, "trade", user_id=None)
    assert assignments.of_version(OPERATOR, version) == {}
    assert len(db.session.scalars(select(Event).filter_by(kind="section:assigned")).all()) == 2


@pytest.mark.parametrize("who", ["officer", "viewer", "reviewer"])
def test_only_those_who_lead_the_drafting_ask(cast: Cast, version: PlanVersion, who: str) -> None:
    with pytest.raises(Forbidden):
        assignments.assign(cast.actor(who), version, "trade", user_id=cast.officer.id)
    with pytest.raises(Forbidden):
        assignments.candidates(cast.actor(who), version, "trade")


def test_another_party_cannot_even_ask(cast: Cast, version: PlanVersion) -> None:
    with pytest.raises(NotFound):
        assignments.assign(cast.actor("stranger"), version, "trade", user_id=cast.stranger.id)


@pytest.mark.parametrize("whom", ["viewer", "reviewer", "administrator", "stranger"])
def test_only_drafters_of_the_party_can_be_asked(
    cast: Cast, version: PlanVersion, whom: str
) -> None:
    with pytest.raises(Invalid):
        assignments.assign(OPERATOR, version, "trade", user_id=getattr(cast, whom).id)


def test_who_left_cannot_be_asked(cast: Cast, version: PlanVersion) -> None:
    role = db.session.scalars(select(Membership).filter_by(user_id=cast.officer.id)).one()
    role.ends_at = now() - timedelta(days=1)
    cast.colleague.disabled_at = now()
    names = [
        user.name for user in assignments.candidates(cast.actor("coordinator"), version, "trade")
    ]
    assert names == ["Amina Diallo", "Bruno Costa"]


def test_a_section_that_does_not_exist_cannot_be_assigned(cast: Cast, version: PlanVersion) -> None:
    with pytest.raises(NotFound):
        assignments.assign(OPERATOR, version, "nonsense", user_id=cast.officer.id)


@pytest.mark.parametrize("who", ["viewer", "reviewer"])
def test_names_stay_inside_the_drafting_team(cast: Cast, version: PlanVersion, who: str) -> None:
    assignments.assign(OPERATOR, version, "trade", user_id=cast.officer.id)
    assert assignments.of_version(cast.actor(who), version) == {}
    assert assignments.of_section(cast.actor(who), version, "trade") is None
