"""Comments out as files and back in: who gets what, and what becomes of it."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from nap_tracker import files
from nap_tracker.annex_c.schema import treaty
from nap_tracker.clock import now
from nap_tracker.content.audience import Audience
from nap_tracker.content.matrix import SHOWN, Column
from nap_tracker.errors import Forbidden, InvalidFile, NotFound, NotReady, StaleEdit
from nap_tracker.exports import press
from nap_tracker.extensions import db
from nap_tracker.imports.brought import Bringing, Origin
from nap_tracker.models.comment import Comment, Reply, Response
from nap_tracker.models.comment_upload import CommentUpload
from nap_tracker.models.event import Event
from nap_tracker.models.round import Round
from nap_tracker.permissions import Seat
from nap_tracker.roles import Actor, ActorKind
from nap_tracker.services import (
    comment_files,
    comment_uploads,
    comments,
    entries,
    ledgers,
    replies,
    responses,
    round_comments,
    round_sayings,
    rounds,
    sayings,
    seats,
    threads,
    trays,
    uploads,
)
from nap_tracker.services.brought_authors import Manner
from nap_tracker.services.comment_files import Reading
from nap_tracker.services.comment_places import NOWHERE, Where, where_of
from nap_tracker.services.comment_uploads import Applied, Gone
from nap_tracker.services.entries import Change
from nap_tracker.services.finding import needle_of
from nap_tracker.services.removals import look, remove_words
from nap_tracker.services.sayings import From
from nap_tracker.workflow import guards
from nap_tracker.workflow.hearing import Visibility
from tests.cast import Cast
from tests.commented import edited
from tests.doors import QueryCount
from tests.remarked import deleted, in_paragraph, inserted, splitting
from tests.remarked import edited as edited_word
from tests.services.endangered import type_into
from tests.services.saying import FIELD, SECTION, TEXT, newest, say, saying, there, write_text
from tests.services.test_rounds import inside as within_government
from tests.services.test_rounds import outside as with_outsiders
from tests.services.test_rounds import seat_of
from tests.test_media import picture

READERS = ("focal_point", "coordinator", "officer", "viewer", "reviewer")


EVERY_WARNING = frozenset(name for name in dir(guards) if not name.startswith("_"))


def inside(cast: Cast, **values: Any) -> Round:
    """A round within the government, every warning about opening it read."""
    return within_government(cast, accepted=EVERY_WARNING, **values)


def outside(cast: Cast, **values: Any) -> Round:
    """The same with people from outside."""
    return with_outsiders(cast, accepted=EVERY_WARNING, **values)


def seat_actor(seat: Seat) -> Actor:
    """Who comes by the personal link of a seat."""
    return Actor(ActorKind.LINK, name=seat.invitation.name, invitation_id=seat.invitation.id)


def said_in(
    cast: Cast, round_: Round, seat: Seat, body: str, *, visibility: str = "round"
) -> Comment:
    """A comment from a seat, not handed in yet."""
    ground = comments.ground_of(newest(cast))
    made = sayings.store(
        newest(cast),
        saying(cast, body=body, quote="burned in the open", visibility=visibility),
        From(invitation_id=seat.invitation.id, round_id=round_.id),
        ground,
        is_said=False,
    )
    db.session.commit()
    return made


def everything_of(data: bytes) -> str:
    """All that stands anywhere in a file, names of parts and properties among it."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return " ".join(
            name + packed.read(name).decode("utf-8", "replace") for name in packed.namelist()
        )


def ways_out(reading: Reading) -> dict[str, str]:
    """The words of each file this reader gets."""
    lines = ledgers.lines(reading)
    page = ledgers.ledger.to_html(ledgers._sheet(reading), lines, "en")
    return {
        "xlsx": everything_of(comment_files.table(reading).data),
        "docx": everything_of(comment_files.document(reading).data),
        "pdf": page,
        "ledger": everything_of(ledgers.xlsx(reading).data),
    }


@pytest.fixture
def words(database: None, cast: Cast) -> Cast:
    write_text(cast)
    db.session.commit()
    return cast


def test_every_reader_gets_what_they_hear_by_every_way_out(words: Cast) -> None:
    """Every visibility, in a round of either side and outside of rounds, before and after."""
    for visibility in (Visibility.TEAM, Visibility.PLAN):
        say(words, "officer", body=f"Said by the team for {visibility}", visibility=visibility)
    without, within = outside(words), inside(words)
    rooms = {"inside": (within, words.viewer.name), "outside": (without, words.reviewer.name)}
    for name, (round_, person) in rooms.items():
        seat = seat_of(round_, person)
        seats.accept(words.actor("viewer" if name == "inside" else "reviewer"), seat)
        for visibility in Visibility:
            said_in(words, round_, seat, f"Said {name} for {visibility}", visibility=visibility)
    _all_hear_the_same_everywhere(words)
    for round_, person in rooms.values():
        who = "viewer" if round_ is within else "reviewer"
        seats.hand_in(words.actor(who), seat_of(round_, person))
    db.session.commit()
    assert _all_hear_the_same_everywhere(words) > 20


def _all_hear_the_same_everywhere(cast: Cast) -> int:
    bodies = {c.id: c.body for c in db.session.scalars(select(Comment).order_by(Comment.number))}
    seen = 0
    for who in READERS:
        try:
            reading = comment_files.of_plan(cast.actor(who), cast.plan.id)
            heard = {c.id for c in comments.visible_to(cast.actor(who), newest(cast))}
        except (NotFound, Forbidden):
            continue
        for way, text in ways_out(reading).items():
            for id, body in bodies.items():
                assert (body in text) is (id in heard), (who, way, body)
                seen += id in heard
    return seen


