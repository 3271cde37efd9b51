"""A reviewer's own review: the invitation, the questions, the check page, what became of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.errors import Invalid, InvalidTransition
from nap_tracker.extensions import db
from nap_tracker.forms.seats import DeclineForm, QuestionsForm, questions_form
from nap_tracker.i18n import N_, gettext
from nap_tracker.permissions import Seat, can
from nap_tracker.queue import wake
from nap_tracker.roles import Permission
from nap_tracker.services import attaching, round_answers, round_comments, seats
from nap_tracker.services.round_answers import Given
from nap_tracker.web import round_changes
from nap_tracker.web.asked import asked_of
from nap_tracker.web.door import actor
from nap_tracker.web.reviews import calendar_file
from nap_tracker.workflow.rounds import HANDED_IN

bp = Blueprint("my_reviews", __name__, url_prefix="/rounds/<uuid:round_id>/review")
WILLING = N_("Thank you. Who asked you sees that you will do it.")
ANONYMOUSLY = N_("Thank you. In this round nobody is told who will do it and who has done it.")


@bp.get("")
def show(round_id: UUID) -> ResponseReturnValue:
    """What is asked, what to do next, and what became of what was said."""
    seat = seats.own(actor(), str(round_id))
    return render_template(
        "my_reviews/show.html", **_page(seat), form=DeclineForm(formdata=None), errors=[]
    )


@bp.post("/answer")
def answer(round_id: UUID) -> ResponseReturnValue:
    """*I will do it*, or *I cannot*."""
    seat = seats.own(actor(), str(round_id), Permission.ROUND_HAND_IN)
    form = DeclineForm()
    accepts = request.form.get("act") == "accept"
    if not form.validate_on_submit():
        page = _page(seat)
        return render_template("my_reviews/show.html", **page, form=form, errors=form.problems)
    try:
        if accepts:
            seats.accept(actor(), seat)
        else:
            seats.decline(
                actor(), seat, reason=form.reason.data or "", suggested=form.suggested.data or ""
            )
    except InvalidTransition as error:
        return _elsewhere(round_id, error)
    db.session.commit()
    wake("messages")
    if accepts:
        flash(gettext(ANONYMOUSLY if seat.is_anonymous else WILLING), "success")
    else:
        flash(gettext("Thank you for saying so. Who asked you is told."), "success")
    return redirect(url_for("my_reviews.show", round_id=round_id))


@bp.route("/questions", methods=["GET", "POST"])
def questions(round_id: UUID) -> ResponseReturnValue:
    """Answer the questions of the round; what was sent already stands as it is."""
    seat = seats.own(actor(), str(round_id), Permission.ROUND_COMMENT)
    before = round_answers.own(seat)
    said = {id for id, given in before.items() if _is_said(seat, given)}
    form = _questions_form(seat, before, said)
    if form.validate_on_submit() and _save(seat, form):
        return redirect(url_for("my_reviews.hand_in", round_id=round_id))
    return render_template(
        "my_reviews/questions.html",
        seat=seat,
        asked=asked_of(seat),
        said=[(q, before[q["id"]]) for q in seat.questions if q["id"] in said],
        scale=round_answers.SCALE_WORDS,
        form=form,
        errors=form.problems,
    )


@bp.route("/hand-in", methods=["GET", "POST"])
def hand_in(round_id: UUID) -> ResponseReturnValue:
    """Everything that was said and answered, and the one act that sends it."""
    seat = seats.own(actor(), str(round_id), Permission.ROUND_COMMENT)
    if request.method == "POST":
        try:
            seats.hand_in(actor(), seat)
        except InvalidTransition as error:
            return _elsewhere(round_id, error)
        db.session.commit()
        wake("messages")
        flash(gettext("Your review is sent. Thank you. You can still add to it."), "success")
        return redirect(url_for("my_reviews.show", round_id=round_id))
    return render_template("my_reviews/hand_in.html", **_page(seat))


@bp.get("/changes")
def changes(round_id: UUID) -> ResponseReturnValue:
    """What changed in the draft since, for who reads the plan with an account of their own."""
    seat = seats.own(actor(), str(round_id), Permission.ROUND_READ)
    back = url_for("round_reading.show", round_id=round_id), gettext("Text under review")
    return round_changes.page(seat, back)


@bp.get("/calendar.ics")
def calendar(round_id: UUID) -> ResponseReturnValue:
    """The day for one's calendar."""
    seat = seats.own(actor(), str(round_id))
    return calendar_file(seat, url_for("my_reviews.show", round_id=round_id))


def _page(seat: Seat) -> dict[str, Any]:
    comments = round_comments.own(seat.invitation.id)
    given = round_answers.own(seat)
    return {
        "seat": seat,
        "asked": asked_of(seat),
        "comments": comments,
        "files": attaching.of_comments(one.id for one in comments if one.withdrawn_at is None),
        "waiting": sum(one.said_at is None for one in comments),
        "responses": round_comments.answers_to(seat.invitation.id),
        "replies": round_comments.replies_to(seat.invitation.id),
        "answers": [(q, given.get(q["id"], Given())) for q in seat.questions],
        "scale": round_answers.SCALE_WORDS,
        "comments_now": can(actor(), Permission.ROUND_COMMENT, seat),
        "decides": can(actor(), Permission.ROUND_HAND_IN, seat),
        "reads": can(actor(), Permission.ROUND_READ, seat),
    }


def _is_said(seat: Seat, given: Given) -> bool:
    return bool(seat.invitation.state == HANDED_IN and not given.is_blank)


def _questions_form(seat: Seat, before: Any, said: set[str]) -> QuestionsForm:
    left = [question for question in seat.questions if question["id"] not in said]
    typed: dict[str, Any] = {}
    for id, given in before.items():
        typed[f"scale_{id}"] = str(given.scale or "")
        typed[f"text_{id}"] = given.text
    return questions_form(left, round_answers.SCALE_WORDS)(data=typed)


def _save(seat: Seat, form: QuestionsForm) -> bool:
    given = {id: Given(scale, text) for id, (scale, text) in form.given.items()}
    try:
        round_answers.save(actor(), seat, given)
    except Invalid as error:
        db.session.rollback()
        error.about = f"text_{error.about}"
        form.refuse(error)
        return False
    db.session.commit()
    return True


def _elsewhere(round_id: object, error: InvalidTransition) -> ResponseReturnValue:
    db.session.rollback()
    flash(gettext(error.message, **error.params), "error")
    return redirect(url_for("my_reviews.show", round_id=round_id))
