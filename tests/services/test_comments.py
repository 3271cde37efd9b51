"""Comments: said, changed, withdrawn, answered, used, and found their place again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from nap_tracker import clock
from nap_tracker.clock import now
from nap_tracker.content.audience import Audience
from nap_tracker.errors import DomainError, Forbidden, Invalid, InvalidTransition, NotFound
from nap_tracker.extensions import db
from nap_tracker.models.comment import Comment, Reply, Response
from nap_tracker.models.entry import Revision
from nap_tracker.models.event import Event
from nap_tracker.models.message import Message
from nap_tracker.roles import OPERATOR
from nap_tracker.services import (
    applying,
    comments,
    entries,
    receiving,
    registers,
    replies,
    responses,
    sealing,
    threads,
    trays,
)
from nap_tracker.services.comment_places import Where
from nap_tracker.services.entries import Change
from tests.cast import Cast
from tests.services.endangered import type_into
from tests.services.saying import FIELD, SECTION, TEXT, content, newest, say, saying, write_text

pytestmark = pytest.mark.database


@pytest.fixture(autouse=True)
def text(cast: Cast) -> None:
    write_text(cast)
    db.session.commit()


def thread_of(cast: Cast, who: str, comment: Comment) -> threads.Thread:
    return threads.thread(cast.actor(who), newest(cast), comment.id)


def later(monkeypatch: pytest.MonkeyPatch, **delta: int) -> None:
    moment = now() + timedelta(**delta)
    monkeypatch.setattr(clock, "now", lambda: moment)
    monkeypatch.setattr(comments, "now", lambda: moment)


def test_a_comment_hangs_on_its_words_and_names_what_was_read(cast: Cast):
    comment = say(cast, "officer", proposed="burned indoors")
    entry = content(cast).section(SECTION)
    assert entry is not None
    assert (comment.number, comment.state, comment.visibility) == (1, "open", "team")
    assert (comment.quote, comment.block) == ("burned in the open", "aaaaaaaa")
    assert (comment.entry_uid, comment.seen_revision) == (entry.uid, 1)
    shown = thread_of(cast, "officer", comment)
    assert shown.place is not None
    assert (shown.author, shown.is_own, shown.is_lost) == ("Chen Li", True, False)


def test_comments_are_counted_in_the_plan_and_no_number_comes_twice(cast: Cast):
    numbers = [say(cast, who).number for who in ("officer", "colleague", "coordinator")]
    assert numbers == [1, 2, 3]


@pytest.mark.parametrize(
    ("values", "about"),
    [
        ({"body": " "}, "body"),
        ({"kind": "praise"}, "kind"),
        ({"quote": "burned in a shop"}, "quote"),
        ({"quote": "camps."}, "quote"),
        ({"visibility": "round"}, "visibility"),
        ({"body": "x" * 10_001}, "body"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_place(cast: Cast, values: dict[str, str], about: str):
    with pytest.raises(Invalid) as refused:
        say(cast, "officer", **values)
    assert refused.value.about == about
    assert db.session.scalars(select(Comment)).all() == []


@pytest.mark.parametrize("who", ["viewer", "administrator"])
def test_who_reads_but_has_no_say_adds_none(cast: Cast, who: str):
    with pytest.raises(DomainError):
        say(cast, who)


def test_a_stranger_learns_of_nothing(cast: Cast):
    comment = say(cast, "officer", visibility="plan")
    for act in (comments.get, threads.thread):
        with pytest.raises(NotFound):
            act(cast.actor("stranger"), newest(cast), comment.id)


def test_nobody_comments_on_what_they_may_not_read(cast: Cast):
    opened = entries.open_section(OPERATOR, newest(cast), SECTION)
    change = Change(seen=opened.counter, audience=Audience.DRAFTING_TEAM.value)
    entries.save(OPERATOR, opened, change)
    with pytest.raises(NotFound):
        say(cast, "reviewer")
    assert say(cast, "officer").number == 1


def test_a_frozen_plan_takes_comments_all_the_same(cast: Cast):
    sealing.freeze(OPERATOR, newest(cast))
    assert say(cast, "officer").state == "open"


def test_saving_goes_on_beside_comments(cast: Cast):
    say(cast, "officer")
    assert type_into(cast.actor("colleague"), newest(cast), SECTION, FIELD, "<p>All new.</p>")


def test_an_author_may_delete_for_five_minutes(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    actor, first, second = cast.actor("officer"), say(cast, "officer"), say(cast, "officer")
    with pytest.raises(Forbidden):
        comments.delete(cast.actor("colleague"), newest(cast), first)
    comments.delete(actor, newest(cast), first)
    later(monkeypatch, minutes=6)
    with pytest.raises(Forbidden):
        comments.delete(actor, newest(cast), second)
    comments.withdraw(actor, newest(cast), second)
    shown = thread_of(cast, "colleague", second)
    assert (shown.state, shown.body) == ("withdrawn", "")


def test_what_was_replied_to_is_never_deleted_nor_changed(cast: Cast):
    comment, actor = say(cast, "officer"), cast.actor("officer")
    replies.reply(cast.actor("colleague"), newest(cast), comment.id, "Forty")
    for act in (comments.delete, comments.change):
        with pytest.raises(Forbidden):
            act(actor, newest(cast), comment, *([saying(cast)] if act is comments.change else []))
    assert [said.body for said in thread_of(cast, "officer", comment).replies] == ["Forty"]


def test_changing_mails_nobody(cast: Cast):
    comment = say(cast, "officer")
    before = len(db.session.scalars(select(Message)).all())
    comments.change(cast.actor("officer"), newest(cast), comment, saying(cast, body="How many?"))
    assert comment.body == "How many?"
    assert comment.edited_at is not None
    assert len(db.session.scalars(select(Message)).all()) == before


def test_a_response_is_the_drafting_team_s_until_it_is_published(cast: Cast):
    comment = say(cast, "reviewer", visibility="plan")
    version = newest(cast)
    responses.respond(cast.actor("officer"), version, comment, kind="declined", reason="No money")
    assert thread_of(cast, "reviewer", comment).response is None
    draft = thread_of(cast, "officer", comment).response
    assert draft is not None
    assert draft.is_draft
    with pytest.raises(Forbidden):
        responses.publish(cast.actor("officer"), version, comment)
    responses.publish(cast.actor("coordinator"), version, comment)
    shown = thread_of(cast, "reviewer", comment).response
    assert shown is not None
    assert (shown.kind, shown.reason, shown.author) == ("declined", "No money", "")
    assert comment.state == "answered"


def test_within_the_team_a_drafter_answers_a_colleague(cast: Cast):
    comment = say(cast, "colleague")
    responses.respond(cast.actor("officer"), newest(cast), comment, kind="accepted", reason="")
    responses.publish(cast.actor("officer"), newest(cast), comment)
    assert comment.state == "answered"


@pytest.mark.parametrize("kind", ["partly", "noted", "declined"])
def test_a_reason_is_needed_unless_it_accepts(cast: Cast, kind: str):
    comment = say(cast, "reviewer")
    with pytest.raises(Invalid) as refused:
        responses.respond(cast.actor("officer"), newest(cast), comment, kind=kind, reason=" ")
    assert refused.value.about == "reason"


def test_several_comments_are_answered_in_one_act(cast: Cast):
    chosen = [say(cast, "reviewer"), say(cast, "colleague")]
    group = responses.respond_together(
        cast.actor("officer"), newest(cast), chosen, kind="noted", reason="Next year"
    )
    assert {comment.group_id for comment in chosen} == {group}
    found = db.session.scalars(select(Response)).all()
    assert [(answer.kind, answer.reason) for answer in found] == [("noted", "Next year")] * 2


def test_who_does_not_draft_answers_nothing(cast: Cast):
    comment = say(cast, "reviewer")
    for who in ("reviewer", "viewer", "stranger"):
        with pytest.raises(DomainError):
            responses.respond(cast.actor(who), newest(cast), comment, kind="accepted", reason="")


def test_the_proposed_wording_is_used_in_one_act_and_history_says_from_where(cast: Cast):
    comment = say(cast, "reviewer", proposed="burned under <hoods>")
    saved = applying.apply(cast.actor("officer"), newest(cast), comment)
    entry = content(cast).section(SECTION)
    assert entry is not None
    assert entry.answers[FIELD]["en"] == TEXT.replace(
        "burned in the open", "burned under &lt;hoods&gt;"
    )
    query = select(Revision.origin).filter_by(uid=entry.uid, number=saved.counter)
    assert db.session.scalar(query) == f"comment:{comment.id}"
    answer = responses.of(comment)
    assert answer is not None
    assert (answer.kind, answer.applied_revision) == ("accepted", saved.counter)
    assert answer.published_at is None
    shown = thread_of(cast, "officer", comment)
    assert not shown.is_lost, "what it proposed stands in its place"
    assert shown.quote == "burned in the open", "the old words stay with it"
    assert "apply" not in shown.may
    type_into(cast.actor("officer"), newest(cast), SECTION, FIELD, "<p>All new.</p>")
    assert thread_of(cast, "officer", comment).is_lost


@pytest.mark.parametrize(
    "quote", ["burned in the open", "Mercury", "Mercury is burned in the open at forty camps."]
)
def test_words_that_went_as_was_proposed_are_used_and_not_lost(cast: Cast, quote: str):
    comment = say(cast, "reviewer", quote=quote, proposed="")
    applying.apply(cast.actor("officer"), newest(cast), comment)
    shown = thread_of(cast, "officer", comment)
    assert not shown.is_lost
    assert not {"place", "apply"} & shown.may
    assert shown.response is not None
    assert shown.response.applied_revision is not None
    type_into(cast.actor("officer"), newest(cast), SECTION, FIELD, "<p>All new.</p>")
    assert thread_of(cast, "officer", comment).is_lost


NOTED = (
    '<p data-block="aaaaaaaa">Gold<span class="fn">A metal</span> is sold.</p>'
    '<p data-block="bbbbbbbb">Gold is sold<span class="fn">At night</span></p>'
)


def applied_at_its_mark(cast: Cast, comment: Comment, quote: str, block: str) -> None:
    """What was proposed is in the text, and the comment stands where the mark of its note stood."""
    applying.apply(cast.actor("officer"), newest(cast), comment)
    assert quote not in str(content(cast))
    shown = thread_of(cast, "officer", comment)
    assert (shown.is_lost, shown.quote) == (False, quote)
    assert shown.place is not None
    assert shown.place.block == block
    assert not {"place", "apply"} & shown.may


@pytest.mark.parametrize(("quote", "block"), [("A metal", "aaaaaaaa"), ("At night", "bbbbbbbb")])
def test_a_whole_footnote_that_went_as_was_proposed_leaves_its_comment_where_its_mark_stood(
    cast: Cast, quote: str, block: str
):
    write_text(cast, NOTED)
    comment = say(cast, "reviewer", quote=quote, proposed="")
    applied_at_its_mark(cast, comment, quote, block)
    type_into(cast.actor("officer"), newest(cast), SECTION, FIELD, "<p>All new.</p>")
    assert thread_of(cast, "officer", comment).is_lost


@pytest.mark.parametrize(("quote", "block"), [("A metal", "aaaaaaaa"), ("At night", "bbbbbbbb")])
def test_a_whole_footnote_that_was_replaced_as_proposed_keeps_its_comment(
    cast: Cast, quote: str, block: str
):
    write_text(cast, NOTED)
    comment = say(cast, "reviewer", quote=quote, proposed="By day, as a metal")
    applied_at_its_mark(cast, comment, quote, block)
    elsewhere = NOTED.replace(f'<span class="fn">{quote}</span>', "").replace(
        "</p>", '<span class="fn">By day, as a metal</span></p>', 1
    )
    type_into(cast.actor("officer"), newest(cast), SECTION, FIELD, elsewhere)
    assert thread_of(cast, "officer", comment).is_lost, "a footnote at another mark is not it"
    type_into(cast.actor("officer"), newest(cast), SECTION, FIELD, NOTED)
    assert not thread_of(cast, "officer", comment).is_lost, "somebody wrote its words again"


def test_words_of_a_footnote_hold_their_comment_when_the_footnote_is_replaced(cast: Cast):
    write_text(cast, NOTED)
    kept = say(cast, "reviewer", quote="metal", proposed=None)
    gone = say(cast, "reviewer", quote="A metal", proposed=None)
    whole = say(cast, "reviewer", quote="A metal", proposed="A heavy metal")
    applying.apply(cast.actor("officer"), newest(cast), whole)
    assert not thread_of(cast, "officer", kept).is_lost, "its word still stands, and only once"
    assert thread_of(cast, "officer", gone).is_lost, "its words are not there any more"


def test_a_footnote_that_somebody_took_out_otherwise_takes_its_comment_to_the_tray(cast: Cast):
    write_text(cast, NOTED)
    comment = say(cast, "reviewer", quote="A metal", proposed="")
    text = NOTED.replace('<span class="fn">A metal</span>', "")
    type_into(cast.actor("officer"), newest(cast), SECTION, FIELD, text)
    shown = thread_of(cast, "officer", comment)
    assert (shown.is_lost, shown.quote) == (True, "A metal")


def test_a_whole_answer_that_went_as_was_proposed_is_not_lost(cast: Cast):
    text = '<p data-block="aaaaaaaa">To be written.</p>'
    write_text(cast, text)
    comment = say(cast, "reviewer", quote="To be written.", proposed="")
    applying.apply(cast.actor("officer"), newest(cast), comment)
    assert not thread_of(cast, "officer", comment).is_lost


def test_a_whole_answer_that_was_replaced_as_proposed_is_not_lost(cast: Cast):
    write_text(cast, '<p data-block="aaaaaaaa">To be written.</p>')
    comment = say(cast, "reviewer", quote="To be written.", proposed="Nine tonnes a year.")
    applying.apply(cast.actor("officer"), newest(cast), comment)
    shown = thread_of(cast, "officer", comment)
    assert not shown.is_lost
    assert "apply" not in shown.may
    type_into(cast.actor("officer"), newest(cast), SECTION, FIELD, "<p>Ten tonnes a year.</p>")
    assert thread_of(cast, "officer", comment).is_lost


def test_words_that_went_without_any_proposal_take_the_comment_to_the_tray(cast: Cast):
    comment = say(cast, "reviewer", quote="burned in the open")
    text = TEXT.replace("burned in the open ", "")
    type_into(cast.actor("officer"), newest(cast), SECTION, FIELD, text)
    assert thread_of(cast, "officer", comment).is_lost


def test_wording_is_never_put_where_the_words_are_gone(cast: Cast):
    comment = say(cast, "reviewer", proposed="burned indoors")
    type_into(cast.actor("officer"), newest(cast), SECTION, FIELD, TEXT.replace("open", "air"))
    with pytest.raises(InvalidTransition):
        applying.apply(cast.actor("officer"), newest(cast), comment)
    assert thread_of(cast, "officer", comment).is_lost


def test_a_reviewer_uses_no_wording(cast: Cast):
    comment = say(cast, "reviewer", proposed="burned indoors")
    with pytest.raises(DomainError):
        applying.apply(cast.actor("reviewer"), newest(cast), comment)


def test_edits_elsewhere_leave_a_comment_at_its_words(cast: Cast):
    comment = say(cast, "reviewer")
    html = '<p data-block="cccccccc">New.</p>' + TEXT.replace("forty", "fifty")
    type_into(cast.actor("officer"), newest(cast), SECTION, FIELD, html)
    shown = thread_of(cast, "reviewer", comment)
    assert shown.place is not None
    assert shown.block == "aaaaaaaa"


def test_a_lost_comment_is_found_its_place_by_hand(cast: Cast):
    comment, officer = say(cast, "reviewer"), cast.actor("officer")
    type_into(officer, newest(cast), SECTION, FIELD, TEXT.replace("burned in the open", "heated"))
    with pytest.raises(DomainError):
        trays.place(cast.actor("viewer"), newest(cast), comment, saying(cast).where)
    trays.place(officer, newest(cast), comment, saying(cast).where, quote="heated")
    assert comment.quote == "heated"
    assert not thread_of(cast, "officer", comment).is_lost


def test_a_comment_on_a_removed_row_is_in_the_tray_under_its_name(cast: Cast):
    version, officer = newest(cast), cast.actor("officer")
    made = entries.new_row(version, "institution", {})
    row = entries.save(officer, made, Change(seen=0, answers={"name": {"en": "Ministry of Mines"}}))
    home = content(cast)
    section = comments.ground_of(version).section_of(row.uid)
    assert home.row(row.uid) is not None
    where = Where(section, row.uid, "name", "en")
    comment = comments.add(officer, version, saying(cast, where=where))
    registers.remove(officer, version, "institution", row.uid)
    shown = thread_of(cast, "officer", comment)
    assert shown.is_lost
    assert shown.row_name == "Ministry of Mines"


def test_comments_received_are_entered_with_whose_they_are_how_they_came_and_a_file(cast: Cast):
    officer, version = cast.actor("officer"), newest(cast)
    comment = receiving.receive(
        officer,
        version,
        saying(cast, visibility="plan"),
        on_behalf_of="  Chamber of  Miners ",
        received_by="letter",
        received_on="2026-05",
        file=("letter.txt", b"Dear Sir"),
    )
    shown = thread_of(cast, "reviewer", comment)
    assert (shown.author, shown.received_by, shown.received_on) == (
        "Chamber of Miners",
        "letter",
        "2026-05",
    )
    (file,) = shown.files
    copy = receiving.copy_of(cast.actor("reviewer"), version, comment.id, file.id)
    assert copy.data == b"Dear Sir"
    assert file.id not in {one.uid for one in content(cast).files}, "no document shows it"
    with pytest.raises(DomainError):
        receiving.copy_of(cast.actor("stranger"), version, comment.id, file.id)
    with pytest.raises(DomainError):
        receiving.receive(
            cast.actor("reviewer"),
            version,
            saying(cast),
            on_behalf_of="Me",
            received_by="mail",
            received_on=None,
        )


def test_who_typed_a_comment_in_takes_it_back_at_any_time_and_nobody_else(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    comment = receiving.receive(
        cast.actor("officer"),
        newest(cast),
        saying(cast, visibility="plan"),
        on_behalf_of="Chamber of Miners",
        received_by="letter",
        received_on=None,
    )
    later(monkeypatch, minutes=6)
    assert "withdraw" in thread_of(cast, "officer", comment).may
    for who in ("coordinator", "colleague", "reviewer"):
        assert "withdraw" not in thread_of(cast, who, comment).may
    comments.withdraw(cast.actor("officer"), newest(cast), comment)
    assert "withdraw" not in thread_of(cast, "officer", comment).may


def test_what_was_brought_without_its_words_is_in_the_tray(cast: Cast):
    sayings = [saying(cast, quote="no such words"), saying(cast, quote="forty camps")]
    made = receiving.bring(cast.actor("officer"), newest(cast), sayings)
    lost = [thread_of(cast, "officer", comment).is_lost for comment in made]
    assert lost == [True, False]


def test_who_leads_shows_to_fewer_what_somebody_said_and_never_to_more(cast: Cast):
    leader = cast.actor("coordinator")
    for said, wider, narrower in (("team", "plan", "team"), ("plan", "plan", "team")):
        comment = say(cast, "officer", visibility=said)
        may = thread_of(cast, "coordinator", comment).may
        assert "widen" not in may
        assert ("show_to" in may) is (said != "team")
        comments.show_to(leader, newest(cast), comment, narrower)
        with pytest.raises(DomainError, match="fewer people"):
            comments.show_to(leader, newest(cast), comment, wider)
        assert comment.visibility == "team"


def test_what_was_entered_for_somebody_who_leads_shows_to_more(cast: Cast):
    comment = receiving.receive(
        cast.actor("officer"),
        newest(cast),
        saying(cast),
        on_behalf_of="Chamber of Miners",
        received_by="letter",
        received_on=None,
    )
    comments.show_to(cast.actor("coordinator"), newest(cast), comment, "plan")
    assert comment.visibility == "plan"


def test_opening_wider_is_its_author_s_or_who_leads(cast: Cast):
    comment = say(cast, "officer")
    with pytest.raises(NotFound):
        comments.get(cast.actor("reviewer"), newest(cast), comment.id)
    with pytest.raises(DomainError):
        comments.show_to(cast.actor("viewer"), newest(cast), comment, "plan")
    comments.show_to(cast.actor("officer"), newest(cast), comment, "plan")
    assert comments.get(cast.actor("reviewer"), newest(cast), comment.id) is comment


def test_a_place_that_closes_takes_its_comments_along_and_their_count(cast: Cast):
    say(cast, "officer", visibility="plan")
    reviewer, version = cast.actor("reviewer"), newest(cast)
    ground = comments.ground_of(version)
    assert threads.count_by_section(reviewer, version, ground) == {SECTION: 1}
    opened = entries.open_section(OPERATOR, version, SECTION)
    entries.save(OPERATOR, opened, Change(seen=opened.counter, audiences={FIELD: "drafting_team"}))
    ground = comments.ground_of(version)
    assert threads.threads(reviewer, version) == ()
    assert threads.count_by_section(reviewer, version, ground) == {}
    assert threads.count_by_section(cast.actor("officer"), version, ground) == {SECTION: 1}


def test_acts_are_logged_by_ids_and_never_by_words(cast: Cast):
    comment = say(cast, "reviewer", body="zqsecretzq", proposed="zqsecretzq", visibility="plan")
    replies.reply(cast.actor("officer"), newest(cast), comment.id, "zqsecretzq")
    responses.respond(
        cast.actor("officer"), newest(cast), comment, kind="noted", reason="zqsecretzq"
    )
    responses.publish(cast.actor("coordinator"), newest(cast), comment)
    kinds = [e for e in db.session.scalars(select(Event)) if e.kind.startswith("comment:")]
    assert {e.kind for e in kinds} == {
        "comment:added",
        "comment:replied",
        "comment:responded",
        "comment:answered",
    }
    assert {e.subject for e in kinds} == {f"comment:{comment.id}"}
    assert not any("zqsecretzq" in e.details for e in kinds)


def test_mail_comes_in_one_message_without_words_and_not_to_who_wrote(cast: Cast):
    for body in ("zqonezq", "zqtwozq"):
        say(cast, "coordinator", body=body)
    told = db.session.scalars(select(Message).filter_by(template="comments_said")).all()
    assert [message.to for message in told] == ["amina@example.org"]
    assert [line["number"] for line in told[0].context["lines"]] == [1, 2]
    assert "zqonezq" not in str(told[0].context)


def test_mail_carries_words_where_the_party_lets_it(cast: Cast):
    cast.amberland.mail_has_words = True
    say(cast, "coordinator", body="zqonezq")
    told = db.session.scalars(select(Message).filter_by(template="comments_said")).all()
    assert "zqonezq" in str(told[0].context)


def test_a_reply_is_told_to_who_commented(cast: Cast):
    comment = say(cast, "reviewer", visibility="plan")
    db.session.query(Message).delete()
    replies.reply(cast.actor("officer"), newest(cast), comment.id, "Thank you")
    told = {m.to for m in db.session.scalars(select(Message).filter_by(template="comments_said"))}
    assert "fatou@example.org" in told
    assert "chen@example.org" not in told
    assert db.session.scalar(select(Reply.body)) == "Thank you"


def test_no_words_are_mailed_to_who_cannot_read_the_comment_any_more(cast: Cast):
    cast.amberland.mail_has_words = True
    comment = say(cast, "officer", visibility="plan")
    replies.reply(cast.actor("reviewer"), newest(cast), comment.id, "I would know")
    comments.show_to(cast.actor("officer"), newest(cast), comment, "team")
    replies.reply(cast.actor("coordinator"), newest(cast), comment.id, "zqamonguszq")
    told = db.session.scalars(select(Message).filter_by(template="comments_said"))
    assert {m.to for m in told if "zqamongus" in str(m.context)} == {
        cast.focal_point.email,
        cast.officer.email,
    }