def test_a_round_leaves_only_as_itself(words: Cast) -> None:
    say(words, "officer", body="Outside of every round", visibility="plan")
    round_ = inside(words)
    seat = seat_of(round_, words.viewer.name)
    seats.accept(words.actor("viewer"), seat)
    said_in(words, round_, seat, "Within the round")
    mine = comment_files.of_seat(words.actor("viewer"), round_.id)
    for text in ways_out(mine).values():
        assert "Within the round" in text
        assert "Outside of every round" not in text
    led = comment_files.of_plan(words.actor("coordinator"), words.plan.id, round_.id)
    assert all("Within the round" not in text for text in ways_out(led).values())
    seats.hand_in(words.actor("viewer"), seat)
    led = comment_files.of_plan(words.actor("coordinator"), words.plan.id, round_.id)
    assert all("Within the round" in text for text in ways_out(led).values())


def test_an_anonymous_round_names_nobody_in_any_file(words: Cast) -> None:
    round_ = outside(words, is_anonymous=True)
    for person in (words.reviewer.name, "Olga Outside"):
        seat = seat_of(round_, person)
        actor = words.actor("reviewer") if person == words.reviewer.name else seat_actor(seat)
        seats.accept(actor, seat)
        said_in(words, round_, seat, f"A comment under a code {len(person)}")
        seats.hand_in(actor, seat)
    db.session.commit()
    led = comment_files.of_plan(words.actor("coordinator"), words.plan.id, round_.id)
    own = comment_files.of_seat(words.actor("reviewer"), round_.id)
    for reading in (led, own):
        for way, text in ways_out(reading).items():
            assert "A comment under a code" in text
            for name in (words.reviewer.name, "Olga Outside", "elsewhere.example"):
                assert name not in text, (way, name)
    assert seat_of(round_, words.reviewer.name).invitation.code_name in ways_out(own)["xlsx"]


