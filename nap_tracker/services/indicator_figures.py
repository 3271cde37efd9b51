"""Start and target of an indicator. Changed after the first approved value, the old one stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import case, select

from nap_tracker.annex_c.definitions import Empty
from nap_tracker.annex_c.indicators import SCALE
from nap_tracker.clock import now
from nap_tracker.errors import Invalid
from nap_tracker.estimates.units import UNITS, to_base
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.indicator_track import IndicatorFigure, IndicatorTrack, Observation
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import history
from nap_tracker.workflow.observing import APPROVED, REASONS
from nap_tracker.workflow.spans import Span

BASELINE, TARGET = "baseline", "target"
SET = {BASELINE: "indicator:baseline-set", TARGET: "indicator:target-set"}
"""Kind of figure -> what its event is called."""
NOT_KNOWN = Empty.NOT_KNOWN.value
LARGEST = Decimal(10) ** 12
"""More than any figure of small-scale mining; larger ones do not fit a column."""
LONGEST_WORDS = 4000


@dataclass(frozen=True, slots=True)
class Figures:
    """A value as typed, in the unit of its indicator."""

    on: str | None = None
    low: Decimal | None = None
    best: Decimal | None = None
    high: Decimal | None = None
    is_unknown: bool = False
    source: str = ""

    @property
    def is_given(self) -> bool:
        return any(end is not None for end in (self.low, self.best, self.high))


@dataclass(frozen=True, slots=True)
class Change:
    """Why a figure is replaced: a code of workflow.observing.REASONS, and words."""

    reason: str = ""
    words: str = ""


def of_track(track: IndicatorTrack) -> Sequence[IndicatorFigure]:
    """Every start and target there ever was: those in force, the start before the target, then
    the newest."""
    query = select(IndicatorFigure).filter_by(track_id=track.id)
    is_replaced = IndicatorFigure.replaced_at.is_not(None)
    order = (
        is_replaced,
        case((is_replaced, ""), else_=IndicatorFigure.kind),  # "baseline" comes before "target"
        IndicatorFigure.created_at.desc(),
    )
    return db.session.scalars(query.order_by(*order, IndicatorFigure.id)).all()


def asks_reason(track: IndicatorTrack, kind: str) -> bool:
    """Whether a change of it has to be explained: something was approved, and there is one."""
    approved = select(Observation.id).filter_by(track_id=track.id, state=APPROVED.value).limit(1)
    return _in_force(track, kind) is not None and db.session.scalar(approved) is not None


def record(
    actor: Actor,
    version: PlanVersion,
    track: IndicatorTrack,
    kind: str,
    figures: Figures,
    change: Change = Change(),
) -> IndicatorFigure:
    """Say where it starts or what is to be reached. Raises Invalid about a field."""
    require(actor, Permission.INDICATOR_DEFINE, version)
    db.session.refresh(track, with_for_update=True)
    if figures.on:
        _day(figures.on)
    check(track, figures)
    if not figures.is_given and not figures.is_unknown:
        raise Invalid(N_("Enter a value, or say that it is not known"), about="best")
    if kind == TARGET and figures.is_given and not figures.on:
        raise Invalid(N_("Say by when it is to be reached"), about="on")
    before = _in_force(track, kind)
    made = IndicatorFigure(
        party_id=track.party_id,
        track_id=track.id,
        kind=kind,
        on=figures.on or None,
        source=figures.source.strip(),
        recorded_by_id=actor.user_id,
        **in_base(track, figures),
    )
    if before is not None:
        if _says_the_same(before, made):
            return before
        _replace(actor, track, before, change, is_explained=asks_reason(track, kind))
    db.session.add(made)
    history.record(
        actor,
        SET[kind],
        party_id=track.party_id,
        plan_id=track.plan_id,
        subject=f"indicator:{track.id}",
        details={"cause": change.reason} if before is not None else {},
        content=change.words.strip() or None,
    )
    db.session.flush()
    return made


def check(track: IndicatorTrack, figures: Figures) -> None:
    """Raises Invalid about the field that cannot be."""
    ends = [("low", figures.low), ("best", figures.best), ("high", figures.high)]
    given = [(name, end) for name, end in ends if end is not None]
    if given and figures.is_unknown:
        raise Invalid(N_("Enter a value, or say that it is not known, not both"), about="best")
    for name, end in given:
        if not 0 <= end < LARGEST:
            raise Invalid(N_("Enter a number from 0, and not longer than 12 digits"), about=name)
        if track.kind == SCALE and (end != int(end) or not 1 <= end <= len(track.steps)):
            raise Invalid(N_("Choose one of the steps"), about="best")
    if [end for _, end in given] != sorted(end for _, end in given):
        raise Invalid(N_("The lowest value comes first, the highest last"), about="low")
    if len(figures.source) > LONGEST_WORDS:
        raise Invalid(N_("Shorten this to 4000 characters or fewer"), about="source")


def in_base(track: IndicatorTrack, figures: Figures) -> dict[str, Decimal | str | None]:
    """The columns of a range, in the base unit of the indicator's unit."""
    ends = {"low": figures.low, "best": figures.best, "high": figures.high}
    return {
        **{
            name: end if end is None or track.unit not in UNITS else to_base(end, track.unit)
            for name, end in ends.items()
        },
        "empty": NOT_KNOWN if figures.is_unknown else None,
    }


def _day(partial: str) -> None:
    try:
        Span.of(partial)
    except ValueError:
        raise Invalid(N_("Enter a year, a month or a day"), about="on") from None


def _in_force(track: IndicatorTrack, kind: str) -> IndicatorFigure | None:
    query = select(IndicatorFigure).filter_by(track_id=track.id, kind=kind, replaced_at=None)
    return db.session.scalar(query)


def _says_the_same(one: IndicatorFigure, other: IndicatorFigure) -> bool:
    names = ("on", "low", "best", "high", "empty", "source")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _replace(
    actor: Actor,
    track: IndicatorTrack,
    before: IndicatorFigure,
    change: Change,
    *,
    is_explained: bool,
) -> None:
    if is_explained and (change.reason not in REASONS or not change.words.strip()):
        raise Invalid(
            N_("A value was approved already: choose why this changes, and say it in words"),
            about="reason",
        )
    if len(change.words) > LONGEST_WORDS:
        raise Invalid(N_("Shorten this to 4000 characters or fewer"), about="words")
    before.replaced_at = now()
    before.replaced_by_id = actor.user_id
    before.reason = change.reason or None
    before.reason_words = change.words.strip()
    db.session.flush()
