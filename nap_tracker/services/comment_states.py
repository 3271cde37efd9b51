"""Where a comment stands: the only writer of its state. Require, check, change, record."""

from __future__ import annotations

from typing import Any

from nap_tracker.clock import now
from nap_tracker.errors import Forbidden
from nap_tracker.extensions import db
from nap_tracker.models.comment import Comment
from nap_tracker.roles import Actor, ActorKind
from nap_tracker.services import history
from nap_tracker.workflow.facts import ResolutionFacts
from nap_tracker.workflow.resolution import RESOLUTION, Resolution

NOBODY = Actor(ActorKind.LINK)
"""Who acts in the log for a seat in a review: an anonymous one must not be told there."""


def begin(comment: Comment, *, is_said: bool) -> None:
    """A comment that is new."""
    comment.state = Resolution.OPEN.value if is_said else Resolution.WRITTEN.value
    comment.said_at = now() if is_said else None


def advance(comment: Comment, act: str, facts: ResolutionFacts) -> None:
    """Do an act of the table. Raises InvalidTransition, Forbidden."""
    problems = RESOLUTION.check(Resolution(comment.state), act, facts)
    if problems:
        raise Forbidden(problems[0].sentence)
    comment.state = RESOLUTION.find(act).target.value
    db.session.flush()


def record(actor: Actor, comment: Comment, kind: str, **details: Any) -> None:
    """By ids and numbers, in the Party's chain; who sits in a review is not named."""
    if comment.said_at is None and kind != "comment:deleted":
        return  # nobody else knows of it yet
    is_seated = actor.kind is ActorKind.LINK or comment.invitation_id is not None
    theirs = kind in BY_THE_AUTHOR and is_seated
    history.record(
        NOBODY if theirs else actor,
        kind,
        party_id=comment.party_id,
        plan_id=comment.plan_id,
        subject=f"comment:{comment.id}",
        details={"number": str(comment.number), **details},
    )


BY_THE_AUTHOR = frozenset(
    {"comment:added", "comment:changed", "comment:deleted", "comment:withdrawn"}
)
"""Acts by which an author could be told."""
