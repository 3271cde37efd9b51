"""Indicators of a plan in force: the list, choosing, one of them, its start and target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.annex_c.indicators import Measure, Standard, library
from nap_tracker.charts.trend import Trend
from nap_tracker.clock import today
from nap_tracker.errors import Hidden
from nap_tracker.estimates.on_track import DIRECTION_NAMES, Direction
from nap_tracker.extensions import db
from nap_tracker.forms.indicators import FigureForm
from nap_tracker.i18n import N_, chosen, day, gettext, locale, ngettext, number
from nap_tracker.models.indicator_track import IndicatorFigure, IndicatorTrack, Observation
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import can
from nap_tracker.roles import Permission
from nap_tracker.services import (
    indicator_figures,
    indicator_pictures,
    indicator_standings,
    indicator_words,
    indicators,
    observations,
    plans,
    tracking,
)
from nap_tracker.services.indicator_figures import BASELINE, TARGET, Change, Figures
from nap_tracker.web.door import actor
from nap_tracker.web.plan_pages import tabs
from nap_tracker.web.storing import stored
from nap_tracker.workflow.observing import APPROVED, OBSERVING, REASONS

bp = Blueprint("indicators", __name__, url_prefix="/plans/<uuid:plan_id>/indicators")

FIGURES = {BASELINE: N_("Value at the start"), TARGET: N_("Target")}


@dataclass(frozen=True, slots=True)
class Offer:
    """One figure that can be chosen."""

    source: str
    title: str
    definition: str
    note: str = ""


@bp.get("")
def index(plan_id: UUID) -> ResponseReturnValue:
    """Every indicator that is followed, with where it stands; what waits to be approved."""
    version = own_in_force(plan_id)
    approves = can(actor(), Permission.INDICATOR_APPROVE, version)
    lines = indicator_standings.lines(actor(), version)
    return render_template(
        "indicators/index.html",
        version=version,
        tabs=tabs(version),
        lines=lines,
        say=_say,
        unproven=_unproven(lines),
        part=tracking.part_of(actor(), version),
        waiting=indicator_standings.waiting(actor(), version) if approves else (),
        defines=can(actor(), Permission.INDICATOR_DEFINE, version),
    )


@bp.route("/add", methods=["GET", "POST"])
def add(plan_id: UUID) -> ResponseReturnValue:
    """Choose from the plan's own indicators and from the library."""
    version = in_force(plan_id, Permission.INDICATOR_DEFINE)
    if request.method == "POST":
        track = _follow(version, request.form.get("source", ""))
        db.session.commit()
        flash(gettext("The indicator is followed from now on."), "success")
        return redirect(url_for("indicators.show", plan_id=plan_id, track_id=track.id))
    followed = {one.source for one in indicators.of_plan(actor(), version) if not one.ended_at}
    return render_template(
        "indicators/add.html",
        version=version,
        tabs=tabs(version),
        rows=[one for one in _of_plan(version) if one.source not in followed],
        standards=[one for one in _of_library() if one.source not in followed],
    )


@bp.get("/<uuid:track_id>")
def show(plan_id: UUID, track_id: UUID) -> ResponseReturnValue:
    """One indicator: what it means, where it stands, every value with its state."""
    version = own_in_force(plan_id)
    track = indicators.get(actor(), version, str(track_id))
    values = observations.of_track(actor(), version, track)
    figures = indicator_figures.of_track(track)
    now = {one.kind: one for one in figures if one.replaced_at is None}
    counted = [one for one in values if one.state == APPROVED]
    regions = regions_of(version)
    standing = indicator_standings.standing_of(
        track, now.get(BASELINE), now.get(TARGET), counted[0] if counted else None
    )
    return render_template(
        "indicators/show.html",
        version=version,
        tabs=tabs(version),
        track=track,
        title=chosen(track.title, locale()),
        definition=chosen(track.definition, locale()) if track.definition else "",
        values=values,
        files=observations.files_of(track),
        figures=figures,
        names={kind: gettext(words) for kind, words in FIGURES.items()},
        reasons=REASONS,
        states=OBSERVING.names,
        standing=standing,
        say=_say,
        groups=lambda one: indicator_words.groups_words(one.groups, regions, locale()),
        about=_about(version, track),
        picture=_picture(version, track, counted, now),
        defines=can(actor(), Permission.INDICATOR_DEFINE, version),
        reports=can(actor(), Permission.INDICATOR_REPORT, indicators.task_of(version, track)),
        approves=can(actor(), Permission.INDICATOR_APPROVE, version),
    )


