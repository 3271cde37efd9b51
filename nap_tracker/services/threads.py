"""Comments as readers see them: whose, in which band, where they stand, what they may do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Executable, bindparam, select
from sqlalchemy.orm import aliased

from nap_tracker.errors import Hidden
from nap_tracker.extensions import db
from nap_tracker.i18n import gettext
from nap_tracker.models.account import User
from nap_tracker.models.comment import Comment, CommentFile, Reply, Response
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.round import Round, RoundInvitation
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.permissions import Seat
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import comments, replies, rounds
from nap_tracker.services.comment_places import Glimpse, Ground, Where
from nap_tracker.services.comment_readers import NO_COMMENT, Reader, reader
from nap_tracker.services.comments import Heard
from nap_tracker.services.overlays import Stood
from nap_tracker.services.placed_comments import Placed, at, found, placed
from nap_tracker.text.anchors import Span
from nap_tracker.workflow import hearing
from nap_tracker.workflow.hearing import Side, Visibility
from nap_tracker.workflow.resolution import CommentKind, Resolution, ResponseKind


@dataclass(frozen=True, slots=True)
class Said:
    """A reply."""

    id: str
    author: str
    body: str
    at: datetime
    is_own: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """The government's response."""

    kind: ResponseKind
    reason: str
    author: str
    """'' outside the drafting team: the government answers, not a person."""
    published_at: datetime | None
    applied_revision: int | None

    @property
    def is_draft(self) -> bool:
        return self.published_at is None


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with a comment."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Thread:
    """One comment with everything under it, for one reader."""

    id: str
    number: int
    author: str
    """As everybody reads it: in an anonymous round the code of the seat."""
    is_own: bool
    kind: CommentKind
    body: str
    """'' where it was withdrawn and never belonged to a review."""
    proposed: str | None
    band: Visibility
    side: Side | None
    """Whose round it was said in: who else reads it depends on that."""
    state: Resolution
    replies: tuple[Said, ...]
    response: Answer | None
    """Only when published, or to who drafts there."""
    place: Span | None
    """None where its words, its row or its field are gone."""
    where: Where
    quote: str
    block: str | None
    row_name: str
    as_read: Glimpse
    """Where its author read it, and the words, whatever place it was given since."""
    round_id: str | None
    round_number: int | None
    group_id: str | None
    created_at: datetime
    said_at: datetime | None
    edited_at: datetime | None
    received_by: str | None
    received_on: str | None
    files: tuple[Attached, ...]
    may: frozenset[str]
    """reply, respond, publish, apply, change, delete, withdraw, place, show_to, widen."""

    @property
    def circle(self) -> str:
        """Who may read it, in words."""
        return gettext(hearing.band(self.band, self.side))

    @property
    def is_lost(self) -> bool:
        """In the tray: it has lost its place."""
        return self.place is None

    @property
    def is_open(self) -> bool:
        return self.state is Resolution.OPEN


def threads(
    actor: Actor,
    version: PlanVersion,
    *,
    round_: Round | None = None,
    section: str | None = None,
    ground: Ground | None = None,
) -> tuple[Thread, ...]:
    """What a reader hears, in the order of its numbers. Four queries, however much there is."""
    ground = ground or comments.ground_of(version)
    who = reader(actor, version)
    round_id = round_.id if round_ else None
    return under(who, found(who, ground, round_id=round_id, section=section))


def under(who: Reader, placed: Sequence[Placed]) -> tuple[Thread, ...]:
    """These comments, read whole, with everything under them. One query."""
    hanging = _Under([one.comment.id for one in placed])
    return tuple(_thread(who, one, hanging) for one in placed)


def standing(who: Reader, stood: Sequence[Stood], *, is_as_read: bool = False) -> dict[str, Thread]:
    """Comments by their ids, of which somebody found out before that this reader hears of them,
    and where they stand. One query.

    `is_as_read`: in the text of a round, where they were read.
    """
    hanging = _Under([one.id for one in stood], is_as_read=is_as_read)
    there = (one for one in stood if one.id in hanging.heard)
    placed = (at(who, hanging.heard[one.id], one.place, one.name) for one in there)
    return {one.comment.id: _thread(who, one, hanging) for one in placed}


