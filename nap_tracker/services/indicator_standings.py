"""How the indicators of a plan stand: last approved value, target, on track or not. Read only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Executable, and_, bindparam, exists, or_, select, true

from nap_tracker import i18n
from nap_tracker.clock import day_of, end_of
from nap_tracker.content.stand import Reading, Stand
from nap_tracker.estimates.on_track import Direction, Figure, OnTrack, on_track
from nap_tracker.extensions import db
from nap_tracker.i18n import gettext, ngettext, use_locale
from nap_tracker.models.base import UTCDateTime
from nap_tracker.models.indicator_track import (
    IndicatorFigure,
    IndicatorTrack,
    Observation,
    ObservationFile,
)
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.permissions import can, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import tracking
from nap_tracker.services.indicator_figures import BASELINE, TARGET
from nap_tracker.services.indicator_words import value_words
from nap_tracker.workflow.observing import APPROVED, WAITING, place_in_time
from nap_tracker.workflow.spans import Span, was_by

_Told = tuple[IndicatorTrack, IndicatorFigure | None, IndicatorFigure | None]


class Seen(NamedTuple):
    """An observation as far as counting asks."""

    id: str
    as_of: str
    low: Decimal | None
    best: Decimal | None
    high: Decimal | None
    empty: str | None
    state: str
    has_evidence: bool
    recorded_at: datetime
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator, as it stands."""

    track: IndicatorTrack
    standing: OnTrack
    last: Seen | None
    """The newest approved one; nothing else counts."""
    baseline: IndicatorFigure | None
    target: IndicatorFigure | None
    approved: int
    unproven: int
    """Approved ones without evidence."""
    waiting: int
    counted: tuple[Seen, ...] = ()
    """The approved ones, the oldest first."""


def lines(actor: Actor, version: PlanVersion) -> tuple[Line, ...]:
    """The indicators that are followed and the actor's to see, in two queries however many."""
    part = tracking.part_of(actor, version)
    require(actor, Permission.INDICATOR_SHOW, part)
    found = of_plan(version.plan_id)
    if can(actor, Permission.INDICATOR_SHOW, version):
        return found
    return tuple(line for line in found if line.track.responsible_uid in part.institutions)


@dataclass(frozen=True, slots=True)
class AsOf:
    """A day of the Party that is looked at from its end."""

    day: date
    zone: str

    @property
    def ends_at(self) -> datetime:
        return end_of(self.day, self.zone)

    def of(self, moment: datetime) -> date:
        return day_of(moment, self.zone)


def of_plan(plan_id: str, *, until: AsOf | None = None) -> tuple[Line, ...]:
    """The same as it stood on a day, by values of days until then.

    Who may see them is the caller's to ask.
    """
    seen = _seen(plan_id, until)
    return tuple(
        _line(track, baseline, target, seen.get(track.id, ()))
        for track, baseline, target in _tracks(plan_id, until)
    )


def waiting(actor: Actor, version: PlanVersion) -> Sequence[tuple[Observation, IndicatorTrack]]:
    """Values that wait for somebody to approve them, the oldest first."""
    require(actor, Permission.INDICATOR_APPROVE, version)
    query = (
        select(Observation, IndicatorTrack)
        .join(IndicatorTrack, IndicatorTrack.id == Observation.track_id)
        .where(Observation.plan_id == version.plan_id, Observation.state == WAITING.value)
        .order_by(Observation.sent_at, Observation.id)
    )
    return [(one, track) for one, track in db.session.execute(query)]


def standing_of(
    track: IndicatorTrack,
    baseline: IndicatorFigure | None,
    target: IndicatorFigure | None,
    last: Seen | Observation | None,
) -> OnTrack:
    """On track or not, of figures that are already loaded."""
    return on_track(
        Direction(track.direction),
        margin=track.margin,
        baseline=_figure(baseline, baseline.on if baseline else None),
        target=_figure(target, target.on if target else None),
        last=_figure(last, last.as_of if last else None),
    )


def stands(
    plan: Plan, *, until: date, language: str, since: date | None = None
) -> tuple[Stand, ...]:
    """Each followed indicator in words of one language, by approved values of days until then.

    Start and target are those that held then. With `since`, also how often it was measured from
    then on, where it was.
    """
    day = AsOf(until, plan.party.time_zone)
    with use_locale(language):
        return stood(of_plan(plan.id, until=day), day, since=since)


def stood(lines: Iterable[Line], until: AsOf, *, since: date | None = None) -> tuple[Stand, ...]:
    """The same of indicators as they were on that day, in the language in force."""
    return tuple(_stand(line, i18n.locale(), since, until) for line in lines)


def _line(
    track: IndicatorTrack,
    baseline: IndicatorFigure | None,
    target: IndicatorFigure | None,
    seen: Iterable[Seen],
) -> Line:
    counted = [one for one in seen if one.state == APPROVED]
    last = counted[-1] if counted else None
    return Line(
        track=track,
        standing=standing_of(track, baseline, target, last),
        last=last,
        baseline=baseline,
        target=target,
        approved=len(counted),
        unproven=sum(not one.has_evidence for one in counted),
        waiting=sum(one.state == WAITING for one in seen),
        counted=tuple(counted),
    )


