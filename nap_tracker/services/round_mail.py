"""Mail about review rounds: to reviewers with and without an account, and to who asked them.

Titles, dates and links; what people wrote goes along only where the Party lets mail carry it, and
in an anonymous round no message says who reviewed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from nap_tracker import links
from nap_tracker.clock import now
from nap_tracker.extensions import db
from nap_tracker.models.account import User
from nap_tracker.models.message import Message
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.round import Round, RoundInvitation
from nap_tracker.roles import Actor
from nap_tracker.services.due import section_titles
from nap_tracker.workflow.rounds import EXPECTED, HANDED_IN, INVITED, OPEN, REVOKED, SEATED

INVITED_TO = "review_invited"
CODE = "review_code"
REMINDER = "review_reminder"
ANSWERS = "review_answers"
OVER = "review_closed"
REPLIED = "review_replied"
GATHERED = timedelta(minutes=15)
"""Replies of this time are told in one message."""
TO_SEATS = frozenset({INVITED_TO, CODE, REMINDER, ANSWERS, OVER, REPLIED})
"""Templates whose message is for one seat, which may be taken back before it is sent."""


def invited(actor: Actor, seat: RoundInvitation, round_: Round, version: PlanVersion) -> None:
    """To the reviewer: who asks for what until when, and the page with the two buttons."""
    has_words = version.plan.party.mail_has_words
    _to_seat(
        seat,
        version,
        INVITED_TO,
        who=actor.name,
        party=dict(version.plan.party.name),
        round=round_.title if has_words else "",
        note=round_.note if has_words else "",
        due_on=round_.due_on,
        sections=[dict(section_titles(version.schema_edition, s)) for s in round_.sections],
        questions=len(round_.questions),
    )


def code(seat: RoundInvitation, version: PlanVersion, *, sent: str) -> None:
    """To the invited address: the code that a personal link asks for once in each browser."""
    _to_seat(seat, version, CODE, sent=sent)


def reminded(seat: RoundInvitation, round_: Round, version: PlanVersion, *, rule: str) -> bool:
    """To who reviews by a personal link: what is due, at most one message a rule; whether now."""
    once = f"review:{seat.id}:{round_.due_on}:{rule}"
    if db.session.scalar(select(Message.id).filter_by(once=once)) is not None:
        return False
    _to_seat(seat, version, REMINDER, once=once, due_on=round_.due_on)
    return True


def declined(round_: Round, seat: RoundInvitation, version: PlanVersion) -> None:
    """To who invited: somebody cannot, and perhaps named somebody else."""
    party = version.plan.party
    _to_who_asked(
        round_,
        version,
        "review_declined",
        name=seat.name,
        has_suggested=bool(seat.suggested),
        suggested=seat.suggested if party.mail_has_words else "",
    )


def handed_in(round_: Round, seat: RoundInvitation, version: PlanVersion) -> None:
    """To who opened the round; in an anonymous one without a name."""
    name = "" if round_.is_anonymous else seat.name
    _to_who_asked(round_, version, "review_handed_in", name=name)


def answers_published(round_: Round, version: PlanVersion) -> None:
    """To everybody who handed in: what became of theirs can be read."""
    for seat in _seats(round_):
        if seat.state == HANDED_IN:
            _to_seat(seat, version, ANSWERS)


def replied(seat: RoundInvitation, version: PlanVersion) -> None:
    """To the holder of a personal link: somebody answered them; once for all that is said now."""
    waits = select(Message).where(
        Message.to == seat.email,
        Message.template == REPLIED,
        Message.wait_until > now(),
        Message.sent_at.is_(None),
    )
    if not any(one.context["seat_id"] == seat.id for one in db.session.scalars(waits)):
        _to_seat(seat, version, REPLIED, wait_until=now() + GATHERED)


def closed(round_: Round, version: PlanVersion) -> None:
    """To everybody who was asked and neither declined nor was taken back."""
    for seat in _seats(round_):
        if seat.state == HANDED_IN or seat.state in EXPECTED:
            _to_seat(seat, version, OVER, has_replied=seat.state == HANDED_IN)


def is_wanted(message: Message) -> bool:
    """Whether a message for a seat still says what is true when it is sent."""
    query = select(RoundInvitation, Round).join(Round, Round.id == RoundInvitation.round_id)
    query = query.where(RoundInvitation.id == message.context["seat_id"])
    row = db.session.execute(query).one_or_none()
    if row is None or row.RoundInvitation.state == REVOKED:
        return False
    seat, round_ = row.RoundInvitation, row.Round
    if message.template == INVITED_TO:
        return bool(round_.state == OPEN and seat.state == INVITED)
    if message.template == REMINDER:
        return bool(round_.state == OPEN and seat.state in EXPECTED)
    if message.template == REPLIED:
        return bool(round_.state == OPEN and seat.state in SEATED)
    if message.template == CODE:
        sent = seat.confirmation_sent_at
        return sent is not None and sent.isoformat() == message.context["sent"]
    return True


def _seats(round_: Round) -> Iterable[RoundInvitation]:
    query = select(RoundInvitation).filter_by(round_id=round_.id)
    query = query.options(joinedload(RoundInvitation.user))
    return db.session.scalars(query.order_by(RoundInvitation.email, RoundInvitation.id))


def _to_seat(
    seat: RoundInvitation,
    version: PlanVersion,
    template: str,
    *,
    once: str | None = None,
    wait_until: datetime | None = None,
    **context: Any,
) -> None:
    plan = {"plan": dict(version.plan.title), "seat_id": seat.id, "name": seat.name}
    is_link = seat.user_id is None
    where = "" if is_link else links.path("my-review", seat.round_id)
    user = seat.user
    db.session.add(
        Message(
            to=user.email if user else seat.email,
            locale=user.locale if user else seat.language,
            template=template,
            context={**plan, **context, "path": where},
            user_id=seat.user_id,
            party_id=None if is_link else seat.party_id,
            plan_id=None if is_link else seat.plan_id,
            once=once,
            wait_until=wait_until,
        )
    )


def _to_who_asked(round_: Round, version: PlanVersion, template: str, **context: Any) -> None:
    """Who opened the round; that they still have a role is asked when it is sent."""
    if round_.opened_by_id is None:
        return
    person = db.session.get_one(User, round_.opened_by_id)
    db.session.add(
        Message(
            to=person.email,
            locale=person.locale,
            template=template,
            context={
                "plan": dict(version.plan.title),
                "path": links.path("round", round_.plan_id, round_.id),
                **context,
            },
            user_id=person.id,
            party_id=round_.party_id,
            plan_id=round_.plan_id,
        )
    )
