"""Which version is in force, and who reads what is tracked of it."""

from __future__ import annotations

import pytest

from nap_tracker.content.tree import PlanContent
from nap_tracker.errors import Forbidden, NotFound
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import OPERATOR
from nap_tracker.services import endorsements, plans, registrations, sealing, tracking, versions
from nap_tracker.services.registrations import Original
from tests.cast import Cast
from tests.doors import QueryCount
from tests.factories import complete_plan
from tests.services.stored import store


def endorsed(cast: Cast, content: PlanContent | None = None) -> PlanVersion:
    """A whole plan, frozen and endorsed."""
    version = store(cast.plan, content or complete_plan())
    sealing.freeze(OPERATOR, version)
    endorsements.record(OPERATOR, version, details={"body": "Cabinet"})
    return version


def test_a_draft_is_not_in_force(cast: Cast) -> None:
    assert tracking.version_in_force(cast.plan) is None
    assert not tracking.is_in_force(plans.newest(OPERATOR, cast.plan.id))
    with pytest.raises(NotFound):
        tracking.of_plan(cast.actor("officer"), cast.plan)


def test_a_frozen_version_is_in_force_only_once_it_is_endorsed(cast: Cast) -> None:
    version = store(cast.plan, complete_plan())
    sealing.freeze(OPERATOR, version)
    assert tracking.version_in_force(cast.plan) is None
    fact = endorsements.record(OPERATOR, version, details={"body": "Cabinet"})
    assert tracking.version_in_force(cast.plan) == version
    endorsements.withdraw(OPERATOR, version, fact, because="It was another plan")
    assert tracking.version_in_force(cast.plan) is None


def test_the_draft_of_the_next_version_changes_nothing(cast: Cast) -> None:
    version = endorsed(cast)
    begun = versions.begin_next(OPERATOR, version)
    assert tracking.version_in_force(cast.plan) == version
    assert tracking.is_in_force(begun)


def test_a_registered_plan_is_in_force_and_may_have_no_rows(cast: Cast) -> None:
    details = {"title": {"en": "Plan of 2020"}, "language": "en", "languages": ["en"]}
    plan = registrations.register(
        cast.actor("coordinator"),
        cast.amberland,
        details=details,
        original=Original("plan.txt", b"The plan"),
    )
    found = tracking.of_plan(cast.actor("officer"), plan)
    assert (found.activities, found.indicators) == ((), ())
    assert tracking.is_in_force(plans.newest(OPERATOR, plan.id))


@pytest.mark.parametrize("who", ["focal_point", "coordinator", "officer"])
def test_the_drafting_team_reads_all_of_it(cast: Cast, who: str) -> None:
    endorsed(cast)
    found = tracking.of_plan(cast.actor(who), cast.plan)
    assert found.activities
    assert found.sites


def test_a_viewer_reads_the_activities_and_no_site(cast: Cast) -> None:
    endorsed(cast)
    found = tracking.of_plan(cast.actor("viewer"), cast.plan)
    assert found.activities
    assert found.sites == ()


def test_reviewers_and_others_read_nothing_of_it(cast: Cast) -> None:
    endorsed(cast)
    with pytest.raises(Forbidden):
        tracking.of_plan(cast.actor("reviewer"), cast.plan)
    for who in ("stranger", "administrator"):
        with pytest.raises(NotFound):
            tracking.of_plan(cast.actor(who), cast.plan)


def test_it_costs_one_query_once_its_text_was_read(cast: Cast, queries: QueryCount) -> None:
    endorsed(cast)
    actor = cast.actor("officer")
    tracking.of_plan(actor, plans.get(actor, cast.plan.id))
    plan = plans.get(actor, cast.plan.id)
    with queries as count:
        tracking.of_plan(actor, plan)
    assert count.count == 1
