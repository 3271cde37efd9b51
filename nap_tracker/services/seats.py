"""Seats in a review round: inviting, answering the invitation, handing in, taking back."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select

from nap_tracker import links
from nap_tracker.clock import end_of, now
from nap_tracker.errors import Hidden, Invalid
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.account import User
from nap_tracker.models.base import new_uid
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.round import Round, RoundInvitation
from nap_tracker.permissions import Seat, require
from nap_tracker.roles import Actor, ActorKind, Permission
from nap_tracker.services import accounts, candidates, history, round_comments, round_mail, rounds
from nap_tracker.services.candidates import Candidate
from nap_tracker.workflow.rounds import (
    ACCEPTED,
    DECLINED,
    HANDED_IN,
    INVITED,
    LONGEST_NAME,
    MOST_SEATS,
    REVOKED,
    ROUND,
    SEAT,
    Reviewing,
    SeatFacts,
    Sitting,
)

LONGEST_WORDS = 2000
LASTS = timedelta(days=60)
"""How long after the due day a personal link works at most, where nobody closes the round."""
PURPOSE = "review"
NOBODY = Actor(ActorKind.LINK)
"""Who acts in the log for a reviewer: the sentence names the seat, or in an anonymous round the
round alone."""
NOTHING_HERE = N_("There is nothing at this address, or you may not see it.")


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody without an account, who gets a personal link."""

    name: str
    email: str
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom one round asks."""

    user_ids: Sequence[str] = ()
    others: Sequence[Other] = ()
    language: str = "en"
    """Of mail and pages of those without an account."""


def of_round(actor: Actor, round_: Round) -> Sequence[RoundInvitation]:
    """Every seat by name: who was invited, never under which code they write."""
    require(actor, Permission.ROUND_SHOW, round_)
    query = select(RoundInvitation).filter_by(round_id=round_.id)
    return db.session.scalars(query.order_by(RoundInvitation.name, RoundInvitation.id)).all()


def find(actor: Actor, round_: Round, seat_id: str) -> RoundInvitation:
    """A seat of this round that the actor may take back. Raises Hidden."""
    require(actor, Permission.ROUND_INVITE, round_)
    found = db.session.scalar(select(RoundInvitation).filter_by(id=seat_id, round_id=round_.id))
    if found is None:
        raise Hidden(NOTHING_HERE)
    return found


def own(actor: Actor, round_id: str, permission: Permission = Permission.ROUND_FOLLOW) -> Seat:
    """The actor's own seat in a round; for who drafts the plan perhaps the round without one.

    Raises Hidden for everybody else.
    """
    mine = or_(
        RoundInvitation.user_id == (actor.user_id or ""),
        RoundInvitation.id == (actor.invitation_id or ""),
    )
    query = select(Round, RoundInvitation).outerjoin(
        RoundInvitation, (RoundInvitation.round_id == Round.id) & mine
    )
    row = db.session.execute(query.where(Round.id == round_id)).one_or_none()
    if row is None:
        raise Hidden(NOTHING_HERE)
    seat = Seat(row.Round, row.RoundInvitation)
    require(actor, permission, seat)
    return seat


def of_plan(actor: Actor, version: PlanVersion) -> Mapping[str, RoundInvitation]:
    """Round -> the actor's own seat in it."""
    query = select(RoundInvitation).filter_by(plan_id=version.plan_id, user_id=actor.user_id)
    if actor.user_id is None:
        return {}
    return {seat.round_id: seat for seat in db.session.scalars(query)}


def are_there(round_: Round) -> bool:
    """Whether anybody was invited already: the page that opens a round may come twice."""
    query = select(RoundInvitation.id).filter_by(round_id=round_.id)
    return db.session.scalar(query.limit(1)) is not None


def invite(actor: Actor, round_: Round, asked: Asked) -> Sequence[RoundInvitation]:
    """Give people a seat and mail them. Raises Invalid, Forbidden."""
    require(actor, Permission.ROUND_INVITE, round_)
    rounds.hold(round_)
    ROUND.check(Reviewing(round_.state), "invite", None)
    version = rounds.version_of(round_)
    known = candidates.people(version)
    there = list(db.session.scalars(select(RoundInvitation).filter_by(round_id=round_.id)))
    _check(round_, asked, known, there)
    codes = _codes(round_, there, len(asked.user_ids) + len(asked.others))
    made = [_with_account(actor, round_, uid) for uid in dict.fromkeys(asked.user_ids)]
    made += [_by_link(actor, version, round_, other, asked.language) for other in asked.others]
    for seat in made:
        seat.code_name = next(codes) if round_.is_anonymous else ""
        db.session.add(seat)
    db.session.flush()
    for seat in made:
        _record(actor, round_, seat, "seat:invited")
        round_mail.invited(actor, seat, round_, version)
    db.session.flush()
    return made


