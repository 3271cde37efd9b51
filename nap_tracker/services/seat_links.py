"""Personal links to a seat in a review: opened from mail, confirmed by a code, never an account.

A link alone shows what is asked and takes the answer to the invitation. The text is shown in
browsers in which a code was typed that went to the invited address.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, select

from nap_tracker import links
from nap_tracker.clock import day_of, now
from nap_tracker.errors import Invalid, NotFound, TooMany
from nap_tracker.extensions import db
from nap_tracker.i18n import N_, day
from nap_tracker.models.round import Round, RoundInvitation
from nap_tracker.permissions import Seat
from nap_tracker.roles import Actor, ActorKind
from nap_tracker.services import history, round_mail, rounds, walls
from nap_tracker.services.seats import NOBODY
from nap_tracker.workflow.rounds import REVOKED

CODE_LASTS = timedelta(minutes=30)
BETWEEN_CODES = timedelta(minutes=1)
MOST_TRIES = 5
"""Of one code; then another has to be sent."""
CHECK, KEY = "review-code", "review-browser"
NOT_THERE = N_("This link does not work. Check that the whole address was copied from the mail.")
TAKEN_BACK = N_("This invitation to review was taken back by those who sent it.")
RUN_OUT = N_("This link ran out on %(date)s, some time after the day the review was due.")
CLOSED = N_(
    "This review was closed on %(date)s, and its link with it. What was said before that stays with"
    " the government."
)
WRONG = N_("This is not the code in the newest mail. Look again, or have another code sent.")


@dataclass
class Over(NotFound):
    """A link that was somebody's, and why it opens nothing any more."""

    language: str = ""
    """Of the invitation."""


@dataclass(frozen=True, slots=True)
class OnDay:
    """A day that is said in the language of the page, not of who found out that it is over."""

    day: date

    def __str__(self) -> str:
        return day(self.day)


@dataclass(frozen=True, slots=True)
class Visit:
    """A browser that opened a personal link and typed its code."""

    actor: Actor
    party_id: str
    round_id: str
    language: str
    is_closed: bool = False
    """The round is; what the government answered is read for a while."""


def opened(token: str) -> tuple[Seat, Actor]:
    """The seat of a link and who comes with it. Raises NotFound, or Over with the reason."""
    query = _with_round().where(RoundInvitation.token_sha256 == links.fingerprint(token))
    walls.lower_walls()  # who comes by a link says by it of which Party it is
    row = db.session.execute(query).one_or_none()
    walls.raise_walls([row.Round.party_id] if row else [])
    if row is None:
        raise NotFound(NOT_THERE)
    seat = Seat(row.Round, row.RoundInvitation)
    _refuse_what_is_over(seat)
    return seat, _holder(seat)


def send_code(seat: Seat) -> None:
    """Mail a code to the invited address, and forget the one before. Raises TooMany."""
    invitation = seat.invitation
    db.session.refresh(invitation, with_for_update=True)
    before = invitation.confirmation_sent_at
    if before is not None and now() - before < BETWEEN_CODES:
        raise TooMany(N_("A code was sent less than a minute ago. Look into your mail."))
    invitation.confirmation_sent_at = now()
    sent = invitation.confirmation_sent_at.isoformat()
    invitation.confirmation_sha256 = _check(invitation.id, links.code(invitation.id, sent))
    invitation.confirmation_tries = 0
    db.session.flush()
    round_mail.code(invitation, rounds.version_of(seat.round), sent=sent)
    db.session.flush()


