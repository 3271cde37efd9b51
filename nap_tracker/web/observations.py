"""Values of indicators: entering, changing, sending, approving, sending back."""

from __future__ import annotations

import io
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.errors import Forbidden, Overtaken
from nap_tracker.extensions import db
from nap_tracker.forms.indicators import REGION, NoteForm, ValueForm, value_form
from nap_tracker.i18n import N_, chosen, gettext, locale, ngettext
from nap_tracker.models.indicator_track import IndicatorTrack, Observation
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import can
from nap_tracker.queue import wake
from nap_tracker.roles import Permission
from nap_tracker.services import (
    evidence,
    indicator_words,
    indicators,
    observations,
    tracking,
)
from nap_tracker.services.indicator_figures import NOT_KNOWN, Figures
from nap_tracker.services.observations import Typed
from nap_tracker.web import way_back
from nap_tracker.web.door import actor
from nap_tracker.web.indicators import in_force, own_in_force, regions_of
from nap_tracker.web.plan_pages import tabs
from nap_tracker.web.storing import stored
from nap_tracker.workflow.observing import OBSERVING

bp = Blueprint("observations", __name__, url_prefix="/plans/<uuid:plan_id>/indicators")

REPORT, APPROVE = Permission.INDICATOR_REPORT, Permission.INDICATOR_APPROVE
DONE = {
    "send": N_("It is sent for approval."),
    "take_back": N_("It is a draft again."),
    "approve": N_("It is approved and counts from now on."),
    "send_back": N_("It is sent back."),
}


@bp.route("/<uuid:track_id>/values/new", methods=["GET", "POST"])
def create(plan_id: UUID, track_id: UUID) -> ResponseReturnValue:
    """Enter a value."""
    version = own_in_force(plan_id, REPORT)
    track = indicators.get(actor(), version, str(track_id), REPORT)
    form = _form(version, track)

    def add() -> Observation:
        one = observations.add(actor(), version, track, _typed(form), id=form.once.data or "")
        return _with_evidence(version, one)

    made = stored(form, add, otherwise="file")
    return _entered(made, form) if made else _page(version, track, form)


@bp.route("/values/<uuid:observation_id>", methods=["GET", "POST"])
def edit(plan_id: UUID, observation_id: UUID) -> ResponseReturnValue:
    """Change a draft, or what was sent back."""
    version = own_in_force(plan_id, REPORT)
    one = observations.get(actor(), version, str(observation_id), REPORT)
    track = indicators.get(actor(), version, one.track_id, REPORT)
    form = _form(version, track, one)

    def change() -> Observation:
        seen = int(form.seen.data) if (form.seen.data or "").isdigit() else 0
        observations.edit(actor(), version, track, one, _typed(form), seen=seen)
        return _with_evidence(version, one)

    try:
        made = stored(form, change, otherwise="file")
    except Overtaken as overtaken:
        db.session.rollback()
        form.form_errors.append(gettext(overtaken.message))
        made = None
    return _entered(made, form) if made else _page(version, track, form, one)


@bp.route("/values/<uuid:observation_id>/<string:act>", methods=["GET", "POST"])
def advance(plan_id: UUID, observation_id: UUID, act: str) -> ResponseReturnValue:
    """Send it, take it back, approve it or send it back; the last asks why."""
    step = OBSERVING.find(act.replace("-", "_"))
    version = own_in_force(plan_id, step.permission)
    one = observations.get(actor(), version, str(observation_id), step.permission)
    track = indicators.get(actor(), version, one.track_id, step.permission)
    form = NoteForm() if step.needs_note else None
    if request.method == "POST" and (form is None or form.validate_on_submit()):
        note = form.note.data if form else ""
        try:
            observations.advance(actor(), version, track, one, step.name, note=note)
            db.session.commit()
            wake("messages")
            flash(gettext(DONE[step.name]), "success")
        except Forbidden as refused:
            db.session.rollback()
            flash(gettext(refused.message), "warning")
        return redirect(way_back.after(_shown(plan_id, track.id)))
    return render_template(
        "observations/advance.html",
        version=version,
        tabs=tabs(version),
        track=track,
        title=gettext(step.words),
        value=indicator_words.value_words(track, one, locale()),
        one=one,
        problems=observations.problems(actor(), track, one, step.name),
        alone=step.name == "approve" and observations.is_alone(actor(), one),
        form=form,
        action=way_back.here(),
        back=way_back.after(""),
        errors=form.problems if form else [],
    )


