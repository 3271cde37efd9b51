"""The figures in an institution's workbook: which are asked for, what is wrong, entering them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from nap_tracker.annex_c.decimals import DECIMALS
from nap_tracker.annex_c.indicators import SCALE, SHARE
from nap_tracker.content.reportable import (
    GROUP_SHEET,
    INDICATOR_SHEET,
    LABELS,
    OF_RANGE,
    OF_SHARE,
    Column,
    GroupLine,
    IndicatorLine,
)
from nap_tracker.content.tracked import Tracked
from nap_tracker.errors import Invalid
from nap_tracker.extensions import db
from nap_tracker.i18n import N_, chosen, day, gettext, locale
from nap_tracker.imports.institution_report import Fault, IndicatorReport, Report
from nap_tracker.models.indicator_track import IndicatorTrack, Observation
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.roles import Actor
from nap_tracker.services import indicator_words, observations
from nap_tracker.services.indicator_figures import Figures
from nap_tracker.services.indicator_standings import Line
from nap_tracker.services.observations import Typed
from nap_tracker.workflow.observing import SENT_BACK

KNOWN = N_("This value was reported before; it is not taken a second time.")
ROW = "row:"
NUMBERS = ("low", "best", "high", "part", "whole")
REGION = "region"
Key = tuple[str, str, tuple[Decimal | None, ...], frozenset[tuple[str, str, int]]]
"""By which a value is known again."""
Measured = Mapping[str, Line]
"""The indicators an institution measures, by the id of how they are followed."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A value of the file as it would be reported, in words."""

    label: str
    value: str
    as_of: str
    source: str
    comment: str
    groups: Sequence[tuple[str, str]] = ()
    """(who, how many)."""


def measured_by(lines: Iterable[Line], institution_uid: str) -> Measured:
    """In the order they were chosen."""
    return {line.track.id: line for line in lines if line.track.responsible_uid == institution_uid}


def asked(tracked: Tracked, measured: Measured) -> tuple[IndicatorLine, ...]:
    """A row of the workbook for each."""
    return tuple(_asked(tracked, line) for line in measured.values())


def examined(version: PlanVersion, measured: Measured, uid: str, found: Report) -> Report:
    """What the indicators themselves add: values that cannot be, and those that are there."""
    faults, kept = list(found.faults), []
    before = _reported(measured, uid) if found.indicators else frozenset()
    for said in found.indicators:
        track = measured[said.uid].track
        typed = _typed(said, uid)
        try:
            observations.check_typed(version, track, typed)
        except Invalid as refused:
            faults.append(_fault(said, refused.message, refused.about, **refused.params))
            continue
        columns = observations.numbers(track, typed)
        if _key(said.uid, said.as_of, columns, said.groups) in before:
            faults.append(_fault(said, KNOWN, "", stops=False))
            continue
        kept.append(said)
    return replace(found, indicators=tuple(kept), faults=tuple(faults))


def in_words(tracked: Tracked, measured: Measured, found: Report) -> Sequence[Figure]:
    """What would be reported; small groups stay small groups."""
    regions = _regions(tracked)
    return [_in_words(measured[said.uid].track, said, regions) for said in found.indicators]


def enter(
    actor: Actor,
    version: PlanVersion,
    track: IndicatorTrack,
    said: IndicatorReport,
    *,
    behalf_uid: str,
    evidence: StoredFile,
) -> Observation:
    """One value of the file, sent for approval. Raises Invalid."""
    one = observations.add(actor, version, track, _typed(said, behalf_uid))
    observations.show_by(one, evidence)
    db.session.flush()
    return observations.advance(actor, version, track, one, "send")


def _asked(tracked: Tracked, line: Line) -> IndicatorLine:
    track = line.track
    row = tracked.indicator(track.source.removeprefix(ROW))
    last = indicator_words.value_words(track, line.last, locale()) if line.last else ""
    if line.last:
        last = gettext("%(value)s, %(day)s", value=last, day=day(line.last.as_of, locale()))
    asks = {SHARE: OF_SHARE, SCALE: frozenset({Column.BEST})}.get(track.kind, OF_RANGE)
    number = chosen(row.number, tracked.language) if row and row.number else ""
    title, groups = chosen(track.title, locale()), tuple(_groups(tracked, track))
    return IndicatorLine(track.id, number, title, _unit(track), last, asks, groups)


def _groups(tracked: Tracked, track: IndicatorTrack) -> Iterator[GroupLine]:
    """In the order of the page on which a value is entered."""
    for split, keys in indicator_words.SPLITS.items():
        if split in track.split:
            for key in keys:
                yield GroupLine(split, key, gettext(indicator_words.GROUPS[key]))
    if REGION in track.split:
        for key, name in _regions(tracked).items():
            yield GroupLine(REGION, key, name)


def _regions(tracked: Tracked) -> Mapping[str, str]:
    return {one.uid: chosen(one.name, tracked.language) or "–" for one in tracked.regions}


def _unit(track: IndicatorTrack) -> str:
    if track.kind == SHARE:
        part, whole = indicator_words.share_words(track, locale())
        return gettext("Part: %(part)s. Whole: %(whole)s.", part=part, whole=whole)
    if track.kind == SCALE:
        steps = range(1, len(track.steps) + 1)
        return "\n".join(indicator_words.step_words(track, n, locale()) for n in steps)
    return indicator_words.unit_words(track, locale()) or gettext("number")


def _typed(said: IndicatorReport, behalf_uid: str) -> Typed:
    return Typed(
        said.as_of,
        Figures(low=said.low, best=said.best, high=said.high, source=said.source),
        part=said.part,
        whole=said.whole,
        comment=said.comment,
        groups=said.groups,
        on_behalf_uid=behalf_uid,
    )


def _fault(
    said: IndicatorReport, message: str, about: str | None, *, stops: bool = True, **params: str
) -> Fault:
    if about == "groups":
        heading = LABELS[Column.PEOPLE]
        return Fault(message, GROUP_SHEET, said.groups_row, heading, params, stops)
    column = next((one for one in Column if one.value == (about or "").replace("_", "-")), None)
    heading = LABELS[column] if column else ""
    return Fault(message, INDICATOR_SHEET, said.row, heading, params, stops)


def _reported(measured: Measured, uid: str) -> frozenset[Key]:
    """What this institution reported of them before; what was sent back may come again."""
    query = select(Observation).where(
        Observation.track_id.in_(list(measured)),
        Observation.on_behalf_uid == uid,
        Observation.state != SENT_BACK.value,
    )
    return frozenset(
        _key(one.track_id, one.as_of, {name: getattr(one, name) for name in NUMBERS}, one.groups)
        for one in db.session.scalars(query.order_by(Observation.id))
    )


def _key(
    track_id: str, as_of: str, columns: Mapping[str, Any], groups: Mapping[str, Mapping[str, Any]]
) -> Key:
    """As a column keeps it: with six digits behind the point."""
    said = (columns[name] for name in NUMBERS)
    numbers = tuple(None if one is None else round(one, DECIMALS) for one in said)
    people = ((s, key, int(n)) for s, counts in groups.items() for key, n in counts.items())
    return track_id, as_of, numbers, frozenset(people)


def _in_words(track: IndicatorTrack, said: IndicatorReport, regions: Mapping[str, str]) -> Figure:
    columns = observations.numbers(track, _typed(said, ""))
    value = indicator_words.value_words(track, Observation(**columns), locale())
    groups = indicator_words.groups_words(said.groups, regions, locale())
    return Figure(said.label, value, said.as_of, said.source, said.comment, groups)
