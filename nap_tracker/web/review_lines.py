"""What the pages of three-yearly reviews show, in words: duties, facts, questions, steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for

from nap_tracker.errors import DomainError, Invalid
from nap_tracker.extensions import db
from nap_tracker.forms.parts import Form
from nap_tracker.i18n import N_, day, gettext, locale, moment
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.progress_review import ProgressReview, ReviewAnswer
from nap_tracker.roles import Permission
from nap_tracker.services import progress_reviews, tracking
from nap_tracker.services.progress_reviews import Step
from nap_tracker.web.door import actor
from nap_tracker.workflow import duty_words
from nap_tracker.workflow.duties import Duty
from nap_tracker.workflow.review import REVIEW
from nap_tracker.workflow.review_questions import Question

OF_INPUTS = frozenset({"file", "hear", "take_away"})
SHOWN = 160
"""Letters of an answer in the list of questions."""
WHAT_HAPPENS = {
    "begin": N_("The collection of data begins."),
    "draft": N_(
        "How everything stands is kept as it is now, also what nobody marked as ready. Answers can"
        " still be changed until the review is approved."
    ),
    "consult": N_("Write in the note who was consulted, and how."),
    "approve": N_("Answers and figures stay as they are from then on."),
    "seal": N_(
        "The pack gets a sum (SHA-256) and never changes again. A sealed review cannot be sent"
        " back."
    ),
    "file": N_(
        "The day is recorded on the treaty clock too, where the review answers a duty there."
        " Nothing is sent from here."
    ),
    "send_back": N_(
        "Data are collected again: what nobody marked as ready by hand is looked up anew."
    ),
}
"""Act -> what it does, for the page that asks."""


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A review on the treaty clock."""

    title: str
    due: str
    why: str
    done: str
    review: ProgressReview | None
    url: str
    open_url: str


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question with the beginning of its answer."""

    id: str
    words: str
    article: str
    answer: str
    url: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """One act, and what stands in its way."""

    words: str
    problems: tuple[str, ...]
    url: str


def load(
    plan_id: UUID, review_id: UUID, permission: Permission = Permission.REVIEW_SHOW
) -> tuple[PlanVersion, ProgressReview]:
    """The version in force and a review of the plan. Raises Hidden."""
    version = tracking.in_force(actor(), str(plan_id), Permission.REVIEW_SHOW)
    return version, progress_reviews.get(actor(), str(plan_id), str(review_id), permission)


def refuse(form: Form, error: DomainError) -> None:
    """At the field it is about; the page is shown again with what was typed."""
    db.session.rollback()
    told = error if isinstance(error, Invalid) else Invalid(error.message, error.params)
    form.refuse(told)


def review_url(name: str, review: ProgressReview, **more: Any) -> str:
    """A page of one review."""
    where: dict[str, Any] = {"plan_id": review.plan_id, "review_id": review.id}
    noun = "review_inputs" if name in OF_INPUTS else "progress_reviews"
    return url_for(f"{noun}.{name}", **where, **more)


def duty_line(version: PlanVersion, duty: Duty, reviews: Sequence[ProgressReview]) -> DutyLine:
    """When it is due and why, and the review that answers it."""
    review = next((one for one in reviews if one.duty == duty.key), None)
    return DutyLine(
        title=duty_words.title(duty),
        due=duty_words.due(duty),
        why=duty.rule.words,
        done=day(duty.done.partial or duty.done.last.isoformat()) if duty.done else "",
        review=review,
        url=review_url("show", review) if review else "",
        open_url=url_for("progress_reviews.create", plan_id=version.plan_id, duty=duty.key),
    )


def line_of(review: ProgressReview, asked: Question, answer: ReviewAnswer | None) -> QuestionLine:
    """A question in the list."""
    return QuestionLine(
        asked.id,
        asked.text(locale()),
        gettext("Article %(paragraph)s", paragraph=asked.article),
        _short(answer),
        review_url("answer", review, question_key=asked.id),
    )


def step_line(review: ProgressReview, step: Step) -> StepLine:
    """A step that this person may do."""
    return StepLine(
        gettext(step.transition.words),
        tuple(gettext(p.sentence, **p.params) for p in step.problems),
        review_url("step", review, act=step.transition.name.replace("_", "-")),
    )


def facts_of(version: PlanVersion, review: ProgressReview) -> list[tuple[str, str]]:
    """What is known of a review, at its head."""
    zone = version.plan.party.time_zone
    period = gettext("%(start)s to %(end)s", start=day(review.starts_on), end=day(review.ends_on))
    found = [
        (gettext("State"), gettext(REVIEW.names[review.state])),
        (gettext("Period under review"), period),
        (gettext("Due"), day(review.due_on) if review.due_on else gettext("A chosen period")),
        (gettext("Opened"), moment(review.created_at, zone)),
    ]
    if review.consulted_on:
        found.append((gettext("Stakeholders consulted"), day(review.consulted_on)))
    if review.consultation:
        found.append((gettext("Consultation"), review.consultation))
    if review.approved_on:
        by = gettext(
            "%(date)s, by %(name)s", date=day(review.approved_on), name=review.approved_by_name
        )
        found.append((gettext("Approved"), by))
    if review.sealed_at:
        when = moment(review.sealed_at, zone)
        found.append(
            (
                gettext("Sealed"),
                gettext("%(date)s, by %(name)s", date=when, name=review.sealed_by_name),
            )
        )
        found.append((gettext("SHA-256 of the sealed pack"), review.sha256 or ""))
    if review.filed_on:
        found.append((gettext("Filed"), day(review.filed_on)))
    return found


def _short(answer: ReviewAnswer | None) -> str:
    if answer is None:
        return gettext("Not answered yet")
    yes_no = {True: gettext("Yes"), False: gettext("No")}.get(answer.yes_no, "")  # type: ignore[arg-type]
    text = answer.text if len(answer.text) <= SHOWN else f"{answer.text[:SHOWN]}…"
    return f"{yes_no} {text}".strip()
