"""Files of comments brought in by somebody else, or later, than they were taken out."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from nap_tracker.extensions import db
from nap_tracker.models.comment import Comment
from nap_tracker.services import comment_files, comment_uploads, rounds, seats
from nap_tracker.services.comment_uploads import RoundClosed
from tests.cast import Cast
from tests.remarked import edited as edited_word
from tests.remarked import in_paragraph
from tests.services.endangered import type_into
from tests.services.saying import TEXT, newest, write_text
from tests.services.test_comment_files import (
    again,
    bring,
    inside,
    outside,
    seat_actor,
    take_in,
    with_a_row,
)
from tests.services.test_rounds import seat_of


@pytest.fixture
def words(database: None, cast: Cast) -> Cast:
    write_text(cast)
    db.session.commit()
    return cast


def test_a_file_that_only_went_round_takes_nothing_of_what_was_written_since(words: Cast) -> None:
    data = comment_files.document(again(words)).data
    write_text(words, f'{TEXT}<p data-block="cccccccc">Said on Tuesday.</p><p>And again.</p>')
    db.session.commit()
    found = comment_uploads.examine(again(words), data)
    assert (found.changes_nothing, found.faults) == (True, ())


def test_a_reviewers_file_takes_nothing_of_what_only_the_team_reads(words: Cast) -> None:
    team = "<p>Which border posts look away.</p>"
    type_into(words.actor("officer"), newest(words), "trade", "routes", team)
    round_ = outside(words)
    seat = seat_of(round_, "Olga Outside")
    seats.accept(seat_actor(seat), seat)
    data = comment_files.document(comment_files.of_seat(seat_actor(seat), round_.id)).data
    led = again(words, round_id=round_.id)
    assert any("border posts" in one.text for one in comment_files.sent(led))
    found = comment_uploads.examine(led, data)
    assert (found.changes_nothing, found.faults) == (True, ())
    line = "Retorts are used at few camps."
    less = edited_word(data, in_paragraph(line, lambda _: ""))
    assert [one.quote for one in comment_uploads.examine(led, less).items] == [line]


def closed(cast: Cast, round_: Any) -> None:
    act = "close_with_the_rest_noted"
    read = {"reviewers_have_replied", "due_day_is_over"}
    rounds.close(cast.actor("focal_point"), round_, act, reason="Over", accepted=read)
    db.session.commit()


def test_nothing_is_brought_into_a_closed_round(words: Cast) -> None:
    """Neither a file that comes late, nor one that was looked at before: nobody could answer it."""
    round_ = inside(words)
    reading = again(words, round_id=round_.id)
    data = with_a_row(comment_files.table(reading).data, section="x", comment="Late")
    upload = take_in(reading, data)
    seen = comment_uploads.open_(reading, upload.id).fingerprint
    assert comment_uploads.refusal(reading) == ""
    closed(words, round_)
    late = again(words, round_id=round_.id)
    assert "is closed" in comment_uploads.refusal(late)
    with pytest.raises(RoundClosed):
        comment_uploads.add(late, name="late.xlsx", data=data)
    with pytest.raises(RoundClosed):
        comment_uploads.apply(late, upload.id, fingerprint=seen)
    assert not db.session.scalars(select(Comment)).all()
    assert bring(again(words), with_a_row(comment_files.table(again(words)).data,
                                          section="x", comment="Late")).tray == 1  # fmt: skip
