"""Replies from a seat in a review: offered where they are taken, and over with the round."""

from __future__ import annotations

import pytest

from nap_tracker.errors import Forbidden
from nap_tracker.extensions import db
from nap_tracker.models.comment import Comment, Reply
from nap_tracker.models.round import Round
from nap_tracker.permissions import Seat
from nap_tracker.roles import Actor
from nap_tracker.services import replies, round_sayings, rounds, seats, threads
from tests.cast import Cast
from tests.services.saying import newest, say, write_text
from tests.services.test_comment_files import inside, outside, said_in, seat_actor
from tests.services.test_rounds import seat_of

pytestmark = pytest.mark.database
READ = {"reviewers_have_replied", "due_day_is_over"}


def offered(cast: Cast, actor: Actor, comment: Comment) -> bool:
    return "reply" in threads.thread(actor, newest(cast), comment.id).may


def reviewed(cast: Cast, round_: Round, seat: Seat, actor: Actor) -> Comment:
    seats.accept(actor, seat)
    made = said_in(cast, round_, seat, "How many?", visibility="round")
    seats.hand_in(actor, seat)
    db.session.commit()
    return made


def close(cast: Cast, round_: Round) -> None:
    focal = cast.actor("focal_point")
    name = "close_with_the_rest_noted"
    rounds.close(focal, round_, name, accepted=READ, reason="It is time")
    db.session.commit()


def test_a_viewer_with_a_seat_replies_by_the_pages_of_the_plan_until_the_round_is_closed(
    cast: Cast,
) -> None:
    write_text(cast)
    round_ = inside(cast)
    viewer = cast.actor("viewer")
    made = reviewed(cast, round_, seat_of(round_, cast.viewer.name), viewer)
    assert offered(cast, viewer, made)
    said = replies.reply(viewer, newest(cast), made.id, "At night, too")
    assert (said.author_id, said.invitation_id) == (None, made.invitation_id)
    close(cast, round_)
    assert not offered(cast, viewer, made)
    with pytest.raises(Forbidden, match="closed"):
        replies.reply(viewer, newest(cast), made.id, "And by day")
    assert db.session.query(Reply).count() == 1
    # Who drafts the plan still answers as such.
    assert offered(cast, cast.actor("coordinator"), made)
    replies.reply(cast.actor("coordinator"), newest(cast), made.id, "Thank you")


def test_a_reviewer_with_a_role_on_the_plan_adds_nothing_to_a_closed_round(cast: Cast) -> None:
    write_text(cast)
    round_ = outside(cast)
    reviewer = cast.actor("reviewer")
    made = reviewed(cast, round_, seat_of(round_, cast.reviewer.name), reviewer)
    assert offered(cast, reviewer, made)
    close(cast, round_)
    assert not offered(cast, reviewer, made)
    with pytest.raises(Forbidden, match="closed"):
        replies.reply(reviewer, newest(cast), made.id, "One more thing")


def test_nobody_is_offered_a_reply_before_handing_in(cast: Cast) -> None:
    write_text(cast)
    round_ = outside(cast)
    lead = say(cast, "coordinator", visibility="plan")
    lead.round_id = round_.id
    seats.accept(cast.actor("reviewer"), seat_of(round_, cast.reviewer.name))
    db.session.commit()
    assert not offered(cast, cast.actor("reviewer"), lead)
    with pytest.raises(Forbidden, match="Send your review first"):
        replies.reply(cast.actor("reviewer"), newest(cast), lead.id, "Early")


def test_a_viewer_without_a_seat_is_offered_none(cast: Cast) -> None:
    write_text(cast)
    made = say(cast, "officer", visibility="plan")
    assert not offered(cast, cast.actor("viewer"), made)
    with pytest.raises(Forbidden):
        replies.reply(cast.actor("viewer"), newest(cast), made.id, "And I?")


def test_who_comes_by_a_link_is_offered_what_works_under_the_comments_of_others(
    cast: Cast,
) -> None:
    write_text(cast)
    round_ = outside(cast)
    theirs = reviewed(cast, round_, seat_of(round_, cast.reviewer.name), cast.actor("reviewer"))
    seat = seat_of(round_, "Olga Outside")
    reviewed(cast, round_, seat, seat_actor(seat))
    ground = round_sayings.ground_of(seat)
    assert "reply" in threads.of_round(seat_actor(seat), seat, theirs.id, ground).may
    replies.from_seat(seat_actor(seat), seat, theirs.id, "So did we")
