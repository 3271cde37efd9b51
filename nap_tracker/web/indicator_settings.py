"""How an indicator is followed: settings, one of the team's own, ending, closing its periods."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.annex_c.indicators import QUANTITY, SCALE, SHARE
from nap_tracker.content.tracked import Tracked
from nap_tracker.estimates.on_track import DIRECTION_NAMES, Direction
from nap_tracker.estimates.units import UNITS
from nap_tracker.extensions import db
from nap_tracker.forms.indicator_settings import (
    Offered,
    OwnForm,
    PeriodForm,
    SettingsForm,
    pairs,
)
from nap_tracker.forms.parts import Form
from nap_tracker.i18n import N_, chosen, gettext, locale
from nap_tracker.models.indicator_track import IndicatorTrack
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import Permission
from nap_tracker.services import activities, indicator_words, indicators, plans
from nap_tracker.services.indicators import MARGIN, MONEY, OTHER, Own, Settings
from nap_tracker.web.activity_words import title_of
from nap_tracker.web.door import actor
from nap_tracker.web.indicators import in_force
from nap_tracker.web.plan_pages import tabs
from nap_tracker.web.storing import stored

bp = Blueprint("indicator_settings", __name__, url_prefix="/plans/<uuid:plan_id>/indicators")

DEFINE, APPROVE = Permission.INDICATOR_DEFINE, Permission.INDICATOR_APPROVE
KINDS = {
    QUANTITY: N_("As a quantity"),
    SHARE: N_("As a share: so many of so many"),
    SCALE: N_("As a step of a scale that is described"),
}


@bp.route("/new", methods=["GET", "POST"])
def create(plan_id: UUID) -> ResponseReturnValue:
    """Note an indicator that neither the plan nor the library has."""
    version = in_force(plan_id, DEFINE)
    form = OwnForm(
        offered=_offered(version),
        direction=Direction.UP.value,
        margin=MARGIN,
        shows_progress=True,
        kind=QUANTITY,
    )
    track = stored(
        form,
        lambda: indicators.follow_own(
            actor(), version, _own(version, form), _settings(form), id=form.once.data or ""
        ),
        otherwise="title",
    )
    if track:
        flash(gettext("The indicator is followed from now on."), "success")
        return _shown(track)
    return _page(version, form, gettext("Add an indicator of your own"), None)


@bp.route("/<uuid:track_id>/settings", methods=["GET", "POST"])
def edit(plan_id: UUID, track_id: UUID) -> ResponseReturnValue:
    """Change how it is followed."""
    version = in_force(plan_id, DEFINE)
    track = indicators.get(actor(), version, str(track_id), DEFINE)
    form = SettingsForm(offered=_offered(version), data=_data(track))
    if stored(form, lambda: indicators.change(actor(), version, track, _settings(form))):
        flash(gettext("It is recorded."), "success")
        return _shown(track)
    return _page(version, form, gettext("How it is followed"), track)


@bp.post("/<uuid:track_id>/end")
def end(plan_id: UUID, track_id: UUID) -> ResponseReturnValue:
    """Follow it no longer."""
    version = in_force(plan_id, DEFINE)
    track = indicators.get(actor(), version, str(track_id), DEFINE)
    indicators.end(actor(), version, track)
    db.session.commit()
    flash(gettext("It is followed no longer. What was observed stays."), "success")
    return redirect(url_for("indicators.index", plan_id=plan_id))


@bp.route("/<uuid:track_id>/period", methods=["GET", "POST"])
def period(plan_id: UUID, track_id: UUID) -> ResponseReturnValue:
    """Close values up to a day, or open some again with a reason."""
    version = in_force(plan_id, APPROVE)
    track = indicators.get(actor(), version, str(track_id), APPROVE)
    form = PeriodForm(data={"until": track.closed_until})
    if stored(
        form,
        lambda: indicators.close(
            actor(), version, track, form.until.data or "", reason=form.reason.data or ""
        ),
    ):
        flash(gettext("It is recorded."), "success")
        return _shown(track)
    return _page(version, form, gettext("Close or open values"), track)


def _offered(version: PlanVersion) -> Offered:
    schema = plans.schema_of(version, locale())
    following = activities.of_version(actor(), version)
    row = schema.register("indicator")
    language = following.tracked.language
    return Offered(
        directions=pairs(DIRECTION_NAMES),
        frequencies=[(one.code, one.label) for one in row.field("frequency").options],
        splits=[(one.code, one.label) for one in row.field("disaggregation").options],
        institutions=_institutions(following.tracked),
        activities=[(a.activity.uid, title_of(a, language)) for a in following.activities],
        kinds=pairs(KINDS),
        units=[
            *((code, schema.unit(code).name) for code in UNITS),
            (MONEY, gettext("US dollars")),
            (OTHER, gettext("Another unit")),
        ],
        items=[(one.key, f"{one.citation} {one.title}") for one in schema.items],
    )


def _institutions(tracked: Tracked) -> list[tuple[str, str]]:
    named = (
        (one.uid, chosen(one.name, tracked.language) if one.name else "")
        for one in tracked.institutions
    )
    return [(uid, name or gettext("Untitled")) for uid, name in named]


def _settings(form: SettingsForm) -> Settings:
    return Settings(
        Direction(form.direction.data or Direction.UP),
        margin=MARGIN if form.margin.number is None else form.margin.number,
        shows_progress=form.shows_progress.data,
        limits=form.limits.data or "",
        frequency=form.frequency.data or None,
        split=form.picked("split"),
        responsible_uid=form.responsible.data or None,
        activities=form.picked("activities"),
    )


def _data(track: IndicatorTrack) -> dict[str, object]:
    return {
        "direction": track.direction,
        "margin": indicator_words.plain(track.margin),
        "shows_progress": track.shows_progress,
        "limits": track.limits,
        "frequency": track.frequency or "",
        "responsible": track.responsible_uid or "",
        "split": track.split,
        "activities": track.activities,
    }


def _own(version: PlanVersion, form: OwnForm) -> Own:
    return Own(
        form.title.data or "",
        version.plan.language,
        definition=form.definition.data or "",
        kind=form.kind.data or QUANTITY,
        unit=form.unit.data or OTHER,
        unit_words=form.unit_words.data or "",
        items=form.picked("items"),
        steps=(form.steps.data or "").splitlines(),
    )


def _shown(track: IndicatorTrack) -> ResponseReturnValue:
    return redirect(url_for("indicators.show", plan_id=track.plan_id, track_id=track.id))


def _page(
    version: PlanVersion, form: Form, title: str, track: IndicatorTrack | None
) -> ResponseReturnValue:
    return render_template(
        "indicator_settings/form.html",
        version=version,
        tabs=tabs(version),
        track=track,
        title=title,
        form=form,
        action=request.path,
        errors=form.problems,
    )
