"""Comments from a seat in a review: written beside the text, put right or deleted until sent."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.errors import Invalid
from nap_tracker.extensions import db
from nap_tracker.forms.comments import ReplyForm
from nap_tracker.forms.rows import uid as as_uid
from nap_tracker.forms.seats import SayingForm
from nap_tracker.i18n import gettext, locale
from nap_tracker.models.comment import Comment
from nap_tracker.permissions import Seat, can
from nap_tracker.queue import wake
from nap_tracker.roles import Permission
from nap_tracker.services import (
    attaching,
    receiving,
    replies,
    round_sayings,
    rounds,
    seats,
    threads,
)
from nap_tracker.services.attaching import Sent
from nap_tracker.services.comment_places import Ground, Where, where_read
from nap_tracker.services.comment_readers import side_of
from nap_tracker.services.sayings import Saying
from nap_tracker.web.comment_places import At, block_of, words_of
from nap_tracker.web.comment_places import at as at_place
from nap_tracker.web.door import actor
from nap_tracker.web.entries import here, nothing_here, way_back
from nap_tracker.workflow.hearing import Visibility

bp = Blueprint("my_comments", __name__, url_prefix="/rounds/<uuid:round_id>/review/comments")


@bp.route("/new", methods=["GET", "POST"])
def create(round_id: UUID) -> ResponseReturnValue:
    """Say something about a section, a row or an answer of the text under review."""
    seat = seats.own(actor(), str(round_id), Permission.ROUND_COMMENT)
    where = _where(seat)
    ground = round_sayings.ground_of(seat, locale())
    round_sayings.refuse_hidden(actor(), seat, ground, where)
    at = _at(seat, ground, where, back=way_back())
    block = request.args.get("block") or ""
    data = {
        "visibility": Visibility.TEAM.value,
        "quote": request.args.get("quote") or block_of(at, block),
    }
    form = _form(seat, at, data, is_new=True)
    if form.validate_on_submit():
        try:
            round_sayings.add(actor(), seat, _saying(form, where, block), files=_sent(form))
        except Invalid as error:
            db.session.rollback()
            error.about = error.about or "files"
            form.refuse(error)
        else:
            db.session.commit()
            words = gettext("Kept with your review. Nobody else sees it before you send that.")
            flash(words, "success")
            return redirect(at.back)
    return _page(seat, at, form, here())


@bp.route("/<uuid:comment_id>", methods=["GET", "POST"])
def edit(round_id: UUID, comment_id: UUID) -> ResponseReturnValue:
    """Put a comment right before it is sent."""
    seat = seats.own(actor(), str(round_id), Permission.ROUND_COMMENT)
    comment = round_sayings.find(actor(), seat, str(comment_id))
    where = where_read(comment)
    ground = round_sayings.ground_of(seat, locale())
    data = {
        "visibility": comment.visibility,
        "kind": comment.kind,
        "body": comment.body,
        "proposed": comment.proposed or "",
    }
    at = _at(seat, ground, where, row_name=comment.row_name_as_read)
    form = _form(seat, at, data, is_new=False)
    if form.validate_on_submit():
        try:
            round_sayings.change(seat, comment, _saying(form, where), files=_sent(form))
        except Invalid as error:
            db.session.rollback()
            error.about = error.about or "files"
            form.refuse(error)
        else:
            db.session.commit()
            flash(gettext("Saved. Nobody else sees it before you send your review."), "success")
            return redirect(url_for("my_reviews.hand_in", round_id=round_id))
    return _page(seat, at, form, here(), comment)


@bp.route("/<uuid:comment_id>/replies", methods=["GET", "POST"])
def reply(round_id: UUID, comment_id: UUID) -> ResponseReturnValue:
    """Read one comment of the round with all under it, and add to it after handing in."""
    seat = seats.own(actor(), str(round_id), Permission.ROUND_COMMENT)
    ground = round_sayings.ground_of(seat, locale())
    thread = threads.of_round(actor(), seat, str(comment_id), ground)
    form = ReplyForm()
    if form.validate_on_submit():
        replies.from_seat(actor(), seat, str(comment_id), form.body.data or "")
        db.session.commit()
        wake("messages")
        flash(gettext("Your reply is there."), "success")
        return redirect(here())
    return render_template(
        "my_comments/reply.html",
        seat=seat,
        plan=rounds.version_of(seat.round).plan,
        at=_at(seat, ground, thread.where, row_name=thread.row_name),
        thread=thread,
        is_of_the_plan=can(actor(), Permission.COMMENT_SHOW, rounds.version_of(seat.round)),
        form=form,
        errors=form.problems,
    )


@bp.get("/<uuid:comment_id>/files/<uuid:attachment_id>")
def file(round_id: UUID, comment_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """A file that came with a comment of the round, without metadata."""
    seat = seats.own(actor(), str(round_id), Permission.ROUND_READ)
    copy = receiving.copy_for_seat(actor(), seat, str(comment_id), str(attachment_id))
    data = io.BytesIO(copy.data)
    return send_file(data, copy.media_type, as_attachment=True, download_name=copy.name)


@bp.post("/<uuid:comment_id>/files/<uuid:attachment_id>/remove")
def remove_file(round_id: UUID, comment_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """Take a file away before it is sent."""
    seat = seats.own(actor(), str(round_id), Permission.ROUND_COMMENT)
    comment = round_sayings.find(actor(), seat, str(comment_id))
    attaching.remove(comment, str(attachment_id))
    db.session.commit()
    flash(gettext("The file is removed."), "success")
    return redirect(url_for("my_comments.edit", round_id=round_id, comment_id=comment_id))


@bp.post("/<uuid:comment_id>/delete")
def delete(round_id: UUID, comment_id: UUID) -> ResponseReturnValue:
    """Delete a comment that nobody was sent."""
    seat = seats.own(actor(), str(round_id), Permission.ROUND_COMMENT)
    round_sayings.delete(round_sayings.find(actor(), seat, str(comment_id)))
    db.session.commit()
    flash(gettext("The comment is deleted."), "success")
    return redirect(url_for("my_reviews.hand_in", round_id=round_id))


def _page(
    seat: Seat, at: At, form: SayingForm, url: str, comment: Comment | None = None
) -> ResponseReturnValue:
    return render_template(
        "my_comments/edit.html",
        seat=seat,
        plan=rounds.version_of(seat.round).plan,
        at=at,
        text=words_of(at) if comment is None else "",
        form=form,
        url=url,
        comment=comment,
        files=attaching.of_comments([comment.id]).get(comment.id, ()) if comment else (),
        errors=form.problems,
    )


def _at(seat: Seat, ground: Ground, where: Where, *, row_name: str = "", back: str = "") -> At:
    """A place of the frozen text; the way back is to where it was read."""
    there = url_for("round_reading.show", round_id=seat.id)
    if where.section is not None:
        there = url_for("round_reading.section", round_id=seat.id, section_id=where.section)
    version = rounds.version_of(seat.round)
    return at_place(version, ground, where, row_name=row_name, back=back or there)


def _form(seat: Seat, at: At, data: dict[str, Any], *, is_new: bool) -> SayingForm:
    return SayingForm(
        side=side_of(seat.round),
        has_words=at.has_words,
        is_new=is_new,
        is_anonymous=seat.round.is_anonymous,
        data=data,
    )


def _sent(form: SayingForm) -> list[Sent]:
    return [(file.filename or "", file.read()) for file in form.sent]


def _saying(form: SayingForm, where: Where, block: str = "") -> Saying:
    return Saying(where, block=block or None, **form.said)


def _where(seat: Seat) -> Where:
    """As the address names it; what is no uid is nowhere."""
    sent = request.args
    uid = as_uid(sent["uid"]) if sent.get("uid") else None
    if sent.get("uid") and uid is None:
        raise nothing_here()
    field = (sent.get("field") or None) if uid else None
    language = sent.get("language") or rounds.version_of(seat.round).plan.language
    return Where(sent.get("section") or None, uid, field, language if field else None)