def parts_with(data: bytes, words: str) -> set[str]:
    """The parts of a Word file that hold these words: 'document', 'footer1'."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        texts = {name: packed.read(name).decode("utf-8", "replace") for name in packed.namelist()}
    return {name.removeprefix("word/").removesuffix(".xml")
            for name, text in texts.items() if words in re.sub("<[^>]+>", "", text)}  # fmt: skip


@pytest.mark.parametrize("is_anonymous", [False, True])
def test_a_word_file_says_on_its_cover_and_every_page_whose_copy_it_is(
    words: Cast, is_anonymous: bool
) -> None:
    round_ = outside(words, is_anonymous=is_anonymous)
    seat = seat_of(round_, "Olga Outside")
    seats.accept(seat_actor(seat), seat)
    data = comment_files.document(comment_files.of_seat(seat_actor(seat), round_.id)).data
    name = seat.invitation.code_name if is_anonymous else "Olga Outside"
    assert parts_with(data, f"Made for {name}") == {"document", "footer1", "footer2"}
    if is_anonymous:
        assert "Olga Outside" not in everything_of(data)
    team = comment_files.document(again(words, round_id=round_.id)).data
    assert parts_with(team, f"Made for {words.coordinator.name}")


def take_in(reading: Reading, data: bytes, name: str = "back.xlsx") -> CommentUpload:
    upload = comment_uploads.add(reading, name=name, data=data)
    db.session.commit()
    return upload


def bring(reading: Reading, data: bytes, **manner: Any) -> Any:
    upload = take_in(reading, data)
    opened = comment_uploads.open_(reading, upload.id)
    done = comment_uploads.apply(
        reading, upload.id, fingerprint=opened.fingerprint, manner=Manner(**manner)
    )
    db.session.commit()
    return done


def again(cast: Cast, who: str = "coordinator", round_id: str = "") -> Reading:
    return comment_files.of_plan(cast.actor(who), cast.plan.id, round_id)


def with_a_row(data: bytes, **cells: str) -> bytes:
    """The table with a row somebody added."""

    def edit(page: Any, at: dict[Column, int]) -> None:
        line = next(n for n in range(3, page.max_row + 1)
                    if not page.cell(n, at[Column.COMMENT]).value)  # fmt: skip
        for name, words in cells.items():
            page.cell(line, at[Column(name)]).value = words

    return edited(data, edit)


def test_a_file_that_only_went_round_changes_nothing(words: Cast) -> None:
    say(words, "officer", visibility="plan")
    for made in (comment_files.table, comment_files.document):
        reading = again(words)
        found = comment_uploads.examine(again(words), made(reading).data)
        assert found.changes_nothing
        assert found.same == 1


def test_what_came_with_a_comment_is_named_in_every_file_and_changes_nothing(words: Cast) -> None:
    actor = words.actor("officer")
    said = saying(words, visibility="plan", quote="burned in the open")
    comments.add(actor, newest(words), said, files=[("plan of camp 7.txt", b"Seven")])
    db.session.commit()
    reading = again(words)
    for made in (comment_files.table, comment_files.document):
        data = made(reading).data
        assert "plan of camp 7.txt" in everything_of(data)
        found = comment_uploads.examine(again(words), data)
        assert (found.changes_nothing, found.same) == (True, 1)
    page = ledgers.ledger.to_html(ledgers._sheet(reading), ledgers.lines(reading), "en")
    assert "Files: plan of camp 7.txt" in page


def test_a_new_row_becomes_a_comment_on_its_words(words: Cast) -> None:
    reading = again(words)
    place = next(p for p in reading.places.all if p.spot.field == FIELD)
    data = with_a_row(
        comment_files.table(reading).data,
        section=place.section,
        field=place.line,
        text="few camps",
        comment="Which ones?",
    )
    assert bring(again(words), data).new == 1
    made = db.session.scalars(select(Comment)).one()
    assert (made.body, made.quote, made.block, made.visibility) == (
        "Which ones?", "few camps", "bbbbbbbb", "team")  # fmt: skip
    assert made.author_id == words.coordinator.id
    kinds = db.session.scalars(select(Event.kind).order_by(Event.number)).all()
    assert {"comment:added", "comment-file:applied"} <= set(kinds)


def test_what_others_said_keeps_their_names_and_the_day(words: Cast) -> None:
    reading = again(words)
    data = with_a_row(
        comment_files.table(reading).data, section="The moon", comment="Far", reviewer="Ama"
    )
    done = bring(again(words), data, is_own=False, received_by="letter", received_on="2026-11-03")
    assert done.tray == 1
    made = db.session.scalars(select(Comment)).one()
    assert (made.on_behalf_of, made.received_by, made.received_on, made.author_id) == (
        "Ama", "letter", "2026-11-03", None)  # fmt: skip


def lost(cast: Cast, who: str = "coordinator", round_id: str = "") -> set[tuple[str, str, str]]:
    """What lies in the tray for a reader: what it was said of, the words, the comment."""
    return {(one.row_name, one.quote, one.body)
            for one in again(cast, who, round_id).threads if one.is_lost}  # fmt: skip


def test_a_row_without_a_place_lies_in_the_tray_with_what_it_said(words: Cast) -> None:
    """Its section and field, also where it speaks of no words."""
    section = next(p for p in again(words).places.all if p.spot.field == FIELD).section
    data = comment_files.table(again(words)).data
    data = with_a_row(data, section="Nowhere section", field="Nothing", comment="First")
    data = with_a_row(data, section="Nowhere section", text="a few words", comment="Second")
    data = with_a_row(data, section=section, field="No such field", comment="Third")
    done = bring(again(words), data)
    assert (done.new, done.tray) == (0, 3)
    assert lost(words) == {
        ("Nowhere section – Nothing", "", "First"),
        ("Nowhere section", "a few words", "Second"),
        ("No such field", "", "Third"),
    }
    third = next(c for c in db.session.scalars(select(Comment)) if c.body == "Third")
    assert third.section == SECTION
    reading = again(words)
    for made in (comment_files.table, comment_files.document):
        assert comment_uploads.examine(again(words), made(reading).data).changes_nothing
    assert "Nowhere section – Nothing" in {row.field for row in comment_files.rows(reading)}
    trays.place(words.actor("coordinator"), newest(words), third, there(words))
    db.session.commit()
    assert "Third" not in {body for _, _, body in lost(words)}


def test_a_row_of_a_section_that_a_round_does_not_ask_about_lies_in_its_tray(words: Cast) -> None:
    round_ = outside(words, sections=[SECTION])
    seat = seat_of(round_, "Olga Outside")
    actor = seat_actor(seat)
    seats.accept(actor, seat)
    reading = comment_files.of_seat(actor, round_.id)
    data = comment_files.table(reading).data
    data = with_a_row(data, section="Mercury trade", field="Sources", comment="Not asked")
    assert bring(comment_files.of_seat(actor, round_.id), data).tray == 1
    own = comment_files.of_seat(actor, round_.id).threads
    assert [(one.is_lost, one.row_name) for one in own] == [(True, "Mercury trade – Sources")]
    assert own[0].where.section is None
    seats.hand_in(actor, seat)
    db.session.commit()
    assert lost(words, round_id=round_.id) == {("Mercury trade – Sources", "", "Not asked")}


def test_a_paragraph_that_was_added_in_word_lies_in_the_tray_of_its_section(words: Cast) -> None:
    data = comment_files.document(again(words)).data
    line = "Retorts are used at few camps."
    added = "<w:p><w:r><w:t>Nobody counted them.</w:t></w:r></w:p>"
    data = edited_word(data, in_paragraph(line, lambda x: x + added))
    assert bring(again(words), data).tray == 1
    made = db.session.scalars(select(Comment)).one()
    assert (made.section, made.proposed) == (SECTION, "Nobody counted them.")
    assert made.row_name
    assert again(words).threads[0].is_lost


def test_no_field_is_called_as_the_place_of_what_has_none() -> None:
    schema = treaty()
    owners = (*schema.sections, *schema.registers)
    assert NOWHERE not in {field.id for owner in owners for field in owner.fields}


def test_a_response_in_the_table_is_a_draft(words: Cast) -> None:
    comment = say(words, "reviewer", visibility="plan")
    db.session.commit()

    def edit(page: Any, at: dict[Column, int]) -> None:
        page.cell(3, at[Column.RESPONSE]).value = "Noted"
        page.cell(3, at[Column.REASON]).value = "We will look."

    assert bring(again(words), edited(comment_files.table(again(words)).data, edit)).changed == 1
    answer = db.session.scalars(select(Response)).one()
    assert (answer.comment_id, answer.kind, answer.published_at) == (comment.id, "noted", None)


def test_tracked_changes_become_wording_that_can_be_used(words: Cast) -> None:
    data = comment_files.document(again(words)).data
    line = "Retorts are used at few camps."
    edit = in_paragraph(line, splitting("few", deleted("few") + inserted("seven")))
    assert bring(again(words), edited_word(data, edit)).new == 1
    made = db.session.scalars(select(Comment)).one()
    assert (made.quote, made.proposed, made.kind) == ("few", "seven", "change")


def test_edits_that_nobody_tracked_are_left_out_where_that_is_wanted(words: Cast) -> None:
    data = comment_files.document(again(words)).data
    line = "Retorts are used at few camps."
    data = edited_word(data, in_paragraph(line, lambda x: x.replace("few", "seven")))
    upload = take_in(again(words), data)
    opened = comment_uploads.open_(again(words), upload.id)
    with pytest.raises(NotReady):
        comment_uploads.apply(
            again(words),
            upload.id,
            fingerprint=opened.fingerprint,
            manner=Manner(with_edits=False),
        )
    assert bring(again(words), data).new == 1


def test_a_file_is_brought_in_once_and_only_as_it_was_seen(words: Cast) -> None:
    data = with_a_row(comment_files.table(again(words)).data, section="x", comment="New")
    upload = take_in(again(words), data)
    with pytest.raises(StaleEdit):
        comment_uploads.apply(again(words), upload.id, fingerprint="another")
    opened = comment_uploads.open_(again(words), upload.id)
    comment_uploads.apply(again(words), upload.id, fingerprint=opened.fingerprint)
    db.session.commit()
    with pytest.raises(Applied):
        comment_uploads.apply(again(words), upload.id, fingerprint=opened.fingerprint)
    assert db.session.query(Comment).count() == 1


def with_everything(cast: Cast) -> bytes:
    """A Word file with a tracked change, another one, and a paragraph that was added."""
    data = comment_files.document(again(cast)).data
    tracked = splitting("few", deleted("few") + inserted("seven"))
    data = edited_word(data, in_paragraph("Retorts are used at few camps.", tracked))
    other = "Mercury is burned in the open at forty camps."
    added = "<w:p><w:r><w:t>Nobody counted them.</w:t></w:r></w:p>"
    edit = in_paragraph(other, lambda x: x.replace("forty", "fifty") + added)
    return edited_word(data, edit)


def with_rows(cast: Cast) -> bytes:
    reading = again(cast)
    place = next(p for p in reading.places.all if p.spot.field == FIELD)
    here = {"section": place.section, "field": place.line}
    data = comment_files.table(reading).data
    data = with_a_row(data, **here, text="few camps", comment="Which ones?\n\nSay it.")
    data = with_a_row(data, **here, comment="All of it", proposed="Less of it")
    return with_a_row(data, section="Nowhere section", field="Nothing", comment="Far away")


@pytest.mark.parametrize("made", [with_rows, with_everything])
def test_a_file_that_is_brought_in_twice_adds_nothing_the_second_time(
    words: Cast, made: Callable[[Cast], bytes]
) -> None:
    data = made(words)
    done = bring(again(words), data)
    count = done.new + done.tray
    assert db.session.query(Comment).count() == count == 3
    found = comment_uploads.examine(again(words), data)
    assert (found.changes_nothing, found.applied_at is not None) == (True, True)
    with pytest.raises(NotReady):
        bring(again(words), data)
    # Saved once more it is another file, and says the same.
    data = repacked(data)
    found = comment_uploads.examine(again(words), data)
    assert (len(found.here) + len(found.own), found.applied_at) == (count, None)
    assert len(found.items) == len(found.own), "of these the file names somebody else"
    with pytest.raises(NotReady):
        bring(again(words), data)
    assert db.session.query(Comment).count() == count


def repacked(data: bytes) -> bytes:
    """The same contents in another file."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.comment = b"saved again"  # packed twice within two seconds it would be the same file
    return out.getvalue()


