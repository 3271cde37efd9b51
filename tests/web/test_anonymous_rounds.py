"""An anonymous round names nobody who wrote in it: by no page, mail, file, log or property."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import select

from nap_tracker import files as kept
from nap_tracker import mail
from nap_tracker.clock import now
from nap_tracker.content.audience import Audience
from nap_tracker.extensions import db
from nap_tracker.models.comment import Comment
from nap_tracker.models.comment_upload import CommentUpload
from nap_tracker.models.event import Event
from nap_tracker.models.message import Message
from nap_tracker.models.round import Round, RoundInvitation
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.permissions import Seat
from nap_tracker.roles import Actor, ActorKind
from nap_tracker.services import (
    attaching,
    comment_files,
    comment_uploads,
    comments,
    exports,
    ledgers,
    removals,
    replies,
    responses,
    round_sayings,
    seats,
)
from nap_tracker.services import rounds as rounds_
from nap_tracker.services.comment_places import where_of
from nap_tracker.services.finding import needle_of
from nap_tracker.services.sayings import Saying
from tests.archives.filled import picture as a_picture
from tests.browser_client import Browser
from tests.cast import Cast
from tests.exports.reading import texts
from tests.remarked import edited
from tests.services.saying import newest, write_text
from tests.services.test_comment_files import inside, outside, said_in
from tests.stage import on_stage
from tests.web.heard import confirm, everything_of

pytestmark = pytest.mark.database

SEATED = {
    "reviewer": ("Fatou Reviewer", "fatou@"),
    "link": ("Olga Outside", "olga@", "Gold Watch"),
    "viewer": ("Emeka Obi", "emeka@"),
    "colleague": ("Dina Petrova", "dina@"),
}
"""Who wrote in an anonymous round, and what would tell who they are."""
READERS = ("focal_point", "coordinator", "officer", *SEATED)
LISTED = {"seat:invited"}
"""Acts of the log that say who was asked, and nothing of who wrote."""


@dataclass
class World:
    app: Flask
    cast: Cast
    rounds: dict[str, Round]
    seats: dict[str, Seat] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    browsers: dict[str, Browser] = field(default_factory=dict)

    def actor(self, who: str) -> Actor:
        if who != "link":
            return self.cast.actor(who)
        seat = self.seats[who].invitation
        return Actor(ActorKind.LINK, name=seat.code_name, invitation_id=seat.id)

    def browser(self, who: str) -> Browser:
        if who not in self.browsers:
            self.browsers[who] = browser = Browser(self.app)
            if who == "link":
                confirm(browser, self.seats[who].invitation.id)
            else:
                browser.sign_in(getattr(self.cast, who))
        return self.browsers[who]


@pytest.fixture(scope="module")
def world(app: Flask, shared_database: None) -> World:
    """Two anonymous rounds in which people did everything that leaves a trace."""
    cast = on_stage()
    cast.amberland.mail_has_words = True
    write_text(cast)
    made = World(app, cast, {"within": inside(cast, is_anonymous=True)})
    seats.invite(cast.actor("coordinator"), made.rounds["within"], seats.Asked([cast.colleague.id]))
    made.rounds["without"] = outside(cast, is_anonymous=True)
    for round_, people in (("within", ("viewer", "colleague")), ("without", ("reviewer", "link"))):
        for who in people:
            _review(made, made.rounds[round_], who)
    for uid in made.comments:
        comment = db.session.get_one(Comment, uid)
        replies.reply(cast.actor("officer"), newest(cast), uid, "Which camps?")
        if comment.withdrawn_at is None:
            responses.respond(
                cast.actor("officer"), newest(cast), comment, kind="noted", reason="We know"
            )
    for one in made.rounds.values():
        rounds_.publish_responses(cast.actor("coordinator"), one)
    db.session.commit()
    return made


def _review(world: World, round_: Round, who: str) -> None:
    """Write, hand in, add, reply, open a comment wider, take one back."""
    query = select(RoundInvitation).filter_by(round_id=round_.id, name=SEATED[who][0])
    seat = world.seats[who] = Seat(round_, db.session.scalars(query).one())
    actor, version = world.actor(who), newest(world.cast)
    seats.accept(actor, seat)
    made = [said_in(world.cast, round_, seat, f"Number {n} of a reviewer") for n in range(3)]
    _sends_files(world, seat, who, made[0])
    seats.hand_in(actor, seat)
    made.append(said_in(world.cast, round_, seat, "Added later"))
    seats.hand_in(actor, seat)
    comments.show_to(actor, version, made[0], "plan")
    comments.withdraw(actor, version, made[1])
    if who in ("reviewer", "colleague"):
        said = replies.reply(actor, version, made[0].id, "I meant all camps")
        taken_back = replies.reply(actor, version, made[0].id, "Not this")
        replies.withdraw(actor, version, made[0], taken_back)
        assert said.invitation_id == seat.invitation.id
    world.comments += [one.id for one in made]
    db.session.commit()


def _sends_files(world: World, seat: Seat, who: str, comment: Comment) -> None:
    """A picture, and a Word file that names its author in its properties and a tracked change."""
    name = SEATED[who][0]
    tracked = f'<w:ins w:id="1" w:author="{name}" w:initials="{name}"><w:t>Camps</w:t></w:ins>'
    members = {"[Content_Types].xml": "<Types/>", "word/document.xml": f"<w:p>{tracked}</w:p>",
               "docProps/core.xml": f"<p><dc:creator>{name}</dc:creator></p>"}  # fmt: skip
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for member, text in members.items():
            archive.writestr(member, text)
    said = Saying(where_of(comment), "note", comment.body, visibility=comment.visibility)
    sent = [(f"{name}.docx", packed.getvalue()), (f"{name}.png", a_picture())]
    round_sayings.change(seat, comment, said, files=sent)
    world.files += [one.id for one in attaching.of_comments([comment.id])[comment.id]]
    db.session.commit()


def told(text: str, *, but: str = "") -> list[str]:
    """What of anybody's name stands in a text, beside that of one reader."""
    return [word for who, words in SEATED.items() if who != but for word in words if word in text]


