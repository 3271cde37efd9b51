"""Comments on a plan: the list, one of them, saying something, taking it back."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.errors import DomainError
from nap_tracker.extensions import db
from nap_tracker.forms.comments import CircleForm, CommentForm, ReplyForm
from nap_tracker.i18n import gettext
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import can
from nap_tracker.queue import wake
from nap_tracker.roles import Permission
from nap_tracker.services import comments, receiving, replies, threads
from nap_tracker.services.attaching import Sent
from nap_tracker.services.sayings import Saying
from nap_tracker.services.threads import Thread
from nap_tracker.web.comment_pages import form_page, page_of, saying, shown, version_of
from nap_tracker.web.comment_places import block_of, place_in_address, words_of
from nap_tracker.web.door import actor
from nap_tracker.web.plan_pages import tabs
from nap_tracker.web.storing import stored
from nap_tracker.workflow.hearing import Visibility, circles, circles_within

bp = Blueprint("comments", __name__, url_prefix="/plans/<uuid:plan_id>/comments")


@bp.get("")
def index(plan_id: UUID) -> ResponseReturnValue:
    """What this person hears of the plan: all, what is open, their own, what lost its place."""
    version = version_of(plan_id)
    page = page_of(version, request.args.get("show", ""), request.args.get("section", ""))
    return render_template(
        "comments/index.html",
        version=version,
        tabs=tabs(version),
        page=page,
        adds=can(actor(), Permission.COMMENT_ADD, version),
        receives=can(actor(), Permission.COMMENT_RECEIVE, version),
        answers=can(actor(), Permission.COMMENT_RESPOND, version),
    )


@bp.get("/<uuid:comment_id>")
def show(plan_id: UUID, comment_id: UUID) -> ResponseReturnValue:
    """One comment with everything under it."""
    version = version_of(plan_id)
    return form_page(
        version, "comments/show.html", ReplyForm(), one=shown(version, str(comment_id))
    )


@bp.post("/<uuid:comment_id>/reply")
def reply(plan_id: UUID, comment_id: UUID) -> ResponseReturnValue:
    """Say something under it."""
    version, form = version_of(plan_id), ReplyForm()
    replies.begin(actor(), version, str(comment_id))
    if form.validate_on_submit():
        replies.reply(actor(), version, str(comment_id), form.body.data or "")
        db.session.commit()
        wake("messages")
        flash(gettext("Your reply is there."), "success")
        return redirect(_address(plan_id, comment_id))
    return form_page(version, "comments/show.html", form, one=shown(version, str(comment_id)))


@bp.route("/new", methods=["GET", "POST"])
def create(plan_id: UUID) -> ResponseReturnValue:
    """Say something of a place that the address names."""
    version = version_of(plan_id, Permission.COMMENT_ADD)
    at = place_in_address(version)
    form = CommentForm(
        circles=circles(None),
        has_words=at.has_words,
        visibility=Visibility.TEAM.value,
        quote=request.args.get("quote") or block_of(at, request.args.get("block", "")),
    )
    made = stored(
        form,
        lambda: comments.add(actor(), version, saying(form, at), files=_sent(form)),
        otherwise="files",
    )
    if made is None:
        return form_page(
            version,
            "comments/create.html",
            form,
            at=at,
            text=words_of(at),
            received_url=_received_url(version),
        )
    wake("messages")
    flash(gettext("Your comment is there, as number %(n)s.", n=made.number), "success")
    return redirect(at.back or _address(plan_id, made.id))


@bp.route("/<uuid:comment_id>/edit", methods=["GET", "POST"])
def edit(plan_id: UUID, comment_id: UUID) -> ResponseReturnValue:
    """Put one's own words right, for five minutes."""
    version = version_of(plan_id)
    one = shown(version, str(comment_id))
    if "change" not in one.thread.may:
        flash(gettext("This can no longer be changed. Reply under it instead."), "error")
        return redirect(one.url)
    said = {"kind": one.thread.kind.value, "body": one.thread.body, "proposed": one.thread.proposed}
    form = CommentForm(circles={}, has_words=bool(one.thread.quote), is_new=False, **said)
    if form.validate_on_submit():
        comment = comments.get(actor(), version, str(comment_id))
        right = Saying(where=one.thread.where, **form.said)  # type: ignore[arg-type]
        comments.change(actor(), version, comment, right)
        db.session.commit()
        return redirect(one.url)
    return form_page(version, "comments/edit.html", form, one=one)


