"""Following the activities of a plan in force: reports, milestones, decided statuses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from nap_tracker.clock import today
from nap_tracker.content.tracked import tracked
from nap_tracker.errors import Forbidden, Hidden, Invalid, InvalidTransition, NotFound
from nap_tracker.extensions import db
from nap_tracker.models.activity_track import ActivityTrack, MilestoneMove, ProgressNote
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import Actor
from nap_tracker.services import activities, activity_reports, contents, milestones, registrations
from nap_tracker.services.activities import Followed
from nap_tracker.services.activity_reports import Noted, Report
from nap_tracker.services.registrations import Original
from nap_tracker.workflow.implementation import Phase
from nap_tracker.workflow.progress import Because, Freshness, Status
from tests.cast import Cast
from tests.doors import Clock, QueryCount
from tests.factories import uid
from tests.services.test_tracking import endorsed

ACTIVITY, OTHER, THIRD = (uid("activity", number) for number in (1, 2, 3))


def followed(actor: Actor, version: PlanVersion, which: str = ACTIVITY) -> Followed:
    return activities.get(actor, version, which)[1]


def test_before_anybody_reports_the_phase_is_not_known_and_nothing_was_heard(cast: Cast) -> None:
    version = endorsed(cast)
    one = followed(cast.actor("officer"), version)
    assert one.phase is Phase.NOT_KNOWN
    assert one.freshness is Freshness.NEVER
    assert one.track is None


def test_a_report_moves_the_phase_keeps_the_words_and_is_heard(cast: Cast) -> None:
    version, officer = endorsed(cast), cast.actor("officer")
    said = Report(phase=Phase.UNDER_WAY, text="The first course was held.")
    activity_reports.report(officer, version, followed(officer, version), said)
    one = followed(officer, version)
    assert one.phase is Phase.UNDER_WAY
    assert one.freshness is Freshness.FRESH
    (note,) = activities.notes_of(officer, version, followed(officer, version))
    assert (note.text, note.said_by_id) == ("The first course was held.", cast.officer.id)


def test_saying_that_nothing_changed_is_hearing_of_it(cast: Cast, clock: Clock) -> None:
    version, officer = endorsed(cast), cast.actor("officer")
    activity_reports.report(
        officer, version, followed(officer, version), Report(phase=Phase.UNDER_WAY)
    )
    clock.pass_by(days=200)
    assert followed(officer, version).freshness is Freshness.LATE
    activity_reports.report(
        officer, version, followed(officer, version), Report(phase=Phase.UNDER_WAY)
    )
    assert followed(officer, version).freshness is Freshness.FRESH
    assert activities.notes_of(officer, version, followed(officer, version)) == []


def test_a_report_that_says_nothing_is_refused(cast: Cast) -> None:
    version, officer = endorsed(cast), cast.actor("officer")
    with pytest.raises(Invalid):
        activity_reports.report(officer, version, followed(officer, version), Report(text="  "))
    assert db.session.scalars(select(ActivityTrack)).all() == []


@pytest.mark.parametrize("phase", [Phase.CANCELLED, Phase.MERGED])
def test_who_cancels_or_merges_says_why(cast: Cast, phase: Phase) -> None:
    version, officer = endorsed(cast), cast.actor("officer")
    with pytest.raises(Invalid) as refused:
        activity_reports.report(officer, version, followed(officer, version), Report(phase=phase))
    assert refused.value.about == "text"
    into = OTHER if phase is Phase.MERGED else None
    said = Report(phase=phase, text="There is no money for it.", into_uid=into)
    activity_reports.report(officer, version, followed(officer, version), said)
    assert followed(officer, version).judgement.because is Because.PHASE


def merge(cast: Cast, version: PlanVersion, which: str, into: str | None) -> None:
    officer = cast.actor("officer")
    said = Report(phase=Phase.MERGED, text="One course for both.", into_uid=into)
    activity_reports.report(officer, version, followed(officer, version, which), said)


def test_a_merged_activity_and_the_one_that_took_it_up_know_of_each_other(cast: Cast) -> None:
    version, officer = endorsed(cast), cast.actor("officer")
    merge(cast, version, ACTIVITY, OTHER)
    one, other = followed(officer, version), followed(officer, version, OTHER)
    assert one.into is not None
    assert (one.into.uid, one.into.is_seen) == (OTHER, True)
    assert [each.uid for each in other.took_up] == [ACTIVITY]
    assert (other.phase, other.into) == (Phase.NOT_KNOWN, None)
    again = Report(phase=Phase.UNDER_WAY, text="It goes on by itself.")
    activity_reports.report(officer, version, one, again)
    assert followed(officer, version).into is None
    assert followed(officer, version, OTHER).took_up == ()


@pytest.mark.parametrize("into", [None, "", ACTIVITY, uid("activity", 99)])
def test_what_took_it_up_is_another_activity_of_the_plan(cast: Cast, into: str | None) -> None:
    version = endorsed(cast)
    with pytest.raises(Invalid) as refused:
        merge(cast, version, ACTIVITY, into)
    assert refused.value.about == "into"
    assert db.session.scalars(select(ActivityTrack)).all() == []


@pytest.mark.parametrize("phase", [None, Phase.UNDER_WAY, Phase.CANCELLED])
def test_what_took_it_up_is_named_with_the_phase_merged_alone(
    cast: Cast, phase: Phase | None
) -> None:
    version, officer = endorsed(cast), cast.actor("officer")
    said = Report(phase=phase, text="One course for both.", into_uid=OTHER)
    with pytest.raises(Invalid) as refused:
        activity_reports.report(officer, version, followed(officer, version), said)
    assert refused.value.about == "into"
    assert db.session.scalars(select(ActivityTrack)).all() == []


def test_activities_are_never_merged_in_a_circle(cast: Cast) -> None:
    version, officer = endorsed(cast), cast.actor("officer")
    merge(cast, version, ACTIVITY, OTHER)
    with pytest.raises(Invalid) as refused:
        merge(cast, version, OTHER, ACTIVITY)
    assert refused.value.about == "into"
    merge(cast, version, OTHER, THIRD)
    for into in (ACTIVITY, OTHER):
        with pytest.raises(Invalid):
            merge(cast, version, THIRD, into)
    assert followed(officer, version, THIRD).phase is Phase.NOT_KNOWN


def test_an_activity_that_was_cancelled_takes_up_no_other(cast: Cast) -> None:
    version, officer = endorsed(cast), cast.actor("officer")
    said = Report(phase=Phase.CANCELLED, text="There is no money for it.")
    activity_reports.report(officer, version, followed(officer, version, OTHER), said)
    with pytest.raises(Invalid):
        merge(cast, version, ACTIVITY, OTHER)


def test_what_took_it_up_stays_until_another_is_named(cast: Cast) -> None:
    version, officer = endorsed(cast), cast.actor("officer")
    merge(cast, version, ACTIVITY, OTHER)
    for said, expected in (
        (Report(text="The last of it was handed over."), OTHER),
        (Report(phase=Phase.MERGED), OTHER),
        (Report(phase=Phase.MERGED, into_uid=THIRD), THIRD),
    ):
        activity_reports.report(officer, version, followed(officer, version), said)
        into = followed(officer, version).into
        assert into is not None
        assert into.uid == expected
    activity_reports.confirm(officer, version, followed(officer, version))
    assert [one.uid for one in followed(officer, version, THIRD).took_up] == [ACTIVITY]


def test_of_a_day_in_the_past_the_link_is_that_of_the_day(cast: Cast, clock: Clock) -> None:
    version, officer = endorsed(cast), cast.actor("officer")
    before = today()
    clock.pass_by(days=2)
    merge(cast, version, ACTIVITY, OTHER)
    merged = today()
    clock.pass_by(days=2)
    merge(cast, version, ACTIVITY, THIRD)
    for day, expected in ((before, None), (merged, OTHER), (today(), THIRD)):
        one = activities.on_day(officer, version, day).one(ACTIVITY)
        assert (one.into.uid if one.into else None) == expected


def test_a_page_sent_twice_reports_once(cast: Cast) -> None:
    version, officer = endorsed(cast), cast.actor("officer")
    said = Report(text="Once", once="6a7f0a4e-8d35-4d0f-9a57-0f2f7ad0a001")
    for _ in range(2):
        activity_reports.report(officer, version, followed(officer, version), said)
    assert [n.text for n in activities.notes_of(officer, version, followed(officer, version))] == [
        "Once"
    ]


def test_on_behalf_of_an_institution_needs_evidence_and_one_that_works_on_it(cast: Cast) -> None:
    version, officer = endorsed(cast), cast.actor("officer")
    one = followed(officer, version)
    lead = one.activity.lead_uid
    with pytest.raises(Invalid) as refused:
        activity_reports.report(officer, version, one, Report(text="Done", behalf_uid=lead))
    assert refused.value.about == "file"
    letter = ("letter.txt", b"We held the course")
    said = Report(text="Done", behalf_uid="somebody-else", evidence=letter)
    with pytest.raises(Invalid):
        activity_reports.report(officer, version, one, said)
    said = Report(text="Done", behalf_uid=lead, evidence=letter)
    note = activity_reports.report(officer, version, one, said)
    assert note is not None
    assert (note.behalf_uid, note.file_id is not None) == (lead, True)


def test_evidence_is_opened_by_the_drafting_team_alone(cast: Cast) -> None:
    version, officer = endorsed(cast), cast.actor("officer")
    said = Report(text="Held", evidence=("minutes.txt", b"They came"))
    note = activity_reports.report(officer, version, followed(officer, version), said)
    assert note is not None
    _, data = activity_reports.evidence(cast.actor("colleague"), version, ACTIVITY, note.id)
    assert data == b"They came"
    for who in ("viewer", "stranger"):
        with pytest.raises(NotFound):
            activity_reports.evidence(cast.actor(who), version, ACTIVITY, note.id)
    with pytest.raises(Forbidden):
        activity_reports.evidence(cast.actor("reviewer"), version, ACTIVITY, note.id)


def test_a_withdrawn_report_stays_on_record_with_its_reason(cast: Cast) -> None:
    version, officer = endorsed(cast), cast.actor("officer")
    said = Report(text="Wrong")
    note = activity_reports.report(officer, version, followed(officer, version), said)
    assert note is not None
    with pytest.raises(Invalid):
        activity_reports.withdraw(officer, version, ACTIVITY, note.id, " ")
    activity_reports.withdraw(officer, version, ACTIVITY, note.id, "Another activity")
    with pytest.raises(InvalidTransition):
        activity_reports.withdraw(officer, version, ACTIVITY, note.id, "Again")
    (kept,) = activities.notes_of(officer, version, followed(officer, version))
    assert (kept.text, kept.withdrawn_because) == ("Wrong", "Another activity")
    with pytest.raises(Hidden):
        activity_reports.note_of(version, uid("activity", 2), note.id)


def test_a_decided_status_has_a_reason_and_lapses_with_a_review(cast: Cast) -> None:
    version, officer = endorsed(cast), cast.actor("officer")
    one = followed(officer, version)
    with pytest.raises(Invalid):
        activity_reports.decide_status(officer, version, one, Status.LATE, " ")
    with pytest.raises(Invalid):
        activity_reports.decide_status(officer, version, one, Status.DONE, "It is done")
    activity_reports.decide_status(officer, version, one, Status.LATE, "The law is stuck")
    decided = followed(officer, version)
    assert (decided.judgement.status, decided.judgement.because) == (Status.LATE, Because.OVERRIDE)
    assert decided.worked_out == one.judgement
    assert activity_reports.lapse_statuses(cast.actor("coordinator"), version) == 1
    assert followed(officer, version).judgement == one.judgement


def test_a_decided_status_can_be_let_go(cast: Cast) -> None:
    version, officer = endorsed(cast), cast.actor("officer")
    one = followed(officer, version)
    activity_reports.decide_status(officer, version, one, Status.LATE, "The law is stuck")
    for _ in range(2):
        activity_reports.free_status(officer, version, followed(officer, version))
    assert followed(officer, version).judgement == one.judgement


def test_a_milestone_is_reached_on_a_day_that_has_come(cast: Cast) -> None:
    version, officer = endorsed(cast), cast.actor("officer")
    one = followed(officer, version)
    point = one.milestones[0]
    tomorrow = (today() + timedelta(days=1)).isoformat()
    for wrong in ("", tomorrow):
        with pytest.raises(Invalid):
            milestones.reach(officer, version, one, point, on=wrong, said=Report())
    said = Report(text="The decree", evidence=("decree.txt", b"We decree"))
    milestones.reach(officer, version, one, point, on="2026-01", said=said)
    now = followed(officer, version)
    assert now.milestones[0].reached_on == "2026-01"
    assert now.freshness is Freshness.FRESH
    (note,) = activities.notes_of(officer, version, followed(officer, version))
    assert note.milestone_uid == point.uid


def test_a_moved_date_keeps_the_one_before_and_the_reason(cast: Cast) -> None:
    version, officer = endorsed(cast), cast.actor("officer")
    one = followed(officer, version)
    point = one.milestones[0]
    with pytest.raises(Invalid):
        milestones.move(officer, version, one, point, to="2031", reason="")
    milestones.move(officer, version, one, point, to="2031", reason="Elections")
    now = followed(officer, version)
    assert now.milestones[0].due == "2031"
    milestones.move(officer, version, now, now.milestones[0], to="2031", reason="Again")
    (kept,) = activities.moves_of(officer, version, now)[point.uid]
    assert (kept.before, kept.after, kept.reason) == (point.due, "2031", "Elections")
    frozen = tracked(contents.load(version)).activity(ACTIVITY)
    assert frozen is not None
    assert frozen.milestones[0].due == point.due


def test_a_milestone_may_be_set_while_the_activity_goes_on(cast: Cast) -> None:
    version, officer = endorsed(cast), cast.actor("officer")
    one = followed(officer, version)
    once = "6a7f0a4e-8d35-4d0f-9a57-0f2f7ad0a002"
    for _ in range(2):
        milestones.add(officer, version, one, title="Second course", due="2020", once=once)
    set_ = [m for m in followed(officer, version).milestones if m.is_own]
    assert [(dict(m.title), m.due, m.is_overdue) for m in set_] == [
        ({"en": "Second course"}, "2020", True)
    ]
    with pytest.raises(Hidden):
        milestones.get(one, "no-such-milestone")


def test_who_only_reads_reports_nothing(cast: Cast) -> None:
    version, viewer = endorsed(cast), cast.actor("viewer")
    one = followed(viewer, version)
    with pytest.raises(Forbidden):
        activity_reports.report(viewer, version, one, Report(text="So it is"))
    with pytest.raises(Forbidden):
        milestones.add(viewer, version, one, title="One", due="2030")
    with pytest.raises(Forbidden):
        activity_reports.decide_status(viewer, version, one, Status.LATE, "Because")
    assert db.session.scalars(select(ProgressNote)).all() == []


def test_another_party_finds_nothing(cast: Cast) -> None:
    version = endorsed(cast)
    with pytest.raises(NotFound):
        activities.of_version(cast.actor("stranger"), version)
    with pytest.raises(NotFound):
        activities.get(cast.actor("officer"), version, "no-such-activity")


def test_activities_of_a_registered_plan_are_noted_from_its_text(cast: Cast) -> None:
    officer = cast.actor("officer")
    plan = registrations.register(
        cast.actor("coordinator"),
        cast.amberland,
        details={"title": {"en": "Plan of 2020"}, "language": "en", "languages": ["en"]},
        original=Original("plan.txt", b"The plan"),
    )
    version = plan.versions[0]
    with pytest.raises(Invalid):
        activity_reports.note_own(officer, version, Noted(" "))
    noted = Noted("Train miners", ("1b",), "Ministry of mines", "2020", "2022")
    track = activity_reports.note_own(officer, version, noted)
    one = followed(officer, version, track.uid)
    assert one.activity.is_own
    assert one.activity.lead_words == "Ministry of mines"
    assert one.judgement.because is Because.NOT_HEARD
    activity_reports.report(officer, version, one, Report(phase=Phase.FINISHED))
    assert followed(officer, version, track.uid).judgement.status is Status.DONE


def test_a_plan_that_was_drafted_here_gets_no_activity_beside_its_text(cast: Cast) -> None:
    version = endorsed(cast)
    with pytest.raises(InvalidTransition):
        activity_reports.note_own(cast.actor("officer"), version, Noted("Train miners"))


def test_indicators_are_read_once_and_only_where_a_reading_asks_for_them(
    cast: Cast, queries: QueryCount
) -> None:
    version, officer = endorsed(cast), cast.actor("officer")
    with queries as count:
        following = activities.of_version(officer, version)
        assert {one.phase for one in following.activities} == {Phase.NOT_KNOWN}
    assert count.count == 1
    with queries as count:
        assert all(one.judgement for one in following.activities)
        assert following.indicators == ()
    assert count.count == 2


def test_what_is_reported_from_the_list_is_kept_with_what_was_said_before(cast: Cast) -> None:
    version, officer = endorsed(cast), cast.actor("officer")
    for phase in (Phase.UNDER_WAY, Phase.FINISHED):
        one = activities.of_version(officer, version).one(ACTIVITY)
        activity_reports.report(officer, version, one, Report(phase=phase, text="Go"))
    (track,) = db.session.scalars(select(ActivityTrack).filter_by(uid=ACTIVITY))
    assert track.phase == Phase.FINISHED
    one = activities.of_version(officer, version).one(ACTIVITY)
    activity_reports.decide_status(officer, version, one, Status.LATE, "Too slow")
    one = activities.of_version(officer, version).one(ACTIVITY)
    assert one.told.reason == "Too slow"
    activity_reports.free_status(officer, version, one)
    assert activities.of_version(officer, version).one(ACTIVITY).told.override is None


def read(actor: Actor, version: PlanVersion) -> None:
    """Every reading of every activity."""
    for one in activities.of_version(actor, version).activities:
        assert one.judgement
        assert one.monitoring


def test_the_list_costs_the_same_however_much_was_reported(cast: Cast, queries: QueryCount) -> None:
    version, officer = endorsed(cast), cast.actor("officer")
    with queries as before:
        read(officer, version)
    few = before.count
    for one in activities.of_version(officer, version).activities:
        activity_reports.report(officer, version, one, Report(phase=Phase.UNDER_WAY, text="On"))
        for point in one.milestones:
            milestones.move(officer, version, one, point, to="2031", reason="Elections")
    db.session.commit()
    db.session.refresh(version)
    with queries as after:
        read(officer, version)
    assert after.count <= few + 2
    assert db.session.scalars(select(MilestoneMove)).all()