def pages(world: World) -> Iterable[str]:
    plan = f"/plans/{world.cast.plan.id}"
    yield from (f"{plan}/{part}" for part in ("comments", "read/summary", "sections/summary",
                                              "history", "search?q=camps"))  # fmt: skip
    yield from (f"{plan}/comments/{uid}" for uid in world.comments)
    for round_ in world.rounds.values():
        board = f"{plan}/rounds/{round_.id}"
        yield from (f"{board}/answers", f"{board}/ledger", f"{board}/changes")
        yield from (f"/rounds/{round_.id}/{part}"
                    for part in ("review", "review/hand-in", "review/ledger", "read/summary",
                                 "review/calendar.ics"))  # fmt: skip
        for seat in world.seats.values():
            share = f"ledger?reviewer={seat.invitation.code_name}"
            yield from (f"{board}/{share}", f"/rounds/{round_.id}/review/{share}")


FILES = ("ledger/ledger.xlsx", "files/table.xlsx", "files/plan.docx")


def files(world: World) -> Iterable[str]:
    plan = f"/plans/{world.cast.plan.id}"
    yield from (f"{plan}/comments/{part}" for part in FILES[1:])
    for round_ in world.rounds.values():
        yield f"{plan}/rounds/{round_.id}/{FILES[0]}"
        yield from (f"/rounds/{round_.id}/review/{part}" for part in FILES)


@pytest.mark.parametrize("who", READERS)
def test_no_page_names_anybody_but_its_own_reader(world: World, who: str) -> None:
    browser, seen = world.browser(who), 0
    for url in pages(world):
        page = browser.get(url)
        assert told(everything_of(page), but=who) == [], url
        seen += "of a reviewer" in page.text
    assert seen > 3


@pytest.mark.parametrize("who", READERS)
def test_no_file_names_anybody_in_its_words_or_its_properties(world: World, who: str) -> None:
    browser, seen = world.browser(who), 0
    for url in files(world):
        page = browser.get(url)
        if page.status != 200:
            continue  # a page of ours that says so
        is_of_the_plan = url.startswith("/plans/")  # made for somebody who is no reviewer there
        assert told(everything_of(page), but=who if is_of_the_plan else "") == [], url
        seen += zipfile.is_zipfile(io.BytesIO(page.response.data))
    assert seen >= 2


def test_what_was_sent_with_a_comment_keeps_the_code_of_the_seat_and_no_name(world: World) -> None:
    rows = db.session.scalars(select(StoredFile).where(StoredFile.id.in_(world.files))).all()
    codes = {seat.invitation.code_name for seat in world.seats.values()}
    assert len(rows) == 2 * len(SEATED)
    assert {row.name.rsplit("-", 2)[0] for row in rows} == codes
    assert {row.uploaded_by_id for row in rows} == {None}
    for row in rows:
        assert row.sha256 == row.clean_sha256, "the original is not kept"
        data = kept.read(row.party_id, row.sha256)
        assert b"Camps" in unpacked(data) or row.media_type == "image/png"
        assert told(unpacked(data).decode("utf-8", "replace")) == []