def thread(actor: Actor, version: PlanVersion, comment_id: str) -> Thread:
    """One of them. Raises NotFound."""
    ground, who = comments.ground_of(version), reader(actor, version)
    return under(who, placed(who, ground, [comments.hear(who, ground, comment_id)]))[0]


def of_round(actor: Actor, seat: Seat, comment_id: str, ground: Ground) -> Thread:
    """One that was said in a round, about its text. Raises NotFound."""
    who = reader(actor, rounds.version_of(seat.round))
    heard = comments.hear(who, ground, comment_id)
    if heard.comment.round_id != seat.id:
        raise Hidden(NO_COMMENT)
    return under(who, placed(who, ground, [heard]))[0]


def count_by_section(actor: Actor, version: PlanVersion, ground: Ground) -> Mapping[str, int]:
    """Section -> open comments this reader hears of; '' for the plan as a whole."""
    heard = comments.heard_by(reader(actor, version), ground)
    is_open = (one.comment for one in heard if one.comment.state == Resolution.OPEN)
    return Counter(comment.section or "" for comment in is_open)


class _Under:
    """Some comments and everything under them. One query: a page of forms asks for it too."""

    def __init__(self, ids: Sequence[str], *, is_as_read: bool = False) -> None:
        self.comments: dict[str, Comment] = {}
        self.heard: dict[str, Heard] = {}
        self.replies: dict[str, dict[str, tuple[Reply, str]]] = {}
        """Comment -> its replies in their order, each with what its author is called."""
        self.responses: dict[str, tuple[Response, str]] = {}
        self.files: dict[str, dict[str, Attached]] = {}
        for row in db.session.execute(_hanging(), {"ids": ids}):
            comment, response, reply = row.Comment, row.Response, row.Reply
            if comment.id not in self.comments:
                self.comments[comment.id] = comment
                facts = (getattr(comment, name) for name in Glimpse._fields)
                self.heard[comment.id] = comments.told((*facts, *row[-6:]), is_as_read=is_as_read)
            if response is not None:
                self.responses[comment.id] = (response, row.answerer or "")
            if reply is not None:
                seat = comments.called(row.replied_anonymously, row.replier_code, row.replier_seat)
                called = seat or row.replier or ""
                self.replies.setdefault(comment.id, {})[reply.id] = (reply, called)
            if row.file_id is not None:
                files = self.files.setdefault(comment.id, {})
                files[row.file_id] = Attached(row.file_id, row.file)


@cache
def _hanging() -> Executable:
    """A row for each reply with each file: of both there are few under one comment."""
    answerer, replier = aliased(User), aliased(User)
    seat, replied_in = aliased(RoundInvitation), aliased(Round)
    return (
        select(
            Comment,
            Response,
            answerer.name.label("answerer"),
            Reply,
            replier.name.label("replier"),
            replied_in.is_anonymous.label("replied_anonymously"),
            seat.code_name.label("replier_code"),
            seat.name.label("replier_seat"),
            StoredFile.id.label("file_id"),
            StoredFile.name.label("file"),
            *comments.FACTS,
        )
        .outerjoin(Round, Round.id == Comment.round_id)
        .outerjoin(User, User.id == Comment.author_id)
        .outerjoin(RoundInvitation, RoundInvitation.id == Comment.invitation_id)
        .outerjoin(Response, Response.comment_id == Comment.id)
        .outerjoin(answerer, answerer.id == Response.author_id)
        .outerjoin(Reply, Reply.comment_id == Comment.id)
        .outerjoin(replier, replier.id == Reply.author_id)
        .outerjoin(seat, seat.id == Reply.invitation_id)
        .outerjoin(replied_in, replied_in.id == seat.round_id)
        .outerjoin(CommentFile, CommentFile.comment_id == Comment.id)
        .outerjoin(
            StoredFile,
            (StoredFile.id == CommentFile.file_id) & StoredFile.withdrawn_at.is_(None),
        )
        .where(Comment.id.in_(bindparam("ids", expanding=True)))
        .order_by(Comment.id, Reply.created_at, Reply.id, StoredFile.created_at, StoredFile.id)
    )


