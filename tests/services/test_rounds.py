"""Review rounds from their opening to their end: who may, what is frozen, what is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from nap_tracker import links, mail
from nap_tracker.clock import now, today
from nap_tracker.content import serial
from nap_tracker.errors import Forbidden, Invalid, InvalidTransition, NotFound, NotReady, Overtaken
from nap_tracker.extensions import db
from nap_tracker.i18n import sentence, use_locale
from nap_tracker.models.account import Membership
from nap_tracker.models.comment import Comment, Response
from nap_tracker.models.event import Event
from nap_tracker.models.message import Message
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.round import Round, RoundInvitation
from nap_tracker.models.turn import Turn
from nap_tracker.permissions import Seat
from nap_tracker.roles import OPERATOR
from nap_tracker.services import agenda, outbox, plans, round_dues, rounds, seats, turn_dues
from nap_tracker.services.rounds import Opening, Question
from nap_tracker.services.seats import Asked, Other
from tests.cast import Cast
from tests.services.endangered import type_into

DUE = today() + timedelta(days=14)
OUTSIDE = Other("Olga Outside", "olga@elsewhere.example", "Gold Watch")
WARNED = frozenset({"nothing_is_missing_yet", "was_reviewed_internally"})


def newest(cast: Cast) -> PlanVersion:
    return plans.newest(OPERATOR, cast.plan.id)


def opening(**values: object) -> Opening:
    given: dict[str, object] = {
        "title": "Ministries read",
        "sections": ["summary", "trade"],
        "due_on": DUE,
        "accepted": WARNED,
        "stage_note": "Not held before",
    }
    return Opening(**{**given, **values})  # type: ignore[arg-type]


def inside(cast: Cast, **values: object) -> Round:
    """A round among people of the government, asked by the coordinator."""
    actor = cast.actor("coordinator")
    round_ = rounds.open_(actor, newest(cast), opening(**values))
    seats.invite(actor, round_, Asked([cast.officer.id, cast.viewer.id]))
    db.session.commit()
    return round_


def outside(cast: Cast, **values: object) -> Round:
    """One with a reviewer and somebody by a personal link, asked by the focal point."""
    actor = cast.actor("focal_point")
    given = {"title": "Partnership", "is_outside": True, "allows_links": True, **values}
    round_ = rounds.open_(actor, newest(cast), opening(**given))
    seats.invite(actor, round_, Asked([cast.reviewer.id], [OUTSIDE], "fr"))
    db.session.commit()
    return round_


def seat_of(round_: Round, name: str) -> Seat:
    found = db.session.query(RoundInvitation).filter_by(round_id=round_.id, name=name).one()
    return Seat(round_, found)


def comment(seat: Seat, number: int, body: str = "Why?") -> Comment:
    """Written by a reviewer, and not said yet."""
    made = Comment(
        party_id=seat.party_id,
        plan_id=seat.plan_id,
        version_id=seat.version_id,
        round_id=seat.id,
        invitation_id=seat.invitation.id,
        number=number,
        section="summary",
        kind="question",
        body=body,
        visibility="round",
        state="written",
        created_at=now(),
    )
    db.session.add(made)
    db.session.commit()
    return made


def kinds() -> list[str]:
    return [event.kind for event in db.session.query(Event).order_by(Event.number)]


def test_a_round_freezes_the_text_and_reads_it_when_drafting_has_gone_on(cast: Cast):
    field = "executive_summary"
    type_into(cast.actor("officer"), newest(cast), "summary", field, "<p>Before.</p>")
    db.session.commit()
    round_ = inside(cast)
    type_into(cast.actor("coordinator"), newest(cast), "summary", field, "<p>After.</p>")
    type_into(cast.actor("coordinator"), newest(cast), "foreword", "text", "<p>Not asked.</p>")
    db.session.commit()
    seat = seat_of(round_, "Emeka Obi")
    read = rounds.text_of(cast.actor("viewer"), seat)
    assert "Before." in serial.to_text(read)
    assert "After." not in serial.to_text(read)
    (change,) = rounds.changes_since(cast.actor("viewer"), seat, "en").entries
    assert change.fields == (field,)


def test_opening_a_round_opens_the_stage_and_asks_in_it(cast: Cast):
    round_ = inside(cast)
    version = newest(cast)
    assert version.stages == ["internal_review"]
    (turn,) = db.session.query(Turn).all()
    assert (turn.holder, turn.due_on) == (round_.title, str(DUE))
    second = rounds.open_(cast.actor("coordinator"), version, opening(title="Again"))
    assert second.number == 2
    assert [turn.is_round for turn in db.session.query(Turn)] == [True, True]
    (due, *_) = turn_dues.due({cast.amberland.id: cast.amberland})
    with use_locale("fr"):
        assert f"les relecteurs de «\u00a0{second.title}\u00a0»" in sentence(due.words, due.params)


def test_a_page_sent_twice_opens_one_round(cast: Cast):
    actor = cast.actor("coordinator")
    uid = "11111111-1111-4111-8111-111111111111"
    once = rounds.open_(actor, newest(cast), opening(), id=uid)
    assert rounds.open_(actor, newest(cast), opening(), id=uid) is once
    assert db.session.query(Round).count() == 1


@pytest.mark.parametrize(
    ("who", "values"),
    [
        ("coordinator", {"is_outside": True}),
        ("coordinator", {"allows_links": True}),
        ("officer", {}),
        ("viewer", {}),
    ],
)
def test_who_may_not_open_a_round(cast: Cast, who: str, values: dict[str, object]):
    with pytest.raises(Forbidden):
        rounds.open_(cast.actor(who), newest(cast), opening(**values))


@pytest.mark.parametrize(
    ("values", "about"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"sections": []}, "sections"),
        ({"sections": ["no_such"]}, "sections"),
        ({"due_on": None}, "due_on"),
        ({"due_on": today() - timedelta(days=2)}, "due_on"),
        ({"note": "x" * 4001}, "note"),
        ({"questions": [Question("x")] * 21}, "questions"),
        ({"accepted": frozenset()}, "accepted"),
    ],
)
def test_what_is_missing_is_said_at_its_place(cast: Cast, values: dict[str, object], about: str):
    with pytest.raises(Invalid) as refused:
        rounds.open_(cast.actor("coordinator"), newest(cast), opening(**values))
    assert refused.value.about == about


def test_nobody_from_outside_is_asked_in_a_round_of_the_government(cast: Cast):
    round_ = inside(cast)
    with pytest.raises(Invalid) as refused:
        seats.invite(cast.actor("coordinator"), round_, Asked([cast.reviewer.id]))
    assert refused.value.about == "people"
    with pytest.raises(Invalid) as refused:
        seats.invite(cast.actor("coordinator"), round_, Asked([], [OUTSIDE]))
    assert refused.value.about == "others"
    with pytest.raises(Invalid):
        seats.invite(cast.actor("coordinator"), round_, Asked([cast.stranger.id]))


def test_an_invitation_says_what_is_asked_and_carries_the_link_of_who_has_no_account(cast: Cast):
    round_ = outside(cast, questions=[Question("Is it enough?", True)], note="Twenty minutes")
    by_address = {m.to: m for m in db.session.query(Message).filter_by(template="review_invited")}
    assert set(by_address) == {cast.reviewer.email, OUTSIDE.email}
    text = mail.render(by_address[cast.reviewer.email]).get_content()
    assert links.whole(links.path("my-review", round_.id)) in text
    assert "1 question to answer" in text
    assert "Twenty minutes" not in text, "words travel only where the Party lets them"
    seat = seat_of(round_, OUTSIDE.name).invitation
    written = mail.render(by_address[OUTSIDE.email])
    assert written["Content-Language"] == "fr"
    assert links.address("review", seat.id) in written.get_content()
    assert seat.token_sha256 == links.fingerprint(links.token("review", seat.id))


def test_declining_names_somebody_else_and_may_be_taken_back(cast: Cast):
    round_ = inside(cast)
    seat = seat_of(round_, "Chen Li")
    seats.decline(cast.actor("officer"), seat, reason="On leave", suggested="Dina")
    seats.decline(cast.actor("officer"), seat, reason="On leave", suggested="Dina")
    db.session.commit()
    assert kinds().count("seat:declined") == 1
    (told,) = db.session.query(Message).filter_by(template="review_declined")
    assert told.to == cast.coordinator.email
    assert "Dina" not in mail.render(told).get_content()
    seats.accept(cast.actor("officer"), seat)
    assert (seat.invitation.state, seat.invitation.suggested) == ("accepted", "")


def test_handing_in_says_what_was_written_and_nothing_is_said_before(cast: Cast):
    round_ = inside(cast)
    seat = seat_of(round_, "Chen Li")
    written = comment(seat, 1)
    assert written.said_at is None
    assert seats.hand_in(cast.actor("officer"), seat) == 1
    assert seats.hand_in(cast.actor("officer"), seat) == 0, "pressed twice"
    db.session.commit()
    assert (written.state, seat.invitation.state) == ("open", "handed_in")
    comment(seat, 2)
    assert seats.hand_in(cast.actor("officer"), seat) == 1
    assert kinds()[-2:] == ["seat:handed-in", "seat:added"]


def test_nobody_hands_in_for_somebody_else(cast: Cast):
    round_ = inside(cast)
    seat = seat_of(round_, "Chen Li")
    for who in ("focal_point", "coordinator", "viewer", "stranger"):
        with pytest.raises((Forbidden, NotFound)):
            seats.hand_in(cast.actor(who), seat)
    assert seat.invitation.state == "invited"


def test_a_taken_back_seat_reaches_nothing_and_its_mail_is_not_sent(cast: Cast):
    round_ = outside(cast)
    seat = seat_of(round_, OUTSIDE.name)
    (message,) = db.session.query(Message).filter_by(to=OUTSIDE.email)
    assert outbox.still_concerns_its_reader(message)
    seats.revoke(cast.actor("focal_point"), round_, seat.invitation)
    seats.revoke(cast.actor("focal_point"), round_, seat.invitation)
    db.session.commit()
    assert not outbox.still_concerns_its_reader(message)
    assert kinds().count("seat:revoked") == 1


def test_a_round_is_not_closed_over_comments_but_by_the_focal_point_with_one_reason(cast: Cast):
    round_ = inside(cast)
    seat = seat_of(round_, "Chen Li")
    first, second = comment(seat, 1), comment(seat, 2)
    seats.hand_in(cast.actor("officer"), seat)
    answer = Response(
        party_id=round_.party_id,
        comment_id=first.id,
        kind="accepted",
        reason="",
        written_at=now(),
    )
    db.session.add(answer)
    db.session.commit()
    read = {"reviewers_have_replied", "due_day_is_over"}
    with pytest.raises(NotReady):
        rounds.close(cast.actor("coordinator"), round_, "close", accepted=read)
    with pytest.raises(Forbidden):
        rounds.close(cast.actor("coordinator"), round_, "close_with_the_rest_noted", accepted=read)
    with pytest.raises(Invalid) as refused:
        rounds.close(cast.actor("focal_point"), round_, "close_with_the_rest_noted", accepted=read)
    assert refused.value.about == "reason"
    with pytest.raises(Invalid) as refused:
        rounds.close(cast.actor("focal_point"), round_, "close_with_the_rest_noted", reason="Late")
    assert refused.value.about == "accepted"
    rounds.close(
        cast.actor("focal_point"),
        round_,
        "close_with_the_rest_noted",
        reason="For the next version",
        accepted=read,
    )
    db.session.commit()
    noted = db.session.query(Response).filter_by(comment_id=second.id).one()
    assert (noted.kind, noted.reason) == ("noted", "For the next version")
    assert all(r.published_at for r in db.session.query(Response))
    assert round_.state == "closed"
    templates = [m.template for m in db.session.query(Message).filter_by(to=cast.officer.email)]
    assert "review_closed" in templates


def test_closing_twice_happens_once_and_the_second_person_is_told(cast: Cast):
    round_ = inside(cast)
    read = {"reviewers_have_replied", "due_day_is_over"}
    rounds.close(cast.actor("coordinator"), round_, "close", accepted=read)
    rounds.close(cast.actor("coordinator"), round_, "close", accepted=read)
    assert kinds().count("round:closed") == 1
    with pytest.raises(Overtaken):
        rounds.close(cast.actor("focal_point"), round_, "close", accepted=read)
    seat = seat_of(round_, "Chen Li")
    with pytest.raises((Forbidden, InvalidTransition)):
        seats.hand_in(cast.actor("officer"), seat)


def test_answers_are_published_at_once_and_each_reviewer_is_mailed(cast: Cast):
    round_ = outside(cast)
    said = comment(seat_of(round_, "Fatou Reviewer"), 1)
    seats.hand_in(cast.actor("reviewer"), seat_of(round_, "Fatou Reviewer"))
    response = Response(
        party_id=round_.party_id,
        comment_id=said.id,
        kind="declined",
        reason="Not so",
        written_at=now(),
    )
    db.session.add(response)
    db.session.commit()
    assert rounds.publish_responses(cast.actor("coordinator"), round_) == 1
    assert rounds.publish_responses(cast.actor("coordinator"), round_) == 0
    db.session.commit()
    (told,) = db.session.query(Message).filter_by(template="review_answers")
    assert told.to == cast.reviewer.email
    assert "Not so" not in mail.render(told).get_content()
    assert said.state == "answered"


def test_reviewers_with_a_role_are_reminded_in_the_message_of_the_day(cast: Cast):
    round_ = inside(cast)
    keys = {due.key for due in agenda.of_person(cast.actor("viewer"))}
    assert f"review:{round_.id}:{cast.viewer.id}" in keys
    seats.hand_in(cast.actor("viewer"), seat_of(round_, "Emeka Obi"))
    assert f"review:{round_.id}:{cast.viewer.id}" not in {
        due.key for due in agenda.of_person(cast.actor("viewer"))
    }


def test_who_reviews_by_a_link_is_reminded_by_the_same_rules_once_each(cast: Cast):
    round_ = outside(cast)
    round_.due_on = "2027-05-20"  # a Thursday
    for seat in db.session.query(RoundInvitation):
        seat.invited_at = datetime(2027, 4, 1, 9, tzinfo=UTC)
    db.session.commit()

    def told_on(day: str, hour: int = 10) -> list[str | None]:
        moment = datetime.fromisoformat(f"{day}T{hour:02}:00:00+00:00")
        round_dues.remind_by_link(moment)
        db.session.commit()
        found = db.session.query(Message).filter_by(template="review_reminder")
        return [str(m.once).rpartition(":")[2] for m in found.order_by(Message.created_at)]

    assert told_on("2027-04-19") == [], "more than 30 days before"
    assert told_on("2027-04-20", 3) == [], "not at night"
    assert told_on("2027-04-20") == ["before-30"]
    assert told_on("2027-04-20", 15) == ["before-30"], "told once"
    assert told_on("2027-05-15") == ["before-30"], "a Saturday"
    assert told_on("2027-05-17") == ["before-30", "before-7"]
    assert told_on("2027-05-21")[-1] == "after-1"
    (message, *_) = db.session.query(Message).filter_by(template="review_reminder")
    assert message.to == OUTSIDE.email
    assert outbox.still_concerns_its_reader(message)
    seats.revoke(cast.actor("focal_point"), round_, seat_of(round_, OUTSIDE.name).invitation)
    db.session.commit()
    assert not outbox.still_concerns_its_reader(message), "a late mail tells nothing false"
    assert told_on("2027-05-28")[-1] == "after-1"


def test_mail_written_before_a_round_was_closed_is_not_sent_after(cast: Cast):
    round_ = outside(cast)
    invitations = list(db.session.query(Message).filter_by(template="review_invited"))
    assert all(outbox.still_concerns_its_reader(m) for m in invitations)
    read = {"reviewers_have_replied", "due_day_is_over"}
    rounds.close(cast.actor("focal_point"), round_, "close", accepted=read)
    db.session.commit()
    assert not any(outbox.still_concerns_its_reader(m) for m in invitations)
    over = db.session.query(Message).filter_by(template="review_closed")
    assert all(outbox.still_concerns_its_reader(m) for m in over)
    assert "no reply" in mail.render(over.filter_by(to=cast.reviewer.email).one()).get_content()


def test_a_reviewer_whose_role_ended_reaches_the_round_no_more(cast: Cast):
    round_ = outside(cast)
    member = db.session.query(Membership).filter_by(user_id=cast.reviewer.id).one()
    assert seats.own(cast.actor("reviewer"), round_.id).invitation is not None
    member.ends_at = now() - timedelta(minutes=1)
    db.session.commit()
    with pytest.raises(NotFound):
        seats.own(cast.actor("reviewer"), round_.id)


def test_another_partys_people_find_nothing(cast: Cast):
    round_ = outside(cast)
    for call in (
        lambda: seats.own(cast.actor("stranger"), round_.id),
        lambda: rounds.get(cast.actor("stranger"), cast.plan.id, round_.id),
        lambda: rounds.get(cast.actor("focal_point"), cast.other_plan.id, round_.id),
    ):
        with pytest.raises(NotFound):
            call()