def _tracks(plan_id: str, until: AsOf | None) -> Iterator[_Told]:
    """What is followed, with the start and target in force.

    Of a day that is past: those that held then; of what nobody had written down by then, the
    first there was. One query.
    """
    asked: dict[str, Any] = {"plan": plan_id}
    if until is not None:
        asked["ends_at"] = until.ends_at
    tracks: dict[str, IndicatorTrack] = {}
    figures: dict[tuple[str, str], IndicatorFigure] = {}
    for track, one in db.session.execute(_followed(until is not None), asked):
        tracks[track.id] = track
        if one is None:
            continue
        if until is None or one.created_at < until.ends_at:
            figures[track.id, one.kind] = one
        else:
            figures.setdefault((track.id, one.kind), one)
    for id, track in tracks.items():
        yield track, figures.get((id, BASELINE)), figures.get((id, TARGET))


@cache
def _followed(of_a_day: bool) -> Executable:
    """Put together once: every page of an activity asks it too."""
    figure = IndicatorFigure
    still: ColumnElement[bool] = IndicatorTrack.ended_at.is_(None)
    held: ColumnElement[bool] = figure.replaced_at.is_(None)
    if of_a_day:
        ends_at = bindparam("ends_at", type_=UTCDateTime)
        still, held = or_(still, IndicatorTrack.ended_at >= ends_at), true()
    return (
        select(IndicatorTrack, figure)
        .outerjoin(figure, and_(figure.track_id == IndicatorTrack.id, held))
        .where(IndicatorTrack.plan_id == bindparam("plan"), still)
        .order_by(IndicatorTrack.created_at, IndicatorTrack.id, figure.created_at, figure.id)
    )


def _seen(plan_id: str, until: AsOf | None) -> Mapping[str, list[Seen]]:
    """By indicator, the oldest first."""
    found: dict[str, list[Seen]] = {}
    for track, *told in db.session.execute(_observed(), {"plan": plan_id}):
        one = Seen(*told)
        if until is None or was_by(one.as_of, until.day, until.of(one.recorded_at)):
            found.setdefault(track, []).append(one)
    for several in found.values():
        several.sort(
            key=lambda one: place_in_time(one.as_of, one.decided_at, one.recorded_at, one.id)
        )
    return found


@cache
def _observed() -> Executable:
    proven = exists().where(ObservationFile.observation_id == Observation.id)
    return (
        select(
            Observation.track_id,
            Observation.id,
            Observation.as_of,
            Observation.low,
            Observation.best,
            Observation.high,
            Observation.empty,
            Observation.state,
            proven,
            Observation.created_at,
            Observation.decided_at,
        )
        .where(Observation.plan_id == bindparam("plan"))
        .order_by(Observation.id)
    )


def _figure(one: IndicatorFigure | Observation | Seen | None, on: str | None) -> Figure | None:
    if one is None:
        return None
    return Figure(one.best, one.low, one.high, Span.of(on).last if on else None)


def _stand(line: Line, language: str, since: date | None, until: AsOf) -> Stand:
    def said(key: str, label: str, value: str) -> Reading:
        return Reading(key, label, value if value.strip("– ") else gettext("Not known"))

    track, last = line.track, line.last
    as_of = i18n.day(last.as_of, language) if last else ""
    due = i18n.day(line.target.on, language) if line.target and line.target.on else ""
    return Stand(
        kind="indicator",
        uid=track.id,
        number="",
        title=i18n.chosen(track.title, language),
        items=tuple(track.items),
        readings=(
            said(
                "baseline",
                gettext("Value at the start"),
                value_words(track, line.baseline, language),
            ),
            said("target", gettext("Target"), value_words(track, line.target, language)),
            said("target_on", gettext("To be reached by"), due),
            said("last", gettext("Last approved value"), value_words(track, last, language)),
            said("as_of", gettext("As of"), as_of),
            Reading(
                "standing",
                gettext("On track?"),
                gettext(line.standing.words),
                line.standing.verdict.value,
            ),
            *_measured(line, since),
            *_later(line, until),
        ),
    )


def _measured(line: Line, since: date | None) -> Iterator[Reading]:
    """That there are values of the period; nothing where there is none."""
    if since is None:
        return
    values = [one for one in line.counted if one.best is not None or one.low is not None]
    found = sum(Span.of(one.as_of).last >= since for one in values)
    if found:
        words = ngettext("%(n)s approved value", "%(n)s approved values", found)
        yield Reading("value", gettext("Measured in the period"), words)


def _later(line: Line, until: AsOf) -> Iterator[Reading]:
    """That the last value was approved only after the day it is asked for."""
    decided_at = line.last.decided_at if line.last else None
    if decided_at is not None and decided_at >= until.ends_at:
        on = i18n.day(until.of(decided_at))
        words = gettext("The last value was approved on %(day)s", day=on)
        yield Reading("later", gettext("Reported after the period"), words)
