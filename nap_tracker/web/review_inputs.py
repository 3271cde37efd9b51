"""What organisations and communities said to a three-yearly review, with its files."""

from __future__ import annotations

import io
from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, send_file
from flask.typing import ResponseReturnValue

from nap_tracker.errors import DomainError, InvalidTransition
from nap_tracker.extensions import db
from nap_tracker.forms.progress_reviews import InputForm
from nap_tracker.i18n import gettext
from nap_tracker.models.progress_review import ReviewInput
from nap_tracker.roles import Permission
from nap_tracker.services import review_inputs
from nap_tracker.services.review_inputs import Heard
from nap_tracker.web.door import actor
from nap_tracker.web.plan_pages import tabs
from nap_tracker.web.review_lines import load, refuse, review_url

bp = Blueprint(
    "review_inputs",
    __name__,
    url_prefix="/plans/<uuid:plan_id>/progress-reviews/<uuid:review_id>/inputs/<uuid:input_id>",
)


@bp.route("", methods=["GET", "POST"])
def hear(plan_id: UUID, review_id: UUID, input_id: UUID) -> ResponseReturnValue:
    """What an organisation or community said; the address of a new one holds its id."""
    version, review = load(plan_id, review_id, Permission.REVIEW_FILL)
    there = next((one for one in review_inputs.of_review(review) if one.id == str(input_id)), None)
    form = InputForm(data=_typed(there) if there else None)
    if form.validate_on_submit():
        try:
            review_inputs.note(
                actor(), review, _heard(form), input_id=str(input_id), is_new=there is None
            )
        except DomainError as error:
            refuse(form, error)
        else:
            db.session.commit()
            flash(gettext("What they said is noted."), "success")
            return redirect(review_url("show", review))
    return render_template(
        "review_inputs/hear.html",
        version=version,
        tabs=tabs(version),
        review=review,
        url=review_url("hear", review, input_id=input_id),
        files=[
            (file, review_url("take_away", review, input_id=input_id, review_file_id=file.id))
            for file in (review_inputs.kept(there) if there else ())
        ],
        form=form,
        errors=form.problems,
    )


@bp.get("/files/<uuid:review_file_id>")
def file(
    plan_id: UUID, review_id: UUID, input_id: UUID, review_file_id: UUID
) -> ResponseReturnValue:
    """A file in which it was said."""
    _, review = load(plan_id, review_id)
    found, data = review_inputs.file_of(actor(), review, str(input_id), str(review_file_id))
    return send_file(
        io.BytesIO(data), found.media_type, as_attachment=True, download_name=found.name
    )


@bp.post("/files/<uuid:review_file_id>/take-away")
def take_away(
    plan_id: UUID, review_id: UUID, input_id: UUID, review_file_id: UUID
) -> ResponseReturnValue:
    """It was the wrong file."""
    _, review = load(plan_id, review_id, Permission.REVIEW_FILL)
    try:
        review_inputs.take_away(actor(), review, str(input_id), str(review_file_id))
    except InvalidTransition as error:
        db.session.rollback()
        flash(gettext(error.message), "error")
        return redirect(review_url("show", review))
    db.session.commit()
    flash(gettext("The file is taken away."), "success")
    return redirect(review_url("hear", review, input_id=input_id))


def _typed(there: ReviewInput) -> dict[str, object]:
    return {
        "organisation": there.organisation,
        "said_on": date.fromisoformat(there.said_on),
        "words": there.words,
        "response": there.response,
    }


def _heard(form: InputForm) -> Heard:
    return Heard(
        form.organisation.data,
        str(form.said_on.data),
        form.words.data,
        form.response.data or "",
        [(one.filename or "", one.read()) for one in form.sent],
    )
