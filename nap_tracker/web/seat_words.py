"""Where each reviewer of a round stands, in words: no more than the round lets be known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from nap_tracker.i18n import N_, gettext
from nap_tracker.models.round import Round, RoundInvitation
from nap_tracker.workflow.rounds import (
    DECLINED,
    EXPECTED,
    HANDED_IN,
    REVOKED,
    Sitting,
    is_late,
    standing,
)

ASKED = N_("Asked")
"""Of everybody who neither declined nor was taken back, where naming who handed in would tell
whose words are whose."""


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One reviewer in the list."""

    name: str
    organisation: str
    by_link: bool
    states: tuple[str, ...]
    is_expected: bool
    reason: str
    suggested: str
    revoke_url: str
    again_url: str
    """Where somebody is asked anew who declined, or was taken back."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Of a whole round."""

    asked: int
    """But for those whose invitation was taken back, where that tells nothing."""
    handed_in: int


def lines_of(
    round_: Round,
    invited: Sequence[RoundInvitation],
    today: date,
    *,
    may_revoke: bool = False,
) -> Sequence[SeatLine]:
    """The list by name."""
    return [_line(round_, seat, today, may_revoke) for seat in invited]


def counts(round_: Round, invited: Sequence[RoundInvitation]) -> Counts:
    """How many were asked and how many handed in.

    Without names a number that changed when somebody is taken back would tell what they had done.
    """
    there = [seat for seat in invited if seat.state != REVOKED or round_.is_anonymous]
    return Counts(len(there), sum(seat.handed_in_at is not None for seat in there))


def _line(round_: Round, seat: RoundInvitation, today: date, may_revoke: bool) -> SeatLine:
    state = Sitting(seat.state)
    where: dict[str, Any] = {
        "plan_id": round_.plan_id,
        "round_id": round_.id,
        "seat_id": seat.id,
    }
    goes_again = (DECLINED,) if round_.is_anonymous else (DECLINED, REVOKED)
    asks = may_revoke and state in goes_again and seat.handed_in_at is None
    revokes = may_revoke and state is not REVOKED
    return SeatLine(
        seat.name,
        seat.organisation,
        seat.user_id is None,
        _states(round_, state, today),
        state in EXPECTED,
        seat.decline_reason if state is DECLINED else "",
        seat.suggested if state is DECLINED else "",
        url_for("rounds.revoke", **where) if revokes else "",
        url_for("rounds.invite_again", **where) if asks else "",
    )


def _states(round_: Round, state: Sitting, today: date) -> tuple[str, ...]:
    if round_.is_anonymous and (state in EXPECTED or state is HANDED_IN):
        return (gettext(ASKED),)
    late = is_late(state, date.fromisoformat(round_.due_on), today)
    return standing(state, is_closed=round_.closed_at is not None, is_late=late, say=gettext)
