"""Answers to the questions of a round: typed by reviewers, read once they handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from nap_tracker.errors import Invalid
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.round import Round, RoundAnswer, RoundInvitation
from nap_tracker.permissions import Seat, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.workflow.rounds import HANDED_IN

LONGEST = 8000
SCALE = (1, 2, 3, 4, 5)
"""From *not at all* to *fully*."""
SCALE_WORDS = {
    1: N_("1: not at all"),
    2: N_("2: a little"),
    3: N_("3: partly"),
    4: N_("4: mostly"),
    5: N_("5: fully"),
}


@dataclass(frozen=True, slots=True)
class Given:
    """One answer."""

    scale: int | None = None
    text: str = ""

    @property
    def is_blank(self) -> bool:
        return self.scale is None and not self.text


@dataclass(frozen=True, slots=True)
class Said:
    """What one reviewer answered, under the name the round lets be seen."""

    who: str
    organisation: str
    answers: Mapping[str, Given]


def own(seat: Seat) -> Mapping[str, Given]:
    """Question -> what this reviewer has answered so far, for themselves."""
    found = db.session.scalars(select(RoundAnswer).filter_by(invitation_id=seat.invitation.id))
    return {answer.question_id: Given(answer.scale, answer.text) for answer in found}


def save(actor: Actor, seat: Seat, given: Mapping[str, Given]) -> None:
    """Keep what was typed; after handing in only what was not answered before. Raises Invalid."""
    require(actor, Permission.ROUND_COMMENT, seat)
    invitation = seat.invitation
    db.session.refresh(invitation, with_for_update=True)
    known = {question["id"]: question for question in seat.questions}
    before = own(seat)
    stored = {
        a.question_id: a
        for a in db.session.scalars(select(RoundAnswer).filter_by(invitation_id=invitation.id))
    }
    for question_id, answer in given.items():
        if question_id not in known:
            continue
        _check(answer, known[question_id], about=question_id)
        is_said = invitation.state == HANDED_IN and question_id in before
        if is_said and not before[question_id].is_blank:
            continue
        row = stored.get(question_id)
        if row is None:
            row = RoundAnswer(
                party_id=seat.party_id, invitation_id=invitation.id, question_id=question_id
            )
            db.session.add(row)
        row.scale, row.text = answer.scale, answer.text
    db.session.flush()


def of_round(actor: Actor, round_: Round) -> Sequence[Said]:
    """What was handed in, for the drafting team; in an anonymous round under codes alone."""
    require(actor, Permission.ROUND_SHOW, round_)
    query = (
        select(RoundInvitation, RoundAnswer)
        .outerjoin(RoundAnswer, RoundAnswer.invitation_id == RoundInvitation.id)
        .where(
            RoundInvitation.round_id == round_.id,
            RoundInvitation.handed_in_at.is_not(None),
        )
    )
    by_name = RoundInvitation.code_name if round_.is_anonymous else RoundInvitation.name
    found: dict[str, tuple[RoundInvitation, dict[str, Given]]] = {}
    for seat, answer in db.session.execute(query.order_by(by_name, RoundInvitation.id)):
        answers = found.setdefault(seat.id, (seat, {}))[1]
        if answer is not None:
            answers[answer.question_id] = Given(answer.scale, answer.text)
    return tuple(
        Said(
            seat.code_name if round_.is_anonymous else seat.name,
            "" if round_.is_anonymous else seat.organisation,
            answers,
        )
        for seat, answers in found.values()
    )


def _check(answer: Given, question: Mapping[str, object], *, about: str) -> None:
    if len(answer.text) > LONGEST:
        raise Invalid(N_("Shorten this answer to 8000 characters or fewer"), about=about)
    if answer.scale is not None and (answer.scale not in SCALE or not question["has_scale"]):
        raise Invalid(N_("Choose a step of the scale"), about=about)