def test_the_same_words_of_somebody_else_or_after_a_withdrawal_are_no_repetition(
    words: Cast,
) -> None:
    data = with_rows(words)
    bring(again(words, "officer"), data)
    assert len(comment_uploads.examine(again(words), data).items) == 3

    def seen() -> Bringing:
        return comment_uploads.examine(again(words, "officer"), data)

    for comment in db.session.scalars(select(Comment).order_by(Comment.number)):
        comments.withdraw(words.actor("officer"), newest(words), comment)
        assert (len(seen().items) == 3) == (comment.number == 3), "while anything of it stands"
    db.session.commit()
    found = comment_uploads.examine(again(words, "officer"), repacked(data))
    assert len(found.items) == 3


def test_of_a_file_that_was_brought_in_its_sum_is_kept_and_not_its_bytes(words: Cast) -> None:
    data, waiting = with_rows(words), repacked(with_rows(words))
    bring(again(words), data)
    kept = take_in(again(words), waiting)
    uploads.prune(now() + timedelta(days=2))
    db.session.commit()
    with pytest.raises(NotFound):
        files.read(kept.party_id, hashlib.sha256(data).hexdigest())
    assert files.read(kept.party_id, kept.sha256) == waiting
    assert comment_uploads.examine(again(words), data).applied_at is not None


