"""How the indicators of a plan stand: last approved value, target, on track or not. Read only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Select, and_, exists, select
from sqlalchemy.orm import aliased

from nap_tracker import i18n
from nap_tracker.content.stand import Reading, Stand
from nap_tracker.estimates.on_track import Direction, Figure, OnTrack, on_track
from nap_tracker.extensions import db
from nap_tracker.i18n import gettext, use_locale
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
from nap_tracker.workflow.observing import APPROVED, WAITING
from nap_tracker.workflow.spans import Span


@dataclass(frozen=True, slots=True)
class Seen:
    """An observation as far as counting asks."""

    id: str
    as_of: str
    low: Decimal | None
    best: Decimal | None
    high: Decimal | None
    empty: str | None
    state: str
    has_evidence: bool


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


def lines(actor: Actor, version: PlanVersion) -> tuple[Line, ...]:
    """The indicators that are followed and the actor's to see, in two queries however many."""
    part = tracking.part_of(actor, version)
    require(actor, Permission.INDICATOR_SHOW, part)
    found = of_plan(version.plan_id)
    if can(actor, Permission.INDICATOR_SHOW, version):
        return found
    return tuple(line for line in found if line.track.responsible_uid in part.institutions)


def of_plan(plan_id: str, *, until: date | None = None) -> tuple[Line, ...]:
    """The same by values of days until then. Who may see them is the caller's to ask."""
    seen = _seen(plan_id, until)
    return tuple(
        _line(track, baseline, target, seen.get(track.id, ()))
        for track, baseline, target in db.session.execute(_tracks(plan_id))
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


def stands(plan: Plan, *, until: date, language: str) -> tuple[Stand, ...]:
    """Each followed indicator in words of one language, by values approved of days until then."""
    with use_locale(language):
        return tuple(_stand(line, language) for line in of_plan(plan.id, until=until))


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
    )


def _tracks(plan_id: str) -> Select[IndicatorTrack, IndicatorFigure, IndicatorFigure]:
    """What is followed, with start and target in force."""
    start, goal = aliased(IndicatorFigure), aliased(IndicatorFigure)
    query = select(IndicatorTrack, start, goal)
    for figure, kind in ((start, BASELINE), (goal, TARGET)):
        query = query.outerjoin(
            figure,
            and_(
                figure.track_id == IndicatorTrack.id,
                figure.kind == kind,
                figure.replaced_at.is_(None),
            ),
        )
    query = query.where(IndicatorTrack.plan_id == plan_id, IndicatorTrack.ended_at.is_(None))
    return query.order_by(IndicatorTrack.created_at, IndicatorTrack.id)


def _seen(plan_id: str, until: date | None) -> Mapping[str, list[Seen]]:
    """By indicator, the oldest first: of the same day the one approved last stands last."""
    proven = exists().where(ObservationFile.observation_id == Observation.id)
    query = (
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
        )
        .where(Observation.plan_id == plan_id)
        .order_by(Observation.as_of, Observation.decided_at, Observation.id)
    )
    found: dict[str, list[Seen]] = {}
    for track, id, as_of, low, best, high, empty, state, is_proven in db.session.execute(query):
        one = Seen(id, as_of, low, best, high, empty, state, is_proven)
        if until is None or Span.of(one.as_of).last <= until:
            found.setdefault(track, []).append(one)
    for several in found.values():
        several.sort(key=lambda one: Span.of(one.as_of).last)
    return found


def _figure(one: IndicatorFigure | Observation | Seen | None, on: str | None) -> Figure | None:
    if one is None:
        return None
    return Figure(one.best, one.low, one.high, Span.of(on).last if on else None)


def _stand(line: Line, language: str) -> Stand:
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
        ),
    )
