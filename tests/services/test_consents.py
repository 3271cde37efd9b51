"""The administrator reads a Party's content only while its focal point lets them."""

from typing import Any

import pytest

from nap_tracker.content.audience import Audience
from nap_tracker.errors import Forbidden, Invalid, NotFound
from nap_tracker.extensions import db
from nap_tracker.models.account import Consent
from nap_tracker.models.event import Event
from nap_tracker.models.message import Message
from nap_tracker.permissions import can, reads_as
from nap_tracker.roles import Permission
from nap_tracker.services import consents, contents, plans
from tests.cast import Cast, make_user
from tests.doors import Clock


def let_read(cast: Cast, who: str = "focal_point", **changes: Any) -> Consent:
    details = {"administrator_id": cast.administrator.id, "reason": "A fault", "days": 3}
    return consents.give(cast.actor(who), cast.amberland, **(details | changes))


def test_without_consent_an_administrator_reads_nothing_of_any_party(cast: Cast) -> None:
    actor = cast.actor("administrator")
    assert plans.visible_to(actor) == []
    for plan in (cast.plan, cast.other_plan):
        with pytest.raises(NotFound):
            plans.newest(actor, plan.id)
        with pytest.raises(NotFound):
            contents.read(actor, plan.versions[0])
        assert reads_as(actor, plan) is Audience.PUBLIC


def test_with_consent_one_administrator_reads_one_party_and_changes_nothing(cast: Cast) -> None:
    let_read(cast)
    actor = cast.actor("administrator")
    assert [p.id for p in plans.visible_to(actor)] == [cast.plan.id]
    assert contents.read(actor, plans.newest(actor, cast.plan.id)).uid == cast.plan.id
    assert not can(actor, Permission.SECTION_EDIT, cast.plan.versions[0])
    with pytest.raises(NotFound):
        plans.get(actor, cast.other_plan.id)


def test_another_administrator_reads_nothing(cast: Cast) -> None:
    cast.viewer = make_user("Ola Other", is_administrator=True)
    let_read(cast)
    with pytest.raises(NotFound):
        plans.get(cast.actor("viewer"), cast.plan.id)


def test_consent_ends_by_itself_to_the_second(cast: Cast, clock: Clock) -> None:
    let_read(cast, days=3)
    clock.pass_by(days=3, seconds=-1)
    assert plans.get(cast.actor("administrator"), cast.plan.id)
    clock.pass_by(seconds=1)
    with pytest.raises(NotFound):
        plans.get(cast.actor("administrator"), cast.plan.id)


def test_consent_withdrawn_is_over_at_once(cast: Cast) -> None:
    consent = let_read(cast)
    consents.withdraw(cast.actor("focal_point"), cast.amberland, consent)
    with pytest.raises(NotFound):
        plans.get(cast.actor("administrator"), cast.plan.id)


def test_withdrawing_twice_is_written_down_once(cast: Cast) -> None:
    consent = let_read(cast)
    for _ in range(2):
        consents.withdraw(cast.actor("focal_point"), cast.amberland, consent)
    assert db.session.query(Event).filter_by(kind="consent:withdrawn").count() == 1


@pytest.mark.parametrize("who", ["coordinator", "officer", "viewer", "reviewer", "administrator"])
def test_only_the_focal_point_lets_anybody_read(cast: Cast, who: str) -> None:
    with pytest.raises(Forbidden):
        let_read(cast, who)


def test_a_focal_point_of_another_party_does_not_learn_of_this_one(cast: Cast) -> None:
    with pytest.raises(NotFound):
        let_read(cast, "stranger")


@pytest.mark.parametrize(
    "changes", [{"days": 0}, {"days": 31}, {"reason": " "}, {"reason": "x" * 501}]
)
def test_consent_has_an_end_and_a_reason(cast: Cast, changes: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        let_read(cast, **changes)


def test_consent_is_for_an_administrator(cast: Cast) -> None:
    with pytest.raises(Invalid):
        let_read(cast, administrator_id=cast.officer.id)


def test_consent_is_logged_mailed_and_shown_to_the_people_of_the_party(cast: Cast) -> None:
    consent = let_read(cast)
    event = db.session.query(Event).filter_by(kind="consent:given").one()
    assert (event.chain, event.actor_id) == (cast.amberland.id, cast.focal_point.id)
    assert db.session.query(Message).one().to == cast.administrator.email
    for who in ("focal_point", "coordinator", "officer", "viewer"):
        assert consents.of_party(cast.actor(who), cast.amberland) == [consent]
    with pytest.raises(Forbidden):
        consents.of_party(cast.actor("reviewer"), cast.amberland)


def test_both_sides_see_it_at_their_account(cast: Cast) -> None:
    consent = let_read(cast)
    assert consents.concerning(cast.administrator) == [consent]
    assert consents.concerning(cast.focal_point) == [consent]
    assert consents.concerning(cast.officer) == []


def test_a_consent_of_another_party_is_not_found(cast: Cast) -> None:
    consent = let_read(cast)
    with pytest.raises(NotFound):
        consents.find(cast.actor("stranger"), cast.borealia, consent.id)
