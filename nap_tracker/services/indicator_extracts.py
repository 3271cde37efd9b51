"""The indicators that are followed as they leave: start, target, last approved value, reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from nap_tracker.annex_c.indicators import SCALE
from nap_tracker.content.extract import Cell, Column, Table, canonical, day_or_words, plain
from nap_tracker.content.tracked import Tracked
from nap_tracker.estimates.on_track import DIRECTION_NAMES, Direction, Verdict
from nap_tracker.estimates.small_groups import Hidden, shielded
from nap_tracker.estimates.units import UNITS
from nap_tracker.extensions import db
from nap_tracker.i18n import N_, chosen, gettext, locale
from nap_tracker.models.indicator_track import IndicatorTrack, Observation
from nap_tracker.services import indicator_words
from nap_tracker.services.extract_names import Names
from nap_tracker.services.indicator_standings import Line
from nap_tracker.services.indicator_words import Ranged

BOTH_SIDES = N_("The range of the value lies on both sides of what was to be expected.")


@dataclass(frozen=True, slots=True)
class Register:
    """The lines of the page, and the values they rest on."""

    tracked: Tracked
    lines: Sequence[Line]
    values: Mapping[str, Observation]
    """The last approved ones, by id."""
    names: Names

    @property
    def table(self) -> Table:
        rows = tuple(tuple(self._cells(line)) for line in self.lines)
        return Table(gettext("Indicators"), tuple(_columns()), rows)

    @property
    def data(self) -> list[dict[str, Any]]:
        return [self._data(line) for line in self.lines]

    def _cells(self, line: Line) -> Iterator[Cell]:
        track, language = line.track, locale()
        yield self._number(track) or None
        yield chosen(track.title, language)
        yield indicator_words.unit_words(track, language) or None
        yield self.names.items(track.items)
        for figure in (line.baseline, line.target):
            yield from _figures(track, figure)
            yield day_or_words(figure.on) if figure else None
        yield gettext(DIRECTION_NAMES[Direction(track.direction)])
        value = self._value(line)
        yield from _figures(track, value)
        yield day_or_words(value.as_of) if value else None
        yield (value.source or None) if value else None
        yield "\n".join(self._groups(value)) or None if value else None
        yield gettext(line.standing.words)
        yield _doubt(line) or None
        yield line.approved
        yield line.unproven
        yield line.waiting

    def _value(self, line: Line) -> Observation | None:
        return self.values.get(line.last.id) if line.last else None

    def _number(self, track: IndicatorTrack) -> str:
        """As the plan numbers it; those of the library have none."""
        kind, _, uid = track.source.partition(":")
        row = self.tracked.indicator(uid) if kind == "row" else None
        return chosen(row.number, self.tracked.language) if row else ""

    def _groups(self, value: Observation) -> Iterator[str]:
        regions = {one.uid: chosen(one.name, self.tracked.language) for one in self.tracked.regions}
        for who, number in indicator_words.groups_words(value.groups, regions, locale()):
            yield gettext("%(who)s: %(number)s", who=who, number=number)

    def _data(self, line: Line) -> dict[str, Any]:
        track, value = line.track, self._value(line)
        return {
            "id": track.id,
            "source": track.source,
            "number": self._number(track),
            "title": dict(track.title),
            "unit": UNITS[track.unit].base if track.unit in UNITS else track.unit,
            "unit_words": dict(track.unit_words),
            "kind": track.kind,
            "items": list(track.items),
            "direction": track.direction,
            "margin": canonical(track.margin),
            "baseline": _range(track, line.baseline, line.baseline.on if line.baseline else None),
            "target": _range(track, line.target, line.target.on if line.target else None),
            "last": {**(_range(track, value, value.as_of) or {}), "source": value.source}
            if value
            else None,
            "groups": _grouped(value.groups) if value else {},
            "on_track": line.standing.verdict.value,
            "lacking": line.standing.lacking.value if line.standing.lacking else None,
            "approved": line.approved,
            "without_evidence": line.unproven,
            "waiting": line.waiting,
        }


def values_of(lines: Sequence[Line]) -> Mapping[str, Observation]:
    """The values that the lines show, by id. One query."""
    shown = [line.last.id for line in lines if line.last]
    query = select(Observation).where(Observation.id.in_(shown)).order_by(Observation.id)
    return {one.id: one for one in db.session.scalars(query)}


def _columns() -> Iterator[Column]:
    yield Column("number", gettext("Number"), 10)
    yield Column("title", gettext("Indicator"), 48)
    yield Column("unit", gettext("Unit"), 14)
    yield Column("items", gettext("Items of Annex C"), 34)
    yield Column("baseline_low", gettext("At the start, lowest"))
    yield Column("baseline_best", gettext("At the start, best"))
    yield Column("baseline_high", gettext("At the start, highest"))
    yield Column("baseline_on", gettext("Start as of"), 12)
    yield Column("target_low", gettext("Target, lowest"))
    yield Column("target_best", gettext("Target, best"))
    yield Column("target_high", gettext("Target, highest"))
    yield Column("target_on", gettext("To be reached by"), 12)
    yield Column("direction", gettext("Which way is good"), 18)
    yield Column("last_low", gettext("Last approved value, lowest"))
    yield Column("last_best", gettext("Last approved value, best"))
    yield Column("last_high", gettext("Last approved value, highest"))
    yield Column("last_on", gettext("As of"), 12)
    yield Column("last_source", gettext("Source of the value"), 34)
    yield Column("groups", gettext("By group"), 24)
    yield Column("on_track", gettext("On track?"), 18)
    yield Column("doubt", gettext("Why that cannot be told"), 34)
    yield Column("approved", gettext("Approved values"), 10)
    yield Column("without_evidence", gettext("Of these without evidence"), 12)
    yield Column("waiting", gettext("Values waiting for approval"), 12)


def _doubt(line: Line) -> str:
    if line.standing.verdict is Verdict.CANNOT_TELL:
        return gettext(BOTH_SIDES)
    return gettext(line.standing.why) if line.standing.why else ""


def _figures(track: IndicatorTrack, figure: Ranged | None) -> tuple[Cell, Cell, Cell]:
    """Lowest, best, highest in the indicator's own unit. Words stand where the best would.

    A step of a scale is words too: nobody adds steps up.
    """
    if figure is None:
        return None, None, None
    ends = (figure.low, figure.best, figure.high)
    hides = indicator_words.hides(track, figure)
    if hides or track.kind == SCALE or all(end is None for end in ends):
        return None, indicator_words.value_words(track, figure, locale()), None
    low, best, high = (None if end is None else _own(track, end) for end in ends)
    return low, best, high


def _own(track: IndicatorTrack, end: Decimal) -> Decimal:
    return plain(indicator_words.in_unit(track, end))


def _range(track: IndicatorTrack, figure: Ranged | None, on: str | None) -> dict[str, Any] | None:
    """In the base unit. `hidden` stands where the figure would tell of fewer than five people."""
    if figure is None:
        return None
    if indicator_words.hides(track, figure):
        return {"on": on, "hidden": Hidden.FEW.value}
    ends = (figure.low, figure.best, figure.high)
    if all(end is None for end in ends):
        return {"on": on, "empty": "not_known" if figure.empty else "blank"}
    low, best, high = map(canonical, ends)
    return {"on": on, "low": low, "best": best, "high": high}


def _grouped(groups: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Split -> group -> people; small ones never as a number."""
    return {
        split: {
            key: {"hidden": people.value} if isinstance(people, Hidden) else canonical(people)
            for key, people in shielded({k: Decimal(n) for k, n in counts.items()}).items()
        }
        for split, counts in groups.items()
    }