@bp.post("/<uuid:comment_id>/delete")
def delete(plan_id: UUID, comment_id: UUID) -> ResponseReturnValue:
    """Within five minutes."""
    version = version_of(plan_id)
    comments.delete(actor(), version, comments.get(actor(), version, str(comment_id)))
    db.session.commit()
    flash(gettext("The comment is deleted."), "success")
    return redirect(url_for("comments.index", plan_id=plan_id))


@bp.post("/<uuid:comment_id>/withdraw")
def withdraw(plan_id: UUID, comment_id: UUID) -> ResponseReturnValue:
    """After that; it leaves a trace."""
    version = version_of(plan_id)
    comments.withdraw(actor(), version, comments.get(actor(), version, str(comment_id)))
    db.session.commit()
    flash(gettext("The comment is withdrawn. That there was one stays."), "success")
    return redirect(_address(plan_id, comment_id))


@bp.route("/<uuid:comment_id>/readers", methods=["GET", "POST"])
def show_to(plan_id: UUID, comment_id: UUID) -> ResponseReturnValue:
    """Who may read it; a wider circle only after a question."""
    version = version_of(plan_id)
    one = shown(version, str(comment_id))
    if "show_to" not in one.thread.may:
        flash(gettext("Only its author, or who leads the drafting, can change this."), "error")
        return redirect(one.url)
    band, side = one.thread.band, one.thread.side
    offered = circles(side) if "widen" in one.thread.may else circles_within(band, side)
    form = CircleForm(circles=offered, visibility=band.value)
    if form.validate_on_submit() and _is_agreed(form, one.thread):
        comment = comments.get(actor(), version, str(comment_id))
        comments.show_to(actor(), version, comment, form.visibility.data)
        db.session.commit()
        flash(gettext("Saved who may read the comment."), "success")
        return redirect(one.url)
    return form_page(version, "comments/show_to.html", form, one=one)


@bp.get("/<uuid:comment_id>/files/<uuid:attachment_id>")
def file(plan_id: UUID, comment_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """A file that came with it, without metadata."""
    version = version_of(plan_id)
    copy = receiving.copy_of(actor(), version, str(comment_id), str(attachment_id))
    data = io.BytesIO(copy.data)
    return send_file(data, copy.media_type, as_attachment=True, download_name=copy.name)


def _sent(form: CommentForm) -> list[Sent]:
    return [(file.filename or "", file.read()) for file in form.sent]


def _received_url(version: PlanVersion) -> str:
    """The page that enters somebody else's words about the same place; '' for who may not."""
    if not can(actor(), Permission.COMMENT_RECEIVE, version):
        return ""
    place = ("section", "uid", "field", "language")
    named: dict[str, Any] = {key: request.args[key] for key in place if request.args.get(key)}
    return url_for("comment_answers.receive", plan_id=version.plan_id, **named)


def _is_agreed(form: CircleForm, thread: Thread) -> bool:
    wanted = form.visibility.data
    is_known = wanted in [choice.value for choice in form.visibility.choices]
    if not is_known:
        return False
    if Visibility(wanted).openness > thread.band.openness and not form.is_sure.data:
        form.is_sure.errors = [gettext("Tick this if more people should read the comment")]
        return False
    return True


def _address(plan_id: UUID, comment_id: Any) -> str:
    return url_for("comments.show", plan_id=plan_id, comment_id=comment_id)


__all__ = ["DomainError", "bp", "threads"]
