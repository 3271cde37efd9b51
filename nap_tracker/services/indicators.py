"""Which indicators of a plan in force are followed, and how. Figures: `indicator_figures`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from nap_tracker import i18n
from nap_tracker.annex_c import values
from nap_tracker.annex_c.indicators import QUANTITY, SCALE, SHARE, library
from nap_tracker.clock import now, today
from nap_tracker.content.tree import EntryContent, Words
from nap_tracker.errors import Hidden, Invalid
from nap_tracker.estimates.on_track import Direction
from nap_tracker.estimates.units import UNITS
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.base import new_uid
from nap_tracker.models.indicator_track import IndicatorTrack
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import Task, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import contents, history, indicator_figures
from nap_tracker.services.indicator_figures import BASELINE, TARGET, Figures
from nap_tracker.workflow.spans import Span

MONEY, OTHER = "USD", "other"
UNIT_CODES = (*UNITS, MONEY, OTHER)
MARGIN = Decimal(10)
"""Per cent of the way, where nobody says otherwise."""
LONGEST_WORDS = 4000
LONGEST_TITLE = 300
MOST_STEPS = 9
NOTHING_HERE = N_("There is nothing at this address, or you may not see it.")


@dataclass(frozen=True, slots=True)
class Settings:
    """How an indicator is followed."""

    direction: Direction
    margin: Decimal = MARGIN
    shows_progress: bool = True
    limits: str = ""
    frequency: str | None = None
    split: Sequence[str] = ()
    responsible_uid: str | None = None
    activities: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Own:
    """An indicator that neither the plan nor the library has."""

    title: str
    language: str
    definition: str = ""
    kind: str = QUANTITY
    unit: str = "count"
    unit_words: str = ""
    items: Sequence[str] = ()
    steps: Sequence[str] = ()
    """Of a scale, the lowest first."""


def of_plan(actor: Actor, version: PlanVersion) -> Sequence[IndicatorTrack]:
    """What is followed, those first that were chosen first; the ended ones among them."""
    require(actor, Permission.INDICATOR_SHOW, version)
    query = select(IndicatorTrack).filter_by(plan_id=version.plan_id)
    return db.session.scalars(query.order_by(IndicatorTrack.created_at, IndicatorTrack.id)).all()


def get(
    actor: Actor,
    version: PlanVersion,
    track_id: str,
    permission: Permission = Permission.INDICATOR_SHOW,
) -> IndicatorTrack:
    """One indicator of this plan. Raises Hidden behind a wall or in another plan."""
    query = select(IndicatorTrack).filter_by(id=track_id, plan_id=version.plan_id)
    found = db.session.scalar(query)
    require(actor, permission, version if found is None else task_of(version, found))
    if found is None:
        raise Hidden(NOTHING_HERE)
    return found


def task_of(version: PlanVersion, track: IndicatorTrack) -> Task:
    """An indicator as the subject of a question: the institution that measures it reports too."""
    return Task(version, frozenset({track.responsible_uid} - {None}))  # type: ignore[arg-type]


def follow_standard(
    actor: Actor, version: PlanVersion, standard_id: str, measure_id: str
) -> IndicatorTrack:
    """Choose one figure of the library, with its definition as it stands now.

    Chosen twice it is followed once. Raises Hidden where the library has no such figure.
    """
    require(actor, Permission.INDICATOR_DEFINE, version)
    standard = library().get(standard_id)
    measure = standard.measure(measure_id) if standard else None
    if standard is None or measure is None:
        raise Hidden(NOTHING_HERE)
    source = f"library:{standard_id}:{measure_id}"
    already = _followed(version, source)
    if already is not None:
        return _taken_up(actor, already)
    titles, definitions = {}, {}
    for language in i18n.languages():
        theirs = library(language)[standard_id]
        its = theirs.measure(measure_id)
        titles[language] = theirs.called(its) if its else theirs.title
        definitions[language] = theirs.definition
    track = IndicatorTrack(
        party_id=version.party_id,
        plan_id=version.plan_id,
        source=source,
        title=titles,
        definition=definitions,
        kind=measure.kind,
        unit=measure.unit,
        items=list(standard.items),
        direction=measure.direction,
        margin=MARGIN,
        split=["sex", "age", "region"] if measure.split else [],
    )
    return _chosen(actor, track)


def follow_row(actor: Actor, version: PlanVersion, uid: str) -> IndicatorTrack:
    """Follow an indicator of the plan itself; start and target come from the frozen text."""
    require(actor, Permission.INDICATOR_DEFINE, version)
    rows = contents.load(version).rows("indicator")
    row = next((one for one in rows if one.uid == uid), None)
    if row is None:
        raise Hidden(NOTHING_HERE)
    already = _followed(version, f"row:{uid}")
    if already is not None:
        return _taken_up(actor, already)
    said = row.answers
    start, goal = said.get("baseline_value"), said.get("target_value")
    unit = next((q["unit"] for q in (goal, start) if q and q.get("unit") in UNITS), OTHER)
    track = IndicatorTrack(
        party_id=version.party_id,
        plan_id=version.plan_id,
        source=f"row:{uid}",
        title=dict(said.get("title") or {version.plan.language: "–"}),
        definition=dict(said.get("method") or {}),
        kind=QUANTITY,
        unit=unit,
        unit_words=dict(said.get("unit") or {}),
        items=list(said.get("items") or ()),
        direction=_way(start, goal).value,
        margin=MARGIN,
        frequency=said.get("frequency"),
        split=list(said.get("disaggregation") or ()),
        responsible_uid=said.get("responsible"),
    )
    _chosen(actor, track)
    _from_text(actor, version, track, row)
    return track


def follow_own(
    actor: Actor, version: PlanVersion, own: Own, settings: Settings, *, id: str = ""
) -> IndicatorTrack:
    """Note an indicator of the team's own; `id` is the page's, so that sent twice it is one."""
    require(actor, Permission.INDICATOR_DEFINE, version)
    source = f"own:{id or new_uid()}"
    already = _followed(version, source)
    if already is not None:
        return already
    _check_own(own)
    track = IndicatorTrack(
        party_id=version.party_id,
        plan_id=version.plan_id,
        source=source,
        title={own.language: own.title.strip()},
        definition=_words(own.language, own.definition),
        kind=own.kind,
        unit={SHARE: "%", SCALE: OTHER}.get(own.kind, own.unit),
        unit_words=_words(own.language, own.unit_words),
        items=list(own.items),
        steps=[{own.language: step.strip()} for step in own.steps if step.strip()],
        direction=settings.direction.value,
        margin=settings.margin,
    )
    _set(track, settings)
    return _chosen(actor, track)


def change(
    actor: Actor, version: PlanVersion, track: IndicatorTrack, settings: Settings
) -> IndicatorTrack:
    """Change how it is followed; what it is and its unit stay, since figures hang on them."""
    require(actor, Permission.INDICATOR_DEFINE, version)
    _set(track, settings)
    record(actor, track, "indicator:changed")
    db.session.flush()
    return track


def end(actor: Actor, version: PlanVersion, track: IndicatorTrack) -> IndicatorTrack:
    """Follow it no longer; what was observed stays. Twice it changes nothing."""
    require(actor, Permission.INDICATOR_DEFINE, version)
    if track.ended_at is None:
        track.ended_at = now()
        record(actor, track, "indicator:ended")
        db.session.flush()
    return track


def close(
    actor: Actor, version: PlanVersion, track: IndicatorTrack, until: str, *, reason: str = ""
) -> IndicatorTrack:
    """Close values up to a day, or open some again, which asks for a reason. Raises Invalid."""
    require(actor, Permission.INDICATOR_APPROVE, version)
    opens = _opens(track.closed_until, until)
    if opens and not reason.strip():
        raise Invalid(N_("Say why values that were closed are opened again"), about="reason")
    if until and Span.of(until).last > today(version.plan.party.time_zone):
        raise Invalid(N_("Only values up to today can be closed"), about="until")
    track.closed_until = until or None
    kind = "indicator:reopened" if opens else "indicator:closed"
    record(actor, track, kind, content=reason.strip() or None)
    db.session.flush()
    return track


def _opens(closed: str | None, until: str) -> bool:
    """Whether less is closed than before: of a year that is its last day."""
    return bool(closed) and (not until or Span.of(until).last < Span.of(closed or "").last)


def record(
    actor: Actor, track: IndicatorTrack, kind: str, *, content: str | None = None, **details: str
) -> None:
    """Write an act on an indicator down."""
    history.record(
        actor,
        kind,
        party_id=track.party_id,
        plan_id=track.plan_id,
        subject=f"indicator:{track.id}",
        details={"source": track.source, **details},
        content=content,
    )


def _followed(version: PlanVersion, source: str) -> IndicatorTrack | None:
    query = select(IndicatorTrack).filter_by(plan_id=version.plan_id, source=source)
    return db.session.scalar(query)


def _taken_up(actor: Actor, track: IndicatorTrack) -> IndicatorTrack:
    if track.ended_at is not None:
        track.ended_at = None
        record(actor, track, "indicator:chosen")
        db.session.flush()
    return track


def _chosen(actor: Actor, track: IndicatorTrack) -> IndicatorTrack:
    db.session.add(track)
    db.session.flush()
    record(actor, track, "indicator:chosen")
    return track


def _from_text(
    actor: Actor, version: PlanVersion, track: IndicatorTrack, row: EntryContent
) -> None:
    """What the plan says of start and target, in the unit the plan says it in."""
    for kind, field in ((BASELINE, "baseline_value"), (TARGET, "target_value")):
        said = row.answers.get(field) or {}
        if not values.is_answered(said) or said.get("unit", track.unit) != track.unit:
            continue
        low, best, high = values.range_of(said)
        year = row.answers.get("target_year") if kind == TARGET else None
        figures = Figures(
            on=year or said.get("year"),
            low=low,
            best=best,
            high=high,
            is_unknown=values.is_empty_answer(said),
        )
        indicator_figures.record(actor, version, track, kind, figures)


def _way(start: object, goal: object) -> Direction:
    """Which way the plan wants it to go, as far as its figures say."""
    first, last = values.range_of(start)[1], values.range_of(goal)[1]
    if first is None or last is None or last > first:
        return Direction.UP
    return Direction.DOWN if last < first else Direction.STEADY


def _set(track: IndicatorTrack, settings: Settings) -> None:
    if not 0 <= settings.margin <= 100:
        raise Invalid(N_("Enter a margin from 0 to 100 per cent"), about="margin")
    if len(settings.limits) > LONGEST_WORDS:
        raise Invalid(N_("Shorten this to 4000 characters or fewer"), about="limits")
    track.direction = settings.direction.value
    track.margin = settings.margin
    track.shows_progress = settings.shows_progress
    track.limits = settings.limits.strip()
    track.frequency = settings.frequency
    track.split = list(settings.split)
    track.responsible_uid = settings.responsible_uid
    track.activities = list(settings.activities)


def _check_own(own: Own) -> None:
    if not own.title.strip() or len(own.title) > LONGEST_TITLE:
        raise Invalid(N_("Enter a name of at most 300 characters"), about="title")
    if own.kind not in (QUANTITY, SHARE, SCALE):
        raise Invalid(N_("Choose how it is measured"), about="kind")
    steps = [step for step in own.steps if step.strip()]
    if own.kind == SCALE and not 2 <= len(steps) <= MOST_STEPS:
        raise Invalid(N_("Describe two to nine steps, one on each line"), about="steps")
    if own.kind == QUANTITY and own.unit not in UNIT_CODES:
        raise Invalid(N_("Choose a unit"), about="unit")
    if own.kind == QUANTITY and own.unit == OTHER and not own.unit_words.strip():
        raise Invalid(N_("Say what is counted"), about="unit_words")
    if max(map(len, (own.definition, own.unit_words, *own.steps))) > LONGEST_WORDS:
        raise Invalid(N_("Shorten this to 4000 characters or fewer"), about="definition")


def _words(language: str, text: str) -> Words:
    return {language: text.strip()} if text.strip() else {}