def test_what_was_entered_for_somebody_is_known_by_their_name(words: Cast) -> None:
    data = with_a_row(
        comment_files.table(again(words)).data, section="Summary", comment="Far", reviewer="Ama"
    )
    bring(again(words), data, is_own=False, received_by="letter")
    assert len(comment_uploads.examine(again(words), repacked(data)).here) == 1

    def edit(page: Any, at: dict[Column, int]) -> None:
        line = next(n for n in range(3, page.max_row + 1)
                    if page.cell(n, at[Column.COMMENT]).value == "Far")  # fmt: skip
        page.cell(line, at[Column.REVIEWER]).value = "Kofi"

    assert len(comment_uploads.examine(again(words), edited(data, edit)).items) == 1


def test_a_file_that_was_brought_in_by_mistake_comes_in_again_once_all_of_it_is_deleted(
    words: Cast,
) -> None:
    data = comment_files.table(again(words)).data
    for body in ("First", "Second"):
        data = with_a_row(data, section="Summary", comment=body, reviewer="Ama")
    bring(again(words), data)
    for left in (1, 0):
        one = db.session.scalars(select(Comment).order_by(Comment.number.desc())).first()
        assert one is not None
        comments.delete(words.actor("coordinator"), newest(words), one)
        db.session.commit()
        found = comment_uploads.examine(again(words), data)
        assert (len(found.items), found.applied_at is None) == ((0, False) if left else (2, True))
    bring(again(words), data, is_own=False, received_by="letter")
    assert {c.on_behalf_of for c in db.session.scalars(select(Comment))} == {"Ama"}
    assert comment_uploads.examine(again(words), data).changes_nothing


def test_a_file_of_replies_and_answers_is_known_while_these_stand(words: Cast) -> None:
    say(words, "officer", body="How many?", visibility="plan")
    commented = again(words).threads[0].id
    replies.reply(words.actor("coordinator"), newest(words), commented, "Forty.")
    db.session.commit()
    data = comment_files.document(again(words)).data
    data = edited_word(data, lambda x: x.replace("Forty.", "Fifty."), "word/comments.xml")
    bring(again(words), data)
    assert comment_uploads.examine(again(words), data).applied_at is not None
    made = db.session.scalars(select(Reply).where(Reply.body == "Fifty.")).one()
    above = db.session.get_one(Comment, commented)
    replies.withdraw(words.actor("coordinator"), newest(words), above, made)
    db.session.commit()
    found = comment_uploads.examine(again(words), data)
    assert ([item.body for item in found.items], found.applied_at) == (["Fifty."], None)


def test_what_one_said_oneself_does_not_stand_for_a_row_that_names_somebody_else(
    words: Cast,
) -> None:
    data = comment_files.table(again(words)).data
    bring(again(words), with_a_row(data, section="Summary", comment="Same"))
    named = with_a_row(data, section="Summary", comment="Same", reviewer="Ama")
    found = comment_uploads.examine(again(words), named)
    assert ([item.reviewer for item in found.items], found.here, found.own) == (["Ama"], (), (1,))
    with pytest.raises(NotReady):
        bring(again(words), named)
    bring(again(words), named, is_own=False, received_by="letter")
    made = [(c.number, c.on_behalf_of) for c in db.session.scalars(select(Comment))]
    assert sorted(made) == [(1, None), (2, "Ama")]
    found = comment_uploads.examine(again(words), repacked(named))
    assert (found.items, found.here) == ((), (2,))
    own = with_a_row(data, section="Summary", comment="Same", reviewer=again(words).reader)
    assert comment_uploads.examine(again(words), own).here == (1,)


def test_who_enters_nothing_for_others_says_everything_themselves(words: Cast) -> None:
    """A word processor may call its owner anything."""
    seat = seat_of(outside(words), "Olga Outside")
    seats.accept(seat_actor(seat), seat)

    def mine() -> Reading:
        return comment_files.of_seat(seat_actor(seat), seat.id)

    data = comment_files.table(mine()).data
    data = with_a_row(data, section="Nowhere", comment="Mine", reviewer="O. O.")
    bring(mine(), data)
    assert len(comment_uploads.examine(mine(), repacked(data)).here) == 1


def test_what_was_given_another_place_is_known_by_the_one_the_file_named(words: Cast) -> None:
    reading = again(words)
    place = next(p for p in reading.places.all if p.spot.field == FIELD)
    data = comment_files.table(reading).data
    here = {"section": place.section, "field": place.line}
    data = with_a_row(data, **here, text="few camps", comment="Which?")
    data = with_a_row(data, section="The moon", field="Far side", comment="Whose?")
    bring(again(words), data)
    for comment in db.session.scalars(select(Comment)):
        actor, now = words.actor("coordinator"), there(words)
        trays.place(actor, newest(words), comment, now, quote="in the open")
    db.session.commit()
    assert [one.quote for one in again(words).threads] == ["in the open"] * 2
    found = comment_uploads.examine(again(words), repacked(data))
    assert (found.items, found.here) == ((), (1, 2))


def test_each_of_those_who_say_the_same_is_known_by_their_name(words: Cast) -> None:
    data = comment_files.table(again(words)).data
    for name in ("Ama", "Kofi"):
        data = with_a_row(data, section="Summary", comment="Same", reviewer=name)
    bring(again(words), data, is_own=False, received_by="letter")
    found = comment_uploads.examine(again(words), repacked(data))
    assert (found.items, found.here) == ((), (1, 2))


