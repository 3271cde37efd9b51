"""Officers of institutions: they report on what theirs has to do with, and see nothing else."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from nap_tracker import links
from nap_tracker.clock import today
from nap_tracker.errors import Hidden, Invalid
from nap_tracker.estimates.on_track import Direction
from nap_tracker.extensions import db
from nap_tracker.models.account import Invitation, Membership, User
from nap_tracker.models.event import Event
from nap_tracker.models.indicator_track import IndicatorTrack
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import Task, can
from nap_tracker.predicates import Place
from nap_tracker.roles import Actor, ActorKind, Grant, Permission, Role
from nap_tracker.services import (
    accounts,
    activities,
    activity_reports,
    contents,
    delegations,
    finances,
    handovers,
    indicator_standings,
    indicators,
    institution_workbooks,
    institutions,
    invitations,
    milestones,
    observations,
    people,
    plans,
    portfolio,
    practices,
    progress_reviews,
    searches,
    tracking,
    versions,
)
from nap_tracker.services.activity_reports import Report
from nap_tracker.workflow.implementation import Phase
from nap_tracker.workflow.progress import Status
from tests.cast import Cast, give, make_plan, make_user
from tests.doors import QueryCount
from tests.factories import uid
from tests.house.policy_table import OPEN, PARTY, PLAN
from tests.services.observed import enter, follow, value
from tests.services.test_tracking import endorsed

HEALTH = uid("institution", 2)
SUPPORTED, LED, OTHERS = (uid("activity", n) for n in (1, 7, 3))
"""Activities that Health supports, leads, and has nothing to do with."""
THEIRS = frozenset(
    {
        Permission.ACTIVITY_REPORT,
        Permission.ACTIVITY_SHOW,
        Permission.EXPORT_CREATE,
        Permission.INDICATOR_REPORT,
        Permission.INDICATOR_SHOW,
    }
)


@pytest.mark.parametrize("permission", Permission)
def test_the_role_gives_five_permissions_on_their_own_task_and_none_elsewhere(
    permission: Permission,
) -> None:
    grant = Grant(Role.INSTITUTION, PARTY, PLAN, institution=HEALTH)
    actor = Actor(ActorKind.USER, user_id="u", grants=(grant,))
    for bodies in ({HEALTH}, {HEALTH, "another"}):
        task = Task(Place(OPEN, "trade"), frozenset(bodies))
        assert can(actor, permission, task) == (
            permission in THEIRS | {Permission.PARTY_SHOW, Permission.ROLE_DELEGATE}
            or permission in {Permission.PEOPLE_EXPLAIN, Permission.ROLE_TAKE_BACK}
        )
    elsewhere = Task(OPEN, frozenset({"another"}))
    assert not (permission in THEIRS and can(actor, permission, elsewhere))
    assert not (permission in THEIRS and can(actor, permission, OPEN))
    elsewhere = Grant(Role.INSTITUTION, PARTY, "another plan", institution=HEALTH)
    actor = Actor(ActorKind.USER, user_id="u", grants=(elsewhere,))
    same_name = Task(OPEN, frozenset({HEALTH}))
    assert not (permission in THEIRS and can(actor, permission, same_name))


@dataclass
class Story:
    """Lina of the ministry of health reports on the plan of Amberland, which is in force."""

    cast: Cast
    version: PlanVersion
    user: User

    @property
    def actor(self) -> Actor:
        return accounts.actor_of(self.user)

    def followed(self, which: str) -> activities.Followed:
        return activities.get(self.cast.actor("officer"), self.version, which)[1]

    def measured(self, by: str, standard: str = "mercury_used") -> IndicatorTrack:
        track = follow(self.cast, self.version, standard)
        how = indicators.Settings(Direction.DOWN, responsible_uid=by)
        return indicators.change(self.cast.actor("officer"), self.version, track, how)


@pytest.fixture
def story(cast: Cast) -> Story:
    version = endorsed(cast)
    user = make_user("Lina Health")
    give(user, Role.INSTITUTION, cast.amberland, cast.plan, institution_uid=HEALTH)
    db.session.commit()
    return Story(cast, version, user)


def test_they_see_the_activities_of_their_institution_alone(story: Story) -> None:
    following = activities.of_version(story.actor, story.version)
    every = activities.of_version(story.cast.actor("officer"), story.version).activities
    theirs = [one for one in every if HEALTH in one.activity.institutions]
    assert [one.activity.uid for one in following.activities] == [o.activity.uid for o in theirs]
    assert 0 < len(theirs) < len(every)
    assert following.tracked.sites == following.tracked.practices == ()
    kept = {uid for one in theirs for uid in one.activity.lines}
    assert {line.uid for line in following.tracked.lines} == kept
    with pytest.raises(Hidden):
        activities.get(story.actor, story.version, OTHERS)
    with pytest.raises(Hidden):
        activities.notes_of(story.actor, story.version, story.followed(OTHERS))


@pytest.mark.parametrize("which", [SUPPORTED, LED])
def test_they_report_on_what_theirs_leads_or_supports(story: Story, which: str) -> None:
    said = Report(Phase.UNDER_WAY, "It began.", ("minutes.txt", b"It began"))
    activity_reports.report(story.actor, story.version, story.followed(which), said)
    assert story.followed(which).phase is Phase.UNDER_WAY
    (note,) = activities.notes_of(story.actor, story.version, story.followed(which))
    assert (note.said_by_id, note.behalf_uid) == (story.user.id, None)


def test_they_say_that_a_milestone_was_reached(story: Story) -> None:
    one = story.followed(SUPPORTED)
    milestones.reach(
        story.actor, story.version, one, one.milestones[0], on="2026", said=Report(text="Done")
    )
    assert story.followed(SUPPORTED).milestones[0].reached_on == "2026"


def test_they_name_none_but_theirs_as_what_took_an_activity_up(story: Story) -> None:
    said = Report(Phase.MERGED, "One course for both.", into_uid=OTHERS)
    with pytest.raises(Invalid) as refused:
        activity_reports.report(story.actor, story.version, story.followed(LED), said)
    assert refused.value.about == "into"
    said = replace(said, into_uid=SUPPORTED)
    activity_reports.report(story.actor, story.version, story.followed(LED), said)
    (taken,) = story.followed(SUPPORTED).took_up
    assert taken.uid == LED


def test_of_the_work_of_others_that_took_up_theirs_they_read_the_number_alone(
    story: Story,
) -> None:
    officer, others = story.cast.actor("officer"), story.followed(OTHERS)
    said = Report(Phase.MERGED, "One course for both.", into_uid=OTHERS)
    activity_reports.report(officer, story.version, story.followed(LED), said)
    _, one = activities.get(story.actor, story.version, LED)
    assert one.into is not None
    words = one.into.called("en")
    assert others.activity.number["en"] in words
    assert "you may see no more" in words
    assert (one.into.statement, one.into.is_seen) == ({}, False)


def test_on_the_work_of_others_they_say_nothing(story: Story) -> None:
    with pytest.raises(Hidden):
        activity_reports.report(
            story.actor, story.version, story.followed(OTHERS), Report(text="No")
        )


def test_what_the_plan_holds_them_to_they_do_not_change(story: Story) -> None:
    """Neither a date nor a status nor a milestone: nobody makes their own work punctual."""
    one, who, version = story.followed(SUPPORTED), story.actor, story.version
    with pytest.raises(Hidden):
        milestones.move(who, version, one, one.milestones[0], to="2030", reason="Later")
    with pytest.raises(Hidden):
        milestones.add(who, version, one, title="Another", due="2027")
    with pytest.raises(Hidden):
        activity_reports.decide_status(who, version, one, Status.ON_TIME, "It is")
    with pytest.raises(Hidden):
        activity_reports.free_status(who, version, one)


def test_they_take_back_their_own_report_and_nobody_elses(story: Story) -> None:
    one, version = story.followed(SUPPORTED), story.version
    own = activity_reports.report(story.actor, version, one, Report(text="Wrong"))
    officer = story.cast.actor("officer")
    others = activity_reports.report(officer, version, story.followed(SUPPORTED), Report(text="R"))
    assert own is not None
    assert others is not None
    with pytest.raises(Hidden):
        activity_reports.withdraw(story.actor, version, SUPPORTED, others.id, "No")
    activity_reports.withdraw(story.actor, version, SUPPORTED, own.id, "Wrong activity")
    assert own.withdrawn_at is not None


def test_evidence_stays_with_the_drafting_team(story: Story) -> None:
    said = Report(text="Held", evidence=("minutes.txt", b"Held"))
    note = activity_reports.report(story.actor, story.version, story.followed(SUPPORTED), said)
    assert note is not None
    with pytest.raises(Hidden):
        activity_reports.evidence(story.actor, story.version, SUPPORTED, note.id)


def test_they_enter_and_send_values_of_indicators_they_measure_and_approve_none(
    story: Story,
) -> None:
    own, who, version = story.measured(HEALTH), story.actor, story.version
    one = observations.add(who, version, own, value(3))
    observations.attach(who, version, one, [("count.txt", b"3")])
    observations.edit(who, version, own, one, value(4), seen=one.revision)
    observations.advance(who, version, own, one, "send")
    assert observations.get(who, version, one.id).state == "waiting"
    with pytest.raises(Hidden):
        observations.advance(who, version, own, one, "approve")
    with pytest.raises(Hidden):
        observations.approve_together(who, version, [one.id])
    assert [line.track for line in indicator_standings.lines(who, version)] == [own]
    assert observations.facts_of(story.cast.actor("coordinator"), own, one).is_own is False


def test_values_that_others_measure_are_not_there_for_them(story: Story) -> None:
    other, who, version = story.measured(uid("institution", 1)), story.actor, story.version
    one = enter(story.cast, version, other, value(3))
    nobodys = follow(story.cast, version, "seizures")
    assert indicator_standings.lines(who, version) == ()
    for track in (other, nobodys):
        with pytest.raises(Hidden):
            indicators.get(who, version, track.id)
        with pytest.raises(Hidden):
            observations.of_track(who, version, track)
        with pytest.raises(Hidden):
            observations.add(who, version, track, value(3))
    with pytest.raises(Hidden):
        observations.get(who, version, one.id)
    with pytest.raises(Hidden):
        observations.edit(who, version, other, one, value(4), seen=one.revision)
    with pytest.raises(Hidden):
        observations.attach(who, version, one, [("count.txt", b"3")])
    with pytest.raises(Hidden):
        indicators.of_plan(who, version)


def test_they_see_no_text_no_money_no_practices_no_reviews(story: Story) -> None:
    who, version = story.actor, story.version
    assert plans.visible_to(who) == []
    assert plans.reported_on_by(who) == [story.cast.plan]
    assert portfolio.listing(who, portfolio.Wanted()).there == 0
    assert searches.search(who, "mercury").count == 0
    for closed in (
        lambda: plans.get(who, story.cast.plan.id),
        lambda: plans.newest(who, story.cast.plan.id),
        lambda: contents.read(who, version),
        lambda: finances.of_version(who, version, tracking.of_version(who, version)),
        lambda: practices.of_version(who, version),
        lambda: progress_reviews.of_plan(who, version),
        lambda: institution_workbooks.table(who, version, HEALTH),
        lambda: tracking.in_force(who, story.cast.plan.id),
    ):
        with pytest.raises(Hidden):
            closed()


def test_the_role_goes_on_in_the_next_version_in_force(story: Story) -> None:
    begun = versions.begin_next(story.cast.actor("coordinator"), story.version)
    assert begun.number == story.version.number + 1
    found = activities.of_version(story.actor, tracking.own_in_force(story.actor, begun.plan_id))
    assert found.activities


def test_without_a_version_in_force_they_have_no_page(cast: Cast) -> None:
    user = make_user("Lina Health")
    give(user, Role.INSTITUTION, cast.amberland, cast.plan, institution_uid=HEALTH)
    db.session.commit()
    with pytest.raises(Hidden):
        tracking.own_in_force(accounts.actor_of(user), cast.plan.id)


def test_nobody_without_an_institution_gets_in_by_their_door(story: Story) -> None:
    for who in ("reviewer", "stranger", "administrator"):
        with pytest.raises(Exception, match=r"may not see|role does not allow"):
            tracking.own_in_force(story.cast.actor(who), story.cast.plan.id)


def promise(cast: Cast, who: str = "coordinator", **changes: object) -> Invitation:
    asked: dict[str, object] = {
        "email": "health@example.org",
        "role": Role.INSTITUTION,
        "locale": "fr",
        "lifetime": timedelta(days=7),
        "plan": cast.plan,
        "institution_uid": HEALTH,
    }
    return invitations.invite(cast.actor(who), cast.amberland, **(asked | changes))  # type: ignore[arg-type]


def test_an_invitation_gives_the_role_for_the_institution(cast: Cast) -> None:
    endorsed(cast)
    sent = promise(cast)
    db.session.commit()
    token = links.token("invitation", sent.id)
    user = invitations.accept_as_new(token, name="Lina", password="a long enough pass", locale="fr")
    actor = accounts.actor_of(user)
    assert actor.institutions_in(cast.plan.id) == {HEALTH}
    assert actor.roles_in(cast.amberland.id) == actor.sections_in(cast.plan.id) == frozenset()
    kinds = select(Event).where(Event.kind.in_(("invitation:sent", "role:given")))
    acts = db.session.scalars(kinds.where(Event.plan_id == cast.plan.id)).all()
    assert {json.loads(act.details)["institution"] for act in acts} == {HEALTH}


@pytest.mark.parametrize(
    "changes",
    [
        {"institution_uid": None},
        {"institution_uid": uid("institution", 99)},
        {"institution_uid": uid("activity", 1)},
        {"role": Role.REVIEWER},
    ],
)
def test_an_invitation_names_an_institution_of_the_plan_in_force(
    cast: Cast, changes: dict[str, object]
) -> None:
    endorsed(cast)
    with pytest.raises(Invalid) as refused:
        promise(cast, **changes)
    assert refused.value.about == "institution"
    assert db.session.query(Invitation).count() == 0


def test_for_a_plan_that_is_not_in_force_nobody_is_invited(cast: Cast) -> None:
    with pytest.raises(Hidden):
        promise(cast)


def test_who_reports_for_an_institution_is_invited_for_another_and_not_again(story: Story) -> None:
    with pytest.raises(Invalid):
        promise(story.cast, email=story.user.email)
    promise(story.cast, email=story.user.email, institution_uid=uid("institution", 1))
    assert db.session.query(Invitation).count() == 1


def test_inviting_again_replaces_the_promise_for_the_same_institution_only(cast: Cast) -> None:
    endorsed(cast)
    first, other = promise(cast), promise(cast, institution_uid=uid("institution", 1))
    again = promise(cast)
    waiting = invitations.waiting(cast.actor("coordinator"), cast.amberland)
    assert {one.id for one in waiting} == {other.id, again.id}
    renewed = invitations.renew(cast.actor("coordinator"), again, lifetime=timedelta(days=7))
    assert renewed.institution_uid == HEALTH
    assert first.withdrawn_at is not None


def test_the_database_refuses_half_a_role(cast: Cast) -> None:
    user = make_user("Half Role")
    give(user, Role.INSTITUTION, cast.amberland, cast.plan)
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_it_is_handed_over_with_its_institution(story: Story) -> None:
    colleague = make_user("Omar Health")
    give(colleague, Role.INSTITUTION, story.cast.amberland, story.cast.plan, None, HEALTH)
    other = make_user("Pia Mines")
    mines = uid("institution", 1)
    give(other, Role.INSTITUTION, story.cast.amberland, story.cast.plan, None, mines)
    db.session.commit()
    offer = handovers.offer(story.actor, story.cast.amberland, to_id=other.id)
    handovers.accept(accounts.actor_of(other), story.cast.amberland, offer)
    assert accounts.actor_of(other).institutions_in(story.cast.plan.id) == {HEALTH, mines}
    assert story.actor.grants == ()
    assert accounts.actor_of(colleague).institutions_in(story.cast.plan.id) == {HEALTH}


def test_who_stands_in_reports_for_the_institution_while_it_lasts(story: Story) -> None:
    mine = db.session.query(Membership).filter_by(user_id=story.user.id).one()
    day = today(story.cast.amberland.time_zone)
    loan = delegations.give(
        story.actor,
        story.cast.amberland,
        mine,
        to_id=story.cast.viewer.id,
        first_day=day,
        last_day=day,
    )
    viewer = story.cast.actor("viewer")
    assert viewer.institutions_in(story.cast.plan.id) == {HEALTH}
    activity_reports.report(viewer, story.version, story.followed(LED), Report(text="Held"))
    act = db.session.scalars(select(Event).filter_by(kind="activity:reported")).one()
    assert json.loads(act.details)["for"] == story.user.id
    delegations.withdraw(story.actor, story.cast.amberland, loan)
    assert story.cast.actor("viewer").institutions_in(story.cast.plan.id) == frozenset()


def test_a_role_for_an_institution_is_not_changed_into_another_and_ends(story: Story) -> None:
    member = db.session.query(Membership).filter_by(user_id=story.user.id).one()
    lead = story.cast.actor("coordinator")
    with pytest.raises(Invalid):
        people.change(lead, story.cast.amberland, member, role=Role.OFFICER, last_day=None)
    people.end(lead, story.cast.amberland, member)
    assert story.actor.grants == ()


def test_institutions_of_plans_in_force_are_offered_to_who_drafts(story: Story) -> None:
    party = story.cast.amberland
    make_plan(party, "Not in force")
    db.session.commit()
    found = institutions.of_party(story.cast.actor("coordinator"), party)
    assert [one.uid for one in found] == [uid("institution", n) for n in (1, 2, 3)]
    assert {one.plan_id for one in found} == {story.cast.plan.id}
    own = institutions.known(story.actor, party)
    assert [one.uid for one in own.institutions] == [HEALTH]
    assert list(own.titles) == [story.cast.plan.id]
    for who in ("viewer", "reviewer", "stranger"):
        assert institutions.of_party(story.cast.actor(who), party) == ()
        assert institutions.known(story.cast.actor(who), party).institutions == ()


def test_naming_them_costs_one_query(story: Story, queries: QueryCount) -> None:
    lead, party = story.cast.actor("coordinator"), story.cast.amberland
    assert party.code
    with queries as count:
        known = institutions.known(lead, party)
    assert count.count == 1
    assert set(known.titles.values()) == {"National action plan of Amberland"}
    viewer = story.cast.actor("viewer")
    with queries as count:
        institutions.known(viewer, party)
    assert count.count == 1
