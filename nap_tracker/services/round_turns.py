"""What a review round does to where the plan stands: its stage opens, its reviewers are asked."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from nap_tracker.clock import today
from nap_tracker.errors import Invalid
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.round import Round, RoundInvitation
from nap_tracker.models.turn import Turn
from nap_tracker.permissions import position_of
from nap_tracker.roles import Actor
from nap_tracker.services import lifecycle, turns
from nap_tracker.services.lifecycle import Said, Step
from nap_tracker.workflow.drafting import Stage

ACTS = {
    Stage.INTERNAL_REVIEW: "open_internal_review",
    Stage.PARTNERSHIP_REVIEW: "open_partnership_review",
}


def to_open(actor: Actor, version: PlanVersion, stage: Stage) -> Step | None:
    """The act that opens the stage, with its warnings; None where it is open already."""
    if stage in position_of(version).stages:
        return None
    return lifecycle.examine(actor, version, ACTS[stage])


def begin(
    actor: Actor,
    version: PlanVersion,
    round_: Round,
    stage: Stage,
    *,
    note: str,
    accepted: frozenset[str],
) -> None:
    """Open the stage if it is not open, and put the round among those who are asked."""
    if any(turn.holder.casefold() == round_.title.casefold() for turn in _asked(version, stage)):
        raise Invalid(N_("An open review has this name already"), about="title")
    if stage in position_of(version).stages:
        made = turns.ask_others(actor, version, stage, [round_.title], due_on=round_.due_on)
        made[0].is_round = True
        return
    last = lifecycle.last_move(version)
    said = Said(
        seen=last.number if last else 0,
        note=note,
        accepted=accepted,
        bodies=[round_.title],
        due_on=round_.due_on,
    )
    try:
        lifecycle.advance(actor, version, ACTS[stage], said)
    except Invalid as error:
        about = {"note": "stage_note", "bodies": "title"}.get(error.about, error.about)
        raise Invalid(error.message, error.params, about=about) from error
    for turn in (turn for turn in _asked(version, stage) if turn.holder == round_.title):
        turn.is_round = True


def end(actor: Actor, version: PlanVersion, round_: Round) -> None:
    """Where anybody handed in, the round has answered; where nobody did, its silence stays."""
    stage = Stage.PARTNERSHIP_REVIEW if round_.is_outside else Stage.INTERNAL_REVIEW
    asked = next(
        (t for t in _asked(version, stage) if t.is_round and t.holder == round_.title), None
    )
    came = select(RoundInvitation.id).where(
        RoundInvitation.round_id == round_.id, RoundInvitation.handed_in_at.is_not(None)
    )
    if asked is None or db.session.scalar(came.limit(1)) is None:
        return
    on = today(version.plan.party.time_zone).isoformat()
    turns.answer(actor, version, asked, refuses=False, words="", on=on)


def _asked(version: PlanVersion, stage: Stage) -> Sequence[Turn]:
    return turns.waiting(version, {stage.value})