def test_edits_that_were_left_out_can_still_be_brought_in(words: Cast) -> None:
    data = with_everything(words)
    assert bring(again(words), data, with_edits=False).new == 1
    found = comment_uploads.examine(again(words), data)
    assert found.applied_at is not None
    assert {item.origin for item in found.items} == {Origin.EDIT}
    done = bring(again(words), data)
    assert done.new + done.tray == len(found.items)
    assert comment_uploads.examine(again(words), data).changes_nothing


def test_a_reply_in_word_is_brought_in_once(words: Cast) -> None:
    say(words, "officer", body="How many?", visibility="plan")
    replies.reply(words.actor("coordinator"), newest(words), again(words).threads[0].id, "Forty.")
    db.session.commit()
    data = comment_files.document(again(words)).data
    data = edited_word(data, lambda x: x.replace("Forty.", "Fifty."), "word/comments.xml")
    assert bring(again(words), data).replies == 1
    assert comment_uploads.examine(again(words), data).changes_nothing
    assert comment_uploads.examine(again(words), repacked(data)).changes_nothing
    assert db.session.query(Reply).count() == 2


def test_a_refused_file_is_stored_nowhere(words: Cast) -> None:
    with pytest.raises(InvalidFile):
        comment_uploads.add(again(words), name="a.xlsx", data=b"no workbook at all")
    assert db.session.query(CommentUpload).count() == 0


def test_nobody_opens_what_somebody_else_uploaded(words: Cast) -> None:
    upload = take_in(again(words), comment_files.table(again(words)).data)
    with pytest.raises(Gone):
        comment_uploads.open_(again(words, "officer"), upload.id)


def test_a_viewer_takes_out_but_brings_nothing_in(words: Cast) -> None:
    reading = again(words, "viewer")
    with pytest.raises(Forbidden):
        comment_uploads.add(reading, name="a.xlsx", data=comment_files.table(reading).data)


def test_a_reviewer_without_an_account_works_in_the_table_before_handing_in(words: Cast) -> None:
    round_ = outside(words)
    seat = seat_of(round_, "Olga Outside")
    actor = seat_actor(seat)
    seats.accept(actor, seat)
    first = said_in(words, round_, seat, "My first thought")
    reading = comment_files.of_seat(actor, round_.id)

    def edit(page: Any, at: dict[Column, int]) -> None:
        page.cell(3, at[Column.COMMENT]).value = "My second thought"
        page.cell(4, at[Column.SECTION]).value = "Summary"
        page.cell(4, at[Column.COMMENT]).value = "And another"

    done = bring(comment_files.of_seat(actor, round_.id),
                 edited(comment_files.table(reading).data, edit))  # fmt: skip
    assert (done.changed, done.new + done.tray) == (1, 1)
    assert db.session.get_one(Comment, first.id).body == "My second thought"
    others = db.session.scalars(select(Comment).where(Comment.id != first.id)).one()
    assert (others.invitation_id, others.state) == (seat.invitation.id, "written")
    assert not comments.visible_to(words.actor("coordinator"), newest(words))


def test_who_changes_what_they_sent_is_told_that_it_is_sent(words: Cast) -> None:
    """By the table and by Word; what somebody else said is still not theirs."""
    round_ = outside(words)
    seat = seat_of(round_, "Olga Outside")
    actor = seat_actor(seat)
    seats.accept(actor, seat)
    said_in(words, round_, seat, "My first thought")
    seats.hand_in(actor, seat)
    db.session.commit()

    def edit(page: Any, at: dict[Column, int]) -> None:
        page.cell(3, at[Column.COMMENT]).value = "My second thought"

    def told(reading: Reading) -> list[str]:
        table = edited(comment_files.table(reading).data, edit)
        file = edited_word(
            comment_files.document(reading).data,
            lambda xml: xml.replace("My first thought", "My second thought"),
            "word/comments.xml",
        )
        found = [comment_uploads.examine(reading, data) for data in (table, file)]
        assert all(one.changes_nothing for one in found)
        return [fault.message for one in found for fault in one.faults]

    mine = told(comment_files.of_seat(actor, round_.id))
    assert ["stays as you said it" in words for words in mine] == [True, True]
    theirs = told(again(words, round_id=round_.id))
    assert ["is not yours to change" in words for words in theirs] == [True, True]


def test_a_seat_reaches_its_own_round_alone(words: Cast) -> None:
    round_, other = outside(words), inside(words)
    actor = seat_actor(seat_of(round_, "Olga Outside"))
    with pytest.raises(NotFound):
        comment_files.of_seat(actor, other.id)
    with pytest.raises(NotFound):
        comment_files.of_plan(actor, words.plan.id)


def test_a_file_of_one_round_is_not_brought_into_another(words: Cast) -> None:
    first, second = inside(words), inside(words, title="Ministries read again")
    data = comment_files.table(again(words, round_id=first.id)).data
    with pytest.raises(InvalidFile):
        comment_uploads.examine(again(words, round_id=second.id), data)


def test_the_ledger_is_printed_with_its_audience_and_never_says_approved(words: Cast) -> None:
    round_ = inside(words)
    seat = seat_of(round_, words.viewer.name)
    seats.accept(words.actor("viewer"), seat)
    comment = said_in(words, round_, seat, "Why so few?")
    seats.hand_in(words.actor("viewer"), seat)
    responses.respond(
        words.actor("coordinator"), newest(words), comment, kind="declined", reason="By census."
    )
    rounds.publish_responses(words.actor("coordinator"), round_)
    db.session.commit()
    reading = again(words, round_id=round_.id)
    page = ways_out(reading)["pdf"]
    assert re.search(r"Declined", page)
    assert "By census." in page
    assert "Drafting team" in page
    assert "pproved by" not in page
    printed = ledgers.pdf(reading)
    assert printed.data.startswith(b"%PDF-")
    share = ledgers.share_of(reading, words.viewer.name)
    assert (len(share.lines), share.answered) == (1, 1)
    with pytest.raises(NotFound):
        ledgers.share_of(reading, "Nobody")
    assert press.FONTS.exists()


