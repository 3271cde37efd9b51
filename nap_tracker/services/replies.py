"""Replies under a comment: whoever reads it may say something, and what was said stays."""

from __future__ import annotations

from nap_tracker.clock import now
from nap_tracker.errors import Forbidden, Invalid
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.comment import Comment, Reply
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import Place, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import comment_mail, comment_states, comments
from nap_tracker.services.comment_readers import reader
from nap_tracker.services.sayings import words_of
from nap_tracker.workflow.resolution import Resolution


def reply(actor: Actor, version: PlanVersion, comment_id: str, body: str) -> Reply:
    """Say something under a comment one hears of. Raises Invalid, NotFound.

    Who sits in the round of the comment says it from their seat, whichever page it was said on:
    in an anonymous round their name would tell whose comments are theirs.
    """
    comment = comments.get(actor, version, comment_id)
    require(actor, Permission.COMMENT_ADD, Place(version, comment.section))
    if comment.state == Resolution.WRITTEN:
        raise Forbidden(N_("This was not sent yet: change it instead."))
    text = words_of(body, "body")
    if not text:
        raise Invalid(N_("Enter what you want to say"), about="body")
    seat = reader(actor, version).seat_in(comment.round_id)
    made = Reply(
        party_id=comment.party_id,
        comment_id=comment.id,
        author_id=None if seat else actor.user_id,
        invitation_id=seat.id if seat else None,
        body=text,
        created_at=now(),
        said_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    comment_states.record(comment_states.NOBODY if seat else actor, comment, "comment:replied")
    comment_mail.replied(actor, version, comment, text)
    return made


def withdraw(actor: Actor, version: PlanVersion, comment: Comment, made: Reply) -> None:
    """Take back one's own reply: that there was one stays."""
    who = reader(actor, version)
    is_seat = made.invitation_id is not None and made.invitation_id in who.seats
    is_own = is_seat or (actor.user_id is not None and made.author_id == actor.user_id)
    if not is_own or made.comment_id != comment.id:
        raise Forbidden(N_("Only who wrote a reply can do this."))
    made.withdrawn_at = now()
    db.session.flush()