def _thread(who: Reader, at: Placed, under: _Under) -> Thread:
    comment, where, place = under.comments[at.comment.id], at.where, at.place
    is_kept = comments.is_kept(comment)
    return Thread(
        id=comment.id,
        number=comment.number,
        author=at.author,
        is_own=at.is_own,
        kind=CommentKind(comment.kind),
        body=comment.body if is_kept else "",
        proposed=comment.proposed if is_kept else None,
        band=Visibility(comment.visibility),
        side=at.side,
        state=Resolution(comment.state),
        replies=tuple(
            _said(who, reply, name)
            for reply, name in under.replies.get(comment.id, {}).values()
            if _is_heard(who, reply)
        ),
        response=_answer(who, comment, under),
        place=place,
        where=where,
        quote=at.quote,
        block=at.block,
        row_name=at.name or at.comment.row_name,
        as_read=at.comment.as_read,
        round_id=comment.round_id,
        round_number=at.round_number,
        group_id=comment.group_id,
        created_at=comment.created_at,
        said_at=comment.said_at,
        edited_at=comment.edited_at,
        received_by=comment.received_by,
        received_on=comment.received_on,
        files=tuple(under.files.get(comment.id, {}).values()) if is_kept else (),
        may=frozenset(_may(who, comment, under, place)),
    )


def _said(who: Reader, reply: Reply, name: str) -> Said:
    body = reply.body if reply.withdrawn_at is None else ""
    return Said(reply.id, name, body, reply.said_at or reply.created_at, _is_own(who, reply))


def _answer(who: Reader, comment: Comment, under: _Under) -> Answer | None:
    """Published, or to who drafts there; a person is named to these alone."""
    answer, name = under.responses.get(comment.id, (None, ""))
    is_team = who.drafts_at(comment.section)
    if answer is None or not (answer.published_at is not None or is_team):
        return None
    return Answer(
        ResponseKind(answer.kind),
        answer.reason,
        name if is_team else "",
        answer.published_at,
        answer.applied_revision if is_team else None,
    )


def _is_heard(who: Reader, reply: Reply) -> bool:
    """What nobody has handed in yet, only its author reads."""
    return reply.said_at is not None or _is_own(who, reply)


def _is_own(who: Reader, reply: Reply) -> bool:
    if reply.invitation_id is not None:
        return reply.invitation_id in who.seats
    return who.actor.user_id is not None and reply.author_id == who.actor.user_id


def _may(who: Reader, comment: Comment, under: _Under, place: Span | None) -> set[str]:
    """What this reader may do with it, so that no page asks for leave anew."""
    found: set[str] = set()
    if replies.may_reply(who, comment):
        found.add("reply")
    if comment.state == Resolution.OPEN and who.may(Permission.COMMENT_RESPOND, comment.section):
        found |= _team_may(who, comment, under, place)
    is_author = who.is_author(comment)
    if is_author or _typed(who.actor, comment):
        found |= _author_may(comment, under)
    is_there = comment.state != Resolution.WITHDRAWN
    if is_there and (is_author or who.may(Permission.COMMENT_PUBLISH, comment.section)):
        may_widen = comments.may_widen(who, comment)
        found |= {"show_to", "widen"} if may_widen else _may_narrow(comment)
    return found


def _team_may(who: Reader, comment: Comment, under: _Under, place: Span | None) -> set[str]:
    found = {"respond"} | ({"place"} if place is None else set())
    is_there = place is not None and not place.is_put
    is_proposal = comment.proposed is not None and bool(comment.quote)
    if is_there and is_proposal and who.may(Permission.SECTION_EDIT, comment.section):
        found.add("apply")
    is_answered = comment.round_id is None and comment.id in under.responses
    if is_answered and who.may(Permission.COMMENT_PUBLISH, comment.section, comment.visibility):
        found.add("publish")
    return found


def _author_may(comment: Comment, under: _Under) -> set[str]:
    """Who typed in what somebody else said puts it right, and takes it back, for them."""
    is_untouched = comment.id not in under.responses and not under.replies.get(comment.id)
    if comments.is_fresh(comment) and is_untouched and not comments.is_handed_in(comment):
        return {"change", "delete"}
    return {"withdraw"} if comment.state == Resolution.OPEN else set()


def _may_narrow(comment: Comment) -> set[str]:
    return set() if comment.visibility == Visibility.TEAM else {"show_to"}


def _typed(actor: Actor, comment: Comment) -> bool:
    return actor.user_id is not None and comment.entered_by_id == actor.user_id
