"""What organisations and communities said to a review, and what the government answers them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from nap_tracker import files
from nap_tracker.errors import Hidden, Invalid, InvalidTransition
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.progress_review import ProgressReview, ReviewInput, ReviewInputFile
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import attaching, history
from nap_tracker.services.attaching import Sent
from nap_tracker.services.review_answers import CLOSED
from nap_tracker.workflow.review import FILLED

MOST_FILES = 10
TOO_MANY = N_("Keep at most %(most)s files with what one organisation said.")
NOTHING_HERE = N_("There is nothing at this address, or you may not see it.")


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody writes down of it."""

    organisation: str
    said_on: str
    words: str
    response: str = ""
    sent: Sequence[Sent] = ()
    """Files in which it was said."""


def of_review(review: ProgressReview) -> Sequence[ReviewInput]:
    """In the order of the days they were said on, with their files. Two queries."""
    query = select(ReviewInput).filter_by(review_id=review.id)
    ordered = query.order_by(ReviewInput.said_on, ReviewInput.created_at, ReviewInput.id)
    files_too = selectinload(ReviewInput.files).joinedload(ReviewInputFile.file)
    return db.session.scalars(ordered.options(files_too)).all()


def is_heard(review: ProgressReview) -> bool:
    """Whether anything that others said is recorded."""
    query = select(ReviewInput.id).filter_by(review_id=review.id).limit(1)
    return db.session.scalar(query) is not None


def kept(one: ReviewInput) -> list[StoredFile]:
    """Its files that are still there: what was withdrawn to protect people is not."""
    return [link.file for link in one.files if link.file.withdrawn_at is None]


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
    _attach(actor, found, heard.sent)
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


def file_of(
    actor: Actor, review: ProgressReview, input_id: str, file_id: str
) -> tuple[StoredFile, bytes]:
    """A file as it was sent: only the drafting team gets it. Raises Hidden."""
    require(actor, Permission.REVIEW_SHOW, review)
    file = _link(review, input_id, file_id).file
    if file.withdrawn_at is not None:
        raise Hidden(NOTHING_HERE)
    return file, files.read(file.party_id, file.sha256)


def take_away(actor: Actor, review: ProgressReview, input_id: str, file_id: str) -> None:
    """It was the wrong file. Raises Hidden, InvalidTransition once the review is approved."""
    require(actor, Permission.REVIEW_FILL, review)
    db.session.refresh(review, with_for_update={"of": ProgressReview})
    if review.state not in FILLED:
        raise InvalidTransition(CLOSED)
    link = _link(review, input_id, file_id)
    file = link.file
    db.session.delete(link)
    db.session.flush()
    if file.withdrawn_at is None:
        db.session.delete(file)
        db.session.flush()
    history.record(
        actor,
        "progress-review:file-taken-away",
        party_id=review.party_id,
        plan_id=review.plan_id,
        subject=f"progress_review:{review.id}",
        details={"number": str(review.number), "sha256": file.sha256},
    )


def _attach(actor: Actor, one: ReviewInput, sent: Sequence[Sent]) -> None:
    query = select(func.count(), func.max(ReviewInputFile.place)).filter_by(input_id=one.id)
    number, last = db.session.execute(query).one()
    if number + len(sent) > MOST_FILES:
        raise Invalid(TOO_MANY, {"most": MOST_FILES}, about="files")
    for place, each in enumerate(sent, start=(last or 0) + 1):
        try:
            file = attaching.keep(one.party_id, *each, uploaded_by_id=actor.user_id)
        except Invalid as error:
            error.about = "files"
            raise
        link = ReviewInputFile(party_id=one.party_id, input_id=one.id, file_id=file.id, place=place)
        db.session.add(link)
    db.session.flush()


def _link(review: ProgressReview, input_id: str, file_id: str) -> ReviewInputFile:
    query = (
        select(ReviewInputFile)
        .join(ReviewInput, ReviewInput.id == ReviewInputFile.input_id)
        .where(
            ReviewInput.review_id == review.id,
            ReviewInput.id == input_id,
            ReviewInputFile.file_id == file_id,
        )
        .options(joinedload(ReviewInputFile.file))
    )
    found = db.session.scalar(query)
    if found is None:
        raise Hidden(NOTHING_HERE)
    return found
