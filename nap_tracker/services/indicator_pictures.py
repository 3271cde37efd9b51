"""Pictures of indicators: approved values with their range, against the target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import select

from nap_tracker import i18n
from nap_tracker.charts.trend import Point, Trend, trend
from nap_tracker.extensions import db
from nap_tracker.i18n import chosen, gettext, locale
from nap_tracker.models.indicator_track import IndicatorFigure, IndicatorTrack, Observation
from nap_tracker.services import indicator_standings, indicator_words
from nap_tracker.services.indicator_figures import BASELINE, TARGET
from nap_tracker.services.indicator_standings import AsOf
from nap_tracker.services.observations import place_of
from nap_tracker.workflow.observing import APPROVED
from nap_tracker.workflow.spans import was_by

Figures = Mapping[str, IndicatorFigure]
"""Start and target that are in force, by kind."""


def of_track(
    track: IndicatorTrack, counted: Sequence[Observation], figures: Figures, on: date
) -> Trend | None:
    """`counted` are the approved values, the newest first. None where there is none, and where a
    small group would be drawn."""
    told: list[indicator_words.Ranged] = [*counted, *figures.values()]
    if not counted or any(indicator_words.hides(track, one) for one in told):
        return None
    ends = {kind: _point(track, one, one.on) for kind, one in figures.items() if one.on}
    return trend(
        _finding(track, counted[0], figures),
        unit=indicator_words.unit_words(track, locale()) or gettext("Value"),
        observations=[_point(track, one, one.as_of) for one in counted],
        baseline=ends.get(BASELINE),
        target=ends.get(TARGET),
        today=on,
        source=gettext("Approved values of this plan"),
        as_of=i18n.day(on),
    )


def of_plan(plan_id: str, until: AsOf) -> Iterator[tuple[str, Trend]]:
    """Title and picture of each indicator that is followed, by values that were approved then.

    Who may see them is the caller's to ask.
    """
    approved = _approved(plan_id, until)
    for line in indicator_standings.of_plan(plan_id, until=until):
        both = {BASELINE: line.baseline, TARGET: line.target}
        figures = {kind: one for kind, one in both.items() if one is not None}
        picture = of_track(line.track, approved.get(line.track.id, ()), figures, until.day)
        if picture is not None:
            yield chosen(line.track.title, locale()), picture


def _finding(track: IndicatorTrack, last: Observation, figures: Figures) -> str:
    stands = indicator_standings.standing_of(
        track, figures.get(BASELINE), figures.get(TARGET), last
    )
    return gettext(
        "%(indicator)s: %(standing)s",
        indicator=chosen(track.title, locale()),
        standing=gettext(stands.words),
    )


def _approved(plan_id: str, until: AsOf) -> Mapping[str, list[Observation]]:
    """By indicator, the newest first."""
    query = select(Observation).filter_by(plan_id=plan_id, state=APPROVED.value)
    found: dict[str, list[Observation]] = {}
    values = db.session.scalars(query.order_by(Observation.id))
    for one in sorted(values, key=place_of, reverse=True):
        if was_by(one.as_of, until.day, until.of(one.created_at)):
            found.setdefault(one.track_id, []).append(one)
    return found


def _point(track: IndicatorTrack, one: indicator_words.Ranged, on: str) -> Point:
    low, best, high = (
        None if end is None else indicator_words.in_unit(track, end)
        for end in (one.low, one.best, one.high)
    )
    return Point(on, best, low, high, indicator_words.value_words(track, one, locale()))
