"""What organisations and communities said to a review, and what the government answers them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from nap_tracker.errors import Hidden, InvalidTransition
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.progress_review import ProgressReview, ReviewInput
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import history
from nap_tracker.services.review_answers import CLOSED
from nap_tracker.workflow.review import FILLED

NOTHING_HERE = N_("There is nothing at this address, or you may not see it.")


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody writes down of it."""

    organisation: str
    said_on: str
    words: str
    response: str = ""


def of_review(review: ProgressReview) -> Sequence[ReviewInput]:
    """In the order of the days they were said on."""
    query = select(ReviewInput).filter_by(review_id=review.id)
    ordered = query.order_by(ReviewInput.said_on, ReviewInput.created_at, ReviewInput.id)
    return db.session.scalars(ordered).all()


def get(review: ProgressReview, input_id: str) -> ReviewInput:
    """One of them. Raises Hidden in another review."""
    found = db.session.scalar(select(ReviewInput).filter_by(id=input_id, review_id=review.id))
    if found is None:
        raise Hidden(NOTHING_HERE)
    return found


def note(
    actor: Actor, review: ProgressReview, heard: Heard, *, input_id: str, is_new: bool
) -> ReviewInput:
    """Write it down, or put it right. `input_id` is the page's own: sent twice it is one."""
    require(actor, Permission.REVIEW_FILL, review)
    db.session.refresh(review, with_for_update={"of": ProgressReview})
    if review.state not in FILLED:
        raise InvalidTransition(CLOSED)
    found = db.session.scalar(select(ReviewInput).filter_by(id=input_id, review_id=review.id))
    if found is None and not is_new:
        raise Hidden(NOTHING_HERE)
    if found is None:
        found = ReviewInput(
            id=input_id,
            party_id=review.party_id,
            review_id=review.id,
            recorded_by_id=actor.user_id,
        )
        db.session.add(found)
    found.organisation, found.said_on = heard.organisation, heard.said_on
    found.words, found.response = heard.words, heard.response
    db.session.flush()
    history.record(
        actor,
        "progress-review:input-noted",
        party_id=review.party_id,
        plan_id=review.plan_id,
        subject=f"progress_review:{review.id}",
        details={"number": str(review.number)},
        content=f"{found.words}\n{found.response}",
        happened_on=found.said_on,
    )
    return found
