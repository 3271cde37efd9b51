"""The comments of a round as a whole: said with a review, answered together, published together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased

from nap_tracker.clock import now
from nap_tracker.extensions import db
from nap_tracker.models.account import User
from nap_tracker.models.comment import Comment, Reply, Response
from nap_tracker.models.round import Round, RoundInvitation
from nap_tracker.roles import Actor
from nap_tracker.services import comment_states
from nap_tracker.services.comments import called
from nap_tracker.workflow.facts import ResolutionFacts
from nap_tracker.workflow.resolution import Resolution, ResponseKind


def waiting(seat_id: str) -> int:
    """How many comments and replies a reviewer has written and not said."""
    query = select(func.count()).select_from(Comment).filter_by(invitation_id=seat_id)
    return db.session.scalar(query.where(Comment.said_at.is_(None))) or 0


def say(seat: RoundInvitation) -> int:
    """Let everybody who may hear of it read what a reviewer wrote; how many comments and replies.

    What they said before stays said: there is no way back.
    """
    mine = {"invitation_id": seat.id, "said_at": None}
    comments = db.session.scalars(select(Comment).filter_by(**mine).with_for_update()).all()
    replies = db.session.scalars(select(Reply).filter_by(**mine).with_for_update()).all()
    for reply in replies:
        reply.said_at = now()
    for comment in comments:
        comment.said_at = now()
        comment_states.advance(comment, "say", ResolutionFacts(is_own=True))
    db.session.flush()
    return len(comments) + len(replies)


def publish(round_: Round) -> int:
    """Show every answer of the round that is written, at once; how many."""
    query = (
        select(Comment, Response)
        .join(Response, Response.comment_id == Comment.id)
        .where(Comment.round_id == round_.id, Response.published_at.is_(None))
    )
    found = db.session.execute(query.with_for_update()).all()
    for row in found:
        row.Response.published_at = now()
        if row.Comment.state == Resolution.OPEN:
            comment_states.advance(row.Comment, "answer", ResolutionFacts(has_response=True))
    db.session.flush()
    return len(found)


def own(seat_id: str) -> Sequence[Comment]:
    """Everything one reviewer wrote in the round, for themselves, in its order."""
    query = select(Comment).filter_by(invitation_id=seat_id).order_by(Comment.number)
    return db.session.scalars(query).all()


def answers_to(seat_id: str) -> Mapping[str, Response]:
    """Comment -> the published answer to it, of what one reviewer wrote."""
    query = (
        select(Response)
        .join(Comment, Comment.id == Response.comment_id)
        .where(Comment.invitation_id == seat_id, Response.published_at.is_not(None))
    )
    return {answer.comment_id: answer for answer in db.session.scalars(query)}


def replies_to(seat_id: str) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Comment -> who replied to it and with what, of what one reviewer wrote.

    They read it after the round is closed too, when its text is closed to them.
    """
    seat, in_round = aliased(RoundInvitation), aliased(Round)
    query = (
        select(Reply, User.name, seat.name, seat.code_name, in_round.is_anonymous)
        .join(Comment, Comment.id == Reply.comment_id)
        .outerjoin(User, User.id == Reply.author_id)
        .outerjoin(seat, seat.id == Reply.invitation_id)
        .outerjoin(in_round, in_round.id == seat.round_id)
        .where(
            Comment.invitation_id == seat_id,
            Reply.withdrawn_at.is_(None),
            or_(Reply.said_at.is_not(None), Reply.invitation_id == seat_id),
        )
        .order_by(Reply.created_at, Reply.id)
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for reply, account, name, code, is_anonymous in db.session.execute(query):
        who = called(is_anonymous, code, name) or account or ""
        found.setdefault(reply.comment_id, []).append((who, reply.body))
    return found


def unpublished(round_: Round) -> int:
    """How many answers of the round are written and not shown."""
    query = (
        select(func.count())
        .select_from(Response)
        .join(Comment, Comment.id == Response.comment_id)
        .where(Comment.round_id == round_.id, Response.published_at.is_(None))
    )
    return db.session.scalar(query) or 0


def unanswered(round_: Round) -> Sequence[Comment]:
    """Comments that were said in the round and have no answer, in their order."""
    return db.session.scalars(_unanswered(round_)).all()


def note_rest(actor: Actor, round_: Round, reason: str) -> int:
    """Answer what has no answer with one reason, as noted; how many."""
    found = unanswered(round_)
    db.session.add_all(
        Response(
            party_id=round_.party_id,
            comment_id=comment.id,
            kind=ResponseKind.NOTED.value,
            reason=reason,
            author_id=actor.user_id,
            written_at=now(),
        )
        for comment in found
    )
    db.session.flush()
    return len(found)


def _unanswered(round_: Round) -> Select[Comment]:
    query = (
        select(Comment)
        .outerjoin(Response, Response.comment_id == Comment.id)
        .where(
            Comment.round_id == round_.id,
            Comment.said_at.is_not(None),
            Comment.withdrawn_at.is_(None),
            Response.id.is_(None),
        )
    )
    return query.order_by(Comment.number)
