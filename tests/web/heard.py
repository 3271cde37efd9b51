"""Comments of every circle, everybody who might read them, and the table of who does."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from nap_tracker import links, mail
from nap_tracker.clock import today
from nap_tracker.content.audience import Audience
from nap_tracker.extensions import db
from nap_tracker.models.account import User
from nap_tracker.models.comment import Comment
from nap_tracker.models.message import Message
from nap_tracker.models.round import Round, RoundInvitation
from nap_tracker.permissions import Seat
from nap_tracker.roles import OPERATOR, Actor, ActorKind, Role
from nap_tracker.services import (
    accounts,
    attaching,
    calendars,
    comments,
    consents,
    entries,
    replies,
    responses,
    rounds,
    sayings,
    seats,
)
from nap_tracker.services.comment_places import Where
from nap_tracker.services.entries import Change
from nap_tracker.services.rounds import Opening
from nap_tracker.services.sayings import From, Saying
from nap_tracker.services.seats import Asked, Other
from nap_tracker.workflow import guards
from tests.browser_client import Browser, Page
from tests.cast import Cast, give, make_user
from tests.services.endangered import type_into
from tests.services.saying import SECTION, newest, there, write_text
from tests.stage import on_stage

MARK = "zqmark"
"""Every marker begins so: a search for it repeats no whole one."""
UNASKED = "zqunasked"
"""Stands in a section that everybody may read in the plan, and that no round asks about."""
CLOSED = "disclaimer"
"""The question of the section that is closed to all but the drafting team since."""

HEARD = """
                  lead drafter elsewhere viewer asked waiting expert otherwise reviewer link otherlink admin consented stranger public
free team          x      x       .        .      .      .       .       .         .      .      .       .       x        .       .
free plan          x      x       x        x      x      x       x       x         x      .      .       .       x        .       .
free own           x      x       .        .      .      .       .       .         x      .      .       .       x        .       .
closed plan        x      .       .        .      .      .       .       .         .      .      .       .       x        .       .
inside team        x      x       .        .      x      .       .       .         .      .      .       .       x        .       .
inside round       x      x       .        .      x      .       .       .         .      .      .       .       x        .       .
inside plan        x      x       x        x      x      x       .       .         .      .      .       .       x        .       .
inside closed      x      x       .        .      .      .       .       .         .      .      .       .       x        .       .
inside unsent      .      .       .        .      .      x       .       .         .      .      .       .       .        .       .
outside team       x      x       .        .      .      .       x       .         .      .      .       .       x        .       .
outside round      x      x       .        .      .      .       x       .         .      x      .       .       x        .       .
outside plan       x      x       .        .      .      .       x       x         x      x      .       .       x        .       .
outside closed     x      x       .        .      .      .       .       .         .      .      .       .       x        .       .
outside unsent     .      .       .        .      .      .       .       .         .      x      .       .       .        .       .
other round        x      x       .        .      .      .       .       x         .      .      x       .       x        .       .
"""  # noqa: E501
"""By what it was said in and how wide, who hears of it.

