"""Who comes by a personal link is told of replies to what they still read, and of nothing else."""

from __future__ import annotations

import pytest

from nap_tracker.content.audience import Audience
from nap_tracker.extensions import db
from nap_tracker.models.comment import Comment
from nap_tracker.models.message import Message
from nap_tracker.roles import OPERATOR
from nap_tracker.services import entries, replies, seats, trays
from nap_tracker.services.comment_places import Where
from nap_tracker.services.entries import Change
from tests.cast import Cast
from tests.services.endangered import type_into
from tests.services.saying import FIELD, SECTION, newest, write_text
from tests.services.test_comment_files import outside, said_in, seat_actor
from tests.services.test_rounds import seat_of

pytestmark = pytest.mark.database


@pytest.fixture
def comment(cast: Cast) -> Comment:
    """Olga said it by her link, and handed in."""
    write_text(cast)
    seat = seat_of(outside(cast), "Olga Outside")
    made = said_in(cast, seat.round, seat, "Say how many")
    seats.hand_in(seat_actor(seat), seat)
    db.session.commit()
    return made


def told(cast: Cast, comment: Comment) -> int:
    """How many mails to her come of a reply."""
    replies.reply(cast.actor("officer"), newest(cast), comment.id, "Forty")
    return db.session.query(Message).filter_by(template="review_replied").count()


def test_of_a_reply_to_what_was_moved_to_a_place_that_she_may_not_read(
    cast: Cast, comment: Comment
) -> None:
    """On the page of her round it stands where she read it."""
    type_into(cast.actor("officer"), newest(cast), "foreword", "text", "<p>Camps</p>")
    opened = entries.open_section(OPERATOR, newest(cast), "foreword")
    shut = Change(seen=opened.counter, audience=Audience.DRAFTING_TEAM.value)
    entries.save(OPERATOR, opened, shut)
    where = Where("foreword", opened.content.uid, "text", "en")
    trays.place(cast.actor("officer"), newest(cast), comment, where)
    assert told(cast, comment) == 1


def test_of_none_to_what_was_closed_to_her_since(cast: Cast, comment: Comment) -> None:
    opened = entries.open_section(OPERATOR, newest(cast), SECTION)
    shut = Change(seen=opened.counter, audiences={FIELD: Audience.DRAFTING_TEAM.value})
    entries.save(OPERATOR, opened, shut)
    assert told(cast, comment) == 0
