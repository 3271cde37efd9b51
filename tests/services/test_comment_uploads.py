"""Files of comments brought in by somebody else, or later, than they were taken out."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from nap_tracker.errors import Forbidden, Invalid
from nap_tracker.extensions import db
from nap_tracker.imports import comment_rows
from nap_tracker.models.comment import Comment, Reply
from nap_tracker.services import comment_files, comment_uploads, replies, rounds, seats
from nap_tracker.services.brought_authors import WHOSE_EDITS, YOUR_SEAT
from nap_tracker.services.comment_places import where_of
from nap_tracker.services.comment_uploads import RoundClosed
from tests.cast import Cast
from tests.remarked import edited as edited_word
from tests.remarked import in_paragraph, inserted, run, splitting
from tests.services.endangered import type_into
from tests.services.saying import FIELD, TEXT, newest, say, write_text
from tests.services.test_comment_files import (
    again,
    bring,
    inside,
    outside,
    repacked,
    said_in,
    seat_actor,
    take_in,
    ways_out,
    with_a_row,
    with_everything,
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


def with_a_reply_of(cast: Cast, name: str) -> bytes:
    """A Word file in which somebody said something under the one comment there is."""
    say(cast, "officer", body="How many?", visibility="plan")
    lead, above = cast.actor("coordinator"), again(cast).threads[0].id
    replies.reply(lead, newest(cast), above, "Forty.")
    db.session.commit()
    data = comment_files.document(again(cast)).data

    def edit(xml: str) -> str:
        return xml.replace("Forty.", "Fifty.").replace(cast.coordinator.name, name)

    return edited_word(data, edit, "word/comments.xml")


def test_a_reply_of_somebody_else_is_a_comment_received_from_them(words: Cast) -> None:
    """And never a reply under the name of who brings the file in."""
    data = with_a_reply_of(words, "Olga Outside")
    found = comment_uploads.examine(again(words), data)
    assert found.authors_besides(words.coordinator.name) == ("Olga Outside",)
    upload = take_in(again(words), data)
    opened = comment_uploads.open_(again(words), upload.id)
    assert comment_uploads.notes(opened) == [comment_uploads.REPLIES_OF_OTHERS]
    done = bring(again(words), data, is_own=False, received_by="mail")
    assert (done.new, done.replies) == (1, 0)
    assert [one.body for one in db.session.scalars(select(Reply))] == ["Forty."]
    above, made = db.session.scalars(select(Comment).order_by(Comment.number))
    assert (made.body, made.on_behalf_of, made.received_by, made.author_id) == (
        "On comment 1: Fifty.", "Olga Outside", "mail", None)  # fmt: skip
    assert (where_of(made), made.quote) == (where_of(above), above.quote)
    assert comment_uploads.examine(again(words), repacked(data)).changes_nothing


def test_a_reply_of_their_own_stays_a_reply_among_comments_of_others(words: Cast) -> None:
    data = with_a_reply_of(words, words.coordinator.name)
    assert bring(again(words), data, is_own=False, received_by="mail").replies == 1
    assert {one.author_id for one in db.session.scalars(select(Reply))} == {words.coordinator.id}


def test_a_reply_from_a_seat_is_left_out_and_told(words: Cast) -> None:
    round_ = outside(words)
    seat = seat_of(round_, "Olga Outside")
    seats.accept(seat_actor(seat), seat)
    said_in(words, round_, seat, "How many?")
    seats.hand_in(seat_actor(seat), seat)
    above = again(words, round_id=round_.id).threads[0].id
    replies.reply(words.actor("coordinator"), newest(words), above, "Forty.")
    db.session.commit()
    mine = comment_files.of_seat(seat_actor(seat), round_.id)
    data = edited_word(
        comment_files.document(mine).data,
        lambda x: x.replace("Forty.", "Fifty."),
        "word/comments.xml",
    )
    found = comment_uploads.examine(mine, data)
    assert (found.items, found.is_ready) == ((), True)
    assert [fault.message for fault in found.faults] == [comment_uploads.NO_REPLIES]


def test_whom_a_word_file_names_alone_made_its_untracked_changes_too(words: Cast) -> None:
    done = bring(again(words), with_everything(words), is_own=False, received_by="mail")
    assert done.new + done.tray == 3
    assert {one.on_behalf_of for one in db.session.scalars(select(Comment))} == {"Ama"}


def test_where_nobody_or_several_are_named_it_says_what_to_do_with_untracked_changes(
    words: Cast,
) -> None:
    line = "Mercury is burned in the open at forty camps."
    kofis = splitting("camps", run("camps") + inserted("QQ", "Kofi"))
    several = edited_word(
        with_everything(words), in_paragraph(line.replace("forty", "fifty"), kofis)
    )
    nobody = edited_word(
        comment_files.document(again(words)).data,
        in_paragraph(line, lambda x: x.replace("forty", "fifty")),
    )
    for data in (several, nobody):
        with pytest.raises(Invalid) as refused:
            bring(again(words), data, is_own=False, received_by="mail")
        assert refused.value.message == WHOSE_EDITS
        db.session.rollback()
    done = bring(again(words), several, is_own=False, received_by="mail", with_edits=False)
    assert done.new > 0
    assert {one.on_behalf_of for one in db.session.scalars(select(Comment))} == {"Ama", "Kofi"}


def test_an_anonymous_round_keeps_no_name_of_those_whose_file_is_brought_in(words: Cast) -> None:
    round_ = outside(words, is_anonymous=True)
    data = with_a_row(
        comment_files.table(again(words, round_id=round_.id)).data,
        section="Summary", comment="Far", reviewer="Olga Outside",
    )  # fmt: skip
    upload = take_in(again(words, round_id=round_.id), data)
    opened = comment_uploads.open_(again(words, round_id=round_.id), upload.id)
    assert comment_uploads.notes(opened) == [comment_uploads.UNNAMED]
    bring(again(words, round_id=round_.id), data, is_own=False, received_by="mail")
    made = db.session.scalars(select(Comment)).one()
    assert made.on_behalf_of == "A reviewer who is not named"
    led = again(words, round_id=round_.id)
    for way, said in ways_out(led).items():
        assert "Far" in said, way
        assert "Olga" not in said, way
    assert comment_uploads.examine(led, repacked(data)).changes_nothing


def test_who_sits_in_a_round_brings_their_own_comments_in_from_there(words: Cast) -> None:
    """Under the name of their account they would stand in an anonymous round before it is sent."""
    round_ = inside(words, is_anonymous=True)
    data = with_a_row(
        comment_files.table(again(words, "officer", round_.id)).data,
        section="Summary", comment="Mine",
    )  # fmt: skip
    with pytest.raises(Forbidden) as refused:
        bring(again(words, "officer", round_.id), data)
    assert refused.value.message == YOUR_SEAT
    db.session.rollback()
    officer = words.actor("officer")
    seats.accept(officer, seat_of(round_, words.officer.name))
    assert bring(comment_files.of_seat(officer, round_.id), data).new == 1
    made = db.session.scalars(select(Comment)).one()
    assert (made.author_id, made.invitation_id is None) == (None, False)


def test_what_is_too_long_is_told_with_its_line_before_anything_is_brought_in(words: Cast) -> None:
    data = comment_files.table(again(words)).data
    assert comment_uploads.examine(
        again(words), with_a_row(data, section="Summary", comment="x" * 10_000)
    ).is_ready
    for cells in ({"comment": "x" * 10_001}, {"comment": "x", "proposed": "x" * 10_001}):
        found = comment_uploads.examine(again(words), with_a_row(data, section="Summary", **cells))
        assert [(f.message, f.line, f.stops) for f in found.faults] == [
            (comment_rows.TOO_LONG, 3, True)
        ]
    document = comment_files.document(again(words)).data
    line = "Retorts are used at few camps."
    added = f"<w:p><w:r><w:t>{'x' * 10_001}</w:t></w:r></w:p>"
    found = comment_uploads.examine(
        again(words), edited_word(document, in_paragraph(line, lambda x: x + added))
    )
    assert [f.message for f in found.faults] == [comment_rows.TOO_LONG]
    assert found.faults[0].line
    assert not found.is_ready


def test_words_that_are_too_many_to_choose_stand_at_their_place_as_a_whole(words: Cast) -> None:
    long = " ".join(f"word{n}" for n in range(600)) + "."
    write_text(words, f'{TEXT}<p data-block="cccccccc">{long}</p>')
    db.session.commit()
    data = comment_files.document(again(words)).data
    data = edited_word(data, in_paragraph(long, lambda _: ""))
    assert bring(again(words), data).new == 1
    made = db.session.scalars(select(Comment)).one()
    assert (made.field, made.block, made.quote) == (FIELD, "cccccccc", "")
    assert "word0 word1" in made.body
    assert comment_uploads.examine(again(words), repacked(data)).changes_nothing
