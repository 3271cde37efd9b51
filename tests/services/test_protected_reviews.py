"""Removal for protection reaches what was said in a review, and what was read there."""

from __future__ import annotations

import json

import pytest

from nap_tracker.clock import now
from nap_tracker.content import serial
from nap_tracker.content.canonical import digest
from nap_tracker.extensions import db
from nap_tracker.models.comment import Comment, CommentFile, Reply, Response
from nap_tracker.models.round import Round, RoundAnswer, RoundInvitation
from nap_tracker.services import contents, removals
from nap_tracker.services.finding import needle_of
from nap_tracker.services.removals import look, remove_words
from tests.cast import Cast
from tests.services.endangered import FORMS, NAME, Endangered, dumped, endanger

pytestmark = pytest.mark.database


@pytest.fixture
def world(cast: Cast) -> Endangered:
    return endanger(cast)


@pytest.fixture
def round_(world: Endangered) -> Round:
    """A round that froze the text, and everything people can write in one."""
    version, officer = world.version, world.cast.officer
    place = {"party_id": version.party_id, "plan_id": version.plan_id}
    text = serial.to_text(contents.load(version))
    opened = Round(
        **place,
        version_id=version.id,
        number=1,
        title=f"Ask {NAME}",
        note=f"Ask {NAME}",
        sections=["summary"],
        questions=[{"id": "q1", "text": f"Does {NAME} agree?", "has_scale": False}],
        due_on="2026-12-01",
        snapshot=text,
        sha256=digest(text),
        opened_at=now(),
        closed_at=now(),
        state="closed",
        closing_reason=f"{NAME} was asked",
    )
    db.session.add(opened)
    db.session.flush()
    seat = RoundInvitation(
        **place,
        round_id=opened.id,
        name=NAME,
        organisation=f"House of {NAME}",
        email="somebody@example.org",
        language="en",
        invited_at=now(),
        decline_reason=f"{NAME} is away",
        suggested=NAME,
    )
    comment = Comment(
        **place,
        version_id=version.id,
        number=1,
        on_behalf_of=NAME,
        received_by="letter",
        section="summary",
        quote=f"Ask {NAME} there",
        before=f"{NAME} said: ",
        after=f" to {NAME}",
        row_name=NAME,
        read_quote=f"Ask {NAME} there",
        read_before=f"{NAME} said: ",
        read_after=f" to {NAME}",
        read_row_name=NAME,
        kind="note",
        body=f"Who is {NAME}?",
        proposed=f"Ask {NAME}",
        visibility="team",
        state="open",
        created_at=now(),
        said_at=now(),
    )
    db.session.add_all([seat, comment])
    db.session.flush()
    of_comment = {"party_id": version.party_id, "comment_id": comment.id}
    db.session.add_all(
        [
            Reply(**of_comment, author_id=officer.id, body=f"I know {NAME}", created_at=now()),
            Response(**of_comment, kind="noted", reason=f"{NAME} is known", written_at=now()),
            CommentFile(**of_comment, file_id=world.file.id if world.file else ""),
            RoundAnswer(
                party_id=version.party_id, invitation_id=seat.id, question_id="q1", text=NAME
            ),
        ]
    )
    db.session.commit()
    return opened


def remove_everything(world: Endangered) -> None:
    focal, needle = world.cast.actor("focal_point"), needle_of(NAME)
    found = look(focal, world.cast.amberland, needle)
    remove_words(
        focal,
        world.cast.amberland,
        needle,
        places=[place.key for place in found.places],
        files=[line.key for line in found.files],
        reason="They were threatened",
    )
    db.session.commit()


def test_nothing_is_left_of_what_was_said_and_read_in_a_round(world: Endangered, round_: Round):
    assert NAME in dumped()
    remove_everything(world)
    left = dumped()
    assert [form for form in FORMS if form in left] == []


def test_the_text_of_a_round_stays_whole_and_says_that_something_is_gone(
    world: Endangered, round_: Round
):
    before = json.loads(round_.snapshot)
    remove_everything(world)
    after = json.loads(round_.snapshot)
    assert [e["uid"] for e in after["entries"]] == [e["uid"] for e in before["entries"]]
    assert "[removed for protection]" in round_.snapshot
    assert round_.sha256 == digest(
        json.dumps(before, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    )


def test_a_file_that_is_withdrawn_is_no_longer_listed_in_a_round(world: Endangered, round_: Round):
    assert world.file is not None
    file_id, focal = world.file.id, world.cast.actor("focal_point")
    assert file_id in round_.snapshot
    removals.remove_file(
        focal, world.cast.amberland, world.file, files=[], reason="They were threatened"
    )
    assert file_id not in round_.snapshot


@pytest.mark.parametrize(
    ("before", "quote", "after"),
    [
        ("", "Ask Zoqué", " Marabë there."),
        ("Ask Zoqué ", "Marabë", " there."),
        ("oqué Marabë", " there", "."),
        ("arabë ", "there", "."),
        ("", "Ask", " Zoqu"),
        ("Ask Zo", "qué Mara", "bë there."),
    ],
)
def test_half_a_name_goes_from_beside_a_comment(
    world: Endangered, before: str, quote: str, after: str
):
    """Where the context was cut, or where the words end that a comment is about."""
    version, cast = world.version, world.cast
    entry = contents.load(version).section("summary")
    assert entry is not None
    comment = Comment(
        party_id=version.party_id,
        plan_id=version.plan_id,
        version_id=version.id,
        number=1,
        author_id=cast.officer.id,
        section="summary",
        entry_uid=entry.uid,
        field="executive_summary",
        language="en",
        before=before,
        quote=quote,
        after=after,
        kind="note",
        body="So?",
        visibility="team",
        state="open",
        created_at=now(),
        said_at=now(),
    )
    db.session.add(comment)
    db.session.commit()
    remove_everything(world)
    left = f"{comment.before}|{comment.quote}|{comment.after}"
    halves = ("Zo", "oqu", "qué", "Mar", "ara", "rab", "bë")
    assert [half for half in halves if half in left] == []
    assert comment.quote