@bp.post("/values/approve")
def approve(plan_id: UUID) -> ResponseReturnValue:
    """Approve several values at once."""
    version = in_force(plan_id, APPROVE)
    done, left = observations.approve_together(
        actor(), version, request.form.getlist("observation")
    )
    db.session.commit()
    flash(
        ngettext(
            "%(number)s value is approved.", "%(number)s values are approved.", done, number=done
        ),
        "success",
    )
    if left:
        flash(
            gettext(
                "Left as they are, since you may not approve them: %(number)s.", number=len(left)
            ),
            "warning",
        )
    return redirect(url_for("indicators.index", plan_id=plan_id))


@bp.get("/values/<uuid:observation_id>/files/<uuid:file_id>")
def file(plan_id: UUID, observation_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Evidence of a value, without metadata."""
    version = own_in_force(plan_id)
    found = observations.file_of(actor(), version, str(observation_id), str(file_id))
    data = io.BytesIO(evidence.copy_of(found))
    return send_file(data, found.media_type, as_attachment=True, download_name=found.name)


def _form(version: PlanVersion, track: IndicatorTrack, one: Observation | None = None) -> ValueForm:
    regions = regions_of(version) if "region" in track.split else {}
    return value_form(regions)(
        kind=track.kind,
        split=track.split,
        steps=[chosen(step, locale()) for step in track.steps],
        labels=indicator_words.share_words(track, locale()),
        institutions=_institutions(version),
        unit=indicator_words.unit_words(track, locale()),
        data=_data(track, one) if one else None,
    )


def _data(track: IndicatorTrack, one: Observation) -> dict[str, object]:
    ends = {
        name: None if (end := getattr(one, name)) is None else indicator_words.in_unit(track, end)
        for name in ("low", "best", "high")
    }
    counts = {
        (REGION + key if split == "region" else key): people
        for split, several in one.groups.items()
        for key, people in several.items()
    }
    return {
        **ends,
        **counts,
        "part": one.part,
        "whole": one.whole,
        "as_of": one.as_of,
        "unknown": one.empty == NOT_KNOWN,
        "source": one.source,
        "comment": one.comment,
        "behalf": one.on_behalf_uid or "",
        "seen": str(one.revision),
    }


def _institutions(version: PlanVersion) -> dict[str, str]:
    """Whose figure it may be; who reports for an institution enters its own."""
    if not can(actor(), REPORT, version):
        return {}
    bodies = tracking.of_version(actor(), version).institutions
    return {one.uid: chosen(one.name or {"en": "–"}, locale()) for one in bodies}


def _typed(form: ValueForm) -> Typed:
    return Typed(
        as_of=form.as_of.data,
        figures=Figures(
            low=form.figure("low"),
            best=form.figure("best"),
            high=form.figure("high"),
            is_unknown=form.unknown.data,
            source=form.source.data,
        ),
        part=form.figure("part"),
        whole=form.figure("whole"),
        groups=form.groups,
        comment=form.comment.data,
        on_behalf_uid=(form.behalf.data or None) if form.behalf else None,
    )


def _with_evidence(version: PlanVersion, one: Observation) -> Observation:
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        observations.attach(actor(), version, one, [(sent.filename, sent.read())])
    return one


def _entered(one: Observation, form: ValueForm) -> ResponseReturnValue:
    flash(gettext("The value is kept as a draft. Send it when it is right."), "success")
    return redirect(way_back.after(_shown(UUID(one.plan_id), one.track_id)))


def _shown(plan_id: UUID, track_id: str) -> str:
    return url_for("indicators.show", plan_id=plan_id, track_id=track_id)


def _page(
    version: PlanVersion, track: IndicatorTrack, form: ValueForm, one: Observation | None = None
) -> ResponseReturnValue:
    title = gettext("Change the value") if one else gettext("Enter a value")
    return render_template(
        "observations/edit.html" if one else "observations/create.html",
        version=version,
        tabs=tabs(version),
        track=track,
        title=title,
        definition=chosen(track.definition, locale()) if track.definition else "",
        note=one.note if one else "",
        form=form,
        action=way_back.here(),
        back=way_back.after(""),
        errors=form.problems,
    )
