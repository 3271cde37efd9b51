"""The three-yearly reviews of a plan in force: what is due, one review, its questions, its pack."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from nap_tracker.content.stand import KIND_NAMES, Stand
from nap_tracker.errors import DomainError, InvalidTransition, StaleEdit
from nap_tracker.extensions import db
from nap_tracker.forms.progress_reviews import AnswerForm, OpeningForm, StepForm
from nap_tracker.i18n import gettext, locale
from nap_tracker.models.base import new_uid
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.progress_review import ProgressReview
from nap_tracker.permissions import can
from nap_tracker.roles import Permission
from nap_tracker.services import (
    progress_reviews,
    review_answers,
    review_data,
    review_inputs,
    review_packs,
    tracking,
)
from nap_tracker.services.plans import schema_of
from nap_tracker.services.progress_reviews import Opening, Said
from nap_tracker.services.review_answers import Given
from nap_tracker.services.review_data import Kept
from nap_tracker.services.review_sources import INPUT
from nap_tracker.web import review_stands
from nap_tracker.web.comment_files import sent
from nap_tracker.web.door import actor, offered
from nap_tracker.web.entries import known
from nap_tracker.web.plan_pages import tabs
from nap_tracker.web.review_lines import (
    WHAT_HAPPENS,
    duty_line,
    facts_of,
    line_of,
    load,
    refuse,
    review_url,
    step_line,
)
from nap_tracker.workflow import duty_words
from nap_tracker.workflow.review import FILLED, REVIEW, Review
from nap_tracker.workflow.review_questions import question, questions

bp = Blueprint("progress_reviews", __name__, url_prefix="/plans/<uuid:plan_id>/progress-reviews")

FIRST_KIND = "activity"
"""What the page of data shows first."""
MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}


@bp.get("")
def index(plan_id: UUID) -> ResponseReturnValue:
    """What is due when, and why; the reviews there are."""
    version = tracking.in_force(actor(), str(plan_id), Permission.REVIEW_SHOW)
    reviews = progress_reviews.of_plan(actor(), version)
    return render_template(
        "progress_reviews/index.html",
        version=version,
        tabs=tabs(version),
        reviews=reviews,
        duties=[duty_line(version, duty, reviews) for duty in progress_reviews.due(version)],
        names=REVIEW.names,
        opens=can(actor(), Permission.REVIEW_LEAD, version)
        and all(review.sealed_at is not None for review in reviews),
    )


@bp.route("/new", methods=["GET", "POST"])
def create(plan_id: UUID) -> ResponseReturnValue:
    """Open a review: the one that is due, or one of a chosen period."""
    version = tracking.in_force(actor(), str(plan_id), Permission.REVIEW_LEAD)
    form = _opening_form(version)
    if form.validate_on_submit():
        try:
            review = progress_reviews.open_(
                actor(), version, _opening(form), id=form.uid.data or ""
            )
        except DomainError as error:
            refuse(form, error)
        else:
            db.session.commit()
            flash(gettext("The review is open."), "success")
            return redirect(review_url("show", review))
    return render_template(
        "progress_reviews/create.html",
        version=version,
        tabs=tabs(version),
        form=form,
        errors=form.problems,
    )


@bp.get("/<uuid:review_id>")
def show(plan_id: UUID, review_id: UUID) -> ResponseReturnValue:
    """One review: its period and step, its questions, what others said, what comes next."""
    version, review = load(plan_id, review_id)
    given = review_answers.of_review(review)
    return render_template(
        "progress_reviews/show.html",
        version=version,
        tabs=tabs(version),
        review=review,
        facts=facts_of(version, review),
        states=[(gettext(REVIEW.names[state]), state == review.state) for state in Review],
        lines=[line_of(review, one, given.get(one.id)) for one in questions()],
        inputs=[(one, review_inputs.kept(one)) for one in review_inputs.of_review(review)],
        new_input=new_uid(),
        steps=[step_line(review, one) for one in progress_reviews.steps(actor(), version, review)],
        fills=review.state in FILLED and can(actor(), Permission.REVIEW_FILL, review),
        has_pack=review.state != Review.COLLECTING,
        is_intact=progress_reviews.is_intact(review),
    )


@bp.get("/<uuid:review_id>/data")
def data(plan_id: UUID, review_id: UUID) -> ResponseReturnValue:
    """What is recorded of one kind, by item of Annex C; each thing can be marked as ready."""
    version, review = load(plan_id, review_id)
    kind = request.args.get("kind", "")
    kind = kind if kind in KIND_NAMES else FIRST_KIND
    kept = review_data.of_review(version, review, (kind,))
    items = schema_of(version, locale()).items
    marks = review.state == Review.COLLECTING and can(actor(), Permission.REVIEW_FILL, review)
    sections = review_stands.sections(review, items, kept, marks=marks)
    return render_template(
        "progress_reviews/data.html",
        version=version,
        tabs=tabs(version),
        review=review,
        kinds=[
            (gettext(words), review_url("data", review, kind=one), one == kind)
            for one, words in KIND_NAMES.items()
        ],
        as_of=review_stands.as_of(version, review, kept),
        sections=sections,
        empty=review_stands.without_data(items, sections),
        marks=marks,
        number_ready=sum(k.is_ready for k in kept),
        total=len(kept),
    )


@bp.post("/<uuid:review_id>/data/<string:kind>/<string:uid>/ready")
def mark_ready(plan_id: UUID, review_id: UUID, kind: str, uid: str) -> ResponseReturnValue:
    """Somebody looked at it: keep how it stands now."""
    version, review = load(plan_id, review_id, Permission.REVIEW_FILL)
    return _to_data(
        review, lambda: review_data.mark_ready(actor(), version, review, kind, uid), kind, uid
    )


@bp.post("/<uuid:review_id>/data/<string:kind>/<string:uid>/take-back")
def take_back(plan_id: UUID, review_id: UUID, kind: str, uid: str) -> ResponseReturnValue:
    """It was not ready after all."""
    _, review = load(plan_id, review_id, Permission.REVIEW_FILL)
    return _to_data(review, lambda: review_data.take_back(actor(), review, kind, uid), kind, uid)


@bp.route("/<uuid:review_id>/questions/<string:question_key>", methods=["GET", "POST"])
def answer(plan_id: UUID, review_id: UUID, question_key: str) -> ResponseReturnValue:
    """One question, what is recorded beside it, and the answer."""
    version = tracking.in_force(actor(), str(plan_id), Permission.REVIEW_SHOW)
    asked = known(question, question_key)
    review, kept = progress_reviews.with_answer(actor(), str(plan_id), str(review_id), asked.id)
    there = kept if kept and review_answers.is_given(kept) else None
    fills = review.state in FILLED and can(actor(), Permission.REVIEW_FILL, review)
    form = AnswerForm(
        yes_no=asked.yes_no,
        data={
            "seen": kept.saves if kept else 0,
            "yes_no": {True: "yes", False: "no"}.get(there.yes_no, "") if there else "",  # type: ignore[arg-type]
            "text": there.text if there else "",
        },
    )
    overtaken = False
    if form.validate_on_submit():
        given = Given(form.chosen, form.text.data or "", form.seen.data or 0)
        try:
            review_answers.save(actor(), review, asked, given)
        except StaleEdit as error:
            overtaken = True
            form.seen.data = kept.saves if kept else 0
            form.text.errors = [gettext(error.message)]
        except DomainError as error:
            refuse(form, error)
        else:
            db.session.commit()
            flash(gettext("The answer is saved."), "success")
            return redirect(_after(review, asked.id))
    return render_template(
        "progress_reviews/answer.html",
        version=version,
        tabs=tabs(version),
        review=review,
        asked=asked,
        words=asked.text(locale()),
        there=there,
        overtaken=overtaken,
        recorded=_by_kind(review_data.of_review(version, review, asked.source)),
        inputs=review_inputs.of_review(review) if INPUT in asked.source else (),
        form=form,
        errors=form.problems,
        fills=fills,
    )


@bp.route("/<uuid:review_id>/steps/<string:act>", methods=["GET", "POST"])
def step(plan_id: UUID, review_id: UUID, act: str) -> ResponseReturnValue:
    """One step: what stands in its way, and the button."""
    version, review = load(plan_id, review_id)
    name = act.replace("-", "_")
    try:
        step = progress_reviews.examine(actor(), version, review, name)
    except InvalidTransition as error:
        db.session.rollback()
        flash(gettext(error.message), "error")
        return redirect(review_url("show", review))
    warnings = [(p.key, gettext(p.sentence, **p.params)) for p in step.problems]
    form = StepForm(
        warnings=warnings, signs=step.transition.name == "approve", data={"seen": review.acts}
    )
    if form.validate_on_submit():
        said = Said(
            seen=form.seen.data or 0,
            happened_on=str(form.happened_on.data or ""),
            note=form.note.data or "",
            accepted=frozenset(form.accepted.data or ()) if "accepted" in form else frozenset(),
            signed_as=(form.signed_as.data or "") if "signed_as" in form else "",
        )
        try:
            progress_reviews.advance(actor(), version, review, name, said)
        except DomainError as error:
            refuse(form, error)
        else:
            db.session.commit()
            flash(gettext("The review is a step on."), "success")
            return redirect(review_url("show", review))
    return render_template(
        "progress_reviews/step.html",
        version=version,
        tabs=tabs(version),
        review=review,
        step=step,
        act=act,
        what_happens=WHAT_HAPPENS[name],
        form=form,
        errors=form.problems,
    )


@bp.get("/<uuid:review_id>/pack.<string:form>")
def pack(plan_id: UUID, review_id: UUID, form: str) -> ResponseReturnValue:
    """The review pack as a file."""
    version, review = load(plan_id, review_id)
    media = known(MEDIA.__getitem__, form)
    return sent(review_packs.make(actor(), version, review, form), media)


def _by_kind(kept: Sequence[Kept]) -> list[tuple[str, list[Stand]]]:
    """What stands beside a question, each kind with its name."""
    found: dict[str, list[Stand]] = {}
    for one in kept:
        found.setdefault(one.stand.kind, []).append(one.stand)
    return [(gettext(KIND_NAMES[kind]), stands) for kind, stands in found.items()]


def _after(review: ProgressReview, question_key: str) -> str:
    """The next question, where that was asked for."""
    ids = [one.id for one in questions()]
    place = ids.index(question_key) + 1
    if "next" in request.form and place < len(ids):
        return review_url("answer", review, question_key=ids[place])
    return review_url("show", review, _anchor=f"question-{question_key}")


def _to_data(
    review: ProgressReview, act: Callable[[], object], kind: str, uid: str
) -> ResponseReturnValue:
    try:
        act()
    except InvalidTransition as error:
        flash(gettext(error.message), "error")
    else:
        db.session.commit()
    return redirect(
        review_url("data", review, kind=kind, _anchor=review_stands.anchor_of(kind, uid))
    )


def _opening_form(version: PlanVersion) -> OpeningForm:
    duties = [duty for duty in progress_reviews.due(version) if duty.done is None]
    wanted = request.args.get("duty", duties[0].key if duties else "")
    chosen = next((duty for duty in duties if duty.key == wanted), None)
    starts_on, ends_on = progress_reviews.period_of(version, chosen)
    named = [(duty.key, duty_words.title(duty)) for duty in duties]
    return OpeningForm(
        duties=named,
        languages=offered(),
        data={
            "uid": new_uid(),
            "duty": chosen.key if chosen else "",
            "starts_on": date.fromisoformat(starts_on),
            "ends_on": date.fromisoformat(ends_on),
            "language": version.plan.language if version.plan.language in offered() else locale(),
        },
    )


def _opening(form: OpeningForm) -> Opening:
    return Opening(
        str(form.starts_on.data), str(form.ends_on.data), form.duty.data or "",
        form.language.data or "",
    )  # fmt: skip
