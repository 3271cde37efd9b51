"""Moving a plan on: once, by whom it may, with both its dates, and told to whom it concerns."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from nap_tracker.errors import Forbidden, Invalid, InvalidTransition, NotFound, NotReady, Overtaken
from nap_tracker.errors import ReadOnly as TextIsClosed
from nap_tracker.extensions import db
from nap_tracker.models.event import Event
from nap_tracker.models.message import Message
from nap_tracker.models.move import Move
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.turn import Turn
from nap_tracker.permissions import can
from nap_tracker.roles import OPERATOR, Permission
from nap_tracker.services import entries, lifecycle, plans, walls
from nap_tracker.services.entries import Change
from nap_tracker.services.lifecycle import Said
from nap_tracker.workflow.drafting import Drafting
from tests.cast import Cast
from tests.doors import Clock
from tests.services.moving import move, said


@pytest.fixture
def version(cast: Cast, clock: Clock) -> PlanVersion:
    return plans.newest(OPERATOR, cast.plan.id)


def test_an_act_changes_the_state_and_is_written_down_with_both_dates(
    cast: Cast, version: PlanVersion
):
    done = move(cast.actor("coordinator"), version, "open_internal_review", happened_on="2026-03")
    assert (version.state, version.stages) == (Drafting.DRAFT, ["internal_review"])
    assert (done.number, done.happened_on) == (1, "2026-03")
    assert done.recorded_at.date().isoformat() == "2026-03-10"
    event = db.session.query(Event).filter_by(kind="internal-review:opened").one()
    assert (event.happened_on, event.actor_id) == ("2026-03", cast.coordinator.id)
    details = json.loads(event.details)
    assert (details["from"], details["to"]) == (["draft"], ["draft", "internal_review"])


def test_the_words_of_a_note_are_not_in_the_log(cast: Cast, version: PlanVersion):
    move(cast.actor("coordinator"), version, "open_internal_review", note="Secret words")
    event = db.session.query(Event).filter_by(kind="internal-review:opened").one()
    assert "Secret words" not in event.details
    assert db.session.query(Move).one().note == "Secret words"


def test_pressed_twice_it_happens_once(cast: Cast, version: PlanVersion):
    lead = cast.actor("coordinator")
    words = said(lead, version, "open_internal_review")
    first = lifecycle.advance(lead, version, "open_internal_review", words)
    again = lifecycle.advance(lead, version, "open_internal_review", words)
    assert again.id == first.id
    assert db.session.query(Move).count() == 1
    assert db.session.query(Turn).count() == 1
    assert db.session.query(Event).filter_by(kind="internal-review:opened").count() == 1


def test_of_two_at_once_the_second_is_told_what_the_first_did(cast: Cast, version: PlanVersion):
    words = said(cast.actor("coordinator"), version, "open_internal_review")
    move(cast.actor("focal_point"), version, "open_internal_review")
    with pytest.raises(Overtaken) as told:
        lifecycle.advance(cast.actor("coordinator"), version, "open_internal_review", words)
    assert told.value.params["who"] == "Amina Diallo"
    assert told.value.params["what"] == "The internal review is open"
    assert db.session.query(Move).count() == 1


def test_another_act_on_an_old_page_is_not_taken_for_the_same(cast: Cast, version: PlanVersion):
    lead = cast.actor("coordinator")
    words = said(lead, version, "begin_resolving_comments")
    move(lead, version, "open_internal_review")
    with pytest.raises(Overtaken):
        lifecycle.advance(lead, version, "begin_resolving_comments", words)


@pytest.mark.parametrize("who", ["officer", "viewer", "reviewer", "administrator"])
def test_who_does_not_lead_the_drafting_moves_nothing(cast: Cast, version: PlanVersion, who: str):
    refusal = NotFound if who == "administrator" else Forbidden
    with pytest.raises(refusal):
        lifecycle.advance(cast.actor(who), version, "open_internal_review", Said(0))
    assert lifecycle.options(cast.actor(who), version) == ()
    assert db.session.query(Move).count() == 0


def test_another_party_does_not_even_learn_that_there_is_a_plan(cast: Cast, version: PlanVersion):
    with pytest.raises(NotFound):
        lifecycle.examine(cast.actor("stranger"), version, "open_internal_review")


def test_an_act_that_does_not_begin_here_is_refused(cast: Cast, version: PlanVersion):
    with pytest.raises(InvalidTransition):
        lifecycle.examine(cast.actor("coordinator"), version, "conclude_internal_review")


def test_what_goes_back_needs_a_reason_and_ends_every_stage(cast: Cast, version: PlanVersion):
    lead = cast.actor("coordinator")
    move(lead, version, "open_internal_review")
    move(lead, version, "open_partnership_review", bodies=["UNEP"])
    with pytest.raises(Invalid) as refused:
        move(lead, version, "return_from_internal_review", note=" ")
    assert refused.value.about == "note"
    move(lead, version, "return_from_internal_review", note="Figures are missing")
    assert (version.state, version.stages) == (Drafting.RETURNED, [])
    assert {turn.outcome for turn in db.session.query(Turn)} == {"closed"}


def test_a_warning_that_was_not_ticked_stops_until_it_is(cast: Cast, version: PlanVersion):
    lead = cast.actor("coordinator")
    with pytest.raises(Invalid) as refused:
        move(lead, version, "open_internal_review", accepted=frozenset())
    assert refused.value.about == "accepted"
    done = move(lead, version, "open_internal_review")
    assert done.answered == ["nothing_is_missing_yet"]


def test_a_stage_run_side_by_side_needs_a_note(cast: Cast, version: PlanVersion):
    lead = cast.actor("coordinator")
    move(lead, version, "open_internal_review")
    with pytest.raises(Invalid) as refused:
        move(lead, version, "open_partnership_review", note="")
    assert refused.value.about == "note"
    move(lead, version, "open_partnership_review", note="The minister wants both at once")
    assert version.stages == ["internal_review", "partnership_review"]


def test_nobody_is_asked_without_a_name(cast: Cast, version: PlanVersion):
    with pytest.raises(Invalid) as refused:
        move(cast.actor("coordinator"), version, "open_internal_review", bodies=[" ", ""])
    assert refused.value.about == "bodies"


def test_a_date_that_has_not_come_is_refused(cast: Cast, version: PlanVersion):
    with pytest.raises(Invalid) as refused:
        move(cast.actor("coordinator"), version, "open_internal_review", happened_on="2026-04-01")
    assert refused.value.about == "happened_on"


def test_blockers_stop_the_sending_until_the_focal_point_passes_over_them_with_a_reason(
    cast: Cast, version: PlanVersion
):
    focal = cast.actor("focal_point")
    with pytest.raises(NotReady):
        move(focal, version, "send_for_endorsement", overrides=False)
    with pytest.raises(Invalid) as refused:
        move(focal, version, "send_for_endorsement", note="")
    assert refused.value.about == "note"
    done = move(focal, version, "send_for_endorsement", note="The cabinet meets tomorrow")
    assert done.overridden == ["has_no_blockers"]
    event = db.session.query(Event).filter_by(kind="plan:sent-for-endorsement").one()
    assert json.loads(event.details)["overridden"] == ["has_no_blockers"]


def test_a_coordinator_does_not_send_for_endorsement(cast: Cast, version: PlanVersion):
    with pytest.raises(Forbidden):
        lifecycle.examine(cast.actor("coordinator"), version, "send_for_endorsement")
    asked = [act.name for act in lifecycle.to_ask_for(cast.actor("coordinator"), version)]
    assert asked == ["send_for_endorsement"]


def test_sending_freezes_the_text_and_ends_what_is_open(cast: Cast, version: PlanVersion):
    move(cast.actor("coordinator"), version, "open_partnership_review")
    move(cast.actor("focal_point"), version, "send_for_endorsement", bodies=["The cabinet"])
    assert version.state is Drafting.SENT
    assert version.frozen_at is not None
    assert version.snapshot_sha256
    outcomes = {turn.holder: turn.outcome for turn in db.session.query(Turn)}
    assert outcomes == {"Ministry of Mines": "closed", "The cabinet": None}


def test_one_body_endorses(cast: Cast, version: PlanVersion):
    with pytest.raises(Invalid) as refused:
        move(cast.actor("focal_point"), version, "send_for_endorsement", bodies=["A", "B"])
    assert refused.value.about == "bodies"


@pytest.mark.parametrize(
    ("act", "state"),
    [
        ("return_from_endorsement", Drafting.RETURNED),
        ("withdraw_from_endorsement", Drafting.DRAFT),
    ],
)
def test_after_it_came_back_drafting_goes_on_in_the_next_version(
    cast: Cast, version: PlanVersion, act: str, state: Drafting
):
    section = entries.open_section(OPERATOR, version, "summary")
    words = {"executive_summary": {"en": "<p>Our plan</p>"}}
    entries.save(OPERATOR, section, Change(seen=0, answers=words))
    move(cast.actor("focal_point"), version, "send_for_endorsement")
    move(cast.actor("coordinator"), version, act, note="The budget is too high")
    following = plans.newest(OPERATOR, cast.plan.id)
    assert (following.number, following.state, following.frozen_at) == (2, state, None)
    assert version.state is Drafting.SUPERSEDED
    assert can(cast.actor("officer"), Permission.SECTION_EDIT, following)
    copied = entries.open_section(OPERATOR, following, "summary")
    assert "Our plan" in str(copied.content.answers)


def test_an_officer_cannot_write_during_the_internal_review_and_is_told_why(
    cast: Cast, version: PlanVersion
):
    move(cast.actor("coordinator"), version, "open_internal_review")
    section = entries.open_section(cast.actor("officer"), version, "summary")
    with pytest.raises(TextIsClosed) as refused:
        entries.save(cast.actor("officer"), section, Change(seen=0, answers={}))
    assert "internal review" in refused.value.message
    move(cast.actor("coordinator"), version, "withdraw_internal_review")
    assert can(cast.actor("officer"), Permission.SECTION_EDIT, version)


def test_who_drafts_is_told_with_title_and_link_and_no_words(cast: Cast, version: PlanVersion):
    move(cast.actor("coordinator"), version, "open_internal_review", note="Secret words")
    mails = db.session.query(Message).filter_by(template="plan_moved").all()
    told = {"amina@example.org", "chen@example.org", "dina@example.org"}
    assert {mail.to for mail in mails} == told
    assert all("Secret words" not in json.dumps(mail.context) for mail in mails)
    assert all(mail.context["plan"] == {"en": "Plan of Amberland"} for mail in mails)


def test_reviewers_hear_of_their_own_review_alone(cast: Cast, version: PlanVersion):
    lead = cast.actor("coordinator")
    move(lead, version, "open_internal_review")
    reviewers = db.session.query(Message).filter_by(to="fatou@example.org")
    assert reviewers.count() == 0
    move(lead, version, "open_partnership_review")
    assert reviewers.count() == 1


def test_a_stage_that_was_withdrawn_was_not_held(cast: Cast, version: PlanVersion):
    lead = cast.actor("coordinator")
    move(lead, version, "open_internal_review")
    move(lead, version, "withdraw_internal_review")
    keys = {p.key for p in lifecycle.examine(lead, version, "open_partnership_review").problems}
    assert "was_reviewed_internally" in keys
    move(lead, version, "open_internal_review")
    move(lead, version, "conclude_internal_review")
    keys = {p.key for p in lifecycle.examine(lead, version, "open_partnership_review").problems}
    assert "was_reviewed_internally" not in keys
    repeated = lifecycle.examine(lead, version, "open_internal_review").problems
    assert "is_the_first_internal_review" in {problem.key for problem in repeated}


def test_the_acts_of_one_plan_are_not_in_another(cast: Cast, version: PlanVersion):
    move(cast.actor("coordinator"), version, "open_internal_review")
    db.session.commit()
    walls.raise_walls([cast.borealia.id])
    assert db.session.query(Move).count() == 0
    assert db.session.query(Turn).count() == 0
    walls.lower_walls()


def test_a_form_without_its_number_is_an_old_one(cast: Cast, version: PlanVersion):
    lead = cast.actor("coordinator")
    move(lead, version, "open_internal_review")
    words = replace(said(lead, version, "withdraw_internal_review"), seen=0)
    with pytest.raises(Overtaken):
        lifecycle.advance(lead, version, "withdraw_internal_review", words)
