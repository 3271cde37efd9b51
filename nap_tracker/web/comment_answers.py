"""What the drafting team does with comments: answering, using a wording, finding a place."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.errors import InvalidTransition, NotReady
from nap_tracker.extensions import db
from nap_tracker.forms.comments import PlaceForm, ReceivedForm, ResponseForm, TogetherForm
from nap_tracker.i18n import gettext, ngettext
from nap_tracker.models.comment import Comment, Response
from nap_tracker.permissions import Place, require
from nap_tracker.queue import wake
from nap_tracker.roles import Permission
from nap_tracker.services import applying, comments, receiving, responses, trays
from nap_tracker.web.comment_pages import form_page, page_of, saying, shown, version_of
from nap_tracker.web.comment_places import place_in_address, words_of
from nap_tracker.web.door import actor
from nap_tracker.web.other_places import chosen_place, other_places
from nap_tracker.web.storing import stored
from nap_tracker.workflow.hearing import Visibility, circles
from nap_tracker.workflow.resolution import Means

bp = Blueprint("comment_answers", __name__, url_prefix="/plans/<uuid:plan_id>/comments")


@bp.route("/<uuid:comment_id>/response", methods=["GET", "POST"])
def respond(plan_id: UUID, comment_id: UUID) -> ResponseReturnValue:
    """Write the government's response; it stays a draft until it is published."""
    version = version_of(plan_id, Permission.COMMENT_RESPOND)
    one = shown(version, str(comment_id))
    require(actor(), Permission.COMMENT_RESPOND, Place(version, one.thread.where.section))
    given = one.thread.response
    form = ResponseForm(
        kind=given.kind.value if given else None, reason=given.reason if given else ""
    )

    def act() -> Response:
        comment = comments.get(actor(), version, str(comment_id))
        return responses.respond(actor(), version, comment, **form.answer)

    if not stored(form, act):
        return form_page(version, "comment_answers/respond.html", form, one=one)
    flash(gettext("The response is saved as a draft."), "success")
    return redirect(one.url)


@bp.post("/<uuid:comment_id>/publish")
def publish(plan_id: UUID, comment_id: UUID) -> ResponseReturnValue:
    """Show the response to whoever reads the comment."""
    version = version_of(plan_id)
    responses.publish(actor(), version, comments.get(actor(), version, str(comment_id)))
    db.session.commit()
    wake("messages")
    flash(gettext("The response is published."), "success")
    return redirect(url_for("comments.show", plan_id=plan_id, comment_id=comment_id))


@bp.post("/<uuid:comment_id>/apply")
def apply(plan_id: UUID, comment_id: UUID) -> ResponseReturnValue:
    """Put the proposed wording in the place of the words."""
    version = version_of(plan_id)
    try:
        applying.apply(actor(), version, comments.get(actor(), version, str(comment_id)))
    except (InvalidTransition, NotReady) as error:
        db.session.rollback()
        flash(gettext(error.message, **error.params), "error")
    else:
        db.session.commit()
        words = gettext("The wording is in the text. The history says where it came from.")
        flash(words, "success")
    return redirect(url_for("comments.show", plan_id=plan_id, comment_id=comment_id))


@bp.route("/<uuid:comment_id>/place", methods=["GET", "POST"])
def place(plan_id: UUID, comment_id: UUID) -> ResponseReturnValue:
    """Find a lost comment its place again: in the question it was in, or in any that is chosen."""
    version = version_of(plan_id, Permission.COMMENT_RESPOND)
    one = shown(version, str(comment_id))
    require(actor(), Permission.COMMENT_RESPOND, Place(version, one.thread.where.section))
    at = chosen_place(version, one.thread)
    is_there = at.ground.is_there(at.where)
    form = PlaceForm()

    def act() -> Comment:
        comment = comments.get(actor(), version, str(comment_id))
        return trays.place(actor(), version, comment, at.where, quote=form.quote.data or "")

    if not is_there or not stored(form, act):
        return form_page(
            version,
            "comment_answers/place.html",
            form,
            one=one,
            at=at,
            is_there=is_there,
            text=words_of(at),
            others=other_places(version, at.ground, at.where),
        )
    flash(gettext("The comment has its place again."), "success")
    return redirect(one.url)


@bp.route("/together", methods=["GET", "POST"])
def together(plan_id: UUID) -> ResponseReturnValue:
    """One response to several open comments."""
    version = version_of(plan_id, Permission.COMMENT_RESPOND)
    page = page_of(version, "open", request.args.get("section", ""))
    lines = [line for line in page.lines if "respond" in line.thread.may]
    form = TogetherForm(
        offered=[(line.thread.id, _told(line.thread.number, line.thread.body)) for line in lines]
    )

    def act() -> list[Comment]:
        chosen = responses.of_group(actor(), version, form.comments.data or [])
        responses.respond_together(actor(), version, chosen, **form.answer)
        return chosen

    answered = stored(form, act)
    if answered is None:
        return form_page(version, "comment_answers/together.html", form)
    words = ngettext(
        "%(n)s comment has its response as a draft.",
        "%(n)s comments have their response as a draft.",
        len(answered),
    )
    flash(words, "success")
    return redirect(url_for("comments.index", plan_id=plan_id, show="open"))


@bp.route("/receive", methods=["GET", "POST"])
def receive(plan_id: UUID) -> ResponseReturnValue:
    """Enter what somebody said by letter, by mail or in a meeting."""
    version = version_of(plan_id, Permission.COMMENT_RECEIVE)
    require(actor(), Permission.COMMENT_RECEIVE, version)
    at = place_in_address(version)
    form = ReceivedForm(
        circles=circles(None),
        has_words=at.has_words,
        visibility=Visibility.TEAM.value,
        received_by=Means.LETTER.value,
    )
    sent = request.files.get("file")
    made = stored(
        form,
        lambda: receiving.receive(
            actor(),
            version,
            saying(form, at),
            on_behalf_of=form.on_behalf_of.data or "",
            received_by=form.received_by.data,
            received_on=form.received_on.data or None,
            file=(sent.filename, sent.read()) if sent and sent.filename else None,
        ),
        otherwise="file",
    )
    if made is None:
        return form_page(version, "comment_answers/receive.html", form, at=at, text=words_of(at))
    flash(gettext("The comment is entered, as number %(n)s.", n=made.number), "success")
    return redirect(url_for("comments.show", plan_id=plan_id, comment_id=made.id))


def _told(number: int, body: str) -> str:
    short = body if len(body) <= 100 else f"{body[:100].rstrip()}…"
    return gettext("%(number)s: %(words)s", number=number, words=short)
