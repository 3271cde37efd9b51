"""The three-yearly reviews of a plan: what is due, opening one, and moving it on.

A review changes nothing of the plan. To revise the plan is another act, and a new plan a third.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload

from nap_tracker.clock import now, today
from nap_tracker.content.canonical import digest, dumps
from nap_tracker.errors import Hidden, Invalid, NotReady, Overtaken
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.base import new_uid
from nap_tracker.models.obligation import FactKind
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.progress_review import ProgressReview, ReviewAnswer
from nap_tracker.permissions import can, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import (
    activity_reports,
    history,
    obligations,
    review_answers,
    review_data,
    review_inputs,
    review_packs,
    review_pictures,
    sealed_sums,
    tracking,
)
from nap_tracker.services.treaty_facts import Statement
from nap_tracker.workflow.duties import Duty, Kind
from nap_tracker.workflow.facts import ReviewFacts
from nap_tracker.workflow.machine import Problem, Transition, obstacles
from nap_tracker.workflow.review import REVIEW, Review
from nap_tracker.workflow.spans import Span

LONGEST_WORDS = 4000
NOTHING_HERE = N_("There is nothing at this address, or you may not see it.")
MEANWHILE = N_("Somebody else moved this review on. Nothing was changed. Look at it again.")


@dataclass(frozen=True, slots=True)
class Opening:
    """What is decided when a review is opened."""

    starts_on: str
    ends_on: str
    duty: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said who moves a review on."""

    seen: int
    """How many acts the page had seen."""
    happened_on: str = ""
    note: str = ""
    accepted: frozenset[str] = frozenset()
    signed_as: str = ""
    """Whom the pack is to name as having approved it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One act on a review, looked at before it is done."""

    transition: Transition
    problems: tuple[Problem, ...]

    @property
    def needs_note(self) -> bool:
        return self.transition.needs_note or any(problem.asks_note for problem in self.problems)


def of_plan(actor: Actor, version: PlanVersion) -> Sequence[ProgressReview]:
    """The reviews of a plan, the newest first."""
    require(actor, Permission.REVIEW_SHOW, version)
    query = select(ProgressReview).filter_by(plan_id=version.plan_id)
    return db.session.scalars(query.order_by(ProgressReview.number.desc())).all()


def get(
    actor: Actor, plan_id: str, review_id: str, permission: Permission = Permission.REVIEW_SHOW
) -> ProgressReview:
    """One review of this plan. Raises Hidden behind a wall or in another plan."""
    query = select(ProgressReview).filter_by(id=review_id, plan_id=plan_id)
    found = db.session.scalar(query.options(joinedload(ProgressReview.opened_by)))
    if found is None:
        raise Hidden(NOTHING_HERE)
    require(actor, permission, found)
    return found