`lead` coordinates; `drafter` was given the section alone, `elsewhere` another one. `asked` sits in
the round of the government and has handed in, `waiting` has not, `viewer` has no seat. `expert`
and `link` sit in the round of the partnership, `otherwise` and `otherlink` in another such round,
`reviewer` in none. An administrator reads only with consent. What is `closed` is about words that
were closed to all but the drafting team: in a round after it had been opened.
"""


def table(drawn: str) -> dict[str, frozenset[str]]:
    """Row -> the columns with a cross."""
    head, *rows = [line for line in drawn.splitlines() if line.strip()]
    columns = head.split()
    found = {}
    for row in rows:
        (*words,) = row.split()
        name, marks = " ".join(words[: -len(columns)]), words[-len(columns) :]
        assert set(marks) <= {"x", "."}, row
        found[name] = frozenset(c for c, m in zip(columns, marks, strict=True) if m == "x")
    return found


HEARS = table(HEARD)
READERS = HEARD.split("\n")[1].split()


def marker(name: str) -> str:
    """The word that stands in a comment and in everything under it."""
    return MARK + name.replace(" ", "zq") + "zq"


def markers_in(text: str) -> set[str]:
    """The comments of which something stands in a text."""
    return {name for name in HEARS if marker(name) in text}


@dataclass
class World:
    """Everything that was said, and everybody who may open a page."""

    app: Flask
    cast: Cast
    users: dict[str, str]
    """Reader -> the id of their account."""
    seats: dict[str, str]
    """Reader without an account -> the id of their seat."""
    rounds: dict[str, str]
    comments: dict[str, str]
    calendars: dict[str, str]
    """Reader -> the address of their calendar."""
    browsers: dict[str, Browser]
    files: dict[str, str] = field(default_factory=dict)
    """Comment -> the file that came with it."""

    def actor(self, who: str) -> Actor:
        if who in self.users:
            return accounts.actor_of(db.session.get_one(User, self.users[who]))
        if who in self.seats:
            return Actor(ActorKind.LINK, name=who, invitation_id=self.seats[who])
        return Actor(ActorKind.PUBLIC)

    def browser(self, who: str) -> Browser:
        if who not in self.browsers:
            self.browsers[who] = self._browser(who)
        return self.browsers[who]

    def _browser(self, who: str) -> Browser:
        browser = Browser(self.app)
        if who in self.users:
            return browser.sign_in(db.session.get_one(User, self.users[who]))
        if who in self.seats:
            confirm(browser, self.seats[who])
        return browser

    def address(self, who: str) -> str:
        """Where mail to them goes."""
        if who in self.users:
            return db.session.get_one(User, self.users[who]).email
        return f"{who}@elsewhere.example" if who in self.seats else ""


def confirm(browser: Browser, seat_id: str) -> None:
    """Open a personal link as its holder does, with the code of the mail."""
    seat = db.session.get_one(RoundInvitation, seat_id)
    url = f"/reviews/{links.token('review', seat.id)}/code"
    browser.post(url, {"act": "send"}, token_from=url)
    query = select(Message).filter_by(template="review_code", to=seat.email)
    newest_mail = db.session.scalars(query.order_by(Message.created_at.desc())).first()
    assert newest_mail is not None
    code = re.search(r"^\d{8}$", mail.render(newest_mail).get_content(), re.MULTILINE)
    assert code is not None
    assert browser.post(url, {"code": code[0]}, token_from=url).status == 302


def everything_of(page: Page) -> str:
    """All the words of an answer: of a packed file those of its parts and properties too."""
    data = page.response.data
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return " ".join(name + packed.read(name).decode("utf-8", "replace")
                        for name in packed.namelist())  # fmt: skip


def make_world(app: Flask) -> World:
    """Committed: three rounds, fifteen comments, each with a reply, most with a response."""
    cast = on_stage()
    cast.amberland.mail_has_words = True
    write_text(cast)
    type_into(cast.actor("officer"), newest(cast), "foreword", "text", "<p>Camps are raided.</p>")
    unasked = f"<p>Sources {UNASKED}.</p>"
    type_into(cast.actor("officer"), newest(cast), "trade", "foreign_sources", unasked)
    type_into(cast.actor("officer"), newest(cast), SECTION, CLOSED, "<p>Borders are open.</p>")
    users = _people(cast)
    world = World(app, cast, users, {}, {}, {}, {}, {})
    _say_beside_rounds(world)
    _say_within(world)
    _say_outside(world)
    _close_since(world)
    _answer(world)
    for who in users:
        actor = world.actor(who)
        calendars.open_(actor)
        world.calendars[who] = calendars.address_of(db.session.get_one(User, users[who]))
    db.session.commit()
    return world


def _people(cast: Cast) -> dict[str, str]:
    party, plan = cast.amberland, cast.plan
    found = {"lead": cast.coordinator, "viewer": cast.viewer, "reviewer": cast.reviewer,
             "admin": cast.administrator, "stranger": cast.stranger}  # fmt: skip
    for who, section in (("drafter", SECTION), ("elsewhere", "trade")):
        found[who] = make_user(who)
        give(found[who], Role.SECTION_DRAFTER, party, plan, section)
    for who in ("asked", "waiting"):
        found[who] = make_user(who)
        give(found[who], Role.VIEWER, party)
    for who in ("expert", "otherwise"):
        found[who] = make_user(who)
        give(found[who], Role.REVIEWER, party, plan)
    found["consented"] = make_user("consented", is_administrator=True)
    consents.give(
        cast.actor("focal_point"),
        party,
        administrator_id=found["consented"].id,
        reason="A fault",
        days=3,
    )
    db.session.commit()
    return {who: user.id for who, user in found.items()}


def _say_beside_rounds(world: World) -> None:
    colleague = world.cast.actor("colleague")
    for name, visibility in (("free team", "team"), ("free plan", "plan")):
        _add(world, colleague, name, visibility)
    _add(world, world.actor("reviewer"), "free own", "team")
    foreword = entries.open_section(OPERATOR, newest(world.cast), "foreword")
    where = Where("foreword", foreword.content.uid, "text", "en")
    _add(world, colleague, "closed plan", "plan", where)
    entries.save(
        OPERATOR, foreword, Change(seen=foreword.counter, audience=Audience.DRAFTING_TEAM.value)
    )
    db.session.commit()


def _add(
    world: World, actor: Actor, name: str, visibility: str, where: Where | None = None
) -> None:
    quote = "" if where else "burned in the open"
    said = _saying(world, name, visibility, quote, where)
    world.comments[name] = comments.add(actor, newest(world.cast), said).id
    _with_a_file(world, name)


def _saying(
    world: World, name: str, visibility: str, quote: str, where: Where | None = None
) -> Saying:
    return Saying(
        where or there(world.cast),
        "change",
        f"Said {marker(name)}",
        quote,
        None,
        f"wording {marker(name)}",
        visibility,
    )


def _say_within(world: World) -> None:
    ids = [world.users["asked"], world.users["waiting"]]
    round_ = _opened(world, "inside", Asked(ids))
    asked, waiting = (_seat(round_, user_id=one) for one in ids)
    for visibility in ("team", "round", "plan"):
        _from(world, asked, f"inside {visibility}", visibility)
    _from(world, waiting, "inside unsent", "plan")
    seats.hand_in(world.actor("asked"), asked)
    db.session.commit()


def _say_outside(world: World) -> None:
    for name, who, link in (("outside", "expert", "link"), ("other", "otherwise", "otherlink")):
        asked = Asked([world.users[who]], [Other(link, f"{link}@elsewhere.example")])
        round_ = _opened(world, name, asked)
        seat, guest = _seat(round_, user_id=world.users[who]), _seat(round_, name=link)
        world.seats[link] = guest.invitation.id
        circles = ("team", "round", "plan") if name == "outside" else ("round",)
        for visibility in circles:
            _from(world, seat, f"{name} {visibility}", visibility)
        seats.hand_in(world.actor(who), seat)
        seats.hand_in(world.actor(link), guest)
        if name == "outside":
            _from(world, guest, "outside unsent", "plan")
    db.session.commit()


def _close_since(world: World) -> None:
    """What came by letter about words that reviewers of both rounds might read at first."""
    for round_ in ("inside", "outside"):
        source = From(
            on_behalf_of="Somebody",
            received_by="letter",
            entered_by_id=world.cast.coordinator.id,
            round_id=world.rounds[round_],
        )
        where = there(world.cast)._replace(field=CLOSED)
        said = _saying(world, f"{round_} closed", "plan", "Borders", where)
        version = newest(world.cast)
        comment = sayings.store(version, said, source, comments.ground_of(version), is_said=True)
        world.comments[f"{round_} closed"] = comment.id
        _with_a_file(world, f"{round_} closed")
    opened = entries.open_section(OPERATOR, newest(world.cast), SECTION)
    audiences = {CLOSED: Audience.DRAFTING_TEAM.value}
    entries.save(OPERATOR, opened, Change(seen=opened.counter, audiences=audiences))
    db.session.commit()


def _opened(world: World, name: str, asked: Asked) -> Round:
    is_outside = name != "inside"
    leader = world.cast.actor("focal_point" if is_outside else "coordinator")
    opening = Opening(
        f"Round {name}",
        [SECTION],
        today() + timedelta(days=14),
        is_outside=is_outside,
        allows_links=is_outside,
        stage_note="Not held before",
        accepted=frozenset(one for one in dir(guards) if not one.startswith("_")),
    )
    round_ = rounds.open_(leader, newest(world.cast), opening)
    seats.invite(leader, round_, asked)
    db.session.commit()
    world.rounds[name] = round_.id
    return round_


def _seat(round_: Round, **values: str) -> Seat:
    return Seat(
        round_, db.session.query(RoundInvitation).filter_by(round_id=round_.id, **values).one()
    )


def _from(world: World, seat: Seat, name: str, visibility: str) -> None:
    version = newest(world.cast)
    said = _saying(world, name, visibility, "burned in the open")
    source = From(invitation_id=seat.invitation.id, round_id=seat.id)
    ground = comments.ground_of(version)
    comment = sayings.store(version, said, source, ground, is_said=False)
    world.comments[name] = comment.id
    _with_a_file(world, name)
    db.session.commit()


def _with_a_file(world: World, name: str) -> None:
    """Named and filled by the word of the comment it came with."""
    version, said = newest(world.cast), f"{marker(name)}file"
    comment = db.session.get_one(Comment, world.comments[name])
    file = attaching.attach(version, comment, f"{said}.txt", said.encode(), uploaded_by_id=None)
    world.files[name] = file.id


def _answer(world: World) -> None:
    """A reply and a response with the same word as each comment that was sent."""
    officer, lead = world.cast.actor("officer"), world.cast.actor("coordinator")
    version = newest(world.cast)
    for name, uid in world.comments.items():
        comment = db.session.get_one(Comment, uid)
        if comment.said_at is None:
            continue
        replies.reply(officer, version, uid, f"Reply {marker(name)}")
        if name.endswith("plan"):
            continue  # stays open, so that it is counted
        responses.respond(officer, version, comment, kind="noted", reason=f"As {marker(name)}")
        if comment.round_id is None:
            responses.publish(lead, version, comment)
    for round_id in world.rounds.values():
        rounds.publish_responses(lead, db.session.get_one(Round, round_id))
    db.session.commit()