@bp.route("/<uuid:track_id>/figures/<string:figure>", methods=["GET", "POST"])
def figure(plan_id: UUID, track_id: UUID, figure: str) -> ResponseReturnValue:
    """Say where it starts or what is to be reached."""
    if figure not in FIGURES:
        raise Hidden(indicators.NOTHING_HERE)
    version = in_force(plan_id, Permission.INDICATOR_DEFINE)
    track = indicators.get(actor(), version, str(track_id), Permission.INDICATOR_DEFINE)
    form = FigureForm(
        asks_reason=indicator_figures.asks_reason(track, figure), is_target=figure == TARGET
    )
    made = stored(
        form,
        lambda: indicator_figures.record(
            actor(), version, track, figure, _figures(form), _change(form)
        ),
        otherwise="best",
    )
    if made:
        flash(gettext("It is recorded."), "success")
        return redirect(url_for("indicators.show", plan_id=plan_id, track_id=track_id))
    return render_template(
        "indicators/figure.html",
        version=version,
        tabs=tabs(version),
        track=track,
        title=gettext(FIGURES[figure]),
        unit=indicator_words.unit_words(track, locale()),
        form=form,
        action=url_for("indicators.figure", plan_id=plan_id, track_id=track_id, figure=figure),
        errors=form.problems,
    )


def in_force(plan_id: UUID, permission: Permission = Permission.INDICATOR_SHOW) -> PlanVersion:
    """The version in force, for a page about indicators."""
    return tracking.in_force(actor(), str(plan_id), permission)


def own_in_force(plan_id: UUID, permission: Permission = Permission.INDICATOR_SHOW) -> PlanVersion:
    """The same for pages that officers of the institutions which measure open too."""
    return tracking.own_in_force(actor(), str(plan_id), permission)


def regions_of(version: PlanVersion) -> dict[str, str]:
    """The regions of the plan by uid, as its reader may know them."""
    tracked = tracking.of_version(actor(), version)
    return {one.uid: chosen(one.name or {"en": "–"}, locale()) for one in tracked.regions}


def _about(version: PlanVersion, track: IndicatorTrack) -> list[tuple[str, str]]:
    """How it is followed, in words."""
    tracked = tracking.of_version(actor(), version)
    row = plans.schema_of(version, locale()).register("indicator")
    body = tracked.institution(track.responsible_uid)
    said = [
        (gettext("Which way is good?"), gettext(DIRECTION_NAMES[Direction(track.direction)])),
        (gettext("Margin, in per cent"), number(indicator_words.plain(track.margin), locale())),
        (gettext("Who measures it?"), chosen(body.name, locale()) if body else ""),
        (
            gettext("How often is it measured?"),
            row.field("frequency").option(track.frequency).label if track.frequency else "",
        ),
        (gettext("What it cannot tell"), track.limits),
        (
            gettext("Values are closed up to"),
            day(track.closed_until, locale()) if track.closed_until else "",
        ),
    ]
    return [(name, words) for name, words in said if words]


def _say(track: IndicatorTrack, figure: indicator_words.Ranged | None) -> str:
    return indicator_words.value_words(track, figure, locale())


def _unproven(lines: Sequence[indicator_standings.Line]) -> str:
    every = sum(line.approved for line in lines)
    without = sum(line.unproven for line in lines)
    if not every:
        return ""
    return ngettext(
        "%(without)s of %(every)s approved value is without evidence.",
        "%(without)s of %(every)s approved values are without evidence.",
        every,
        without=without,
        every=every,
    )


def _follow(version: PlanVersion, source: str) -> IndicatorTrack:
    kind, _, rest = source.partition(":")
    if kind == "row":
        return indicators.follow_row(actor(), version, rest)
    standard, _, measure = rest.partition(":")
    return indicators.follow_standard(actor(), version, standard, measure)


def _of_plan(version: PlanVersion) -> list[Offer]:
    return [
        Offer(f"row:{one.uid}", chosen(one.title or {"en": "–"}, locale()), "")
        for one in tracking.of_version(actor(), version).indicators
    ]


def _of_library() -> list[Offer]:
    return [
        _offer(standard, measure)
        for standard in library(locale()).values()
        for measure in standard.measures
    ]


def _offer(standard: Standard, measure: Measure) -> Offer:
    mark = ""
    if standard.planetgold:
        mark = gettext("planetGOLD %(number)s", number=standard.planetgold)
    source = f"library:{standard.id}:{measure.id}"
    return Offer(source, standard.called(measure), standard.definition, mark)


def _figures(form: FigureForm) -> Figures:
    return Figures(
        on=form.on.data or None,
        low=form.low.number,
        best=form.best.number,
        high=form.high.number,
        is_unknown=form.unknown.data,
        source=form.source.data,
    )


def _change(form: FigureForm) -> Change:
    if "reason" not in form:
        return Change()
    return Change(form.reason.data or "", form.words.data)


def _picture(
    version: PlanVersion,
    track: IndicatorTrack,
    counted: Sequence[Observation],
    now: dict[str, IndicatorFigure],
) -> Trend | None:
    """Approved values against the target; none where a small group would be drawn."""
    on = today(version.plan.party.time_zone)
    return indicator_pictures.of_track(track, counted, now, on)
