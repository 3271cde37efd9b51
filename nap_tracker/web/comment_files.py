"""Comments as a table or in Word: out, back in, what a file would do, and bringing it in.

The pages are the same for who works on the plan and for who reviews it in a round; `_here` says
which of the two a request is of.
"""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.content.matrix import KINDS, LABELS, RESPONSES
from nap_tracker.errors import DomainError, Forbidden, Invalid, InvalidFile, NotReady, StaleEdit
from nap_tracker.extensions import db
from nap_tracker.forms.comment_files import BringForm, FileForm, columns_form
from nap_tracker.i18n import gettext
from nap_tracker.imports.brought import Fate, Origin
from nap_tracker.services import comment_files, comment_uploads
from nap_tracker.services.brought_authors import Manner
from nap_tracker.services.comment_files import Reading
from nap_tracker.services.comment_uploads import Applied, Gone, Opened, RoundClosed
from nap_tracker.services.made import Made
from nap_tracker.web.door import actor
from nap_tracker.web.plan_pages import tabs

bp = Blueprint("comment_files", __name__, url_prefix="/plans/<uuid:plan_id>/comments/files")
reviewers = Blueprint("review_files", __name__, url_prefix="/rounds/<uuid:round_id>/review/files")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _reading(ids: dict[str, UUID]) -> Reading:
    if "plan_id" in ids:
        return comment_files.of_plan(actor(), str(ids["plan_id"]), request.args.get("round", ""))
    return comment_files.of_seat(actor(), str(ids["round_id"]))


def _url(name: str, **values: Any) -> str:
    """A page of the same sort, about the same comments."""
    ids = request.view_args or {}
    known: dict[str, Any] = {key: ids[key] for key in ("plan_id", "round_id") if key in ids}
    if request.args.get("round"):
        known["round"] = request.args["round"]
    return url_for(f"{request.blueprint}.{name}", **known, **values)


@bp.route("", methods=["GET", "POST"])
@reviewers.route("", methods=["GET", "POST"])
def create(**ids: UUID) -> ResponseReturnValue:
    """Take the comments out in either form, or choose a file to bring in."""
    reading = _reading(ids)
    if request.method == "POST":
        comment_uploads.require_bring(reading)
    form = FileForm()
    if form.validate_on_submit() and (upload_id := _take_in(reading, form)):
        return redirect(_url("show", upload_id=upload_id))
    return render_template(
        "comment_files/create.html",
        **_page(reading),
        form=form,
        errors=form.problems,
        refusal=comment_uploads.refusal(reading),
    )


@bp.get("/table.xlsx")
@reviewers.get("/table.xlsx")
def table(**ids: UUID) -> ResponseReturnValue:
    """The comments as a workbook."""
    return sent(comment_files.table(_reading(ids)), XLSX)


@bp.get("/plan.docx")
@reviewers.get("/plan.docx")
def document(**ids: UUID) -> ResponseReturnValue:
    """The text as a Word file with the comments on its words."""
    return sent(comment_files.document(_reading(ids)), DOCX)


@bp.get("/<uuid:upload_id>")
@reviewers.get("/<uuid:upload_id>")
def show(upload_id: UUID, **ids: UUID) -> ResponseReturnValue:
    """What would become of each line of a file; nothing is stored yet."""
    opened = comment_uploads.open_(_reading(ids), str(upload_id))
    return _shown(opened, _bring_form(opened))


@bp.post("/<uuid:upload_id>/columns")
@reviewers.post("/<uuid:upload_id>/columns")
def choose(upload_id: UUID, **ids: UUID) -> ResponseReturnValue:
    """Say which columns hold what."""
    opened = comment_uploads.open_(_reading(ids), str(upload_id))
    found = opened.bringing
    form = columns_form(found.missing, found.headings)
    if form.validate_on_submit():
        comment_uploads.choose(opened, form.chosen)
        db.session.commit()
    return redirect(_url("show", upload_id=upload_id))