def test_a_response_that_is_not_published_is_a_draft_in_every_file(words: Cast) -> None:
    round_ = inside(words)
    seat = seat_of(round_, words.viewer.name)
    seats.accept(words.actor("viewer"), seat)
    comment = said_in(words, round_, seat, "Why so few?")
    seats.hand_in(words.actor("viewer"), seat)
    answer = responses.respond(
        words.actor("coordinator"), newest(words), comment, kind="declined", reason="By census."
    )
    db.session.commit()

    team = ways_out(again(words, round_id=round_.id))
    assert all("Declined (draft, not published)" in file for file in team.values())
    share = ledgers.share_of(again(words, round_id=round_.id), words.viewer.name)
    assert (len(share.lines), share.answered) == (1, 0)
    theirs = ways_out(comment_files.of_seat(words.actor("viewer"), round_.id))
    for file in theirs.values():
        assert "Why so few?" in file
        assert "By census." not in file
        assert "not published" not in file

    rounds.publish_responses(words.actor("coordinator"), round_)
    db.session.commit()
    assert answer.published_at is not None
    theirs = ways_out(comment_files.of_seat(words.actor("viewer"), round_.id))
    for file in (*ways_out(again(words, round_id=round_.id)).values(), *theirs.values()):
        assert "By census." in file
        assert "not published" not in file


def test_a_word_file_never_says_a_draft_of_the_response_for_all(words: Cast) -> None:
    """It went out with one draft, and comes back as it is when there is another."""
    round_ = inside(words)
    seat = seat_of(round_, words.viewer.name)
    seats.accept(words.actor("viewer"), seat)
    comment = said_in(words, round_, seat, "Why so few?")
    seats.hand_in(words.actor("viewer"), seat)
    lead = words.actor("coordinator")
    responses.respond(lead, newest(words), comment, kind="declined", reason="By census.")
    db.session.commit()
    data = comment_files.document(again(words, round_id=round_.id)).data
    assert "By census." in everything_of(data)
    responses.respond(lead, newest(words), comment, kind="partly", reason="By two of them.")
    db.session.commit()
    found = comment_uploads.examine(again(words, round_id=round_.id), data)
    assert (found.changes_nothing, found.same, found.faults) == (True, 1, ())
    with pytest.raises(NotReady):
        bring(again(words, round_id=round_.id), data)
    altered = edited_word(data, lambda x: x.replace("By census.", "By law."), "word/comments.xml")
    found = comment_uploads.examine(again(words, round_id=round_.id), altered)
    assert found.changes_nothing
    assert "does not change the response" in found.faults[0].message
    assert db.session.query(Reply).count() == 0


def test_a_comment_on_a_whole_field_shows_its_beginning_up_to_a_word(words: Cast) -> None:
    sentence = "Mercury is burned in the open at forty camps. " * 12
    write_text(words, f'<p data-block="aaaaaaaa">{sentence.strip()}</p>')
    say(words, "officer", quote="", visibility="plan")
    db.session.commit()
    text = comment_files.rows(again(words))[0].text
    assert text.endswith("…")
    assert len(text) <= SHOWN + 1
    assert sentence.startswith(text[:-1] + " ")


def test_queries_do_not_grow_with_the_comments(words: Cast, queries: QueryCount) -> None:
    def taken(count: int) -> int:
        for _ in range(count):
            say(words, "officer", visibility="plan")
        db.session.commit()
        with queries as counted:
            reading = again(words)
            comment_files.rows(reading)
            comment_files.remarks(reading)
        return counted.count

    assert taken(1) == taken(6)


def test_a_comment_on_the_plan_as_a_whole_goes_out_too(words: Cast) -> None:
    say(words, "officer", where=Where(), quote="", body="All of it", visibility="plan")
    db.session.commit()
    assert all("All of it" in text for text in ways_out(again(words)).values())
    assert comment_files.rows(again(words))[0].section == ""
    assert there(words).section == SECTION


def test_a_plan_with_pictures_goes_out_as_word_and_comes_back(cast: Cast):
    photo = uploads.add(
        cast.actor("coordinator"),
        newest(cast),
        name="camp.png",
        data=picture("PNG"),
        audience=Audience.REVIEWERS,
    )
    figure = f'<figure data-block="cccccccc"><img alt="A camp" data-file="{photo.id}"></figure>'
    write_text(cast, TEXT + figure)
    say(cast, "reviewer", visibility="plan")
    db.session.commit()
    for who in READERS:
        made = comment_files.document(comment_files.of_plan(cast.actor(who), cast.plan.id))
        with zipfile.ZipFile(io.BytesIO(made.data)) as packed:
            assert [name for name in packed.namelist() if name.startswith("word/media/")]
    with pytest.raises(NotReady):
        bring(again(cast), comment_files.document(again(cast)).data)


