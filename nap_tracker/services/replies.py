"""Replies under a comment: whoever reads it may say something, and what was said stays."""

from __future__ import annotations

from nap_tracker.clock import now
from nap_tracker.errors import Forbidden, Hidden, Invalid
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.comment import Comment, Reply
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.round import RoundInvitation
from nap_tracker.permissions import Place, Seat, can, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import comment_mail, comment_states, comments, round_sayings, rounds
from nap_tracker.services.comment_readers import NO_COMMENT, Reader, reader
from nap_tracker.services.comment_states import NOBODY
from nap_tracker.services.sayings import words_of
from nap_tracker.workflow.resolution import Resolution
from nap_tracker.workflow.rounds import HANDED_IN, REVOKED

NOT_YET = N_("Send your review first: until then nobody sees anything of it. Then you can reply.")

CLOSED = N_("This review round is closed. What was said in it stays, and nothing is added.")
TAKEN_BACK = N_("This invitation to review was taken back by those who sent it.")


def reply(actor: Actor, version: PlanVersion, comment_id: str, body: str) -> Reply:
    """Say something under a comment one hears of. Raises Invalid, NotFound, Forbidden."""
    who, comment = begin(actor, version, comment_id)
    return store(version, comment, who, body)


def begin(actor: Actor, version: PlanVersion, comment_id: str) -> tuple[Reader, Comment]:
    """Somebody before a comment they may say something under. Raises NotFound, Forbidden."""
    who = reader(actor, version)
    comment = comments.read(who, comments.ground_of(version), comment_id)
    seat = speaks_from(who, comment)
    if seat is None:
        require(actor, Permission.COMMENT_ADD, Place(version, comment.section))
    else:
        rounds.hold(who.sitting(seat).round)
        _refuse_silent(who, who.sitting(seat))
    return who, comment


def from_seat(actor: Actor, seat: Seat, comment_id: str, body: str) -> Reply:
    """The same from a review, under a comment of it that one hears of. Raises Forbidden too."""
    require(actor, Permission.ROUND_COMMENT, seat)
    rounds.hold(seat.round)
    require(actor, Permission.ROUND_COMMENT, seat)
    version = rounds.version_of(seat.round)
    who, ground = reader(actor, version), round_sayings.ground_of(seat)
    comment = comments.read(who, ground, comment_id)
    if comment.round_id != seat.id:
        raise Hidden(NO_COMMENT)
    return store(version, comment, who, body)


def store(version: PlanVersion, comment: Comment, who: Reader, body: str) -> Reply:
    """Under the name its author has there: in a round of theirs, that of their seat."""
    if comment.state == Resolution.WRITTEN:
        raise Forbidden(N_("This was not sent yet: change it instead."))
    text = words_of(body, "body")
    if not text:
        raise Invalid(N_("Enter what you want to say"), about="body")
    seat = speaks_from(who, comment)
    if seat is not None:
        _refuse_silent(who, who.sitting(seat))
    made = Reply(
        party_id=comment.party_id,
        comment_id=comment.id,
        author_id=None if seat else who.actor.user_id,
        invitation_id=seat.id if seat else None,
        body=text,
        created_at=now(),
        said_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    comment_states.record(NOBODY if seat else who.actor, comment, "comment:replied")
    comment_mail.replied(who.actor, version, comment, text)
    return made


def speaks_from(who: Reader, comment: Comment) -> RoundInvitation | None:
    """The seat from which somebody replies; None where they speak as who drafts the plan.

    Under their own comment they always do it from the seat it was said from: in an anonymous round
    their name would tell whose it is.
    """
    own = who.seats.get(comment.invitation_id or "")
    if own is not None or who.drafts_at(comment.section):
        return own
    return who.seat_in(comment.round_id)


def may_reply(who: Reader, comment: Comment) -> bool:
    """Whether somebody who hears of a comment may say something under it, on whatever page."""
    if comment.state == Resolution.WRITTEN:
        return False
    seat = speaks_from(who, comment)
    if seat is None:
        return who.may(Permission.COMMENT_ADD, comment.section)
    return _may_speak(who.actor, who.sitting(seat))


def _may_speak(actor: Actor, seat: Seat) -> bool:
    """After handing in, before which nobody sees anything of a review; while the round is open."""
    return seat.invitation.state == HANDED_IN and can(actor, Permission.ROUND_COMMENT, seat)


def _refuse_silent(who: Reader, seat: Seat) -> None:
    if _may_speak(who.actor, seat):
        return
    if seat.invitation.state == REVOKED:
        raise Forbidden(TAKEN_BACK)
    raise Forbidden(CLOSED if seat.closed_at is not None else NOT_YET)


def withdraw(actor: Actor, version: PlanVersion, comment: Comment, made: Reply) -> None:
    """Take back one's own reply: that there was one stays."""
    who = reader(actor, version)
    is_seat = made.invitation_id is not None and made.invitation_id in who.seats
    is_own = is_seat or (actor.user_id is not None and made.author_id == actor.user_id)
    if not is_own or made.comment_id != comment.id:
        raise Forbidden(N_("Only who wrote a reply can do this."))
    made.withdrawn_at = now()
    db.session.flush()
