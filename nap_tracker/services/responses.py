"""The government's responses: drafts until they are published, one to a comment."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from nap_tracker.clock import now
from nap_tracker.errors import Forbidden, Invalid
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.base import new_uid
from nap_tracker.models.comment import Comment, Response
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import Place, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import comment_mail, comment_states, comments
from nap_tracker.services.sayings import words_of
from nap_tracker.workflow.facts import ResolutionFacts
from nap_tracker.workflow.resolution import Resolution, ResponseKind

MOST = 100
"""Comments answered in one act."""


def respond(
    actor: Actor, version: PlanVersion, comment: Comment, *, kind: str, reason: str
) -> Response:
    """Write or change a response, for the drafting team to read until it is published.

    Raises Invalid where a reason is missing, Forbidden where it was published already.
    """
    require(actor, Permission.COMMENT_RESPOND, Place(version, comment.section))
    if comment.state != Resolution.OPEN:
        raise Forbidden(N_("This comment has its response, or was withdrawn. Reply under it."))
    if kind not in set(ResponseKind):
        raise Invalid(N_("Choose what the government answers"), about="kind")
    words = words_of(reason, "reason")
    if not words and kind != ResponseKind.ACCEPTED:
        raise Invalid(N_("Enter the reason for this answer"), about="reason")
    answer = of(comment) or Response(party_id=comment.party_id, comment_id=comment.id)
    answer.kind, answer.reason = kind, words
    answer.author_id, answer.written_at = actor.user_id, now()
    db.session.add(answer)
    comment_states.record(actor, comment, "comment:responded")
    db.session.flush()
    return answer


def respond_together(
    actor: Actor, version: PlanVersion, chosen: Sequence[Comment], *, kind: str, reason: str
) -> str:
    """One response to several comments, which are a group from here on; the id of the group."""
    if not 2 <= len(chosen) <= MOST:
        raise Invalid(N_("Choose at least two comments, and at most a hundred"), about="comments")
    group_id = next((c.group_id for c in chosen if c.group_id), None) or new_uid()
    for comment in chosen:
        respond(actor, version, comment, kind=kind, reason=reason)
        comment.group_id = group_id
    db.session.flush()
    return group_id


def publish(actor: Actor, version: PlanVersion, comment: Comment) -> Response:
    """Show a response to whoever reads the comment. Those of a round are published together."""
    at = Place(version, comment.section, visibility=comment.visibility)
    require(actor, Permission.COMMENT_PUBLISH, at)
    if comment.round_id is not None:
        raise Forbidden(N_("The responses of a review round are published together, in the round."))
    answer = of(comment)
    comment_states.advance(comment, "answer", ResolutionFacts(has_response=answer is not None))
    assert answer is not None
    answer.published_at = now()
    comment_states.record(actor, comment, "comment:answered")
    comment_mail.answered(actor, version, comment, answer.reason)
    db.session.flush()
    return answer


def of(comment: Comment) -> Response | None:
    return db.session.scalar(select(Response).filter_by(comment_id=comment.id))


def of_group(actor: Actor, version: PlanVersion, ids: Sequence[str]) -> list[Comment]:
    """Those of these comments that this reader hears of and may answer, in their order."""
    wanted = set(ids)
    heard = comments.visible_to(actor, version)
    return [c for c in heard if c.id in wanted and c.state == Resolution.OPEN]
