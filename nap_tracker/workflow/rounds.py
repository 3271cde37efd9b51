"""One review of a plan by named people: the round, and each reviewer's seat in it.

States are what somebody decided. That a reviewer is late, or has sent no reply, is computed from
the day; nothing here ever counts silence, or a comment, as an approval.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nap_tracker.i18n import N_
from nap_tracker.roles import Permission
from nap_tracker.workflow.machine import Machine, Problem, Transition

MOST_SEATS = 60
"""People who are asked in one round."""
MOST_QUESTIONS = 20
LONGEST_NAME = 200
"""Characters in the name of a round, of a reviewer, of an organisation."""
LONGEST_QUESTION = 4000


class Reviewing(StrEnum):
    """Where a round is. A closed one never opens again: another look is another round."""

    OPEN = "open"
    CLOSED = "closed"


class Sitting(StrEnum):
    """What became of one reviewer's seat."""

    INVITED = "invited"
    """Nobody has answered the invitation."""
    ACCEPTED = "accepted"
    """They said that they will do it."""
    DECLINED = "declined"
    """They said that they cannot; they may still change their mind."""
    HANDED_IN = "handed_in"
    """What they said is sent; they may add to it, and erase nothing."""
    REVOKED = "revoked"
    """Taken back by who invited: the seat reaches nothing any more."""


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """One round, as an act on it may ask."""

    unanswered: int = 0
    """Comments of the round that nobody in the government has answered."""
    expected: int = 0
    """Reviewers who neither handed in nor declined; taken back ones only where that would tell
    who handed in."""
    is_before_due: bool = False


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """One seat, as an act on it may ask."""

    round_is_open: bool = True
    has_handed_in: bool = False
    is_secret: bool = False
    """Whether they handed in is told to nobody: the round shows no names."""


def comments_are_answered(facts: RoundFacts) -> Problem | None:
    if not facts.unanswered:
        return None
    return Problem(
        N_("Comments without an answer of the government: %(number)s."),
        {"number": facts.unanswered},
        fix="comments",
        is_final=True,
    )


def reviewers_have_replied(facts: RoundFacts) -> Problem | None:
    """Silence is recorded as silence, and stops nothing."""
    if not facts.expected:
        return None
    return Problem(
        N_(
            "Reviewers who have not handed in: %(number)s. They are recorded as “no reply”, which"
            " is not agreement."
        ),
        {"number": facts.expected},
        hard=False,
    )


def due_day_is_over(facts: RoundFacts) -> Problem | None:
    """Whoever was promised time until a day should hear why it ended before."""
    if not (facts.is_before_due and facts.expected):
        return None
    return Problem(N_("The day until which reviewers may hand in has not passed."), hard=False)


def round_is_open(facts: SeatFacts) -> Problem | None:
    if facts.round_is_open:
        return None
    return Problem(N_("This review is closed. Nothing can be added to it any more."), is_final=True)


def nothing_is_handed_in(facts: SeatFacts) -> Problem | None:
    """A review that was sent stays a review that was sent."""
    if not facts.has_handed_in:
        return None
    return Problem(
        N_("They handed in before the invitation was taken back. Ask them again in another round."),
        is_final=True,
    )


def nothing_would_be_told(facts: SeatFacts) -> Problem | None:
    """Who may be asked again has not handed in, and so did whoever may not."""
    if not facts.is_secret:
        return None
    return Problem(
        N_(
            "This round shows no names: to ask them again here would tell whether they handed in."
            " Ask them in another round."
        ),
        is_final=True,
    )


OPEN, CLOSED = Reviewing
INVITED, ACCEPTED, DECLINED, HANDED_IN, REVOKED = Sitting
CLOSING = (reviewers_have_replied, due_day_is_over)
INVITE, HAND_IN = Permission.ROUND_INVITE, Permission.ROUND_HAND_IN

ROUND = Machine(
    name="round",
    states=Reviewing,
    initial=OPEN,
    transitions=(
        Transition("invite", (OPEN,), OPEN, INVITE, words=N_("Invite somebody else")),
        Transition(
            "publish_responses",
            (OPEN,),
            OPEN,
            Permission.ROUND_PUBLISH,
            words=N_("Publish the answers"),
        ),
        Transition(
            "close",
            (OPEN,),
            CLOSED,
            Permission.ROUND_CLOSE,
            (comments_are_answered, *CLOSING),
            words=N_("Close the round"),
        ),
        Transition(
            "close_with_the_rest_noted",
            (OPEN,),
            CLOSED,
            Permission.ROUND_NOTE_REST,
            CLOSING,
            needs_note=True,
            words=N_("Close the round, with the rest noted"),
        ),
    ),
    names={OPEN: N_("Open"), CLOSED: N_("Closed")},
    final=frozenset({CLOSED}),
)

SEAT = Machine(
    name="seat",
    states=Sitting,
    initial=INVITED,
    transitions=(
        Transition(
            "accept",
            (INVITED, DECLINED),
            ACCEPTED,
            HAND_IN,
            (round_is_open,),
            words=N_("I will do it"),
        ),
        Transition(
            "decline",
            (INVITED, ACCEPTED),
            DECLINED,
            HAND_IN,
            (round_is_open,),
            words=N_("I cannot"),
        ),
        Transition(
            "hand_in",
            (INVITED, ACCEPTED, HANDED_IN),
            HANDED_IN,
            HAND_IN,
            (round_is_open,),
            words=N_("Send my review"),
        ),
        Transition(
            "revoke",
            (INVITED, ACCEPTED, DECLINED, HANDED_IN),
            REVOKED,
            INVITE,
            (round_is_open,),
            words=N_("Take the invitation back"),
        ),
        Transition(
            "invite_again",
            (DECLINED, REVOKED),
            INVITED,
            INVITE,
            (round_is_open, nothing_would_be_told, nothing_is_handed_in),
            words=N_("Invite again"),
        ),
    ),
    names={
        INVITED: N_("Invited"),
        ACCEPTED: N_("Will do it"),
        DECLINED: N_("Cannot"),
        HANDED_IN: N_("Handed in"),
        REVOKED: N_("Invitation taken back"),
    },
    final=frozenset({HANDED_IN}),
)

SEATED = frozenset({INVITED, ACCEPTED, HANDED_IN})
"""Who may read and comment: not who declined, nor whose invitation was taken back."""
EXPECTED = frozenset({INVITED, ACCEPTED})
"""Of whom a review can still come."""

NO_REPLY = N_("No reply")
NOT_HANDED_IN = N_("Not handed in")
"""Of numbers without names, whether their invitation was taken back or not: a number that changed
with that would tell what they had done."""
LATE = N_("Late")


def is_late(state: Sitting, due_on: date, today: date) -> bool:
    """Whether a review that can still come should have come by now."""
    return state in EXPECTED and today > due_on


def standing(
    state: Sitting, *, is_closed: bool, is_late: bool, say: Callable[[str], str] = str
) -> tuple[str, ...]:
    """What pages say of a seat, marked with N_ and said by `say`.

    After the round is closed whoever was expected is recorded as no reply, whatever they had said.
    """
    if is_closed and state in EXPECTED:
        return (say(NO_REPLY),)
    words = (say(SEAT.names[state]),)
    return (*words, say(LATE)) if is_late else words