@pytest.mark.parametrize("who", ["focal_point", "link"])
def test_a_reader_of_the_comment_opens_the_unnamed_copy(world: World, who: str) -> None:
    seat = world.seats["reviewer"]
    review = f"/rounds/{seat.id}/review/comments"
    opened = 0
    for uid in world.comments:
        for file in attaching.of_comments([uid]).get(uid, ()):
            page = world.browser(who).get(f"{review}/{uid}/files/{file.id}")
            headers = str(page.response.headers)
            assert told(headers + everything_of(page)) == []
            opened += page.status == 200 and file.name in headers
    assert opened >= 2


def test_looking_for_a_name_to_remove_finds_no_file_of_a_review(world: World) -> None:
    for words in SEATED.values():
        found = removals.look(world.actor("focal_point"), world.cast.amberland, needle_of(words[0]))
        rows = [line.row.id for line in found.files if line.is_certain]
        assert not set(rows) & set(world.files)


def test_looking_for_a_name_finds_no_file_of_comments_that_a_seat_brought(world: World) -> None:
    """It holds the code of the seat too: looked for one after the other, they would belong."""
    leader, party = world.actor("focal_point"), world.cast.amberland

    def found(words: str) -> set[str]:
        lines = removals.look(leader, party, needle_of(words)).files
        return {line.row.id for line in lines if isinstance(line.row, CommentUpload)}

    for who, (name, *_) in SEATED.items():
        seat = world.seats[who]
        code = seat.invitation.code_name
        reading = comment_files.of_seat(world.actor(who), seat.id)
        made = comment_files.document(reading).data
        data = edited(made, lambda xml, to=name: re.sub('author="[^"]*"', f'author="{to}"', xml),
                      "word/comments.xml")  # fmt: skip
        upload = comment_uploads.add(reading, name="back.docx", data=data)
        packed = unpacked(data).decode("utf-8", "replace")
        assert name in packed
        assert code in packed
        for applied_at in (None, now()):
            upload.applied_at = applied_at
            assert not found(name) | found(code)
        upload.invitation_id = None
        assert found(code) == {upload.id}, "of who reads the plan it is found"
        db.session.rollback()


def unpacked(data: bytes) -> bytes:
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return b" ".join(packed.read(name) for name in packed.namelist())


@pytest.mark.parametrize("who", ["coordinator", "reviewer", "link"])
def test_no_printed_ledger_names_anybody(world: World, who: str) -> None:
    round_ = world.rounds["without"]
    reading = (
        comment_files.of_plan(world.actor(who), world.cast.plan.id, round_.id)
        if who == "coordinator"
        else comment_files.of_seat(world.actor(who), round_.id)
    )
    made = ledgers.pdf(reading)
    words = " ".join(texts(made.data))
    assert "of a reviewer" in words
    assert world.seats["reviewer"].invitation.code_name in words
    with pikepdf.open(io.BytesIO(made.data)) as printed:
        properties = str(dict(printed.docinfo)) + str(printed.open_metadata())
    assert told(words + properties + made.name) == []


def test_no_mail_names_anybody_to_somebody_else(world: World) -> None:
    for message in db.session.scalars(select(Message)):
        rendered = mail.render(message)
        own = next((who for who, words in SEATED.items() if words[1] in message.to), "")
        assert told(f"{rendered['Subject']} {rendered.get_content()}", but=own) == []


def test_the_log_says_who_was_asked_and_not_who_wrote_what(world: World) -> None:
    people = {getattr(world.cast, who).id for who in SEATED if who != "link"}
    wrote = [e for e in db.session.scalars(select(Event)) if e.kind.startswith(("comment", "seat"))]
    assert len(wrote) > 20
    assert not [e.kind for e in wrote if e.actor_id in people or told(e.actor_name + e.details)]
    plan, party = world.cast.plan.id, world.cast.amberland.id
    lead = world.browser("focal_point")
    for url in (f"/plans/{plan}/log/csv", f"/parties/{party}/log/csv"):
        rows = list(csv.DictReader(io.StringIO(lead.get(url).text)))
        named = {row["kind"] for row in rows if told(str(row))}
        assert named == LISTED
        assert "comment:visibility-changed" in {row["kind"] for row in rows}
    acts = json.loads(lead.get(f"/plans/{plan}/log/json").response.data)["acts"]
    assert {act["kind"] for act in acts if told(str(act))} == LISTED
    lines = lead.get(f"/plans/{plan}/log").select("main li, main td, main p")
    spoken = [line.text() for line in lines if told(line.text())]
    assert not [line for line in spoken if "omment" in line]


@pytest.mark.parametrize("audience", Audience)
def test_the_data_of_the_plan_names_no_reviewer(world: World, audience: Audience) -> None:
    made = exports.request(
        world.actor("officer"), newest(world.cast), format="json", audience=audience, mark="draft"
    )
    assert told(made.content) == []
