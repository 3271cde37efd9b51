"""Personal links to a review: what is asked, the two buttons, and the code that shows the text."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from nap_tracker.errors import Invalid, InvalidTransition, NotFound, TooMany
from nap_tracker.extensions import db
from nap_tracker.forms.seats import CodeForm, DeclineForm
from nap_tracker.i18n import gettext
from nap_tracker.permissions import Seat
from nap_tracker.queue import wake
from nap_tracker.roles import Actor
from nap_tracker.services import seat_calendars, seat_links, seats
from nap_tracker.services.seat_links import Over
from nap_tracker.web import visits
from nap_tracker.web.asked import asked_of

bp = Blueprint("reviews", __name__, url_prefix="/reviews")


@bp.route("/<token>", methods=["GET", "POST"])
def show(token: str) -> ResponseReturnValue:
    """What is asked until when; *I will do it*, or *I cannot* with somebody to ask instead."""
    try:
        seat, who = _opened(token)
    except NotFound as error:
        return _is_over(error)
    form = DeclineForm()
    if form.validate_on_submit() and (answered := _answer(token, seat, who, form)):
        return answered
    return render_template(
        "reviews/show.html",
        token=token,
        asked=asked_of(seat),
        is_known=_is_known(seat),
        round_id=seat.id,
        form=form,
        errors=form.problems,
    )


@bp.route("/<token>/code", methods=["GET", "POST"])
def confirm(token: str) -> ResponseReturnValue:
    """Have a code sent to the invited address, and type it: once in each browser."""
    try:
        seat, _ = _opened(token)
    except NotFound as error:
        return _is_over(error)
    if current_user.is_authenticated:
        return redirect(url_for("reviews.show", token=token))
    form = CodeForm()
    if request.method == "POST" and request.form.get("act") == "send":
        return _send(token, seat)
    if form.validate_on_submit() and (confirmed := _confirm(seat, form)):
        return confirmed
    return render_template(
        "reviews/confirm.html",
        token=token,
        asked=asked_of(seat),
        form=form,
        errors=form.problems,
    )


@bp.get("/<token>/calendar.ics")
def calendar(token: str) -> ResponseReturnValue:
    """The day for one's calendar."""
    try:
        seat, _ = _opened(token)
    except NotFound as error:
        return _is_over(error)
    return calendar_file(seat, url_for("reviews.show", token=token))


@bp.post("/leave")
def leave() -> ResponseReturnValue:
    """This browser forgets who read by a personal link: somebody else may sit here next."""
    visits.end()
    response = make_response(render_template("reviews/left.html"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def calendar_file(seat: Seat, path: str) -> ResponseReturnValue:
    """The entry as a file, in the language of the page."""
    response = make_response(seat_calendars.entry(seat, path))
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="review.ics"'
    return response


def _opened(token: str) -> tuple[Seat, Actor]:
    """The seat, its page in the language of the invitation until somebody chooses another."""
    seat, who = seat_links.opened(token)
    visits.speak(seat.invitation.language)
    return seat, who


def _answer(token: str, seat: Seat, who: Actor, form: DeclineForm) -> ResponseReturnValue | None:
    here = redirect(url_for("reviews.show", token=token))
    accepts = request.form.get("act") == "accept"
    try:
        if accepts:
            seats.accept(who, seat)
        else:
            seats.decline(
                who, seat, reason=form.reason.data or "", suggested=form.suggested.data or ""
            )
    except InvalidTransition as error:
        db.session.rollback()
        flash(gettext(error.message, **error.params), "error")
        return here
    except Invalid as error:
        db.session.rollback()
        form.refuse(error)
        return None
    db.session.commit()
    wake("messages")
    if not accepts:
        flash(gettext("Thank you for saying so. Who asked you is told."), "success")
        return here
    flash(gettext("Thank you. Who asked you sees that you will do it."), "success")
    if _is_known(seat):
        return redirect(url_for("my_reviews.show", round_id=seat.id))
    return redirect(url_for("reviews.confirm", token=token))


def _send(token: str, seat: Seat) -> ResponseReturnValue:
    try:
        seat_links.send_code(seat)
    except TooMany as error:
        db.session.rollback()
        flash(gettext(error.message), "error")
    else:
        db.session.commit()
        wake("messages")
        flash(gettext("A code is on its way to the address the invitation went to."), "success")
    return redirect(url_for("reviews.confirm", token=token))


def _confirm(seat: Seat, form: CodeForm) -> ResponseReturnValue | None:
    round_id = seat.id
    try:
        mark = seat_links.confirm(seat, form.code.data or "")
    except Invalid as error:
        db.session.rollback()
        form.refuse(error)
        return None
    db.session.commit()  # a wrong try counts too
    if mark is None:
        form.refuse(Invalid(seat_links.WRONG, about="code"))
        return None
    visits.begin(mark)
    return redirect(url_for("my_reviews.show", round_id=round_id))


def _is_known(seat: Seat) -> bool:
    """Whether the code of this very seat was typed in this browser."""
    visit = visits.current()
    return visit is not None and visit.actor.invitation_id == seat.invitation.id


def _is_over(error: NotFound) -> ResponseReturnValue:
    if isinstance(error, Over):
        visits.speak(error.language)
    message = gettext(error.message, **error.params)
    return render_template("reviews/is_over.html", message=message), 404
