"""Three-yearly reviews: opened, filled, kept, moved on, sealed; also of a plan with no data."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from nap_tracker import i18n
from nap_tracker.clock import today
from nap_tracker.content.canonical import digest, dumps
from nap_tracker.errors import (
    Forbidden,
    Hidden,
    Invalid,
    InvalidTransition,
    NotFound,
    NotReady,
    Overtaken,
    StaleEdit,
)
from nap_tracker.extensions import db
from nap_tracker.models.activity_track import ActivityTrack
from nap_tracker.models.base import new_uid
from nap_tracker.models.event import Event
from nap_tracker.models.obligation import FactKind
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.models.progress_review import ProgressReview, ReviewInput, ReviewSnapshot
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.roles import OPERATOR
from nap_tracker.services import (
    activities,
    activity_reports,
    agenda,
    obligations,
    progress_reviews,
    registrations,
    review_answers,
    review_data,
    review_inputs,
    review_packs,
    tracking,
    treaty_dues,
)
from nap_tracker.services.activity_reports import Noted, Report
from nap_tracker.services.progress_reviews import Opening, Said
from nap_tracker.services.registrations import Acts, Original
from nap_tracker.services.review_answers import Given
from nap_tracker.services.review_inputs import Heard
from nap_tracker.services.treaty_facts import Statement
from nap_tracker.workflow.duties import Standing
from nap_tracker.workflow.implementation import Phase
from nap_tracker.workflow.review_questions import question, questions
from tests.cast import Cast
from tests.test_media import pdf

PERIOD = Opening("2020-05-01", "2023-04-30")
DETERMINED = "more_than_insignificant"
WARNED = frozenset({"has_figures", "is_answered", "was_consulted"})
DETAILS = {
    "title": {"en": "National action plan 2020"},
    "short_title": {},
    "language": "en",
    "languages": ["en"],
    "period_start": "2020",
    "period_end": "2029",
}


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    """A plan of 2020 that is registered from its PDF: no rows, no observations."""
    plan: Plan = registrations.register(
        cast.actor("coordinator"),
        cast.amberland,
        details=DETAILS,
        original=Original("plan.pdf", pdf()),
        acts=Acts(submission={"sent_on": "2020-04-30"}),
    )
    db.session.commit()
    return tracking.in_force(OPERATOR, plan.id)


def opened(cast: Cast, version: PlanVersion, opening: Opening = PERIOD) -> ProgressReview:
    review = progress_reviews.open_(cast.actor("coordinator"), version, opening)
    db.session.commit()
    return review


def do(cast: Cast, version: PlanVersion, review: ProgressReview, name: str, **said: object) -> None:
    who = "focal_point" if name in ("approve", "file") else "coordinator"
    given = Said(review.acts, **{"accepted": WARNED, "note": "Because", **said})  # type: ignore[arg-type]
    progress_reviews.advance(cast.actor(who), version, review, name, given)
    db.session.commit()


def sealed(cast: Cast, version: PlanVersion, opening: Opening = PERIOD) -> ProgressReview:
    review = opened(cast, version, opening)
    for name in ("draft", "consult", "approve", "seal"):
        do(cast, version, review, name)
    return review


def make_a_party(cast: Cast) -> None:
    """Bound since 2017, determined and notified in 2018: its reviews have dates."""
    who = cast.actor("focal_point")
    for kind, said in (
        (FactKind.DEPOSIT, Statement(choice="accession", happened_on="2017-04-10")),
        (FactKind.DETERMINATION, Statement(choice=DETERMINED, happened_on="2018", body="Cabinet")),
        (FactKind.NOTIFICATION, Statement(happened_on="2018-03-01")),
    ):  # fmt: skip
        obligations.record(who, cast.amberland, kind, said)
    db.session.commit()


def test_a_registered_plan_without_rows_and_observations_is_reviewed_to_the_end(
    cast: Cast, version: PlanVersion
):
    review = sealed(cast, version)
    pack = review.pack
    assert pack is not None
    do(cast, version, review, "file")
    assert review.state == "filed"
    of_items = [item for item in pack["items"] if item["key"]]
    assert of_items
    assert all(item["stands"] == [] for item in of_items)
    beside = {one["id"]: one["beside"] for one in pack["questions"]}
    assert beside["money"] == beside["worst_practices"] == "No data"


def test_only_who_leads_opens_and_only_the_focal_point_approves(cast: Cast, version: PlanVersion):
    with pytest.raises(Forbidden):
        progress_reviews.open_(cast.actor("officer"), version, PERIOD)
    review = opened(cast, version)
    do(cast, version, review, "draft")
    with pytest.raises(Forbidden):
        progress_reviews.advance(
            cast.actor("coordinator"), version, review, "approve", Said(review.acts)
        )


@pytest.mark.parametrize("who", ["viewer", "reviewer"])
def test_reviews_are_the_drafting_teams(cast: Cast, version: PlanVersion, who: str):
    review = opened(cast, version)
    with pytest.raises((Forbidden, NotFound)):
        progress_reviews.get(cast.actor(who), version.plan_id, review.id)


def test_another_party_knows_of_none(cast: Cast, version: PlanVersion):
    review = opened(cast, version)
    with pytest.raises(NotFound):
        progress_reviews.get(cast.actor("stranger"), version.plan_id, review.id)
    with pytest.raises(Hidden):
        progress_reviews.get(OPERATOR, cast.other_plan.id, review.id)


def test_a_review_sent_twice_is_one(cast: Cast, version: PlanVersion):
    uid = new_uid()
    who = cast.actor("coordinator")
    first = progress_reviews.open_(who, version, PERIOD, id=uid)
    assert progress_reviews.open_(who, version, PERIOD, id=uid) is first


def test_a_review_that_waited_for_the_same_press_is_that_one(
    cast: Cast, version: PlanVersion, monkeypatch: pytest.MonkeyPatch
):
    """On PostgreSQL two may come in together: the other one commits while this one waits."""
    uid, who, lock = new_uid(), cast.actor("coordinator"), db.session.refresh

    def wait(*args: Any, **how: Any) -> None:
        lock(*args, **how)
        monkeypatch.setattr(db.session, "refresh", lock)
        progress_reviews.open_(who, version, PERIOD, id=uid)

    monkeypatch.setattr(db.session, "refresh", wait)
    assert progress_reviews.open_(who, version, PERIOD, id=uid).id == uid
    assert progress_reviews.open_(who, version, PERIOD, id=uid).number == 1


def test_one_review_is_finished_before_the_next(cast: Cast, version: PlanVersion):
    opened(cast, version)
    with pytest.raises(NotReady):
        opened(cast, version)


def test_a_period_does_not_end_before_it_begins(cast: Cast, version: PlanVersion):
    with pytest.raises(Invalid) as refused:
        opened(cast, version, Opening("2024-01-01", "2023-01-01"))
    assert refused.value.about == "ends_on"


def test_the_clock_opens_a_review_and_filing_it_does_the_duty(cast: Cast, version: PlanVersion):
    make_a_party(cast)
    due = progress_reviews.due(version)[0]
    assert due.due is not None
    assert due.due.partial == "2023-04-30"
    review = sealed(cast, version, Opening(*progress_reviews.period_of(version, due), duty=due.key))
    assert (review.starts_on, review.due_on) == ("2020-04-30", "2023-04-30")
    do(cast, version, review, "file", happened_on="2023-05-02")
    after = progress_reviews.due(version)[0]
    assert after.standing is Standing.DONE
    assert after.done is not None
    assert after.done.partial == "2023-05-02"


def test_what_is_due_leads_to_where_the_review_is_opened(cast: Cast, version: PlanVersion):
    make_a_party(cast)
    dues = {due.key: due for due in agenda.of_person(cast.actor("coordinator"))}
    dues |= {due.key: due for due in agenda.of_person(cast.actor("focal_point"))}
    review = next(due for key, due in dues.items() if key.endswith(":review-1"))
    assert review.path == f"/plans/{version.plan_id}/progress-reviews"


def test_of_a_plan_that_is_not_in_force_what_is_due_leads_to_the_clock(
    cast: Cast, version: PlanVersion
):
    make_a_party(cast)
    never_registered = update(PlanVersion.__table__).values(purpose="final")
    db.session.connection().execute(never_registered)
    account = obligations.of_parties([cast.amberland])[cast.amberland.id]
    assert account.plan_id is None
    review = next(due for due in treaty_dues.of_accounts([account]) if "review-1" in due.key)
    assert review.path == f"/parties/{cast.amberland.id}/article-7"


def test_a_duty_the_clock_does_not_know_is_refused(cast: Cast, version: PlanVersion):
    with pytest.raises(Invalid) as refused:
        opened(cast, version, Opening("2020-01-01", "2022-12-31", duty="review-77"))
    assert refused.value.about == "duty"


def test_completing_keeps_the_rest_and_says_it_was_not_made_by_hand(
    cast: Cast, version: PlanVersion
):
    review = opened(cast, version)
    review_data.mark_ready(cast.actor("officer"), version, review, "plan", version.plan_id)
    before = {k.stand.uid: k.is_ready for k in review_data.of_review(version, review)}
    assert before.pop(version.plan_id)
    assert not any(before.values())
    do(cast, version, review, "draft")
    kept = review_data.snapshots(review)
    assert {one.uid for one in kept if one.by_hand} == {version.plan_id}
    assert len(kept) == 1 + len(before)


def test_both_can_be_undone_until_the_review_is_sealed(cast: Cast, version: PlanVersion):
    review = opened(cast, version)
    who = cast.actor("officer")
    review_data.mark_ready(who, version, review, "plan", version.plan_id)
    do(cast, version, review, "draft")
    first = [one.content for one in review_data.snapshots(review)]
    do(cast, version, review, "send_back")
    assert [one.by_hand for one in review_data.snapshots(review)] == [True]
    do(cast, version, review, "draft")
    assert [one.content for one in review_data.snapshots(review)] == first
    do(cast, version, review, "send_back")
    review_data.take_back(who, review, "plan", version.plan_id)
    assert review_data.snapshots(review) == []


def test_a_sealed_review_is_not_sent_back(cast: Cast, version: PlanVersion):
    review = sealed(cast, version)
    with pytest.raises(InvalidTransition):
        do(cast, version, review, "send_back")


def test_of_two_who_move_it_on_one_is_told(cast: Cast, version: PlanVersion):
    review = opened(cast, version)
    seen = review.acts
    do(cast, version, review, "draft")
    progress_reviews.advance(cast.actor("coordinator"), version, review, "draft", Said(seen))
    assert review.acts == seen + 1
    with pytest.raises(Overtaken):
        progress_reviews.advance(cast.actor("coordinator"), version, review, "consult", Said(seen))


def test_warnings_are_ticked_and_silence_needs_words(cast: Cast, version: PlanVersion):
    review = opened(cast, version)
    with pytest.raises(Invalid) as refused:
        do(cast, version, review, "draft", accepted=frozenset())
    assert refused.value.about == "accepted"
    do(cast, version, review, "draft")
    with pytest.raises(Invalid) as refused:
        do(cast, version, review, "approve", note=" ")
    assert refused.value.about == "note"


@pytest.mark.parametrize("day", ["2023", "2023-04", "2023-13-01", "20230401", "April", ""])
@pytest.mark.parametrize("name", ["starts_on", "ends_on"])
def test_a_period_goes_from_a_whole_day_to_a_whole_day(
    cast: Cast, version: PlanVersion, name: str, day: str
):
    with pytest.raises(Invalid) as refused:
        opened(cast, version, replace(PERIOD, **{name: day}))
    assert refused.value.about == name
    assert progress_reviews.of_plan(OPERATOR, version) == []


def test_nothing_happens_tomorrow(cast: Cast, version: PlanVersion):
    review = opened(cast, version)
    tomorrow = (today("Etc/GMT-14") + timedelta(days=2)).isoformat()
    with pytest.raises(Invalid) as refused:
        do(cast, version, review, "draft", happened_on=tomorrow)
    assert refused.value.about == "happened_on"


def test_yes_or_no_is_a_persons_and_the_second_writer_is_told(cast: Cast, version: PlanVersion):
    review = opened(cast, version)
    assert review_answers.unanswered(review) == len(questions())
    steps = question("steps")
    review_answers.save(cast.actor("officer"), review, steps, Given(True, "Yes, since 2021", 0))
    with pytest.raises(StaleEdit):
        review_answers.save(cast.actor("coordinator"), review, steps, Given(False, "No", 0))
    given = review_answers.of_review(review)["steps"]
    assert (given.yes_no, given.text, given.answered_by_id) == (
        True, "Yes, since 2021", cast.officer.id,
    )  # fmt: skip
    review_answers.save(cast.actor("coordinator"), review, steps, Given(False, "No", given.saves))
    assert given.yes_no is False


def test_a_question_of_words_has_no_yes(cast: Cast, version: PlanVersion):
    review = opened(cast, version)
    kept = review_answers.save(
        cast.actor("officer"), review, question("results"), Given(True, "Much", 0)
    )
    assert kept.yes_no is None


def test_after_approval_nothing_is_answered_or_noted(cast: Cast, version: PlanVersion):
    review = opened(cast, version)
    do(cast, version, review, "draft")
    do(cast, version, review, "approve")
    who = cast.actor("officer")
    with pytest.raises(InvalidTransition):
        review_answers.save(who, review, question("steps"), Given(True, "", 0))
    heard = Heard("Gold Watch", "2023-01-02", "More")
    with pytest.raises(InvalidTransition):
        review_inputs.note(who, review, heard, input_id=new_uid(), is_new=True)
    with pytest.raises(InvalidTransition):
        review_data.mark_ready(who, version, review, "plan", version.plan_id)


def test_what_others_said_counts_as_consultation_and_stands_in_the_pack(
    cast: Cast, version: PlanVersion
):
    review = opened(cast, version)
    uid = new_uid()
    heard = Heard("Gold Watch", "2023-01-02", "We were not asked", "You will be")
    for is_new in (True, False):
        review_inputs.note(cast.actor("officer"), review, heard, input_id=uid, is_new=is_new)
    do(cast, version, review, "draft")
    step = progress_reviews.examine(cast.actor("focal_point"), version, review, "approve")
    assert step.problems == ()
    assert [one["words"] for one in review_packs.build(version, review)["input"]] == [heard.words]


def said_with_a_letter(cast: Cast, review: ProgressReview, *letters: bytes) -> ReviewInput:
    sent = [("Letter of Ana Zq.txt", letter) for letter in letters]
    heard = Heard("Gold Watch", "2023-01-02", "We were not asked", sent=sent)
    who = cast.actor("officer")
    made = review_inputs.note(who, review, heard, input_id=new_uid(), is_new=True)
    db.session.commit()
    return made


def test_a_letter_is_an_annex_by_its_sum_and_names_nobody(cast: Cast, version: PlanVersion):
    review = opened(cast, version)
    one = said_with_a_letter(cast, review, b"We were not asked.", b"And again.")
    pack = review_packs.build(version, review)
    first, second = (annex["words"] for annex in pack["input"][0]["annexes"])
    assert first == f"Annex 1.1: a file (TXT), SHA-256 {one.files[0].file.sha256}"
    assert second.startswith("Annex 1.2: ")
    assert "Zq" not in dumps(pack)


def test_the_team_opens_a_letter_as_it_was_sent_and_nobody_else_does(
    cast: Cast, version: PlanVersion
):
    review = opened(cast, version)
    one = said_with_a_letter(cast, review, b"We were not asked.")
    where = (review, one.id, one.files[0].file_id)
    assert review_inputs.file_of(cast.actor("officer"), *where)[1] == b"We were not asked."
    for who in ("viewer", "reviewer", "stranger"):
        with pytest.raises((Forbidden, NotFound)):
            review_inputs.file_of(cast.actor(who), *where)
    with pytest.raises(Hidden):
        review_inputs.file_of(cast.actor("officer"), review, new_uid(), one.files[0].file_id)


def test_a_wrong_letter_is_taken_away_until_the_review_is_approved(
    cast: Cast, version: PlanVersion
):
    review = opened(cast, version)
    one = said_with_a_letter(cast, review, b"Wrong", b"Right")
    wrong, right = (link.file_id for link in one.files)
    review_inputs.take_away(cast.actor("officer"), review, one.id, wrong)
    db.session.commit()
    assert [file.id for file in review_inputs.kept(one)] == [right]
    assert db.session.get(StoredFile, wrong) is None
    do(cast, version, review, "draft")
    do(cast, version, review, "approve")
    with pytest.raises(InvalidTransition):
        review_inputs.take_away(cast.actor("officer"), review, one.id, right)


def test_an_empty_file_is_refused_at_its_field(cast: Cast, version: PlanVersion):
    review = opened(cast, version)
    with pytest.raises(Invalid) as refused:
        said_with_a_letter(cast, review, b"")
    assert refused.value.about == "files"
    with pytest.raises(Invalid) as refused:
        said_with_a_letter(cast, review, *[b"Letter"] * 11)
    assert refused.value.about == "files"


def test_the_pack_names_offices_and_no_person(cast: Cast, version: PlanVersion):
    review = opened(cast, version)
    review_data.mark_ready(cast.actor("officer"), version, review, "plan", version.plan_id)
    for name in ("draft", "consult", "approve", "seal"):
        do(cast, version, review, name)
    assert review.pack is not None
    told = dumps(review.pack)
    for person in (cast.officer, cast.coordinator, cast.focal_point):
        assert person.name not in told
    assert dict(review.pack["facts"])["Approved"].endswith("by the national focal point")
    assert "Looked at by the drafting team" in told


def test_who_approves_chooses_the_words_that_say_who(cast: Cast, version: PlanVersion):
    review = opened(cast, version)
    do(cast, version, review, "draft")
    do(cast, version, review, "approve", signed_as="Minister of Mines")
    facts = dict(review_packs.build(version, review)["facts"])
    assert facts["Approved"].endswith("by Minister of Mines")
    do(cast, version, review, "send_back")
    assert review.signed_as == ""


def test_the_pack_stays_the_same_after_everything_was_renamed(cast: Cast, version: PlanVersion):
    review = opened(cast, version)
    review_answers.save(cast.actor("officer"), review, question("steps"), Given(True, "Retorts", 0))
    for name in ("draft", "consult", "approve", "seal"):
        do(cast, version, review, name)
    who = cast.actor("officer")
    before = review_packs.make(who, version, review, "json").data
    version.plan.title = {"en": "Renamed", "fr": "Renommé"}
    cast.amberland.name = {"en": "Elsewhere"}
    cast.officer.name = "Somebody Else"
    review_answers.of_review(review)["steps"].text = "Changed"
    for one in db.session.scalars(select(ReviewSnapshot).order_by(ReviewSnapshot.id)):
        one.content = {**one.content, "title": "Changed"}
    db.session.commit()
    with i18n.use_locale("fr"):
        assert review_packs.make(who, version, review, "json").data == before
    assert progress_reviews.is_intact(review)
    assert review.sha256 == digest(dumps(review.pack))
    assert json.loads(before)["sha256"] == review.sha256


def test_every_answer_stands_under_its_question_once(cast: Cast, version: PlanVersion):
    review = opened(cast, version)
    for place, one in enumerate(questions()):
        given = Given(True if one.yes_no else None, f"Words {place}", 0)
        review_answers.save(cast.actor("officer"), review, one, given)
    do(cast, version, review, "draft", accepted=frozenset({"has_figures"}))
    pack = review_packs.of_review(cast.actor("officer"), version, review)
    assert [one["text"] for one in pack["questions"]] == [
        f"Words {n}" for n in range(len(questions()))
    ]
    assert [one["id"] for one in pack["questions"]] == [one.id for one in questions()]


def test_there_is_no_pack_while_data_are_collected(cast: Cast, version: PlanVersion):
    review = opened(cast, version)
    with pytest.raises(InvalidTransition):
        review_packs.make(cast.actor("officer"), version, review, "json")


def test_a_decided_status_lapses_when_the_next_review_is_opened(cast: Cast, version: PlanVersion):
    decided = ActivityTrack(
        party_id=version.party_id,
        plan_id=version.plan_id,
        uid=new_uid(),
        phase="under_way",
        override="on_time",
        override_reason="The dam holds",
    )
    db.session.add(decided)
    db.session.commit()
    opened(cast, version)
    assert decided.override is None


def test_an_activity_noted_from_the_registered_text_stands_in_the_review(
    cast: Cast, version: PlanVersion
):
    officer = cast.actor("officer")
    text = Noted("Close the border to mercury", items=["1f"])
    noted = activity_reports.note_own(officer, version, text)
    followed = activities.get(officer, version, noted.uid)[1]
    activity_reports.report(officer, version, followed, Report(phase=Phase.FINISHED))
    day = today(version.plan.party.time_zone)
    review = opened(cast, version, Opening("2024-01-01", day.isoformat()))
    do(cast, version, review, "draft")
    kept = {one.uid: one.content for one in review_data.snapshots(review)}
    said = {reading["key"]: reading["value"] for reading in kept[noted.uid]["readings"]}
    assert (said["phase"], said["status"]) == ("Finished", "Done")


def test_every_act_is_in_the_log(cast: Cast, version: PlanVersion):
    review = sealed(cast, version)
    kinds = [
        event.kind
        for event in db.session.query(Event).order_by(Event.number)
        if event.subject == f"progress_review:{review.id}"
    ]
    assert kinds == ["progress-review:opened", *["progress-review:moved"] * 4]