def accept(actor: Actor, seat: Seat) -> None:
    """They will do it. Pressed twice it happens once."""
    if _begin(actor, seat, "accept", already=ACCEPTED):
        return
    seat.invitation.answered_at = now()
    seat.invitation.decline_reason = seat.invitation.suggested = ""
    _moves_to(seat.invitation, ACCEPTED)
    _record_of_review(seat, "seat:accepted")
    db.session.flush()


def decline(actor: Actor, seat: Seat, *, reason: str = "", suggested: str = "") -> None:
    """They cannot, and perhaps name somebody to ask instead; who invited is told."""
    for words, about in ((reason, "reason"), (suggested, "suggested")):
        if len(words) > LONGEST_WORDS:
            raise Invalid(N_("Shorten this to 2000 characters or fewer"), about=about)
    if _begin(actor, seat, "decline", already=DECLINED):
        return
    seat.invitation.answered_at = now()
    seat.invitation.decline_reason = reason.strip()
    seat.invitation.suggested = suggested.strip()
    _moves_to(seat.invitation, DECLINED)
    _record(NOBODY, seat.round, seat.invitation, "seat:declined")
    round_mail.declined(seat.round, seat.invitation, rounds.version_of(seat.round))
    db.session.flush()


def hand_in(actor: Actor, seat: Seat) -> int:
    """Send what is written: from here on the drafting team reads it; how many things were said.

    Again after that it sends what was added. Without anything new nothing happens.
    """
    _begin(actor, seat, "hand_in", already=None)
    said = round_comments.say(seat.invitation)
    is_first = seat.invitation.state != HANDED_IN
    if not (said or is_first):
        return 0
    if is_first:
        seat.invitation.handed_in_at = now()
    _moves_to(seat.invitation, HANDED_IN)
    kind = "seat:handed-in" if is_first else "seat:added"
    _record_of_review(seat, kind)
    round_mail.handed_in(seat.round, seat.invitation, rounds.version_of(seat.round))
    db.session.flush()
    return said


def revoke(actor: Actor, round_: Round, seat: RoundInvitation) -> None:
    """Take an invitation back: its link and its mail reach nothing any more; what was handed in
    stays."""
    require(actor, Permission.ROUND_INVITE, round_)
    db.session.refresh(seat, with_for_update=True)
    if seat.state == REVOKED:
        return
    SEAT.check(Sitting(seat.state), "revoke", SeatFacts(round_.closed_at is None))
    seat.revoked_at = now()
    seat.revoked_by_id = actor.user_id
    _moves_to(seat, REVOKED)
    _record(actor, round_, seat, "seat:revoked")
    db.session.flush()


def invite_again(actor: Actor, round_: Round, seat: RoundInvitation) -> None:
    """Ask somebody anew who declined, or whose invitation was taken back. Raises Invalid.

    A personal link works again as it was; a code is asked for anew in every browser.
    """
    require(actor, Permission.ROUND_INVITE, round_)
    rounds.hold(round_)
    db.session.refresh(seat, with_for_update=True)
    if seat.state == INVITED:
        return
    facts = SeatFacts(
        round_.closed_at is None,
        has_handed_in=seat.handed_in_at is not None,
        is_secret=round_.is_anonymous and seat.state == REVOKED,
    )
    problems = SEAT.check(Sitting(seat.state), "invite_again", facts)
    if problems:
        raise Invalid(problems[0].sentence)
    version = rounds.version_of(round_)
    _check_again(round_, version, seat)
    seat.invited_at, seat.invited_by_id = now(), actor.user_id
    seat.answered_at = seat.revoked_at = seat.revoked_by_id = None
    seat.decline_reason = seat.suggested = ""
    seat.confirmed_at = seat.confirmation_sha256 = seat.confirmation_sent_at = None
    if seat.token_sha256 is not None:
        seat.expires_at = expiry(round_, version.plan.party.time_zone)
    _moves_to(seat, INVITED)
    _record(actor, round_, seat, "seat:invited-again")
    round_mail.invited(actor, seat, round_, version)
    db.session.flush()


def _check_again(round_: Round, version: PlanVersion, seat: RoundInvitation) -> None:
    if seat.user_id is not None:
        if seat.user_id not in candidates.people(version):
            raise Invalid(N_("%(name)s has no role here any more"), {"name": seat.name})
        return
    query = select(RoundInvitation.id).filter_by(round_id=round_.id, email=seat.email)
    other = query.where(RoundInvitation.id != seat.id, RoundInvitation.state != REVOKED)
    if db.session.scalar(other.limit(1)) is not None:
        raise Invalid(
            N_("%(email)s was invited to this round already"), {"email": seat.email}, "others"
        )


def expiry(round_: Round, zone: str) -> datetime:
    """The last moment of a personal link, where the round is not closed before."""
    return end_of(date.fromisoformat(round_.due_on) + LASTS, zone)


