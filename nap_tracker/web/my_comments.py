"""Comments from a seat in a review: written beside the text, put right or deleted until sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.errors import Invalid
from nap_tracker.extensions import db
from nap_tracker.forms.rounds import SayingForm
from nap_tracker.forms.rows import uid as as_uid
from nap_tracker.i18n import gettext, locale
from nap_tracker.models.comment import Comment
from nap_tracker.permissions import Seat
from nap_tracker.roles import Permission
from nap_tracker.services import round_sayings, rounds, seats
from nap_tracker.services.comment_places import Ground, Where, where_of
from nap_tracker.services.sayings import Saying
from nap_tracker.web.door import actor
from nap_tracker.web.entries import nothing_here
from nap_tracker.workflow.hearing import Visibility

bp = Blueprint("my_comments", __name__, url_prefix="/rounds/<uuid:round_id>/review/comments")


@bp.route("/new", methods=["GET", "POST"])
def create(round_id: UUID) -> ResponseReturnValue:
    """Say something about a section, a row or an answer of the text under review."""
    seat = seats.own(actor(), str(round_id), Permission.ROUND_COMMENT)
    where = _where(seat)
    ground = round_sayings.ground_of(seat, locale())
    round_sayings.refuse_hidden(actor(), seat, ground, where)
    form = _form(ground, where, {"visibility": Visibility.TEAM.value}, is_new=True)
    if form.validate_on_submit():
        try:
            round_sayings.add(actor(), seat, _saying(form, where))
        except Invalid as error:
            db.session.rollback()
            form.refuse(error)
        else:
            db.session.commit()
            flash(gettext("Kept with your review. Nobody else sees it before you send that."))
            return redirect(_section_url(seat, where))
    return _page(seat, ground, where, form, request.full_path.rstrip("?"))


@bp.route("/<uuid:comment_id>", methods=["GET", "POST"])
def edit(round_id: UUID, comment_id: UUID) -> ResponseReturnValue:
    """Put a comment right before it is sent."""
    seat = seats.own(actor(), str(round_id), Permission.ROUND_COMMENT)
    comment = round_sayings.find(actor(), seat, str(comment_id))
    where = where_of(comment)
    ground = round_sayings.ground_of(seat, locale())
    data = {
        "visibility": comment.visibility,
        "kind": comment.kind,
        "body": comment.body,
        "proposed": comment.proposed or "",
    }
    form = _form(ground, where, data, is_new=False)
    if form.validate_on_submit():
        try:
            round_sayings.change(comment, _saying(form, where))
        except Invalid as error:
            db.session.rollback()
            form.refuse(error)
        else:
            db.session.commit()
            flash(gettext("Saved. Nobody else sees it before you send your review."), "success")
            return redirect(url_for("my_reviews.hand_in", round_id=round_id))
    here = url_for("my_comments.edit", round_id=round_id, comment_id=comment_id)
    return _page(seat, ground, where, form, here, comment)


@bp.post("/<uuid:comment_id>/delete")
def delete(round_id: UUID, comment_id: UUID) -> ResponseReturnValue:
    """Delete a comment that nobody was sent."""
    seat = seats.own(actor(), str(round_id), Permission.ROUND_COMMENT)
    round_sayings.delete(round_sayings.find(actor(), seat, str(comment_id)))
    db.session.commit()
    flash(gettext("The comment is deleted."), "success")
    return redirect(url_for("my_reviews.hand_in", round_id=round_id))


def _page(
    seat: Seat,
    ground: Ground,
    where: Where,
    form: SayingForm,
    url: str,
    comment: Comment | None = None,
) -> ResponseReturnValue:
    version = rounds.version_of(seat.round)
    question = ground.field(where)
    titles = {section.id: section.title for section in ground.schema.sections}
    parts = [titles.get(where.section or "", ""), ground.row_name(where)]
    return render_template(
        "my_comments/edit.html",
        seat=seat,
        plan=version.plan,
        place=[part for part in (*parts, question.label if question else "") if part],
        form=form,
        url=url,
        comment=comment,
        back_url=_section_url(seat, where),
        errors=form.problems,
    )


def _form(ground: Ground, where: Where, data: dict[str, Any], *, is_new: bool) -> SayingForm:
    has_words = ground.passage(where) is not None
    return SayingForm(has_words=has_words, is_new=is_new, data=data)


def _saying(form: SayingForm, where: Where) -> Saying:
    return Saying(where, **form.said)


def _where(seat: Seat) -> Where:
    """As the address names it; what is no uid is nowhere."""
    sent = request.args
    uid = as_uid(sent["uid"]) if sent.get("uid") else None
    if sent.get("uid") and uid is None:
        raise nothing_here()
    return Where(
        sent.get("section") or None,
        uid,
        (sent.get("field") or None) if uid else None,
        (sent.get("language") or None) if uid else None,
    )


def _section_url(seat: Seat, where: Where) -> str:
    anchor = f"row-{where.uid}" if where.uid else None
    return url_for(
        "round_reading.section", round_id=seat.id, section_id=where.section, _anchor=anchor
    )