def confirm(seat: Seat, typed: str) -> str | None:
    """What a browser keeps from now on, or None for a wrong code; each try is counted.

    Raises Invalid where the code is over or was tried too often.
    """
    invitation = seat.invitation
    db.session.refresh(invitation, with_for_update=True)
    sent = invitation.confirmation_sent_at
    if sent is None or invitation.confirmation_sha256 is None or now() - sent > CODE_LASTS:
        raise Invalid(N_("This code is too old. Have another one sent."), about="code")
    if invitation.confirmation_tries >= MOST_TRIES:
        raise Invalid(N_("Too many wrong codes. Have another one sent."), about="code")
    invitation.confirmation_tries += 1
    digits = "".join(ch for ch in typed if ch.isdecimal())
    if not hmac.compare_digest(_check(invitation.id, digits), invitation.confirmation_sha256):
        db.session.flush()
        return None
    invitation.confirmation_sha256 = None  # a code works once
    if invitation.confirmed_at is None:
        invitation.confirmed_at = now()
        if not seat.is_anonymous:
            _record_confirmed(seat)
    db.session.flush()
    return f"{invitation.id}.{_key(invitation)}"


def _record_confirmed(seat: Seat) -> None:
    """Not in an anonymous round: only links are confirmed, so the log would tell who has none."""
    history.record(
        NOBODY,
        "seat:confirmed",
        party_id=seat.party_id,
        plan_id=seat.plan_id,
        subject=f"seat:{seat.invitation.id}",
    )


def visit(kept: str) -> Visit | None:
    """Who comes with what a browser kept; None where the link is over or it is not ours."""
    seat = _kept(kept)
    if seat is None or seat.invitation.state == REVOKED or has_run_out(seat):
        return None
    is_closed = seat.closed_at is not None
    return Visit(_holder(seat), seat.party_id, seat.id, seat.invitation.language, is_closed)


def why_over(kept: str, round_id: str) -> Over | None:
    """What the holder of a link that is over is told on a page of its round; None to a stranger."""
    walls.lower_walls()
    seat = _kept(kept)
    try:
        if seat is not None and seat.id == round_id:
            _refuse_what_is_over(seat)
    except Over as error:
        return error
    finally:
        walls.raise_walls([])
    return None


def _kept(kept: str) -> Seat | None:
    seat_id, _, key = kept.partition(".")
    if not (seat_id.isascii() and seat_id.isprintable() and len(seat_id) <= 36):
        return None
    row = db.session.execute(_with_round().where(RoundInvitation.id == seat_id)).one_or_none()
    if row is None or row.RoundInvitation.confirmed_at is None:
        return None
    seat = Seat(row.Round, row.RoundInvitation)
    known = _key(seat.invitation)
    if not hmac.compare_digest(known.encode(), key.encode("utf-8", "replace")):
        return None
    return seat


def has_run_out(seat: Seat) -> bool:
    """Whether its last moment is over."""
    until = seat.invitation.expires_at
    return until is not None and until <= now()


def _holder(seat: Seat) -> Actor:
    """In an anonymous round under the code of the seat: their name goes no further."""
    invitation = seat.invitation
    name = invitation.code_name if seat.is_anonymous else invitation.name
    return Actor(ActorKind.LINK, name=name, invitation_id=invitation.id)


def _refuse_what_is_over(seat: Seat) -> None:
    zone, invitation = rounds.version_of(seat.round).plan.party.time_zone, seat.invitation
    if invitation.state == REVOKED:
        raise Over(TAKEN_BACK, language=invitation.language)
    if not has_run_out(seat):
        return
    words, at = (CLOSED, seat.closed_at) if seat.closed_at else (RUN_OUT, invitation.expires_at)
    raise Over(words, {"date": OnDay(day_of(at, zone))}, invitation.language)


def _with_round() -> Select[RoundInvitation, Round]:
    return select(RoundInvitation, Round).join(Round, Round.id == RoundInvitation.round_id)


def _check(seat_id: str, digits: str) -> str:
    """What the database keeps of a code: who reads it there could not find the digits by trying."""
    return links.fingerprint(links.token(CHECK, f"{seat_id}:{digits}"))


def _key(invitation: RoundInvitation) -> str:
    assert invitation.confirmed_at is not None
    return links.token(KEY, f"{invitation.id}:{invitation.confirmed_at.isoformat()}")