@bp.post("/<uuid:upload_id>/apply")
@reviewers.post("/<uuid:upload_id>/apply")
def apply(upload_id: UUID, **ids: UUID) -> ResponseReturnValue:
    """Bring the whole file in, or nothing of it."""
    reading = _reading(ids)
    opened = comment_uploads.open_(reading, str(upload_id))
    form = _bring_form(opened)
    if not form.validate_on_submit():
        return _shown(opened, form)
    try:
        done = comment_uploads.apply(
            reading, str(upload_id), fingerprint=form.fingerprint.data or "", manner=_manner(form)
        )
    except Invalid as error:
        db.session.rollback()
        form.refuse(error)  # with what was chosen still there
        return _shown(comment_uploads.open_(_reading(ids), str(upload_id)), form)
    except (Forbidden, NotReady, StaleEdit) as error:
        db.session.rollback()
        flash(gettext(error.message, **error.params), "error")
        return redirect(_url("show", upload_id=upload_id))
    db.session.commit()
    flash(
        gettext(
            "Brought in: %(new)s new comments, %(tray)s in the tray, %(changed)s changed, "
            "%(replies)s replies.",
            new=done.new,
            tray=done.tray,
            changed=done.changed,
            replies=done.replies,
        ),
        "success",
    )
    return redirect(_url("create"))


@bp.errorhandler(Gone)
@reviewers.errorhandler(Gone)
@bp.errorhandler(Applied)
@reviewers.errorhandler(Applied)
@bp.errorhandler(RoundClosed)
def _over(error: DomainError) -> ResponseReturnValue:
    """Back to where a file is uploaded, with the reason."""
    db.session.rollback()
    flash(gettext(error.message, **error.params), "error")
    return redirect(_url("create"))


def _take_in(reading: Reading, form: FileForm) -> str:
    chosen = form.file.data
    try:
        upload = comment_uploads.add(reading, name=chosen.filename or "", data=chosen.read())
    except InvalidFile as error:
        db.session.rollback()
        form.refuse(Invalid(error.message, error.params, about="file"))
        return ""
    db.session.commit()
    return upload.id


def _bring_form(opened: Opened) -> BringForm:
    edits = any(item.origin is Origin.EDIT for item in opened.bringing.items)
    return BringForm(
        receives=opened.reading.may_receive,
        has_edits=edits,
        others=opened.bringing.authors_besides(opened.reading.reader),
        data={"fingerprint": opened.fingerprint, "with_edits": True, "received_by": "mail"},
    )


def _manner(form: BringForm) -> Manner:
    if form.is_own:
        return Manner(with_edits="with_edits" not in form or bool(form.with_edits.data))
    day = form.received_on.data
    return Manner(
        is_own=False,
        received_by=form.received_by.data,
        received_on=day.isoformat() if day else None,
        with_edits="with_edits" not in form or bool(form.with_edits.data),
    )


def _shown(opened: Opened, form: BringForm) -> ResponseReturnValue:
    found = opened.bringing
    return render_template(
        "comment_files/show.html",
        **_page(opened.reading),
        opened=opened,
        found=found,
        fates=[(fate, found.of(fate)) for fate in Fate],
        columns=columns_form(found.missing, found.headings) if found.missing else None,
        words=_words(),
        notes=comment_uploads.notes(opened),
        form=form,
        errors=form.problems,
    )


def _words() -> dict[str, str]:
    """What columns, kinds and responses are called."""
    return {code: gettext(words) for code, words in (*LABELS.items(), *KINDS.items(),
                                                     *RESPONSES.items())}  # fmt: skip


def _page(reading: Reading) -> dict[str, Any]:
    is_review = request.blueprint == reviewers.name
    return {
        "reading": reading,
        "version": reading.version,
        "is_review": is_review,
        "tabs": [] if is_review else tabs(reading.version),
        "url": _url,
    }


def sent(made: Made, media_type: str) -> ResponseReturnValue:
    response = send_file(
        io.BytesIO(made.data), media_type, as_attachment=True, download_name=made.name
    )
    response.headers["Cache-Control"] = "no-store"
    return response