def _begin(actor: Actor, seat: Seat, act: str, *, already: Sitting | None) -> bool:
    """Hold the seat; whether the act was done before. Raises where it cannot be done now."""
    require(actor, SEAT.find(act).permission, seat)
    rounds.hold(seat.round)
    db.session.refresh(seat.invitation, with_for_update=True)
    require(actor, SEAT.find(act).permission, seat)
    if already is not None and seat.invitation.state == already:
        return True
    facts = SeatFacts(seat.round.closed_at is None)
    SEAT.check(Sitting(seat.invitation.state), act, facts)
    return False


def _moves_to(seat: RoundInvitation, state: Sitting) -> None:
    seat.state = state.value


def _check(
    round_: Round,
    asked: Asked,
    known: Mapping[str, Candidate],
    there: Sequence[RoundInvitation],
) -> None:
    if not asked.user_ids and not asked.others:
        raise Invalid(N_("Name at least one person"), about="people")
    if len(there) + len(asked.user_ids) + len(asked.others) > MOST_SEATS:
        raise Invalid(N_("Ask at most 60 people in one round"), about="people")
    if not set(asked.user_ids) <= set(known):
        raise Invalid(N_("Choose people who have a role here"), about="people")
    outside = [known[uid].name for uid in asked.user_ids if known[uid].is_outside]
    if outside and not round_.is_outside:
        raise Invalid(
            N_("%(name)s is from outside the government; this round is inside it"),
            {"name": outside[0]},
            about="people",
        )
    seated = {seat.user_id: seat.name for seat in there if seat.user_id}
    twice = next((seated[uid] for uid in asked.user_ids if uid in seated), None)
    if twice is not None:
        raise Invalid(N_("%(name)s was invited to this round already"), {"name": twice}, "people")
    _check_others(round_, asked.others, there)


def _check_others(round_: Round, others: Sequence[Other], there: Sequence[RoundInvitation]) -> None:
    if others and not round_.allows_links:
        raise Invalid(N_("This round has no personal links without an account"), about="others")
    taken = {seat.email for seat in there if seat.state != REVOKED}
    for other in others:
        email = accounts.checked_email(other.email)
        if not other.name.strip() or max(map(len, (other.name, other.organisation))) > LONGEST_NAME:
            raise Invalid(N_("Enter a name of at most 200 characters"), about="others")
        if email in taken:
            raise Invalid(
                N_("%(email)s was invited to this round already"), {"email": email}, "others"
            )
        taken.add(email)


def _with_account(actor: Actor, round_: Round, user_id: str) -> RoundInvitation:
    user = db.session.get_one(User, user_id)
    return _seat(actor, round_, name=user.name, email=user.email, language=user.locale, user=user)


def _by_link(
    actor: Actor, version: PlanVersion, round_: Round, other: Other, language: str
) -> RoundInvitation:
    email = accounts.checked_email(other.email)
    seat = _seat(actor, round_, name=other.name.strip(), email=email, language=language)
    seat.organisation = other.organisation.strip()
    seat.token_sha256 = links.fingerprint(links.token(PURPOSE, seat.id))
    seat.expires_at = expiry(round_, version.plan.party.time_zone)
    return seat


def _seat(
    actor: Actor,
    round_: Round,
    *,
    name: str,
    email: str,
    language: str,
    user: User | None = None,
) -> RoundInvitation:
    seat = RoundInvitation(
        id=new_uid(),
        party_id=round_.party_id,
        round_id=round_.id,
        plan_id=round_.plan_id,
        user_id=user.id if user else None,
        name=name,
        email=email,
        language=language,
        invited_at=now(),
        invited_by_id=actor.user_id,
    )
    _moves_to(seat, SEAT.initial)  # type: ignore[arg-type]
    return seat


def _codes(round_: Round, there: Sequence[RoundInvitation], count: int) -> Iterator[str]:
    """By lot, so that no list of the invited tells whose is whose."""
    used = {seat.code_name for seat in there}
    pool = [f"R-{number}" for number in range(100, 1000) if f"R-{number}" not in used]
    return iter(secrets.SystemRandom().sample(pool, count))


def _record(actor: Actor, round_: Round, seat: RoundInvitation, kind: str) -> None:
    history.record(
        actor,
        kind,
        party_id=round_.party_id,
        plan_id=round_.plan_id,
        subject=f"seat:{seat.id}",
        content=seat.decline_reason or seat.suggested or None,
    )


def _record_of_review(seat: Seat, kind: str) -> None:
    """In an anonymous round the log names the round alone: neither the seat nor who sits in it."""
    subject = f"round:{seat.id}" if seat.is_anonymous else f"seat:{seat.invitation.id}"
    history.record(
        NOBODY,
        kind,
        party_id=seat.party_id,
        plan_id=seat.plan_id,
        subject=subject,
        details={"number": str(seat.number)},
    )