@pytest.mark.parametrize("is_elsewhere", [False, True])
def test_a_round_keeps_the_words_that_were_read_when_a_comment_is_given_others(
    words: Cast, is_elsewhere: bool
):
    """Who comes by a link may not see the later draft, whatever place a drafter finds there."""
    round_ = outside(words)
    seat = seat_of(round_, "Olga Outside")
    comment = said_in(words, round_, seat, "How many?")
    seats.hand_in(seat_actor(seat), seat)
    officer, later = words.actor("officer"), "zqlaterzq heated"
    write_text(words, TEXT.replace("burned in the open", later))
    now = there(words)
    if is_elsewhere:
        type_into(officer, newest(words), "trade", "foreign_sources", f"<p>It is {later}.</p>")
        entry = comments.ground_of(newest(words)).content.section("trade")
        assert entry is not None
        now = Where("trade", entry.uid, "foreign_sources", "en")
    trays.place(officer, newest(words), comment, now, quote=later)
    db.session.commit()
    drafted = threads.thread(officer, newest(words), comment.id)
    assert (drafted.quote, drafted.where, drafted.is_lost) == (later, now, False)
    holder = seat_actor(seat)
    for reading in (
        comment_files.of_seat(holder, round_.id),
        comment_files.of_plan(officer, words.plan.id, round_.id),
    ):
        (read,) = reading.threads
        assert (read.quote, read.where, read.is_lost) == ("burned in the open", there(words), False)
        for way, said in ways_out(reading).items():
            assert later not in said, way
            assert "burned in the open" in said, way
    ground = round_sayings.ground_of(seat)
    heard = threads.of_round(holder, seat, comment.id, ground)
    assert (heard.quote, heard.is_lost) == ("burned in the open", False)
    (own,) = round_comments.own(seat.invitation.id)
    assert own.quote_as_read == "burned in the open"
    trays.place(officer, newest(words), comment, now, quote="zqlaterzq")
    assert comment.quote_as_read == "burned in the open", "what was read stays what was read"


def later_row(cast: Cast, name: str) -> Where:
    """An institution of the later draft, which no round of before shows."""
    version, officer = newest(cast), cast.actor("officer")
    made = entries.new_row(version, "institution", {})
    row = entries.save(officer, made, Change(seen=0, answers={"name": {"en": name}}))
    return Where(comments.ground_of(version).section_of(row.uid), row.uid, "name", "en")


@pytest.mark.parametrize("told", ["", "Nowhere section – Nothing", "No such field"])
def test_a_round_never_says_the_name_of_a_row_that_its_comment_was_moved_to(words: Cast, told: str):
    """Of a comment on a question, and of one that a file told of no place, or of none there is."""
    round_, later = outside(words), "Zqlaterzq Ministry"
    seat = seat_of(round_, "Olga Outside")
    holder, officer = seat_actor(seat), words.actor("officer")
    seats.accept(holder, seat)
    if told:
        reading = comment_files.of_seat(holder, round_.id)
        section = next(p for p in reading.places.all if p.spot.field == FIELD).section
        cells = {"section": section, "field": told}
        if "–" in told:
            cells = dict(zip(("section", "field"), told.split(" – "), strict=True))
        data = with_a_row(comment_files.table(reading).data, **cells, comment="How many?")
        bring(comment_files.of_seat(holder, round_.id), data)
        comment = db.session.scalars(select(Comment)).one()
    else:
        comment = said_in(words, round_, seat, "How many?")
    seats.hand_in(holder, seat)
    had = (where_of(comment), comment.row_name, comment.quote)
    assert comment.row_name == told
    now = later_row(words, later)
    lead = words.actor("coordinator")
    trays.place(lead, newest(words), comment, now)
    db.session.commit()
    assert comment.row_name == later
    for reading in (
        comment_files.of_seat(holder, round_.id),
        comment_files.of_plan(officer, words.plan.id, round_.id),
    ):
        (read,) = reading.threads
        assert (read.where, read.row_name, read.quote) == had
        assert read.is_lost == bool(told)
        for way, said in ways_out(reading).items():
            assert later not in said, way
            assert way == "docx" or all(part in said for part in told.split(" – ")), way
    ground = round_sayings.ground_of(seat)
    assert threads.of_round(holder, seat, comment.id, ground).row_name == told
    data = comment_files.table(comment_files.of_seat(holder, round_.id)).data
    again_ = comment_uploads.examine(comment_files.of_seat(holder, round_.id), data)
    assert again_.changes_nothing, "the file that told of no place is known again"
    drafted = threads.thread(officer, newest(words), comment.id)
    assert (drafted.where, drafted.is_lost) == (now, False)
    trays.place(lead, newest(words), comment, there(words), quote="Retorts")
    assert (comment.row_name_as_read, comment.row_name) == (told, ""), "the first is kept"


def test_what_was_read_loses_protected_words_too(words: Cast):
    officer = words.actor("officer")
    write_text(words, TEXT.replace("burned", "burned by Ana Quick"))
    comment = say(words, "officer", quote="by Ana")
    write_text(words, TEXT)
    trays.place(officer, newest(words), comment, there(words), quote="in the open")
    db.session.commit()
    assert comment.quote_as_read == "by Ana"
    focal, needle = words.actor("focal_point"), needle_of("Ana Quick")
    found = [place.key for place in look(focal, words.amberland, needle).places]
    remove_words(focal, words.amberland, needle, places=found, files=[], reason="A threat")
    db.session.refresh(comment)
    kept = comment.read_before + comment.quote_as_read + comment.read_after
    assert "Ana" not in kept
    assert "Quick" not in kept