def with_answer(
    actor: Actor, plan_id: str, review_id: str, question: str
) -> tuple[ProgressReview, ReviewAnswer | None]:
    """One review and what is kept of one of its questions, also where the answer was emptied.

    One query. Raises Hidden behind a wall or in another plan.
    """
    query = (
        select(ProgressReview, ReviewAnswer)
        .outerjoin(
            ReviewAnswer,
            and_(ReviewAnswer.review_id == ProgressReview.id, ReviewAnswer.question == question),
        )
        .where(ProgressReview.id == review_id, ProgressReview.plan_id == plan_id)
        .options(joinedload(ReviewAnswer.answered_by))
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise Hidden(NOTHING_HERE)
    require(actor, Permission.REVIEW_SHOW, row.ProgressReview)
    return row.ProgressReview, row.ReviewAnswer


def due(version: PlanVersion) -> tuple[Duty, ...]:
    """The reviews the treaty clock knows of, each with its date and why."""
    party = version.plan.party
    clock = obligations.of_parties([party])[party.id].clock
    return tuple(duty for duty in clock.of_article_7 if duty.kind is Kind.REVIEW)


def period_of(version: PlanVersion, duty: Duty | None) -> tuple[str, str]:
    """The three years a review looks back on: to its due date, or to today."""
    last = duty.due.last if duty is not None and duty.due is not None else today(_zone(version))
    return Span.on(last).plus_years(-3).first.isoformat(), last.isoformat()


def open_(actor: Actor, version: PlanVersion, opening: Opening, *, id: str = "") -> ProgressReview:
    """Begin a review of the plan in force; statuses that somebody decided lapse with it.

    `id` is the page's own, so that sent twice it is one.

    Raises Invalid about a field, and NotReady while another review is not sealed.
    """
    require(actor, Permission.REVIEW_LEAD, version)
    db.session.refresh(version.plan, with_for_update=True)
    # Only now: the same press that came first may have been stored while this one waited.
    already = db.session.get(ProgressReview, id) if id else None
    if already is not None and already.plan_id == version.plan_id:
        return already
    duty = _checked(version, opening)
    review = ProgressReview(
        id=id or new_uid(),
        party_id=version.party_id,
        plan_id=version.plan_id,
        number=1 + (_last_number(version) or 0),
        duty=opening.duty,
        due_on=(duty.due.partial or duty.due.last.isoformat()) if duty and duty.due else None,
        starts_on=opening.starts_on,
        ends_on=opening.ends_on,
        language=opening.language or version.plan.language,
        state=REVIEW.initial,
        acts=0,
        opened_by_id=actor.user_id,
    )
    db.session.add(review)
    _move(review, REVIEW.find("begin"))
    db.session.flush()
    _record(actor, review, "progress-review:opened")
    activity_reports.lapse_statuses(actor, version)
    return review


def steps(actor: Actor, version: PlanVersion, review: ProgressReview) -> tuple[Step, ...]:
    """What this person may do next with a review, each with what stands in its way."""
    facts = _facts(version, review)
    found = REVIEW.available(_state(review), lambda permission: can(actor, permission, review))
    return tuple(Step(one, obstacles(one, facts)) for one in found)


def examine(actor: Actor, version: PlanVersion, review: ProgressReview, name: str) -> Step:
    """One act before it is done. Raises InvalidTransition where it does not begin."""
    transition = REVIEW.find(name)
    require(actor, transition.permission, review)
    return Step(transition, REVIEW.check(_state(review), name, _facts(version, review)))


def advance(
    actor: Actor, version: PlanVersion, review: ProgressReview, name: str, said: Said
) -> None:
    """Do an act. Raises Overtaken, InvalidTransition, NotReady, or Invalid about a field."""
    require(actor, REVIEW.find(name).permission, review)
    db.session.refresh(review, with_for_update={"of": ProgressReview})
    if review.acts != said.seen:
        if review.acts == said.seen + 1 and review.state == REVIEW.find(name).target:
            return  # its button was pressed twice
        raise Overtaken(MEANWHILE)
    step = examine(actor, version, review, name)
    on = said.happened_on or today(_zone(version)).isoformat()
    _check(version, step, said, on)
    _take_effect(actor, version, review, name, said, on)
    _move(review, step.transition)
    db.session.flush()
    _record(
        actor,
        review,
        "progress-review:moved",
        details={"act": name, "state": review.state},
        content=said.note.strip() or None,
        happened_on=on,
    )


def is_intact(review: ProgressReview) -> bool:
    """Whether a sealed pack is still what was sealed; removal for protection changes it."""
    if review.sealed_at is None:
        return True
    return sealed_sums.of_column(ProgressReview.pack, review.id) == review.sha256


def _take_effect(
    actor: Actor, version: PlanVersion, review: ProgressReview, name: str, said: Said, on: str
) -> None:
    note = said.note.strip()
    if name == "draft":
        overtaken = review_data.take_the_rest(actor, version, review)
        review.pictures = review_pictures.of_review(version, review, overtaken)
    elif name == "consult":
        review.consulted_on, review.consultation = on, note
    elif name == "approve":
        review.approved_on, review.approved_by_name, review.note = on, actor.name, note
        review.signed_as = said.signed_as.strip()
    elif name == "send_back":
        review_data.give_back_the_rest(review)
        review.pictures = None
        review.approved_on, review.approved_by_name, review.note = None, "", note
        review.signed_as = ""
    elif name == "seal":
        sealed_at = now()
        pack = review_packs.build(version, review, sealed_at)
        review.pack, review.sha256 = pack, digest(dumps(pack))
        review.sealed_at, review.sealed_by_name = sealed_at, actor.name
    elif name == "file":
        review.filed_on = on
        _tell_the_clock(actor, version, review, on)


def _tell_the_clock(actor: Actor, version: PlanVersion, review: ProgressReview, on: str) -> None:
    """The duty it answers is done, unless somebody recorded that on the clock already."""
    duty = next((d for d in due(version) if d.key == review.duty), None)
    if duty is not None and duty.done is None:
        said = Statement(about=duty.key, happened_on=on)
        obligations.record(actor, version.plan.party, FactKind.FILING, said)


def _check(version: PlanVersion, step: Step, said: Said, on: str) -> None:
    try:
        is_to_come = Span.of(on).first > today(_zone(version))
    except ValueError:
        raise Invalid(N_("Enter a date, for example 2027-03-31"), about="happened_on") from None
    if is_to_come:
        raise Invalid(N_("Enter a day that is not in the future"), about="happened_on")
    hard = [problem for problem in step.problems if problem.hard]
    if hard:
        raise NotReady(hard[0].sentence, hard[0].params)
    if {problem.key for problem in step.problems} - said.accepted:
        raise Invalid(N_("Tick every warning to show that you have read it"), about="accepted")
    if step.needs_note and not said.note.strip():
        raise Invalid(N_("Enter the reason. It stands with the review"), about="note")
    if len(said.note) > LONGEST_WORDS:
        raise Invalid(N_("Shorten the note to 4000 characters or fewer"), about="note")


def _checked(version: PlanVersion, opening: Opening) -> Duty | None:
    if tracking.version_in_force(version.plan) is None:
        raise NotReady(tracking.NOT_IN_FORCE)
    for name in ("starts_on", "ends_on"):
        if not _is_whole_day(getattr(opening, name)):
            raise Invalid(N_("Enter a day, for example 2027-12-31"), about=name)
    if not opening.starts_on <= opening.ends_on:
        raise Invalid(N_("The period ends before it begins"), about="ends_on")
    unfinished = select(ProgressReview.id).where(
        ProgressReview.plan_id == version.plan_id, ProgressReview.sealed_at.is_(None)
    )
    if db.session.scalar(unfinished.limit(1)) is not None:
        raise NotReady(N_("Another review of this plan is not sealed yet. Finish it first."))
    if not opening.duty:
        return None
    found = next((duty for duty in due(version) if duty.key == opening.duty), None)
    if found is None:
        raise Invalid(N_("Choose a review that the treaty clock knows"), about="duty")
    return found


def _is_whole_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _facts(version: PlanVersion, review: ProgressReview) -> ReviewFacts:
    return ReviewFacts(
        has_figures=review_data.has_figures(version, review),
        unanswered=review_answers.unanswered(review),
        was_consulted=review.consulted_on is not None or review_inputs.is_heard(review),
    )


def _state(review: ProgressReview) -> Review:
    return Review(review.state)


def _move(review: ProgressReview, transition: Transition) -> None:
    review.state = transition.target.value
    review.acts += 1


def _last_number(version: PlanVersion) -> int | None:
    query = select(func.max(ProgressReview.number)).filter_by(plan_id=version.plan_id)
    return db.session.scalar(query)


def _zone(version: PlanVersion) -> str:
    return version.plan.party.time_zone


def _record(actor: Actor, review: ProgressReview, kind: str, **more: Any) -> None:
    details = {"number": str(review.number), **more.pop("details", {})}
    history.record(
        actor,
        kind,
        party_id=review.party_id,
        plan_id=review.plan_id,
        subject=f"progress_review:{review.id}",
        details=details,
        **more,
    )
