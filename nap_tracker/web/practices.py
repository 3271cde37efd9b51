"""The worst practices by site: how they stand, one site with its visits, recording a visit."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.clock import today
from nap_tracker.forms.dated_facts import WithdrawalForm
from nap_tracker.forms.site_visits import AgeForm, SiteForm, VisitForm
from nap_tracker.i18n import chosen, day, gettext
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.site_visit import OwnSite, SiteVisit
from nap_tracker.permissions import can
from nap_tracker.roles import Permission
from nap_tracker.services import (
    drawn_regions,
    plans,
    practice_pictures,
    practices,
    site_visits,
)
from nap_tracker.services.practices import Board, Site, SiteLine
from nap_tracker.web.door import actor
from nap_tracker.web.entries import here
from nap_tracker.web.plan_pages import Tab, tabs
from nap_tracker.web.storing import stored
from nap_tracker.workflow import eliminating
from nap_tracker.workflow.eliminating import (
    FINDING_NAMES,
    PRACTICES,
    STANDING_NAMES,
    Finding,
    Reading,
    Standing,
)

bp = Blueprint("practices", __name__, url_prefix="/plans/<uuid:plan_id>/practices")

SHOW, RECORD = Permission.ACTIVITY_SHOW, Permission.PRACTICE_RECORD
TONES = {
    Standing.PRESENT: "problem",
    Standing.REDUCED: "current",
    Standing.NEEDS_VISIT: "current",
}


@bp.get("")
def index(plan_id: UUID) -> ResponseReturnValue:
    """How each practice stands: over all sites, by region, and site by site for the team."""
    version = site_visits.in_force(actor(), str(plan_id), SHOW)
    board = practices.of_version(actor(), version)
    names = practices.labels()
    on = today(version.plan.party.time_zone)
    drawn = drawn_regions.of_plan(version.plan_id)
    return render_template(
        "practices/index.html",
        version=version,
        tabs=_tabs(version),
        board=board,
        names=names,
        records=can(actor(), RECORD, version),
        draws=can(actor(), Permission.OUTLINE_KEEP, version),
        progress=practice_pictures.progress(board, names, version, on),
        regions=practice_pictures.regions(board, names, version, on, drawn),
        is_drawn=drawn is not None,
        lines=[_row(version, board, line) for line in board.lines],
    )


@bp.route("/sites/<uuid:site_uid>", methods=["GET", "POST"])
def show(plan_id: UUID, site_uid: UUID) -> ResponseReturnValue:
    """One site: how it stands, every visit to it, and the form for the next one."""
    version = site_visits.in_force(actor(), str(plan_id))
    site, visits = site_visits.site_of(actor(), version, str(site_uid))
    names = practices.labels()
    form = VisitForm(practices=names)
    made = stored(form, lambda: _record(version, site, form))
    if made:
        flash(gettext("The visit is recorded."), "success")
        return redirect(_url(version, site))
    on, months = today(version.plan.party.time_zone), practices.months_of(version.plan_id)
    readings = practices.readings_of(site, visits, on, months)
    return render_template(
        "practices/show.html",
        version=version,
        tabs=_tabs(version),
        site=site,
        region=practices.region_name(practices.regions_of(version), site.region_uid),
        cells=[(names[code], _cell(reading)) for code, reading in readings.items()],
        months=months,
        visits=[_said(visit, names) for visit in visits],
        form=form,
        url=_url(version, site),
        errors=form.problems,
    )


@bp.route("/sites/<uuid:site_uid>/visits/<uuid:visit_id>/withdraw", methods=["GET", "POST"])
def withdraw(plan_id: UUID, site_uid: UUID, visit_id: UUID) -> ResponseReturnValue:
    """Say why a visit that was recorded counts no more."""
    version = site_visits.in_force(actor(), str(plan_id))
    site, _ = site_visits.site_of(actor(), version, str(site_uid))
    visit = site_visits.get(actor(), version, site.uid, str(visit_id))
    form = WithdrawalForm()
    made = stored(
        form,
        lambda: site_visits.withdraw(actor(), version, visit.id, because=form.because.data or ""),
    )
    if made:
        flash(gettext("The visit counts no more. It stays in the record."), "success")
        return redirect(_url(version, site))
    title = gettext("Withdraw the visit of %(date)s", date=day(visit.visited_on))
    return _withdrawal(version, site, form, title)


@bp.route("/sites/new", methods=["GET", "POST"])
def create(plan_id: UUID) -> ResponseReturnValue:
    """Add a site that the plan does not list."""
    version = site_visits.in_force(actor(), str(plan_id))
    regions = practices.regions_of(version)
    form = SiteForm(regions=[(uid, chosen(one.name)) for uid, one in regions.items()])
    site = stored(form, lambda: _add(version, form))
    if site:
        flash(gettext("The site is added. Record what a visit found there."), "success")
        return redirect(url_for("practices.show", plan_id=plan_id, site_uid=site.id))
    return render_template(
        "practices/create.html",
        version=version,
        tabs=_tabs(version),
        form=form,
        url=url_for("practices.create", plan_id=plan_id),
        errors=form.problems,
    )


@bp.route("/sites/<uuid:site_uid>/withdraw", methods=["GET", "POST"])
def delete(plan_id: UUID, site_uid: UUID) -> ResponseReturnValue:
    """Say why a site that was added counts no more."""
    version = site_visits.in_force(actor(), str(plan_id))
    site, _ = site_visits.own_site_of(actor(), version, str(site_uid))
    form = WithdrawalForm()
    gone = stored(
        form,
        lambda: site_visits.withdraw_site(
            actor(), version, site.uid, because=form.because.data or ""
        ),
    )
    if gone:
        flash(gettext("The site counts no more."), "success")
        return redirect(url_for("practices.index", plan_id=plan_id))
    return _withdrawal(version, site, form, gettext("Withdraw a site"))


@bp.route("/age", methods=["GET", "POST"])
def age(plan_id: UUID) -> ResponseReturnValue:
    """After how long an elimination asks for a new visit, in this plan."""
    version = site_visits.in_force(actor(), str(plan_id))
    form = AgeForm(data={"months": practices.months_of(version.plan_id)})
    if stored(form, lambda: _set_age(version, form)):
        flash(gettext("The time is changed."), "success")
        return redirect(url_for("practices.index", plan_id=plan_id))
    return render_template(
        "practices/age.html",
        version=version,
        tabs=_tabs(version),
        form=form,
        url=url_for("practices.age", plan_id=plan_id),
        errors=form.problems,
    )


@bp.get("/sites/<uuid:site_uid>/visits/<uuid:visit_id>/files/<uuid:visit_file_id>")
def file(plan_id: UUID, site_uid: UUID, visit_id: UUID, visit_file_id: UUID) -> ResponseReturnValue:
    """A file that shows what a visit found."""
    version = site_visits.in_force(actor(), str(plan_id))
    visit = site_visits.get(actor(), version, str(site_uid), str(visit_id))
    copy = site_visits.copy_of(actor(), version, visit.id, str(visit_file_id))
    data = io.BytesIO(copy.data)
    return send_file(data, copy.media_type, as_attachment=True, download_name=copy.name)


@dataclass(frozen=True, slots=True)
class Cell:
    """How one practice stands at one site, in words."""

    words: str
    tone: str
    since: str
    is_unknown: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One site in the table."""

    name: str
    region: str
    url: str
    is_own: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One visit with what it found."""

    visit: SiteVisit
    findings: tuple[tuple[str, str], ...]


def _record(version: PlanVersion, site: Site, form: VisitForm) -> SiteVisit:
    return site_visits.record(
        actor(),
        version,
        site.uid,
        details=form.details,
        findings=form.findings,
        sent=[(file.filename or "", file.read()) for file in form.sent],
        once=form.once.data or "",
    )


def _add(version: PlanVersion, form: SiteForm) -> OwnSite:
    return site_visits.add_site(
        actor(),
        version,
        name=form.name.data or "",
        region_uid=form.region.data or None,
        place=form.place.data or "",
    )


def _set_age(version: PlanVersion, form: AgeForm) -> bool:
    site_visits.set_age(actor(), version, form.months.data)
    return True


def _withdrawal(
    version: PlanVersion, site: Site, form: WithdrawalForm, title: str
) -> ResponseReturnValue:
    return render_template(
        "practices/withdraw.html",
        version=version,
        tabs=_tabs(version),
        site=site,
        back=_url(version, site),
        action=here(),
        title=title,
        form=form,
        errors=form.problems,
    )


def _tabs(version: PlanVersion) -> list[Tab]:
    """Those of the newest version: what may be done to the plan is done there."""
    return tabs(plans.newest(actor(), version.plan_id))


def _url(version: PlanVersion, site: Site) -> str:
    return url_for("practices.show", plan_id=version.plan_id, site_uid=site.uid)


def _row(version: PlanVersion, board: Board, line: SiteLine) -> Row:
    site = line.site
    cells = tuple(_cell(line.readings[code]) for code in PRACTICES)
    region = board.region_name(site.region_uid)
    return Row(site.called, region, _url(version, site), site.own is not None, cells)


def _cell(reading: Reading) -> Cell:
    standing = reading.standing
    return Cell(
        words=gettext(STANDING_NAMES[standing]),
        tone=TONES.get(standing, "plain"),
        since=_since(reading),
        is_unknown=standing in eliminating.OPEN,
    )


def _since(reading: Reading) -> str:
    """What the standing rests on."""
    if reading.newest is None:
        says = reading.standing is Standing.PRESENT
        return gettext("The plan says so; nobody has visited") if says else gettext("Never visited")
    date = day(reading.newest.on)
    if reading.standing is Standing.NEEDS_VISIT:
        return gettext("Eliminated as seen on %(date)s", date=date)
    if reading.standing is Standing.NOT_KNOWN and reading.known is not None:
        before = gettext(FINDING_NAMES[reading.known.finding])
        return gettext("%(date)s; before that: %(finding)s", date=date, finding=before)
    return date


def _said(visit: SiteVisit, names: Mapping[str, str]) -> Told:
    findings = tuple(
        (names[one.practice], gettext(FINDING_NAMES[Finding(one.finding)]))
        for one in visit.findings
    )
    return Told(visit, findings)
