"""The activities of the plan in force: their list, one of them, and reporting on it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.clock import today
from nap_tracker.extensions import db
from nap_tracker.forms.activities import (
    MilestoneForm,
    MoveForm,
    NotedForm,
    ReachedForm,
    ReportForm,
    StatusForm,
    TakenBackForm,
)
from nap_tracker.forms.parts import Form
from nap_tracker.i18n import gettext, locale
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import can
from nap_tracker.roles import Permission
from nap_tracker.services import (
    activities,
    activity_pictures,
    activity_reports,
    milestones,
    plans,
    tracking,
)
from nap_tracker.services.activities import Followed, Following
from nap_tracker.services.activity_reports import Noted, Report
from nap_tracker.services.attaching import Sent
from nap_tracker.services.versions import Purpose
from nap_tracker.web import activity_words as words
from nap_tracker.web import way_back
from nap_tracker.web.door import actor
from nap_tracker.web.plan_pages import tabs
from nap_tracker.web.storing import stored
from nap_tracker.workflow.implementation import IMPLEMENTATION, LINE, Phase
from nap_tracker.workflow.progress import OVERRIDABLE, STATUS_NAMES, Status

bp = Blueprint("activities", __name__, url_prefix="/plans/<uuid:plan_id>/activities")

REPORT = Permission.ACTIVITY_REPORT


@bp.get("")
def index(plan_id: UUID) -> ResponseReturnValue:
    """Every activity of the plan in force with its four readings."""
    version = tracking.own_in_force(actor(), str(plan_id))
    following = activities.of_version(actor(), version)
    chosen = words.Chosen.of(request.args)
    schema = plans.schema_of(version, locale())
    page = words.page(version, following, chosen, schema)
    day = today(version.plan.party.time_zone)
    return render_template(
        "activities/index.html",
        version=version,
        tabs=tabs(version),
        page=page,
        work_plan=activity_pictures.work_plan(following, page.shown, day, page.urls),
        by_item=activity_pictures.items_by_status(following, schema, day),
        is_registered=version.purpose == Purpose.REGISTERED,
        part=tracking.part_of(actor(), version),
        reports=can(actor(), REPORT, version),
        sets_limits=can(actor(), Permission.PLAN_EDIT, version),
    )


@bp.route("/new", methods=["GET", "POST"])
def create(plan_id: UUID) -> ResponseReturnValue:
    """Note an activity from the file of a registered plan."""
    version = tracking.in_force(actor(), str(plan_id), REPORT)
    if version.purpose != Purpose.REGISTERED:
        return redirect(url_for("activities.index", plan_id=plan_id))
    items = [(i.key, f"{i.citation} {i.title}") for i in plans.schema_of(version, locale()).items]
    form = NotedForm(items=items)
    track = stored(
        form,
        lambda: activity_reports.note_own(
            actor(),
            version,
            Noted(
                form.statement.data or "",
                form.items.data or (),
                form.lead.data or "",
                form.start.data or None,
                form.end.data or None,
                form.once.data or "",
            ),
        ),
    )
    if track:
        flash(gettext("The activity is noted."), "success")
        return redirect(url_for("activities.show", plan_id=plan_id, activity_uid=track.uid))
    return _form(version, form, gettext("Note an activity of the plan"))


@bp.get("/<uuid:activity_uid>")
def show(plan_id: UUID, activity_uid: UUID) -> ResponseReturnValue:
    """One activity: how far it is, what was said of it, its milestones."""
    version, one = _load(plan_id, activity_uid)
    schema = plans.schema_of(version, locale())
    return render_template(
        "activities/show.html",
        version=version,
        tabs=tabs(version),
        one=one.followed,
        about=words.about(one.tracked, one.followed, schema),
        line=[(gettext(IMPLEMENTATION.names[p]), p is one.followed.phase) for p in LINE],
        groups=words.groups(version, one.followed),
        moves=activities.moves_of(actor(), version, one.followed),
        notes=activities.notes_of(actor(), version, one.followed),
        names={uid: words.name_of(i, one.tracked) for uid, i in words.bodies(one.tracked).items()},
        opens=activity_reports.reads_evidence(actor(), version),
        reports=can(actor(), REPORT, activities.task_of(version, one.followed)),
        steers=can(actor(), REPORT, version),
        person=actor().user_id,
        sees_indicators=can(actor(), Permission.INDICATOR_SHOW, version),
    )


@bp.route("/<uuid:activity_uid>/report", methods=["GET", "POST"])
def report(plan_id: UUID, activity_uid: UUID) -> ResponseReturnValue:
    """Say how far it is and what happened, with evidence."""
    version = tracking.own_in_force(actor(), str(plan_id), REPORT)
    following = activities.of_version(actor(), version)
    followed = following.one(str(activity_uid))
    form = _report_form(version, following, followed)
    done = stored(form, lambda: _reported(version, followed, form), otherwise="file")
    if done:
        return _done(version, followed, gettext("The report is kept."))
    return _form(version, form, gettext("Report on the activity"), followed)


@bp.post("/<uuid:activity_uid>/confirm")
def confirm(plan_id: UUID, activity_uid: UUID) -> ResponseReturnValue:
    """Say with one click that it is as it was."""
    version, one = _load(plan_id, activity_uid, REPORT)
    activity_reports.confirm(actor(), version, one.followed)
    db.session.commit()
    return _done(version, one.followed, gettext("It is kept that nothing has changed."))


@bp.route("/<uuid:activity_uid>/status", methods=["GET", "POST"])
def status(plan_id: UUID, activity_uid: UUID) -> ResponseReturnValue:
    """Decide the status instead of the one that follows, for a reason."""
    version, one = _whole(plan_id, activity_uid)
    form = StatusForm(statuses=[(each.value, gettext(STATUS_NAMES[each])) for each in OVERRIDABLE])
    done = stored(
        form,
        lambda: activity_reports.decide_status(
            actor(), version, one.followed, Status(form.status.data), form.reason.data or ""
        ),
    )
    if done:
        return _done(version, one.followed, gettext("The status is decided."))
    return _form(version, form, gettext("Decide the status"), one.followed)


@bp.post("/<uuid:activity_uid>/status/free")
def free_status(plan_id: UUID, activity_uid: UUID) -> ResponseReturnValue:
    """Let the status follow from dates and indicators again."""
    version, one = _whole(plan_id, activity_uid)
    activity_reports.free_status(actor(), version, one.followed)
    db.session.commit()
    return _done(version, one.followed, gettext("The status follows from dates again."))


@bp.route("/<uuid:activity_uid>/milestones/new", methods=["GET", "POST"])
def add_milestone(plan_id: UUID, activity_uid: UUID) -> ResponseReturnValue:
    """Set a milestone that the text does not have."""
    version, one = _whole(plan_id, activity_uid)
    form = MilestoneForm()
    done = stored(
        form,
        lambda: milestones.add(
            actor(),
            version,
            one.followed,
            title=form.title.data or "",
            due=form.due.data or "",
            once=form.once.data or "",
        ),
    )
    if done:
        return _done(version, one.followed, gettext("The milestone is set."))
    return _form(version, form, gettext("Set a milestone"), one.followed)


@bp.route("/<uuid:activity_uid>/milestones/<uuid:milestone_uid>/reached", methods=["GET", "POST"])
def reach(plan_id: UUID, activity_uid: UUID, milestone_uid: UUID) -> ResponseReturnValue:
    """Say that a milestone was reached."""
    version, one = _load(plan_id, activity_uid, REPORT)
    milestone = milestones.get(one.followed, str(milestone_uid))
    form = ReachedForm(reached_on=milestone.reached_on)
    done = stored(
        form,
        lambda: milestones.reach(
            actor(),
            version,
            one.followed,
            milestone,
            on=form.reached_on.data or "",
            said=Report(text=form.text.data or "", evidence=_sent(), once=form.once.data or ""),
        ),
        otherwise="file",
    )
    if done:
        return _done(version, one.followed, gettext("The milestone is marked as reached."))
    return _form(version, form, gettext("Milestone reached"), one.followed, milestone.title)


@bp.route("/<uuid:activity_uid>/milestones/<uuid:milestone_uid>/move", methods=["GET", "POST"])
def move(plan_id: UUID, activity_uid: UUID, milestone_uid: UUID) -> ResponseReturnValue:
    """Give a milestone another date, for a reason."""
    version, one = _whole(plan_id, activity_uid)
    milestone = milestones.get(one.followed, str(milestone_uid))
    form = MoveForm(due=milestone.due)
    done = stored(
        form,
        lambda: milestones.move(
            actor(),
            version,
            one.followed,
            milestone,
            to=form.due.data or "",
            reason=form.reason.data or "",
        ),
    )
    if done:
        return _done(version, one.followed, gettext("The milestone has a new date."))
    return _form(version, form, gettext("Move a milestone"), one.followed, milestone.title)


@bp.route("/<uuid:activity_uid>/reports/<uuid:note_id>/withdraw", methods=["GET", "POST"])
def withdraw(plan_id: UUID, activity_uid: UUID, note_id: UUID) -> ResponseReturnValue:
    """Take a report back; it stays on record."""
    version, one = _load(plan_id, activity_uid, REPORT)
    uid = one.followed.activity.uid
    activity_reports.to_withdraw(actor(), version, uid, str(note_id))
    form = TakenBackForm()
    done = stored(
        form,
        lambda: activity_reports.withdraw(
            actor(), version, uid, str(note_id), form.because.data or ""
        ),
    )
    if done:
        return _done(version, one.followed, gettext("The report is withdrawn."))
    return _form(version, form, gettext("Withdraw a report"), one.followed)


@bp.get("/<uuid:activity_uid>/reports/<uuid:note_id>/file")
def file(plan_id: UUID, activity_uid: UUID, note_id: UUID) -> ResponseReturnValue:
    """The evidence of a report, byte for byte."""
    version = tracking.in_force(actor(), str(plan_id))
    kept, data = activity_reports.evidence(actor(), version, str(activity_uid), str(note_id))
    return send_file(io.BytesIO(data), kept.media_type, as_attachment=True, download_name=kept.name)


def _load(
    plan_id: UUID, uid: UUID, permission: Permission = Permission.ACTIVITY_SHOW
) -> tuple[PlanVersion, words.One]:
    version = tracking.own_in_force(actor(), str(plan_id), permission)
    return version, words.One(*activities.get(actor(), version, str(uid)))


def _whole(plan_id: UUID, uid: UUID) -> tuple[PlanVersion, words.One]:
    """For who follows the whole plan, and decides what institutions are held to."""
    version = tracking.in_force(actor(), str(plan_id), REPORT)
    return version, words.One(*activities.get(actor(), version, str(uid)))


def _report_form(version: PlanVersion, following: Following, one: Followed) -> ReportForm:
    """An officer of an institution speaks for that alone, and names what they see."""
    is_team = can(actor(), REPORT, version)
    into = words.targets(following, one)
    return ReportForm(
        phases=words.phases(one, merges=bool(into)),
        institutions=words.institutions(following.tracked, one) if is_team else (),
        into=into,
        is_merged=one.phase is Phase.MERGED,
        is_team=is_team,
        phase=None if one.phase is Phase.NOT_KNOWN else one.phase.value,
    )


def _reported(version: PlanVersion, followed: Followed, form: ReportForm) -> bool:
    said = Report(
        phase=Phase(form.phase.data) if form.phase.data else None,
        text=form.text.data or "",
        evidence=_sent(),
        behalf_uid=(form.behalf.data or None) if form.behalf else None,
        once=form.once.data or "",
        into_uid=(form.into.data or None) if form.into else None,
    )
    activity_reports.report(actor(), version, followed, said)
    return True


def _sent() -> Sent | None:
    sent = request.files.get("file")
    return (sent.filename, sent.read()) if sent is not None and sent.filename else None


def _done(version: PlanVersion, followed: Followed, said: str) -> ResponseReturnValue:
    flash(said, "success")
    uid = followed.activity.uid
    shown = url_for("activities.show", plan_id=version.plan_id, activity_uid=uid)
    return redirect(way_back.after(shown))


def _form(
    version: PlanVersion,
    form: Form,
    title: str,
    followed: Followed | None = None,
    milestone: Mapping[str, str] | None = None,
) -> ResponseReturnValue:
    return render_template(
        "activities/form.html",
        version=version,
        tabs=tabs(version),
        form=form,
        errors=form.problems,
        title=title,
        one=followed,
        milestone=milestone,
        url=way_back.here(),
        back=way_back.after(""),
    )
