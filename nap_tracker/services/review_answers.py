"""Answers to the questions of a review pack: always a person's, never worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from nap_tracker.errors import InvalidTransition, StaleEdit
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.progress_review import ProgressReview, ReviewAnswer
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import history
from nap_tracker.workflow.review import FILLED
from nap_tracker.workflow.review_questions import Question, questions

CLOSED = N_(
    "The review is approved: its answers and figures stay as they are. It can be sent back first."
)
MEANWHILE = N_(
    "Somebody else answered this question while you had it open. Their answer stands above yours;"
    " save again to put yours in its place."
)


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody answers."""

    yes_no: bool | None
    text: str
    seen: int
    """The save of the answer the form was opened with."""


def of_review(review: ProgressReview) -> Mapping[str, ReviewAnswer]:
    """Question -> its answer, as far as somebody gave one."""
    query = select(ReviewAnswer).filter_by(review_id=review.id)
    found = db.session.scalars(query.options(joinedload(ReviewAnswer.answered_by)))
    return {answer.question: answer for answer in found if is_given(answer)}


def is_given(answer: ReviewAnswer) -> bool:
    """Whether it says anything."""
    return answer.yes_no is not None or bool(answer.text)


def unanswered(review: ProgressReview) -> int:
    """How many questions nobody has answered."""
    return len({question.id for question in questions()} - of_review(review).keys())


def save(actor: Actor, review: ProgressReview, question: Question, given: Given) -> ReviewAnswer:
    """Keep an answer. Raises StaleEdit where another came in between; nothing is lost by it."""
    require(actor, Permission.REVIEW_FILL, review)
    db.session.refresh(review, with_for_update={"of": ProgressReview})
    if review.state not in FILLED:
        raise InvalidTransition(CLOSED)
    query = select(ReviewAnswer).filter_by(review_id=review.id, question=question.id)
    # The page has read it before somebody else could save.
    answer = db.session.scalar(query.execution_options(populate_existing=True))
    if answer is None:
        answer = ReviewAnswer(
            party_id=review.party_id, review_id=review.id, question=question.id, saves=0
        )
    yes_no = given.yes_no if question.yes_no else None
    if (answer.yes_no, answer.text or "") == (yes_no, given.text):
        return answer
    if answer.saves != given.seen:
        raise StaleEdit(MEANWHILE)
    answer.yes_no, answer.text = yes_no, given.text
    answer.saves += 1
    answer.answered_by_id = actor.user_id
    db.session.add(answer)
    db.session.flush()
    history.record(
        actor,
        "progress-review:answered",
        party_id=review.party_id,
        plan_id=review.plan_id,
        subject=f"progress_review:{review.id}",
        details={"number": str(review.number), "question": question.id},
        content=given.text,
    )
    return answer
