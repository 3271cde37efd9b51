"""Documents of a plan: asking for one, watching it being made, downloading it."""

from __future__ import annotations

import io
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.content.audience import Audience
from nap_tracker.extensions import db
from nap_tracker.forms.exports import MARKS, PAPER, ExportForm
from nap_tracker.i18n import gettext, locale
from nap_tracker.permissions import can, reads_as
from nap_tracker.queue import wake
from nap_tracker.roles import Permission
from nap_tracker.services import exports, plans
from nap_tracker.web.door import actor
from nap_tracker.web.plan_pages import tabs

OFFERED = ("format", "section")
"""What an address that leads here may have chosen already."""

TEAM = Audience.DRAFTING_TEAM

bp = Blueprint("exports", __name__, url_prefix="/plans/<uuid:plan_id>/exports")


@bp.route("", methods=["GET", "POST"])
def index(plan_id: UUID) -> ResponseReturnValue:
    """The documents there are, and the form that asks for a new one."""
    version = plans.newest(actor(), str(plan_id), Permission.EXPORT_CREATE)
    own = reads_as(actor(), version)
    schema = plans.schema_of(version, locale())
    drafted = frozenset() if own is TEAM else actor().sections_in(version.plan_id)
    form = ExportForm(
        audiences=[
            a.value for a in Audience if a.openness >= own.openness or (drafted and a is TEAM)
        ],
        drafted=drafted,
        marks=[m for m in MARKS if m != "none" or can(actor(), Permission.EXPORT_CLEAN, version)],
        sections=[(section.id, section.title) for section in schema.sections],
        data={name: request.args[name] for name in OFFERED if name in request.args},
    )
    if form.validate_on_submit():
        export = exports.request(
            actor(),
            version,
            format=form.format.data,
            audience=Audience(form.audience.data),
            mark=form.mark.data,
            section=form.section.data or None,
            language=locale() if form.format.data in PAPER else None,
        )
        db.session.commit()
        wake("exports")
        return redirect(url_for("exports.show", plan_id=plan_id, export_id=export.id))
    return render_template(
        "exports/index.html",
        version=version,
        tabs=tabs(version),
        form=form,
        exports=exports.of_plan(actor(), str(plan_id)),
        titles={section.id: section.title for section in schema.sections},
        errors=[(form[name].id, messages[0]) for name, messages in form.errors.items()],
    )


@bp.get("/<uuid:export_id>")
def show(plan_id: UUID, export_id: UUID) -> ResponseReturnValue:
    """How far the document is; the page looks again by itself while it is being made."""
    version = plans.newest(actor(), str(plan_id))
    export = exports.get(actor(), str(plan_id), str(export_id))
    section = export.options.get("section")
    title = plans.schema_of(version, locale()).section(section).title if section else ""
    gone = exports.withdrawn(export)
    return render_template(
        "exports/show.html",
        version=version,
        export=export,
        title=title,
        withdrawn=gettext(gone.message, **gone.params) if gone else "",
    )


@bp.get("/<uuid:export_id>/download")
def download(plan_id: UUID, export_id: UUID) -> ResponseReturnValue:
    """The finished file."""
    made = exports.fetch(actor(), str(plan_id), str(export_id))
    return send_file(
        io.BytesIO(made.data), made.media_type, as_attachment=True, download_name=made.name
    )


@bp.post("/<uuid:export_id>/retry")
def retry(plan_id: UUID, export_id: UUID) -> ResponseReturnValue:
    """Try again to make a document that failed."""
    export = exports.retry(actor(), str(plan_id), str(export_id))
    db.session.commit()
    wake("exports")
    flash(gettext("The document is being made again."), "success")
    return redirect(url_for("exports.show", plan_id=plan_id, export_id=export.id))
