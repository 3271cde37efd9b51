"""Files of a plan: the list, taking one in, who may see it, handing it out."""

from __future__ import annotations

import io
from functools import partial
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.content.audience import Audience
from nap_tracker.errors import Invalid
from nap_tracker.extensions import db
from nap_tracker.forms.files import AudienceForm, UploadForm
from nap_tracker.i18n import gettext
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.permissions import can, require
from nap_tracker.roles import Permission
from nap_tracker.services import plans, uploads
from nap_tracker.web.door import actor
from nap_tracker.web.plan_pages import tabs

bp = Blueprint("files", __name__, url_prefix="/plans/<uuid:plan_id>/files")

SHOWN = frozenset({"image/png", "image/jpeg"})
"""Types a browser may show in place; we encoded them ourselves."""


@bp.route("", methods=["GET", "POST"])
def index(plan_id: UUID) -> ResponseReturnValue:
    """The files the person may see, and the form that takes one in."""
    sends = request.method == "POST"
    permission = Permission.FILE_ADD if sends else Permission.PLAN_SHOW
    version = plans.newest(actor(), str(plan_id), permission)
    form = UploadForm()
    if form.validate_on_submit() and _take_in(version, form):
        return redirect(url_for("files.index", plan_id=plan_id))
    return render_template(
        "files/index.html",
        version=version,
        tabs=tabs(version),
        form=form,
        files=uploads.of_plan(actor(), str(plan_id)),
        place=partial(uploads.place_of, version),
        errors=[(form[name].id, messages[0]) for name, messages in form.errors.items()],
    )


@bp.get("/<uuid:file_id>")
def show(plan_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """The copy without metadata."""
    return _send(plan_id, file_id, original=False)


@bp.get("/<uuid:file_id>/original")
def original(plan_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """The original bytes, for the drafting team; anybody else gets the cleaned copy."""
    return _send(plan_id, file_id, original=True)


@bp.route("/<uuid:file_id>/edit", methods=["GET", "POST"])
def edit(plan_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Who may see the file."""
    version = plans.newest(actor(), str(plan_id), Permission.FILE_ADD)
    file = uploads.get(actor(), str(plan_id), str(file_id))
    require(actor(), Permission.FILE_REMOVE, uploads.place_of(version, file))
    form = AudienceForm(audiences=_offered(version, file), audience=file.audience)
    if form.validate_on_submit():
        uploads.set_audience(actor(), version, file, Audience(form.audience.data))
        db.session.commit()
        flash(gettext("Saved who may see %(name)s.", name=file.name), "success")
        return redirect(url_for("files.index", plan_id=plan_id))
    return render_template(
        "files/edit.html",
        version=version,
        file=file,
        form=form,
        errors=[(form[name].id, messages[0]) for name, messages in form.errors.items()],
    )


@bp.post("/<uuid:file_id>/remove")
def remove(plan_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Take the file out of the plan."""
    version = plans.newest(actor(), str(plan_id), Permission.FILE_ADD)
    file = uploads.get(actor(), str(plan_id), str(file_id))
    uploads.remove(actor(), version, file)
    db.session.commit()
    flash(gettext("%(name)s is no longer in the plan.", name=file.name), "success")
    return redirect(url_for("files.index", plan_id=plan_id))


@bp.post("/<uuid:file_id>/emblem")
def emblem(plan_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Put this picture on the cover as the Party's emblem."""
    version = plans.newest(actor(), str(plan_id), Permission.PARTY_EDIT)
    file = uploads.get(actor(), str(plan_id), str(file_id))
    uploads.set_emblem(actor(), version.plan.party, version, file)
    db.session.commit()
    flash(gettext("%(name)s is now the emblem on the cover.", name=file.name), "success")
    return redirect(url_for("files.index", plan_id=plan_id))


def _take_in(version: PlanVersion, form: UploadForm) -> bool:
    sent = request.files["file"]
    try:
        file = uploads.add(actor(), version, name=sent.filename or "", data=sent.read())
    except Invalid as error:
        form.file.errors = [gettext(error.message) % dict(error.params)]
        return False
    db.session.commit()
    flash(
        gettext("%(name)s is in the plan. Only the drafting team sees it so far.", name=file.name),
        "success",
    )
    return True


def _offered(version: PlanVersion, file: StoredFile) -> list[str]:
    widest = Audience(file.audience).openness
    may_widen = can(actor(), Permission.AUDIENCE_WIDEN, version)
    return [one.value for one in Audience if may_widen or one.openness <= widest]


def _send(plan_id: UUID, file_id: UUID, *, original: bool) -> ResponseReturnValue:
    copy = uploads.copy_for(actor(), str(plan_id), str(file_id), original=original)
    return send_file(
        io.BytesIO(copy.data),
        copy.media_type,
        as_attachment=copy.media_type not in SHOWN,
        download_name=copy.name,
    )
