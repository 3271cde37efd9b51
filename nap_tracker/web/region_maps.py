"""Outlines of a plan's regions: uploading them, saying which is which region, removing them."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.charts.map import Map
from nap_tracker.charts.tiles import Tiles
from nap_tracker.clock import today
from nap_tracker.content.tracked import TrackedRegion
from nap_tracker.errors import Invalid, InvalidFile
from nap_tracker.extensions import db
from nap_tracker.forms.region_maps import (
    MatchForm,
    OutlinesForm,
    PropertyForm,
    RemovalForm,
    match_form,
)
from nap_tracker.i18n import chosen, gettext, listing
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.region_map import RegionMap
from nap_tracker.services import drawn_regions, plans, practice_pictures, practices, region_maps
from nap_tracker.services.region_maps import Gone
from nap_tracker.web.door import actor
from nap_tracker.web.plan_pages import Tab, tabs
from nap_tracker.web.storing import stored
from nap_tracker.web.transactions import begin_writing

bp = Blueprint("region_maps", __name__, url_prefix="/plans/<uuid:plan_id>/practices/outlines")


@bp.route("", methods=["GET", "POST"])
def index(plan_id: UUID) -> ResponseReturnValue:
    """The outlines in use, and a place to upload others."""
    version = region_maps.in_force(actor(), str(plan_id))
    form = OutlinesForm()
    problems: list[tuple[str, str]] = []
    if form.validate_on_submit():
        trial_id, problems = _take_in(version, form)
        if trial_id:
            return redirect(url_for("region_maps.show", plan_id=plan_id, map_id=trial_id))
    return render_template(
        "region_maps/index.html",
        version=version,
        tabs=_tabs(version),
        kept=region_maps.kept(actor(), version),
        form=form,
        problems=problems,
        errors=form.problems,
    )


@bp.route("/<uuid:map_id>", methods=["GET", "POST"])
def show(plan_id: UUID, map_id: UUID) -> ResponseReturnValue:
    """Which outline is which region, with the map as it is drawn then; keep it, or look again."""
    version = region_maps.in_force(actor(), str(plan_id))
    of_file = region_maps.get(actor(), version, str(map_id))
    regions = practices.regions_of(version)
    matches = region_maps.matches(of_file, regions)
    form = match_form(
        [(one.called, one.region_uid) for one in matches],
        [(uid, chosen(one.name) or gettext("Untitled")) for uid, one in regions.items()],
        region_maps.sum_of(of_file),
    )
    act = region_maps.match if "look" in request.form else region_maps.keep
    seen = form.seen.data or ""
    done = stored(form, lambda: act(actor(), version, of_file, form.regions, seen=seen))
    if done and act is region_maps.match:
        return redirect(url_for("region_maps.show", plan_id=plan_id, map_id=map_id))
    if done:
        flash(gettext("The maps are drawn with these outlines now."), "success")
        return redirect(url_for("practices.index", plan_id=plan_id))
    return _shown(version, of_file, form)


@bp.post("/<uuid:map_id>/property")
def choose(plan_id: UUID, map_id: UUID) -> ResponseReturnValue:
    """Match the outlines by another property of the file."""
    version = region_maps.in_force(actor(), str(plan_id))
    trial = region_maps.get(actor(), version, str(map_id))
    form = PropertyForm(properties=trial.properties)
    called_by = form.called_by
    done = stored(
        form, lambda: region_maps.choose_property(actor(), version, trial, called_by.data or "")
    )
    if done is None:
        for message in called_by.errors:
            flash(gettext(message), "error")
    return redirect(url_for("region_maps.show", plan_id=plan_id, map_id=map_id))


@bp.route("/<uuid:map_id>/remove", methods=["GET", "POST"])
def remove(plan_id: UUID, map_id: UUID) -> ResponseReturnValue:
    """Draw no map any more."""
    version = region_maps.in_force(actor(), str(plan_id))
    of_file = region_maps.get(actor(), version, str(map_id))
    if stored(RemovalForm(), lambda: _remove(version, of_file)):
        flash(gettext("The outlines are removed."), "success")
        return redirect(url_for("practices.index", plan_id=plan_id))
    return render_template(
        "region_maps/remove.html", version=version, tabs=_tabs(version), of_file=of_file
    )


@bp.errorhandler(Gone)
def _gone(error: Gone) -> ResponseReturnValue:
    """Back to where a file is uploaded, with the reason."""
    db.session.rollback()
    flash(gettext(error.message), "error")
    return redirect(url_for("region_maps.index", plan_id=(request.view_args or {})["plan_id"]))


def _take_in(version: PlanVersion, form: OutlinesForm) -> tuple[str, list[tuple[str, str]]]:
    """The id of the trial; else "" and what is wrong in the file, by feature."""
    chosen_file = form.file.data
    try:
        found = region_maps.read(actor(), version, chosen_file.read())
        begin_writing()
        trial = region_maps.add(actor(), version, name=chosen_file.filename or "", found=found)
    except (Invalid, InvalidFile) as error:
        db.session.rollback()
        form.refuse(Invalid(error.message, error.params, about="file"))
        return "", _by_feature(error)
    db.session.commit()
    return trial.id, []


def _by_feature(error: Invalid | InvalidFile) -> list[tuple[str, str]]:
    problems = error.problems if isinstance(error, InvalidFile) else ()
    return [
        (
            gettext("Feature %(number)s, “%(name)s”", number=one.path, name=one.params["name"])
            if one.params["name"]
            else gettext("Feature %(number)s", number=one.path),
            gettext(one.message, **one.params),
        )
        for one in problems
    ]


def _remove(version: PlanVersion, of_file: RegionMap) -> bool:
    region_maps.remove(actor(), version, of_file)
    return True


def _shown(version: PlanVersion, of_file: RegionMap, form: MatchForm) -> str:
    plan_regions = practices.regions_of(version)
    drawn = set(form.regions)
    if form.seen.data != region_maps.sum_of(of_file):
        _tell_what_holds(form, of_file, plan_regions)
    property_form = PropertyForm(
        properties=of_file.properties, formdata=None, data={"called_by": of_file.called_by}
    )
    return render_template(
        "region_maps/show.html",
        version=version,
        tabs=_tabs(version),
        of_file=of_file,
        form=form,
        property_form=property_form,
        without=listing([chosen(r.name) for uid, r in plan_regions.items() if uid not in drawn]),
        picture=_picture(version, of_file),
        errors=form.problems,
    )


def _tell_what_holds(
    form: MatchForm, of_file: RegionMap, regions: Mapping[str, TrackedRegion]
) -> None:
    """Beside each selection another match that somebody made meanwhile; the next press replaces
    it knowingly."""
    for field, one in zip(form.outlines, region_maps.matches(of_file, regions), strict=True):
        if (field.data or None) != one.region_uid:
            region = regions.get(one.region_uid or "")
            name = chosen(region.name) if region else gettext("No region of the plan")
            told = gettext(
                "“%(outline)s” is now: %(region)s", outline=field.label.text, region=name
            )
            field.errors = [*field.errors, told]
    form.seen.data = region_maps.sum_of(of_file)


def _picture(version: PlanVersion, of_file: RegionMap) -> Map | Tiles:
    """The maps as they would be drawn."""
    board = practices.of_version(actor(), version)
    on = today(version.plan.party.time_zone)
    drawn = drawn_regions.of_file(of_file)
    return practice_pictures.regions(board, practices.labels(), version, on, drawn)


def _tabs(version: PlanVersion) -> list[Tab]:
    """Those of the newest version: what may be done to the plan is done there."""
    return tabs(plans.newest(actor(), version.plan_id))
