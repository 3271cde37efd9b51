"""What a reviewer says from a seat in a round: written about the text that was frozen, said later.

Nobody else knows of it before the review is handed in, or what was added to it is sent.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from nap_tracker.content import serial
from nap_tracker.content.narrowing import as_narrow_as
from nap_tracker.errors import Forbidden, Hidden
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.comment import Comment
from nap_tracker.permissions import Seat, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import attaching, comments, contents, plans, rounds, sayings
from nap_tracker.services.attaching import Sent
from nap_tracker.services.comment_places import Ground, Where
from nap_tracker.services.comment_readers import reader
from nap_tracker.services.sayings import From, Saying

NOTHING_HERE = N_("There is nothing at this address, or you may not see it.")
SENT = N_("This is sent. It stays as it is; you can add to it.")


def ground_of(seat: Seat, language: str | None = None) -> Ground:
    """The whole text of the round, which no reader sees, with what was closed to readers since."""
    version = rounds.version_of(seat.round)
    then, schema = serial.from_text(seat.snapshot), plans.schema_of(version, "en")
    narrowed = as_narrow_as(then, contents.texts(version), schema)
    return Ground(narrowed, language, is_as_read=True)


def refuse_hidden(actor: Actor, seat: Seat, ground: Ground, where: Where) -> None:
    """Raises NotFound where a place is not asked about, not in the text, or not for them."""
    require(actor, Permission.ROUND_COMMENT, seat)
    if where.section not in seat.sections:
        raise Hidden(NOTHING_HERE)
    if where.uid is not None and ground.section_of(where.uid) != where.section:
        raise Hidden(NOTHING_HERE)
    comments.refuse_hidden(reader(actor, rounds.version_of(seat.round)), ground, where)


def add(actor: Actor, seat: Seat, saying: Saying, *, files: Sequence[Sent] = ()) -> Comment:
    """Write something about a place of the text under review. Raises Invalid about a field."""
    ground = ground_of(seat)
    refuse_hidden(actor, seat, ground, saying.where)
    rounds.hold(seat.round)
    require(actor, Permission.ROUND_COMMENT, seat)
    source = From(invitation_id=seat.invitation.id, round_id=seat.id)
    version = rounds.version_of(seat.round)
    comment = sayings.store(version, saying, source, ground, is_said=False)
    _attach(seat, comment, files)
    return comment


def find(actor: Actor, seat: Seat, comment_id: str) -> Comment:
    """One of their own, not sent yet. Raises Hidden, Forbidden."""
    require(actor, Permission.ROUND_COMMENT, seat)
    query = select(Comment).filter_by(id=comment_id, invitation_id=seat.invitation.id)
    found = db.session.scalar(query)
    if found is None:
        raise Hidden(NOTHING_HERE)
    if found.said_at is not None:
        raise Forbidden(SENT)
    return found


def change(seat: Seat, comment: Comment, saying: Saying, *, files: Sequence[Sent] = ()) -> None:
    """Put what was found right before it is sent. Raises Invalid about a field."""
    for name, value in sayings.said(saying).items():
        setattr(comment, name, value)
    comment.visibility = saying.visibility
    _attach(seat, comment, files)
    db.session.flush()


def delete(comment: Comment) -> None:
    """Nobody else knew of it."""
    attaching.remove_all(comment)
    db.session.delete(comment)
    db.session.flush()


def _attach(seat: Seat, comment: Comment, files: Sequence[Sent]) -> None:
    """The seat says whose they are; where it has a code, they say no more than that either."""
    version = rounds.version_of(seat.round)
    for name, data in files:
        if seat.round.is_anonymous:
            attaching.attach_unnamed(version, comment, seat.invitation.code_name, data)
        else:
            attaching.attach(version, comment, name, data, uploaded_by_id=None)
