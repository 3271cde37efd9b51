"""Values of indicators: entered, sent, approved or sent back; who may, and what counts."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from nap_tracker.errors import Forbidden, Invalid, InvalidTransition, NotFound, Overtaken
from nap_tracker.extensions import db
from nap_tracker.models.account import Membership
from nap_tracker.models.event import Event
from nap_tracker.models.indicator_track import ObservationFile
from nap_tracker.roles import Role
from nap_tracker.services import indicators, observations
from nap_tracker.services.indicator_figures import Figures
from nap_tracker.services.observations import Typed
from tests.cast import Cast
from tests.doors import Clock
from tests.services.observed import approved, enter, follow, in_force, value

pytestmark = pytest.mark.database


@pytest.fixture(autouse=True)
def _in_march_2026(clock: Clock) -> None:
    """Every test: values are of the time before it."""


def test_a_value_goes_from_draft_to_approved(cast: Cast):
    version = in_force(cast)
    track = follow(cast, version)
    one = approved(cast, version, track, value(300, low=250, high=400))
    assert (one.state, one.low, one.best, one.high) == ("approved", 250, 300, 400)
    assert one.decided_by_id == cast.coordinator.id
    assert not one.approved_alone
    kinds = select(Event.kind).where(Event.kind.like("observation:%")).order_by(Event.number)
    assert list(db.session.scalars(kinds)) == [
        "observation:entered",
        "observation:sent",
        "observation:approved",
    ]


def test_a_page_sent_twice_enters_one_value(cast: Cast):
    version, actor = in_force(cast), cast.actor("officer")
    track = follow(cast, version)
    first = observations.add(actor, version, track, value(1), id="b" * 36)
    assert observations.add(actor, version, track, value(1), id="b" * 36) is first
    with pytest.raises(NotFound):
        observations.add(cast.actor("coordinator"), version, track, value(1), id="b" * 36)


def test_nobody_approves_their_own_while_somebody_else_could(cast: Cast):
    version, leader = in_force(cast), cast.actor("coordinator")
    track = follow(cast, version)
    one = enter(cast, version, track, value(1), who="coordinator")
    observations.advance(leader, version, track, one, "send")
    with pytest.raises(Forbidden):
        observations.advance(leader, version, track, one, "approve")
    observations.advance(cast.actor("focal_point"), version, track, one, "approve")
    assert not one.approved_alone


def test_who_is_alone_approves_their_own_and_the_record_says_so(cast: Cast):
    version, leader = in_force(cast), cast.actor("coordinator")
    track = follow(cast, version)
    one = enter(cast, version, track, value(1), who="coordinator")
    observations.advance(leader, version, track, one, "send")
    others = select(Membership).where(
        Membership.role == Role.FOCAL_POINT, Membership.party_id == version.party_id
    )
    for membership in db.session.scalars(others):
        membership.ends_at = datetime(2026, 1, 1, tzinfo=UTC)
    db.session.flush()
    observations.advance(leader, version, track, one, "approve")
    assert one.approved_alone


def test_what_is_sent_back_says_why_and_can_be_sent_again(cast: Cast):
    version, officer, leader = in_force(cast), cast.actor("officer"), cast.actor("coordinator")
    track = follow(cast, version)
    one = enter(cast, version, track, value(1))
    observations.advance(officer, version, track, one, "send")
    with pytest.raises(Invalid):
        observations.advance(leader, version, track, one, "send_back")
    with pytest.raises(Invalid):
        observations.advance(leader, version, track, one, "send_back", note="x" * 4001)
    observations.advance(leader, version, track, one, "send_back", note="Which sites?")
    assert (one.state, one.note) == ("sent_back", "Which sites?")
    observations.edit(officer, version, track, one, value(2), seen=one.revision)
    observations.advance(officer, version, track, one, "send")
    assert (one.state, one.decided_at, one.best) == ("waiting", None, 2)


def test_an_officer_approves_nothing(cast: Cast):
    version, officer = in_force(cast), cast.actor("officer")
    track = follow(cast, version)
    one = enter(cast, version, track, value(1))
    observations.advance(officer, version, track, one, "send")
    with pytest.raises(Forbidden):
        observations.advance(officer, version, track, one, "approve")
    assert observations.advance(officer, version, track, one, "take_back").state == "draft"


def test_an_approved_value_changes_no_more(cast: Cast):
    version, officer = in_force(cast), cast.actor("officer")
    track = follow(cast, version)
    one = approved(cast, version, track, value(1))
    with pytest.raises(InvalidTransition):
        observations.edit(officer, version, track, one, value(2), seen=one.revision)
    with pytest.raises(InvalidTransition):
        observations.attach(officer, version, one, [("a.txt", b"words")])
    with pytest.raises(InvalidTransition):
        observations.advance(cast.actor("coordinator"), version, track, one, "approve")


def test_a_page_opened_before_somebody_elses_change_undoes_nothing(cast: Cast):
    version = in_force(cast)
    track = follow(cast, version)
    one = enter(cast, version, track, value(1))
    seen = one.revision
    observations.edit(cast.actor("coordinator"), version, track, one, value(2), seen=seen)
    with pytest.raises(Overtaken):
        observations.edit(cast.actor("officer"), version, track, one, value(3), seen=seen)
    assert one.best == 2


def test_a_value_that_is_empty_is_not_sent(cast: Cast):
    version, officer = in_force(cast), cast.actor("officer")
    track = follow(cast, version)
    one = enter(cast, version, track, value())
    with pytest.raises(Forbidden):
        observations.advance(officer, version, track, one, "send")


def test_not_known_is_an_answer_and_no_zero(cast: Cast):
    version = in_force(cast)
    track = follow(cast, version)
    one = approved(cast, version, track, Typed("2025", Figures(is_unknown=True)))
    assert (one.best, one.empty) == (None, "not_known")


def test_a_share_is_typed_as_two_numbers(cast: Cast):
    version = in_force(cast)
    track = follow(cast, version, "open_burning_sites", "share")
    one = enter(cast, version, track, value(part=Decimal(3), whole=Decimal(12)))
    assert (one.best, one.part, one.whole) == (25, 3, 12)


SHARES = [
    (value(part=Decimal(3)), "whole"),
    (value(whole=Decimal(3)), "part"),
    (value(part=Decimal(3), whole=Decimal(0)), "whole"),
    (value(part=Decimal(-3), whole=Decimal(1)), "part"),
    (Typed("2025", Figures(is_unknown=True), part=Decimal(1), whole=Decimal(2)), "part"),
    (value(part=Decimal(6), whole=Decimal(9), groups={"sex": {"women": 7}}), "groups"),
]


@pytest.mark.parametrize(("typed", "about"), SHARES)
def test_a_share_that_cannot_be_is_refused_at_its_place(cast: Cast, typed: Typed, about: str):
    version = in_force(cast)
    track = follow(cast, version, "miners_registered", "share")
    with pytest.raises(Invalid) as refused:
        enter(cast, version, track, typed)
    assert refused.value.about == about


VALUES = [
    (value(1, "2027"), "as_of"),
    (value(1, "soon"), "as_of"),
    (value(-1), "best"),
    (value(2, low=3), "low"),
    (value(9, groups={"sex": {"women": 7, "men": 3}}), "groups"),
    (value(9, groups={"sex": {"women": -1}}), "groups"),
    (value(9, comment="x" * 4001), "comment"),
]


@pytest.mark.parametrize(("typed", "about"), VALUES)
def test_a_value_that_cannot_be_is_refused_at_its_place(cast: Cast, typed: Typed, about: str):
    version = in_force(cast)
    track = follow(cast, version, "miners_supported", "people")
    with pytest.raises(Invalid) as refused:
        enter(cast, version, track, typed)
    assert refused.value.about == about


def test_groups_are_kept_and_empty_splits_are_not(cast: Cast):
    version = in_force(cast)
    track = follow(cast, version, "miners_supported", "people")
    one = enter(cast, version, track, value(12, groups={"sex": {"women": 7}, "age": {}}))
    assert one.groups == {"sex": {"women": "7"}}


def test_a_closed_time_takes_no_value_and_moves_none(cast: Cast):
    version, leader = in_force(cast), cast.actor("coordinator")
    track = follow(cast, version)
    one = enter(cast, version, track, value(1, "2025-06"))
    observations.advance(cast.actor("officer"), version, track, one, "send")
    indicators.close(leader, version, track, "2025")
    with pytest.raises(Forbidden):
        observations.advance(leader, version, track, one, "approve")
    with pytest.raises(Invalid):
        enter(cast, version, track, value(1, "2025"))
    assert enter(cast, version, track, value(1, "2026-01")).state == "draft"
    indicators.close(leader, version, track, "2024", reason="A late report")
    assert observations.advance(leader, version, track, one, "approve").state == "approved"


def test_several_are_approved_at_once_and_ones_own_are_left(cast: Cast):
    version, leader, officer = in_force(cast), cast.actor("coordinator"), cast.actor("officer")
    track = follow(cast, version)
    theirs = [enter(cast, version, track, value(n)) for n in (1, 2)]
    own = enter(cast, version, track, value(3), who="coordinator")
    draft = enter(cast, version, track, value(4))
    for one in (*theirs, own):
        observations.advance(officer, version, track, one, "send")
    ids = [one.id for one in (*theirs, own, draft)]
    done, left = observations.approve_together(leader, version, ids)
    assert (done, set(left)) == (2, {own.id, draft.id})
    assert [one.state for one in (*theirs, own, draft)] == [
        "approved",
        "approved",
        "waiting",
        "draft",
    ]


def test_evidence_comes_with_a_draft(cast: Cast):
    version, officer = in_force(cast), cast.actor("officer")
    track = follow(cast, version)
    one = enter(cast, version, track, value(1))
    assert [p.key for p in _soft(cast, track, one)] == ["has_evidence"]
    observations.attach(officer, version, one, [("count.txt", b"We counted one")])
    found = db.session.scalars(select(ObservationFile).filter_by(observation_id=one.id)).one()
    assert (found.file.name, found.file.audience) == ("count.txt", "drafting_team")
    assert _soft(cast, track, one) == ()


def _soft(cast: Cast, track, one):
    observations._moves_to(one, observations.Observing.WAITING)
    try:
        return observations.problems(cast.actor("coordinator"), track, one, "approve")
    finally:
        observations._moves_to(one, observations.Observing.DRAFT)


def test_whose_figure_it_is_stays_with_it(cast: Cast):
    version = in_force(cast)
    track = follow(cast, version)
    one = enter(cast, version, track, value(1, on_behalf_uid="c" * 36))
    assert one.on_behalf_uid == "c" * 36
    assert observations.of_track(cast.actor("viewer"), version, track) == [one]
    assert observations.get(cast.actor("viewer"), version, one.id) is one
    with pytest.raises(NotFound):
        observations.get(cast.actor("officer"), version, "nothing")
    with pytest.raises((Forbidden, NotFound)):
        observations.of_track(cast.actor("reviewer"), version, track)
