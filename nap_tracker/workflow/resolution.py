"""One comment, from being written to being answered. The outside decides none of it."""

from __future__ import annotations

from enum import StrEnum

from nap_tracker.i18n import N_
from nap_tracker.roles import Permission
from nap_tracker.workflow.facts import ResolutionFacts
from nap_tracker.workflow.machine import Machine, Problem, Transition


class Resolution(StrEnum):
    """What became of a comment."""

    WRITTEN = "written"
    """Only its author knows of it."""
    OPEN = "open"
    """It was said, and has no published response."""
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    """By its author; that there was one stays."""


class CommentKind(StrEnum):
    """What a comment asks for."""

    QUESTION = "question"
    CHANGE = "change"
    ERROR = "error"
    NOTE = "note"


class ResponseKind(StrEnum):
    """What the government answers."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    NOTED = "noted"
    DECLINED = "declined"


class Means(StrEnum):
    """How words came that somebody else typed in."""

    LETTER = "letter"
    MAIL = "mail"
    MEETING = "meeting"


KIND_NAMES = {
    CommentKind.QUESTION: N_("Question"),
    CommentKind.CHANGE: N_("Change wanted"),
    CommentKind.ERROR: N_("Error of fact"),
    CommentKind.NOTE: N_("Note"),
}
RESPONSE_NAMES = {
    ResponseKind.ACCEPTED: N_("Accepted"),
    ResponseKind.PARTLY: N_("Partly accepted"),
    ResponseKind.NOTED: N_("Noted"),
    ResponseKind.DECLINED: N_("Declined"),
}
MEANS_NAMES = {
    Means.LETTER: N_("By letter"),
    Means.MAIL: N_("By e-mail"),
    Means.MEETING: N_("In a meeting"),
}


def is_own(facts: ResolutionFacts) -> Problem | None:
    if facts.is_own:
        return None
    return Problem(N_("Only who wrote a comment can do this."), is_final=True)


def has_response(facts: ResolutionFacts) -> Problem | None:
    if facts.has_response:
        return None
    return Problem(N_("Nothing is answered yet."), is_final=True)


WRITTEN, OPEN, ANSWERED, WITHDRAWN = Resolution

RESOLUTION = Machine(
    name="resolution",
    states=Resolution,
    initial=WRITTEN,
    transitions=(
        Transition(
            "say", (WRITTEN,), OPEN, Permission.COMMENT_ADD, (is_own,), words=N_("Send the comment")
        ),
        Transition(
            "answer",
            (OPEN,),
            ANSWERED,
            Permission.COMMENT_PUBLISH,
            (has_response,),
            words=N_("Publish the response"),
        ),
        Transition(
            "withdraw",
            (OPEN,),
            WITHDRAWN,
            Permission.COMMENT_ADD,
            (is_own,),
            words=N_("Withdraw the comment"),
        ),
    ),
    names={
        WRITTEN: N_("Not sent yet"),
        OPEN: N_("Open"),
        ANSWERED: N_("Answered"),
        WITHDRAWN: N_("Withdrawn by its author"),
    },
    final=frozenset({ANSWERED, WITHDRAWN}),
)
