"""Work handed over for good: offered with its list, accepted or lapsed, and then it has moved."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from nap_tracker.clock import now, today
from nap_tracker.errors import Forbidden, Invalid, NotFound
from nap_tracker.extensions import db
from nap_tracker.models.account import Membership, User
from nap_tracker.models.delegation import Handover
from nap_tracker.models.entry import Revision
from nap_tracker.models.event import Event
from nap_tracker.models.message import Message
from nap_tracker.models.plan import Assignment
from nap_tracker.roles import OPERATOR, Role
from nap_tracker.services import (
    accounts,
    agenda,
    assignments,
    delegations,
    entries,
    handovers,
    history,
    in_hand,
    locks,
    people,
    plans,
    turns,
)
from nap_tracker.services.entries import Change
from tests.browser_client import Browser
from tests.cast import Cast, give
from tests.doors import Clock
from tests.services.moving import move


def offer(cast: Cast, giver: str, to: str) -> Handover:
    made = handovers.offer(
        cast.actor(giver), cast.amberland, to_id=getattr(cast, to).id, note="Ring the ministry"
    )
    db.session.commit()
    return made


def held(user: User) -> set[Role]:
    query = db.session.query(Membership).filter_by(user_id=user.id)
    return {m.role for m in query if not m.has_ended(now())}


def test_nothing_moves_until_the_colleague_accepts_and_then_all_of_it(cast: Cast):
    version = plans.newest(OPERATOR, cast.plan.id)
    lead, officer = cast.actor("coordinator"), cast.actor("officer")
    give(cast.officer, Role.SECTION_DRAFTER, cast.amberland, cast.plan, "health")
    assignments.assign(lead, version, "trade", user_id=cast.officer.id, due_on="2027-01")
    locks.take(officer, version, "trade", reason="Rewriting", hours=2)
    opened = entries.open_section(officer, version, "trade")
    entries.save(officer, opened, Change(seen=0))
    made = offer(cast, "officer", "viewer")
    assert made.in_hand["assigned"] == [f"{version.id}:trade"]
    assert len(made.in_hand["roles"]) == 2
    assert len(made.in_hand["locks"]) == 1
    assert held(cast.officer) == {Role.OFFICER, Role.SECTION_DRAFTER}
    assert held(cast.viewer) == {Role.VIEWER}

    handovers.accept(cast.actor("viewer"), cast.amberland, made)
    db.session.commit()
    assert held(cast.officer) == set()
    assert held(cast.viewer) == {Role.VIEWER, Role.OFFICER, Role.SECTION_DRAFTER}
    moved = db.session.query(Assignment).filter_by(section="trade").one()
    assert (moved.user_id, moved.due_on) == (cast.viewer.id, "2027-01")
    assert locks.of_version(cast.actor("coordinator"), version) == {}
    last = db.session.query(Revision).filter_by(uid=opened.content.uid, number=1).one()
    assert last.author_id == cast.officer.id
    with pytest.raises(NotFound):
        plans.get(cast.actor("officer"), cast.plan.id)
    done = db.session.query(Event).filter_by(kind="handover:accepted").one()
    assert done.actor_id == cast.viewer.id
    assert done.subject == f"account:{cast.officer.id}"
    assert json.loads(done.details)["assigned"] == [f"{version.id}:trade"]
    assert history.broken_links(cast.amberland.id) == []


def test_the_only_focal_point_leaves_by_handing_over(cast: Cast):
    member = db.session.query(Membership).filter_by(user_id=cast.focal_point.id).one()
    with pytest.raises(Invalid):
        people.end(cast.actor("focal_point"), cast.amberland, member)
    handovers.accept(
        cast.actor("coordinator"), cast.amberland, offer(cast, "focal_point", "coordinator")
    )
    assert held(cast.coordinator) == {Role.COORDINATOR, Role.FOCAL_POINT}
    assert held(cast.focal_point) == set()


def test_an_offer_lapses_by_itself(cast: Cast, clock: Clock):
    made = offer(cast, "officer", "colleague")
    clock.moment = made.lapses_at - timedelta(seconds=1)
    assert list(handovers.waiting(cast.actor("viewer"), cast.amberland)) == [made]
    clock.pass_by(seconds=1)
    assert list(handovers.waiting(cast.actor("viewer"), cast.amberland)) == []
    for answer in (handovers.accept, handovers.decline):
        with pytest.raises(Invalid):
            answer(cast.actor("colleague"), cast.amberland, made)
    handovers.withdraw(cast.actor("officer"), cast.amberland, made)
    assert made.withdrawn_at is None
    offer(cast, "officer", "viewer")


@pytest.mark.parametrize("who", ["officer", "focal_point", "viewer"])
def test_only_who_it_was_offered_to_answers(cast: Cast, who: str):
    made = offer(cast, "officer", "colleague")
    for answer in (handovers.accept, handovers.decline):
        with pytest.raises(Forbidden):
            answer(cast.actor(who), cast.amberland, made)


@pytest.mark.parametrize(
    ("who", "error"),
    [("officer", None), ("colleague", None), ("focal_point", None), ("coordinator", None),
     ("viewer", Forbidden), ("reviewer", Forbidden), ("stranger", NotFound)],
)  # fmt: skip
def test_who_reads_an_offer(cast: Cast, who: str, error: type[Exception] | None):
    made = offer(cast, "officer", "colleague")
    if error is None:
        assert handovers.find(cast.actor(who), cast.amberland, made.id) is made
    else:
        with pytest.raises(error):
            handovers.find(cast.actor(who), cast.amberland, made.id)
    with pytest.raises(NotFound):
        handovers.find(cast.actor("stranger"), cast.borealia, made.id)


def test_an_answer_counts_once(cast: Cast):
    made = offer(cast, "officer", "colleague")
    handovers.decline(cast.actor("colleague"), cast.amberland, made)
    with pytest.raises(Invalid):
        handovers.accept(cast.actor("colleague"), cast.amberland, made)
    assert held(cast.officer) == {Role.OFFICER}


def test_what_was_taken_from_the_giver_meanwhile_does_not_move(cast: Cast):
    made = offer(cast, "officer", "viewer")
    member = db.session.query(Membership).filter_by(user_id=cast.officer.id).one()
    people.end(cast.actor("coordinator"), cast.amberland, member)
    with pytest.raises(Invalid):
        handovers.accept(cast.actor("viewer"), cast.amberland, made)
    assert held(cast.viewer) == {Role.VIEWER}


def test_nobody_hands_over_for_longer_than_they_hold_it(cast: Cast):
    member = db.session.query(Membership).filter_by(user_id=cast.officer.id).one()
    member.ends_at = now() + timedelta(days=20)
    handovers.accept(cast.actor("viewer"), cast.amberland, offer(cast, "officer", "viewer"))
    moved = db.session.query(Membership).filter_by(user_id=cast.viewer.id, role=Role.OFFICER).one()
    assert moved.ends_at is not None
    assert abs(moved.ends_at - now() - timedelta(days=20)) < timedelta(minutes=1)


def test_who_has_the_same_role_for_longer_keeps_it_so(cast: Cast):
    member = db.session.query(Membership).filter_by(user_id=cast.officer.id).one()
    member.ends_at = now() + timedelta(days=20)
    handovers.accept(cast.actor("colleague"), cast.amberland, offer(cast, "officer", "colleague"))
    kept = db.session.query(Membership).filter_by(user_id=cast.colleague.id).one()
    assert kept.ends_at is None


def test_what_was_lent_is_not_handed_over_and_ends(cast: Cast):
    member = db.session.query(Membership).filter_by(user_id=cast.coordinator.id).one()
    delegations.give(
        cast.actor("coordinator"),
        cast.amberland,
        member,
        to_id=cast.officer.id,
        first_day=today(),
        last_day=today() + timedelta(days=5),
    )
    made = offer(cast, "officer", "viewer")
    assert len(made.in_hand["roles"]) == 1
    handovers.accept(cast.actor("viewer"), cast.amberland, made)
    assert cast.actor("officer").grants == ()
    assert cast.actor("viewer").roles_in(cast.amberland.id) == {Role.OFFICER, Role.VIEWER}


def test_stand_ins_end_with_the_role_that_was_lent(cast: Cast):
    member = db.session.query(Membership).filter_by(user_id=cast.coordinator.id).one()
    delegations.give(
        cast.actor("coordinator"),
        cast.amberland,
        member,
        to_id=cast.officer.id,
        first_day=today(),
        last_day=today() + timedelta(days=5),
    )
    handovers.accept(cast.actor("viewer"), cast.amberland, offer(cast, "coordinator", "viewer"))
    assert cast.actor("officer").roles_in(cast.amberland.id) == {Role.OFFICER}
    assert delegations.of_party(cast.actor("viewer"), cast.amberland) == []


def test_one_offer_at_a_time_to_a_colleague_only(cast: Cast):
    for whom in ("reviewer", "stranger", "administrator", "officer"):
        with pytest.raises(Invalid):
            offer(cast, "officer", whom)
    offer(cast, "officer", "colleague")
    with pytest.raises(Invalid):
        offer(cast, "officer", "viewer")
    with pytest.raises(Forbidden):
        offer(cast, "reviewer", "officer")


def test_it_waits_in_the_agenda_of_who_shall_answer(cast: Cast):
    offer(cast, "officer", "viewer")
    assert [d.kind for d in agenda.of_person(cast.actor("viewer"))] == ["handover"]
    assert [d for d in agenda.of_person(cast.actor("colleague")) if d.kind == "handover"] == []


def test_those_who_lead_are_told_of_the_offer_and_of_the_answer(cast: Cast):
    made = offer(cast, "officer", "viewer")
    leading = {cast.focal_point.email, cast.coordinator.email}
    told = {m.to for m in db.session.query(Message).filter_by(template="handover_offered")}
    assert told == {cast.viewer.email, *leading}
    handovers.accept(cast.actor("viewer"), cast.amberland, made)
    told = {m.to for m in db.session.query(Message).filter_by(template="handover_answered")}
    assert told == {cast.officer.email, *leading}


def test_seven_queries_whatever_is_in_hand(cast: Cast, queries):
    version = plans.newest(OPERATOR, cast.plan.id)
    for section in ("trade", "budget", "health"):
        assignments.assign(OPERATOR, version, section, user_id=cast.officer.id)
    db.session.commit()
    user, party = accounts.own(cast.actor("officer")), cast.amberland
    with queries as count:
        held = in_hand.of_person(user, party)
    assert len(held.assigned) == 3
    assert count.count <= 7


def test_requests_that_wait_stand_in_the_list_and_their_answers_find_who_leads(
    cast: Cast, clock: Clock
):
    clock.moment = now().replace(hour=9)
    version = plans.newest(OPERATOR, cast.plan.id)
    lead = cast.actor("coordinator")
    move(lead, version, "open_internal_review", bodies=["Customs", "Mines"], due_on="2026-12-01")
    customs, mines = turns.waiting(version)
    turns.answer(lead, version, customs, refuses=False, words="", on=today().isoformat())
    made = offer(cast, "coordinator", "officer")
    assert made.in_hand["turns"] == [mines.id]
    handovers.accept(cast.actor("officer"), cast.amberland, made)
    db.session.query(Message).delete()
    turns.answer(
        cast.actor("officer"), version, mines, refuses=False, words="", on=today().isoformat()
    )
    db.session.commit()
    told = {m.to for m in db.session.query(Message).filter_by(template="turn_answered")}
    assert told == {cast.focal_point.email}
    assert in_hand.of_person(cast.officer, cast.amberland).turns == []


def test_who_may_not_know_who_was_asked_reads_how_many_were(
    cast: Cast, browser: Browser, clock: Clock
):
    version = plans.newest(OPERATOR, cast.plan.id)
    move(cast.actor("coordinator"), version, "open_internal_review", bodies=["Customs", "Mines"])
    for to, words in (("viewer", "2 requests"), ("officer", "Customs: Internal review")):
        made = offer(cast, "coordinator", to)
        url = f"/parties/{cast.amberland.id}/handovers/{made.id}"
        text = browser.sign_in(getattr(cast, to)).get(url).one("main").text()
        assert words in text
        assert ("Customs" in text) == (to == "officer")
        handovers.withdraw(cast.actor("coordinator"), cast.amberland, made)
        db.session.commit()
